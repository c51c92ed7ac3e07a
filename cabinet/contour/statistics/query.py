"""Counts and sums, read from the roll-ups: a row a step and slice, however many transactions there are."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

import msgspec

from cabinet.contour.ledger.reader import newest_entry
from cabinet.contour.ledger.roll_ups import DAY, HOUR
from cabinet.contour.ledger.schema import ROLLUP_COUNTS
from cabinet.contour.ledger.store import Rows
from cabinet.contour.statistics.periods import Period, day_start
from cabinet.contract.moment import from_micros, kyiv_day, wire
from cabinet.contract.states import Bucket, Compared, Environment, Slice

__all__ = ["statistics"]

_STEPS: Final = (
    f"SELECT start, key, {', '.join(ROLLUP_COUNTS)} FROM rollups WHERE edrpou = :edrpou AND step = :step "
    "AND slice = :slice AND start >= :start AND start < :end ORDER BY start, key"
)


class _Figures(msgspec.Struct, rename="camel"):
    """The wire form of :class:`~cabinet.contract.statistics.Figures`."""

    accepted: int
    with_warnings: int
    rejected: int
    pending: int
    late: int
    bets: int
    refunds: int
    payouts: int
    mean_lag_ms: int | None
    bet_kop: int | None = None
    refund_kop: int | None = None
    payout_kop: int | None = None
    ggr_kop: int | None = None
    stuck_operations_kop: int | None = None
    stuck_ggr_kop: int | None = None


_Sums = tuple[int, ...]
"""In the order of :data:`ROLLUP_COUNTS`."""
_NOTHING: Final = (0,) * len(ROLLUP_COUNTS)
_Step = tuple[int, str, _Sums]
"""Start of an hour or a day, key, counts."""


def statistics(
    rows: Rows, edrpou: str, query: Mapping[str, str], now: datetime, environment: Environment, *, money: bool
) -> bytes:
    """Return the JSON of a :class:`~cabinet.contract.statistics.StatisticsAnswer`; today by default.

    Written without its model: a year by days and sites is thousands of rows.

    Raises:
        KnownError: ``PERIOD_INVALID``.
    """
    today = kyiv_day(now).isoformat()
    period = Period.read(query.get("from", today), query.get("to", today), query.get("bucket", Bucket.DAY))
    by = Slice(query.get("by", Slice.NONE))
    answer: dict[str, Any] = {
        "first": period.first, "last": period.last, "bucket": period.bucket, "by": by, "timeZone": "Europe/Kyiv",
        "asOf": wire(now), "asOfSeq": newest_entry(rows, edrpou),
        **_told(period, _steps(rows, edrpou, period, by), money=money),
        "previous": None, "testData": environment is Environment.TEST,
    }  # fmt: skip
    how = Compared(query.get("previous", Compared.NONE))
    if how is not Compared.NONE:
        answer["previous"] = _previous(rows, edrpou, period, now, how, money=money)
    return msgspec.json.encode(answer)


def _steps(rows: Rows, edrpou: str, period: Period, by: Slice) -> list[_Step]:
    step = HOUR if period.bucket is Bucket.HOUR else DAY
    return _between(rows, edrpou, step, by, period.start, period.end)


def _between(rows: Rows, edrpou: str, step: str, by: Slice, start: int, end: int) -> list[_Step]:
    found = rows.tuples(_STEPS, edrpou=edrpou, step=step, slice=by.value, start=start, end=end)
    return [(row[0], row[1], row[2:]) for row in found]


def _told(period: Period, steps: list[_Step], *, money: bool) -> dict[str, Any]:
    """Return ``buckets``, ``rows`` and ``total`` as they stand on the wire."""
    bucket_of = period.buckets()
    sums: dict[tuple[int, str], _Sums] = {}
    for start, key, counts in steps:
        place = (bucket_of[start], key)
        sums[place] = _added(sums[place], counts) if place in sums else counts
    moments = {start: _moment(start) for start in dict.fromkeys(bucket_of.values())}
    return {
        "buckets": list(moments.values()),
        "rows": [
            {"start": moments[start], "key": key or None, "figures": _figures(counts, money=money)}
            for (start, key), counts in sums.items()
        ],
        "total": _total(steps, money=money),
    }


def _previous(rows: Rows, edrpou: str, period: Period, now: datetime, how: Compared, *, money: bool) -> dict[str, Any]:
    """Return the earlier period; what is open now is taken up to the same hour."""
    before = period.before(how)
    told: dict[str, Any] = {"first": before.first, "last": before.last}
    steps = _steps(rows, edrpou, before, Slice.NONE)
    cut = period.same_hour_before(now, how)
    if cut is None:
        return told | _told(before, steps, money=money)
    counterpart = day_start(period.earlier(kyiv_day(now), how))
    hours = _between(rows, edrpou, HOUR, Slice.NONE, counterpart, cut)
    until = [step for step in steps if step[0] < counterpart]
    told["total"] = _total([*until, *hours], money=money)
    if period.bucket is Bucket.HOUR:
        return _told(before, steps, money=money) | told
    bucket_of = before.buckets()
    open_now = [(counterpart, key, counts) for _, key, counts in hours]
    after = [step for step in steps if step[0] > counterpart and bucket_of[step[0]] != bucket_of[counterpart]]
    return _told(before, [*until, *open_now, *after], money=money) | told


@lru_cache(maxsize=8192)
def _moment(micros: int) -> str:
    return wire(from_micros(micros))


def _added(one: _Sums, other: _Sums) -> _Sums:
    return tuple(a + b for a, b in zip(one, other, strict=True))


def _total(steps: list[_Step], *, money: bool) -> _Figures:
    columns = zip(*(counts for _, _, counts in steps), strict=True)
    return _figures(tuple(sum(column) for column in columns) if steps else _NOTHING, money=money)


def _figures(counts: _Sums, *, money: bool) -> _Figures:
    (
        accepted, with_warnings, rejected, pending, late, bets, refunds, payouts, bet, refund, payout, stuck_ggr,
        on_time, lag, stuck_operations, *_withheld,
    ) = counts  # fmt: skip
    mean = lag // on_time if on_time else None
    plain = (accepted, with_warnings, rejected, pending, late, bets, refunds, payouts, mean)
    if not money:
        return _Figures(*plain)
    return _Figures(*plain, bet, refund, payout, bet - refund - payout, stuck_operations, stuck_ggr)
