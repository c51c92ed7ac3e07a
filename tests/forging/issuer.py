"""A careless issuer: the contour's own QES authority, for certificates of any kind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from asn1crypto import core
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa, utils
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key
from cryptography.x509.oid import AuthorityInformationAccessOID, NameOID

from cabinet.contour.sample.operator import SAMPLE_EDRPOU, SAMPLE_NAME, SamplePerson
from cabinet.contour.trust.authority import key_usage
from cabinet.contract.rights import Role
from cabinet.qes.digests import digest_of
from cabinet.qes.dstu.key import DstuKey
from cabinet.qes.profile_extensions import qualified_extensions
from tests.company import person
from tests.qes import dstu_material

PrivateKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
_HEAD = person(Role.HEAD)
SIGNS = ("digital_signature", "content_commitment")


@dataclass(frozen=True)
class Leaf:
    """A certificate and how its key signs: ``sign`` returns what ``cades_build.build`` expects."""

    der: bytes
    sign: Callable[[bytes], bytes]
    key: PrivateKey | None = None


def signer(key: PrivateKey, digest: hashes.HashAlgorithm | None = None) -> Callable[[bytes], bytes]:
    """Return how a key signs: raw ``r ‖ s``, or PKCS#1 v1.5."""

    def sign(data: bytes) -> bytes:
        if isinstance(key, rsa.RSAPrivateKey):
            return key.sign(data, padding.PKCS1v15(), digest or hashes.SHA256())
        size = (key.key_size + 7) // 8
        r, s = utils.decode_dss_signature(
            key.sign(data, ec.ECDSA(digest or (hashes.SHA384() if size == 48 else hashes.SHA256())))
        )
        return r.to_bytes(size, "big") + s.to_bytes(size, "big")

    return sign


@dataclass(frozen=True)
class Profile:
    """What a certificate says; the head of the sample company with everything in order, unless changed."""

    who: SamplePerson = _HEAD
    edrpou: str | None = SAMPLE_EDRPOU
    usages: tuple[str, ...] = SIGNS
    start: timedelta = timedelta(days=-30)
    end: timedelta = timedelta(days=300)
    ca: bool = False
    qualified: bool = True
    seal: bool = False
    ocsp: tuple[str, ...] = ()
    crl: tuple[str, ...] = ()
    critical: str = ""


class Issuer:
    """Issues with the authority's real key; ``services`` are those that the contour's own certificates name."""

    def __init__(self, data: Path, trust_url: str) -> None:
        key = load_pem_private_key((data / "qes-ca.key").read_bytes(), None)
        assert isinstance(key, ec.EllipticCurvePrivateKey)
        self.key = key
        self.certificate = x509.load_pem_x509_certificate((data / "qes-ca.pem").read_bytes())
        self.services = Profile(ocsp=(f"{trust_url}/ocsp",), crl=(f"{trust_url}/crl/full.crl",))

    @property
    def leaf(self) -> Leaf:
        """The authority itself as if it were a person."""
        return Leaf(self.certificate.public_bytes(Encoding.DER), signer(self.key))

    def issue(self, key: PrivateKey | None = None, by: Issuer | None = None, **changes: Any) -> Leaf:
        """Issue a certificate for a key; ``by`` another authority."""
        key = key or ec.generate_private_key(ec.SECP256R1())
        return Leaf(self._certificate(key, (by or self).key, **changes), signer(key), key)

    def issue_dstu(self, info: bytes, private: int, key: DstuKey, **changes: Any) -> Leaf:
        """Issue a certificate for a key of DSTU 4145, given as its SubjectPublicKeyInfo."""
        made = self.with_key(info, **changes)
        return Leaf(made, lambda data: dstu_material.sign(private, key, digest_of("gost34311", data)))

    def with_key(self, info: bytes, **changes: Any) -> bytes:
        """Return a certificate that holds whatever stands in the place of a key."""
        der = self._certificate(ec.generate_private_key(ec.SECP256R1()), self.key, **changes)
        body, algorithm, _ = dstu_material.parts_of(der)
        fields = dstu_material.parts_of(body)
        fields[6] = info
        body = dstu_material.joined(fields)
        signature = core.OctetBitString(self.key.sign(body, ec.ECDSA(hashes.SHA256()))).dump()
        return dstu_material.joined([body, algorithm, bytes(signature)])

    def _certificate(self, key: PrivateKey, by: PrivateKey, **changes: Any) -> bytes:
        profile = replace(self.services, **changes)
        now = datetime.now(UTC)
        names = [
            x509.NameAttribute(NameOID.COMMON_NAME, profile.who.name),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, SAMPLE_NAME),
            x509.NameAttribute(NameOID.COUNTRY_NAME, "UA"),
        ]
        public = key.public_key()
        builder = (
            x509.CertificateBuilder()
            .subject_name(x509.Name(names))
            .issuer_name(self.certificate.subject)
            .public_key(public)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now + profile.start)
            .not_valid_after(now + profile.end)
            .add_extension(x509.BasicConstraints(ca=profile.ca, path_length=None), critical=True)
            .add_extension(key_usage(*profile.usages), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key()), critical=False)
        )
        extensions: list[tuple[x509.ExtensionType, bool]] = qualified_extensions(
            profile.who.rnokpp, profile.edrpou, seal=profile.seal, qualified=profile.qualified
        )
        if profile.ocsp:
            extensions.append((_asked_at(profile.ocsp), False))
        if profile.crl:
            extensions.append((x509.CRLDistributionPoints([_point(url) for url in profile.crl]), False))
        if profile.critical:
            extensions.append((x509.UnrecognizedExtension(x509.ObjectIdentifier(profile.critical), b"\x05\x00"), True))
        for extension, critical in extensions:
            builder = builder.add_extension(extension, critical)
        return builder.sign(by, hashes.SHA256()).public_bytes(Encoding.DER)


def _asked_at(urls: Sequence[str]) -> x509.AuthorityInformationAccess:
    return x509.AuthorityInformationAccess(
        [
            x509.AccessDescription(AuthorityInformationAccessOID.OCSP, x509.UniformResourceIdentifier(url))
            for url in urls
        ]
    )


def _point(url: str) -> x509.DistributionPoint:
    return x509.DistributionPoint([x509.UniformResourceIdentifier(url)], None, None, None)


def another_authority(issuer: Issuer) -> Issuer:
    """Return an authority of the same name with another key: what it issues looks right and is not."""
    other = object.__new__(Issuer)
    other.key = ec.generate_private_key(ec.SECP256R1())
    other.certificate, other.services = issuer.certificate, issuer.services
    return other


def serial_of(der: bytes) -> int:
    number: int = asn1.Certificate.load(der).serial_number
    return number
