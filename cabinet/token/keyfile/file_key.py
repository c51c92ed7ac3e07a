"""A key in a file: not a QES on a device, and named for what it is (УЕП). Whose it is, only its password shows."""

from __future__ import annotations

from pathlib import Path

from cabinet.contract.errors import KnownError
from cabinet.token.keyfile.open_key import OpenKey, read_key_file

__all__ = ["FileKey"]


class FileKey:
    """A key file on disk, still closed. ``library`` is the path of the person's UAPKI, empty where it is off."""

    def __init__(self, path: Path, library: str = "") -> None:
        self.path = path
        self._library = library

    def look(self) -> None:
        """Say before any password is asked what will not open.

        Raises:
            KnownError: ``KEY_FILE_UNREADABLE``, ``KEY_FILE_EMPTY``, ``KEY_FILE_DAMAGED``, ``KEY_FILE_IS_CERTIFICATE``
                or ``KEY_FILE_NEEDS_LIBRARY``.
        """
        file = read_key_file(self.path)
        if file.kind.needs_library and not self._library:
            raise KnownError("KEY_FILE_NEEDS_LIBRARY", path=str(self.path), kind=file.kind.value)

    def open(self, password: str) -> OpenKey:
        """Open it: EC and RSA here, DSTU and JKS through the library, in a process of its own.

        Raises:
            KnownError: as :meth:`look`, ``KEY_FILE_PASSWORD``, ``KEY_FILE_CERTIFICATE_ABSENT``, and what
                :func:`cabinet.token.uapki.key.open_with_uapki` says.
        """
        from cabinet.token.keyfile.pkcs12 import ForeignKey, open_own
        from cabinet.token.uapki.key import open_with_uapki

        file = read_key_file(self.path)
        if any(letter < " " or "\ud800" <= letter <= "\udfff" for letter in password):
            # No key file has such a password: a zero ends a C string early (cryptography 50 panics at one), and halves
            # of a letter are no text.
            raise KnownError("KEY_FILE_PASSWORD", "characters that no password has", path=str(self.path))
        if not file.kind.needs_library:
            try:
                return open_own(file, password)
            except ForeignKey:
                # A DSTU key may lie in a file whose own encryption is the ordinary one.
                pass
        if not self._library:
            raise KnownError("KEY_FILE_NEEDS_LIBRARY", path=str(self.path), kind=file.kind.value)
        return open_with_uapki(file, password, self._library)
