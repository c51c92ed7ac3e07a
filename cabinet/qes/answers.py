"""What authorities say about revocation, fetched; lists are kept for as long as their own term.

An OCSP answer is never used twice: it carries the nonce of one question, and a log-in must see a revocation at once.
"""

from __future__ import annotations

import hashlib
import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime
from typing import Final

from cabinet.contract.errors import KnownError
from cabinet.qes.certificate import Certificate
from cabinet.qes.crl import RevocationList, read_list
from cabinet.qes.fetch import Fetch
from cabinet.qes.ocsp_request import CertId, OcspRequest, build_request
from cabinet.qes.revocation_words import RevocationPolicy, unavailable

__all__ = ["Answers"]

MOST_OCSP: Final = 64 * 1024
MOST_DELTA: Final = 1024 * 1024
MOST_FULL: Final = 8 * 1024 * 1024
_KEPT_BYTES: Final = 64 * 1024 * 1024
_NONCE_BYTES: Final = 32
_Key = tuple[str, str, bool]


class Answers:
    """Fetches answers and keeps lists, whose signatures were checked when they came. Thread-safe."""

    def __init__(
        self,
        fetch: Fetch,
        policy: RevocationPolicy | None = None,
        nonce: Callable[[], bytes] = lambda: secrets.token_bytes(_NONCE_BYTES),
    ) -> None:
        self.policy = policy or RevocationPolicy()
        self._fetch = fetch
        self._nonce = nonce
        self._lock = threading.Lock()
        self._lists: OrderedDict[_Key, RevocationList] = OrderedDict()

    def ask(self, url: str, asked: CertId) -> tuple[OcspRequest, bytes]:
        """Ask a responder; return the question and the answer as it came.

        Raises:
            KnownError: what the fetching raises.
        """
        request = build_request(asked, self._nonce())
        answer = self._fetch.fetch(
            url, body=request.der, content_type="application/ocsp-request", accept="application/ocsp-response",
            most=MOST_OCSP,
        )  # fmt: skip
        return request, answer

    def newest(self, url: str, issuer: Certificate, now: datetime, *, delta: bool) -> RevocationList:
        """Fetch a list; where that fails, return the one at hand if it is still in its term.

        Raises:
            KnownError: ``REVOCATION_UNAVAILABLE`` with the reason, or ``REVOCATION_UNSUPPORTED``.
        """
        held = self.kept(url, issuer, now, delta=delta)
        try:
            return self._newest(url, issuer, now, delta=delta)
        except KnownError as error:
            if held is not None:
                return held
            if error.code == "REVOCATION_UNSUPPORTED":
                raise
            raise unavailable(f"{error.code} {error.detail}".strip()) from error

    def kept(self, url: str, issuer: Certificate, now: datetime, *, delta: bool) -> RevocationList | None:
        """Return the list that is at hand and in its term."""
        with self._lock:
            held = self._lists.get((issuer.sha256, url, delta))
        return held if held is not None and held.in_term(now, self.policy.skew) else None

    def _newest(self, url: str, issuer: Certificate, now: datetime, *, delta: bool) -> RevocationList:
        der = self._fetch.fetch(url, accept="application/pkix-crl", most=MOST_DELTA if delta else MOST_FULL)
        key = (issuer.sha256, url, delta)
        with self._lock:
            held = self._lists.get(key)
        same = held is not None and hashlib.sha256(der).hexdigest() == held.sha256
        found = held if held is not None and same else read_list(der, issuer, delta=delta)
        if not found.in_term(now, self.policy.skew):
            raise unavailable("the list is stale" if found.next_update <= now else "the list is from the future")
        if held is not None and (found.number or 0) < (held.number or 0):
            # Numbers only grow (RFC 5280 §5.2.3): an older list is played back to hide a revocation.
            raise unavailable(f"list {found.number} after {held.number}")
        self._keep(key, found)
        return found

    def _keep(self, key: _Key, found: RevocationList) -> None:
        with self._lock:
            self._lists[key] = found
            self._lists.move_to_end(key)
            size = sum(len(x.der) for x in self._lists.values())
            while size > _KEPT_BYTES:
                _, dropped = self._lists.popitem(last=False)
                size -= len(dropped.der)
