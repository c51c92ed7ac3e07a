"""The operator's log: its newest checkpoint, believed only when the perimeter's own key signed it."""

from __future__ import annotations

from cabinet.contract.errors import KnownError
from cabinet.contract.log import LogHead
from cabinet.contract.profile import PerimeterProfile
from cabinet.perimeter.caller import Caller, ask
from cabinet.proof.checkpoints import Checkpoint, open_checkpoint
from cabinet.proof.notes import NoteVerifier

__all__ = ["LogClient"]


class LogClient:
    """``/log``."""

    def __init__(self, caller: Caller, profile: PerimeterProfile) -> None:
        self._caller = caller
        self._verifiers = [NoteVerifier.parse(key) for key in profile.note_verifier_keys]

    def size(self) -> int:
        """Return how many entries the log has."""
        return ask(self._caller, "log_head", LogHead).size

    def checkpoint(self) -> Checkpoint:
        """Return the newest checkpoint.

        Raises:
            KnownError: ``NOTE_INVALID`` when it is not signed by the profile's keys.
        """
        try:
            note = self._caller.call("checkpoint").body.decode()
        except UnicodeDecodeError as error:
            raise KnownError("NOTE_INVALID", "not UTF-8") from error
        return open_checkpoint(note, self._verifiers)
