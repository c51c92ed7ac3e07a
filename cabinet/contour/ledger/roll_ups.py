"""Roll-ups: figures per UTC hour and per Kyiv day, each in one dimension at a time.

Cubes of one dimension and totals of days stay small however many transactions there are, so a year costs the same at
ten thousand rows as at ten million; a cube over every combination would not. They grow only from attempts that were
really inserted, and a corrected attempt is taken out of them again. What is withheld from a payout is rounded for each
by itself, which no sum tells afterwards, so it is summed here, under the rates of its Kyiv day.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Final, NamedTuple

from cabinet.contour.ledger.field_columns import place_of
from cabinet.contour.ledger.schema import ROLLUP_COUNTS
from cabinet.contour.ledger.store import Rows
from cabinet.contract.ggr import ggr_kop
from cabinet.contract.moment import day_bounds, epoch_micros, from_micros, kyiv_day
from cabinet.contract.states import CorrectionKind, Outcome, Slice, TransactionType
from cabinet.contract.transaction import AMOUNT_KOP, BRAND_ID, CORRECTION, LICENCE_NO, OCCURRED_AT, TYPE
from cabinet.rules.correction_kind import line_kind
from cabinet.rules.item import ItemFields
from cabinet.rules.rates import RateTable, shipped_rates
from cabinet.rules.taxes import rounded_share

__all__ = ["DAY", "HOUR", "HOUR_MICROS", "SLICES", "Counted", "RollUps", "counted_at", "day_start"]

HOUR: Final = "hour"
DAY: Final = "day"
HOUR_MICROS: Final = 3_600_000_000
SLICES: Final = (Slice.TYPE, Slice.LICENCE, Slice.BRAND, Slice.SITE, Slice.SOURCE)
"""What is counted by; :attr:`Slice.NONE` is the total, under an empty key."""
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
_REJECTED, _PENDING = _PLACE["rejected"], _PLACE["pending"]
_STUCK, _STUCK_GGR = _PLACE["stuck_operations_kop"], _PLACE["stuck_kop"]
_ACCEPTED, _WARNED, _LATE = _PLACE["accepted"], _PLACE["with_warnings"], _PLACE["late"]
_ON_TIME, _LAG = _PLACE["on_time"], _PLACE["lag_ms"]
_PIT, _LEVY = _PLACE["pit_kop"], _PLACE["levy_kop"]
_PAYOUT: Final = TransactionType.PAYOUT.value
_OF_TYPE: Final = {
    "BET": (_PLACE["bets"], _PLACE["bet_kop"]),
    "REFUND": (_PLACE["refunds"], _PLACE["refund_kop"]),
    "PAYOUT": (_PLACE["payouts"], _PLACE["payout_kop"]),
}

_Combination = tuple[int, tuple[str | None, ...]]


def counted_at(occurred_at: int | None, received_at: int) -> int:
    """Return the moment an attempt counts at: when it happened; when it came, if that cannot be told."""
    if occurred_at is None or not _FIRST <= occurred_at < _LAST:
        return received_at
    return occurred_at


class Counted(NamedTuple):
    """What the figures need of an attempt; ``keys`` are of :data:`SLICES`, in their order."""

    keys: tuple[str | None, ...]
    outcome: str
    type: str | None
    amount_kop: int | None
    late: bool
    corrects: str | None
    occurred_at: int | None
    received_at: int
    corrects_some: bool = False
    """Whether it is a correction of any kind, which comes when somebody has made it."""
    reversal: bool = False
    """Whether it is a rejected reversal: were it accepted, its sum would go the other way."""

    @property
    def ggr_kop(self) -> int:
        """What GGR would gain by it, were it accepted."""
        gained = ggr_kop(self.type, self.amount_kop or 0)
        return -gained if self.reversal else gained

    @classmethod
    def of(
        cls,
        fields: ItemFields,
        line: bytes,
        outcome: Outcome,
        source: str,
        received_at: int,
        corrects: str | None,
        *,
        late: bool,
    ) -> Counted:
        """Return it of an attempt's fields and what was judged of it; ``line`` is kept of it, readable or not."""
        kind, at = fields[TYPE], fields[OCCURRED_AT]
        return cls(
            (kind, fields[LICENCE_NO], fields[BRAND_ID], place_of(fields), source),
            outcome, kind, fields[AMOUNT_KOP], late, corrects, None if at is None else epoch_micros(at), received_at,
            fields[CORRECTION] is not None,
            outcome is Outcome.REJECTED and line_kind(line) is CorrectionKind.REVERSAL,
        )  # fmt: skip


