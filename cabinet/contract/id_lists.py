"""Lists of ids that a filter may name: posted once in a body, then ``list:<id>`` in every filter (CONTRACT §6).

So rows, causes, lines, cases and whatever else takes a filter take a list of ten thousand ids without one of them in
an address, and a view frozen at an entry stays the same view.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Final

from pydantic import Field

from cabinet.contract.endpoint import ReaderEndpoint
from cabinet.contract.identifiers import EXTERNAL_ID
from cabinet.contract.model import Answer, Moment, Request
from cabinet.contract.pasted_ids import MOST_IDS
from cabinet.contract.rights import Right, Scope

__all__ = ["ID_LISTS", "LIST_KEPT", "MOST_LISTS", "IdList", "IdListAsked"]

LIST_KEPT: Final = timedelta(days=7)
"""How long a list is kept after it was posted last."""
MOST_LISTS: Final = 20
"""Lists of one person or source; one more takes the oldest one's place."""
_LONGEST: Final = 80 * MOST_IDS
"""Bytes of a body: ids of 64 characters with quotes, a comma and blanks."""


class IdListAsked(Request):
    """``POST /rejections/lists``: ids of transactions (``operatorTxId``) and of attempts, mixed as they come."""

    ids: list[Annotated[str, Field(pattern=rf"^{EXTERNAL_ID}$")]] = Field(min_length=1, max_length=MOST_IDS)


class IdList(Answer):
    """The list as it is kept: ``list:<list_id>`` in a filter. The same ids posted again are the same list.

    It is the company's: whoever of it reads rejections may name it, and nobody else. ``given`` are its ids, ``found``
    how many of them were ever rejected, ``missing`` the others in their order.
    """

    list_id: str
    given: int
    found: int
    missing: list[str]
    expires_at: Moment


ID_LISTS = ReaderEndpoint(
    "rejection_lists",
    "POST",
    "/rejections/lists",
    IdListAsked,
    IdList,
    "Keep a list of ids that filters may name",
    right=Right.REJECTIONS_READ,
    scope=Scope.REJECTIONS_READ,
    longest=_LONGEST,
)
