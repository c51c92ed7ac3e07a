"""Proofs that an entry is in a log, as files: C2SP tlog-proof (https://c2sp.org/tlog-proof), ``.tlog-proof``.

The extra data of ours is the entry itself, so that a file proves something to whoever has nothing else.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from cabinet.contract.errors import KnownError
from cabinet.proof.checkpoints import Checkpoint, open_checkpoint
from cabinet.proof.merkle import leaf_hash, verify_inclusion
from cabinet.proof.notes import NoteVerifier, names_signer, signer_of

__all__ = ["HEAD", "MAX_PROOF", "ProofFile", "ProvenEntry", "proof_file", "read_proof", "verify_proof"]

HEAD: Final = "c2sp.org/tlog-proof@v1"
MAX_PROOF: Final = 1024 * 1024
"""Bytes of a file; a real one has a few thousand."""
_MOST_HASHES: Final = 63
"""Of the longest path in a log whose sizes are numbers of 63 bits."""
_MOST_ENTRY: Final = 65_535
"""Bytes of an entry: tlog-tiles writes its length in two."""
_HASH: Final = 32
_INDEX: Final = re.compile(r"0|[1-9]\d{0,18}")


@dataclass(frozen=True)
class ProofFile:
    """What stands in a file, not believed yet: an entry, its place, the path, the note it leads to."""

    index: int
    path: tuple[bytes, ...]
    entry: bytes
    note: str


@dataclass(frozen=True)
class ProvenEntry:
    """An entry that is in a log: its number, its bytes, the checkpoint, and the key that signed it."""

    index: int
    entry: bytes
    checkpoint: Checkpoint
    signer: NoteVerifier
    steps: int


def proof_file(index: int, path: Iterable[bytes], checkpoint: str, entry: bytes) -> str:
    """Return the file: an entry's place, its audit path, the signed checkpoint it leads to; extra, the entry itself."""
    hashes = [base64.b64encode(step).decode() for step in path]
    extra = base64.b64encode(entry).decode()
    return "\n".join([HEAD, f"extra {extra}", f"index {index}", *hashes, "", checkpoint])


def read_proof(raw: bytes) -> ProofFile:
    """Read a file's form; one way of writing each value is taken.

    Raises:
        KnownError: ``PROOF_TOO_LARGE``, ``PROOF_UNREADABLE``, or ``PROOF_CUT`` where the end is missing.
    """
    if len(raw) > MAX_PROOF:
        raise KnownError("PROOF_TOO_LARGE", str(len(raw)), most=str(MAX_PROOF // 1024))
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        # A file may break off inside the dash before a signer's name.
        cut = raw.startswith(f"{HEAD}\n".encode()) and error.reason == "unexpected end of data"
        raise KnownError("PROOF_CUT" if cut else "PROOF_UNREADABLE", "not UTF-8") from error
    if not text.startswith(f"{HEAD}\n"):
        raise KnownError("PROOF_UNREADABLE", "head")
    proof, _, note = text.partition("\n\n")
    checkpoint, _, signatures = note.rpartition("\n\n")
    if not checkpoint or not signatures.endswith("\n"):
        raise KnownError("PROOF_CUT")
    _, *lines = proof.split("\n")
    if len(lines) < 2 or not lines[0].startswith("extra "):
        raise KnownError("PROOF_UNREADABLE", "no entry")
    entry = _decoded(lines[0].removeprefix("extra "))
    index = lines[1].removeprefix("index ")
    if lines[1] == index or not _INDEX.fullmatch(index):
        raise KnownError("PROOF_UNREADABLE", "index")
    path = tuple(_decoded(line) for line in lines[2:])
    if len(path) > _MOST_HASHES or any(len(step) != _HASH for step in path):
        raise KnownError("PROOF_UNREADABLE", "path")
    if len(entry) > _MOST_ENTRY:
        raise KnownError("PROOF_UNREADABLE", "entry")
    return ProofFile(int(index), path, entry, note)


def verify_proof(proof: ProofFile, verifiers: Iterable[NoteVerifier]) -> ProvenEntry:
    """Verify that the entry is in a log that one of the verifiers vouches for.

    Raises:
        KnownError: ``PROOF_OF_OTHER_LOG`` where none of them is named, or one speaks of a log that is not its own;
            ``PROOF_CHANGED`` where a signature of theirs is false; ``PROOF_DOES_NOT_FIT`` where entry and path do not
            lead to the checkpoint's root; ``PROOF_UNREADABLE`` for a checkpoint that is none.
    """
    known = tuple(verifiers)
    try:
        named = names_signer(proof.note, known)
    except KnownError as error:
        raise KnownError("PROOF_UNREADABLE", error.detail) from error
    if not named:
        raise KnownError("PROOF_OF_OTHER_LOG", proof.note.partition("\n")[0][:200])
    try:
        signer = signer_of(proof.note, known)
    except KnownError as error:
        raise KnownError("PROOF_CHANGED", error.detail) from error
    try:
        checkpoint = open_checkpoint(proof.note, [signer])
    except KnownError as error:
        raise KnownError("PROOF_UNREADABLE", error.detail) from error
    if not checkpoint.is_of(signer.name):
        raise KnownError("PROOF_OF_OTHER_LOG", checkpoint.origin[:200])
    if not verify_inclusion(leaf_hash(proof.entry), proof.index, checkpoint.size, proof.path, checkpoint.root):
        raise KnownError("PROOF_DOES_NOT_FIT", f"{proof.index} of {checkpoint.size}")
    return ProvenEntry(proof.index, proof.entry, checkpoint, signer, len(proof.path))


def _decoded(text: str) -> bytes:
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise KnownError("PROOF_UNREADABLE", "base64") from error
    # Bits after the last whole byte would let one proof be written in several ways.
    if base64.b64encode(data).decode() != text:
        raise KnownError("PROOF_UNREADABLE", "base64")
    return data
