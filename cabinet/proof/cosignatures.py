"""Cosignatures of a witness (C2SP tlog-cosignature, ``cosignature/v1``, Ed25519): that it saw a checkpoint, and when.

The signed message is a line with the version, a line with the time, and the checkpoint's text; the line of a note
holds key id, time and signature. The witness signs only what continues all that it has seen of the log.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from cabinet.contract.errors import KnownError

__all__ = ["Witness", "cosigned_at"]

_COSIGNATURE: Final = b"\x04"
_TIME_BYTES: Final = 8
_ID_BYTES: Final = 4
_SIGNATURE_BYTES: Final = 64
_DASH: Final = "\u2014 "


class Witness:
    """A witness's key under the name that its lines bear."""

    def __init__(self, key: Ed25519PrivateKey) -> None:
        self._key = key
        self._public = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        self.name = f"soms-cabinet-witness/{hashlib.sha256(self._public).hexdigest()[:16]}"

    @property
    def verifier(self) -> str:
        """The verifier key, ``name+hex key id+base64(0x04 ‖ key)``."""
        key = base64.b64encode(_COSIGNATURE + self._public).decode()
        return f"{self.name}+{_key_id(self.name, self._public).hex()}+{key}"

    def cosign(self, note: str, at: int) -> str:
        """Return a note with our line added; ``at`` is in seconds since 1970 UTC."""
        text = note.rpartition("\n\n")[0] + "\n"
        blob = _key_id(self.name, self._public) + at.to_bytes(_TIME_BYTES, "big") + self._key.sign(_message(text, at))
        return f"{note}{_DASH}{self.name} {base64.b64encode(blob).decode()}\n"


def cosigned_at(note: str, verifier: str) -> int:
    """Return when a witness has signed a note, in seconds since 1970 UTC.

    Raises:
        KnownError: ``NOTE_INVALID`` where it bears no line of that key, or a false one, or the key is none.
    """
    name, public = _read_verifier(verifier)
    text, separator, lines = note.rpartition("\n\n")
    for line in lines.splitlines() if separator else ():
        signer, _, encoded = line.removeprefix(_DASH).partition(" ")
        try:
            blob = base64.b64decode(encoded, validate=True)
        except binascii.Error:
            continue
        if signer != name or blob[:_ID_BYTES] != _key_id(name, public):
            continue
        at, signature = blob[_ID_BYTES : _ID_BYTES + _TIME_BYTES], blob[_ID_BYTES + _TIME_BYTES :]
        if len(signature) != _SIGNATURE_BYTES:
            break
        seconds = int.from_bytes(at, "big")
        try:
            Ed25519PublicKey.from_public_bytes(public).verify(signature, _message(f"{text}\n", seconds))
        except InvalidSignature as error:
            raise KnownError("NOTE_INVALID", f"cosignature of {name}") from error
        return seconds
    raise KnownError("NOTE_INVALID", "no cosignature")


def _message(text: str, at: int) -> bytes:
    return f"cosignature/v1\ntime {at}\n{text}".encode()


def _key_id(name: str, public: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + _COSIGNATURE + public).digest()[:_ID_BYTES]


def _read_verifier(text: str) -> tuple[str, bytes]:
    try:
        name, key_id, key = text.split("+", 2)
        raw = base64.b64decode(key, validate=True)
    except (ValueError, binascii.Error) as error:
        raise KnownError("NOTE_INVALID", "verifier key") from error
    if raw[:1] != _COSIGNATURE or len(raw) != 33 or _key_id(name, raw[1:]).hex() != key_id:
        raise KnownError("NOTE_INVALID", "verifier key")
    return name, raw[1:]
