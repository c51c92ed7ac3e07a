"""Test QES identities of every kind, and the revocation list of their authority."""

from __future__ import annotations

import base64
from datetime import timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    load_pem_public_key,
    pkcs12,
)
from cryptography.x509.oid import NameOID

from cabinet.contour.authority import Authority, key_usage
from cabinet.contour.store import LedgerStore
from cabinet.contract.clock import Clock
from cabinet.contract.errors import KnownError
from cabinet.contract.moment import from_micros
from cabinet.contract.testdata import Identity, NewIdentity
from cabinet.qes.profile_extensions import qualified_extensions

__all__ = ["Identities"]

_TERMS = {"expired": (-800, -1), "not-yet-valid": (30, 395)}
_CRL_LIFE = timedelta(hours=24)


class Identities:
    """Issues, revokes, and answers with the newest CRL; also the contour's :class:`CrlSource`."""

    def __init__(self, authority: Authority, store: LedgerStore, clock: Clock) -> None:
        self._authority = authority
        self._store = store
        self._clock = clock

    def issue(self, wanted: NewIdentity) -> Identity:
        """Issue one identity; makes a key and a PKCS#12 file unless the public key is given.

        Raises:
            KnownError: ``FIELD_INVALID`` for a public key that is none.
        """
        private = None if wanted.public_key_pem else ec.generate_private_key(ec.SECP256R1())
        public = private.public_key() if private is not None else _public(wanted.public_key_pem or "")
        now = self._clock.now()
        start, end = _TERMS.get(wanted.kind, (-30, 365))
        edrpou = None if wanted.kind == "personal" else wanted.edrpou
        authority = self._authority
        signer = authority.key if wanted.kind != "foreign-ca" else ec.generate_private_key(ec.SECP256R1())
        builder = authority.begin(_subject(wanted), public, now + timedelta(days=start), now + timedelta(days=end))
        usage = ("key_agreement",) if wanted.kind == "encryption" else ("digital_signature", "content_commitment")
        builder = builder.add_extension(key_usage(*usage), critical=True)
        for extension, critical in qualified_extensions(
            None if wanted.kind == "seal" else wanted.rnokpp,
            edrpou,
            seal=wanted.kind == "seal",
            qualified=wanted.kind != "unqualified",
        ):
            builder = builder.add_extension(extension, critical)
        certificate = builder.sign(signer, hashes.SHA256())
        bundle = None
        if private is not None:
            bundle = pkcs12.serialize_key_and_certificates(
                wanted.name.encode(), private, certificate, None,
                BestAvailableEncryption((wanted.password or "0000").encode()),
            )  # fmt: skip
        return Identity(
            certificate_pem=certificate.public_bytes(Encoding.PEM).decode(),
            serial=str(certificate.serial_number),
            pkcs12=base64.b64encode(bundle).decode() if bundle else None,
        )

    def revoke(self, serial: str) -> None:
        """Put a certificate on the list, from now on."""
        if not serial.isascii() or not serial.isdigit() or not 0 < int(serial) < 1 << 160:
            raise KnownError("FIELD_INVALID", field="serial")
        from cabinet.contract.moment import epoch_micros

        with self._store.write() as rows:
            rows.run(
                "INSERT INTO revoked_identities (serial, at) VALUES (:serial, :at) ON CONFLICT DO NOTHING",
                serial=serial, at=epoch_micros(self._clock.now()),
            )  # fmt: skip

    def crl_for(self, issuer_der: bytes) -> bytes | None:
        """Return a fresh CRL for the contour's own authority, None for any other."""
        if issuer_der != self._authority.der:
            return None
        now = self._clock.now()
        builder = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(self._authority.certificate.subject)
            .last_update(now - timedelta(minutes=1))
            .next_update(now + _CRL_LIFE)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(self._authority.key.public_key()),
                critical=False,
            )
            .add_extension(x509.CRLNumber(int(now.timestamp())), critical=False)
        )
        with self._store.read() as rows:
            for row in rows.all("SELECT serial, at FROM revoked_identities"):
                entry = x509.RevokedCertificateBuilder().serial_number(int(row["serial"]))
                builder = builder.add_revoked_certificate(entry.revocation_date(from_micros(row["at"])).build())
        return builder.sign(self._authority.key, hashes.SHA256()).public_bytes(Encoding.DER)


def _public(pem: str) -> ec.EllipticCurvePublicKey | rsa.RSAPublicKey:
    try:
        key = load_pem_public_key(pem.encode())
    except (ValueError, TypeError) as error:
        raise KnownError("FIELD_INVALID", field="publicKeyPem") from error
    if not isinstance(key, ec.EllipticCurvePublicKey | rsa.RSAPublicKey):
        raise KnownError("FIELD_INVALID", field="publicKeyPem")
    return key


def _subject(wanted: NewIdentity) -> x509.Name:
    parts = [x509.NameAttribute(NameOID.COMMON_NAME, wanted.name or "—")]
    if wanted.organisation and wanted.kind != "personal":
        parts.append(x509.NameAttribute(NameOID.ORGANIZATION_NAME, wanted.organisation))
    if wanted.title:
        parts.append(x509.NameAttribute(NameOID.TITLE, wanted.title))
    parts.append(x509.NameAttribute(NameOID.COUNTRY_NAME, "UA"))
    return x509.Name(parts)
