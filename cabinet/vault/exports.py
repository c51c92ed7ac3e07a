"""Exports that were begun and are not over: kept before the first row comes, dropped when the file is there.

What was written so far lies beside the file; here stands only what was asked and where.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from cabinet.contract.moment import epoch_micros

if TYPE_CHECKING:
    from cabinet.vault.store import Store

__all__ = ["forget_export", "keep_export", "unfinished_export"]


def keep_export(store: Store, where: tuple[str, str], out: str, job: bytes, now: datetime) -> None:
    """Keep an export into a file; an older one into the same file is replaced. ``where`` are audience and ЄДРПОУ."""
    with store.write() as rows:
        rows.run(
            "INSERT OR REPLACE INTO exports (audience, edrpou, out, job, started_at) "
            "VALUES (:audience, :edrpou, :out, :job, :at)",
            audience=where[0], edrpou=where[1], out=out, job=job, at=epoch_micros(now),
        )  # fmt: skip


def unfinished_export(store: Store, where: tuple[str, str]) -> bytes | None:
    """Return the newest export of this company that is not over, or None."""
    rows = store.read(
        "SELECT job FROM exports WHERE audience = :audience AND edrpou = :edrpou ORDER BY started_at DESC LIMIT 1",
        audience=where[0], edrpou=where[1],
    )  # fmt: skip
    return next((bytes(job) for (job,) in rows), None)


def forget_export(store: Store, where: tuple[str, str], out: str) -> None:
    """Drop an export; one that is not there is dropped already."""
    with store.write() as rows:
        rows.run(
            "DELETE FROM exports WHERE audience = :audience AND edrpou = :edrpou AND out = :out",
            audience=where[0], edrpou=where[1], out=out,
        )  # fmt: skip