class RollUps:
    """Differences gathered during one transaction of one operator's log, written at its end."""

    def __init__(self, edrpou: str, rates: RateTable | None = None) -> None:
        """``rates`` are those of what is withheld from payouts, the shipped ones by default."""
        self._edrpou = edrpou
        self._rates = rates or shipped_rates()
        self._withheld: dict[int, tuple[int, int]] = {}
        self._sums: dict[_Combination, list[int]] = {}

    def add(self, attempt: Counted, sign: int, *, justified: bool = False) -> None:
        """Count an attempt in, or with ``sign`` −1 out.

        A justified rejection is still rejected, but its sum is stuck no more.
        """
        keys, outcome, kind, amount, late, _, occurred_at, received_at, corrects_some, _ = attempt
        moment = counted_at(occurred_at, received_at)
        combination = (moment - moment % HOUR_MICROS, keys)
        sums = self._sums.get(combination)
        if sums is None:
            sums = self._sums[combination] = [0] * len(ROLLUP_COUNTS)
        if outcome == Outcome.REJECTED:
            sums[_REJECTED] += sign
            if not justified:
                sums[_STUCK] += sign * (amount or 0)
                sums[_STUCK_GGR] += sign * attempt.ggr_kop
        elif outcome == Outcome.PENDING:
            sums[_PENDING] += sign
        else:
            number, money = _OF_TYPE[kind or ""]
            sums[_ACCEPTED] += sign
            sums[number] += sign
            sums[money] += sign * (amount or 0)
            if kind == _PAYOUT:
                tax, levy = self._withheld_in(combination[0])
                sums[_PIT] += sign * rounded_share(amount or 0, tax)
                sums[_LEVY] += sign * rounded_share(amount or 0, levy)
            if outcome == Outcome.ACCEPTED_WITH_WARNINGS:
                sums[_WARNED] += sign
            if late:
                sums[_LATE] += sign
            elif not corrects_some:
                sums[_ON_TIME] += sign
                sums[_LAG] += sign * ((received_at - moment) // 1000)

    def add_plain(
        self, lines: Iterable[tuple[tuple[str, str, str, str], int, int]], source: str, received_at: int
    ) -> None:
        """Count in accepted attempts that are neither late nor corrections.

        Args:
            lines: (type, licence, brand, place), kopecks, and when it occurred in microseconds, of each.
            source: whose they are.
            received_at: when they came, in microseconds.
        """
        found: dict[_Combination, list[int]] = {}
        for keys, amount_kop, at in lines:
            combination = (at - at % HOUR_MICROS, keys)
            sums = found.get(combination)
            if sums is None:
                sums = found[combination] = [0, 0, 0, 0, 0]
            sums[0] += 1
            sums[1] += amount_kop
            sums[2] += (received_at - at) // 1000
            if keys[0] == _PAYOUT:
                tax, levy = self._withheld_in(combination[0])
                sums[3] += rounded_share(amount_kop, tax)
                sums[4] += rounded_share(amount_kop, levy)
        for (hour, of), (count, kop, lag, pit, levied) in found.items():
            sums = self._sums.setdefault((hour, (*of, source)), [0] * len(ROLLUP_COUNTS))
            number, money = _OF_TYPE[of[0] or ""]
            for place, value in (
                (_ACCEPTED, count), (number, count), (money, kop), (_ON_TIME, count), (_LAG, lag),
                (_PIT, pit), (_LEVY, levied),
            ):  # fmt: skip
                sums[place] += value

    def write(self, rows: Rows) -> None:
        """Write the differences and forget them."""
        cubes: dict[tuple[str, str, int, str], list[int]] = {}
        for (hour, keys), sums in self._sums.items():
            if not any(sums):
                continue
            slices = [(Slice.NONE.value, ""), *((s, key or _NAMELESS) for s, key in zip(_SLICES, keys, strict=True))]
            for step, start in ((HOUR, hour), (DAY, day_start(hour))):
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

    def _withheld_in(self, start: int) -> tuple[int, int]:
        """Return the rates of personal income tax and military levy in the UTC hour that starts then."""
        found = self._withheld.get(start)
        if found is None:
            found = self._withheld[start] = self._rates.withheld_on(kyiv_day(from_micros(start)))
        return found


_SLICES: Final = tuple(slice_.value for slice_ in SLICES)


@lru_cache(maxsize=4096)
def day_start(hour: int) -> int:
    """Return the first moment of the Kyiv day that holds a UTC hour (Kyiv's offset is always whole hours)."""
    return epoch_micros(day_bounds(kyiv_day(from_micros(hour)))[0])
