"""New versions of rejected transactions go in as corrections, never as second rejections.

Which lines those are is asked of the perimeter before anything is sent, so it holds on a second computer as well and
needs no record of what was sent: the ids that stand rejected are listed, and lines that bear one of them are judged
by ``/transactions/check``, which stores nothing and answers IN-808 with the attempt and the hash that a correction
names. The same line with the same reason gives the same bytes, so a correction sent twice is a replay.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import msgspec

from cabinet.contract.about import Limits
from cabinet.contract.findings import ItemAnswer, Related
from cabinet.contract.states import CorrectionKind, ReasonCode
from cabinet.dayfile.lines import Line
from cabinet.rules.correction_kind import line_kind
from cabinet.sender.machine import MachineClient
from cabinet.wire.refusal import Refusal

__all__ = ["ADDED_BYTES", "Mending", "Waiting"]

_STANDING: Final = ("state:open,justified", "state:corrected period:31d")
"""What may meet a new version: a rejected attempt, or one whose correction is sent again."""
ADDED_BYTES: Final = 256
"""At most so many bytes a correction adds to a line."""
_PAGES: Final = 20
_PAGE: Final = 500


@dataclass(frozen=True, slots=True)
class Waiting:
    """A line that can go only as a correction of ``attempt_id``: no reason was given, or it is ``personal`` still."""

    number: int
    operator_tx_id: str
    attempt_id: str
    personal: bool


class Mending:
    """Makes corrections of those lines that need it; ``waiting`` gathers those it may not send without a reason."""

    def __init__(self, client: MachineClient, reason: ReasonCode | None) -> None:
        self._client = client
        self._reason = reason
        self._listed: set[str] | None = None
        self._asked = False
        self.waiting: list[Waiting] = []
        self.corrected = 0

    def apply(self, lines: Sequence[Line]) -> list[Line]:
        """Return lines as they are to be sent, in their order.

        Raises:
            KnownError: the perimeter's refusal or the network's fault.
        """
        most = Limits().max_checked_items
        return [made for start in range(0, len(lines), most) for made in self._some(lines[start : start + most])]

    def _some(self, lines: Sequence[Line]) -> Iterator[Line]:
        if not self._asked:
            self._asked, self._listed = True, self._rejected_ids()
        names = [_operator_tx_id(line) for line in lines]
        suspects = [n for n, name in enumerate(names) if self._listed is None or name in self._listed]
        verdicts: dict[int, ItemAnswer] = {}
        if suspects:
            items = self._client.check([lines[n].data for n in suspects]).items
            verdicts = dict(zip(suspects, items, strict=True))
        for number, line in enumerate(lines):
            made = self._made(line, names[number], verdicts[number]) if number in verdicts else line
            if made is not None:
                yield made

    def _made(self, line: Line, tx: str, verdict: ItemAnswer) -> Line | None:
        by_code = {f.code: f.related for f in verdict.findings}
        rejected, accepted = by_code.get("IN-808"), by_code.get("ID-303")
        if rejected is not None and rejected.attempt_id and rejected.payload_sha256:
            # What looks like personal data must not be sent again, not even as a correction.
            personal = "ST-208" in by_code
            if self._reason is None or personal:
                self.waiting.append(Waiting(line.number, tx, rejected.attempt_id, personal))
                return None
            self.corrected += 1
            return _corrected(line, rejected.attempt_id, rejected.payload_sha256, self._reason)
        if accepted is not None:
            return self._as_before(line, tx, accepted) or line
        return line

    def _as_before(self, line: Line, tx: str, accepted: Related) -> Line | None:
        """Return the correction of this line that was accepted already, as it was sent then."""
        try:
            rows = self._client.rejections(f"tx:{tx}").items
            card = self._client.rejection(rows[0].attempt_id) if rows else None
        except Refusal as refusal:
            if refusal.code != "SCOPE_MISSING":
                raise
            return None
        for attempt in card.attempts if card is not None else []:
            for reason in ReasonCode:
                made = _corrected(line, attempt.attempt_id, attempt.payload_sha256, reason)
                if hashlib.sha256(made.data).hexdigest() == accepted.payload_sha256:
                    return made
        return None

    def _rejected_ids(self) -> set[str] | None:
        """Return the ids that stand rejected, or None where they cannot be listed and every line must be asked for."""
        found: set[str] = set()
        try:
            for standing in _STANDING:
                cursor: str | None = None
                for _ in range(_PAGES):
                    page = self._client.rejections(standing, cursor, _PAGE)
                    found |= {row.operator_tx_id for row in page.items if row.operator_tx_id is not None}
                    cursor = page.next
                    if cursor is None:
                        break
                else:
                    return None
        except Refusal as refusal:
            if refusal.code != "SCOPE_MISSING":
                raise
            return None
        return found


class _Named(msgspec.Struct, rename="camel"):
    operator_tx_id: object = None


def _operator_tx_id(line: Line) -> str:
    try:
        given = msgspec.json.decode(line.data, type=_Named).operator_tx_id
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return ""
    return given if isinstance(given, str) else ""


def _corrected(line: Line, attempt_id: str, sha256: str, reason: ReasonCode) -> Line:
    """Return the line with its correction as the last member; all other bytes stay as they are.

    A reversal or replacement has one already, which tells what was accepted: there the rejected attempt is named too.
    """
    if line_kind(line.data) is not None:
        value = msgspec.json.decode(line.data)
        value["correction"] |= {"attemptId": attempt_id}
        return Line(line.number, msgspec.json.encode(value))
    correction = {
        "kind": CorrectionKind.RESUBMIT_REJECTED.value,
        "attemptId": attempt_id,
        "originalSha256": sha256,
        "reasonCode": reason.value,
    }
    body = json.dumps(correction, separators=(",", ":")).encode()
    return Line(line.number, line.data.rstrip()[:-1].rstrip() + b',"correction":' + body + b"}")
