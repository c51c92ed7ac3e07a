"""The registry desk: the operator's record, and its page to keep and to print."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from cabinet.contract.states import Environment
from cabinet.desks.office import Loader

if TYPE_CHECKING:
    from pathlib import Path

    from cabinet.contract.registry import OperatorRecord
    from cabinet.export.sheet import Sheet
    from cabinet.lanes.lane import Failure

__all__ = ["RegistryDesk"]


class RegistryDesk(Loader["OperatorRecord"]):
    """``state.data`` is an :class:`cabinet.contract.registry.OperatorRecord`.

    Signals:
        sheet_saved(str): the page is there as a file.
        sheet_not_saved(object): it is not, with the failure.
    """

    sheet_saved = Signal(str)
    sheet_not_saved = Signal(object)

    def question(self) -> Callable[[], OperatorRecord]:
        """Ask for the record."""
        session = self.office.session

        def ask() -> OperatorRecord:
            from cabinet.perimeter.registry import RegistryClient

            return RegistryClient(session).operator()

        return ask

    def sheet(self, language: str) -> Sheet | None:
        """Return the page of the record that is shown, in a language; None while there is none."""
        from cabinet.contract.moment import kyiv_words
        from cabinet.export.job import Heading
        from cabinet.export.record_sheet import record_sheet

        record = self.state.data
        if record is None or not self.office.logged_in:
            return None
        profile = self.office.session.profile
        heading = Heading(
            perimeter=profile.name, test=profile.environment is Environment.TEST, operator=record.name,
            at=kyiv_words(record.server_time),
        )  # fmt: skip
        return record_sheet(record, heading, language)

    def save_sheet(self, sheet: Sheet, path: Path) -> None:
        """Write a page as PDF, whole or not at all."""

        def job() -> str:
            from cabinet.export.sheet_pdf import sheet_pdf
            from cabinet.profile.atomic import write_atomically

            write_atomically(path, sheet_pdf(sheet))
            return str(path)

        self.office.store.run(job, self.sheet_saved.emit, self._not_saved)

    def _not_saved(self, failure: Failure) -> None:
        self.sheet_not_saved.emit(failure)
