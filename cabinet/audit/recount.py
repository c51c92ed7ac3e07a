"""Figures counted again from entries and contents, as ``GET /statistics`` says it counts them (CONTRACT §5, §6).

A transaction counts in the hour in which it occurred, or came where that cannot be told. What is corrected counts no
more, nor does what an accepted reversal takes back, nor the reversal itself; what was held counts as its verdict says.
Not counted again is what entries do not tell: lateness, warnings, lag, and what people have decided about rejections.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

import msgspec

from cabinet.audit.contents import HOUR, UNREAD, Keys, Line, read_accepted, read_rejected
from cabinet.audit.entries import Content, Entry, Mark
from cabinet.contract.moment import day_bounds, epoch_micros, from_micros, kyiv_day, parse_moment
from cabinet.contract.states import Outcome, Slice

__all__ = ["COUNTS", "SLICES", "Counts", "Recount", "day_of"]

COUNTS: Final = (
    "accepted", "rejected", "pending", "bets", "refunds", "payouts", "bet_kop", "refund_kop", "payout_kop",
)  # fmt: skip
"""Figures that are counted again, by their names in :class:`cabinet.contract.statistics.Figures`."""
SLICES: Final = (Slice.NONE, Slice.TYPE, Slice.LICENCE, Slice.BRAND, Slice.SITE, Slice.SOURCE)
Counts = list[int]
"""In the order of :data:`COUNTS`."""
_NAMELESS: Final = "—"
_ACCEPTED, _REJECTED, _PENDING = range(3)
_OF_TYPE: Final = {"BET": 3, "REFUND": 4, "PAYOUT": 5}
_TO_SUM: Final = 3
"""From a type's number to its sum."""


class _Open(NamedTuple):
    """A rejected attempt that is the latest of its transaction; ``hour`` is None where its line is not told."""

    hour: int | None
    keys: Keys
    source: str
    tx: str | None


class _Held(NamedTuple):
    """An attempt that waits for its verdict."""

    hour: int
    source: str
    line: Line


class _Kept(msgspec.Struct, array_like=True):
    """A recount as it is kept between two runs."""

    cubes: list[tuple[int, int, str, Counts]]
    open: list[tuple[str, _Open]]
    held: list[tuple[str, _Held]]
    taken_back: list[int]
    unknown: Counts


@lru_cache(maxsize=65_536)
def day_of(hour: int) -> int:
    """Return the first moment of the Kyiv day that holds a UTC hour, microseconds."""
    return epoch_micros(day_bounds(kyiv_day(from_micros(hour)))[0])


