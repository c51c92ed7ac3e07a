"""One accepted transaction, as whoever may reverse it reads it (CONTRACT §5)."""

from __future__ import annotations

from cabinet.contract.endpoint import Nothing, ReaderEndpoint
from cabinet.contract.model import Answer, Moment
from cabinet.contract.rejections import TreeNode
from cabinet.contract.rights import Right, Scope
from cabinet.contract.states import CorrectionKind, Outcome

__all__ = ["ACCEPTED", "AcceptedCard"]


class AcceptedCard(Answer):
    """``GET /transactions/{attemptId}``.

    ``payload`` is base64 of its exact bytes; a reversal names its ``soms_tx_id`` and ``payload_sha256``. ``ggr_kop``
    is what it adds to GGR: less than nought of a refund or payout. ``amends`` says whether it is a reversal or a
    replacement itself, ``reversed_by`` is the attempt that took it back. ``in_the_way`` are the accepted refunds and
    payouts of a bet that are reversed before it. ``verdict`` is the log's entry by which one that had waited for its
    bet was accepted.
    """

    attempt_id: str
    seq: int
    received_at: Moment
    status: Outcome
    source: str
    by: str | None
    soms_tx_id: str
    operator_tx_id: str
    type: str
    amount_kop: int
    ggr_kop: int
    occurred_at: Moment
    payload: str
    payload_sha256: str
    amends: CorrectionKind | None = None
    reversed_by: str | None = None
    in_the_way: list[TreeNode] = []
    verdict: int | None = None


ACCEPTED = ReaderEndpoint(
    "accepted",
    "GET",
    "/transactions/{attemptId}",
    Nothing,
    AcceptedCard,
    "One accepted transaction, whole",
    right=Right.REJECTIONS_READ,
    scope=Scope.REJECTIONS_READ,
)
