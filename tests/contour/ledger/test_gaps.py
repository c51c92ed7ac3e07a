"""What is missing of a source: kept when it is noticed, and closed number by number as it comes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from cabinet.contour.intake.judging import MAX_LEAP
from cabinet.contour.ledger import gaps as module
from cabinet.contour.ledger.gaps import MOST_GAPS, Gaps, open_gaps
from cabinet.contour.ledger.sqlite_store import SqliteStore
from cabinet.contour.registry.record import operator_record
from cabinet.contour.sample.operator import SAMPLE_EDRPOU
from cabinet.contract.registry import GapKind
from tests.perimeter_in_process import NOW, SOURCE, PerimeterInProcess, encoded, line

NUMBERS, BATCHES = GapKind.NUMBERS, GapKind.BATCHES
Ranges = list[tuple[int, int]]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    made = SqliteStore(tmp_path / "ledger.sqlite")
    yield made
    made.close()


def told(store: SqliteStore, source: str = SOURCE, edrpou: str = "1") -> dict[GapKind, Ranges]:
    with store.read() as rows:
        found = open_gaps(rows, edrpou, source)
    return {
        k: sorted((g.first, g.last) for g in found if g.kind is k) for k in GapKind if any(g.kind is k for g in found)
    }


@pytest.mark.parametrize(
    ("came", "left"),
    [
        (9, [(10, 14)]),
        (10, [(11, 14)]),
        (12, [(10, 11), (13, 14)]),
        (14, [(10, 13)]),
        (15, [(10, 14)]),
    ],
)
def test_what_comes_falls_out_of_its_gap(store: SqliteStore, came: int, left: Ranges) -> None:
    with store.write() as rows:
        of = Gaps(rows, "1", SOURCE)
        of.missed(NUMBERS, 10, 14, NOW)
        of.missed(BATCHES, came, came, NOW)
        of.came(NUMBERS, came)
    assert told(store) == {NUMBERS: left, BATCHES: [(came, came)]}


def test_a_gap_of_one_closes(store: SqliteStore) -> None:
    with store.write() as rows:
        of = Gaps(rows, "1", SOURCE)
        of.missed(NUMBERS, 3, 3, NOW)
        of.missed(NUMBERS, 5, 4, NOW)
        of.came(NUMBERS, 3)
        of.came(NUMBERS, 3)
    assert told(store) == {}


def test_sources_and_operators_have_gaps_of_their_own(store: SqliteStore) -> None:
    with store.write() as rows:
        Gaps(rows, "1", SOURCE).missed(NUMBERS, 3, 3, NOW)
        Gaps(rows, "1", "other").came(NUMBERS, 3)
        Gaps(rows, "2", SOURCE).came(NUMBERS, 3)
    assert told(store) == {NUMBERS: [(3, 3)]}
    assert told(store, "other") == told(store, SOURCE, "2") == {}


def test_pieces_keep_their_moment_and_the_newest_are_told_first(store: SqliteStore) -> None:
    with store.write() as rows:
        of = Gaps(rows, "1", SOURCE)
        of.missed(NUMBERS, 10, 12, NOW)
        for n in range(25):
            of.missed(NUMBERS, 100 + 2 * n, 100 + 2 * n, NOW + timedelta(minutes=n))
        of.came(NUMBERS, 11)
    with store.read() as rows:
        found = open_gaps(rows, "1", SOURCE)
    assert [g.first for g in found] == [148 - 2 * n for n in range(20)]
    with store.write() as rows:
        for n in range(25):
            Gaps(rows, "1", SOURCE).came(NUMBERS, 100 + 2 * n)
    with store.read() as rows:
        assert [(g.first, g.since) for g in open_gaps(rows, "1", SOURCE)] == [(12, NOW), (10, NOW)]


def test_they_are_bounded(store: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    assert MOST_GAPS == 1_000
    monkeypatch.setattr(module, "MOST_GAPS", 3)
    with store.write() as rows:
        for n in range(5):
            Gaps(rows, "1", SOURCE).missed(NUMBERS, 10 * n, 10 * n, NOW)
        Gaps(rows, "1", SOURCE).missed(BATCHES, 1, 1, NOW)
    assert told(store) == {NUMBERS: [(0, 0), (10, 10), (20, 20)], BATCHES: [(1, 1)]}


def gaps(perimeter: PerimeterInProcess) -> dict[GapKind, Ranges]:
    return told(perimeter.perimeter.store, SOURCE, SAMPLE_EDRPOU)


@pytest.mark.parametrize("together", [True, False])
@pytest.mark.parametrize(
    ("numbers", "left"),
    [
        ((7, 8), []),
        ((7, 9), [(8, 8)]),
        ((7, 9, 8), []),
        ((7, 12, 10, 10, 20), [(8, 9), (11, 11), (13, 19)]),
        ((7, 7), []),
        ((7, 8 + MAX_LEAP, 9), [(8, 8)]),
        ((MAX_LEAP + 8, 7, 8), []),
    ],
)
def test_numbers_left_out(
    perimeter: PerimeterInProcess, numbers: tuple[int, ...], left: Ranges, *, together: bool
) -> None:
    lines = [line(f"n{place}-{number}", seqNo=number) for place, number in enumerate(numbers)]
    for batch in [lines] if together else [[one] for one in lines]:
        perimeter.judge(*batch)
    assert gaps(perimeter).get(NUMBERS, []) == left


def batch(perimeter: PerimeterInProcess, name: str, seq: int, prev: str | None) -> str:
    """Submit a batch of one line under a number, after a predecessor; returns its digest."""
    plain = encoded(line(name))
    perimeter.submit(plain, seq=seq, prev_content_sha256=prev)
    return str(perimeter.previous)


def test_batches_that_never_came(perimeter: PerimeterInProcess) -> None:
    first = batch(perimeter, "a", 1, None)
    third = batch(perimeter, "c", 3, "c" * 64)
    assert gaps(perimeter) == {BATCHES: [(2, 2)]}
    seventh = batch(perimeter, "g", 7, third)
    assert gaps(perimeter) == {BATCHES: [(2, 2), (4, 6)]}
    batch(perimeter, "b", 2, first)
    assert gaps(perimeter) == {BATCHES: [(4, 6)]}
    batch(perimeter, "h", 8, seventh)
    assert gaps(perimeter) == {BATCHES: [(4, 6)]}


def test_a_predecessor_of_no_number_is_missing_too(perimeter: PerimeterInProcess) -> None:
    batch(perimeter, "a", 1, None)
    batch(perimeter, "b", 2, "d" * 64)
    assert gaps(perimeter) == {BATCHES: [(1, 1)]}


@pytest.mark.parametrize(("seq", "left"), [(1, []), (2, [(1, 1)]), (9, [(1, 8)])])
def test_the_first_batch_that_is_heard_of(perimeter: PerimeterInProcess, seq: int, left: Ranges) -> None:
    batch(perimeter, "a", seq, "d" * 64)
    assert gaps(perimeter).get(BATCHES, []) == left


def test_a_check_leaves_none_and_the_record_tells_them(perimeter: PerimeterInProcess) -> None:
    perimeter.judge(line("a", seqNo=5))
    perimeter.perimeter.intake.check(SAMPLE_EDRPOU, SOURCE, encoded(line("b", seqNo=9)), NOW)
    assert gaps(perimeter) == {}
    perimeter.judge(line("b", seqNo=9))
    with perimeter.perimeter.store.read() as rows:
        record = operator_record(rows, SAMPLE_EDRPOU, NOW, NOW)
    by_source = {s.source_id: [(g.kind, g.first, g.last, g.since) for g in s.gaps] for s in record.sources}
    assert by_source[SOURCE] == [(NUMBERS, 6, 8, NOW)]
    assert all(not found for source, found in by_source.items() if source != SOURCE)
