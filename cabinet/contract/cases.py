"""Cases: what people have decided about a rejection or a whole cause (CONTRACT §6)."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from cabinet.contract.endpoint import Nothing, PersonEndpoint, ReaderEndpoint
from cabinet.contract.filter import LONGEST
from cabinet.contract.model import Answer, Moment, Request
from cabinet.contract.rights import Right, Scope
from cabinet.contract.states import CaseState

__all__ = [
    "GROUP_CASE",
    "GROUP_CASE_READ",
    "MANY_CASES",
    "MOST_CASES",
    "MOST_NAMED",
    "REJECTION_CASE",
    "Case",
    "CaseChange",
    "CaseEvent",
    "CasesChanged",
    "ManyCasesChange",
]

MOST_CASES = 10_000
"""Cases of one act: it is one transaction, and others wait for it."""
MOST_NAMED = 500
"""Attempts that one act names."""


class CaseChange(Request):
    """``PUT …/case`` under ``If-Match``; a justified case needs a note. Notes carry no players' data."""

    state: CaseState
    assignee: str | None = Field(default=None, min_length=1, max_length=80)
    note: str = Field(default="", max_length=1_000)


class ManyCasesChange(CaseChange):
    """``PUT /rejections/cases``: the same for everything that fits a filter as of one entry, but for ``without``.

    With ``attempt_ids`` only for those of it. What is closed meanwhile is left alone.
    """

    filter: str = Field(default="", max_length=LONGEST)
    as_of: int = Field(ge=0, le=2**62)
    attempt_ids: list[Annotated[str, Field(max_length=64)]] | None = Field(
        default=None, min_length=1, max_length=MOST_NAMED
    )
    without: list[Annotated[str, Field(max_length=64)]] = Field(default=[], max_length=MOST_NAMED)


class CasesChanged(Answer):
    """How many cases were changed, and how many were closed already."""

    changed: int
    closed: int


class CaseEvent(Answer):
    """One change; ``whole_group`` says that the cause was meant and not this rejection alone.

    ``came_again`` is nobody's: a cause that was justified or waited for IT as a whole, and had gone, is open anew.
    """

    at: Moment
    by: str
    state: CaseState
    assignee: str | None
    note: str
    whole_group: bool = False
    came_again: bool = False


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
GROUP_CASE_READ = ReaderEndpoint(
    "group_case_read",
    "GET",
    "/rejections/groups/{groupId}/case",
    Nothing,
    Case,
    "What people have decided about a cause as a whole",
    right=Right.REJECTIONS_READ,
    scope=Scope.REJECTIONS_READ,
)
MANY_CASES = PersonEndpoint(
    "rejection_cases",
    "PUT",
    "/rejections/cases",
    ManyCasesChange,
    CasesChanged,
    "Decide about many rejections in one act",
    right=Right.CASES_WRITE,
    idempotent=True,
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
