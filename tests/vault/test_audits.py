"""The last audit of a log, kept for each company on each perimeter."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from cabinet.vault.audits import KeptAudit, audit_of, keep_audit
from cabinet.vault.store import Store

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
HERE, THERE = ("https://soms", "90417318"), ("https://soms", "90417319")


def test_a_state_stands_beside_the_report_before_it() -> None:
    store = Store()
    assert audit_of(store, HERE) is None
    keep_audit(store, HERE, KeptAudit("/r", b"1", None, NOW))
    assert audit_of(store, HERE) == KeptAudit("/r", b"1", None, NOW)
    keep_audit(store, HERE, KeptAudit("/r", None, b"report", NOW))
    keep_audit(store, HERE, KeptAudit("", b"2", None, NOW + timedelta(hours=1)))
    assert audit_of(store, HERE) == KeptAudit("", b"2", b"report", NOW + timedelta(hours=1))
    assert audit_of(store, THERE) is None
