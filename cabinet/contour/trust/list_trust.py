"""Whom the contour trusts: what its trusted list says, fetched and verified as anybody would; never a shortcut."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from cabinet.contract.errors import KnownError
from cabinet.profile.trusted_lists import ListFolder
from cabinet.qes.certificate import Certificate
from cabinet.qes.fetch import Fetch
from cabinet.qes.trust import TrustSource

if TYPE_CHECKING:
    from cabinet.qes.trusted_list.trust import TrustedListTrust

__all__ = ["ListTrust"]

_log = logging.getLogger(__name__)
_EVERY: Final = timedelta(hours=1)
_MOST: Final = 16 * 1024 * 1024


class ListTrust:
    """Issuers of people's certificates. The list is fetched at its first use, and again when an hour has passed.

    A refresh that fails leaves the last good list in force until its own next update; then nothing is trusted.
    """

    def __init__(self, kept: ListFolder, fetch: Fetch) -> None:
        self._folder = kept
        self._fetch = fetch
        self._lock = threading.Lock()
        self._trust: TrustedListTrust | None = None
        self._asked: datetime | None = None
        self.stamps: TrustSource = _Stamps(self._current)

    def anchors(self, now: datetime) -> Sequence[Certificate]:
        """Return the certificates of issuers that count at that moment.

        Raises:
            KnownError: ``TRUSTED_LIST_ABSENT``, ``TRUSTED_LIST_EXPIRED``, or why the kept list is not believed.
        """
        return self._current(now).anchors(now)

    def refresh(self, now: datetime) -> KnownError | None:
        """Fetch the list now; returns why it was refused, if it was."""
        with self._lock:
            return self._refresh(now)

    def _current(self, now: datetime) -> TrustedListTrust:
        from cabinet.qes.trusted_list.keeping import KeptList
        from cabinet.qes.trusted_list.trust import TrustedListTrust

        with self._lock:
            if self._asked is None or abs(now - self._asked) >= _EVERY:
                self._refresh(now)
            if self._trust is None:
                kept = KeptList(self._folder, self._folder.pins).current(now)
                self._trust = TrustedListTrust(kept)
            return self._trust

    def _refresh(self, now: datetime) -> KnownError | None:
        from cabinet.qes.trusted_list.keeping import KeptList
        from cabinet.qes.trusted_list.trust import TrustedListTrust

        self._asked = now
        try:
            blob = self._fetch.fetch(self._folder.url, most=_MOST)
            self._trust = TrustedListTrust(KeptList(self._folder, self._folder.pins).refresh(blob, now))
        except KnownError as error:
            _log.warning("the trusted list is not renewed: %s", error)
            return error
        return None


class _Stamps:
    """Authorities of time in whatever list is current."""

    def __init__(self, current: Callable[[datetime], TrustedListTrust]) -> None:
        self._current = current

    def anchors(self, now: datetime) -> Sequence[Certificate]:
        return self._current(now).stamps().anchors(now)
