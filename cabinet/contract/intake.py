"""Intake: batches of machines, corrections of people, and checks of both (CONTRACT §5)."""

from __future__ import annotations

from cabinet.contract.endpoint import Body, MachineEndpoint, Nothing, PersonEndpoint, ReaderEndpoint
from cabinet.contract.findings import BatchAnswer
from cabinet.contract.identifiers import EXTERNAL_ID
from cabinet.contract.rights import Right, Scope

__all__ = ["CHECK", "CORRECT", "SUBMISSION", "SUBMIT"]

SUBMIT = MachineEndpoint(
    "submit",
    "POST",
    "/transactions",
    bytes,
    BatchAnswer,
    "Submit a sealed batch",
    scope=Scope.INGEST_WRITE,
    request_media=Body.ENVELOPE,
)
CHECK = ReaderEndpoint(
    "check",
    "POST",
    "/transactions/check",
    bytes,
    BatchAnswer,
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
    BatchAnswer,
    "What became of a batch",
    scope=Scope.INGEST_WRITE,
)
CORRECT = PersonEndpoint(
    "correct",
    "POST",
    "/corrections",
    bytes,
    BatchAnswer,
    "Correct rejected transactions, reverse and replace accepted ones",
    right=Right.CORRECT_REJECTED,
    idempotent=True,
    request_media=Body.NDJSON,
    query=(("set", {"type": "string", "pattern": f"^{EXTERNAL_ID}$"}),),
)
"""Reversals and replacements need the right to correct what was accepted, and in production a signature; so do
corrections above ``bulkSignedAbove…`` of ``GET /limits``, reckoned over what the person has sent unsigned within
``bulkWithinSeconds``. One signature covers a set of requests: ``POST /corrections/sets`` takes it over the SHA-256 of
each of their bodies, and ``set`` here names what it answered."""
