"""Handing a new machine credential over to files, once. PEM, 0600; existing files are never overwritten."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Final

from cabinet.contract.errors import KnownError
from cabinet.contract.states import Environment

__all__ = ["FILES", "check_folder", "write_credential"]

FILES: Final = ("credential.json", "transport.pem", "transport.key", "signing.key", "profile.json")


def write_credential(
    folder: Path,
    *,
    operator: str,
    source: str,
    environment: Environment,
    credential_id: str,
    transport_certificate: str,
    transport_key: bytes,
    signing_key: bytes,
    profile: bytes,
) -> list[Path]:
    """Write the files of a new credential, once: existing files are never overwritten.

    Raises:
        KnownError: ``FILE_EXISTS`` or ``FOLDER_UNWRITABLE``; then nothing of it is left behind.
    """
    about = {
        "credentialId": credential_id, "operator": operator, "source": source, "environment": environment.value,
    }  # fmt: skip
    contents = {
        "credential.json": json.dumps(about, indent=1).encode(),
        "transport.pem": transport_certificate.encode(),
        "transport.key": transport_key,
        "signing.key": signing_key,
        "profile.json": profile,
    }
    check_folder(folder)
    written: list[Path] = []
    try:
        for name in FILES:
            path = folder / name
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            written.append(path)
            with os.fdopen(handle, "wb") as file:
                file.write(contents[name])
                file.flush()
                os.fsync(file.fileno())
    except OSError as error:
        for path in written:
            path.unlink(missing_ok=True)
        raise KnownError("FOLDER_UNWRITABLE", error.strerror or "", path=str(folder)) from error
    return written


def check_folder(folder: Path) -> None:
    """Make sure, before a key is issued, that it can be written down.

    Raises:
        KnownError: ``FILE_EXISTS`` or ``FOLDER_UNWRITABLE``.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise KnownError("FOLDER_UNWRITABLE", error.strerror or "", path=str(folder)) from error
    existing = next((folder / n for n in FILES if (folder / n).exists()), None)
    if existing is not None:
        raise KnownError("FILE_EXISTS", path=str(existing))
    if not os.access(folder, os.W_OK):
        raise KnownError("FOLDER_UNWRITABLE", path=str(folder))
