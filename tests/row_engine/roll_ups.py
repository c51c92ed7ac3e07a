"""Roll-ups as the row engine counted them."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from operator import itemgetter
from typing import Final, NamedTuple

from cabinet.contour.ledger.schema import ROLLUP_COUNTS
from cabinet.contour.ledger.store import Row, Rows
from cabinet.contract.moment import day_bounds, epoch_micros, from_micros, kyiv_day
from cabinet.contract.states import Outcome, Slice

HOUR: Final = "hour"
DAY: Final = "day"
HOUR_MICROS: Final = 3_600_000_000
SLICE_COLUMN: Final = {
    Slice.TYPE: "type", Slice.LICENCE: "licence_no", Slice.BRAND: "brand_id", Slice.SITE: "site_id",
    Slice.SOURCE: "source",
}  # fmt: skip
"""Slice → the attempt's column. :attr:`Slice.NONE` is the total, under an empty key."""
_NAMELESS: Final = "—"
_FIRST: Final = 978_307_200_000_000
_LAST: Final = 7_258_118_400_000_000
"""2001 and 2200: a time outside them is a mistake, and statistics cannot be asked there."""
_KEYS: Final = ("edrpou", "step", "slice", "start", "key")
_UPSERT: Final = (
    f"INSERT INTO rollups ({', '.join((*_KEYS, *ROLLUP_COUNTS))}) "
    f"VALUES ({', '.join(f':{name}' for name in (*_KEYS, *ROLLUP_COUNTS))}) "
    f"ON CONFLICT ({', '.join(_KEYS)}) DO UPDATE SET "
    + ", ".join(f"{name} = rollups.{name} + excluded.{name}" for name in ROLLUP_COUNTS)
)
_PLACE: Final = {name: place for place, name in enumerate(ROLLUP_COUNTS)}
_REJECTED, _PENDING, _STUCK = _PLACE["rejected"], _PLACE["pending"], _PLACE["stuck_kop"]
_STUCK_OPERATIONS = _PLACE["stuck_operations_kop"]
_ACCEPTED, _WARNED, _LATE = _PLACE["accepted"], _PLACE["with_warnings"], _PLACE["late"]
_ON_TIME, _LAG = _PLACE["on_time"], _PLACE["lag_ms"]
_OF_TYPE: Final = {
    "BET": (_PLACE["bets"], _PLACE["bet_kop"]),
    "REFUND": (_PLACE["refunds"], _PLACE["refund_kop"]),
    "PAYOUT": (_PLACE["payouts"], _PLACE["payout_kop"]),
}
_GGR_SIGN: Final = {"BET": 1, "REFUND": -1, "PAYOUT": -1}

_Combination = tuple[int, tuple[str | None, ...]]


def counted_at(occurred_at: int | None, received_at: int) -> int:
    """Return the moment an attempt counts at: when it happened; when it came, if that cannot be told."""
    if occurred_at is None or not _FIRST <= occurred_at < _LAST:
        return received_at
    return occurred_at


class Counted(NamedTuple):
    """What the figures need of an attempt; ``keys`` are of :data:`SLICE_COLUMN`, in its order."""

    keys: tuple[str | None, ...]
    outcome: str
    type: str | None
    amount_kop: int | None
    late: bool
    corrects: str | None
    occurred_at: int | None
    received_at: int
    amends: str | None
    unreversed: bool

    @classmethod
    def of(cls, attempt: Row) -> Counted:
        """Return it of a row of ``attempts``."""
        return cls(_keys(attempt), *_figures(attempt))


_keys: Final = itemgetter(*SLICE_COLUMN.values())
_figures: Final = itemgetter(*Counted._fields[1:])


class RollUps:
    """Differences gathered during one transaction of one operator's log, written at its end."""

    def __init__(self, edrpou: str) -> None:
        self._edrpou = edrpou
        self._sums: dict[_Combination, list[int]] = {}

    def add(self, attempt: Counted, sign: int, *, justified: bool = False) -> None:
        """Count an attempt in, or with ``sign`` −1 out.

        A justified rejection is still rejected, but its sum is stuck no more.
        """
        keys, outcome, kind, amount, late, corrects, occurred_at, received_at, amends, unreversed = attempt
        moment = counted_at(occurred_at, received_at)
        combination = (moment - moment % HOUR_MICROS, keys)
        sums = self._sums.get(combination)
        if sums is None:
            sums = self._sums[combination] = [0] * len(ROLLUP_COUNTS)
        if outcome == Outcome.REJECTED:
            sums[_REJECTED] += sign
            if not justified:
                sums[_STUCK_OPERATIONS] += sign * (amount or 0)
                sums[_STUCK] += (-sign if unreversed else sign) * _GGR_SIGN.get(kind or "", 0) * (amount or 0)
        elif outcome == Outcome.PENDING:
            sums[_PENDING] += sign
        else:
            number, money = _OF_TYPE[kind or ""]
            sums[_ACCEPTED] += sign
            sums[number] += sign
            sums[money] += sign * (amount or 0)
            if kind == "PAYOUT":
                sums[_PLACE["pit_kop"]] += sign * _half_up(amount or 0, 18)
                sums[_PLACE["levy_kop"]] += sign * _half_up(amount or 0, 5)
            if outcome == Outcome.ACCEPTED_WITH_WARNINGS:
                sums[_WARNED] += sign
            if late:
                sums[_LATE] += sign
            elif corrects is None and amends is None:
                sums[_ON_TIME] += sign
                sums[_LAG] += sign * ((received_at - moment) // 1000)

    def write(self, rows: Rows) -> None:
        """Write the differences and forget them."""
        cubes: dict[tuple[str, str, int, str], list[int]] = {}
        for (hour, keys), sums in self._sums.items():
            if not any(sums):
                continue
            slices = [(Slice.NONE.value, ""), *((s, key or _NAMELESS) for s, key in zip(_SLICES, keys, strict=True))]
            for step, start in ((HOUR, hour), (DAY, _day_start(hour))):
                for name, key in slices:
                    cube = cubes.setdefault((step, name, start, key), [0] * len(ROLLUP_COUNTS))
                    for place, value in enumerate(sums):
                        cube[place] += value
        rows.many(
            _UPSERT,
            [
                {"edrpou": self._edrpou, "step": step, "slice": name, "start": start, "key": key}
                | dict(zip(ROLLUP_COUNTS, cube, strict=True))
                for (step, name, start, key), cube in sorted(cubes.items())
            ],
        )
        self._sums.clear()


_SLICES: Final = tuple(slice_.value for slice_ in SLICE_COLUMN)


@lru_cache(maxsize=4096)
def _day_start(hour: int) -> int:
    """Return the first moment of the Kyiv day that holds a UTC hour (Kyiv's offset is always whole hours)."""
    return epoch_micros(day_bounds(kyiv_day(from_micros(hour)))[0])


def _half_up(kopecks: int, percent: int) -> int:
    """Return a share of a payout since 2024-12-01, all of which are later here."""
    return int((Decimal(kopecks) * percent / 100).quantize(Decimal(1), ROUND_HALF_UP))
