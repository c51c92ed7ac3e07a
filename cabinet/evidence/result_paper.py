"""A finding on paper: what was verified, how it stands and why, for whoever was not there."""

from __future__ import annotations

import hashlib
from datetime import datetime
from pathlib import Path

from cabinet.contract.errors import KnownError
from cabinet.contract.moment import kyiv_words
from cabinet.evidence.checked_file import CheckedFile, Standing
from cabinet.evidence.telling import plain, say_in, tell
from cabinet.export.job import Heading
from cabinet.export.paper import Paper, PaperCheck, Section
from cabinet.export.paper_pdf import write_paper

__all__ = ["result_paper", "write_result"]

_ROLES = {Standing.GOOD: "success", Standing.BAD: "danger"}
_PIECE = 1024 * 1024


def write_result(checked: CheckedFile, operator: str, now: datetime, language: str, out: Path) -> None:
    """Write a finding as PDF in ``uk`` or ``en``.

    Raises:
        KnownError: ``FOLDER_UNWRITABLE``, or ``FILE_UNREADABLE`` where the file is gone meanwhile.
    """
    try:
        write_paper(result_paper(checked, operator, now, language), out)
    except OSError as error:
        raise KnownError("FOLDER_UNWRITABLE", error.strerror or str(error), path=str(out.parent)) from error


def result_paper(checked: CheckedFile, operator: str, now: datetime, language: str) -> Paper:
    """Return what the paper says; the file is named with its SHA-256, so that it is known which one was meant."""
    say, told = say_in(language), tell(checked, language)
    perimeter = checked.perimeter
    heading = Heading(
        perimeter=perimeter.name if perimeter is not None else "",
        test=perimeter is not None and perimeter.test, operator=operator, at=kyiv_words(now),
    )  # fmt: skip
    file = (
        (say("fact-file"), plain(checked.path.name)),
        (say("fact-file-sha256"), _sha256(checked.path)),
    )
    sections = [Section(say("paper-facts"), (*file, *told.facts))]
    if told.technical:
        sections.append(Section(say("paper-technical"), told.technical))
    return Paper(
        heading, language, say("result-title"), _ROLES.get(told.standing, "warning"), told.title, told.sentence,
        tuple(PaperCheck(one.passed, one.words) for one in told.checks), tuple(sections),
    )  # fmt: skip


def _sha256(path: Path) -> str:
    found = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                found.update(piece)
    except OSError as error:
        raise KnownError("FILE_UNREADABLE", error.strerror or "", path=str(path)) from error
    return found.hexdigest()
