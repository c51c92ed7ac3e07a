"""How this room gets bytes from afar: an interface; whoever builds the checks hands in what speaks HTTP."""

from __future__ import annotations

from typing import Protocol

__all__ = ["Fetch"]


class Fetch(Protocol):
    """Gets one answer by an address that stood in a certificate or a list: an address that anybody may have written."""

    def fetch(
        self, url: str, *, body: bytes | None = None, content_type: str | None = None, accept: str = "*/*", most: int
    ) -> bytes:
        """Return the body of the answer, ``most`` bytes at the longest: GET without a ``body``, POST with one.

        Raises:
            KnownError: ``FETCH_REFUSED`` for an address that may not be asked or an answer that leads elsewhere,
                ``FETCH_FAILED`` for no answer in time or a refusal, ``FETCH_TOO_LARGE``.
        """
        ...
