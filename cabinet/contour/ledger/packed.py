"""Long JSON in the ledger's columns, packed: the sentences of findings repeat in every line of a faulty batch."""

from __future__ import annotations

import zlib
from typing import Final

__all__ = ["pack", "unpack"]

_WORTH: Final = 512
"""Bytes; what is shorter is kept as it is."""
_FAST: Final = 1
_ZLIB: Final = b"\x78"
"""How RFC 1950 begins; JSON never does."""


def pack(json: bytes) -> bytes:
    """Return JSON as a column keeps it."""
    return json if len(json) < _WORTH else zlib.compress(json, _FAST)


def unpack(kept: bytes) -> bytes:
    """Return the JSON of a column, packed or not."""
    return zlib.decompress(kept) if kept.startswith(_ZLIB) else kept
