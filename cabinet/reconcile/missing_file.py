"""What is missing in SOMS as a file that ``cabinet send`` takes: NDJSON, each line's own bytes."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from cabinet.dayfile.lines import Line
from cabinet.dayfile.reading import DayFile
from cabinet.profile.atomic import unwritable
from cabinet.reconcile.our_day import FILE_SHIFT
from cabinet.reconcile.places import Places

__all__ = ["write_missing"]

_REASON = "lateReason"


def write_missing(days: Sequence[tuple[Sequence[DayFile], Places]], path: Path, late_reason: str | None = None) -> int:
    """Write the lines at places of some days' files; returns how many. The file appears whole or not at all.

    ``late_reason`` is put into lines that give none: what a day file brings is late by nature.

    Raises:
        KnownError: ``FILE_UNREADABLE``, ``DISK_FULL``, ``DISK_READ_ONLY`` or ``FOLDER_UNWRITABLE``.
    """
    fresh = path.with_name(f".{path.name}.part")
    try:
        written = 0
        try:
            with fresh.open("wb") as file:
                for files, missing in days:
                    for line in _lines(files, missing):
                        file.write(_with_reason(line, late_reason) + b"\n")
                        written += 1
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(path)
        finally:
            fresh.unlink(missing_ok=True)
    except OSError as error:
        raise unwritable(error, path.parent) from error
    return written


def _lines(files: Sequence[DayFile], missing: Places) -> Iterator[bytes]:
    for number, file in enumerate(files):
        for line in file.lines():
            if isinstance(line, Line) and number << FILE_SHIFT | line.number in missing:
                yield line.data


def _with_reason(line: bytes, reason: str | None) -> bytes:
    if reason is None or (_REASON.encode() in line and _REASON in msgspec.json.decode(line)):
        return line
    body = line.rstrip()
    return body[:-1].rstrip() + f',"{_REASON}":'.encode() + msgspec.json.encode(reason) + b"}"
