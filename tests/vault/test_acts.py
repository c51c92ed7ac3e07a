"""An act is kept whole before it is sent, and is over only when every chunk was answered."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cabinet.vault.acts import (
    SIGNED_SET,
    answered,
    chunks_of,
    forget_act,
    keep_act,
    keep_signed_set,
    next_chunk,
    signed_set_of,
    unfinished_act,
)
from cabinet.vault.store import Store

AT = datetime(2026, 11, 27, 10, tzinfo=UTC)
HERE = ("https://127.0.0.1:1", "90417318")
CHUNKS = [
    ("key-1", [b'{"a":1}', b'{"b":"\xd1\x97"}'], frozenset({1})),
    ("key-2", [b"{}"], frozenset[int]()),
]


@pytest.fixture
def store() -> Store:
    return Store()


def keep(store: Store, where: tuple[str, str] = HERE, at: datetime = AT) -> int:
    return keep_act(store, where, "Мельник Тарас", CHUNKS, {"digest": "ab"}, at)


def test_exact_bytes_come_back_in_order(store: Store) -> None:
    act = keep(store)
    first, second = chunks_of(store, act)
    assert (first.key, first.lines, first.follows, first.answer) == ("key-1", tuple(CHUNKS[0][1]), {1}, None)
    assert first.body == b'{"a":1}\n{"b":"\xd1\x97"}\n'
    assert (second.place, second.lines, second.body) == (1, (b"{}",), b"{}\n")


def test_what_is_not_answered_is_next(store: Store) -> None:
    act = keep(store)
    assert unfinished_act(store, HERE) is not None
    for place, sent in ((0, 2), (1, 3)):
        chunk = next_chunk(store, act)
        assert chunk is not None
        assert chunk.place == place
        answered(store, chunk, b"said")
        kept = unfinished_act(store, HERE)
        assert kept is not None
        assert (kept.number, kept.person, kept.started_at, kept.total, kept.sent, kept.facts) == (
            act, "Мельник Тарас", AT, 3, sent, {"digest": "ab"},
        )  # fmt: skip
    assert next_chunk(store, act) is None
    assert [chunk.answer for chunk in chunks_of(store, act)] == [b"said", b"said"]


def test_only_of_this_company_at_this_perimeter_the_oldest_first(store: Store) -> None:
    keep(store, ("https://elsewhere", "90417318"))
    keep(store, ("https://127.0.0.1:1", "11111111"))
    assert unfinished_act(store, HERE) is None
    first, _ = keep(store), keep(store, at=AT + timedelta(hours=1))
    found = unfinished_act(store, HERE)
    assert found is not None
    assert found.number == first


def test_a_forgotten_act_leaves_nothing(store: Store) -> None:
    act, other = keep(store), keep(store)
    forget_act(store, act)
    assert (chunks_of(store, act), len(chunks_of(store, other))) == ([], 2)
    assert store.read("SELECT DISTINCT act FROM act_chunks") == [(other,)]


def test_a_number_is_never_given_twice(store: Store) -> None:
    """A chunk of an act that is gone must not be answered into another."""
    act = keep(store)
    forget_act(store, act)
    assert keep(store) > act


def test_it_outlives_the_window(tmp_path: Path) -> None:
    key = bytes(32)
    kept = Store(tmp_path / "store.db", key)
    act = keep(kept)
    kept.close()
    again = Store(tmp_path / "store.db", key)
    assert [chunk.key for chunk in chunks_of(again, act)] == ["key-1", "key-2"]
    again.close()


def test_the_set_under_which_the_rest_is_sent(store: Store) -> None:
    unsigned, act = keep(store), keep_act(store, HERE, "Мельник Тарас", CHUNKS, {"digest": "ab", SIGNED_SET: "s"}, AT)
    assert (signed_set_of(store, unsigned), signed_set_of(store, act), signed_set_of(store, 99)) == (None, "s", None)
    keep_signed_set(store, act, "t")
    assert (signed_set_of(store, unsigned), signed_set_of(store, act)) == (None, "t")
    forget_act(store, unsigned)
    found = unfinished_act(store, HERE)
    assert found is not None
    assert found.facts == {"digest": "ab", SIGNED_SET: "t"}
