"""Reversals and replacements of lines that were accepted, as a platform or a person makes them."""

from __future__ import annotations

import hashlib
import json
from typing import Any

__all__ = ["replacement_of", "reversal_of"]


def reversal_of(raw: bytes, soms_tx_id: str, tx: str, **changes: Any) -> dict[str, Any]:
    """Return the reversal of an accepted line, under an id of its own; ``changes`` are of its fields."""
    return _amending("REVERSAL", raw, soms_tx_id, tx, changes)


def replacement_of(raw: bytes, soms_tx_id: str, tx: str, **changes: Any) -> dict[str, Any]:
    """Return the replacement after a reversal: its fields but for ``changes``, None takes one away."""
    return _amending("REPLACEMENT", raw, soms_tx_id, tx, changes)


def _amending(kind: str, raw: bytes, soms_tx_id: str, tx: str, changes: dict[str, Any]) -> dict[str, Any]:
    value = json.loads(raw)
    value.pop("seqNo", None)
    link = {
        "kind": kind, "somsTxId": soms_tx_id, "originalSha256": hashlib.sha256(raw).hexdigest(), "reasonCode": "R1",
    }  # fmt: skip
    value |= {"operatorTxId": tx, "correction": link} | changes
    return {name: given for name, given in value.items() if given is not None}
