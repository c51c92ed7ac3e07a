"""Identifiers: UUIDv7 given by the server, UUIDv8 derived by a sender, external ids (RFC 9562)."""

from __future__ import annotations

import hashlib
import re
import secrets
import time
import uuid
from threading import Lock
from typing import NewType

__all__ = [
    "EXTERNAL_ID",
    "AttemptId",
    "CredentialId",
    "KeyId",
    "LoginId",
    "OperatorTxId",
    "SessionId",
    "SomsTxId",
    "content_batch_id",
    "derived_batch_id",
    "external_id_valid",
    "meant_id",
    "uuid7",
    "uuid7_block",
]

AttemptId = NewType("AttemptId", str)
SomsTxId = NewType("SomsTxId", str)
OperatorTxId = NewType("OperatorTxId", str)
CredentialId = NewType("CredentialId", str)
SessionId = NewType("SessionId", str)
LoginId = NewType("LoginId", str)
KeyId = NewType("KeyId", str)

EXTERNAL_ID = r"[A-Za-z0-9._:-]{1,64}"
_EXTERNAL = re.compile(EXTERNAL_ID)
_LOOK_ALIKES = str.maketrans("АВЕІКМНОРСТХаеіорсху", "ABEIKMHOPCTXaeiopcxy")
"""Cyrillic letters that look like Latin ones, as a Ukrainian keyboard types them."""
_lock = Lock()
_last = 0


def external_id_valid(text: str) -> bool:
    """Tell whether an operator's own id has the allowed form."""
    return _EXTERNAL.fullmatch(text) is not None


def meant_id(text: str) -> str | None:
    """Return the id that a text of a wrong form is plainly meant to be, or None.

    Blanks or line ends around it, or Cyrillic letters that look like Latin ones in something with two digits or more
    (``ОК-2024-017``): what then remains is an id like any other, so naming it tells nothing personal.
    """
    meant = text.strip()
    if external_id_valid(meant):
        return meant
    latin = meant.translate(_LOOK_ALIKES)
    return latin if external_id_valid(latin) and sum(c.isdigit() for c in latin) >= 2 else None


def _tick(count: int) -> int:
    """Reserve ``count`` values of a 60-bit monotonic counter: 48 bits of milliseconds, then 12 bits."""
    global _last  # noqa: PLW0603  one counter a process keeps ids in order even within a millisecond
    with _lock:
        first = max(time.time_ns() // 1_000_000 << 12, _last + 1)
        _last = first + count - 1
        return first


def _compose(tick: int, tail: int) -> str:
    value = (tick >> 12) << 80 | 0x7 << 76 | (tick & 0xFFF) << 64 | 0b10 << 62 | tail
    # By hand: uuid.UUID takes four times as long, and a batch needs two thousand.
    digits = f"{value:032x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def uuid7() -> str:
    """Return a new UUIDv7, later than every one this process gave before."""
    return _compose(_tick(1), secrets.randbits(62))


def uuid7_block(count: int) -> list[str]:
    """Return ``count`` new UUIDv7 in rising order; one call for a batch is several times cheaper."""
    first = _tick(count)
    noise = secrets.token_bytes(8 * count)
    mask = (1 << 62) - 1
    return [_compose(first + i, int.from_bytes(noise[8 * i : 8 * i + 8], "big") & mask) for i in range(count)]


def content_batch_id(source: str, content_sha256: str) -> str:
    """Return the UUIDv8 that names a batch by what it holds.

    However a day file is cut, grows or is renamed, the same lines together always have the same id, so the perimeter
    recognises them and a second run changes nothing.
    """
    return _derived(f"soms-batch/2\0{source}\0{content_sha256}")


def derived_batch_id(source: str, file_sha256: str, mapping: str, offset: int) -> str:
    """Return the UUIDv8 that names one slice of one day file."""
    return _derived(f"soms-batch\0{source}\0{file_sha256}\0{mapping}\0{offset}")


def _derived(text: str) -> str:
    digest = bytearray(hashlib.sha256(text.encode()).digest()[:16])
    digest[6] = digest[6] & 0x0F | 0x80
    digest[8] = digest[8] & 0x3F | 0x80
    return str(uuid.UUID(bytes=bytes(digest)))
