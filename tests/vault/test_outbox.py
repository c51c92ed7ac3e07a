"""Acts that wait: in their order, each person's own, no more than a limit; marked, renewed, dropped."""

from __future__ import annotations

import pytest

from cabinet.contract.errors import KnownError
from cabinet.vault import outbox
from cabinet.vault.outbox import Act, Pending, PendingKind, forget_pending, keep_pending, mark_pending, pending_of
from cabinet.vault.store import Store
from tests.perimeter_in_process import NOW
from tests.vault.test_row_layouts import OTHERS, OWNER


def act(number: int = 0) -> Act:
    return Act(PendingKind.CASE, f"attempt-{number}", number, f"key-{number}", b"{}", f"RG-604 · {number}")


def test_in_their_order_and_each_persons_own() -> None:
    store = Store()
    for owner in OTHERS:
        keep_pending(store, owner, act(9), NOW)
    kept = [keep_pending(store, OWNER, act(number), NOW) for number in range(3)]
    assert pending_of(store, OWNER) == tuple(Pending(number, act(i), NOW) for i, number in enumerate(kept))
    forget_pending(store, kept[1])
    assert [one.number for one in pending_of(store, OWNER)] == [kept[0], kept[2]]
    assert all(len(pending_of(store, owner)) == 1 for owner in OTHERS)


def test_a_refusal_is_kept_and_taken_back() -> None:
    store = Store()
    number = keep_pending(store, OWNER, act(), NOW)
    mark_pending(store, number, version=4, why="CASE_CHANGED", facts={"codes": "є"}, theirs=b"{1}")
    assert pending_of(store, OWNER) == (Pending(number, act().at(4), NOW, "CASE_CHANGED", {"codes": "є"}, b"{1}"),)
    mark_pending(store, number, version=5)
    assert pending_of(store, OWNER) == (Pending(number, act().at(5), NOW),)


def test_no_more_than_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "MOST", 2)
    store = Store()
    keep_pending(store, OTHERS[0], act(), NOW)
    keep_pending(store, OWNER, act(), NOW)
    last = keep_pending(store, OWNER, act(), NOW)
    with pytest.raises(KnownError, match="OUTBOX_FULL") as full:
        keep_pending(store, OWNER, act(), NOW)
    assert full.value.facts == {"limit": "2"}
    assert len(pending_of(store, OWNER)) == 2
    forget_pending(store, last)
    keep_pending(store, OWNER, act(), NOW)
