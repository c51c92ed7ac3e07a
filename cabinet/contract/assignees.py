"""Who may work on rejections: the head and people with a mandate in force, by name and role, without tax numbers."""

from __future__ import annotations

from cabinet.contract.endpoint import Nothing, PersonEndpoint
from cabinet.contract.model import Answer
from cabinet.contract.rights import Right, Role

__all__ = ["ASSIGNEES", "Assignee", "Assignees"]


class Assignee(Answer):
    """Somebody whom a case may be given to; a case names them by ``name``."""

    name: str
    role: Role


class Assignees(Answer):
    """``GET /rejections/assignees``: the head first, then by name."""

    items: list[Assignee]


ASSIGNEES = PersonEndpoint(
    "rejection_assignees",
    "GET",
    "/rejections/assignees",
    Nothing,
    Assignees,
    "People who may work on rejections",
    right=Right.CASES_ASSIGNED,
)
