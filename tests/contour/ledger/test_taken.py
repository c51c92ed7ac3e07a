"""The index of ids, written late: at every moment, and after every restart, it says what a plain dictionary says."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from cabinet.contour.ledger import taken
from cabinet.contour.ledger.sqlite_store import SqliteStore
from cabinet.contour.ledger.taken import Taken, TakenChanges
from cabinet.contract.errors import KnownError

SECRET = bytes(range(32))
ACCEPTED, WARNED, HELD, REJECTED = range(4)
New = tuple[str | None, int]
"""An id, and what became of its line."""


@dataclass
class Log:
    """Entries as far as the index asks, and what stands for each id, as a dictionary tells it."""

    store: SqliteStore
    bits: int = 48
    generation: int = 1_000
    entries: list[New] = field(default_factory=list)
    standing: dict[str, int] = field(default_factory=dict)
    indexed: int = 0
    taken: Taken = field(init=False)

    def __post_init__(self) -> None:
        self.taken = self.made()

    def made(self) -> Taken:
        return Taken(1, SECRET, self.bits, self.generation)

    @property
    def size(self) -> int:
        return len(self.entries)

    def id_of(self, seq: int) -> str | None:
        return self.entries[seq][0]

    def stood(self, operator_tx_id: str) -> int | None:
        return self.stood_at(operator_tx_id, self.size)

    def stood_at(self, operator_tx_id: str, size: int) -> int | None:
        rejected = [n for n, entry in enumerate(self.entries[:size]) if entry == (operator_tx_id, REJECTED)]
        return rejected[-1] << 2 | REJECTED if rejected else None

    def add(self, *several: New, undone: bool = False) -> int | None:
        """One transaction; returns how many entries it says are indexed."""
        start = self.size
        indexed: int | None = None
        try:
            with self.store.write() as rows:
                changes = TakenChanges(self.taken, rows, Snapshot(self, start))
                changes.prepare([one for one, _ in several[::2] if one is not None])
                for seq, (one, outcome) in enumerate(several, start):
                    self.entries.append((one, outcome))
                    if one is not None:
                        changes.stand(one, seq, outcome)
                indexed = changes.write()
                rows.after_commit(lambda: self.taken.freeze(self.size))
                if undone:
                    raise InterruptedError
        except InterruptedError:
            del self.entries[start:]
            return None
        self.indexed = self.indexed if indexed is None else indexed
        for seq, (one, outcome) in enumerate(several, start):
            if one is not None and (one not in self.standing or not rejected(outcome) or rejected(self.standing[one])):
                self.standing[one] = seq << 2 | outcome
        return indexed

    def restart(self) -> None:
        self.taken = self.made()
        with self.store.read() as rows:
            values = [
                (one, seq << 2 | outcome)
                for seq, (one, outcome) in enumerate(self.entries)
                if one is not None and seq >= self.indexed
            ]
            self.taken.read_again(rows, values, self.id_of)

    def agrees(self) -> bool:
        """Tell whether everything is found, alone and together, and nothing else."""
        asked = [*self.standing, "nobody", "no one"]
        with self.store.read() as rows:
            together = TakenChanges(self.taken, rows, self)
            together.prepare(asked)
            alone = TakenChanges(self.taken, rows, self)
            return (
                self.taken.find(rows, asked, self.size, self.id_of) == self.standing
                and {one: together.get(one) for one in asked} == {one: self.standing.get(one) for one in asked}
                and all(alone.get(one) == self.standing.get(one) for one in asked)
            )

    def rows(self, sql: str) -> list[tuple[int, ...]]:
        with self.store.read() as rows:
            return rows.tuples(sql)


class Snapshot:
    """A log of so many entries that its writer adds to."""

    def __init__(self, log: Log, size: int) -> None:
        self.size = size
        self.id_of = log.id_of
        self._log = log

    def stood(self, operator_tx_id: str) -> int | None:
        return self._log.stood_at(operator_tx_id, self.size)


def rejected(value: int) -> bool:
    return value & 3 == REJECTED


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    made = SqliteStore(tmp_path / "ledger.sqlite")
    yield made
    made.close()


@pytest.mark.parametrize("bits", [1, 4, 48])
@pytest.mark.parametrize("generation", [1, 7, 10_000])
@pytest.mark.parametrize("slice_", [1, 5, 512])
def test_it_is_a_dictionary(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch, bits: int, generation: int, slice_: int
) -> None:
    monkeypatch.setattr(taken, "_SLICE", slice_)
    monkeypatch.setattr(taken, "_TOGETHER", 3)
    luck = random.Random(f"{bits} {generation} {slice_}")  # noqa: S311  a test's own
    log = Log(store, bits, generation)
    for _ in range(60):
        several = [
            (luck.choice((None, *(f"t{luck.randrange(60)}" for _ in range(9)))), luck.choice((0, 0, 1, 2, 3, 3)))
            for _ in range(luck.randrange(0, 9))
        ]
        log.add(*several, undone=luck.random() < 0.2)
        if luck.random() < 0.2:
            log.restart()
        assert log.agrees()
    log.restart()
    assert log.agrees()


@pytest.mark.parametrize(
    ("outcomes", "stands"),
    [
        ((REJECTED,), 0), ((REJECTED, REJECTED), 1), ((REJECTED, ACCEPTED), 1), ((ACCEPTED, REJECTED), 0),
        ((WARNED, REJECTED), 0), ((HELD, REJECTED), 0), ((HELD, ACCEPTED), 1), ((REJECTED, HELD, REJECTED), 1),
        ((REJECTED, ACCEPTED, REJECTED), 1), ((ACCEPTED, REJECTED, REJECTED), 0),
    ],
)  # fmt: skip
@pytest.mark.parametrize("apart", [True, False])
@pytest.mark.parametrize("restarted", [True, False])
@pytest.mark.parametrize("bits", [0, 48])
def test_what_was_accepted_or_held_stands_for_ever(
    store: SqliteStore, outcomes: Sequence[int], stands: int, apart: bool, restarted: bool, bits: int
) -> None:
    """In one transaction or in several, of an owner and of a twin, with a restart after each."""
    log = Log(store, bits)
    first = 0
    if not bits:
        log.add(("owner", ACCEPTED))
        first = 1
    several: list[New] = [("t", outcome) for outcome in outcomes]
    for part in [[one] for one in several] if apart else [several]:
        log.add(*part)
        if restarted:
            log.restart()
    assert log.standing["t"] >> 2 == first + stands
    assert log.agrees()


def test_a_generation_is_frozen_when_it_is_full_and_written_in_sorted_slices(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taken, "_SLICE", 2)
    log = Log(store, generation=5)
    log.add(*((f"a{n}", ACCEPTED) for n in range(4)))
    assert (len(log.taken.fresh), log.taken.waiting) == (4, []), "one less than a generation"
    log.add(("a4", ACCEPTED))
    assert (len(log.taken.fresh), len(log.taken.frozen), len(log.taken.waiting)) == (0, 5, 5)
    assert log.taken.waiting == sorted(log.taken.frozen, reverse=True)
    assert log.rows("SELECT * FROM taken") == []
    smallest = sorted(log.taken.frozen.items())
    assert log.add(("b0", ACCEPTED)) is None
    assert log.rows("SELECT k, place FROM taken ORDER BY k") == smallest[:2], "what a commit writes at least"
    assert log.add(undone=True) is None
    assert len(log.taken.waiting) == 3, "a transaction that is undone has written nothing"
    assert log.add() is None
    assert log.rows("SELECT k, place FROM taken ORDER BY k") == smallest[:4]
    assert log.add() == 5, "all entries of the generation are indexed, and only they"
    assert log.rows("SELECT k, place FROM taken ORDER BY k") == smallest
    assert (log.taken.waiting, len(log.taken.frozen)) == ([], 5), "an older snapshot may still ask"
    assert log.add() is None
    assert log.agrees()


def test_a_commit_writes_twice_as_many_as_it_brings(store: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a generation is always written before the next is full."""
    monkeypatch.setattr(taken, "_SLICE", 1)
    log = Log(store, generation=20)
    log.add(*((f"a{n}", ACCEPTED) for n in range(20)))
    log.add(*((f"b{n}", ACCEPTED) for n in range(3)))
    assert log.rows("SELECT COUNT(*) FROM taken") == [(6,)]
    log.add(*((f"c{n}", ACCEPTED) for n in range(7)))
    assert log.rows("SELECT COUNT(*) FROM taken") == [(20,)]
    assert log.indexed == 20


