"""Settings of the window: language, theme, token module, last profile. Plain JSON, no secrets."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from cabinet.profile.atomic import write_atomically
from cabinet.profile.folders import config_folder

__all__ = ["IDLE_MINUTES", "Language", "Settings", "SettingsFile", "ThemeChoice"]


IDLE_MINUTES = (5, 15, 30, 0)
"""After how many minutes without a touch the cabinet may lock itself; 0 is never."""


_FARTHEST = 100_000
"""Logical pixels from any screen's corner."""


class Language(StrEnum):
    """Languages of the window."""

    UKRAINIAN = "uk"
    ENGLISH = "en"


class ThemeChoice(StrEnum):
    """Which palette; ``system`` follows the desktop."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "contrast"


class Settings(NamedTuple):
    """Everything that is remembered. Paths are absolute; empty means not chosen. ``idle_minutes`` 0 never locks.

    ``certificate`` is SHA-256 of the one that logged in last. ``window_place`` is left, top, width and height of the
    window without its frame, in logical pixels. ``uapki_library`` is the library of the person's own that opens DSTU
    keys in files; empty, and so off, by default. ``notices`` tell of causes of rejections that appear or spike.
    """

    language: Language = Language.UKRAINIAN
    theme: ThemeChoice = ThemeChoice.SYSTEM
    token_module: str = ""
    uapki_library: str = ""
    key_file: str = ""
    profile: str = ""
    company: str = ""
    certificate: str = ""
    rail_narrow: bool = False
    idle_minutes: int = 15
    notices: bool = True
    window_place: tuple[int, int, int, int] | None = None
    window_maximised: bool = False


class SettingsFile:
    """Reads and writes ``settings.json``; a broken file is put aside, never fatal."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or config_folder() / "settings.json"
        self.settings = self._read()

    def change(self, **changes: object) -> Settings:
        """Change some settings and write them down."""
        self.settings = self.settings._replace(**changes)  # type: ignore[arg-type]  # names are checked by _replace
        text = json.dumps(self.settings._asdict(), indent=1, ensure_ascii=False)
        write_atomically(self.path, text.encode())
        return self.settings

    def _read(self) -> Settings:
        try:
            data = json.loads(self.path.read_bytes())
            values = {k: v for k, v in data.items() if k in Settings._fields}
            if "language" in values:
                values["language"] = Language(values["language"])
            if "theme" in values:
                values["theme"] = ThemeChoice(values["theme"])
            for name, default in Settings._field_defaults.items():
                if type(default) in {str, bool} and not isinstance(values.get(name, default), type(default)):
                    values.pop(name)
            minutes = values.get("idle_minutes")
            if isinstance(minutes, bool) or minutes not in IDLE_MINUTES:
                # A number from elsewhere must not leave the cabinet open for longer than anyone chose.
                values.pop("idle_minutes", None)
            if "window_place" in values:
                values["window_place"] = _place(values["window_place"])
            return Settings(**values)
        except FileNotFoundError:
            return Settings()
        except (OSError, ValueError, TypeError, AttributeError):
            if self.path.exists():
                self.path.replace(self.path.with_suffix(".broken"))
            return Settings()


def _place(value: object) -> tuple[int, int, int, int] | None:
    """Return a window's place, or None for what is none: a file may come from anywhere."""
    whole = isinstance(value, list) and all(type(n) is int and abs(n) <= _FARTHEST for n in value)
    if not whole or not isinstance(value, list) or len(value) != 4 or min(value[2:]) <= 0:
        return None
    left, top, width, height = value
    return left, top, width, height
