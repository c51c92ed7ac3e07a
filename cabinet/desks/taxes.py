"""The desk of GGR and taxes: an estimate for the period that statistics are shown for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from cabinet.contract.states import Bucket
from cabinet.desks.office import Loader, Office

if TYPE_CHECKING:
    from cabinet.contract.taxes import GgrAnswer, TaxAnswer

__all__ = ["Taxes", "TaxesDesk"]


@dataclass(frozen=True)
class Taxes:
    """Both answers, of one period."""

    ggr: GgrAnswer
    taxes: TaxAnswer


class TaxesDesk(Loader[Taxes]):
    """``state.data`` is :class:`Taxes`; ``period`` gives the days that are asked for."""

    def __init__(self, office: Office, period: Callable[[], tuple[date, date]]) -> None:
        super().__init__(office)
        self._period = period

    def question(self) -> Callable[[], Taxes]:
        """Ask for the period as it is now."""
        session, (first, last) = self.office.session, self._period()

        def ask() -> Taxes:
            from cabinet.perimeter.statistics import StatisticsClient

            client = StatisticsClient(session)
            return Taxes(client.ggr(first, last, Bucket.MONTH), client.taxes(first, last, Bucket.MONTH))

        return ask

    def write(self, path: Path, lines: bytes) -> None:
        """Write a file of figures, whole or not at all.

        Raises:
            KnownError: ``DISK_FULL``, ``DISK_READ_ONLY`` or ``FOLDER_UNWRITABLE``.
        """
        from cabinet.profile.atomic import write_atomically

        write_atomically(path, lines)
