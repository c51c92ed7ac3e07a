"""A correction's bytes: the payload with other values, linked to the rejected attempt by its hash."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any

from cabinet.contract.states import CorrectionKind, ReasonCode
from cabinet.contract.transaction import WHOLE_FIELDS

if TYPE_CHECKING:
    from cabinet.contract.rejections import RejectionCard

__all__ = ["compose", "read_payload"]


def read_payload(card: RejectionCard) -> dict[str, Any] | None:
    """Return the payload's object, or None when it is no JSON object."""
    try:
        value = json.loads(base64.b64decode(card.payload))
    except ValueError:
        return None
    return value if isinstance(value, dict) else None


def compose(card: RejectionCard, values: dict[str, str], reason: ReasonCode, text: str) -> bytes:
    """Return the correction's exact bytes: the payload with these values, linked to the rejected attempt.

    ``values`` are texts by field; an empty one leaves the field out. Whole numbers are written as such where the
    contract wants them; what is no number goes as it is, and the rules say so.
    """
    line: dict[str, Any] = {}
    for name, given in values.items():
        value = given.strip()
        if not value or name in {"correction", "seqNo"}:
            continue
        whole = name in WHOLE_FIELDS and value.lstrip("-").isascii() and value.lstrip("-").isdigit()
        line[name] = int(value) if whole else value
    correction = {
        "kind": CorrectionKind.RESUBMIT_REJECTED.value,
        "attemptId": card.row.attempt_id,
        "originalSha256": card.payload_sha256,
        "reasonCode": reason.value,
    }
    if text.strip():
        correction["text"] = text.strip()
    line["correction"] = correction
    return json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode()
