"""Counts and sums from the roll-ups: UTC hours, added up to Kyiv days (whose offset is always whole hours)."""

from __future__ import annotations

from datetime import date, datetime

from cabinet.contour.schema import ROLLUP_COUNTS
from cabinet.contour.store import Rows
from cabinet.contract.errors import KnownError
from cabinet.contract.moment import day_bounds, epoch_micros, from_micros, kyiv_day
from cabinet.contract.states import Bucket, Environment, Slice
from cabinet.contract.statistics import Figures, StatisticsAnswer, StatisticsRow

__all__ = ["statistics"]

_COLUMN = {
    Slice.NONE: "''", Slice.TYPE: "type", Slice.LICENCE: "licence_no", Slice.BRAND: "brand_id",
    Slice.SITE: "site_id", Slice.SOURCE: "source",
}  # fmt: skip
_SUMS = ", ".join(f"SUM({name}) AS {name}" for name in ROLLUP_COUNTS)
_MAX_DAYS = 400
_MAX_HOURLY_DAYS = 31
_PLACE = {name: place for place, name in enumerate(ROLLUP_COUNTS)}


def statistics(
    rows: Rows, edrpou: str, query: dict[str, str], now: datetime, environment: Environment, *, money: bool
) -> StatisticsAnswer:
    """Return figures of Kyiv days ``from``…``to`` (today by default).

    Raises:
        KnownError: ``PERIOD_INVALID``.
    """
    today = kyiv_day(now).isoformat()
    try:
        first, last = date.fromisoformat(query.get("from", today)), date.fromisoformat(query.get("to", today))
    except ValueError as error:
        raise KnownError("PERIOD_INVALID") from error
    bucket, by = Bucket(query.get("bucket", "day")), Slice(query.get("by", "none"))
    days = (last - first).days + 1
    if not 1 <= days <= (_MAX_DAYS if bucket is Bucket.DAY else _MAX_HOURLY_DAYS) or not 2000 < first.year < 2200:
        raise KnownError("PERIOD_INVALID")
    start, end = day_bounds(first)[0], day_bounds(last)[1]
    found = rows.all(
        f"SELECT hour, {_COLUMN[by]} AS slice, {_SUMS} FROM rollups "
        "WHERE edrpou = :edrpou AND hour >= :start AND hour < :end GROUP BY hour, slice ORDER BY hour, slice",
        edrpou=edrpou, start=epoch_micros(start), end=epoch_micros(end),
    )  # fmt: skip
    sums: dict[tuple[datetime, str], list[int]] = {}
    total = [0] * len(ROLLUP_COUNTS)
    for row in found:
        hour = from_micros(row["hour"])
        begin = hour if bucket is Bucket.HOUR else day_bounds(kyiv_day(hour))[0]
        counts = sums.setdefault((begin, row["slice"]), [0] * len(ROLLUP_COUNTS))
        for place, name in enumerate(ROLLUP_COUNTS):
            counts[place] += row[name]
            total[place] += row[name]
    newest = rows.one("SELECT MAX(seq) AS seq FROM entries WHERE edrpou = :edrpou", edrpou=edrpou)
    return StatisticsAnswer(
        first=first, last=last, bucket=bucket, by=by, time_zone="Europe/Kyiv", as_of=now,
        as_of_seq=(newest["seq"] or 0) if newest is not None else 0,
        rows=[
            StatisticsRow(start=begin, key=key or None, figures=_figures(counts, money=money))
            for (begin, key), counts in sums.items()
        ],
        total=_figures(total, money=money), test_data=environment is Environment.TEST,
    )  # fmt: skip


def _figures(counts: list[int], *, money: bool) -> Figures:
    def at(name: str) -> int:
        return counts[_PLACE[name]]

    plain = {name: at(name) for name in ROLLUP_COUNTS if not name.endswith("_kop")}
    if not money:
        return Figures(**plain)
    sums = {name: at(name) for name in ROLLUP_COUNTS if name.endswith("_kop")}
    ggr = at("bet_kop") - at("refund_kop") - at("payout_kop")
    return Figures(**plain, **sums, ggr_kop=ggr)
