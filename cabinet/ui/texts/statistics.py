"""Words of statistics: slices, metrics, values of every kind, and how they compare with an earlier period."""

from __future__ import annotations

from datetime import timedelta

from cabinet.contract.beside import FEW_KOPECKS, Beside, beside
from cabinet.contract.states import Compared, Slice
from cabinet.desks.statistics_metrics import Kind, Metric
from cabinet.ui.language import tr
from cabinet.ui.numbers import (
    MINUS,
    NBSP,
    change,
    count,
    decimal,
    millions,
    money,
    percent,
    seconds,
    signed_money,
    span,
)

__all__ = ["axis_figure", "compared_name", "difference", "metric_name", "slice_name", "value_words"]

_THOUSAND, _MINUTES_MS = 1_000, 600_000
_WHOLE_SHARE = 10_000


def slice_name(of: Slice) -> str:
    """Return what figures are divided by."""
    return {
        Slice.NONE: tr("all together"),
        Slice.TYPE: tr("by type"),
        Slice.LICENCE: tr("by licence"),
        Slice.BRAND: tr("by brand"),
        Slice.SITE: tr("by site"),
        Slice.SOURCE: tr("by source"),
    }[of]


def metric_name(of: Metric) -> str:
    """Return what the chart is of."""
    return {
        Metric.ACCEPTED: tr("accepted, number"),
        Metric.REJECTED: tr("rejected, number"),
        Metric.REJECTED_SHARE: tr("rejected, %"),
        Metric.BETS: tr("bets, UAH"),
        Metric.GGR: tr("GGR, UAH"),
        Metric.LATE: tr("came late, number"),
        Metric.LAG: tr("delay, s"),
    }[of]


def compared_name(of: Compared) -> str:
    """Return which earlier period stands beside."""
    return {
        Compared.NONE: tr("without comparison"),
        Compared.BEFORE: tr("the period before"),
        Compared.WEEKDAYS: tr("the same weekdays before"),
        Compared.YEAR: tr("the same days last year"),
    }[of]


def value_words(kind: Kind, value: int | None) -> str:
    """Return a value as it is read; a dash where there is none."""
    if value is None:
        return "—"
    if kind is Kind.MONEY:
        return money(value)
    if kind is Kind.SHARE:
        return percent(value, _WHOLE_SHARE)
    if kind is Kind.LENGTH:
        return seconds(value) if value < _MINUTES_MS else span(timedelta(milliseconds=value))
    return count(value)


def axis_figure(kind: Kind, value: float) -> str:
    """Return a value of the axis: hryvnias, per cents, seconds, or transactions."""
    return millions(value) if kind is Kind.COUNT or abs(value) >= _THOUSAND else decimal(value)


def difference(kind: Kind, now: int | None, before: int | None) -> str:
    """Return how a value differs from its counterpart's.

    Of few it is the difference itself, never a share; where there is nothing to compare with, that is said.
    """
    if before is None or now is None:
        return tr("no data")
    more = now - before
    if kind is Kind.SHARE:
        points = money(abs(more))
        return f"{MINUS if more < 0 else '+'}{points}{NBSP}" + tr("pp")
    if kind is Kind.LENGTH:
        return f"{MINUS if more < 0 else '+'}{value_words(kind, abs(more))}"
    if kind is Kind.MONEY and beside(now, before, FEW_KOPECKS) is Beside.DIFFERENCE:
        return signed_money(more)
    if before <= 0:
        return f"{MINUS if more < 0 else '+'}{count(abs(more))}"
    return change(now, before)
