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
from cabinet.desks.taxes import TaxesDesk

if TYPE_CHECKING:
    from cabinet.contract.registry import OperatorRecord
    from cabinet.contract.statistics import StatisticsAnswer

__all__ = ["LONGEST_DAYS", "PRESETS", "Choice", "Statistics", "StatisticsDesk"]

PRESETS: Final = {
    "today": (1, Bucket.HOUR),
    "week": (7, Bucket.DAY),
    "fortnight": (14, Bucket.DAY),
    "month": (30, Bucket.DAY),
    "year": (365, Bucket.WEEK),
}
"""Name of a period → its length in Kyiv days, ending today, and the buckets it is first shown in."""
_MAX_DAYS: Final = {Bucket.HOUR: 31, Bucket.DAY: 400, Bucket.WEEK: 1100, Bucket.MONTH: 1100}
"""What the perimeter answers at most."""
LONGEST_DAYS: Final = max(_MAX_DAYS.values())


@dataclass(frozen=True)
class Choice:
    """What is asked; ``preset`` is empty for a period of one's own. Days inclusive."""

    first: date
    last: date
    preset: str = "fortnight"
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
        """Choose a period ending today, in the buckets that suit it."""
        days, bucket = PRESETS[name]
        today = kyiv_day(self.office.clock.now())
        self._choose(
            replace(self.choice, first=today - timedelta(days=days - 1), last=today, preset=name, bucket=bucket)
        )

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
        """Let a period that ends today follow the calendar past midnight."""
        today = kyiv_day(self.office.clock.now())
        if self.choice.preset and self.choice.last != today:
            first = today - timedelta(days=self.choice.days - 1)
            self.choice = replace(self.choice, first=first, last=today)
        return self.choice

    def _choose(self, choice: Choice) -> None:
        self.choice = choice
        self.refresh()

    def _first_choice(self) -> Choice:
        days, bucket = PRESETS["fortnight"]
        today = kyiv_day(self.office.clock.now())
        return Choice(today - timedelta(days=days - 1), today, bucket=bucket)

    @Slot(str)
    def drop(self, code: str = "") -> None:
        """Nor does what one person looked for wait for the next."""
        self.choice = self._first_choice()
        super().drop(code)
