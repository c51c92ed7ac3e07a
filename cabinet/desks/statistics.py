"""The statistics desk: a period, a bucket, a slice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot

from cabinet.contract.moment import kyiv_day
from cabinet.contract.states import Bucket, Slice
from cabinet.desks.office import Loader, Office

if TYPE_CHECKING:
    from cabinet.contract.statistics import StatisticsAnswer

__all__ = ["PRESETS", "Choice", "StatisticsDesk"]

PRESETS = {"today": 1, "week": 7, "fortnight": 14, "month": 30, "year": 365}
"""Name of a period → its length in Kyiv days, ending today."""
_MAX_HOURLY_DAYS = 31


@dataclass(frozen=True)
class Choice:
    """What is asked; ``preset`` is empty for a period of one's own. Days inclusive."""

    first: date
    last: date
    preset: str = "fortnight"
    bucket: Bucket = Bucket.DAY
    by: Slice = Slice.BRAND


class StatisticsDesk(Loader["StatisticsAnswer"]):
    """``state.data`` is a :class:`cabinet.contract.statistics.StatisticsAnswer`; ``choice`` is what was asked."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.choice = self._first_choice()

    def choose_preset(self, name: str) -> None:
        """Choose a period ending today; one day goes by hours, longer ones by days."""
        today = kyiv_day(self.office.clock.now())
        days = PRESETS[name]
        bucket = Bucket.HOUR if days == 1 else self.choice.bucket if days <= _MAX_HOURLY_DAYS else Bucket.DAY
        if days > 1 and self.choice.preset == "today":
            bucket = Bucket.DAY
        self._choose(
            replace(self.choice, first=today - timedelta(days=days - 1), last=today, preset=name, bucket=bucket)
        )

    def choose_period(self, first: date, last: date) -> None:
        """Choose a period of one's own; turned round when given backwards."""
        first, last = min(first, last), max(first, last)
        bucket = self.choice.bucket if (last - first).days < _MAX_HOURLY_DAYS else Bucket.DAY
        self._choose(replace(self.choice, first=first, last=last, preset="", bucket=bucket))

    def choose_bucket(self, bucket: Bucket) -> None:
        """Choose hours or days; hours of at most 31 days."""
        first = self.choice.first
        if bucket is Bucket.HOUR:
            first = max(first, self.choice.last - timedelta(days=_MAX_HOURLY_DAYS - 1))
        self._choose(replace(self.choice, bucket=bucket, first=first))

    def choose_slice(self, by: Slice) -> None:
        """Choose what to divide by."""
        self._choose(replace(self.choice, by=by))

    def question(self) -> Callable[[], StatisticsAnswer]:
        """Ask for the chosen figures."""
        session, choice = self.office.session, self.choice

        def ask() -> StatisticsAnswer:
            from cabinet.perimeter.statistics import StatisticsClient

            return StatisticsClient(session).read(choice.first, choice.last, choice.bucket, choice.by)

        return ask

    def _choose(self, choice: Choice) -> None:
        self.choice = choice
        self.refresh()

    def _first_choice(self) -> Choice:
        today = kyiv_day(self.office.clock.now())
        return Choice(today - timedelta(days=PRESETS["fortnight"] - 1), today)

    @Slot(str)
    def _drop(self, code: str) -> None:
        """Nor does what one person looked for wait for the next."""
        self.choice = self._first_choice()
        super()._drop(code)
