"""All that is derived from a ledger made anew: the index of ids, roll-ups, rejections, referrers, what waits."""

from __future__ import annotations

from cabinet.contour.ledger.derived import derive_consequences_anew, derive_index, derive_verdicts_anew
from cabinet.contour.ledger.log import Ledger

__all__ = ["rebuild"]


def rebuild(ledger: Ledger) -> None:
    """Make it in one transaction, in a ledger that nobody else has open."""
    with ledger.store.write() as rows:
        for edrpou in ledger.operators:
            log = ledger.reader(rows, edrpou)
            low, high = log.log.taken.bounds
            for table in ("taken", "taken_twins"):
                rows.run(f"DELETE FROM {table} WHERE k >= :low AND k < :high", low=low, high=high)
            log.log.taken.forget()
            derive_verdicts_anew(log, rows)
            derive_index(log, rows)
            derive_consequences_anew(log, rows)
            rows.run("UPDATE logs SET indexed = size WHERE log = :log", log=log.log.number)