class Recount:
    """The figures so far.

    Attributes:
        hours: totals by UTC hour. days: by (place in :data:`SLICES`, Kyiv day, key), the total's key being empty.
        taken_back: Kyiv days from which something was taken back; whose source it was, the log does not tell.
        unknown: how many attempts of each kind (accepted, rejected, held) have a line that is not told.
    """

    def __init__(self) -> None:
        self.hours: dict[int, Counts] = {}
        self.days: dict[tuple[int, int, str], Counts] = {}
        self.taken_back: set[int] = set()
        self.unknown = [0, 0, 0]
        self._open: dict[str, _Open] = {}
        self._by_tx: dict[str, str] = {}
        self._held: dict[str, _Held] = {}
        self._gathered: dict[tuple[int, Keys, str, int], list[int]] = {}

    def take(self, entry: Entry, content: Content) -> None:
        """Take one entry in."""
        if entry.kind == "verdict":
            self._verdict(entry)
        elif entry.kind == "transaction":
            self._attempt(entry, content)

    def flush(self) -> None:
        """Add what was gathered to the figures."""
        for (hour, keys, source, outcome), (number, kop) in self._gathered.items():
            if not number and not kop:
                continue
            day = day_of(hour)
            total = self.hours.setdefault(hour, [0] * len(COUNTS))
            cubes = [total]
            for place, key in enumerate((*keys, source), 1):
                cubes.append(self.days.setdefault((place, day, key or _NAMELESS), [0] * len(COUNTS)))
            cubes.append(self.days.setdefault((0, day, ""), [0] * len(COUNTS)))
            kind = _OF_TYPE.get(keys[0] or "") if outcome == _ACCEPTED else None
            for cube in cubes:
                cube[outcome] += number
                if kind is not None:
                    cube[kind] += number
                    cube[kind + _TO_SUM] += kop
        self._gathered.clear()

    def kept(self) -> bytes:
        """Return it as bytes, to go on from."""
        self.flush()
        cubes = [(-1, hour, "", counts) for hour, counts in self.hours.items()]
        cubes += [(*at, counts) for at, counts in self.days.items()]
        kept = _Kept(cubes, list(self._open.items()), list(self._held.items()), sorted(self.taken_back), self.unknown)
        return msgspec.msgpack.encode(kept)

    @classmethod
    def of(cls, data: bytes) -> Recount:
        """Return the recount that was kept.

        Raises:
            msgspec.MsgspecError: it is none.
        """
        kept, recount = msgspec.msgpack.decode(data, type=_Kept), cls()
        for place, start, key, counts in kept.cubes:
            if place < 0:
                recount.hours[start] = counts
            else:
                recount.days[place, start, key] = counts
        recount._open = dict(kept.open)
        recount._by_tx = {one.tx: attempt_id for attempt_id, one in kept.open if one.tx is not None}
        recount._held = dict(kept.held)
        recount.taken_back, recount.unknown = set(kept.taken_back), kept.unknown
        return recount

    def _attempt(self, entry: Entry, content: Content) -> None:
        came = _hour_of(entry.received_at)
        if entry.verdict == Outcome.REJECTED:
            self._rejected(entry, content, came)
        elif entry.verdict == Outcome.PENDING:
            line = None if isinstance(content, Mark) else read_accepted(content)
            if line is None:
                self.unknown[_PENDING] += 1
            else:
                held = _Held(came if line.hour is None else line.hour, entry.source, line)
                self._held[entry.attempt_id] = held
                self._add(held, _PENDING, 1)
        else:
            line = None if isinstance(content, Mark) else read_accepted(content)
            if line is None:
                self.unknown[_ACCEPTED] += 1
            else:
                self._accepted(_Held(came if line.hour is None else line.hour, entry.source, line))
        if entry.of_attempt_id:
            self._close(entry.of_attempt_id)

    def _accepted(self, one: _Held) -> None:
        if one.line.reverses:
            self.taken_back.add(day_of(one.hour))
        self._add(one, _ACCEPTED, -1 if one.line.reverses else 1)

    def _rejected(self, entry: Entry, content: Content, came: int) -> None:
        if isinstance(content, Mark) and not content.too_long:
            self.unknown[_REJECTED] += 1
            self._open[entry.attempt_id] = _Open(None, UNREAD.keys, entry.source, None)
            return
        line = UNREAD if isinstance(content, Mark) else read_rejected(content)
        self._opened(entry.attempt_id, entry.of_attempt_id, _Open(
            came if line.hour is None else line.hour, line.keys, entry.source, line.operator_tx_id
        ))  # fmt: skip

    def _opened(self, attempt_id: str, corrects: str, one: _Open) -> None:
        """Count a rejected attempt in; without a link it takes the place of the open one of its transaction."""
        if one.tx is not None:
            if not corrects and one.tx in self._by_tx:
                self._close(self._by_tx[one.tx])
            self._by_tx[one.tx] = attempt_id
        self._open[attempt_id] = one
        self._count_open(one, 1)

    def _close(self, attempt_id: str) -> None:
        one = self._open.pop(attempt_id, None)
        if one is None:
            return
        if one.tx is not None and self._by_tx.get(one.tx) == attempt_id:
            del self._by_tx[one.tx]
        if one.hour is None:
            self.unknown[_REJECTED] -= 1
        else:
            self._count_open(one, -1)

    def _verdict(self, entry: Entry) -> None:
        held = self._held.pop(entry.of_attempt_id, None)
        if held is None:
            return
        self._add(held, _PENDING, -1)
        if entry.verdict == Outcome.REJECTED:
            line = held.line
            self._opened(
                entry.of_attempt_id, "", _Open(held.hour, line.keys, held.source, line.operator_tx_id)
            )  # fmt: skip
        else:
            self._add(held, _ACCEPTED, 1)

    def _count_open(self, one: _Open, sign: int) -> None:
        if one.hour is not None:
            self._gather(one.hour, one.keys, one.source, _REJECTED, sign, 0)

    def _add(self, one: _Held, outcome: int, sign: int) -> None:
        kop = one.line.amount_kop if outcome == _ACCEPTED else 0
        self._gather(one.hour, one.line.keys, one.source, outcome, sign, sign * kop)

    def _gather(self, hour: int, keys: Keys, source: str, outcome: int, number: int, kop: int) -> None:
        at = (hour, keys, source, outcome)
        sums = self._gathered.get(at)
        if sums is None:
            self._gathered[at] = [number, kop]
        else:
            sums[0] += number
            sums[1] += kop


@lru_cache(maxsize=4096)
def _hour_of(received_at: str) -> int:
    at = epoch_micros(parse_moment(received_at))
    return at - at % HOUR
