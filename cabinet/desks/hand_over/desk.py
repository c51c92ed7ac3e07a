"""Hand rejections over to IT: read whole, masked, and written into one archive."""

from __future__ import annotations

import base64
import json
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, Signal, Slot

from cabinet.contract.errors import KnownError
from cabinet.desks.office import Office

if TYPE_CHECKING:
    from cabinet.contract.rejection_lines import LinesAsked, RejectionLine, RejectionLines
    from cabinet.desks.bulk.desk import Selection
    from cabinet.desks.hand_over.masking import Masking
    from cabinet.export.hand_over import HandedOver, Masked
    from cabinet.lanes.lane import Failure, Task

__all__ = ["MOST_HANDED", "WHOLE_LOG", "HandOverDesk", "masked_rejections"]

MOST_HANDED: Final = 10_000
"""Rejections of one archive: as many as one act decides about."""
WHOLE_LOG: Final = 2**62
"""Later than any entry: what is selected as of now."""
_PAGE: Final = 200


class HandOverDesk(QObject):
    """One archive at a time.

    Signals:
        saved(object): it is there; its ``HandedOver``.
        failed(object): why it is not.
    """

    saved = Signal(object)
    failed = Signal(object)

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._office = office
        self._task: Task[Any] | None = None
        office.session_lost.connect(self._drop)

    def save(self, selection: Selection, out: Path, note: str) -> None:
        """Write what is selected into ``out``."""
        if self._task is not None:
            return
        from cabinet.contract.moment import kyiv_words

        session, moment = self._office.session, kyiv_words(self._office.clock.now())

        def job() -> HandedOver:
            from cabinet.export.hand_over import Heading, write_archive
            from cabinet.perimeter.rejections import RejectionsClient
            from cabinet.profile.atomic import unwritable
            from cabinet.rules.personal import detect

            hidden = note if detect(note) is None else "•••"
            heading = Heading(session.person.operator_name, session.profile.name, moment, hidden)
            try:
                return write_archive(out, masked_rejections(RejectionsClient(session).lines, selection), heading)
            except OSError as error:
                raise unwritable(error, out.parent) from error

        self._task = self._office.network.run(job, self._was_saved, self._was_refused)

    def _was_saved(self, written: HandedOver) -> None:
        self._task = None
        self.saved.emit(written)

    def _was_refused(self, failure: Failure) -> None:
        self._task = None
        if not self._office.ended(failure):
            self.failed.emit(failure)

    @Slot(str)
    def _drop(self, _code: str) -> None:
        if self._task is not None:
            self._task.cancel()
            self._task = None


def masked_rejections(ask: Callable[[LinesAsked], RejectionLines], selection: Selection) -> Iterator[Masked]:
    """Yield what is selected, oldest first, masked with a key that nobody keeps.

    Raises:
        KnownError: ``BATCH_TOO_LARGE``, or what the perimeter refuses with.
    """
    from cabinet.contract.rejection_lines import MOST_LINES, LinesAsked
    from cabinet.desks.hand_over.masking import Masking

    masking, count, named = Masking(secrets.token_bytes(32)), 0, selection.attempts
    parts = [None] if named is None else [list(named[n : n + MOST_LINES]) for n in range(0, len(named), MOST_LINES)]
    for part in parts:
        cursor: str | None = None
        while True:
            page = ask(
                LinesAsked(
                    filter=selection.filter.text(), attempt_ids=part, as_of=selection.as_of, cursor=cursor, limit=_PAGE
                )
            )
            for line in page.items:
                if line.row.attempt_id not in selection.without:
                    count += 1
                    if count > MOST_HANDED:
                        raise KnownError("BATCH_TOO_LARGE", value=str(page.total.value), expected=str(MOST_HANDED))
                    yield _masked(masking, line)
            cursor = page.next
            if cursor is None:
                break


def _masked(masking: Masking, line: RejectionLine) -> Masked:
    from cabinet.contract.json_names import repeated_name
    from cabinet.export.hand_over import Masked

    raw = base64.b64decode(line.payload)
    try:
        value = json.loads(raw)
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        value = None
    masked = None
    if value is not None and not line.withheld and repeated_name(raw, value) is None:
        masked = masking.line(value)
    return Masked(
        row=line.row, payload_sha256=line.payload_sha256, line=masked,
        findings=[masking.finding(found, value) for found in line.findings],
    )  # fmt: skip
