"""One accepted transaction as people read it: what it says, what took it back, what stands on it."""

from __future__ import annotations

from typing import Final

from cabinet.contour.ledger.attempt import TAKEN
from cabinet.contour.ledger.reader import LogReader
from cabinet.contour.rejections.views import nodes_of
from cabinet.contract.accepted import AcceptedCard
from cabinet.contract.errors import KnownError
from cabinet.contract.ggr import ggr_kop
from cabinet.contract.moment import from_micros
from cabinet.contract.states import CorrectionKind, TransactionType
from cabinet.contract.transaction import AMOUNT_KOP, OCCURRED_AT, OPERATOR_TX_ID, TYPE

__all__ = ["accepted_card"]

_MOST_NAMED: Final = 50
"""Of what stands in the way; the rules know all of it."""


def accepted_card(log: LogReader, attempt_id: str) -> AcceptedCard:
    """Return one accepted transaction, whole.

    Raises:
        KnownError: ``ACCEPTED_NOT_FOUND`` where there is no such attempt, or it was not accepted.
    """
    found = log.by_attempt_id(attempt_id)
    if found is None or found.outcome not in TAKEN or found.soms_tx_id is None:
        raise KnownError("ACCEPTED_NOT_FOUND")
    fields = found.fields
    tx, kind, amount, occurred_at = fields[OPERATOR_TX_ID], fields[TYPE], fields[AMOUNT_KOP], fields[OCCURRED_AT]
    if tx is None or kind is None or amount is None or occurred_at is None:
        raise KnownError("ACCEPTED_NOT_FOUND", "accepted without a field that the rules demand")
    by = log.amended_by(found.seq)
    reversal = found.amends is CorrectionKind.REVERSAL
    standing = log.standing_on(found.seq) if kind == TransactionType.BET and not reversal else []
    return AcceptedCard(
        attempt_id=found.attempt_id, seq=found.seq, received_at=from_micros(found.received_at), status=found.outcome,
        source=found.source, by=found.by, soms_tx_id=found.soms_tx_id, operator_tx_id=tx, type=kind,
        amount_kop=amount, ggr_kop=ggr_kop(kind, amount) * (-1 if reversal else 1), occurred_at=occurred_at,
        payload=found.payload, payload_sha256=found.commitment, amends=found.amends,
        reversed_by=None if by is None else by.attempt_id, in_the_way=nodes_of(log, standing[:_MOST_NAMED]),
        verdict=found.verdict,
    )  # fmt: skip
