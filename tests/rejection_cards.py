"""Rejections of the in-process perimeter with their cards, as the window gets them."""

from __future__ import annotations

from cabinet.contour.call import PersonCall, ReaderCall
from cabinet.contour.sample.mistakes import MISTAKES
from cabinet.contract.endpoint import Nothing
from cabinet.contract.registry import OperatorRecord
from cabinet.contract.rejections import RejectionCard
from cabinet.contract.rights import Role
from tests.perimeter_in_process import NOW, PerimeterInProcess, line

__all__ = ["card_of", "record_of", "spoilt"]


def card_of(perimeter: PerimeterInProcess, attempt: str) -> RejectionCard:
    call = ReaderCall(
        now=NOW, address="127.0.0.1", request=Nothing(), path={"attemptId": attempt}, reader=perimeter.machine
    )
    found = perimeter.perimeter.handlers()["rejection"](call)
    assert isinstance(found, RejectionCard)
    return found


def record_of(perimeter: PerimeterInProcess) -> OperatorRecord:
    call = PersonCall(now=NOW, address="127.0.0.1", request=Nothing(), person=perimeter.person(Role.COMPLIANCE))
    found = perimeter.perimeter.handlers()["operator"](call)
    assert isinstance(found, OperatorRecord)
    return found


def spoilt(code: str, tx: str = "bad") -> dict[str, object]:
    """Return a line with one of the sample's mistakes; refunds and payouts are of the bet ``bet``."""
    kind, spoil = MISTAKES[code]
    changes: dict[str, object] = {"type": kind} if kind == "BET" else {"type": kind, "relatedTxId": "bet"}
    if code == "RG-604":
        changes["brandId"] = "stavkohrai"
    value = line(tx, **changes)
    value["occurredAt"] = "2026-11-24T12:00:00.000+02:00"
    spoil(value)
    return value
