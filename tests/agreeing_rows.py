"""What a ledger's rows, ids, entries, tree and roll-ups say of one another, as they stand now."""

from __future__ import annotations

from pathlib import Path

from tests.contour.ledger.test_log import counted_from_rows, rolled_up
from tests.ledger_rows import ledger_rows

__all__ = ["agreeing_rows"]


def agreeing_rows(data: Path) -> tuple[dict[str, str], list[str]]:
    """Return the outcome of each attempt by its id, and what does not agree with the rows."""
    with ledger_rows(data) as ledger:
        outcomes = dict(ledger.execute("SELECT attempt_id, outcome FROM attempts").fetchall())
        rows, ids = ledger.execute("SELECT COUNT(*), COUNT(DISTINCT operator_tx_id) FROM attempts").fetchone()
        entries, end = ledger.execute(
            "SELECT COUNT(*), COALESCE(MAX(seq) + 1, 0) FROM entries WHERE kind = 'transaction'"
        ).fetchone()
        (tree,) = ledger.execute("SELECT COALESCE(SUM(size), 0) FROM logs").fetchone()
        (others,) = ledger.execute("SELECT COUNT(*) FROM entries WHERE kind <> 'transaction'").fetchone()
        (alarms,) = ledger.execute("SELECT COUNT(*) FROM attempts WHERE codes LIKE '%IN-80%'").fetchone()
        compared = {
            "attempt ids": (len(outcomes), rows), "transaction ids": (ids, rows), "entries": (entries, rows),
            "tree": (tree, entries + others), "last entry": (end, tree if rows else 0),
            "roll-ups": (rolled_up(ledger), counted_from_rows(ledger)), "broken chains": (alarms, 0),
        }  # fmt: skip
    return outcomes, [name for name, (found, expected) in compared.items() if found != expected]
