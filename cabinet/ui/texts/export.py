"""Words of an export: how far it is, and what it is of."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from cabinet.contract.filter import Filter
from cabinet.ui.language import language, tr
from cabinet.ui.numbers import count

if TYPE_CHECKING:
    from cabinet.perimeter.rejection_export import Progress

__all__ = ["default_name", "progress_words", "what_words"]


def what_words(wanted: Filter, number: int, as_of: int) -> str:
    """Return what is exported: how many, of which filter, as of which entry."""
    chosen = wanted.text(language().value) or tr("all rejections")
    counted = tr("%n rejection(s)", number)
    return tr("{count} · {filter} · up to entry {entry} of the log").format(
        count=counted, filter=chosen, entry=count(as_of)
    )


def progress_words(progress: Progress | None) -> tuple[str, str, float]:
    """Return how far an export is, its speed, and the share that is done from 0 to 1."""
    if progress is None:
        return tr("Beginning…"), "", 0.0
    done = progress.made if progress.making else progress.rows
    template = tr("Making the file: {done} of {total}") if progress.making else tr("{done} of {total} rows")
    words = template.format(done=count(done), total=count(progress.of))
    speed = tr("{number} rows a second").format(number=count(round(progress.speed))) if progress.speed else ""
    return words, speed, done / progress.of if progress.of else 1.0


def default_name(form: str, day: str) -> Path:
    """Return the file's name that is proposed."""
    return Path(tr("rejections") + f"-{day}.{form}")
