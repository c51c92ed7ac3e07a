"""The fields of a transaction (CONTRACT §5), one record each: whatever else knows a field has it from here.

Made from it: the published schema, the rules' checks of form and their quick decoder, what rules and ledger keep of
an item, the ledger's columns and its upgrades, the columns of a day file, what is looked through for personal data,
and the window's names. A new field that no rule compares is one more record here, its name in the translations, and
the OpenAPI document written anew.
"""

from __future__ import annotations

from typing import Any, Final

from cabinet.contract.fields import (
    Choice,
    Column,
    Const,
    Field,
    Hex,
    Id,
    Kopecks,
    Moment,
    Need,
    Object,
    Sha256,
    Text,
    Uuid,
    Whole,
    named,
    object_schema,
)
from cabinet.contract.states import CorrectionKind, ReasonCode, SettlementForm, TransactionType, Vertical

__all__ = [
    "AMENDING",
    "AMOUNT_KOP",
    "BRAND_ID",
    "CABINET_SOURCE",
    "CORRECTION",
    "CORRECTION_TABLE",
    "CORRECTION_TEXT",
    "CURRENCY",
    "FIELDS",
    "LICENCE_NO",
    "OCCURRED_AT",
    "OPERATOR_TX_ID",
    "PLACES",
    "PLAYER_REF",
    "REFERRING",
    "RELATED_TX_ID",
    "REPEATED",
    "REQUIRED",
    "ROUND_ID",
    "SCHEMA_VERSION",
    "SEQ_NO",
    "SITE_ID",
    "TRANSACTION_SCHEMA",
    "TRANSACTION_TABLE",
    "TYPE",
    "WHOLE_FIELDS",
]

SCHEMA_VERSION: Final = "1"
CABINET_SOURCE: Final = "cabinet"
"""The source of corrections that people make; outside every platform's chain, without ``seqNo``."""
REFERRING: Final = (TransactionType.REFUND, TransactionType.PAYOUT)
"""The types that refer to a bet."""
AMENDING: Final = (CorrectionKind.REVERSAL, CorrectionKind.REPLACEMENT)
"""The kinds of correction that speak of an accepted transaction; its id is their ``somsTxId``."""

CORRECTION_TEXT: Final = Text(0, 500)
CORRECTION_TABLE: Final[tuple[Field[Any], ...]] = (
    Field("kind", Choice(*CorrectionKind), need=Need.ALWAYS, missing="ST-206"),
    # Of the rejected attempt whose place this one takes; a reversal or replacement that was rejected itself has one.
    Field("attemptId", Uuid(), needed_by=(CorrectionKind.RESUBMIT_REJECTED.value,)),
    # Of the accepted transaction that is reversed, or of the reversal after which this one comes.
    Field("somsTxId", Uuid(), needed_by=(CorrectionKind.REVERSAL.value, CorrectionKind.REPLACEMENT.value)),
    Field("originalSha256", Sha256(), need=Need.ALWAYS),
    Field("reasonCode", Choice(*ReasonCode), need=Need.ALWAYS, missing="IN-806"),
    Field("text", CORRECTION_TEXT),
)

# Fields that the rules or the ledger ask for by name.
OPERATOR_TX_ID: Final = Field("operatorTxId", Id(), "Transaction", Need.ALWAYS, Column("operator_tx_id"))
TYPE: Final = Field("type", Choice(*TransactionType), "Type", Need.ALWAYS, Column("type"))
LICENCE_NO: Final = Field("licenceNo", Id(), "Licence", Need.ALWAYS, Column("licence_no"))
BRAND_ID: Final = Field("brandId", Id(), "Brand", Need.ALWAYS, Column("brand_id"))
ROUND_ID: Final = Field("roundId", Id(), "Round", Need.ALWAYS)
PLAYER_REF: Final = Field("playerRef", Hex(32, 64), "Player's code", Need.ALWAYS)
AMOUNT_KOP: Final = Field("amountKop", Kopecks(), "Amount, kopecks", Need.ALWAYS, Column("amount_kop"), wrong="AM-401")
CURRENCY: Final = Field("currency", Const("UAH"), "Currency", Need.ALWAYS, wrong="AM-403")
OCCURRED_AT: Final = Field("occurredAt", Moment(), "Occurred at", Need.ALWAYS, Column("occurred_at"), wrong="TM-702")
_PLACE: Final = Column("site_id")
"""One column for the three of which each transaction has one."""
SITE_ID: Final = Field("siteId", Id(), "Site", Need.PLACE, _PLACE)
RELATED_TX_ID: Final = Field("relatedTxId", Id(), "Related transaction", Need.REFERRING, Column("related_tx_id"))
SEQ_NO: Final = Field("seqNo", Whole(1, 2**63 - 1), "Sequence number")
CORRECTION: Final = Field("correction", Object(CORRECTION_TABLE), "Correction")

TRANSACTION_TABLE: Final[tuple[Field[Any], ...]] = (
    Field("schemaVersion", Const(SCHEMA_VERSION), "Schema version", Need.ALWAYS, wrong="ST-202"),
    OPERATOR_TX_ID,
    TYPE,
    LICENCE_NO,
    Field("vertical", Choice(*Vertical), "Kind of game", Need.ALWAYS),
    BRAND_ID,
    Field("gameId", Id(), "Game", Need.ALWAYS),
    ROUND_ID,
    PLAYER_REF,
    AMOUNT_KOP,
    CURRENCY,
    Field("settlementForm", Choice(*SettlementForm), "Settlement", Need.ALWAYS),
    OCCURRED_AT,
    SITE_ID,
    Field("pointId", Id(), "Point", Need.PLACE, _PLACE),
    Field("terminalId", Id(), "Terminal", Need.PLACE, _PLACE),
    RELATED_TX_ID,
    SEQ_NO,
    CORRECTION,
    Field("lateReason", Text(1, 200), "Reason of lateness"),
)
"""In the order in which lines made from a table of values are written."""
_ITS_OWN: Final = {OPERATOR_TX_ID.name, SEQ_NO.name, CORRECTION.name, "lateReason"}
REPEATED: Final = tuple(
    field for field in TRANSACTION_TABLE if field.name not in _ITS_OWN and not isinstance(field.form, Const)
)
"""What a reversal repeats of the transaction that it reverses; the sum too, which stays positive."""

FIELDS: Final = tuple(field.name for field in TRANSACTION_TABLE)
REQUIRED: Final = named(TRANSACTION_TABLE, Need.ALWAYS)
PLACES: Final = tuple(field for field in TRANSACTION_TABLE if field.need is Need.PLACE)
WHOLE_FIELDS: Final = frozenset(field.name for field in TRANSACTION_TABLE if isinstance(field.form, Whole))
"""Written as whole numbers; every other value is a text or an object."""

_OF_BETS: Final = named(TRANSACTION_TABLE, Need.REFERRING)
TRANSACTION_SCHEMA: Final[dict[str, object]] = {
    **object_schema(TRANSACTION_TABLE),
    "oneOf": [{"required": [field.name]} for field in PLACES],
    "if": {"properties": {"type": {"enum": [kind.value for kind in REFERRING]}}},
    "then": {"required": list(_OF_BETS)},
    "else": {"properties": dict.fromkeys(_OF_BETS, False)},
}
