"""Metrics read one bucket's figures; shares and means are of all together or not at all."""

from __future__ import annotations

import pytest

from cabinet.contract.statistics import Figures
from cabinet.desks.statistics_metrics import Kind, Metric, Totals


def figures(**given: int | None) -> Figures:
    return Figures.model_validate({**Figures().model_dump(), **given})


FULL = figures(accepted=997, rejected=3, late=7, bet_kop=50_000, ggr_kop=-1_200, mean_lag_ms=1_500)


@pytest.mark.parametrize(
    ("metric", "kind", "value", "adds_up"),
    [
        (Metric.ACCEPTED, Kind.COUNT, 997, True),
        (Metric.REJECTED, Kind.COUNT, 3, True),
        (Metric.REJECTED_SHARE, Kind.SHARE, 30, False),
        (Metric.BETS, Kind.MONEY, 50_000, True),
        (Metric.GGR, Kind.MONEY, -1_200, True),
        (Metric.LATE, Kind.COUNT, 7, True),
        (Metric.LAG, Kind.LENGTH, 1_500, False),
    ],
)
def test_metrics(metric: Metric, kind: Kind, value: int, adds_up: bool) -> None:
    assert (metric.kind, metric.of(Totals.of(FULL)), metric.adds_up) == (kind, value, adds_up)


def test_what_may_not_be_seen_or_is_not_there_has_no_value() -> None:
    nothing = Totals.of(figures(accepted=0))
    assert [metric for metric in Metric if metric.of(nothing) is None] == [
        Metric.REJECTED_SHARE, Metric.BETS, Metric.GGR, Metric.LAG,
    ]  # fmt: skip


def test_slices_add_up_but_their_means_do_not() -> None:
    whole = Totals()
    whole.add(FULL)
    assert whole == Totals.of(FULL)
    whole.add(figures(accepted=3, rejected=1, pending=2, late=1, bet_kop=100, ggr_kop=100, mean_lag_ms=9))
    assert whole == Totals(1_000, 4, 2, 8, 50_100, -1_100, None)
    assert whole.rejected_share == 40
