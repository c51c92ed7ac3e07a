"""A report tells how a figure has changed as the window does beside its chart."""

from __future__ import annotations

import pytest

from cabinet.desks.statistics_metrics import Kind
from cabinet.report.content import Figure, FigureKey, Unit
from cabinet.report.words import ReportWords
from cabinet.ui.texts.statistics import difference

UK = ReportWords("uk")
PAIRS = [
    (0, 0), (12, 1), (29, 29), (0, 29), (31, 30), (27, 30), (329, 30), (330, 30), (2_999, 2_999), (3_000, 2_999),
    (3_300, 3_000), (33_000, 3_000), (-5, 10), (-5_000, 10_000), (10_000, -5_000), (5, 0),
]  # fmt: skip


@pytest.mark.parametrize(("now", "before"), PAIRS)
@pytest.mark.parametrize(("unit", "kind"), [
    (Unit.COUNT, Kind.COUNT), (Unit.MONEY, Kind.MONEY), (Unit.SHARE, Kind.SHARE),
])  # fmt: skip
def test_a_change_is_told_as_under_the_chart(now: int, before: int, unit: Unit, kind: Kind) -> None:
    if unit is not Unit.MONEY and min(now, before) < 0:
        return
    told = UK.change(Figure(FigureKey.LATE, unit, now, before))
    said = difference(kind, now, before)
    # Of nothing more the chart has no sign where it is money.
    assert told == (said if said[0] in "+−×" else f"+{said}")
