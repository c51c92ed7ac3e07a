"""Exports that are not over: kept by perimeter and company, the newest first, forgotten when the file is there."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from cabinet.vault.exports import forget_export, keep_export, unfinished_export
from cabinet.vault.store import Store

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
HERE, ELSEWHERE, OTHERS = ("https://a", "14360570"), ("https://b", "14360570"), ("https://a", "99999999")


def test_kept_replaced_and_forgotten() -> None:
    store = Store()
    assert unfinished_export(store, HERE) is None
    keep_export(store, HERE, "/a.csv", b"first", NOW)
    keep_export(store, HERE, "/a.csv", b"second", NOW)
    keep_export(store, HERE, "/b.csv", b"older", NOW - timedelta(seconds=1))
    assert unfinished_export(store, HERE) == b"second"
    assert unfinished_export(store, ELSEWHERE) is None
    assert unfinished_export(store, OTHERS) is None
    forget_export(store, ELSEWHERE, "/a.csv")
    forget_export(store, OTHERS, "/a.csv")
    forget_export(store, HERE, "/a.csv")
    assert unfinished_export(store, HERE) == b"older"
    forget_export(store, HERE, "/b.csv")
    forget_export(store, HERE, "/no such")
    assert unfinished_export(store, HERE) is None
