"""A key in a file: not a QES on a device, and named for what it is (УЕП). Whose it is, only its password shows."""

from __future__ import annotations

from pathlib import Path

from cabinet.contract.errors import KnownError
from cabinet.token.keyfile_open import OpenKey, read_key_file

__all__ = ["look_at_key_file", "open_key_file"]


def look_at_key_file(path: Path, library: str) -> None:
    """Say before any password is asked what will not open. ``library`` is UAPKI's path, empty where it is off.

    Raises:
        KnownError: ``KEY_FILE_UNREADABLE``, ``KEY_FILE_EMPTY``, ``KEY_FILE_DAMAGED``, ``KEY_FILE_IS_CERTIFICATE`` or
            ``KEY_FILE_NEEDS_LIBRARY``.
    """
    file = read_key_file(path)
    if file.kind.needs_library and not library:
        raise KnownError("KEY_FILE_NEEDS_LIBRARY", path=str(path), kind=file.kind.value)


def open_key_file(path: Path, password: str, library: str) -> OpenKey:
    """Open a key file: EC and RSA here, DSTU and JKS through the library, in a process of its own.

    Raises:
        KnownError: as :func:`look_at_key_file`, ``KEY_FILE_PASSWORD``, ``KEY_FILE_CERTIFICATE_ABSENT``, and what
            :func:`cabinet.token.uapki_key.open_with_uapki` says.
    """
    from cabinet.token.keyfile_own import ForeignKey, open_own
    from cabinet.token.uapki_key import open_with_uapki

    file = read_key_file(path)
    if not file.kind.needs_library:
        try:
            return open_own(file, password)
        except ForeignKey as error:
            # A DSTU key may lie in a file whose own encryption is the ordinary one.
            if not library:
                raise KnownError("KEY_FILE_NEEDS_LIBRARY", path=str(path), kind=file.kind.value) from error
    if not library:
        raise KnownError("KEY_FILE_NEEDS_LIBRARY", path=str(path), kind=file.kind.value)
    return open_with_uapki(file, password, library)
