"""The last audit of a log, kept in the encrypted store: where one that has stopped goes on, and what one came to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from cabinet.contract.moment import epoch_micros, from_micros

if TYPE_CHECKING:
    from cabinet.vault.store import Store

__all__ = ["KeptAudit", "audit_of", "keep_audit"]


@dataclass(frozen=True)
class KeptAudit:
    """An audit of one company's log on one perimeter; ``receipts`` is the folder it compares, or empty.

    ``state`` is where it goes on from, None where nothing is under way; ``report`` what the last whole one came to.
    """

    receipts: str
    state: bytes | None
    report: bytes | None
    at: datetime


def keep_audit(store: Store, where: tuple[str, str], kept: KeptAudit) -> None:
    """Keep an audit in place of the one before; without a report of its own, the earlier one's stays."""
    with store.write() as rows:
        rows.run(
            "INSERT INTO audits (audience, edrpou, receipts, state, report, at) "
            "VALUES (:audience, :edrpou, :receipts, :state, :report, :at) ON CONFLICT DO UPDATE SET "
            "receipts = excluded.receipts, state = excluded.state, at = excluded.at, "
            "report = coalesce(excluded.report, audits.report)",
            audience=where[0], edrpou=where[1], receipts=kept.receipts, state=kept.state, report=kept.report,
            at=epoch_micros(kept.at),
        )  # fmt: skip


def audit_of(store: Store, where: tuple[str, str]) -> KeptAudit | None:
    """Return the last audit, None where there was none."""
    found = store.read(
        "SELECT receipts, state, report, at FROM audits WHERE audience = :audience AND edrpou = :edrpou",
        audience=where[0], edrpou=where[1],
    )  # fmt: skip
    if not found:
        return None
    receipts, state, report, at = found[0]
    return KeptAudit(receipts, state, report, from_micros(at))
