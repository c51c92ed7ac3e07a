"""Handing new keys over to files, once: readable by their owner only, existing files never overwritten."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from cabinet.contract.errors import KnownError
from cabinet.profile.atomic import unwritable, write_new
from cabinet.profile.hand_over_forms import HandOverForm, file_names, render
from cabinet.profile.key_swap import read_about, swap_keys

__all__ = ["check_folder", "hand_over", "room_in"]

_ROOM: Final = 64 * 1024
"""More than any form of the hand-over takes."""


def hand_over(
    folder: Path,
    form: HandOverForm,
    about: Mapping[str, str],
    keys: Mapping[str, bytes],
    profile: bytes,
    password: str = "",
) -> list[Path]:
    """Write new keys down in a form; ``keys`` maps members of ``KEY_FILES`` to PEM. Returns the files.

    A folder that already holds this very credential gets them put in use, and a running sender follows.

    Raises:
        KnownError: ``FILE_EXISTS``, ``DISK_FULL``, ``DISK_READ_ONLY``, ``FOLDER_UNWRITABLE`` or ``PASSWORD_WEAK``;
            then nothing is left behind.
    """
    if form is HandOverForm.PEM and holds(folder, about["credentialId"]):
        return swap_keys(folder, about["credentialId"], dict(keys))
    check_folder(folder, form)
    return _write(folder, render(form, about, keys, profile, password))


def holds(folder: Path, credential_id: str) -> bool:
    """Tell whether a folder is the one in use for a credential."""
    try:
        return bool(credential_id) and read_about(folder).get("credentialId") == credential_id
    except KnownError:
        return False


def check_folder(folder: Path, form: HandOverForm, credential_id: str = "") -> None:
    """Make sure, before a key is made, that it can be written down.

    Raises:
        KnownError: ``FILE_EXISTS``, ``DISK_FULL``, ``DISK_READ_ONLY`` or ``FOLDER_UNWRITABLE``.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise unwritable(error, folder) from error
    if not os.access(folder, os.W_OK):
        raise KnownError("FOLDER_UNWRITABLE", path=str(folder))
    if form is HandOverForm.PEM and holds(folder, credential_id):
        return
    existing = next((folder / name for name in file_names(form) if (folder / name).exists()), None)
    if existing is not None:
        raise KnownError("FILE_EXISTS", path=str(existing))


@contextmanager
def room_in(folder: Path) -> Iterator[None]:
    """Hold room for a hand-over while the perimeter is asked: what it has issued must not be lost to a full disk.

    Raises:
        KnownError: ``DISK_FULL``, ``DISK_READ_ONLY`` or ``FOLDER_UNWRITABLE``.
    """
    # Random, since some file systems keep alike bytes in no room at all.
    room = _write(folder, {f".room-{secrets.token_hex(4)}": os.urandom(_ROOM)})
    try:
        yield
    finally:
        for path in room:
            path.unlink(missing_ok=True)


def _write(folder: Path, files: Mapping[str, bytes]) -> list[Path]:
    written: list[Path] = []
    try:
        for name, data in files.items():
            path = folder / name
            write_new(path, data)
            written.append(path)
    except OSError as error:
        for path in written:
            path.unlink(missing_ok=True)
        raise unwritable(error, folder) from error
    return written
