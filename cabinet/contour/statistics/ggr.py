"""GGR accepted and stuck, read from the roll-ups."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final
from urllib.parse import urlencode

from cabinet.contour.ledger.reader import newest_entry
from cabinet.contour.ledger.roll_ups import DAY, HOUR
from cabinet.contour.ledger.store import Rows
from cabinet.contour.statistics.periods import Period
from cabinet.contract.catalogue import words
from cabinet.contract.moment import from_micros, kyiv_day
from cabinet.contract.states import Bucket, Environment, Slice
from cabinet.contract.taxes import Formula, GgrAnswer, GgrFigures, GgrRow

__all__ = ["formula", "ggr"]

_SUMS: Final = (
    "SELECT start, key, bet_kop, refund_kop, payout_kop, stuck_operations_kop, stuck_kop FROM rollups "
    "WHERE edrpou = :edrpou AND step = :step AND slice = :slice AND start >= :start AND start < :end "
    "ORDER BY start, key"
)
_STUCK_ROWS: Final = "/rejections?" + urlencode({"filter": "state:open"})


def formula(name: str) -> Formula:
    """Return the words of a figure's formula."""
    said = words("taxes")[name]
    return Formula(uk=said.uk, en=said.en)


def ggr(rows: Rows, edrpou: str, query: Mapping[str, str], now: datetime, environment: Environment) -> GgrAnswer:
    """Return GGR of a period; today by default.

    Raises:
        KnownError: ``PERIOD_INVALID``.
    """
    today = kyiv_day(now).isoformat()
    period = Period.read(query.get("from", today), query.get("to", today), query.get("bucket", Bucket.DAY))
    by = Slice(query.get("by", Slice.NONE))
    step = HOUR if period.bucket is Bucket.HOUR else DAY
    bucket_of = period.buckets()
    sums: dict[tuple[int, str], list[int]] = {}
    total = [0] * 5
    for start, key, *values in rows.tuples(
        _SUMS, edrpou=edrpou, step=step, slice=by.value, start=period.start, end=period.end
    ):
        place = sums.setdefault((bucket_of[start], key), [0] * 5)
        for number, value in enumerate(values):
            place[number] += value
            total[number] += value
    behind = {"from": period.first.isoformat(), "to": period.last.isoformat(), "bucket": "day", "by": "licence"}
    return GgrAnswer(
        first=period.first, last=period.last, bucket=period.bucket, by=by, time_zone="Europe/Kyiv", as_of=now,
        as_of_seq=newest_entry(rows, edrpou),
        buckets=[from_micros(start) for start in dict.fromkeys(bucket_of.values())],
        rows=[
            GgrRow(start=from_micros(start), key=key or None, figures=_figures(values))
            for (start, key), values in sums.items()
            if any(values)
        ],
        total=_figures(total), formula=formula("ggr"), stuck_formula=formula("stuck"),
        accepted_rows="/statistics?" + urlencode(behind), stuck_rows=_STUCK_ROWS, estimate=True,
        test_data=environment is Environment.TEST,
    )  # fmt: skip


def _figures(sums: list[int]) -> GgrFigures:
    bet, refund, payout, stuck_operations, stuck = sums
    return GgrFigures(
        bet_kop=bet, refund_kop=refund, payout_kop=payout, ggr_kop=bet - refund - payout,
        stuck_operations_kop=stuck_operations, stuck_ggr_kop=stuck,
    )  # fmt: skip
