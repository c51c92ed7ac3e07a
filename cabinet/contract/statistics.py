"""Counts and sums of submissions (CONTRACT §6; day of ``occurredAt`` in Kyiv)."""

from __future__ import annotations

from datetime import date

from cabinet.contract.endpoint import DAY, Nothing, ReaderEndpoint
from cabinet.contract.model import Answer, Moment
from cabinet.contract.rights import Right, Scope
from cabinet.contract.states import Bucket, Slice

__all__ = ["STATISTICS", "Figures", "PreviousPeriod", "StatisticsAnswer", "StatisticsRow"]


class Figures(Answer):
    """Counts and, where the person may see money, sums in kopecks (else None).

    ``accepted`` includes accepted with warnings. ``rejected`` counts latest attempts that are rejected now.
    ``mean_lag_ms`` is how long accepted transactions that were neither late nor corrections took from the event to
    its receipt, on average; None where there were none.
    ``ggr_kop`` = bets − refunds − payouts of accepted transactions. ``stuck_ggr_kop`` is what rejected ones would have
    added to GGR, ``stuck_operations_kop`` their sums in absolute value (both as in
    :class:`~cabinet.contract.rejections.RejectedMoney`).
    """

    accepted: int = 0
    with_warnings: int = 0
    rejected: int = 0
    pending: int = 0
    late: int = 0
    bets: int = 0
    refunds: int = 0
    payouts: int = 0
    mean_lag_ms: int | None = None
    bet_kop: int | None = None
    refund_kop: int | None = None
    payout_kop: int | None = None
    ggr_kop: int | None = None
    stuck_operations_kop: int | None = None
    stuck_ggr_kop: int | None = None


class StatisticsRow(Answer):
    """One bucket (and one slice of it); ``start`` is the bucket's first moment within the period."""

    start: Moment
    key: str | None
    figures: Figures


class PreviousPeriod(Answer):
    """The earlier period that was asked for with ``previous`` (:func:`cabinet.contract.compared.counterpart`).

    A bucket that is still open now is taken up to the same hour, and so is ``total``. Not divided by slices.
    """

    first: date
    last: date
    buckets: list[Moment]
    rows: list[StatisticsRow]
    total: Figures


class StatisticsAnswer(Answer):
    """``GET /statistics``: days ``first``…``last`` inclusive, of Europe/Kyiv.

    ``buckets`` are the first moments of all buckets, oldest first; ``rows`` has only those in which something
    happened. Weeks begin on Monday; the first and last one of a period are as short as the period makes them.
    """

    first: date
    last: date
    bucket: Bucket
    by: Slice
    time_zone: str
    as_of: Moment
    as_of_seq: int
    buckets: list[Moment]
    rows: list[StatisticsRow]
    total: Figures
    previous: PreviousPeriod | None = None
    test_data: bool


STATISTICS = ReaderEndpoint(
    "statistics",
    "GET",
    "/statistics",
    Nothing,
    StatisticsAnswer,
    "Counts and sums by Kyiv hours, days, weeks or months",
    right=Right.STATISTICS_COUNTS,
    scope=Scope.STATS_READ,
    query=(
        ("from", DAY),
        ("to", DAY),
        ("bucket", {"enum": ["hour", "day", "week", "month"]}),
        ("by", {"enum": ["none", "type", "licence", "brand", "site", "source"]}),
        ("previous", {"enum": ["true", "false", "weekdays", "year"]}),
    ),
)
