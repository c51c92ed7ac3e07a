"""Who may act for an operator: the head, or a person with a live mandate; the registry decides, not the certificate."""

from __future__ import annotations

import json
from datetime import datetime

from cabinet.contour.ledger.store import Row, Rows
from cabinet.contour.registry.business_day import due_by
from cabinet.contract.errors import KnownError
from cabinet.contract.login import Person
from cabinet.contract.moment import from_micros, wire
from cabinet.contract.rights import GRANTABLE, ROLE_RIGHTS, Right, Role
from cabinet.contract.states import MandateState, OperatorStatus

__all__ = ["authority_of", "mandate_state", "newest_row", "operator_entered_at", "person_rights"]


def person_rights(row: Row) -> frozenset[Right]:
    """Return the rights of a role and what a mandate may add to it."""
    role = Role(row["role"])
    granted = {Right(name) for name in json.loads(row["rights"])}
    return ROLE_RIGHTS[role] | (granted & GRANTABLE.get(role, frozenset()))


def newest_row(rows: Rows, edrpou: str, rnokpp: str) -> Row | None:
    """Return what the registry says of a person now: the head's row, else the newest mandate."""
    return rows.one(
        "SELECT * FROM people WHERE edrpou = :edrpou AND rnokpp = :rnokpp "
        "ORDER BY CASE WHEN role = 'head' THEN 0 ELSE 1 END, granted_at DESC, person_id DESC LIMIT 1",
        edrpou=edrpou, rnokpp=rnokpp,
    )  # fmt: skip


def mandate_state(row: Row, now: datetime) -> MandateState:
    """Return a mandate's state at a moment."""
    if row["ended_at"] is not None:
        return MandateState.ENDED
    expired = row["until"] is not None and from_micros(row["until"]) <= now
    return MandateState.EXPIRED if expired else MandateState.ACTIVE


def operator_entered_at(rows: Rows, operator: Row, now: datetime) -> datetime | None:
    """Return since when the record stands: as entered, or by the rule once a fee was recorded; None before."""
    if operator["entered_at"] is not None:
        return from_micros(operator["entered_at"])
    due = record_due(rows, operator["edrpou"])
    return due if due is not None and due <= now else None


def record_due(rows: Rows, edrpou: str) -> datetime | None:
    """Return by when the record must be entered: one business day after the first fee."""
    first = rows.one("SELECT MIN(fee_recorded_at) AS at FROM licences WHERE edrpou = :edrpou", edrpou=edrpou)
    return due_by(from_micros(first["at"])) if first is not None and first["at"] is not None else None


def authority_of(rows: Rows, edrpou: str, rnokpp: str, now: datetime) -> tuple[Person, Row]:
    """Return the person with their rights for this operator.

    Raises:
        KnownError: ``OPERATOR_UNKNOWN``, ``REGISTRY_PENDING``, ``OPERATOR_BLOCKED``, ``NOT_HEAD``,
            ``MANDATE_ENDED`` (its term is over) or ``MANDATE_STOPPED`` (the head ended it).
    """
    operator = rows.one("SELECT * FROM operators WHERE edrpou = :edrpou", edrpou=edrpou)
    if operator is None:
        raise KnownError("OPERATOR_UNKNOWN", edrpou=edrpou)
    if operator_entered_at(rows, operator, now) is None:
        due = record_due(rows, edrpou)
        raise KnownError("REGISTRY_PENDING", expectedBy=wire(due) if due is not None else "—")
    if operator["status"] == OperatorStatus.ANNULLED.value:
        raise KnownError("OPERATOR_BLOCKED", value=operator["status"])
    row = newest_row(rows, edrpou, rnokpp)
    if row is None:
        raise KnownError("NOT_HEAD")
    state = mandate_state(row, now)
    until = from_micros(row["until"]) if row["until"] is not None else None
    if state is MandateState.ENDED:
        raise KnownError("MANDATE_STOPPED", since=from_micros(row["ended_at"]).date().isoformat())
    if state is MandateState.EXPIRED and until is not None:
        raise KnownError("MANDATE_ENDED", until=until.date().isoformat())
    person = Person(
        name=row["name"], role=Role(row["role"]), rights=sorted(person_rights(row)), edrpou=edrpou,
        operator_name=operator["name"], mandate_until=until,
    )  # fmt: skip
    return person, row
