"""Writing DER by hand (X.690): few lines, so that the form of what is signed is plain to read, no library's taste."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from asn1crypto.core import ObjectIdentifier

__all__ = [
    "CONTEXT_0",
    "CONTEXT_1",
    "NULL",
    "OCTETS",
    "SEQUENCE",
    "SET",
    "UTC_TIME",
    "algorithm",
    "oid",
    "set_of",
    "tlv",
]

SEQUENCE: Final = 0x30
SET: Final = 0x31
OCTETS: Final = 0x04
UTC_TIME: Final = 0x17
NULL: Final = b"\x05\x00"
CONTEXT_0: Final = 0xA0
CONTEXT_1: Final = 0xA1


def tlv(tag: int, *parts: bytes) -> bytes:
    """Return tag, shortest length, contents."""
    body = b"".join(parts)
    length = len(body)
    if length < 0x80:
        return bytes((tag, length)) + body
    size = (length.bit_length() + 7) // 8
    return bytes((tag, 0x80 | size)) + length.to_bytes(size, "big") + body


def oid(dotted: str) -> bytes:
    """Return an object identifier."""
    return bytes(ObjectIdentifier(dotted).dump())


def set_of(tag: int, parts: Sequence[bytes]) -> bytes:
    """Return a SET OF in the order that DER demands (X.690 §11.6)."""
    return tlv(tag, *sorted(parts))


def algorithm(dotted: str, parameters: bytes = b"") -> bytes:
    """Return an AlgorithmIdentifier."""
    return tlv(SEQUENCE, oid(dotted), parameters)
