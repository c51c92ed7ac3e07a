"""Trusted lists for the tests alone: signers, services of both families of URIs, and every way to spoil a list."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID

from cabinet.qes.trusted_list.model import Head, Names, Period, Service
from cabinet.qes.trusted_list.signing import sign_list
from cabinet.qes.trusted_list.uris import Purpose
from cabinet.qes.trusted_list.writing import Provider, Publisher, build_list
from tests.qes_authority import NOW, Authority, name, usage

ETSI = "http://uri.etsi.org/TrstSvc/"
CZO = "http://czo.gov.ua/TrstSvc/"
UA_LIST = f"{ETSI}TrustedList/TSLType/UAlist"
EU_LIST = f"{ETSI}TrustedList/TSLType/EUgeneric"
BOTH = frozenset({Purpose.SIGNATURES, Purpose.SEALS})
SEALS = frozenset({Purpose.SEALS})
OPERATOR = Publisher(
    Names((("uk", "Випробувальний розпорядник"), ("en", "Test operator"))),
    "1 Test St",
    "Kyiv",
    "UA",
    "list@list.example",
    "https://list.example/about",
)
PROVIDER = replace(OPERATOR, names=Names((("uk", "ТОВ «Надавач»"), ("en", "Provider LLC"))))
RULES = "https://list.example/rules"


@dataclass(frozen=True)
class Signer:
    key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(Encoding.DER)

    @property
    def pin(self) -> str:
        return hashlib.sha256(self.der).hexdigest()

    @property
    def pins(self) -> frozenset[str]:
        return frozenset({self.pin})


def signer(
    key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | None = None,
    start: timedelta = timedelta(days=-400),
    end: timedelta = timedelta(days=400),
) -> Signer:
    key = key or ec.generate_private_key(ec.SECP256R1())
    subject = name("Test list signer")
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW + start)
        .not_valid_after(NOW + end)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    return Signer(key, certificate)


def period(
    kind: str = f"{CZO}Svctype/CA/QC",
    status: str = f"{CZO}TrustedList/Svcstatus/granted",
    purposes: frozenset[Purpose] = BOTH,
    days: float = 300,
) -> Period:
    return Period(kind, status, NOW - timedelta(days=days), purposes)


def service(*certificates: bytes, periods: Sequence[Period] = (), **more: object) -> Service:
    return Service(
        provider=PROVIDER.names,
        name=Names((("uk", "Послуга"), ("en", "Service"))),
        certificates=certificates,
        periods=tuple(periods) or (period(),),
        **more,  # type: ignore[arg-type]
    )


def head(**changes: object) -> Head:
    plain = Head(
        version=6,
        sequence=32,
        kind=UA_LIST,
        operator=OPERATOR.names,
        territory="UA",
        issued=NOW - timedelta(days=10),
        next_update=NOW + timedelta(days=170),
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def unsigned(services: Sequence[Service] = (), **changes: object) -> object:
    scheme = Names((("uk", "UA:Випробувальний список"), ("en", "UA:Test list")))
    return build_list(head(**changes), OPERATOR, scheme, RULES, [Provider(PROVIDER, tuple(services))])


def signed(by: Signer, services: Sequence[Service] = (), **changes: object) -> bytes:
    return sign_list(unsigned(services, **changes), by.key, by.certificate, NOW)


def stamp_unit(authority: Authority) -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
    """Return the key and the certificate of a time-stamping unit that the authority's root issued."""
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name("Test TSA"))
        .issuer_name(authority.root.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW - timedelta(days=100))
        .not_valid_after(NOW + timedelta(days=100))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage("digital_signature", "content_commitment"), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.root_key.public_key()), critical=False
        )
        .sign(authority.root_key, hashes.SHA256())
    )
    return key, certificate
