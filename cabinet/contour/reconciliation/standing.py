"""How transactions stand by the operator's ids, whenever they occurred, with the values of their fields."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from cabinet.contour.ledger.attempt import TAKEN, Attempt
from cabinet.contour.ledger.reader import LogReader
from cabinet.contract.reconciliation import COMPARED, ReconcileState, Standing, Standings
from cabinet.contract.states import CorrectionKind, Outcome
from cabinet.contract.transaction import TRANSACTION_TABLE

__all__ = ["standings"]

_FIELDS = tuple(field for field in TRANSACTION_TABLE if field.name in COMPARED)


def standings(log: LogReader, asked: Sequence[str]) -> Standings:
    """Return those that there are, in the order in which they were asked for."""
    found = log.standing(dict.fromkeys(asked))
    return Standings(items=[_standing(tx, found[tx]) for tx in dict.fromkeys(asked) if tx in found])


def _standing(tx: str, attempt: Attempt) -> Standing:
    values: dict[str, str | int] = {}
    for field in _FIELDS:
        value = attempt.fields[field]
        if value is not None:
            values[field.name] = value.isoformat() if isinstance(value, datetime) else value
    return Standing(
        operator_tx_id=tx, attempt_id=attempt.attempt_id, source=attempt.source, state=_state(attempt),
        received_at=attempt.received_at, values=values,
    )  # fmt: skip


def _state(attempt: Attempt) -> ReconcileState:
    if attempt.outcome in TAKEN:
        reversal = attempt.amends is CorrectionKind.REVERSAL
        return ReconcileState.REVERSAL if reversal else ReconcileState.ACCEPTED
    return ReconcileState.PENDING if attempt.outcome is Outcome.PENDING else ReconcileState.REJECTED
