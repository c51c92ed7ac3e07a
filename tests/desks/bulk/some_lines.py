"""Rejected attempts made up for acts."""

from __future__ import annotations

import base64
import json
from typing import Any

import msgspec

from cabinet.contract.findings import ItemAnswer
from cabinet.contract.rejection_lines import RejectionLine
from cabinet.contract.rejections import RejectionRoot, RejectionRow
from cabinet.contract.states import CaseState, Outcome, RejectionState
from cabinet.contract.suggestions import Suggestion
from cabinet.rules.finding import finding
from tests.perimeter_in_process import NOW

__all__ = ["answer", "rejected", "suggestion"]


def rejected(
    tx: str, *, seq: int = 1, follows: str | None = None, root: str | None = None, withheld: bool = False,
    suggestions: list[Suggestion] | None = None, payload: bytes | None = None, **fields: Any,
) -> RejectionLine:  # fmt: skip
    """Return the attempt ``attempt-<tx>`` of a bet, or of what ``fields`` make of it."""
    value = {"operatorTxId": tx, "type": "BET", "amountKop": 1000, "siteId": "stavkogray.ua"} | fields
    amount = value["amountKop"]
    row = RejectionRow(
        attempt_id=f"attempt-{tx}", seq=seq, received_at=NOW, operator_tx_id=tx, type=value["type"], licence_no=None,
        site_id=value["siteId"], brand_id=None, source="core-1",
        amount_kop=amount if isinstance(amount, int) else None,
        ggr_kop=0,
        occurred_at=None, codes=["RG-604"], state=RejectionState.OPEN, group_id="0" * 16, case_state=CaseState.NEW,
        assignee=None,
        root=None if root is None else RejectionRoot(
            operator_tx_id=root, attempt_id=f"attempt-{root}", group_id=None, accepted=True
        ),
    )  # fmt: skip
    line = json.dumps(value).encode() if payload is None else payload
    return RejectionLine(
        row=row, payload=base64.b64encode(line).decode(), payload_sha256="ab" * 32, withheld=withheld, findings=[],
        suggestions=suggestions or [], follows=None if follows is None else f"attempt-{follows}",
    )  # fmt: skip


def suggestion(value: str | int, pointer: str = "/siteId", *, certain: bool = True) -> Suggestion:
    """Return a proposal."""
    return Suggestion(code="RG-604", pointer=pointer, value=value, why_uk="бо", why_en="for", certain=certain)


def answer(index: int, *codes: str, replayed: Outcome | None = None) -> ItemAnswer:
    """Return a verdict: rejected where there are codes."""
    found = [finding(code, "/siteId", "x", "y") for code in codes]
    status = Outcome.REJECTED if codes else Outcome.ACCEPTED
    item = ItemAnswer(index=index, attempt_id=f"new-{index}", status=status, findings=found)
    if replayed is not None:
        return msgspec.structs.replace(item, status=Outcome.REPLAYED, replayed_status=replayed)
    return item
