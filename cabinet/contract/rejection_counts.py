"""How many rejections fit each of several filters: for saved views, and beside the words a filter is completed with."""

from __future__ import annotations

from typing import Annotated, Final

from pydantic import Field

from cabinet.contract.endpoint import ReaderEndpoint
from cabinet.contract.filter import LONGEST
from cabinet.contract.model import Answer, Request
from cabinet.contract.rights import Right, Scope

__all__ = ["COUNTS", "MOST_COUNTED", "CountsAsked", "RejectionCounts"]

MOST_COUNTED: Final = 24
"""Filters of one question."""


class CountsAsked(Request):
    """``POST /rejections/counts``; ``cheap_only`` leaves out those whose rows would have to be read one by one."""

    filters: list[Annotated[str, Field(max_length=LONGEST)]] = Field(min_length=1, max_length=MOST_COUNTED)
    cheap_only: bool = False


class RejectionCounts(Answer):
    """One number for each filter, in its order; None where it was left out, or names a list that is gone."""

    counts: list[int | None]
    as_of: int


COUNTS = ReaderEndpoint(
    "rejection_counts",
    "POST",
    "/rejections/counts",
    CountsAsked,
    RejectionCounts,
    "How many rejections fit each filter",
    right=Right.REJECTIONS_READ,
    scope=Scope.REJECTIONS_READ,
)
