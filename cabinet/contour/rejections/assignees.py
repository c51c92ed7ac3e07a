"""Whom a case may be given to: people of the company whose role works on cases, while their mandate is in force."""

from __future__ import annotations

from datetime import datetime

from cabinet.contour.access.people import mandate_state, person_rights
from cabinet.contour.ledger.store import Rows
from cabinet.contract.assignees import Assignee, Assignees
from cabinet.contract.errors import KnownError
from cabinet.contract.rights import Right, Role
from cabinet.contract.states import MandateState

__all__ = ["assignees", "check_assignee"]


def assignees(rows: Rows, edrpou: str, now: datetime) -> Assignees:
    """Return them: the head first, then by name; whoever has two roles is there once, by the newer one."""
    found = rows.all(
        "SELECT * FROM people WHERE edrpou = :edrpou ORDER BY CASE WHEN role = 'head' THEN 0 ELSE 1 END, "
        "granted_at DESC, person_id DESC",
        edrpou=edrpou,
    )
    newest = {row["rnokpp"]: row for row in reversed(found)}
    able = [
        Assignee(name=row["name"], role=Role(row["role"]))
        for row in newest.values()
        if mandate_state(row, now) is MandateState.ACTIVE and Right.CASES_ASSIGNED in person_rights(row)
    ]
    return Assignees(items=sorted(able, key=lambda of: (of.role is not Role.HEAD, of.name)))


def check_assignee(rows: Rows, edrpou: str, assignee: str | None, now: datetime) -> None:
    """Check that a case may be given to somebody of that name.

    Raises:
        KnownError: ``ASSIGNEE_UNKNOWN``.
    """
    if assignee is not None and all(of.name != assignee for of in assignees(rows, edrpou, now).items):
        raise KnownError("ASSIGNEE_UNKNOWN", field="assignee", value=assignee)
