"""Entries of a tile as a log serves them, each behind its length in two bytes (C2SP tlog-tiles, "Log entries")."""

from __future__ import annotations

from typing import Final

from cabinet.contract.errors import KnownError

__all__ = ["split_bundle"]

_LENGTH: Final = 2


def split_bundle(data: bytes, width: int) -> list[bytes]:
    """Return the entries of a bundle that has so many.

    Raises:
        KnownError: ``ANSWER_INVALID``.
    """
    found: list[bytes] = []
    at = 0
    while at < len(data):
        start = at + _LENGTH
        at = start + int.from_bytes(data[at:start], "big")
        found.append(data[start:at])
    if at != len(data) or len(found) != width:
        raise KnownError("ANSWER_INVALID", f"entries: {len(found)} of {width}")
    return found
