"""The answers of intake as wire models: same shape as :mod:`cabinet.contract.findings`, for documents and clients."""

from __future__ import annotations

from cabinet.contract.endpoint import Body, MachineEndpoint, Nothing, PersonEndpoint, ReaderEndpoint
from cabinet.contract.model import Answer, Moment
from cabinet.contract.rights import Right, Scope
from cabinet.contract.states import FixBy, Outcome, Resubmit, Severity, Stage

__all__ = [
    "CHECK",
    "CORRECT",
    "SUBMISSION",
    "SUBMIT",
    "BatchResult",
    "FindingView",
    "ItemResult",
    "RelatedView",
]


class RelatedView(Answer):
    """Another transaction that a finding speaks of; ``payload_sha256`` is what a correction of it names."""

    attempt_id: str | None = None
    soms_tx_id: str | None = None
    operator_tx_id: str | None = None
    payload_sha256: str | None = None


class FindingView(Answer):
    """One finding; ``pointer`` is relative to the transaction (``/amountKop``)."""

    code: str
    severity: Severity
    stage: Stage
    pointer: str
    value: str
    expected: str
    rule_id: str
    rule_version: int
    message_uk: str
    message_en: str
    remedy_uk: str
    remedy_en: str
    fix_by: FixBy
    resubmit: Resubmit
    related: RelatedView | None = None


class ItemResult(Answer):
    """What became of one line; ``attempt_id`` is empty in a check, which stores nothing."""

    index: int
    attempt_id: str
    status: Outcome
    soms_tx_id: str | None = None
    findings: list[FindingView] = []
    salt: str | None = None
    replayed_status: Outcome | None = None


class BatchResult(Answer):
    """Answer of ``POST /transactions``, ``/corrections``, ``/transactions/check``, ``GET /submissions/{batchId}``."""

    batch_id: str
    received_at: Moment
    items: list[ItemResult]
    receipt: str | None = None
    replayed: bool = False


SUBMIT = MachineEndpoint(
    "submit",
    "POST",
    "/transactions",
    bytes,
    BatchResult,
    "Submit a sealed batch",
    scope=Scope.INGEST_WRITE,
    request_media=Body.ENVELOPE,
)
CHECK = ReaderEndpoint(
    "check",
    "POST",
    "/transactions/check",
    bytes,
    BatchResult,
    "The same rules; stores nothing",
    right=Right.REJECTIONS_READ,
    scope=Scope.INGEST_WRITE,
    request_media=Body.NDJSON,
)
SUBMISSION = MachineEndpoint(
    "submission",
    "GET",
    "/submissions/{batchId}",
    Nothing,
    BatchResult,
    "What became of a batch",
    scope=Scope.INGEST_WRITE,
)
CORRECT = PersonEndpoint(
    "correct",
    "POST",
    "/corrections",
    bytes,
    BatchResult,
    "Correct rejected transactions",
    right=Right.CORRECT_REJECTED,
    idempotent=True,
    request_media=Body.NDJSON,
)
