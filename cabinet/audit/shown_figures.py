"""Figures that were counted again, compared with those that ``GET /statistics`` shows: by days in all slices, by hours.

Each answer says the entry at which it was read (``asOfSeq``), so a log that grows meanwhile is followed up to that one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from typing import Final

from cabinet.audit.asking import LogAsking
from cabinet.audit.recount import COUNTS, SLICES, Counts, Recount
from cabinet.audit.report import CheckKind, Fault
from cabinet.contract.moment import day_bounds, epoch_micros, from_micros, kyiv_day
from cabinet.contract.states import Bucket, Slice
from cabinet.contract.statistics import StatisticsAnswer

__all__ = ["compare_figures", "windows"]

_DAYS_AT_ONCE: Final = 366
_HOURS_AT_ONCE: Final = 31
"""Days of an answer by hours; both as much as ``GET /statistics`` answers."""
_KINDS: Final = 3
"""The first counts are of attempts by what became of them; all others follow accepted ones."""
_NOTHING: Final = [0] * len(COUNTS)
_Figures = Mapping[tuple[int, str], Counts]


def compare_figures(
    asking: LogAsking, recount: Recount, today: date, follow: Callable[[int], None], told: Callable[[int, int], None]
) -> Iterator[Fault]:
    """Compare all that is shown of the years in which something counts, and of one before and after.

    Args:
        asking: what figures are asked of.
        recount: figures counted so far.
        today: what is compared where nothing counts yet is its year.
        follow: takes entries in up to the one of that number, and that one too.
        told: hears how many days are compared, of how many.

    Raises:
        KnownError: what asking raises.
    """
    first, last = _years(recount, today)
    days = (last - first).days + 1
    rounds = len(SLICES) + 1
    done = 0
    for place, by in enumerate(SLICES):
        for start, end in windows(first, last, _DAYS_AT_ONCE):
            answer = asking.figures(start.isoformat(), end.isoformat(), Bucket.DAY.value, by.value)
            follow(answer.as_of_seq)
            ours = {(at, key): c for (of, at, key), c in recount.days.items() if of == place}
            yield from _differing(answer, ours, recount, (start, end))
            done += (end - start).days + 1
            told(done // rounds, days)
    for start, end in windows(first, last, _HOURS_AT_ONCE):
        answer = asking.figures(start.isoformat(), end.isoformat(), Bucket.HOUR.value, Slice.NONE.value)
        follow(answer.as_of_seq)
        yield from _differing(answer, {(at, ""): c for at, c in recount.hours.items()}, recount, (start, end))
        done += (end - start).days + 1
        told(done // rounds, days)


def windows(first: date, last: date, most: int) -> Iterator[tuple[date, date]]:
    """Yield periods of at most so many days that are together the days from the first to the last."""
    while first <= last:
        end = min(last, first + timedelta(days=most - 1))
        yield first, end
        first = end + timedelta(days=1)


def _years(recount: Recount, today: date) -> tuple[date, date]:
    years = {kyiv_day(from_micros(hour)).year for hour in recount.hours} or {today.year}
    return date(max(min(years) - 1, 2001), 1, 1), date(min(max(years) + 1, 2199), 12, 31)


def _differing(
    answer: StatisticsAnswer, counted: _Figures, recount: Recount, period: tuple[date, date]
) -> Iterator[Fault]:
    """Yield what differs in a period, by its bucket and key.

    Lines that are not told count somewhere: so many attempts may differ, and where accepted ones do, what follows
    from those.
    """
    start, end = epoch_micros(day_bounds(period[0])[0]), epoch_micros(day_bounds(period[1])[1])
    ours = {at: counts for at, counts in counted.items() if start <= at[0] < end and any(counts)}
    theirs: dict[tuple[int, str], list[int | None]] = {}
    for row in answer.rows:
        figures = [getattr(row.figures, name) for name in COUNTS]
        if any(figures):
            theirs[epoch_micros(row.start), row.key or ""] = figures
    if answer.by is Slice.SOURCE:
        # An entry does not tell whose source it was that a reversal has taken back.
        ours = {at: counts for at, counts in ours.items() if at[0] not in recount.taken_back}
        theirs = {at: counts for at, counts in theirs.items() if at[0] not in recount.taken_back}
    room = list(recount.unknown)
    for at in sorted(ours.keys() | theirs.keys()):
        mine, shown = ours.get(at, _NOTHING), theirs.get(at, list(_NOTHING))
        for place in range(_KINDS):
            room[place] -= abs((shown[place] or 0) - mine[place])
        for place, name in enumerate(COUNTS):
            value = shown[place]
            kind = place if place < _KINDS else 0
            loose = recount.unknown[kind] > 0 and room[kind] >= 0 and shown[kind] != mine[kind]
            if value is not None and value != mine[place] and not loose:
                yield Fault(
                    check=CheckKind.FIGURES, code="FIGURES_DIFFER",
                    facts={"day": _when(at[0], answer), "by": answer.by.value, "key": at[1], "figure": name,
                           "shown": str(value), "counted": str(mine[place])},
                )  # fmt: skip


def _when(start: int, answer: StatisticsAnswer) -> str:
    day = kyiv_day(from_micros(start)).isoformat()
    return day if answer.bucket is Bucket.DAY else f"{day} · {from_micros(start):%H}:00 UTC"
