"""What is to be exported, into which form and where; as it stands in a file's state and goes to a child process."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

import msgspec

from cabinet.contract.rejection_export import CSV, NDJSON

__all__ = ["ExportForm", "ExportJob", "Heading"]


class ExportForm(StrEnum):
    """The forms of a file."""

    CSV = "csv"
    XLSX = "xlsx"
    NDJSON = "ndjson"
    PDF = "pdf"

    @property
    def stream(self) -> str:
        """The form of the perimeter's stream that it is made of."""
        return NDJSON if self is ExportForm.NDJSON else CSV


class Heading(msgspec.Struct, frozen=True, kw_only=True):
    """What a summary says of itself: the perimeter and whether its data is for tests, whose they are, and when."""

    perimeter: str
    test: bool
    operator: str
    at: str


class ExportJob(msgspec.Struct, frozen=True, kw_only=True):
    """One export. ``filter`` is in canonical form without periods that move; ``as_of`` is None for the present view.

    ``bom`` is for spreadsheets that take a CSV without one for another code page. ``language`` is of headings, words
    of findings and the summary.
    """

    form: ExportForm
    out: str
    filter: str = ""
    as_of: int | None = None
    bom: bool = False
    language: str = "uk"
    heading: Heading

    @property
    def path(self) -> Path:
        """Where the file will stand."""
        return Path(self.out)

    def same_rows(self, other: ExportJob) -> bool:
        """Tell whether a part written for the other job can be gone on with for this one."""
        return (self.form, self.filter, self.bom, self.language) == (
            other.form, other.filter, other.bom, other.language,
        ) and self.as_of in {None, other.as_of}  # fmt: skip
