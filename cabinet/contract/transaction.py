"""The transaction as the wire has it: field names, forms, and which are required (CONTRACT §5)."""

from __future__ import annotations

from typing import Final

from cabinet.contract.identifiers import EXTERNAL_ID
from cabinet.contract.money import MAX_KOP
from cabinet.contract.states import (
    CorrectionKind,
    ReasonCode,
    SettlementForm,
    TransactionType,
    Vertical,
)

__all__ = [
    "CABINET_SOURCE",
    "CORRECTION_FIELDS",
    "FIELDS",
    "ID_FIELDS",
    "PLACE_FIELDS",
    "REQUIRED",
    "SCHEMA_VERSION",
    "TRANSACTION_SCHEMA",
]

SCHEMA_VERSION: Final = "1"
CABINET_SOURCE: Final = "cabinet"
"""The source of corrections that people make; outside every platform's chain, without ``seqNo``."""

REQUIRED: Final = (
    "schemaVersion",
    "operatorTxId",
    "type",
    "licenceNo",
    "vertical",
    "brandId",
    "gameId",
    "roundId",
    "playerRef",
    "amountKop",
    "currency",
    "settlementForm",
    "occurredAt",
)
PLACE_FIELDS: Final = ("siteId", "pointId", "terminalId")
"""Exactly one says where the game was played."""
ID_FIELDS: Final = (
    "operatorTxId",
    "relatedTxId",
    "brandId",
    "siteId",
    "pointId",
    "terminalId",
    "gameId",
    "roundId",
    "licenceNo",
)
FIELDS: Final = (*REQUIRED, *PLACE_FIELDS, "relatedTxId", "seqNo", "correction", "lateReason")
CORRECTION_FIELDS: Final = ("kind", "attemptId", "somsTxId", "originalSha256", "reasonCode", "text")

_ID = {"type": "string", "pattern": f"^{EXTERNAL_ID}$"}
TRANSACTION_SCHEMA: Final[dict[str, object]] = {
    "type": "object",
    "additionalProperties": False,
    "required": list(REQUIRED),
    "oneOf": [{"required": [name]} for name in PLACE_FIELDS],
    "if": {"properties": {"type": {"enum": ["REFUND", "PAYOUT"]}}},
    "then": {"required": ["relatedTxId"]},
    "else": {"properties": {"relatedTxId": False}},
    "properties": {
        "schemaVersion": {"const": SCHEMA_VERSION},
        "operatorTxId": _ID,
        "type": {"enum": [t.value for t in TransactionType]},
        "licenceNo": _ID,
        "vertical": {"enum": [v.value for v in Vertical]},
        "brandId": _ID,
        "siteId": _ID,
        "pointId": _ID,
        "terminalId": _ID,
        "gameId": _ID,
        "roundId": _ID,
        "playerRef": {"type": "string", "pattern": "^[0-9a-f]{32,64}$"},
        "relatedTxId": _ID,
        "amountKop": {"type": "integer", "minimum": 1, "maximum": MAX_KOP},
        "currency": {"const": "UAH"},
        "settlementForm": {"enum": [s.value for s in SettlementForm]},
        "occurredAt": {"type": "string", "format": "date-time"},
        "seqNo": {"type": "integer", "minimum": 1, "maximum": 2**63 - 1},
        "lateReason": {"type": "string", "minLength": 1, "maxLength": 200},
        "correction": {
            "type": "object",
            "additionalProperties": False,
            "required": ["kind", "attemptId", "originalSha256", "reasonCode"],
            "properties": {
                "kind": {"enum": [CorrectionKind.RESUBMIT_REJECTED.value]},
                "attemptId": {"type": "string", "format": "uuid"},
                "somsTxId": {"type": "string", "format": "uuid"},
                "originalSha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
                "reasonCode": {"enum": [r.value for r in ReasonCode]},
                "text": {"type": "string", "maxLength": 500},
            },
        },
    },
}
