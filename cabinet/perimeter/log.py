"""The operator's log: its newest checkpoint, believed only when the perimeter's own key signed it."""

from __future__ import annotations

from dataclasses import dataclass

from cabinet.contract.errors import KnownError
from cabinet.contract.log import CHECKPOINT, LOG_HEAD, LOG_PROOF
from cabinet.contract.profile import PerimeterProfile
from cabinet.perimeter.caller import Caller, answer_to
from cabinet.proof.checkpoints import Checkpoint, open_checkpoint
from cabinet.proof.notes import NoteVerifier, signer_of
from cabinet.wire.ask import Ask

__all__ = ["LogClient", "SignedCheckpoint"]


@dataclass(frozen=True)
class SignedCheckpoint:
    """A checkpoint, the signed note it came in, and the verifier key (``name+hash+key``) that the note is under."""

    checkpoint: Checkpoint
    note: str
    signer: str


class LogClient:
    """``/log``."""

    def __init__(self, caller: Caller, profile: PerimeterProfile) -> None:
        self._caller = caller
        self._verifiers = [NoteVerifier.parse(key) for key in profile.note_verifier_keys]

    @property
    def trusted(self) -> tuple[str, ...]:
        """The verifier keys that the profile names."""
        return tuple(str(verifier) for verifier in self._verifiers)

    def size(self) -> int:
        """Return how many entries the log has."""
        return answer_to(self._caller, Ask(LOG_HEAD)).size

    def proof(self, attempt_id: str) -> str:
        """Return the proof that an attempt's entry is in the log, as a file; nothing of it is believed yet.

        Raises:
            KnownError: ``ATTEMPT_UNKNOWN``, or ``PROOF_UNREADABLE`` for bytes that are no text.
        """
        try:
            return self._caller.call(Ask(LOG_PROOF, path={"attemptId": attempt_id})).body.decode()
        except UnicodeDecodeError as error:
            raise KnownError("PROOF_UNREADABLE", "not UTF-8") from error

    def checkpoint(self) -> SignedCheckpoint:
        """Return the newest checkpoint.

        Raises:
            KnownError: ``NOTE_INVALID`` when it is not signed by the profile's keys.
        """
        try:
            note = self._caller.call(Ask(CHECKPOINT)).body.decode()
        except UnicodeDecodeError as error:
            raise KnownError("NOTE_INVALID", "not UTF-8") from error
        return SignedCheckpoint(open_checkpoint(note, self._verifiers), note, str(signer_of(note, self._verifiers)))
