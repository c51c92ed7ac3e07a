"""Causes of rejections: how many, how much, since when, and how they behave."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from cabinet.contour.ledger.reader import newest_entry
from cabinet.contour.ledger.store import Row, Rows
from cabinet.contour.rejections.money import MONEY, TYPES
from cabinet.contour.rejections.query import Asked
from cabinet.contract.deadlines import due_at
from cabinet.contract.ggr import GGR_SIGN
from cabinet.contract.moment import day_bounds, epoch_micros, from_micros, kyiv_day
from cabinet.contract.rejections import GroupList, RejectedMoney, RejectionGroup
from cabinet.contract.states import CaseState, Trend

__all__ = ["groups", "trend_of"]

_DAYS = 7
_FRESH = timedelta(days=1)
_NONE = RejectedMoney()
_SUMMED = ", ".join(
    f"COALESCE(SUM({kop}), 0) AS {name}"
    for kop, name in zip(
        ("r.amount_kop", *(f"CASE WHEN r.type = '{one}' THEN {GGR_SIGN[one]} * r.ggr_kop END" for one in TYPES)),
        MONEY,
        strict=True,
    )
)
_OLDEST = (
    "SELECT g.*, (SELECT r.received_at FROM rejections r WHERE r.edrpou = g.edrpou AND r.grp = g.grp "
    "AND r.state = 'open' ORDER BY r.seq LIMIT 1) AS oldest FROM rejection_groups g WHERE g.edrpou = :edrpou"
)
"""Causes, each with when the oldest of what is open in it came."""
_SPIKE_LEAST, _SPIKE_TIMES, _SLOPE = 10, 3, 1.5


def groups(rows: Rows, edrpou: str, asked: Asked, now: datetime) -> GroupList:
    """Return every cause that fits, the one with most at stake first; causes without open rejections come last."""
    known = {row["grp"]: row for row in rows.all(_OLDEST, edrpou=edrpou)}
    if asked.counted:
        found, days = _counted(rows, edrpou, known, asked), _days(rows, edrpou, now)
    else:
        found, days = _searched(rows, known, asked, now)
    items = [_group(known[grp], figures, days.get(grp, [0] * _DAYS), now) for grp, figures in found.items()]
    items.sort(key=_order)
    return GroupList(
        items=items, count=sum(g.count for g in items), closed=sum(g.closed for g in items),
        money=sum((g.money for g in items), _NONE), consequences=sum(g.consequences for g in items),
        consequences_money=sum((g.consequences_money for g in items), _NONE), ready=sum(g.ready for g in items),
        as_of=newest_entry(rows, edrpou),
    )  # fmt: skip


def _order(group: RejectionGroup) -> tuple[bool, int, int, str]:
    return group.whole == 0, -group.whole_money.operations_kop, -group.whole, group.group_id


@dataclass
class _Figures:
    """What of a cause fits; ``money`` is of what is open, ``oldest`` when the first of that came."""

    first: int
    last: int
    count: int = 0
    closed: int = 0
    money: RejectedMoney = _NONE
    folded: int = 0
    consequences: int = 0
    consequences_money: RejectedMoney = _NONE
    ready: int = 0
    held: int = 0
    oldest: int | None = None


def _counted(rows: Rows, edrpou: str, known: dict[str, Row], asked: Asked) -> dict[str, _Figures]:
    """Read the kept counts: what is open, or every rejection there ever was."""
    found = {
        grp: _Figures(
            row["first_seen"], row["last_seen"], row["open"] if asked.only_open else row["total"],
            0 if asked.only_open else row["total"] - row["open"], _money(row), oldest=row["oldest"],
        )
        for grp, row in known.items()
        if row["total"] and (asked.groups is None or grp in asked.groups)
    }  # fmt: skip
    for row in rows.all("SELECT * FROM rejection_roots WHERE edrpou = :edrpou", edrpou=edrpou):
        own, root = found.get(row["grp"]), found.get(row["root_grp"])
        if own is not None:
            if root is not None:
                own.count -= row["open"]
                own.money -= _money(row)
                own.folded += row["open"]
            _fold(own, root, row["open"], row["ready"], _money(row))
    return {grp: figures for grp, figures in found.items() if _listed(figures, asked)}


def _searched(
    rows: Rows, known: dict[str, Row], asked: Asked, now: datetime
) -> tuple[dict[str, _Figures], dict[str, list[int]]]:
    """Count the rows that fit a filter that asks for more than state and cause; and by day."""
    today = kyiv_day(now)
    starts = [epoch_micros(day_bounds(today - timedelta(days=_DAYS - 1 - i))[0]) for i in range(_DAYS)]
    ends = [*starts[1:], epoch_micros(day_bounds(today)[1])]
    columns = ", ".join(
        f"SUM(CASE WHEN r.received_at >= :start{i} AND r.received_at < :end{i} THEN 1 ELSE 0 END) AS d{i}"
        for i in range(_DAYS)
    )
    bounds = {f"start{i}": s for i, s in enumerate(starts)} | {f"end{i}": e for i, e in enumerate(ends)}
    fitting = rows.all(
        "SELECT r.grp AS grp, CASE WHEN r.state = 'open' THEN r.root_grp END AS root_grp, r.state = 'open' AS live, "
        "COUNT(*) AS n, SUM(CASE WHEN r.state = 'held' THEN 1 ELSE 0 END) AS held, "
        "COALESCE(SUM(r.root_accepted), 0) AS ready, "
        f"{_SUMMED}, MIN(CASE WHEN r.state = 'open' THEN r.received_at END) AS oldest, "
        f"MIN(r.received_at) AS first, MAX(r.received_at) AS last, {columns} FROM {asked.source} r "
        f"WHERE {asked.where} GROUP BY 1, 2, 3",
        **asked.values, **bounds,
    )  # fmt: skip
    found: dict[str, _Figures] = {}
    days: dict[str, list[int]] = {}
    for row in fitting:
        own = found.setdefault(row["grp"], _Figures(row["first"], row["last"]))
        own.first, own.last = min(own.first, row["first"]), max(own.last, row["last"])
        own.oldest = min((at for at in (own.oldest, row["oldest"]) if at is not None), default=None)
        days[row["grp"]] = [n + row[f"d{i}"] for i, n in enumerate(days.get(row["grp"], [0] * _DAYS))]
    for row in fitting:
        own, grp = found[row["grp"]], row["root_grp"]
        root = None
        if grp is not None and (asked.groups is None or grp in asked.groups):
            root = found.setdefault(grp, _Figures(known[grp]["first_seen"], known[grp]["last_seen"]))
            own.folded += row["n"]
        else:
            own.count += row["n"]
            own.closed += 0 if row["live"] else row["n"]
            own.held += row["held"]
            own.money += _money(row) if row["live"] else _NONE
        if row["live"]:
            _fold(own, root, row["n"], row["ready"], _money(row))
    return {grp: figures for grp, figures in found.items() if _listed(figures, asked)}, days


def _fold(own: _Figures, root: _Figures | None, number: int, ready: int, sums: RejectedMoney) -> None:
    """Count open consequences in the cause they hang on, where it is listed; what can be sent again in either."""
    if root is None:
        own.ready += ready
    else:
        root.consequences += number
        root.consequences_money += sums
        root.ready += ready


def _money(row: Row) -> RejectedMoney:
    return RejectedMoney.of(*(row[name] for name in MONEY))


def _listed(figures: _Figures, asked: Asked) -> bool:
    return asked.by_name or not figures.folded or bool(figures.count or figures.consequences)


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
    recurred = from_micros(known["recurred_at"]) if known["recurred_at"] is not None else None
    return RejectionGroup(
        group_id=known["grp"], code=known["code"], pointer=known["pointer"], source=known["source"],
        count=figures.count, closed=figures.closed, money=figures.money, consequences=figures.consequences,
        consequences_money=figures.consequences_money, ready=figures.ready, first_seen=from_micros(figures.first),
        last_seen=from_micros(figures.last), days=days,
        trend=trend_of(
            days, known["open"] + figures.consequences + figures.held, from_micros(known["first_seen"]), recurred, now
        ),
        folded=figures.folded, case_state=CaseState(known["case_state"]),
        assignee=known["assignee"], case_version=known["case_version"],
        due_at=due_at(known["code"], from_micros(figures.oldest)) if figures.oldest is not None else None,
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