def test_a_second_generation_waits_for_the_first(store: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taken, "_SLICE", 1)
    monkeypatch.setattr(taken, "_SLICE_FOR_EACH", 0)
    log = Log(store, generation=3)
    log.add(*((f"a{n}", ACCEPTED) for n in range(3)))
    for n in range(2):
        log.add((f"b{n}", ACCEPTED), (f"c{n}", ACCEPTED))
        assert len(log.taken.frozen) == 3
    assert len(log.taken.fresh) == 4
    log.add(("d", ACCEPTED))
    assert (log.indexed, len(log.taken.fresh), len(log.taken.waiting)) == (3, 0, 5), "and is frozen once it is written"
    for _ in range(5):
        log.restart()
        assert log.agrees(), "a restart in the middle of it finds everything"
        log.add()


@pytest.mark.parametrize("first", ["owner", "twin"])
def test_an_owner_stays_the_owner(store: SqliteStore, first: str) -> None:
    """Whichever of two ids of one key a transaction names first."""
    log = Log(store, bits=0)
    log.add(("owner", REJECTED), ("twin", REJECTED))
    assert log.rows("SELECT place FROM taken_twins") == [(1 << 2 | REJECTED,)]
    log.add((first, ACCEPTED), ({"owner": "twin", "twin": "owner"}[first], ACCEPTED))
    assert len(log.rows("SELECT place FROM taken_twins")) == 1
    assert list(log.taken.fresh.values()) == [log.standing["owner"]]
    assert log.agrees()
    log.restart()
    assert log.agrees()


