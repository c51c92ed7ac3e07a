"""What the columns of each platform's own tables mean, as they were last compared; in the folder of settings."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import msgspec

from cabinet.profile.atomic import write_atomically

__all__ = ["FILE", "remember_columns", "remembered_columns"]

FILE: Final = "columns.json"
_MOST: Final = 1024 * 1024


def remembered_columns(folder: Path, platform: str) -> dict[str, str]:
    """Return a platform's columns as written, and what each is read into; nothing where none are known."""
    return _read(folder).get(platform, {})


def remember_columns(folder: Path, platform: str, columns: Mapping[str, str]) -> None:
    """Keep a platform's columns beside those it already had.

    Raises:
        KnownError: the folder cannot be written.
    """
    known = _read(folder)
    kept = known.get(platform, {}) | dict(columns)
    if kept != known.get(platform):
        write_atomically(folder / FILE, msgspec.json.format(msgspec.json.encode(known | {platform: kept})))


def _read(folder: Path) -> dict[str, dict[str, str]]:
    path = folder / FILE
    try:
        if path.stat().st_size > _MOST:
            return {}
        return msgspec.json.decode(path.read_bytes(), type=dict[str, dict[str, str]])
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return {}
