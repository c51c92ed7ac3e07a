"""Signed notes (C2SP signed-note): text, an empty line, lines ``— name base64(key id ‖ signature)``; Ed25519.

Lines of unknown signers are passed over, as the specification demands: so keys rotate and witnesses join.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from cabinet.contract.errors import KnownError

__all__ = ["NoteSigner", "NoteVerifier", "names_signer", "open_note", "signer_of"]

_ED25519 = b"\x01"
_DASH = "\u2014 "


def _key_id(name: str, public: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + _ED25519 + public).digest()[:4]


@dataclass(frozen=True)
class NoteVerifier:
    """A name and an Ed25519 public key, written ``name+hex key id+base64(0x01 ‖ key)``."""

    name: str
    public: bytes

    @classmethod
    def parse(cls, text: str) -> NoteVerifier:
        """Read a verifier key.

        Raises:
            KnownError: ``NOTE_INVALID``.
        """
        try:
            name, key_id, key = text.split("+", 2)
            raw = base64.b64decode(key, validate=True)
        except (ValueError, binascii.Error) as error:
            raise KnownError("NOTE_INVALID", "verifier key") from error
        if raw[:1] != _ED25519 or len(raw) != 33 or _key_id(name, raw[1:]).hex() != key_id:
            raise KnownError("NOTE_INVALID", "verifier key")
        return cls(name, raw[1:])

    def __str__(self) -> str:
        key = base64.b64encode(_ED25519 + self.public).decode()
        return f"{self.name}+{_key_id(self.name, self.public).hex()}+{key}"


class NoteSigner:
    """Signs notes under a name."""

    def __init__(self, name: str, key: Ed25519PrivateKey) -> None:
        self._key = key
        self.verifier = NoteVerifier(name, key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw))

    def sign(self, text: str) -> str:
        """Return the note over a text that ends with a line feed."""
        if not text.endswith("\n"):
            raise ValueError("a note's text ends with a line feed")
        blob = _key_id(self.verifier.name, self.verifier.public) + self._key.sign(text.encode())
        return f"{text}\n{_DASH}{self.verifier.name} {base64.b64encode(blob).decode()}\n"


def signer_of(note: str, verifiers: Iterable[NoteVerifier]) -> NoteVerifier:
    """Return the first of the verifiers whose signature the note bears.

    Raises:
        KnownError: ``NOTE_INVALID`` as :func:`open_note`.
    """
    known = tuple(verifiers)
    open_note(note, known)
    for verifier in known:
        try:
            open_note(note, [verifier])
        except KnownError:
            continue
        return verifier
    raise KnownError("NOTE_INVALID", "no known signer")


def names_signer(note: str, verifiers: Iterable[NoteVerifier]) -> bool:
    """Tell whether a note has a line under one of the verifiers, whatever the signature there is worth.

    Raises:
        KnownError: ``NOTE_INVALID`` for what has not the form of a note.
    """
    known = {(v.name, _key_id(v.name, v.public)) for v in verifiers}
    return any((name, blob[:4]) in known for name, blob in _read(note)[1])


def open_note(note: str, verifiers: Iterable[NoteVerifier]) -> str:
    """Return the text of a note that at least one of the verifiers signed.

    Raises:
        KnownError: ``NOTE_INVALID`` when none did, or a known signer's line is false.
    """
    text, lines = _read(note)
    known = {(v.name, _key_id(v.name, v.public)): v for v in verifiers}
    good = 0
    for name, blob in lines:
        verifier = known.get((name, blob[:4]))
        if verifier is None:
            continue
        try:
            Ed25519PublicKey.from_public_bytes(verifier.public).verify(blob[4:], text.encode())
        except InvalidSignature as error:
            raise KnownError("NOTE_INVALID", f"signature of {name}") from error
        good += 1
    if not good:
        raise KnownError("NOTE_INVALID", "no known signer")
    return text


def _read(note: str) -> tuple[str, list[tuple[str, bytes]]]:
    """Return a note's text, and of each signature line its name and its bytes, the key id first."""
    text, separator, signatures = note.rpartition("\n\n")
    text += "\n"
    if not separator or not signatures.endswith("\n"):
        raise KnownError("NOTE_INVALID", "form")
    lines = []
    for line in signatures[:-1].split("\n"):
        if not line.startswith(_DASH):
            raise KnownError("NOTE_INVALID", "form")
        name, _, encoded = line.removeprefix(_DASH).partition(" ")
        try:
            blob = base64.b64decode(encoded, validate=True)
        except binascii.Error as error:
            raise KnownError("NOTE_INVALID", "base64") from error
        if not name or len(blob) < 5 or base64.b64encode(blob).decode() != encoded:
            raise KnownError("NOTE_INVALID", "form")
        lines.append((name, blob))
    return text, lines
