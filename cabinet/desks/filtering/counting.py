"""Numbers beside filters: of saved views, and of the values that a word of the filter may be completed with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from cabinet.desks.office import Office

if TYPE_CHECKING:
    from cabinet.contract.filter import Filter
    from cabinet.contract.rejection_counts import RejectionCounts
    from cabinet.lanes.lane import Failure, Task

__all__ = ["FilterCounts"]


class FilterCounts(QObject):
    """How many rejections fit, by canonical text; the last answer stays until a newer one is here.

    ``cheap_only`` asks for no count for which rows would have to be read one by one.

    Signals:
        changed(): some are others.
    """

    changed = Signal()

    def __init__(self, office: Office, *, cheap_only: bool) -> None:
        super().__init__(office)
        self._office = office
        self._cheap_only = cheap_only
        self._known: dict[str, int | None] = {}
        self._asking: Task[RejectionCounts] | None = None
        office.session_lost.connect(self._drop)

    def of(self, text: str) -> int | None:
        """Return how many fit, None where that is not known."""
        return self._known.get(text)

    def ask(self, filters: Sequence[Filter]) -> None:
        """Count the first of these filters, as many as one question may name; of several questions only the last."""
        from cabinet.contract.rejection_counts import MOST_COUNTED, CountsAsked

        texts = [wanted.text() for wanted in filters[:MOST_COUNTED]]
        if self._asking is not None:
            self._asking.cancel()
            self._asking = None
        if not texts or not self._office.logged_in:
            return
        session, asked = self._office.session, CountsAsked(filters=texts, cheap_only=self._cheap_only)

        def ask() -> RejectionCounts:
            from cabinet.perimeter.rejections import RejectionsClient

            return RejectionsClient(session).counts(asked)

        self._asking = self._office.network.run(ask, lambda answer: self._arrived(texts, answer), self._failed)

    def _arrived(self, texts: list[str], answer: RejectionCounts) -> None:
        self._asking = None
        self._known = dict(zip(texts, answer.counts, strict=True))
        self.changed.emit()

    def _failed(self, failure: Failure) -> None:
        """A number that is not there is no failure of the page; what ends the session does so here, too."""
        self._asking = None
        self._office.ended(failure)

    @Slot(str)
    def _drop(self, _code: str) -> None:
        """No data outlives the session."""
        if self._asking is not None:
            self._asking.cancel()
            self._asking = None
        self._known = {}
        self.changed.emit()
