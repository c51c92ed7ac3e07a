"""Asking the services that verified lists name: the state's in the open network, a test contour's on this computer.

Two roads that never cross: a list of the state cannot send us to this computer, a contour's list cannot send us out.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from cabinet.qes.trusted_list.hosts import hosts_of
from cabinet.qes.trusted_list.model import TrustedList
from cabinet.wire.fetching import HostFetch

__all__ = ["ListedServices"]


class ListedServices:
    """A :class:`cabinet.qes.fetch.Fetch` over the hosts of some lists."""

    def __init__(self, lists: Iterable[TrustedList]) -> None:
        held = tuple(lists)
        real = hosts_of(s for each in held if not each.is_test for s in each.services)
        self._test = hosts_of(s for each in held if each.is_test for s in each.services)
        self._open = HostFetch(lambda: real)
        self._local = HostFetch(lambda: self._test, loopback=True)

    def close(self) -> None:
        """Start no further look-up."""
        self._open.close()
        self._local.close()

    def fetch(
        self, url: str, *, body: bytes | None = None, content_type: str | None = None, accept: str = "*/*", most: int
    ) -> bytes:
        """Return the body of the answer.

        Raises:
            KnownError: ``FETCH_REFUSED``, ``FETCH_FAILED`` or ``FETCH_TOO_LARGE``.
        """
        road = self._local if _host(url) in self._test else self._open
        return road.fetch(url, body=body, content_type=content_type, accept=accept, most=most)


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
