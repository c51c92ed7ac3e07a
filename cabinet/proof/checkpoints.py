"""Checkpoints (C2SP tlog-checkpoint): three lines, origin, size and base64 root, inside a signed note."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable
from dataclasses import dataclass

from cabinet.contract.errors import KnownError
from cabinet.proof.notes import NoteSigner, NoteVerifier, open_note

__all__ = ["Checkpoint", "open_checkpoint", "sign_checkpoint"]

_SIZE = re.compile(r"0|[1-9]\d{0,18}")


@dataclass(frozen=True)
class Checkpoint:
    """What a log commits to: its name, how many entries, and their root (32 bytes)."""

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        """Return the note's text."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"

    def is_of(self, signer: str) -> bool:
        """Tell whether the log is one of those that a signer of this name vouches for.

        A perimeter's names share what stands before their last slash: ``soms/log`` signs for ``soms/test/90417318``.
        """
        space = signer.rpartition("/")[0] or signer
        return self.origin.startswith(f"{space}/")

    @property
    def company(self) -> str:
        """Whose log it is: the ЄДРПОУ that a perimeter ends its logs' names with."""
        return self.origin.rpartition("/")[2]

    @classmethod
    def parse(cls, text: str) -> Checkpoint:
        """Read a checkpoint's text; extension lines are allowed and passed over.

        Raises:
            KnownError: ``NOTE_INVALID``.
        """
        lines = text.split("\n")
        try:
            root = base64.b64decode(lines[2], validate=True)
        except (IndexError, binascii.Error) as error:
            raise KnownError("NOTE_INVALID", "checkpoint") from error
        if not lines[0] or not _SIZE.fullmatch(lines[1]) or len(root) != 32:
            raise KnownError("NOTE_INVALID", "checkpoint")
        return cls(lines[0], int(lines[1]), root)


def sign_checkpoint(checkpoint: Checkpoint, signer: NoteSigner) -> str:
    """Return the signed note."""
    return signer.sign(checkpoint.text())


def open_checkpoint(note: str, verifiers: Iterable[NoteVerifier]) -> Checkpoint:
    """Verify a note and read its checkpoint.

    Raises:
        KnownError: ``NOTE_INVALID``.
    """
    return Checkpoint.parse(open_note(note, verifiers))
