"""Rejected attempts whole, page by page: what a person corrects, exports or hands over by the hundred (CONTRACT §6)."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from cabinet.contract.endpoint import ReaderEndpoint
from cabinet.contract.filter import LONGEST
from cabinet.contract.findings import Finding
from cabinet.contract.model import Answer, Page, Request, StructField
from cabinet.contract.rejections import RejectionRow
from cabinet.contract.rights import Right, Scope
from cabinet.contract.suggestions import Suggestion

__all__ = ["LINES", "MOST_LINES", "LinesAsked", "RejectionLine", "RejectionLines"]

MOST_LINES = 500
"""Lines a page, and attempts named in one question."""


class LinesAsked(Request):
    """``POST /rejections/lines``: what fits the filter, of it only the attempts named (None for all), oldest first.

    ``as_of`` freezes the view at one entry; ``cursor`` is ``next`` of the page before. With ``consequences`` each line
    is followed by the open rejections that only say that this one was rejected or is missing; with ``suggestions`` each
    carries what is proposed for it.
    """

    filter: str = Field(default="", max_length=LONGEST)
    attempt_ids: list[Annotated[str, Field(max_length=64)]] | None = Field(
        default=None, min_length=1, max_length=MOST_LINES
    )
    as_of: int | None = Field(default=None, ge=0, le=2**62)
    cursor: str | None = Field(default=None, max_length=128)
    limit: int = Field(default=200, ge=1, le=MOST_LINES)
    consequences: bool = False
    suggestions: bool = False


class RejectionLine(Answer):
    """One rejected attempt with its exact bytes (base64; the masked copy when ``withheld``) and what was found.

    ``follows`` is the attempt that it is a consequence of, where it was listed for that.
    """

    row: RejectionRow
    payload: str
    payload_sha256: str
    withheld: bool
    findings: list[Annotated[Finding, StructField()]]
    suggestions: list[Suggestion] = []
    follows: str | None = None


class RejectionLines(Page[RejectionLine]):
    """A page; consequences are counted neither by its limit nor in ``total``."""


LINES = ReaderEndpoint(
    "rejection_lines",
    "POST",
    "/rejections/lines",
    LinesAsked,
    RejectionLines,
    "Rejected attempts whole, oldest first",
    right=Right.REJECTIONS_READ,
    scope=Scope.REJECTIONS_READ,
)
