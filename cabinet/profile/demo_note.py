"""The note a demo contour leaves on this computer: where its test tokens are and what their PIN is.

It exists so that the log-in page of a demo contour can say the PIN. Tokens and PIN are invented; a real one never
stands in a file.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

from cabinet.profile.atomic import write_atomically
from cabinet.profile.folders import data_folder

__all__ = ["DemoNote", "demo_folder", "read_note"]


def demo_folder() -> Path:
    """Return the folder of the demo contour."""
    return data_folder() / "demo"


class DemoNote(NamedTuple):
    """``softhsm_conf`` and ``module`` are empty where SoftHSM2 is absent; then ``key_files`` are the test QES."""

    audience: str
    profile: str
    pin: str
    module: str
    softhsm_conf: str
    key_files: tuple[str, ...] = ()

    def write(self, folder: Path) -> Path:
        """Write it beside the demo's data."""
        path = folder / "demo.json"
        write_atomically(path, json.dumps(self._asdict(), ensure_ascii=False, indent=1).encode(), 0o600)
        return path


def read_note(folder: Path | None = None) -> DemoNote | None:
    """Return the note, or None where there is no demo or it cannot be read."""
    try:
        value = json.loads(((folder or demo_folder()) / "demo.json").read_bytes())
        return DemoNote(**{**value, "key_files": tuple(value["key_files"])})
    except (OSError, ValueError, TypeError, KeyError):
        return None
