"""Drafts of corrections: what a person typed and has not sent, kept in the encrypted store, one an attempt."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from cabinet.contract.moment import epoch_micros, from_micros

if TYPE_CHECKING:
    from cabinet.vault.store import Store

__all__ = ["MOST", "Draft", "draft_of", "forget_draft", "keep_draft"]

MOST: Final = 200
"""Drafts that are kept; beyond them the oldest go, for others may have corrected theirs meanwhile."""


@dataclass(frozen=True)
class Draft:
    """``fields`` are the fields that were changed, as they should stand in the line; None for one to be left out."""

    fields: dict[str, Any] = field(default_factory=dict)
    reason: str = ""
    note: str = ""
    saved_at: datetime | None = None


def draft_of(store: Store, attempt_id: str) -> Draft | None:
    """Return the draft for an attempt, or None."""
    rows = store.read("SELECT body, saved_at FROM drafts WHERE attempt_id = :id", id=attempt_id)
    if not rows:
        return None
    body = json.loads(rows[0][0])
    return Draft(body["fields"], body["reason"], body["note"], from_micros(rows[0][1]))


def keep_draft(store: Store, attempt_id: str, draft: Draft, now: datetime) -> None:
    """Keep a draft in place of the one before."""
    body = json.dumps({"fields": draft.fields, "reason": draft.reason, "note": draft.note}, ensure_ascii=False)
    with store.write() as rows:
        rows.run(
            "INSERT OR REPLACE INTO drafts (attempt_id, body, saved_at) VALUES (:id, :body, :at)",
            id=attempt_id, body=body, at=epoch_micros(now),
        )  # fmt: skip
        rows.run(
            "DELETE FROM drafts WHERE attempt_id NOT IN "
            "(SELECT attempt_id FROM drafts ORDER BY saved_at DESC, rowid DESC LIMIT :most)",
            most=MOST,
        )


def forget_draft(store: Store, attempt_id: str) -> None:
    """Drop a draft; one that is not there is dropped already."""
    with store.write() as rows:
        rows.run("DELETE FROM drafts WHERE attempt_id = :id", id=attempt_id)
