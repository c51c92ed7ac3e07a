"""Cutting a day file into batches whose names come from the file itself, so that a second run changes nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from cabinet.contract.identifiers import derived_batch_id
from cabinet.dayfile.reading import BrokenLine, DayFile, Line

__all__ = ["Batch", "cut"]


@dataclass(frozen=True)
class Batch:
    """One slice: ``lines`` in the file's order; ``plain`` is what is sealed; ``offset`` counts good lines before it."""

    batch_id: str
    offset: int
    lines: tuple[Line, ...]
    plain: bytes

    @property
    def content_sha256(self) -> str:
        """SHA-256 of the plaintext, hex."""
        return hashlib.sha256(self.plain).hexdigest()


def cut(file: DayFile, source: str, size: int, max_bytes: int, broken: list[BrokenLine]) -> Iterator[Batch]:
    """Yield batches of at most ``size`` lines and ``max_bytes``; broken lines are gathered in ``broken``."""
    lines: list[Line] = []
    offset = length = 0
    for line in file.lines():
        if isinstance(line, BrokenLine):
            broken.append(line)
            continue
        if len(lines) == size or (lines and length + len(line.data) + 1 > max_bytes):
            yield _batch(file, source, offset, lines)
            offset += len(lines)
            lines, length = [], 0
        lines.append(line)
        length += len(line.data) + 1
    if lines:
        yield _batch(file, source, offset, lines)


def _batch(file: DayFile, source: str, offset: int, lines: list[Line]) -> Batch:
    plain = b"".join(line.data + b"\n" for line in lines)
    return Batch(derived_batch_id(source, file.sha256, file.mapping, offset), offset, tuple(lines), plain)
