"""From the signer's certificate to a trusted service: our own checks, then pyOpenSSL's as a second opinion.

OpenSSL has no opinion of DSTU: a path with such a key stands on our own checks, and what only OpenSSL would look at
is refused or checked here instead.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from OpenSSL import crypto

from cabinet.contract.errors import KnownError
from cabinet.qes.certificate import Certificate, KeyKind, read_certificate
from cabinet.qes.policy import LoginPolicy
from cabinet.qes.signed_object import check_signed_object
from cabinet.qes.trust import TrustSource

__all__ = ["Chain", "build_chain", "build_path", "issued", "openssl_opinion"]

_LONGEST: Final = 3
_EXPIRED, _NOT_YET, _REVOKED = 10, 9, 23
_FORM_ALONE: Final = {85, 86, 90, 91}
"""X509_V_ERR_… of OpenSSL: key identifiers that are missing or critical (RFC 5280 §4.2.1.1, §4.2.1.2)."""
_USE_DELTAS: Final = 0x2000
"""OpenSSL's X509_V_FLAG_USE_DELTAS, for which pyOpenSSL has no name."""


@dataclass(frozen=True)
class Chain:
    """The path, signer first, anchor last."""

    path: tuple[Certificate, ...]

    @property
    def signer(self) -> Certificate:
        """The person's certificate."""
        return self.path[0]


def build_chain(
    certificate: Certificate,
    carried: Sequence[bytes],
    trust: TrustSource,
    now: datetime,
    policy: LoginPolicy | None = None,
) -> Chain:
    """Build and check a person's path at a moment, under a perimeter's policy.

    Raises:
        KnownError: ``CERT_EXPIRED``, ``CERT_NOT_YET_VALID``, ``WRONG_KEY_USAGE``, ``SEAL_NOT_ALLOWED``,
            ``NOT_QUALIFIED``, ``QSCD_REQUIRED``, ``ID_CONFLICT`` or ``ISSUER_UNTRUSTED``.
    """
    return build_path(certificate, carried, trust, now, lambda signer: _signer(signer, policy or LoginPolicy()))


def build_path(
    certificate: Certificate,
    carried: Sequence[bytes],
    trust: TrustSource,
    now: datetime,
    fit: Callable[[Certificate], None] = lambda _: None,
    *,
    listed: bool = False,
) -> Chain:
    """Build and check the path of any signer at a moment; ``fit`` looks at the signer's own certificate.

    ``listed`` lets the signer's own certificate be an anchor, and then the whole path: a trusted list holds the
    certificates that sign time-stamps, beside those of issuers.

    Raises:
        KnownError: ``CERT_EXPIRED``, ``CERT_NOT_YET_VALID``, ``ISSUER_UNTRUSTED``, ``BAD_CMS``, or what ``fit`` raises.
    """
    anchors = list(trust.anchors(now))
    path = [certificate]
    pool = [read_certificate(der) for der in carried]
    if len(pool) > _LONGEST:
        # They could not all be of the path; and a look at each costs a signature.
        raise KnownError("BAD_CMS", "a certificate that is not part of the path")
    while not (listed and certificate in anchors):
        issuer = next((a for a in anchors if issued(a, path[-1])), None)
        if issuer is not None:
            path.append(issuer)
            break
        between = next((c for c in pool if c.is_ca and c not in path and issued(c, path[-1])), None)
        if between is None or len(path) >= _LONGEST:
            raise KnownError("ISSUER_UNTRUSTED", certificate.issuer, issuer=certificate.issuer)
        path.append(between)
    used = {c.der for c in path}
    if any(c.der not in used for c in pool):
        raise KnownError("BAD_CMS", "a certificate that is not part of the path")
    for link in path:
        _in_term(link, now)
        if link.unknown_critical is not None:
            raise KnownError("ISSUER_UNTRUSTED", f"critical {link.unknown_critical}", issuer=link.issuer)
    for authority in path[1:]:
        if not authority.is_ca or "key_cert_sign" not in authority.usages:
            raise KnownError("ISSUER_UNTRUSTED", "not an authority", issuer=authority.common_name)
    fit(certificate)
    openssl_opinion(path, now, crls=())
    return Chain(tuple(path))


