"""Revocation lists: full and delta (RFC 5280 §5), and which delta continues which list (§5.2.4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, NamedTuple, TypeVar

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.x509.oid import ExtensionOID

from cabinet.contract.errors import KnownError
from cabinet.qes.certificate import Certificate
from cabinet.qes.elements import Encoded
from cabinet.qes.revocation_words import unavailable, unsupported
from cabinet.qes.signed_object import check_signed_object

__all__ = ["Entry", "RevocationList", "read_list"]

Kind = TypeVar("Kind", bound=x509.ExtensionType)

_UNDERSTOOD: Final = {ExtensionOID.DELTA_CRL_INDICATOR, ExtensionOID.ISSUING_DISTRIBUTION_POINT}
_CERTIFICATE_ISSUER: Final = bytes.fromhex("0603551d1d")
"""An entry's own issuer (§5.3.3): the list would be an indirect one, whoever says otherwise."""


class Entry(NamedTuple):
    """A certificate on a list: since when, and why by its name in RFC 5280; ``removed`` takes it off again."""

    since: datetime
    reason: str
    removed: bool


@dataclass(frozen=True)
class RevocationList(Encoded):
    """A list whose issuer and form were checked. ``base`` is set of a delta alone: the number it continues.

    ``users`` and ``authorities`` say whose certificates it is about; ``points`` where it says it is published, empty
    where it does not say; ``delta_urls`` where its own delta is.
    """

    issuer: str
    number: int | None
    base: int | None
    this_update: datetime
    next_update: datetime
    users: bool
    authorities: bool
    points: frozenset[str]
    delta_urls: tuple[str, ...]
    parsed: x509.CertificateRevocationList = field(repr=False, compare=False)

    def in_term(self, now: datetime, skew: timedelta) -> bool:
        """Tell whether the list may be used at this moment."""
        return self.this_update <= now + skew and now < self.next_update

    def covers(self, certificate: Certificate) -> bool:
        """Tell whether the list is about such certificates, published where this one looks (§6.3.3 b)."""
        if not (self.authorities if certificate.is_ca else self.users):
            return False
        return not self.points or bool(self.points & {*certificate.crl_urls, *certificate.delta_crl_urls})

    def continues(self, full: RevocationList) -> bool:
        """Tell whether this delta and that full list are together a complete one (§5.2.4)."""
        if self.base is None or self.number is None or full.number is None:
            return False
        same = (self.users, self.authorities, self.points) == (full.users, full.authorities, full.points)
        return same and self.base <= full.number < self.number

    def entry(self, serial: int) -> Entry | None:
        """Return what the list says of a certificate.

        Raises:
            KnownError: ``REVOCATION_UNAVAILABLE`` for an entry that demands what is not understood here.
        """
        try:
            found = self.parsed.get_revoked_certificate_by_serial_number(serial)
            if found is None:
                return None
            reason = x509.ReasonFlags.unspecified
            for extension in found.extensions:
                if isinstance(extension.value, x509.CRLReason):
                    reason = extension.value.reason
                elif extension.critical:
                    raise unavailable(f"critical {extension.oid.dotted_string} of an entry")
        except (ValueError, TypeError) as error:
            raise unavailable(f"an entry is unreadable, {type(error).__name__}") from error
        return Entry(found.revocation_date_utc, reason.value, reason is x509.ReasonFlags.remove_from_crl)


def read_list(der: bytes, issuer: Certificate, *, delta: bool) -> RevocationList:
    """Read a list and check that it is this issuer's, signed by it and of a form that is understood.

    Its term is not looked at: a list outlives its reading.

    Raises:
        KnownError: ``REVOCATION_UNAVAILABLE``, or ``REVOCATION_UNSUPPORTED`` for a signature of an unknown kind.
    """
    try:
        return _read(der, issuer, delta=delta)
    except (ValueError, TypeError, UnsupportedAlgorithm, x509.DuplicateExtension, x509.InvalidVersion) as error:
        raise unavailable(f"unreadable, {type(error).__name__}") from error


def _read(der: bytes, issuer: Certificate, *, delta: bool) -> RevocationList:
    parsed = x509.load_der_x509_crl(der)
    # Before the signature, which is dear with a DSTU key: is it worth it at all?
    authority = x509.load_der_x509_certificate(issuer.der)
    if parsed.issuer.public_bytes() != authority.subject.public_bytes():
        raise unavailable("the list is another authority's")
    if issuer.usages and "crl_sign" not in issuer.usages:
        raise unavailable("the authority's key is not for lists")
    if _key_named(parsed.extensions) not in {None, _key_of(authority)}:
        raise unavailable("the list is of another key")
    critical = [e.oid.dotted_string for e in parsed.extensions if e.critical and e.oid not in _UNDERSTOOD]
    if critical:
        raise unavailable(f"critical {', '.join(critical)}")
    if _CERTIFICATE_ISSUER in der:
        raise unavailable("an indirect list")
    base = _value(parsed.extensions, x509.DeltaCRLIndicator)
    if (base is not None) is not delta:
        raise unavailable("a delta instead of a full list" if base is not None else "a full list instead of a delta")
    scope = _value(parsed.extensions, x509.IssuingDistributionPoint)
    if scope is not None:
        _whole(scope)
    if parsed.next_update_utc is None or parsed.next_update_utc <= parsed.last_update_utc:
        raise unavailable("a list without a term")
    try:
        check_signed_object(issuer.der, der)
    except KnownError as error:
        if error.code == "UNSUPPORTED_ALGORITHM":
            raise unsupported(error.detail) from error
        raise unavailable(f"the list is not the authority's, {error.code}") from error
    number = _value(parsed.extensions, x509.CRLNumber)
    freshest = _value(parsed.extensions, x509.FreshestCRL)
    return RevocationList(
        der=der,
        issuer=issuer.common_name,
        number=number.crl_number if number is not None else None,
        base=base.crl_number if base is not None else None,
        this_update=parsed.last_update_utc,
        next_update=parsed.next_update_utc,
        users=scope is None or not scope.only_contains_ca_certs,
        authorities=scope is None or not scope.only_contains_user_certs,
        points=frozenset(_urls(scope.full_name or ())) if scope is not None else frozenset(),
        delta_urls=tuple(u for p in freshest or () for u in _urls(p.full_name or ())),
        parsed=parsed,
    )


def _whole(scope: x509.IssuingDistributionPoint) -> None:
    """RFC 5280 §5.2.5: lists of other authorities' certificates, or for some reasons only, are no whole answer."""
    if scope.indirect_crl or scope.only_some_reasons or scope.only_contains_attribute_certs or scope.relative_name:
        raise unavailable("a list of some kinds only")


def _value(extensions: x509.Extensions, kind: type[Kind]) -> Kind | None:
    return next((e.value for e in extensions if isinstance(e.value, kind)), None)


def _urls(names: Iterable[x509.GeneralName]) -> list[str]:
    return [n.value for n in names if isinstance(n, x509.UniformResourceIdentifier)]


def _key_named(extensions: x509.Extensions) -> bytes | None:
    named = _value(extensions, x509.AuthorityKeyIdentifier)
    return named.key_identifier if named is not None else None


def _key_of(authority: x509.Certificate) -> bytes | None:
    own = _value(authority.extensions, x509.SubjectKeyIdentifier)
    return own.digest if own is not None else None
