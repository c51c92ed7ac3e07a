"""What was signed: bytes at hand, or a file that is hashed as it is read, so that its size is no matter."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, Final

from cabinet.contract.errors import KnownError
from cabinet.qes.digests import digest_of

__all__ = ["Content"]

_PIECE: Final = 1024 * 1024
_MOST_WHOLE: Final = 64 * 1024 * 1024
_MOST_NATIONAL: Final = 16 * 1024 * 1024
"""GOST 34.311 and Kupyna are computed here in Python, 1.4 s a MiB."""


class Content:
    """Content of a signature; each hash is computed once."""

    def __init__(
        self, opened: Callable[[], BinaryIO], size: int, tell: Callable[[int, int], None] | None = None
    ) -> None:
        self._opened = opened
        self._tell = tell
        self.size = size
        self._known: dict[str, bytes] = {}

    @classmethod
    def of(cls, data: bytes) -> Content:
        """Take bytes."""
        return cls(lambda: io.BytesIO(data), len(data))

    @classmethod
    def at(cls, path: Path, tell: Callable[[int, int], None] | None = None) -> Content:
        """Take a file; ``tell`` hears how many of its bytes were read, of how many, and may raise to end it.

        Raises:
            KnownError: ``FILE_UNREADABLE``.
        """
        try:
            with path.open("rb") as file:
                size = file.seek(0, io.SEEK_END)
        except OSError as error:
            raise KnownError("FILE_UNREADABLE", error.strerror or "", path=str(path)) from error
        return cls(lambda: path.open("rb"), size, tell)

    def digest(self, name: str) -> bytes:
        """Return the hash; ``name`` as in :data:`cabinet.qes.digests.DIGESTS`.

        Raises:
            KnownError: ``SIGNED_CONTENT_TOO_LARGE``, ``FILE_UNREADABLE``.
        """
        if name not in self._known:
            self._known[name] = self._streamed(name) if name.startswith("sha") else self._national(name)
        return self._known[name]

    def whole(self) -> bytes:
        """Return all bytes: for a signature without signed attributes, which is over the content itself.

        Raises:
            KnownError: ``SIGNED_CONTENT_TOO_LARGE``, ``FILE_UNREADABLE``.
        """
        return self._read(_MOST_WHOLE)

    def _national(self, name: str) -> bytes:
        return digest_of(name, self._read(_MOST_NATIONAL))

    def _read(self, most: int) -> bytes:
        if self.size > most:
            raise KnownError("SIGNED_CONTENT_TOO_LARGE", str(self.size), most=str(most // 1024 // 1024))
        try:
            with self._opened() as file:
                return file.read(most + 1)
        except OSError as error:
            raise KnownError("FILE_UNREADABLE", error.strerror or "", path="") from error

    def _streamed(self, name: str) -> bytes:
        found = hashlib.new(name)
        try:
            with self._opened() as file:
                while piece := file.read(_PIECE):
                    found.update(piece)
                    if self._tell is not None:
                        self._tell(file.tell(), self.size)
        except OSError as error:
            raise KnownError("FILE_UNREADABLE", error.strerror or "", path="") from error
        return found.digest()
