"""Cases: what people have decided about a rejection or a whole cause (CONTRACT §6)."""

from __future__ import annotations

from pydantic import Field

from cabinet.contract.endpoint import PersonEndpoint
from cabinet.contract.model import Answer, Moment, Request
from cabinet.contract.rights import Right
from cabinet.contract.states import CaseState

__all__ = ["GROUP_CASE", "REJECTION_CASE", "Case", "CaseChange", "CaseEvent"]


class CaseChange(Request):
    """``PUT …/case`` under ``If-Match``; a justified case needs a note. Notes carry no players' data."""

    state: CaseState
    assignee: str | None = Field(default=None, min_length=1, max_length=80)
    note: str = Field(default="", max_length=1_000)


class CaseEvent(Answer):
    """One change; ``whole_group`` says that the cause was meant and not this rejection alone."""

    at: Moment
    by: str
    state: CaseState
    assignee: str | None
    note: str
    whole_group: bool = False


class Case(Answer):
    """Where a case stands; ``version`` is what ``If-Match`` must name to change it."""

    state: CaseState
    assignee: str | None
    version: int
    history: list[CaseEvent]


GROUP_CASE = PersonEndpoint(
    "group_case",
    "PUT",
    "/rejections/groups/{groupId}/case",
    CaseChange,
    Case,
    "Decide about a cause and all that is open in it",
    right=Right.CASES_ASSIGNED,
    versioned=True,
)
REJECTION_CASE = PersonEndpoint(
    "rejection_case",
    "PUT",
    "/rejections/{attemptId}/case",
    CaseChange,
    Case,
    "Decide about one rejection",
    right=Right.CASES_ASSIGNED,
    versioned=True,
)
