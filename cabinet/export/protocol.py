"""What the protocol of a compared day says, as plain values: whoever compares fills it, the paper prints it."""

from __future__ import annotations

import msgspec

from cabinet.export.job import Heading

__all__ = ["MOST_LINES", "Protocol", "ProtocolFile", "ProtocolKind", "ProtocolLine", "ProtocolSum"]

MOST_LINES = 200
"""Differences that are printed one by one; all are counted and summed."""


class ProtocolFile(msgspec.Struct, frozen=True):
    """A day file: its name, size in bytes and SHA-256 in hex."""

    name: str
    size: int
    sha256: str


class ProtocolSum(msgspec.Struct, frozen=True, kw_only=True):
    """One type of transaction: how many and how many kopecks in the files, and accepted in the perimeter."""

    type: str
    ours: int
    ours_kop: int
    theirs: int
    theirs_kop: int


class ProtocolKind(msgspec.Struct, frozen=True):
    """One kind: its key among the words of reconciling, how many, how many kopecks, whether it is a difference."""

    key: str
    count: int
    sum_kop: int
    differs: bool = True


class ProtocolLine(msgspec.Struct, frozen=True, kw_only=True):
    """One difference; ``at`` is its time in words, ``fields`` are (name, in the file, in the perimeter).

    ``reason`` is why it is as it is, in somebody's words, empty where nobody has said.
    """

    key: str
    tx: str
    type: str
    at: str
    amount_kop: int
    fields: tuple[tuple[str, str, str], ...] = ()
    reason: str = ""


class Protocol(msgspec.Struct, frozen=True, kw_only=True):
    """One day. ``as_of`` is the log's last entry that was counted, ``source`` is empty where all were compared."""

    heading: Heading
    language: str
    day: str
    source: str
    as_of: int
    lines: int
    unread: int
    equal: bool
    files: list[ProtocolFile]
    sums: list[ProtocolSum]
    kinds: list[ProtocolKind]
    differences: list[ProtocolLine]
