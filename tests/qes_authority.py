"""A QES authority for the tests alone: root, issuing authority, and people's certificates of every kind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa, utils
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from cabinet.qes.profile_extensions import qualified_extensions

NOW = datetime.now(UTC).replace(microsecond=0)
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
        digest = hashes.SHA384() if size == 48 else hashes.SHA256()
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
        return (
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
            .sign(by, hashes.SHA256())
        )

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
        return Person(key, builder.sign(self.key, digest or hashes.SHA256()))

    def crl_for(self, issuer_der: bytes) -> bytes | None:
        for certificate, key in ((self.certificate, self.key), (self.root, self.root_key)):
            if certificate.public_bytes(Encoding.DER) == issuer_der:
                return self.crl(certificate, key)
        return None

    def crl(
        self,
        certificate: x509.Certificate,
        key: ec.EllipticCurvePrivateKey,
        start: timedelta = timedelta(hours=-1),
        end: timedelta = timedelta(hours=1),
    ) -> bytes:
        builder = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(certificate.subject)
            .last_update(NOW + start)
            .next_update(NOW + end)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), critical=False)
            .add_extension(x509.CRLNumber(1), critical=False)
        )
        for serial in self.revoked:
            entry = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(NOW - timedelta(days=1))
            builder = builder.add_revoked_certificate(entry.build())
        return builder.sign(key, hashes.SHA256()).public_bytes(Encoding.DER)