def test_an_id_whose_key_has_no_place_for_it_stops_the_start(store: SqliteStore) -> None:
    log = Log(store, bits=0)
    log.add(("owner", ACCEPTED))
    log.entries.append(("twin", REJECTED))
    with pytest.raises(KnownError, match="FOLDER_DAMAGED"):
        log.restart()


def test_a_snapshot_older_than_the_index_asks_the_rejections(store: SqliteStore) -> None:
    log = Log(store)
    log.add(("a", REJECTED), ("b", REJECTED), ("b", REJECTED), ("c", ACCEPTED))
    log.add(("a", ACCEPTED), ("b", REJECTED), ("d", ACCEPTED), ("c", REJECTED))
    with store.read() as rows:
        old = TakenChanges(log.taken, rows, Snapshot(log, 4))
        expected = {"a": 0 << 2 | REJECTED, "b": 2 << 2 | REJECTED, "c": 3 << 2 | ACCEPTED, "d": None}
        assert {one: old.get(one) for one in "abcd"} == expected
        assert old.prepare("abcd") == [], "they are known"
        assert log.taken.find(rows, "abcd", 4, log.id_of) == {"c": 3 << 2}


def test_keys_of_two_logs_do_not_meet() -> None:
    ours, theirs, another = Taken(1, SECRET), Taken(2, SECRET), Taken(1, SECRET[::-1])
    assert ours.key("t") >> 48 == 1
    assert theirs.key("t") == ours.key("t") + (1 << 48)
    assert another.key("t") != ours.key("t")
    assert len({ours.key(f"t{n}") for n in range(1_000)}) == 1_000
    assert ours.key("т") == ours.key("т")


def test_only_what_was_looked_up_together_is_returned(store: SqliteStore) -> None:
    log = Log(store)
    log.add(("a", ACCEPTED), ("b", REJECTED))
    with store.read() as rows:
        changes = TakenChanges(log.taken, rows, log)
        assert changes.prepare(("a", "b", "nobody", "a")) == [0, 1 << 2 | REJECTED]
        changes.accepted(["x", "y"], 2)
        assert (changes.get("x"), changes.get("y")) == (2 << 2, 3 << 2)
