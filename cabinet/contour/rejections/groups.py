"""Causes of rejections: how many, how much, since when, and how they behave."""

from __future__ import annotations

from datetime import datetime, timedelta

from cabinet.contour.ledger.reader import newest_entry
from cabinet.contour.ledger.store import Row, Rows
from cabinet.contour.rejections.query import Asked
from cabinet.contract.moment import day_bounds, epoch_micros, from_micros, kyiv_day
from cabinet.contract.rejections import GroupList, RejectionGroup
from cabinet.contract.states import CaseState, Trend

__all__ = ["groups", "trend_of"]

_DAYS = 7
_FRESH = timedelta(days=1)
_SPIKE_LEAST, _SPIKE_TIMES, _SLOPE = 10, 3, 1.5


def groups(rows: Rows, edrpou: str, asked: Asked, now: datetime) -> GroupList:
    """Return every cause that fits, the one with most at stake first; causes without open rejections come last."""
    known = {
        row["grp"]: row for row in rows.all("SELECT * FROM rejection_groups WHERE edrpou = :edrpou", edrpou=edrpou)
    }
    found = _counted(known, asked) if asked.counted else _searched(rows, asked, now)
    days = _days(rows, edrpou, now) if asked.counted else {grp: f[4] for grp, f in found.items()}
    items = [_group(known[grp], figures, days.get(grp, [0] * _DAYS), now) for grp, figures in found.items()]
    items.sort(key=lambda g: (g.count == 0, -g.at_stake_kop, -g.count, g.group_id))
    return GroupList(
        items=items, count=sum(g.count for g in items), at_stake_kop=sum(g.at_stake_kop for g in items),
        as_of=newest_entry(rows, edrpou),
    )  # fmt: skip


_Figures = tuple[int, int, int, int, list[int]]


def _counted(known: dict[str, Row], asked: Asked) -> dict[str, _Figures]:
    """Read the kept counts: what is open, or every rejection there ever was; at stake is what is open."""
    number = "open" if asked.only_open else "total"
    wanted = known if asked.groups is None else {g: known[g] for g in asked.groups}
    return {grp: (row[number], row["open_kop"], row["first_seen"], row["last_seen"], []) for grp, row in wanted.items()}


def _searched(rows: Rows, asked: Asked, now: datetime) -> dict[str, _Figures]:
    """Count the rows that fit a filter that asks for more than state and cause."""
    today = kyiv_day(now)
    starts = [epoch_micros(day_bounds(today - timedelta(days=_DAYS - 1 - i))[0]) for i in range(_DAYS)]
    ends = [*starts[1:], epoch_micros(day_bounds(today)[1])]
    columns = ", ".join(
        f"SUM(CASE WHEN r.received_at >= :start{i} AND r.received_at < :end{i} THEN 1 ELSE 0 END) AS d{i}"
        for i in range(_DAYS)
    )
    bounds = {f"start{i}": s for i, s in enumerate(starts)} | {f"end{i}": e for i, e in enumerate(ends)}
    found = rows.all(
        f"SELECT r.grp AS grp, COUNT(*) AS n, COALESCE(SUM(r.amount_kop), 0) AS kop, MIN(r.received_at) AS first, "
        f"MAX(r.received_at) AS last, {columns} FROM rejections r WHERE {asked.where} GROUP BY r.grp",
        **asked.values, **bounds,
    )  # fmt: skip
    return {
        row["grp"]: (row["n"], row["kop"], row["first"], row["last"], [row[f"d{i}"] for i in range(_DAYS)])
        for row in found
    }


def _days(rows: Rows, edrpou: str, now: datetime) -> dict[str, list[int]]:
    today = kyiv_day(now)
    wanted = [(today - timedelta(days=_DAYS - 1 - i)).isoformat() for i in range(_DAYS)]
    found = rows.all(
        "SELECT grp, day, n FROM rejection_days WHERE edrpou = :edrpou AND day >= :first", edrpou=edrpou,
        first=wanted[0],
    )  # fmt: skip
    place = {day: i for i, day in enumerate(wanted)}
    days: dict[str, list[int]] = {}
    for row in found:
        if row["day"] in place:
            days.setdefault(row["grp"], [0] * _DAYS)[place[row["day"]]] += row["n"]
    return days


def _group(known: Row, figures: _Figures, days: list[int], now: datetime) -> RejectionGroup:
    count, kop, first, last, _ = figures
    recurred = from_micros(known["recurred_at"]) if known["recurred_at"] is not None else None
    return RejectionGroup(
        group_id=known["grp"], code=known["code"], pointer=known["pointer"], source=known["source"], count=count,
        at_stake_kop=kop, first_seen=from_micros(first), last_seen=from_micros(last), days=days,
        trend=trend_of(days, known["open"], from_micros(known["first_seen"]), recurred, now),
        case_state=CaseState(known["case_state"]), assignee=known["assignee"], case_version=known["case_version"],
    )  # fmt: skip


def trend_of(days: list[int], still: int, first: datetime, recurred: datetime | None, now: datetime) -> Trend:
    """Return how a cause behaves; ``days`` are its last seven, today last, ``still`` how many are open.

    Gone: nothing open. First: seen for the first time within a day. Spike: today or yesterday at least ten, and three
    times the mean of the days before. Recurring: it had gone and came again within the seven days. Rising and
    falling: the last three days against the three before, half as much again.
    """
    if not still:
        return Trend.GONE
    if now - first <= _FRESH:
        return Trend.FIRST
    recent, before = max(days[-2:]), days[:-2]
    if recent >= _SPIKE_LEAST and recent >= _SPIKE_TIMES * max(1.0, sum(before) / len(before)):
        return Trend.SPIKE
    if recurred is not None and now - recurred <= timedelta(days=_DAYS):
        return Trend.RECURRING
    late, early = sum(days[-3:]), sum(days[-6:-3])
    if late > _SLOPE * max(early, 1):
        return Trend.RISING
    return Trend.FALLING if early > _SLOPE * max(late, 1) else Trend.STEADY
