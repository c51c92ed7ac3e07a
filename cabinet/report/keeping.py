"""Where reports are kept: names with the period in them, and files that only other content replaces."""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Final

import msgspec

from cabinet.contract.errors import KnownError
from cabinet.export.sheet_pdf import sheet_pdf
from cabinet.profile.atomic import write_atomically
from cabinet.report.content import Report
from cabinet.report.page import page_of
from cabinet.report.period import ReportKind, ReportPeriod

__all__ = ["Kept", "keep", "pdf_of", "place_of"]

_GAP: Final = re.compile(r"\{(\w*)\}")
_NO_TIME: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MADE: Final = re.compile(rb"content-sha256=([0-9a-f]{64})")


class Kept(StrEnum):
    """What became of a file."""

    WRITTEN = "written"
    SAME = "same"
    """It is there with the same content, and was left as it is."""


def place_of(pattern: str, period: ReportPeriod) -> Path:
    """Return the file of a period: ``{month}`` and, of a day, ``{day}`` are filled in.

    Raises:
        KnownError: ``REPORT_PLACE``: there is another gap, or no name at all.
    """
    gaps = {"month": f"{period.first:%Y-%m}"}
    if period.kind is ReportKind.DAY:
        gaps["day"] = period.name
    named = _GAP.sub(lambda found: gaps.get(found[1], found[0]), pattern)
    if not Path(named).name or "{" in named or "}" in named:
        raise KnownError("REPORT_PLACE", value=pattern)
    return Path(named)


def pdf_of(report: Report, language: str) -> bytes:
    """Return the report as a file that knows of which content it is made."""
    return sheet_pdf(page_of(report, language, f"content-sha256={_digest(report, language)}"))


def keep(report: Report, language: str, out: Path) -> Kept:
    """Write a report, whole or not at all; a file of the same content stays as it is.

    Raises:
        KnownError: ``DISK_FULL``, ``DISK_READ_ONLY`` or ``FOLDER_UNWRITABLE``.
    """
    if _digest_in(out) == _digest(report, language):
        return Kept.SAME
    write_atomically(out, pdf_of(report, language))
    return Kept.WRITTEN


def _digest(report: Report, language: str) -> str:
    """Return a hash of all that a report says but when it was made."""
    heading = msgspec.structs.replace(report.heading, at="")
    content = msgspec.structs.replace(report, heading=heading, made=_NO_TIME)
    return hashlib.sha256(f"soms-report/v1 {language} ".encode() + msgspec.json.encode(content)).hexdigest()


def _digest_in(path: Path) -> str:
    try:
        found = _MADE.search(path.read_bytes())
    except OSError:
        return ""
    return found[1].decode() if found is not None else ""
