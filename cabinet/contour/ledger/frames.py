"""Frames: the exact bytes of 128 consecutive entries' lines, compressed, with notes of those that are not plain.

A line's frame and place in it follow from its number alone. A line that is no transaction (what became of a credential
or mandate) is the entry itself.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import Any, Final

import msgspec

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

from cabinet.contract.errors import KnownError
from cabinet.contract.limits import MAX_ITEM_BYTES

__all__ = ["FRAME", "LONG", "NO_FINDINGS", "PLAIN", "Frame", "Note", "pack", "unpack", "unpack_notes"]

FRAME: Final = 128
"""Lines a frame: 64 leave half of SQLite's pages empty, and more take longer to open for one line."""
NO_FINDINGS: Final = b"[]"
_LEVEL: Final = 1
LONG: Final = MAX_ITEM_BYTES
"""A line of more bytes is kept beside its frame, so that a frame is never large."""
_MOST_LINES: Final = FRAME * (LONG + 1)
_MOST_NOTES: Final = 64 * 1024 * 1024
"""Bytes that a frame is never opened beyond."""


class Note(msgspec.Struct, array_like=True, frozen=True):
    """What is to be known of a line that is not accepted without a word.

    ``kind`` is of the entry; ``outcome`` a place in :data:`cabinet.contour.ledger.attempt.OUTCOMES`. ``fields`` are
    None where all of the line's own are well formed. ``commitment`` is None where it is the line's SHA-256.
    A verdict's ``corrects`` names the attempt that was held, of which it has the new outcome and findings.
    A ``long`` line is in a table of its own.
    """

    kind: str = "transaction"
    outcome: int = 0
    findings: bytes = NO_FINDINGS
    late: bool = False
    corrects: str | None = None
    fields: dict[str, Any] | None = None
    commitment: bytes | None = None
    withheld: bool = False
    long: bool = False


PLAIN: Final = Note()
"""Of a line that has none."""


class Frame:
    """Lines from a multiple of :data:`FRAME` on, and notes by their place in the frame."""

    __slots__ = ("lines", "notes")

    def __init__(self, lines: Sequence[bytes] = (), notes: dict[int, Note] | None = None) -> None:
        self.lines = list(lines)
        self.notes = {} if notes is None else notes


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(dict[int, Note]).decode


def pack(lines: Iterable[bytes], notes: dict[int, Note]) -> tuple[bytes, bytes | None]:
    """Return a frame as its row keeps it."""
    return (
        zstd.compress(b"\n".join(lines), _LEVEL),
        zstd.compress(_encode(notes), _LEVEL) if notes else None,
    )


def unpack(lines: bytes, notes: bytes | None, count: int) -> Frame:
    """Return the frame of a row that holds ``count`` lines.

    Raises:
        KnownError: ``FOLDER_DAMAGED``.
    """
    try:
        frame = Frame(
            _opened(lines, _MOST_LINES).split(b"\n"), {} if notes is None else _decode(_opened(notes, _MOST_NOTES))
        )
    except (zstd.ZstdError, msgspec.MsgspecError, ValueError, MemoryError) as error:
        raise KnownError("FOLDER_DAMAGED", f"frame: {type(error).__name__}", path="ledger.sqlite") from error
    if len(frame.lines) != count or not all(0 <= place < count for place in frame.notes):
        raise KnownError("FOLDER_DAMAGED", f"frame: {len(frame.lines)} lines, {count} expected", path="ledger.sqlite")
    return frame


def unpack_notes(notes: bytes | None) -> dict[int, Note]:
    """Return the notes of a row by their place in the frame, leaving its lines alone.

    Raises:
        KnownError: ``FOLDER_DAMAGED``.
    """
    try:
        return {} if notes is None else _decode(_opened(notes, _MOST_NOTES))
    except (zstd.ZstdError, msgspec.MsgspecError, ValueError, MemoryError) as error:
        raise KnownError("FOLDER_DAMAGED", f"notes: {type(error).__name__}", path="ledger.sqlite") from error


def _opened(data: bytes, most: int) -> bytes:
    opener = zstd.ZstdDecompressor()
    opened = opener.decompress(data, most)
    if not opener.eof or opener.unused_data:
        raise ValueError("cut short, or too long")
    return opened
