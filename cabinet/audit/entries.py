"""Entries of a log as an audit reads them, and contents of a tile as the perimeter serves them (``/log/contents``)."""

from __future__ import annotations

from typing import Final

import msgspec

from cabinet.contract.errors import KnownError
from cabinet.contract.log import NO_CONTENT, TOO_LONG

__all__ = ["Content", "Entry", "Mark", "read_entry", "split_contents"]

_CONTENT_LENGTH: Final = 4


class Mark(msgspec.Struct, frozen=True):
    """What stands for a content that is not told."""

    too_long: bool


WITHHELD: Final = Mark(too_long=False)
LONGER: Final = Mark(too_long=True)
Content = bytes | Mark


class Entry(msgspec.Struct, rename="camel", frozen=True):
    """What an audit reads of an entry (CONTRACT §7); ``attempt_id`` is of a transaction, ``verdict`` an outcome."""

    kind: str
    seq: int
    received_at: str
    attempt_id: str = ""
    of_attempt_id: str = ""
    source: str = ""
    verdict: str = ""
    payload_commitment: str = ""


_decode = msgspec.json.Decoder(Entry).decode


def read_entry(data: bytes) -> Entry:
    """Read an entry.

    Raises:
        KnownError: ``ANSWER_INVALID``.
    """
    try:
        return _decode(data)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise KnownError("ANSWER_INVALID", f"entry: {error}") from error


def split_contents(data: bytes, width: int) -> list[Content]:
    """Return the contents of a tile that has so many entries, or the marks in their place.

    Raises:
        KnownError: ``ANSWER_INVALID``.
    """
    found: list[Content] = []
    at = 0
    while at < len(data):
        start = at + _CONTENT_LENGTH
        length = int.from_bytes(data[at:start], "big")
        if length in {NO_CONTENT, TOO_LONG}:
            at = start
            found.append(LONGER if length == TOO_LONG else WITHHELD)
        else:
            at = start + length
            found.append(data[start:at])
    if at != len(data) or len(found) != width:
        raise KnownError("ANSWER_INVALID", f"contents: {len(found)} of {width}")
    return found
