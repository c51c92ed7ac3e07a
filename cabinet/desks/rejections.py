"""The rejections desk: millions of rows by windows of pages, one card, a correction checked and then sent."""

from __future__ import annotations

import base64
import json
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal, Slot

from cabinet.contract.identifiers import uuid7
from cabinet.contract.states import CorrectionKind, ReasonCode
from cabinet.desks.office import Office
from cabinet.desks.states import SESSION_CODES, Loadable
from cabinet.lanes.lane import Failure, Task

if TYPE_CHECKING:
    from cabinet.contract.intake import BatchResult, ItemResult
    from cabinet.contract.rejections import RejectionCard, RejectionPage, RejectionRow

__all__ = ["PAGE", "Filter", "RejectionsDesk", "View", "compose", "read_payload"]

PAGE = 200
"""Rows a page: small enough that reading one never holds the window up."""
_KEPT_PAGES = 40
_WHOLE = frozenset({"amountKop", "seqNo"})


@dataclass(frozen=True)
class Filter:
    """What is listed: open ones only or all, of one code or any."""

    only_open: bool = True
    code: str | None = None


@dataclass(frozen=True)
class View:
    """A frozen view of the list: how many rows, as of which entry."""

    total: int
    as_of: int


def read_payload(card: RejectionCard) -> dict[str, Any] | None:
    """Return the payload's object, or None when it is no JSON object."""
    try:
        value = json.loads(base64.b64decode(card.payload))
    except ValueError:
        return None
    return value if isinstance(value, dict) else None


def compose(card: RejectionCard, values: dict[str, str], reason: ReasonCode, text: str) -> bytes:
    """Return the correction's exact bytes: the payload with these values, linked to the rejected attempt.

    ``values`` are texts by field; an empty one leaves the field out. Whole numbers are written as such where the
    contract wants them; what is no number goes as it is, and the rules say so.
    """
    line: dict[str, Any] = {}
    for name, given in values.items():
        value = given.strip()
        if not value or name in {"correction", "seqNo"}:
            continue
        whole = name in _WHOLE and value.lstrip("-").isascii() and value.lstrip("-").isdigit()
        line[name] = int(value) if whole else value
    correction = {
        "kind": CorrectionKind.RESUBMIT_REJECTED.value,
        "attemptId": card.row.attempt_id,
        "originalSha256": card.payload_sha256,
        "reasonCode": reason.value,
    }
    if text.strip():
        correction["text"] = text.strip()
    line["correction"] = correction
    return json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode()


