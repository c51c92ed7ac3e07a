"""Test QES identities of every kind."""

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
from cryptography.x509.oid import AuthorityInformationAccessOID, NameOID

from cabinet.contour.trust.authority import Authority, key_usage
from cabinet.contour.trust.certificate_status import CertificateStatuses
from cabinet.contour.trust.revocation_lists import distribution_point
from cabinet.contract.clock import Clock
from cabinet.contract.errors import KnownError
from cabinet.contract.testdata import Identity, NewIdentity
from cabinet.qes.profile_extensions import qualified_extensions

__all__ = ["Identities"]

_TERMS = {"expired": (-800, -1), "not-yet-valid": (30, 395)}


class Identities:
    """Issues certificates that name the trust services at ``trust_url``."""

    def __init__(self, authority: Authority, statuses: CertificateStatuses, clock: Clock, trust_url: str) -> None:
        self._authority = authority
        self._statuses = statuses
        self._clock = clock
        self._services = _services(trust_url)

    def issue(self, wanted: NewIdentity) -> Identity:
        """Issue one identity; makes a key and a PKCS#12 file unless the public key is given.

        Raises:
            KnownError: ``FIELD_INVALID`` for a public key that is none.
        """
        private = None if wanted.public_key_pem else ec.generate_private_key(ec.SECP256R1())
        public = private.public_key() if private is not None else _public(wanted.public_key_pem or "")
        now = self._clock.now()
        start, end = _TERMS.get(wanted.kind, (-30, 365))
        edrpou = None if wanted.kind in {"personal", "nameless"} else wanted.edrpou
        authority = self._authority
        signer = authority.key if wanted.kind != "foreign-ca" else ec.generate_private_key(ec.SECP256R1())
        builder = authority.begin(_subject(wanted), public, now + timedelta(days=start), now + timedelta(days=end))
        usage = ("key_agreement",) if wanted.kind == "encryption" else ("digital_signature", "content_commitment")
        builder = builder.add_extension(key_usage(*usage), critical=True)
        for extension, critical in qualified_extensions(
            None if wanted.kind in {"seal", "nameless"} else wanted.rnokpp,
            edrpou,
            seal=wanted.kind == "seal",
            qualified=wanted.kind != "unqualified",
            device=wanted.kind == "device",
        ):
            builder = builder.add_extension(extension, critical)
        for service in self._services:
            builder = builder.add_extension(service, critical=False)
        certificate = builder.sign(signer, hashes.SHA256())
        if wanted.kind != "foreign-ca":
            self._statuses.issued(certificate.serial_number)
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


def _services(url: str) -> list[x509.ExtensionType]:
    """Return where to ask about a certificate (RFC 5280 §4.2.1.13, §4.2.1.15, §4.2.2.1), as Ukrainian ones name it."""
    methods = {
        AuthorityInformationAccessOID.OCSP: f"{url}/ocsp",
        AuthorityInformationAccessOID.CA_ISSUERS: f"{url}/ca.cer",
    }
    return [
        x509.AuthorityInformationAccess(
            [x509.AccessDescription(oid, x509.UniformResourceIdentifier(at)) for oid, at in methods.items()]
        ),
        x509.CRLDistributionPoints([distribution_point(f"{url}/crl/full.crl")]),
        x509.FreshestCRL([distribution_point(f"{url}/crl/delta.crl")]),
    ]


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
    if wanted.kind == "conflict":
        # The same person cannot have two tax numbers: one digit differs from what the directory attributes say.
        parts.append(x509.NameAttribute(NameOID.SERIAL_NUMBER, f"TINUA-{(int(wanted.rnokpp) + 1) % 10**10:010d}"))
    parts.append(x509.NameAttribute(NameOID.COUNTRY_NAME, "UA"))
    return x509.Name(parts)
