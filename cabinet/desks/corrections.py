"""A correction's bytes: the payload with other values, linked to the rejected attempt by its hash."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any

from cabinet.contract.states import CorrectionKind, ReasonCode
from cabinet.contract.transaction import AMENDING, WHOLE_FIELDS

if TYPE_CHECKING:
    from cabinet.contract.accepted import AcceptedCard
    from cabinet.contract.rejection_lines import RejectionLine
    from cabinet.contract.rejections import Closing, RejectionCard

__all__ = ["OWN_FIELDS", "amends", "compose", "compose_line", "read_payload", "reversal_line", "typed"]

OWN_FIELDS = frozenset({"correction", "seqNo"})
"""Fields that a correction has of its own, or not at all, whatever the rejected attempt had."""


def read_payload(card: AcceptedCard | RejectionCard | RejectionLine | Closing) -> dict[str, Any] | None:
    """Return the payload's object, or None when it is no JSON object."""
    try:
        value = json.loads(base64.b64decode(card.payload))
    except ValueError:
        return None
    return value if isinstance(value, dict) else None


def amends(value: dict[str, Any] | None) -> bool:
    """Tell whether a line takes back or replaces what was accepted."""
    correction = (value or {}).get("correction")
    return isinstance(correction, dict) and correction.get("kind") in AMENDING


def typed(name: str, text: str) -> int | str | None:
    """Return what a person typed for a field as it stands in the line; None where they typed nothing.

    Whole numbers are written as such where the contract wants them; what is no number goes as it is, and the rules
    say so.
    """
    value = text.strip()
    if not value:
        return None
    digits = value.lstrip("-")
    return int(value) if name in WHOLE_FIELDS and digits.isascii() and digits.isdigit() else value


def compose(card: RejectionCard, values: dict[str, str], reason: ReasonCode, text: str) -> bytes:
    """Return the correction's exact bytes of texts by field; an empty one leaves the field out."""
    line = {name: given for name, words in values.items() if (given := typed(name, words)) is not None}
    return compose_line(card, line, reason, text)


def compose_line(card: RejectionCard | RejectionLine, value: dict[str, Any], reason: ReasonCode, text: str) -> bytes:
    """Return the correction's exact bytes: this object, linked to the rejected attempt.

    A rejected reversal or replacement stays one: it speaks of the same accepted transaction as before (CONTRACT §5).
    """
    line = {name: given for name, given in value.items() if name not in OWN_FIELDS}
    sent = read_payload(card)
    kept: dict[str, Any] = {"kind": CorrectionKind.RESUBMIT_REJECTED.value, "originalSha256": card.payload_sha256}
    if sent is not None and amends(sent):
        kept = {name: given for name, given in sent["correction"].items() if name != "text"}
    correction = kept | {"attemptId": card.row.attempt_id, "reasonCode": reason.value}
    if text.strip():
        correction["text"] = text.strip()
    line["correction"] = correction
    return json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode()


def reversal_line(card: AcceptedCard, tx: str, reason: ReasonCode, text: str) -> bytes:
    """Return a reversal's exact bytes: what was accepted, repeated under an id of its own and linked by its hash."""
    line = {name: given for name, given in (read_payload(card) or {}).items() if name not in OWN_FIELDS}
    correction = {
        "kind": CorrectionKind.REVERSAL.value,
        "somsTxId": card.soms_tx_id,
        "originalSha256": card.payload_sha256,
        "reasonCode": reason.value,
    }
    if text.strip():
        correction["text"] = text.strip()
    return json.dumps(
        line | {"operatorTxId": tx, "correction": correction}, ensure_ascii=False, separators=(",", ":")
    ).encode()
