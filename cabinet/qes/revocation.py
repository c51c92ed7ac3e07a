"""Is any certificate of the path revoked? By CRL (RFC 5280 §6.3); no answer means no log-in."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm

from cabinet.contract.errors import KnownError
from cabinet.qes.certificate import Certificate, KeyKind
from cabinet.qes.chain import Chain, openssl_opinion
from cabinet.qes.signature_check import check_signed_by_dstu

__all__ = ["CrlSource", "check_revocation"]


class CrlSource(Protocol):
    """Where full CRLs come from."""

    def crl_for(self, issuer_der: bytes) -> bytes | None:
        """Return the newest CRL (DER) of that issuer, or None when there is none to be had."""
        ...


def check_revocation(chain: Chain, crls: CrlSource, now: datetime) -> None:
    """Check every certificate of the path but the anchor.

    Raises:
        KnownError: ``CERT_REVOKED``, or ``REVOCATION_UNAVAILABLE`` when the answer is missing, stale or not the
            issuer's (fail closed).
    """
    used = []
    for subject, issuer in zip(chain.path, chain.path[1:], strict=False):
        der = crls.crl_for(issuer.der)
        if der is None:
            raise KnownError("REVOCATION_UNAVAILABLE", issuer.common_name)
        _check(subject, issuer, der, now)
        used.append(der)
    openssl_opinion(chain.path, now, used[:1])


def _check(subject: Certificate, issuer: Certificate, der: bytes, now: datetime) -> None:
    try:
        crl = x509.load_der_x509_crl(der)
        authority = x509.load_der_x509_certificate(issuer.der)
        genuine = crl.issuer == authority.subject
        if issuer.key_kind is KeyKind.DSTU:
            check_signed_by_dstu(issuer.der, der)
        else:
            genuine &= crl.is_signature_valid(authority.public_key())  # type: ignore[arg-type]
        critical = [e.oid.dotted_string for e in crl.extensions if e.critical]
    except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm, KnownError) as error:
        raise KnownError("REVOCATION_UNAVAILABLE", type(error).__name__) from error
    if not genuine:
        raise KnownError("REVOCATION_UNAVAILABLE", "the list is not the issuer's")
    if critical:
        # A delta, or a list of some certificates only: not the whole answer.
        raise KnownError("REVOCATION_UNAVAILABLE", f"critical {', '.join(critical)}")
    if crl.last_update_utc > now or crl.next_update_utc is None or crl.next_update_utc <= now:
        raise KnownError("REVOCATION_UNAVAILABLE", "the list is stale")
    entry = crl.get_revoked_certificate_by_serial_number(subject.serial)
    if entry is not None:
        since = entry.revocation_date_utc
        raise KnownError("CERT_REVOKED", subject.subject, since=since.date().isoformat())
