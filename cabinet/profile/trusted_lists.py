"""Trusted lists on this computer: a folder each, with the list as it was signed, its pins and its address.

Nothing here believes a list: whoever loads one verifies it (``qes.trusted_list.keeping``), and ``import_list`` is
handed what verifies, so that no list is kept that was not.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from cabinet.contract.errors import KnownError
from cabinet.profile.atomic import write_atomically
from cabinet.profile.folders import config_folder

__all__ = ["ListFolder", "import_list", "lists", "read_pin", "remove_list"]

_ABOUT: Final = "about.json"
_LIST: Final = "list.xml"
_MARK: Final = "mark.json"
_MOST: Final = 64 * 1024 * 1024
"""No more of a file is ever read; what a list may have is for its reader to say, and is less."""


@dataclass(frozen=True)
class ListFolder:
    """One list. ``pins`` are SHA-256 of signers' certificates, hex; ``url`` is empty for one imported by hand."""

    path: Path
    pins: frozenset[str]
    url: str

    @property
    def name(self) -> str:
        """Name of the list on this computer, ``TL-UA-EC``."""
        return self.path.name

    def load_list(self) -> bytes | None:
        """Return the list as it was signed, None where there is none."""
        return _load(self.path / _LIST)

    def save_list(self, blob: bytes) -> None:
        """Keep a list.

        Raises:
            KnownError: ``FOLDER_UNWRITABLE``.
        """
        write_atomically(self.path / _LIST, blob)

    def load_mark(self) -> bytes | None:
        """Return the mark of the newest list that was kept, None where there is none."""
        return _load(self.path / _MARK)

    def save_mark(self, mark: bytes) -> None:
        """Keep a mark.

        Raises:
            KnownError: ``FOLDER_UNWRITABLE``.
        """
        write_atomically(self.path / _MARK, mark)


def read_pin(text: str) -> str:
    """Return a SHA-256 as people paste it (colons, spaces, capitals) as 64 small hex digits.

    Raises:
        KnownError: ``TRUSTED_LIST_PIN``.
    """
    pin = re.sub(r"[\s:]", "", text).lower()
    if not re.fullmatch(r"[0-9a-f]{64}", pin):
        raise KnownError("TRUSTED_LIST_PIN", text[:80])
    return pin


def import_list(
    path: Path,
    pins: Collection[str],
    *,
    admit: Callable[[ListFolder, bytes], object],
    url: str = "",
    folder: Path | None = None,
) -> ListFolder:
    """Take a list in under the name of its file, with new pins and URL where one of that name is there.

    ``admit`` verifies the list against the pins and the mark, and saves it: ``KeptList(kept, kept.pins).refresh``.

    Raises:
        KnownError: ``FILE_UNREADABLE``, ``TRUSTED_LIST_PIN``, ``TRUSTED_LIST_URL``, ``FOLDER_UNWRITABLE``, or what
            ``admit`` raises; then nothing is changed.
    """
    kept = ListFolder(_folder(folder) / _name_of(path), frozenset(read_pin(pin) for pin in pins), url)
    if not kept.pins:
        raise KnownError("TRUSTED_LIST_PIN", "none")
    _check_url(url)
    try:
        with path.open("rb") as file:
            blob = file.read(_MOST)
    except OSError as error:
        raise KnownError("FILE_UNREADABLE", error.strerror or "", path=str(path)) from error
    admit(kept, blob)
    about = json.dumps({"pins": sorted(kept.pins), "url": url}, indent=1)
    write_atomically(kept.path / _ABOUT, about.encode())
    return kept


def lists(folder: Path | None = None) -> list[ListFolder]:
    """Return every list that is kept, by name.

    Raises:
        KnownError: ``TRUSTED_LIST_STATE`` where one cannot be read: a list that fell silently out would be missed late.
    """
    home = _folder(folder)
    return [_read(path.parent) for path in sorted(home.glob(f"*/{_ABOUT}"))]


def remove_list(kept: ListFolder) -> None:
    """Forget a list, its pins and its mark.

    Raises:
        KnownError: ``FOLDER_UNWRITABLE``.
    """
    try:
        shutil.rmtree(kept.path)
    except OSError as error:
        raise KnownError("FOLDER_UNWRITABLE", str(error), path=str(kept.path)) from error


def _read(path: Path) -> ListFolder:
    try:
        about = json.loads((path / _ABOUT).read_bytes())
        url = about["url"]
        if not isinstance(url, str):
            raise TypeError("url")
        return ListFolder(path, frozenset(read_pin(pin) for pin in about["pins"]), url)
    except (OSError, ValueError, KeyError, TypeError, KnownError) as error:
        raise KnownError("TRUSTED_LIST_STATE", type(error).__name__, path=str(path)) from error


def _check_url(url: str) -> None:
    try:
        parts = urlsplit(url)
        fits = parts.scheme == "https" and bool(parts.hostname)
    except ValueError:
        fits = False
    if url and not fits:
        raise KnownError("TRUSTED_LIST_URL", url[:200], url=url[:200])


def _load(path: Path) -> bytes | None:
    try:
        with path.open("rb") as file:
            return file.read(_MOST)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise KnownError("TRUSTED_LIST_STATE", type(error).__name__, path=str(path)) from error


def _folder(folder: Path | None) -> Path:
    return folder or config_folder() / "trusted-lists"


def _name_of(path: Path) -> str:
    return re.sub(r"[^A-Za-z0-9._-]+", "-", path.stem).strip(".-") or "list"
