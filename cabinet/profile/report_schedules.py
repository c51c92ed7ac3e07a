"""Which companies' reports are made by themselves, how often and into which folder; in the folder of settings."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import msgspec

from cabinet.profile.atomic import write_atomically

__all__ = ["FILE", "ReportSchedule", "keep_schedule", "schedule_of"]

FILE: Final = "report-schedules.json"
_MOST: Final = 1024 * 1024


class ReportSchedule(msgspec.Struct, frozen=True, kw_only=True):
    """Reports of days that are over, of months that are over, or of both; ``folder`` is absolute, empty for none."""

    folder: str = ""
    daily: bool = False
    monthly: bool = False
    language: str = "uk"

    @property
    def works(self) -> bool:
        """Whether anything is to be made."""
        return bool(self.folder) and (self.daily or self.monthly)


def schedule_of(folder: Path, company: str) -> ReportSchedule:
    """Return a company's schedule; one that makes nothing where none is known."""
    return _read(folder).get(company, ReportSchedule())


def keep_schedule(folder: Path, company: str, schedule: ReportSchedule) -> None:
    """Keep a company's schedule in place of the one before.

    Raises:
        KnownError: the folder cannot be written.
    """
    kept = _read(folder) | {company: schedule}
    write_atomically(folder / FILE, msgspec.json.format(msgspec.json.encode(kept)))


def _read(folder: Path) -> dict[str, ReportSchedule]:
    path = folder / FILE
    try:
        if path.stat().st_size > _MOST:
            return {}
        return msgspec.json.decode(path.read_bytes(), type=dict[str, ReportSchedule])
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return {}
