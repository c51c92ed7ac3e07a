"""Putting new keys into the folder of a machine credential while a sender uses it.

New files get names of their own; ``credential.json``, which names the files in use, is replaced last and atomically.
So a sender sees either the old keys or the new ones, and the old files stay until the next swap.
"""

from __future__ import annotations

import json
import secrets
from pathlib import Path
from typing import Final

from cabinet.contract.errors import KnownError
from cabinet.profile.atomic import unwritable, write_atomically, write_new

__all__ = ["KEY_FILES", "read_about", "swap_keys"]

KEY_FILES: Final = {
    "transportCertificate": "transport.pem",
    "transportKey": "transport.key",
    "signingKey": "signing.key",
}
"""Member of ``credential.json`` → the file's name where the member is absent."""


def read_about(folder: Path) -> dict[str, str]:
    """Return ``credential.json`` with every file named.

    Raises:
        KnownError: ``CREDENTIAL_FOLDER_INVALID`` or ``CREDENTIAL_UNREADABLE``.
    """
    path = folder / "credential.json"
    if not path.is_file():
        raise KnownError("CREDENTIAL_FOLDER_INVALID", path=str(path))
    try:
        given = json.loads(path.read_bytes())
        about = {str(name): str(value) for name, value in given.items()}
    except (OSError, ValueError, AttributeError) as error:
        raise KnownError("CREDENTIAL_UNREADABLE", type(error).__name__, path=str(path)) from error
    names = {member: about.get(member, usual) for member, usual in KEY_FILES.items()}
    if any(Path(name).name != name or not name for name in names.values()):
        raise KnownError("CREDENTIAL_UNREADABLE", "a file outside the folder", path=str(path))
    return {**about, **names}


def swap_keys(folder: Path, credential_id: str, fresh: dict[str, bytes]) -> list[Path]:
    """Put new files in use: ``fresh`` maps members of :data:`KEY_FILES` to contents. Returns the files written.

    Raises:
        KnownError: ``CREDENTIAL_OTHER`` for a folder of another credential, what writing raises, or what
            :func:`read_about` raises. Then the old keys stay in use.
    """
    about = read_about(folder)
    if about.get("credentialId") != credential_id:
        raise KnownError("CREDENTIAL_OTHER", path=str(folder))
    before = {about[member] for member in KEY_FILES}
    mark = secrets.token_hex(4)
    written: list[Path] = []
    try:
        for member, data in fresh.items():
            usual = Path(KEY_FILES[member])
            path = folder / f"{usual.stem}-{mark}{usual.suffix}"
            write_new(path, data)
            written.append(path)
            about[member] = path.name
        write_atomically(folder / "credential.json", json.dumps(about, indent=1).encode(), 0o600)
    except (OSError, KnownError) as error:
        for path in written:
            path.unlink(missing_ok=True)
        if isinstance(error, KnownError):
            raise
        raise unwritable(error, folder) from error
    _sweep(folder, {about[member] for member in KEY_FILES} | before)
    return [*written, folder / "credential.json"]


def _sweep(folder: Path, kept: set[str]) -> None:
    """Delete what earlier swaps left; the files of the last one stay for whoever is just opening them."""
    for usual in KEY_FILES.values():
        name = Path(usual)
        for path in (folder / usual, *folder.glob(f"{name.stem}-*{name.suffix}")):
            if path.name not in kept:
                path.unlink(missing_ok=True)
