"""A QES authority for the tests alone: root, issuing authority, and people's certificates of every kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa, utils
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import AuthorityInformationAccessOID, NameOID

from cabinet.qes.profile_extensions import qualified_extensions

NOW = datetime.now(UTC).replace(microsecond=0)
OCSP_URL, FULL_URL, DELTA_URL, ROOT_URL = (
    f"http://{at}" for at in ("ca.test/ocsp", "ca.test/full.crl", "ca.test/delta.crl", "root.test/full.crl")
)
PrivateKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


def name(common: str, **more: str) -> x509.Name:
    parts = [x509.NameAttribute(NameOID.COMMON_NAME, common)]
    parts += [x509.NameAttribute(getattr(NameOID, key.upper()), value) for key, value in more.items()]
    return x509.Name([*parts, x509.NameAttribute(NameOID.COUNTRY_NAME, "UA")])


def usage(*names: str) -> x509.KeyUsage:
    every = (
        "digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
        "key_cert_sign", "crl_sign", "encipher_only", "decipher_only",
    )  # fmt: skip
    return x509.KeyUsage(**{each: each in names for each in every})


def point(url: str) -> x509.DistributionPoint:
    return x509.DistributionPoint([x509.UniformResourceIdentifier(url)], None, None, None)


def services(*, ocsp: bool = True, crl: bool = True, delta: bool = False) -> list[x509.ExtensionType]:
    found: list[x509.ExtensionType] = []
    if ocsp:
        access = x509.AccessDescription(AuthorityInformationAccessOID.OCSP, x509.UniformResourceIdentifier(OCSP_URL))
        found.append(x509.AuthorityInformationAccess([access]))
    if crl:
        found.append(x509.CRLDistributionPoints([point(FULL_URL)]))
    if delta:
        found.append(x509.FreshestCRL([point(DELTA_URL)]))
    return found


@dataclass
class Person:
    key: PrivateKey
    certificate: x509.Certificate

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(Encoding.DER)

    def sign(self, data: bytes) -> bytes:
        if isinstance(self.key, rsa.RSAPrivateKey):
            return self.key.sign(data, padding.PKCS1v15(), hashes.SHA256())
        size = (self.key.key_size + 7) // 8
        digest = {32: hashes.SHA256(), 48: hashes.SHA384()}.get(size, hashes.SHA512())
        r, s = utils.decode_dss_signature(self.key.sign(data, ec.ECDSA(digest)))
        return r.to_bytes(size, "big") + s.to_bytes(size, "big")


class Authority:
    def __init__(self) -> None:
        self.root_key = ec.generate_private_key(ec.SECP256R1())
        self.root = self._authority(name("Test root"), self.root_key, name("Test root"), self.root_key, None)
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.certificate = self._authority(name("Test QES CA"), self.key, self.root.subject, self.root_key, 0)
        self.revoked: list[int] = []

    @property
    def root_der(self) -> bytes:
        return self.root.public_bytes(Encoding.DER)

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(Encoding.DER)

    def chain_pem(self, path: Path) -> Path:
        path.write_bytes(self.root.public_bytes(Encoding.PEM) + self.certificate.public_bytes(Encoding.PEM))
        return path

    def _authority(
        self, subject: x509.Name, key: PrivateKey, issuer: x509.Name, by: PrivateKey, depth: int | None
    ) -> x509.Certificate:
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(issuer)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(NOW - timedelta(days=365))
            .not_valid_after(NOW + timedelta(days=3650))
            .add_extension(x509.BasicConstraints(ca=True, path_length=depth), critical=True)
            .add_extension(usage("key_cert_sign", "crl_sign"), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(by.public_key()), critical=False)
        )
        if depth is not None:
            builder = builder.add_extension(x509.CRLDistributionPoints([point(ROOT_URL)]), critical=False)
        return builder.sign(by, hashes.SHA256())

    def person(
        self,
        rnokpp: str | None = "3141592650",
        edrpou: str | None = "90417318",
        *,
        key: PrivateKey | None = None,
        public: object = None,
        usages: tuple[str, ...] = ("digital_signature", "content_commitment"),
        start: timedelta = timedelta(days=-30),
        end: timedelta = timedelta(days=365),
        seal: bool = False,
        qualified: bool = True,
        unzr: str | None = None,
        device: bool = False,
        subject: x509.Name | None = None,
        digest: hashes.HashAlgorithm | None = None,
        named: list[x509.ExtensionType] | None = None,
    ) -> Person:
        key = key or ec.generate_private_key(ec.SECP256R1())
        public = public or key.public_key()
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject or name("Ковальчук Олена Ігорівна", organization_name="ТОВ «Млинок Плюс»"))
            .issuer_name(self.certificate.subject)
            .public_key(public)  # type: ignore[arg-type]
            .serial_number(x509.random_serial_number())
            .not_valid_before(NOW + start)
            .not_valid_after(NOW + end)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(usage(*usages), critical=True)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key()), critical=False)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)  # type: ignore[arg-type]
        )
        for extension, critical in qualified_extensions(
            rnokpp, edrpou, unzr=unzr, seal=seal, qualified=qualified, device=device
        ):
            builder = builder.add_extension(extension, critical)
        for service in services() if named is None else named:
            builder = builder.add_extension(service, critical=False)
        return Person(key, builder.sign(self.key, digest or hashes.SHA256()))

    def crl(
        self,
        certificate: x509.Certificate | None = None,
        key: ec.EllipticCurvePrivateKey | None = None,
        start: timedelta = timedelta(hours=-1),
        end: timedelta = timedelta(hours=1),
        *,
        number: int | None = 1,
        base: int | None = None,
        entries: dict[int, str] | None = None,
        more: Sequence[tuple[x509.ExtensionType, bool]] = (),
        keyed: bool = True,
    ) -> bytes:
        """Return a list: of the issuing authority and of ``revoked``, unless said otherwise."""
        certificate, key = certificate or self.certificate, key or self.key
        builder = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(certificate.subject)
            .last_update(NOW + start)
            .next_update(NOW + end)
        )
        if keyed:
            identifier = x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key())
            builder = builder.add_extension(identifier, critical=False)
        if number is not None:
            builder = builder.add_extension(x509.CRLNumber(number), critical=False)
        if base is not None:
            builder = builder.add_extension(x509.DeltaCRLIndicator(base), critical=True)
        for extension, critical in more:
            builder = builder.add_extension(extension, critical)
        for serial, reason in (dict.fromkeys(self.revoked, "unspecified") if entries is None else entries).items():
            entry = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(NOW - timedelta(days=1))
            if reason != "unspecified":
                entry = entry.add_extension(x509.CRLReason(x509.ReasonFlags(reason)), critical=False)
            builder = builder.add_revoked_certificate(entry.build())
        return builder.sign(key, hashes.SHA256()).public_bytes(Encoding.DER)

    def root_crl(self) -> bytes:
        return self.crl(self.root, self.root_key)
