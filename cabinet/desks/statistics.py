"""The statistics desk: a period, a bucket, a slice, with the period before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Slot

from cabinet.contract.errors import KnownError
from cabinet.contract.moment import kyiv_day
from cabinet.contract.states import Bucket, Slice
from cabinet.desks.office import Loader, Office
from cabinet.desks.statistics_periods import PRESETS, preset_days
from cabinet.desks.taxes import TaxesDesk

if TYPE_CHECKING:
    from cabinet.contract.registry import OperatorRecord
    from cabinet.contract.statistics import StatisticsAnswer

__all__ = ["LONGEST_DAYS", "Choice", "Statistics", "StatisticsDesk"]

_FIRST_PRESET: Final = "month"
_MAX_DAYS: Final = {Bucket.HOUR: 31, Bucket.DAY: 400, Bucket.WEEK: 1100, Bucket.MONTH: 1100}
"""What the perimeter answers at most."""
LONGEST_DAYS: Final = max(_MAX_DAYS.values())


@dataclass(frozen=True)
class Choice:
    """What is asked; ``preset`` is empty for a period of one's own. Days inclusive."""

    first: date
    last: date
    preset: str = _FIRST_PRESET
    bucket: Bucket = Bucket.DAY
    by: Slice = Slice.BRAND

    @property
    def days(self) -> int:
        """Length of the period."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True)
class Statistics:
    """The figures, and the record that knows the names of brands, sites and sources in them."""

    answer: StatisticsAnswer
    record: OperatorRecord


class StatisticsDesk(Loader[Statistics]):
    """``state.data`` is a :class:`Statistics`; ``choice`` is what was asked; ``taxes`` are of the same period."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.choice = self._first_choice()
        self.taxes = TaxesDesk(office, lambda: (self._moved().first, self._moved().last))

    def choose_preset(self, name: str) -> None:
        """Choose a period by its name (:data:`PRESETS`), in the buckets that suit it."""
        first, last = preset_days(name, self.today())
        self._choose(replace(self.choice, first=first, last=last, preset=name, bucket=PRESETS[name]))

    def today(self) -> date:
        """Return today in Kyiv."""
        return kyiv_day(self.office.clock.now())

    def choose_period(self, first: date, last: date) -> None:
        """Choose a period of one's own, in the finest buckets that it may be shown in.

        Raises:
            KnownError: ``PERIOD_INVALID`` when it ends before it begins, or has more than :data:`LONGEST_DAYS`.
        """
        days = (last - first).days + 1
        if not 1 <= days <= LONGEST_DAYS:
            raise KnownError("PERIOD_INVALID", f"{first}..{last}")
        bucket = self.choice.bucket
        while days > _MAX_DAYS[bucket]:
            bucket = Bucket.WEEK if bucket is Bucket.DAY else Bucket.DAY
        self._choose(replace(self.choice, first=first, last=last, preset="", bucket=bucket))

    def choose_bucket(self, bucket: Bucket) -> None:
        """Choose hours, days, weeks or months; the period keeps its end and gets as short as they need."""
        first = max(self.choice.first, self.choice.last - timedelta(days=_MAX_DAYS[bucket] - 1))
        preset = self.choice.preset if first == self.choice.first else ""
        self._choose(replace(self.choice, bucket=bucket, first=first, preset=preset))

    def choose_slice(self, by: Slice) -> None:
        """Choose what to divide by."""
        if by is not self.choice.by:
            self._choose(replace(self.choice, by=by))

    def question(self) -> Callable[[], Statistics]:
        """Ask for the chosen figures."""
        session, choice = self.office.session, self._moved()

        def ask() -> Statistics:
            from cabinet.perimeter.registry import RegistryClient
            from cabinet.perimeter.statistics import StatisticsClient

            answer = StatisticsClient(session).read(choice.first, choice.last, choice.bucket, choice.by, previous=True)
            return Statistics(answer, RegistryClient(session).operator())

        return ask

    def _moved(self) -> Choice:
        """Let a period that has a name follow the calendar past midnight."""
        if self.choice.preset:
            first, last = preset_days(self.choice.preset, self.today())
            if last != self.choice.last:
                self.choice = replace(self.choice, first=first, last=last)
        return self.choice

    def _choose(self, choice: Choice) -> None:
        self.choice = choice
        self.refresh()

    def _first_choice(self) -> Choice:
        first, last = preset_days(_FIRST_PRESET, self.today())
        return Choice(first, last)

    @Slot(str)
    def drop(self, code: str = "") -> None:
        """Nor does what one person looked for wait for the next."""
        self.choice = self._first_choice()
        super().drop(code)