def openssl_opinion(path: Sequence[Certificate], now: datetime, crls: Sequence[bytes]) -> None:
    """Ask OpenSSL about the same path, unless it has a DSTU key; with CRLs, about revocation too.

    Raises:
        KnownError: ``CERT_REVOKED`` or ``ISSUER_UNTRUSTED`` where OpenSSL disagrees with us.
    """
    if len(path) == 1:
        # An anchor by itself: there is no signature to have an opinion of.
        return
    if any(c.key_kind is KeyKind.DSTU for c in path):
        _instead_of_openssl(path)
        return
    try:
        _ask_openssl(path, now, crls, crypto.X509StoreFlags.X509_STRICT)
    except crypto.X509StoreContextError as error:
        if error.errors[0] not in _FORM_ALONE:
            raise _refusal(error, path) from error
        # Real authorities leave these out; what they would be for is checked here besides.
        try:
            _ask_openssl(path, now, crls, 0)
        except crypto.X509StoreContextError as without:
            raise _refusal(without, path) from without


def _refusal(error: crypto.X509StoreContextError, path: Sequence[Certificate]) -> KnownError:
    code = {_EXPIRED: "CERT_EXPIRED", _NOT_YET: "CERT_NOT_YET_VALID", _REVOKED: "CERT_REVOKED"}.get(error.errors[0])
    return KnownError(code or "ISSUER_UNTRUSTED", str(error), issuer=path[0].issuer)


def _ask_openssl(path: Sequence[Certificate], now: datetime, crls: Sequence[bytes], strictness: int) -> None:
    """Raise OpenSSL's own error where it does not take the path."""
    store = crypto.X509Store()
    store.set_time(now)
    store.add_cert(crypto.X509.from_cryptography(x509.load_der_x509_certificate(path[-1].der)))
    flags = strictness | crypto.X509StoreFlags.PARTIAL_CHAIN
    if crls:
        flags |= crypto.X509StoreFlags.CRL_CHECK | _USE_DELTAS
        for crl in crls:
            store.add_crl(x509.load_der_x509_crl(crl))
    store.set_flags(flags)
    leaf, *between = [crypto.X509.from_cryptography(x509.load_der_x509_certificate(c.der)) for c in path[:-1]]
    crypto.X509StoreContext(store, leaf, between).verify_certificate()


def _instead_of_openssl(path: Sequence[Certificate]) -> None:
    """RFC 5280 §6.1: path lengths are kept; names and policies that are limited are not understood here."""
    for following, authority in enumerate(path[1:]):
        if authority.path_length is not None and authority.path_length < following:
            raise KnownError("ISSUER_UNTRUSTED", "path length", issuer=authority.common_name)
        if authority.constrained:
            raise KnownError("ISSUER_UNTRUSTED", "constraints", issuer=authority.common_name)


def issued(issuer: Certificate, subject: Certificate) -> bool:
    """Tell whether the issuer's key signed the subject's certificate, and the names agree; no more than that."""
    if issuer.key_kind is KeyKind.DSTU:
        return _issued_by_dstu(issuer, subject)
    try:
        x509.load_der_x509_certificate(subject.der).verify_directly_issued_by(
            x509.load_der_x509_certificate(issuer.der)
        )
    except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm, x509.InvalidVersion):
        return False
    return True


def _issued_by_dstu(issuer: Certificate, subject: Certificate) -> bool:
    """Look at the names first: a signature takes some ten milliseconds."""
    named = asn1.Certificate.load(subject.der)["tbs_certificate"]["issuer"].dump()
    if named != asn1.Certificate.load(issuer.der)["tbs_certificate"]["subject"].dump():
        return False
    try:
        check_signed_object(issuer.der, subject.der)
    except KnownError:
        return False
    return True


def _in_term(certificate: Certificate, now: datetime) -> None:
    if certificate.not_after <= now:
        raise KnownError("CERT_EXPIRED", certificate.subject, until=certificate.not_after.date().isoformat())
    if certificate.not_before > now:
        raise KnownError("CERT_NOT_YET_VALID", certificate.subject, since=certificate.not_before.date().isoformat())


def _signer(certificate: Certificate, policy: LoginPolicy) -> None:
    if certificate.is_ca or not certificate.signs:
        raise KnownError("WRONG_KEY_USAGE", ", ".join(sorted(certificate.usages)))
    if certificate.is_seal:
        raise KnownError("SEAL_NOT_ALLOWED")
    if certificate.conflict is not None:
        raise KnownError("ID_CONFLICT", certificate.conflict)
    if not certificate.qualified:
        raise KnownError("NOT_QUALIFIED")
    if policy.device_required and certificate.device_evidence is None:
        raise KnownError("QSCD_REQUIRED")