class RejectionsDesk(QObject):
    """Rows are asked for by number and come page by page; a view is frozen at one entry until refreshed.

    Signals:
        changed(): :attr:`state` (a :class:`View`) is another one; all rows are to be asked anew.
        page_arrived(int, int): rows first…last of the view are here now.
        card_changed(): :attr:`card` is another one.
        checked(object): verdict on a draft, an ``ItemResult``.
        corrected(object): verdict on a correction that was sent, an ``ItemResult``.
        refused(object): the failure of a check or a correction.
    """

    changed = Signal()
    page_arrived = Signal(int, int)
    card_changed = Signal()
    checked = Signal(object)
    corrected = Signal(object)
    refused = Signal(object)

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.office = office
        self.state: Loadable[View] = Loadable()
        self.filter = Filter()
        self.card: Loadable[RejectionCard] = Loadable()
        self.selected: str | None = None
        self.acting: Task[BatchResult] | None = None
        self._pages: OrderedDict[int, list[RejectionRow]] = OrderedDict()
        self._asked: dict[int, Task[RejectionPage]] = {}
        self._card_task: Task[RejectionCard] | None = None
        office.session_lost.connect(self._drop)

    def refresh(self) -> None:
        """Freeze a new view and ask for its first page."""
        self._forget()
        self.state = self.state.loading()
        self.changed.emit()
        self._ask(0, None)

    def choose(self, chosen: Filter) -> None:
        """List something else."""
        if chosen != self.filter:
            self.filter = chosen
            self.state = Loadable()
            self.refresh()

    def row(self, number: int) -> RejectionRow | None:
        """Return a row that is here, or None; asking for a missing one is :meth:`need`."""
        page = self._pages.get(number // PAGE)
        if page is None or number % PAGE >= len(page):
            return None
        return page[number % PAGE]

    def need(self, first: int, last: int) -> None:
        """Ask for the pages of rows first…last that are not here yet."""
        view = self.state.data
        if view is None:
            return
        for number in range(first // PAGE, min(last, view.total - 1) // PAGE + 1):
            if number in self._pages:
                self._pages.move_to_end(number)
            elif number not in self._asked:
                self._ask(number, view.as_of)

    def select(self, attempt_id: str) -> None:
        """Open one card."""
        if self._card_task is not None:
            self._card_task.cancel()
        if attempt_id != self.selected:
            self.card = Loadable()
        self.selected = attempt_id
        self.card = self.card.loading()
        self.card_changed.emit()
        session = self.office.session

        def ask() -> RejectionCard:
            from cabinet.perimeter.rejections import RejectionsClient

            return RejectionsClient(session).card(attempt_id)

        self._card_task = self.office.network.run(ask, self._card_arrived, self._card_failed)

    def check(self, line: bytes) -> None:
        """Ask the perimeter's rules about a draft; nothing is stored."""
        session = self.office.session

        def job() -> BatchResult:
            from cabinet.perimeter.rejections import RejectionsClient

            return RejectionsClient(session).check(line)

        self._act(job, self._was_checked)

    def correct(self, line: bytes) -> None:
        """Send a correction: a new entry, linked to the rejected one by its hash."""
        session = self.office.session
        key = uuid7()

        def job() -> BatchResult:
            from cabinet.perimeter.rejections import RejectionsClient

            return RejectionsClient(session).correct(line, key)

        self._act(job, self._was_corrected)

    def _act(self, job: Callable[[], BatchResult], done: Callable[[BatchResult], None]) -> None:
        if self.acting is None:
            self.acting = self.office.network.run(job, done, self._was_refused)

    def _was_checked(self, result: BatchResult) -> None:
        self.acting = None
        self.checked.emit(result.items[0])

    def _was_corrected(self, result: BatchResult) -> None:
        self.acting = None
        item: ItemResult = result.items[0]
        self.corrected.emit(item)
        self.refresh()
        if self.selected is not None:
            self.select(self.selected)

    def _was_refused(self, failure: Failure) -> None:
        self.acting = None
        self.refused.emit(failure)

    def _ask(self, number: int, as_of: int | None) -> None:
        session, chosen = self.office.session, self.filter

        def ask() -> RejectionPage:
            from cabinet.perimeter.rejections import RejectionsClient

            return RejectionsClient(session).page(
                ordinal=number * PAGE,
                as_of=as_of,
                limit=PAGE,
                state="open" if chosen.only_open else "all",
                code=chosen.code,
            )

        self._asked[number] = self.office.network.run(
            ask, lambda page: self._arrived(number, page), lambda failure: self._failed(number, failure)
        )

    def _arrived(self, number: int, page: RejectionPage) -> None:
        self._asked.pop(number, None)
        self._pages[number] = page.items
        while len(self._pages) > _KEPT_PAGES:
            self._pages.popitem(last=False)
        if self.state.data is None or self.state.busy:
            self.state = self.state.ready(View(page.total.value, page.as_of), self.office.clock.now())
            self.changed.emit()
        if page.items:
            self.page_arrived.emit(number * PAGE, number * PAGE + len(page.items) - 1)

    def _failed(self, number: int, failure: Failure) -> None:
        self._asked.pop(number, None)
        if failure.code in SESSION_CODES:
            self.office.lose(failure.code)
            return
        self.state = self.state.failed(failure)
        self.changed.emit()

    def _card_arrived(self, card: RejectionCard) -> None:
        self._card_task = None
        self.card = self.card.ready(card, self.office.clock.now())
        self.card_changed.emit()

    def _card_failed(self, failure: Failure) -> None:
        self._card_task = None
        if failure.code in SESSION_CODES:
            self.office.lose(failure.code)
            return
        self.card = self.card.failed(failure)
        self.card_changed.emit()

    def _forget(self) -> None:
        for task in self._asked.values():
            task.cancel()
        self._asked.clear()
        self._pages.clear()

    @Slot(str)
    def _drop(self, _code: str) -> None:
        """No data outlives the session."""
        self._forget()
        if self._card_task is not None:
            self._card_task.cancel()
        self.state, self.card, self.selected = Loadable(), Loadable(), None
        self.filter = Filter()
        self.changed.emit()
        self.card_changed.emit()
