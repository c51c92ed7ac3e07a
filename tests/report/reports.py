"""Reports made by hand, in the states that a page may be in."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from cabinet.contract.catalogue import finding_cards
from cabinet.contract.states import Tax, Vertical
from cabinet.export.job import Heading
from cabinet.report.content import (
    Closed,
    DateKind,
    Figure,
    FigureKey,
    Mark,
    NextDate,
    Open,
    OpenTotal,
    Report,
    TaxLine,
    Unit,
)
from cabinet.report.filling import finding_of
from cabinet.report.period import ReportPeriod, read_month

MADE: Final = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
CODES: Final = sorted(finding_cards())
NOTE: Final = (
    "soms.test/90417318\n20143\n0LQlrNDpYvAQ5hEKNkVNg2xjNIf132yN0PuivAx3PJI=\n\n— soms.test/log "
    "lIBz/YqdOIZYJxlR5ioxp1mw24GpBb4MUBi3oiiLFJUwAHjT8LqRcDrIzut/KJ/917BX2Df/ikDO3P1Z22MUUZic0wA=\n"
)
MARK: Final = Mark(
    "soms.test/90417318", 20143, "d0b425acd0e962f010e6110a36454d836c633487f5df6c8dd0fba2bc0c773c92", NOTE
)
NOW: Final = (1_284_907, 1_280_000, 4_800, 37, 120, 98_765_432_100, 1_234_567_800, 87_654_321_000, 9_876_543_300, -67)
BEFORE: Final = (1_184_907, 1_182_000, 2_800, 24, 20, 88_765_432_100, 1_134_567_800, 77_654_321_000, 9_976_543_300, 45)


def figures(now: tuple[int, ...] = NOW, before: tuple[int, ...] | None = BEFORE) -> list[Figure]:
    units = [Unit.SHARE if key is FigureKey.REJECTED_SHARE else Unit.COUNT for key in FigureKey][:5] + [Unit.MONEY] * 5
    return [
        Figure(key, units[n], now[n], None if before is None else before[n]) for n, key in enumerate(FigureKey)
    ]  # fmt: skip


def opened(number: int, overdue: int = 2) -> list[Open]:
    return [
        Open(
            code=CODES[n], source=f"core-{n % 2 + 1}", count=1200 // (n + 1), kop=123_456_789 // (n + 1),
            since=date(2026, 11, 1 + n), assignee=(None, "Мельник Тарас Богданович")[n % 2],
            due_at=MADE + timedelta(hours=20 * n + 1), overdue=n < overdue,
        )
        for n in range(number)
    ]  # fmt: skip


def closed(number: int) -> list[Closed]:
    return [
        Closed(code=CODES[-n - 1], source="core-1", corrected=10 + n, superseded=n, justified=n % 2, kop=1_000 * n)
        for n in range(number)
    ]


def taxes(number: int) -> list[TaxLine]:
    every = [TaxLine(Tax.GAMING_INCOME, one, 1_000 + n, 900, n % 3 != 0) for n, one in enumerate(Vertical)]
    every += [
        TaxLine(Tax.PERSONAL_INCOME, None, 5, None, verified=True),
        TaxLine(Tax.MILITARY_LEVY, None, None, None, True),
    ]
    return every[-number:]


def dates(number: int) -> list[NextDate]:
    kinds = list(DateKind)
    return [NextDate(date(2026, 11, 23 + n), kinds[n % len(kinds)], f"OK-{n}") for n in range(number)]


def report(period: ReportPeriod | None = None, **changes: Any) -> Report:
    """Return a busy month, with changes."""
    of = period or read_month("2026-10")
    shown = changes.get("figures", figures())
    listed = changes.get("open", opened(5))
    total = OpenTotal(
        count=sum(one.count for one in listed), kop=sum(one.kop for one in listed), ggr_kop=-55_555,
        causes=len(listed), overdue=sum(one.overdue for one in listed),
    )  # fmt: skip
    total = changes.get("open_total", total)
    values: dict[str, Any] = {
        "period": of, "before": of.before, "over": of.over(MADE), "made": MADE, "figures": shown, "open": listed,
        "heading": Heading(perimeter="Тестовий контур", test=True, operator="ТОВ «Млинок Гейм»", at=""),
        "finding": finding_of(shown, listed, total), "taxes": taxes(3), "own_rates": False, "closed": closed(4),
        "open_total": total, "dates": dates(4), "mark": MARK, "absent": [],
    }  # fmt: skip
    return Report(**(values | changes))
