"""The contour's revocation lists (RFC 5280 §5): a full one every six hours, a delta for whatever changed since."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from cabinet.contour.trust.authority import Authority
from cabinet.contour.trust.certificate_status import CertificateStatuses, Revoked
from cabinet.contract.clock import Clock
from cabinet.contract.testdata import CrlFault

__all__ = ["RevocationLists", "distribution_point"]

_FULL_LIFE: Final = timedelta(hours=24)
_FULL_EVERY: Final = timedelta(hours=6)
_DELTA_LIFE: Final = timedelta(hours=1)
_DELTA_EVERY: Final = timedelta(minutes=5)
_AGO: Final = timedelta(hours=30)
"""How old a stale list is: past the term of both kinds."""
_AHEAD: Final = 1_000
"""By how much a delta's base is higher than any list: nothing can be put together with it."""
_REMOVED: Final = Revoked(datetime.min, "removeFromCRL")  # noqa: DTZ901  never written: a removal is dated when told


@dataclass(frozen=True)
class _Issued:
    der: bytes
    number: int
    at: datetime
    revoked: Mapping[int, Revoked]


class RevocationLists:
    """Issues lists when they are asked for. Thread-safe."""

    def __init__(self, authority: Authority, statuses: CertificateStatuses, clock: Clock, delta_url: str) -> None:
        self._authority = authority
        self._statuses = statuses
        self._clock = clock
        self._freshest = x509.FreshestCRL([distribution_point(delta_url)])
        self._foreign = ec.generate_private_key(ec.SECP256R1())
        self._lock = threading.Lock()
        self._full: _Issued | None = None
        self._delta: _Issued | None = None

    def full(self, fault: CrlFault = "ok") -> bytes:
        """Return the newest full list, DER."""
        with self._lock:
            full = self._newest_full()
            if fault not in {"stale", "foreign-signer"}:
                return full.der
            at = full.at - _AGO if fault == "stale" else full.at
            return self._sign(full.revoked, full.number, at, at + _FULL_LIFE, None, foreign=fault == "foreign-signer")

    def delta(self, fault: CrlFault = "ok") -> bytes:
        """Return what changed since the newest full list, DER."""
        with self._lock:
            delta = self._newest_delta()
            if fault not in {"stale", "foreign-signer", "base-ahead"}:
                return delta.der
            at = delta.at - _AGO if fault == "stale" else delta.at
            base = self._newest_full().number + (_AHEAD if fault == "base-ahead" else 0)
            return self._sign(
                delta.revoked, delta.number, at, at + _DELTA_LIFE, base, foreign=fault == "foreign-signer"
            )

    def _newest_full(self) -> _Issued:
        now = self._clock.now()
        if self._full is None or not self._full.at <= now < self._full.at + _FULL_EVERY:
            revoked, number = self._statuses.revoked(), self._statuses.next_list_number()
            der = self._sign(revoked, number, now, now + _FULL_LIFE, None)
            self._full, self._delta = _Issued(der, number, now, revoked), None
        return self._full

    def _newest_delta(self) -> _Issued:
        full = self._newest_full()
        now = self._clock.now()
        revoked = self._statuses.revoked()
        changed = {s: r for s, r in revoked.items() if full.revoked.get(s) != r}
        changed |= dict.fromkeys(full.revoked.keys() - revoked.keys(), _REMOVED)
        old = self._delta
        if old is None or old.revoked != changed or not old.at <= now < old.at + _DELTA_EVERY:
            number = self._statuses.next_list_number()
            der = self._sign(changed, number, now, now + _DELTA_LIFE, full.number)
            self._delta = old = _Issued(der, number, now, changed)
        return old

    def _sign(
        self,
        revoked: Mapping[int, Revoked],
        number: int,
        at: datetime,
        until: datetime,
        base: int | None,
        *,
        foreign: bool = False,
    ) -> bytes:
        authority = self._authority
        builder = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(authority.certificate.subject)
            .last_update(at)
            .next_update(until)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.key.public_key()), critical=False
            )
            .add_extension(x509.CRLNumber(number), critical=False)
        )
        if base is None:
            builder = builder.add_extension(self._freshest, critical=False)
        else:
            builder = builder.add_extension(x509.DeltaCRLIndicator(base), critical=True)
        for serial, why in revoked.items():
            since = at if why is _REMOVED else why.since
            entry = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(since)
            if why.reason != "unspecified":
                entry = entry.add_extension(x509.CRLReason(x509.ReasonFlags(why.reason)), critical=False)
            builder = builder.add_revoked_certificate(entry.build())
        key = self._foreign if foreign else authority.key
        return builder.sign(key, hashes.SHA256()).public_bytes(Encoding.DER)


def distribution_point(url: str) -> x509.DistributionPoint:
    """Return the place of a list, by its address alone (RFC 5280 §4.2.1.13)."""
    return x509.DistributionPoint([x509.UniformResourceIdentifier(url)], None, None, None)
