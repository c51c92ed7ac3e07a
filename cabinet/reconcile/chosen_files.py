"""Which files are compared, of what a person named: files as they are, in place of a folder the day files in it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from cabinet.contract.errors import KnownError

__all__ = ["chosen_files"]

_SUFFIXES: Final = frozenset({".csv", ".tsv", ".txt", ".json", ".ndjson", ".jsonl"})


def chosen_files(given: Iterable[Path]) -> list[Path]:
    """Return the files, in place of a folder those that lie in it.

    Raises:
        KnownError: ``RECONCILE_NO_FILES``, or ``FILE_UNREADABLE`` for a folder that cannot be read.
    """
    found: list[Path] = []
    for path in given:
        if not path.is_dir():
            found.append(path)
            continue
        try:
            inside = sorted(one for one in path.iterdir() if one.suffix.lower() in _SUFFIXES and one.is_file())
        except OSError as error:
            raise KnownError("FILE_UNREADABLE", error.strerror or "", path=str(path)) from error
        if not inside:
            raise KnownError("RECONCILE_NO_FILES", path=str(path))
        found += inside
    return found
