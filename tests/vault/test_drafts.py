"""Drafts of corrections: kept, replaced, forgotten, and not without end."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cabinet.vault.drafts import MOST, Draft, draft_of, forget_draft, keep_draft
from cabinet.vault.store import Store

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)


def test_kept_replaced_and_forgotten() -> None:
    store = Store()
    assert draft_of(store, "a") is None
    keep_draft(store, "a", Draft({"amountKop": 1000, "channel": None}, "R1", "звірено"), NOW)
    keep_draft(store, "b", Draft({"siteId": "s.ua"}), NOW)
    assert draft_of(store, "a") == Draft({"amountKop": 1000, "channel": None}, "R1", "звірено", NOW)
    later = NOW + timedelta(seconds=1)
    keep_draft(store, "a", Draft({"amountKop": 900}, "R7", ""), later)
    assert draft_of(store, "a") == Draft({"amountKop": 900}, "R7", "", later)
    forget_draft(store, "a")
    forget_draft(store, "no such")
    assert draft_of(store, "a") is None
    assert draft_of(store, "b") == Draft({"siteId": "s.ua"}, "", "", NOW)


@pytest.mark.parametrize(("kept", "first"), [(MOST - 1, True), (MOST, True), (MOST + 1, False)])
def test_the_oldest_go(kept: int, *, first: bool) -> None:
    store = Store()
    for number in range(kept):
        keep_draft(store, f"t{number}", Draft({"n": number}), NOW + timedelta(seconds=number))
    assert (draft_of(store, "t0") is not None) is first
    assert draft_of(store, "t1") is not None
    assert draft_of(store, f"t{kept - 1}") is not None


def test_on_the_disk_nothing_of_it_can_be_read(tmp_path: Path) -> None:
    store = Store(tmp_path / "store.db", b"k" * 32)
    keep_draft(store, "a", Draft({"playerRef": "abcabcabc"}, "R1", "секретно"), NOW)
    store.close()
    for path in tmp_path.iterdir():
        assert b"abcabcabc" not in path.read_bytes()
        assert "секретно".encode() not in path.read_bytes()
