"""The desk of GGR and taxes: an estimate for the period that statistics are shown for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Slot

from cabinet.contract.filter import Filter
from cabinet.contract.moment import kyiv_day
from cabinet.contract.rights import Right
from cabinet.contract.states import Bucket, Slice
from cabinet.desks.bar_causes import received_on
from cabinet.desks.office import Loader, Office
from cabinet.desks.statistics_periods import MOST_DAYS

if TYPE_CHECKING:
    from cabinet.contract.taxes import GgrAnswer, TaxAnswer

__all__ = ["Taxes", "TaxesDesk"]

_TRIES: Final = 5
"""While others send, the answers may be of different states of the log."""


@dataclass(frozen=True)
class Taxes:
    """Answers of one period: GGR by days and licences, GGR by brands, taxes by days. Long periods go by months."""

    ggr: GgrAnswer
    brands: GgrAnswer
    taxes: TaxAnswer

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day."""
        return self.taxes.first, self.taxes.last

    @property
    def agree(self) -> bool:
        """Whether all of them are of the same state of the log."""
        return self.ggr.as_of_seq == self.brands.as_of_seq == self.taxes.as_of_seq


class TaxesDesk(Loader[Taxes]):
    """``state.data`` is :class:`Taxes`; ``period`` gives the days that are asked for."""

    def __init__(self, office: Office, period: Callable[[], tuple[date, date]]) -> None:
        super().__init__(office)
        self._period = period
        self._asked: tuple[date, date] | None = None

    @property
    def allowed(self) -> bool:
        """Whether the person may see sums."""
        return self.office.logged_in and Right.STATISTICS_SUMS in self.office.session.person.rights

    @property
    def current(self) -> Taxes | None:
        """The figures, unless they are of another period than the one that is shown."""
        data = self.state.data
        return data if data is not None and data.days == self._period() else None

    def stuck_filter(self) -> Filter:
        """Return what lists the open rejections that may be of the period: received on its first day or later."""
        return received_on(self._period()[0], kyiv_day(self.office.clock.now()))

    @Slot()
    def follow(self) -> None:
        """Ask for what the page shows now: without a word where it is the same period."""
        if not self.allowed:
            return
        if self.current is not None:
            self.renew()
        elif not self.state.busy or self._asked != self._period():
            self.refresh()

    def question(self) -> Callable[[], Taxes]:
        """Ask for the period as it is now."""
        session, (first, last) = self.office.session, self._period()
        self._asked = first, last
        bucket = Bucket.DAY if (last - first).days < MOST_DAYS[Bucket.DAY] else Bucket.MONTH

        def ask() -> Taxes:
            from cabinet.perimeter.statistics import StatisticsClient

            client = StatisticsClient(session)
            for _ in range(_TRIES):
                found = Taxes(
                    client.ggr(first, last, bucket, Slice.LICENCE), client.ggr(first, last, Bucket.MONTH, Slice.BRAND),
                    client.taxes(first, last, bucket),
                )  # fmt: skip
                if found.agree:
                    break
            return found

        return ask

    def write(self, path: Path, lines: bytes) -> None:
        """Write a file of figures, whole or not at all.

        Raises:
            KnownError: ``DISK_FULL``, ``DISK_READ_ONLY`` or ``FOLDER_UNWRITABLE``.
        """
        from cabinet.profile.atomic import write_atomically

        write_atomically(path, lines)
