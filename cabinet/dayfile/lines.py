"""What a day file yields: lines that can be sent, and broken ones with line, column and reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

__all__ = ["MAX_LINE_CHARACTERS", "BrokenLine", "Cells", "Line"]

MAX_LINE_CHARACTERS = 64 * 1024


@dataclass(frozen=True, slots=True)
class Line:
    """One transaction: its line in the file and the exact bytes to send (no line feed inside)."""

    number: int
    data: bytes


class Cells(NamedTuple):
    """One transaction of a table: its line, and some of its fields as texts, empty where it has none."""

    number: int
    texts: list[str]


@dataclass(frozen=True, slots=True)
class BrokenLine:
    """A line that is no transaction; ``number`` counts from 1, ``column`` in characters from 1."""

    number: int
    column: int
    reason: str
