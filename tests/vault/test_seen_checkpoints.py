"""Checkpoints that were seen are read as the witness wrote them: the first and the newest, of one log."""

from __future__ import annotations

from datetime import timedelta

from cabinet.vault.seen_checkpoints import seen_checkpoints
from cabinet.vault.store import Store
from tests.vault.test_witness import KEY, NOW, checkpoint, look

ORIGIN = "https://soms/log/1"


def test_the_first_and_the_newest() -> None:
    store = Store()
    for minutes, size in enumerate((1, 3, 3, 5, 8)):
        look(store, checkpoint(size), minutes=minutes)
    look(store, checkpoint(9, origin="https://soms/log/2"))
    found = seen_checkpoints(store, ORIGIN)
    assert [one.size for one in found] == [1, 3, 5, 8]
    assert (found[1].first_seen, found[1].last_seen) == (NOW + timedelta(minutes=1), NOW + timedelta(minutes=2))
    assert (found[0].note, found[0].signer) == ("note 1 ", KEY)
    assert found[0].root == checkpoint(1).root
    assert [one.size for one in seen_checkpoints(store, ORIGIN, 2)] == [1, 5, 8]
    assert [one.size for one in seen_checkpoints(store, ORIGIN, 4)] == [1, 3, 5, 8]
    assert seen_checkpoints(store, "https://soms/log/3") == []
