"""The witness: a log that only grows raises no alarm, one that goes back or forks always does."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cabinet.contract.errors import KnownError
from cabinet.vault.store import Store
from cabinet.vault.witness import (
    Seen,
    Sighting,
    accuse,
    alarms_of,
    checkpoints_of,
    close_alarm,
    last_proved,
    mark,
    prove,
    see,
    witness_key,
)

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


# -- proved, cosigned, closed ----------------------------------------------------------------------------------------


def test_what_a_checkpoint_has_to_continue() -> None:
    store = Store()
    first, second, third = checkpoint(3), checkpoint(5), checkpoint(9)
    look(store, first)
    assert last_proved(store, first, (KEY,)) is None, "there is nothing before it"
    look(store, second)
    found = last_proved(store, second, (KEY,))
    assert found is not None
    assert (found.size, found.proved, found.cosigned) == (3, False, ""), "seen before it could be proved"
    prove(store, first, "cosigned 3", NOW)
    look(store, third)
    found = last_proved(store, third, (KEY,))
    assert found is not None
    assert (found.size, found.proved, found.cosigned) == (3, True, "cosigned 3")
    prove(store, third, "cosigned 9", NOW)
    prove(store, third, "later", NOW)
    found = last_proved(store, third, (KEY,))
    assert found is not None
    assert (found.size, found.cosigned) == (9, "cosigned 9"), "itself, as it was cosigned first"
    smaller = last_proved(store, second, (KEY,))
    assert smaller is not None
    assert smaller.size == 3, "a larger one is not before it"
    assert last_proved(store, third, (OLD_KEY,)) is None


def test_checkpoints_seen_are_listed_with_their_times() -> None:
    store = Store()
    for minutes, size in enumerate((1, 5, 5)):
        look(store, checkpoint(size), minutes=minutes)
    look(store, checkpoint(7, origin="https://soms/log/2"))
    prove(store, checkpoint(5), "cosigned", NOW)
    kept = checkpoints_of(store, "https://soms/log/1", (KEY,))
    assert [(one.size, one.proved, one.cosigned, one.note) for one in kept] == [
        (5, True, "cosigned", "note 5 "), (1, False, "", "note 1 ")
    ]  # fmt: skip
    assert kept[0].last_seen - kept[0].first_seen == timedelta(minutes=1)
    assert checkpoints_of(store, "https://soms/log/1", (OLD_KEY,)) == []


def test_what_does_not_continue_is_an_alarm() -> None:
    store = Store()
    look(store, checkpoint(3))
    seen = checkpoint(9)
    look(store, seen)
    had = last_proved(store, seen, (KEY,))
    assert had is not None
    for _ in range(2):
        accuse(store, had, seen, NOW)
    sighting = look(store, seen)
    assert code(sighting) == "LOG_REWRITTEN"
    assert sighting.alarm is not None
    assert sighting.alarm.facts == {"origin": seen.origin, "had": "3", "offered": "9", "size": "3"}
    assert sighting.evidence == ("note 3 ", "note 9 ")
    assert len(alarms_of(store, seen.origin, (KEY,))) == 1


def test_an_alarm_is_closed_for_a_reason_and_its_evidence_stays() -> None:
    store = Store()
    look(store, checkpoint(9))
    look(store, checkpoint(8))
    look(store, checkpoint(8, "other"))
    (first, second, *_) = alarms_of(store, "https://soms/log/1", (KEY,))
    assert (first.closed_at, first.closed_by, first.reason) == (None, "", "")
    for short in ("", " " * 20, "123456789", "a   b    c "):
        with pytest.raises(KnownError, match="ALARM_REASON_SHORT"):
            close_alarm(store, first.number, "Head", short, NOW)
    close_alarm(store, first.number, "Head", "1234567890", NOW)
    close_alarm(store, first.number, "Other", "another reason", NOW)
    closed = alarms_of(store, "https://soms/log/1", (KEY,))[0]
    assert (closed.closed_at, closed.closed_by, closed.reason) == (NOW, "Head", "1234567890")
    assert closed.evidence == ("note 9 ", "note 8 ")
    assert code(look(store, checkpoint(10))) == second.error.code, "the next one is still open"
    for alarm in alarms_of(store, "https://soms/log/1", (KEY,))[1:]:
        close_alarm(store, alarm.number, "Head", "the contour was reset", NOW)
    assert code(look(store, checkpoint(10))) == ""
    assert code(look(store, checkpoint(7))) == "CHECKPOINT_ROLLED_BACK", "a new one is raised"
    assert alarms_of(store, "https://soms/log/1", (OLD_KEY,)) == []


def test_the_witness_has_one_key() -> None:
    store = Store()
    assert witness_key(store, b"1" * 32) == witness_key(store, b"2" * 32) == b"1" * 32
    with pytest.raises(ValueError, match="32 bytes"):
        witness_key(store, b"1" * 31)
