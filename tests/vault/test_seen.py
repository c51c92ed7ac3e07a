"""Answers that were seen: each person's own, the newest of a name, bounded by kind and by size."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cabinet.vault.seen import LARGEST, MOST, Seen, SeenKind, keep_seen, seen_of
from cabinet.vault.store import Store
from tests.perimeter_in_process import NOW
from tests.vault.test_row_layouts import OTHERS, OWNER


def test_the_newest_of_a_name_and_of_nobody_else() -> None:
    store = Store()
    for owner in OTHERS:
        keep_seen(store, owner, SeenKind.CARD, "a", Seen(b"theirs", NOW))
    keep_seen(store, OWNER, SeenKind.ROWS, "a", Seen(b"rows", NOW))
    assert seen_of(store, OWNER, SeenKind.CARD, "a") is None
    for later in (0, 1):
        keep_seen(store, OWNER, SeenKind.CARD, "a", Seen(b"%d" % later, NOW + timedelta(seconds=later)))
    assert seen_of(store, OWNER, SeenKind.CARD, "a") == Seen(b"1", NOW + timedelta(seconds=1))
    assert seen_of(store, OWNER, SeenKind.CARD, "b") is None


@pytest.mark.parametrize("kind", list(SeenKind))
def test_the_oldest_go(kind: SeenKind) -> None:
    store, most = Store(), MOST[kind]
    keep_seen(store, OTHERS[0], kind, "0", Seen(b"theirs", NOW))
    for number in range(most):
        keep_seen(store, OWNER, kind, str(number), Seen(b"x", NOW))
    keep_seen(store, OWNER, kind, "0", Seen(b"again", NOW))
    assert all(seen_of(store, OWNER, kind, str(number)) for number in range(most))
    keep_seen(store, OWNER, kind, "one more", Seen(b"x", NOW))
    assert [n for n in range(most) if seen_of(store, OWNER, kind, str(n)) is None] == [1], (
        "what was seen again is newer"
    )
    assert seen_of(store, OTHERS[0], kind, "0") is not None


def test_what_is_too_large_takes_the_old_one_away() -> None:
    store = Store()
    for size, kept in ((LARGEST - 1, True), (LARGEST, True), (LARGEST + 1, False)):
        keep_seen(store, OWNER, SeenKind.CARD, "a", Seen(b"before", NOW))
        keep_seen(store, OWNER, SeenKind.CARD, "a", Seen(b"x" * size, NOW))
        found = seen_of(store, OWNER, SeenKind.CARD, "a")
        assert (found is not None) is kept
        assert found is None or len(found.body) == size
