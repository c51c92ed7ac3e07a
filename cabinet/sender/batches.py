"""Cutting lines into batches that are named by what they hold, so that a second run changes nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from cabinet.contract.identifiers import content_batch_id
from cabinet.dayfile.lines import Line

__all__ = ["Batch", "batch_of", "cut"]


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


def cut(given: Iterable[Line], source: str, size: int, max_bytes: int) -> Iterator[Batch]:
    """Yield batches of at most ``size`` lines and ``max_bytes``."""
    lines: list[Line] = []
    offset = length = 0
    for line in given:
        if len(lines) == size or (lines and length + len(line.data) + 1 > max_bytes):
            yield batch_of(source, offset, lines)
            offset += len(lines)
            lines, length = [], 0
        lines.append(line)
        length += len(line.data) + 1
    if lines:
        yield batch_of(source, offset, lines)


def batch_of(source: str, offset: int, lines: Sequence[Line]) -> Batch:
    """Return the batch of these lines, named by them."""
    plain = b"".join(line.data + b"\n" for line in lines)
    return Batch(content_batch_id(source, hashlib.sha256(plain).hexdigest()), offset, tuple(lines), plain)
