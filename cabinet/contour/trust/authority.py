"""The contour's three authorities: TLS, machine credentials, test QES. All say "TEST – NOT VALID".

Their keys never leave the data folder, and none belongs in a system's store.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.types import CertificateIssuerPublicKeyTypes
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from cabinet.contour.folder import DataFolder
from cabinet.contract.clock import Clock

__all__ = ["Authority", "contour_name", "kept_certificate", "key_usage", "server_certificate", "spki"]

_CA_LIFE = timedelta(days=3650)
_SERVER_LIFE = timedelta(days=397)
_RENEW = timedelta(days=30)
_BACK = timedelta(days=400)
"""Authorities begin in the past, so that a contour whose clock is moved back still stands on valid ones."""


def key_usage(*names: str) -> x509.KeyUsage:
    """Return a key usage with just these bits."""
    every = (
        "digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
        "key_cert_sign", "crl_sign", "encipher_only", "decipher_only",
    )  # fmt: skip
    return x509.KeyUsage(**{name: name in names for name in every})


def spki(key: CertificateIssuerPublicKeyTypes) -> bytes:
    """Return the DER SubjectPublicKeyInfo."""
    return key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def contour_name(title: str, common_name: str = "") -> x509.Name:
    """Return the name of something of the contour's own: it says what it is worth.

    ``common_name`` is what a person reads beside a certificate; then the organisation says the rest.
    """
    worth = f"TEST – NOT VALID: {title}"
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COMMON_NAME, common_name or worth),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, worth if common_name else "SOMS test contour"),
            x509.NameAttribute(NameOID.COUNTRY_NAME, "UA"),
        ]
    )


def kept_certificate(
    folder: DataFolder,
    name: str,
    key: ec.EllipticCurvePrivateKey,
    clock: Clock,
    make: Callable[[datetime], x509.Certificate],
) -> x509.Certificate:
    """Return the certificate of a file; ``make`` gives one where there is none or where it ends within 30 days."""
    return folder.certificate(
        name, key, lambda: make(clock.now()), lambda kept: kept.not_valid_after_utc - clock.now() >= _RENEW
    )


class Authority:
    """One self-signed authority of a data folder, made at first use and kept."""

    def __init__(self, folder: DataFolder, name: str, title: str, clock: Clock, common_name: str = "") -> None:
        self.key = folder.ec_key(f"{name}-ca.key")
        self.certificate = folder.certificate(
            f"{name}-ca.pem", self.key, lambda: self._self_signed(contour_name(title, common_name), clock.now())
        )

    @property
    def der(self) -> bytes:
        """The authority's certificate."""
        return self.certificate.public_bytes(Encoding.DER)

    @property
    def pem(self) -> str:
        """The authority's certificate as text."""
        return self.certificate.public_bytes(Encoding.PEM).decode()

    def begin(
        self, subject: x509.Name, public: CertificateIssuerPublicKeyTypes, start: datetime, end: datetime
    ) -> x509.CertificateBuilder:
        """Return a builder for a leaf of this authority, with the key identifiers set."""
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self.certificate.subject)
            .public_key(public)
            .serial_number(x509.random_serial_number())
            .not_valid_before(start)
            .not_valid_after(min(end, self.certificate.not_valid_after_utc))
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key()), critical=False)
        )

    def sign(self, builder: x509.CertificateBuilder) -> x509.Certificate:
        """Sign a builder."""
        return builder.sign(self.key, hashes.SHA256())

    def _self_signed(self, subject: x509.Name, now: datetime) -> x509.Certificate:
        public = self.key.public_key()
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(subject)
            .public_key(public)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - _BACK)
            .not_valid_after(now + _CA_LIFE)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(key_usage("key_cert_sign", "crl_sign"), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(public), critical=False)
            .sign(self.key, hashes.SHA256())
        )


def server_certificate(folder: DataFolder, authority: Authority, clock: Clock, host: str) -> tuple[Path, Path]:
    """Return the TLS certificate and key files for loopback and ``host``; made anew when close to its end."""
    key = folder.ec_key("server.key")
    now = clock.now()
    names = _names(host)

    def make() -> x509.Certificate:
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "TEST – NOT VALID: SOMS test contour")])
        return authority.sign(
            authority.begin(subject, key.public_key(), now - _BACK, now + _SERVER_LIFE)
            .add_extension(x509.SubjectAlternativeName(names), critical=False)
            .add_extension(key_usage("digital_signature"), critical=True)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        )

    def keep(old: x509.Certificate) -> bool:
        covered = old.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        return old.not_valid_after_utc - now > _RENEW and set(names) <= set(covered)

    folder.certificate("server.pem", key, make, keep)
    return folder.path / "server.pem", folder.path / "server.key"


def _names(host: str) -> list[x509.GeneralName]:
    names: list[x509.GeneralName] = [
        x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1")),
        x509.IPAddress(ipaddress.ip_address("::1")),
    ]  # fmt: skip
    try:
        extra: x509.GeneralName = x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        extra = x509.DNSName(host)
    return names if extra in names else [*names, extra]
