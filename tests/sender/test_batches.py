"""Lines cut into batches: by number and by bytes, to the last one."""

from __future__ import annotations

import hashlib

import pytest

from cabinet.dayfile.lines import Line
from cabinet.sender.batches import batch_of, cut


def lines(count: int, size: int = 4) -> list[Line]:
    return [Line(n, b"x" * size) for n in range(1, count + 1)]


@pytest.mark.parametrize(
    ("count", "size", "expected"),
    [(0, 3, []), (1, 3, [1]), (2, 3, [2]), (3, 3, [3]), (4, 3, [3, 1]), (7, 3, [3, 3, 1]), (3, 1, [1, 1, 1])],
)
def test_by_number(count: int, size: int, expected: list[int]) -> None:
    found = list(cut(lines(count), "core-1", size, 10**6))
    assert [len(b.lines) for b in found] == expected
    assert [b.offset for b in found] == [sum(expected[:n]) for n in range(len(expected))]
    assert [line.number for b in found for line in b.lines] == list(range(1, count + 1))


@pytest.mark.parametrize(("most", "expected"), [(4, [1, 1, 1]), (9, [1, 1, 1]), (10, [2, 1]), (14, [2, 1]), (15, [3])])
def test_by_bytes(most: int, expected: list[int]) -> None:
    """A line of four and its end are five."""
    found = list(cut(lines(3), "core-1", 100, most))
    assert [len(b.lines) for b in found] == expected
    assert all(len(b.plain) <= most or len(b.lines) == 1 for b in found)


def test_a_batch_is_what_it_holds() -> None:
    batch = batch_of("core-1", 7, lines(2))
    assert batch.plain == b"xxxx\nxxxx\n"
    assert batch.content_sha256 == hashlib.sha256(batch.plain).hexdigest()
    assert batch_of("core-1", 0, lines(2)).batch_id == batch.batch_id
    assert len({b.batch_id for b in (batch, batch_of("core-2", 7, lines(2)), batch_of("core-1", 7, lines(3)))}) == 3
