"""The witness: a log that only grows raises no alarm, one that goes back or forks always does."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from cabinet.vault.store import Store
from cabinet.vault.witness import Seen, Sighting, mark, see

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
OLD_KEY, KEY = "log+00000001+old", "log+00000002+new"


def checkpoint(size: int, root: str = "", origin: str = "https://soms/log/1", signer: str = KEY) -> Seen:
    digest = hashlib.sha256(f"{size}{root}".encode()).digest()
    return Seen(origin, size, digest, f"note {size} {root}", signer)


def look(store: Store, seen: Seen, trusted: tuple[str, ...] = (KEY,), minutes: int = 0) -> Sighting:
    return see(store, seen, trusted, mark(store), NOW + timedelta(minutes=minutes))


def code(sighting: Sighting) -> str:
    return sighting.alarm.code if sighting.alarm is not None else ""


def test_every_checkpoint_is_kept_once() -> None:
    store = Store()
    sizes = [1, 5, 5, 9]
    for minutes, size in enumerate(sizes):
        sighting = look(store, checkpoint(size), minutes=minutes)
    assert (sighting.count, sighting.since, sighting.alarm) == (3, NOW, None)
    assert store.read("SELECT size, note FROM checkpoints ORDER BY id") == [(n, f"note {n} ") for n in (1, 5, 9)]
    ((first, last),) = store.read("SELECT first_seen, last_seen FROM checkpoints WHERE size = 5")
    assert last - first == 60_000_000


def test_roll_back() -> None:
    store = Store()
    look(store, checkpoint(9))
    sighting = look(store, checkpoint(8))
    assert code(sighting) == "CHECKPOINT_ROLLED_BACK"
    assert sighting.alarm is not None
    assert sighting.alarm.facts == {"origin": "https://soms/log/1", "had": "9", "offered": "8"}
    assert code(look(store, checkpoint(10))) == "CHECKPOINT_ROLLED_BACK", "growing again undoes nothing"


def test_fork() -> None:
    store = Store()
    look(store, checkpoint(9))
    assert code(look(store, checkpoint(9, "other"))) == "CHECKPOINT_FORKED"
    assert store.read("SELECT count(*) FROM checkpoints") == [(2,)], "both are evidence"


def test_logs_are_apart() -> None:
    store = Store()
    look(store, checkpoint(9))
    assert code(look(store, checkpoint(2, origin="https://soms/log/2"))) == ""
    assert code(look(store, checkpoint(2, "x", signer=OLD_KEY), (OLD_KEY,))) == "", "a new log at an old address"
    assert code(look(store, checkpoint(2, "x", signer=KEY), (OLD_KEY, KEY))) == "CHECKPOINT_ROLLED_BACK"


def test_key_that_changed_by_the_rules_still_binds() -> None:
    store = Store()
    look(store, checkpoint(9, signer=OLD_KEY), (OLD_KEY,))
    assert code(look(store, checkpoint(9, "x"), (OLD_KEY, KEY))) == "CHECKPOINT_FORKED"


def test_answers_that_overtake_one_another_are_no_roll_back() -> None:
    store = Store()
    look(store, checkpoint(3))
    asked = mark(store)
    look(store, checkpoint(9))
    assert code(see(store, checkpoint(8), (KEY,), asked, NOW)) == ""
    assert code(see(store, checkpoint(8, "fork"), (KEY,), asked, NOW)) == "CHECKPOINT_FORKED"


@given(st.lists(st.tuples(st.integers(1, 6), st.booleans()), min_size=1, max_size=12))
def test_alarm_exactly_when_a_log_took_something_back(steps: list[tuple[int, bool]]) -> None:
    store = Store()
    roots: dict[int, set[str]] = {}
    largest, bad = 0, False
    for size, other in steps:
        root = "other" if other else ""
        bad |= size < largest or bool(roots.get(size, {root}) - {root})
        roots.setdefault(size, set()).add(root)
        largest = max(largest, size)
        assert bool(code(look(store, checkpoint(size, root)))) is bad
    store.close()


def test_other_logs_and_other_keys_are_not_counted() -> None:
    store = Store()
    look(store, checkpoint(9, origin="https://soms/log/2"))
    look(store, checkpoint(9, signer=OLD_KEY), (OLD_KEY,))
    sighting = look(store, checkpoint(3))
    assert (sighting.count, sighting.alarm) == (1, None)
    assert store.read("SELECT count(*) FROM alarms") == [(0,)]
