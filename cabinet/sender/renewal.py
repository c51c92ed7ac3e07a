"""A machine renews its own transport certificate, unattended, when two thirds of its life are over (CONTRACT §5)."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from cabinet.contract.credentials import RENEW, RenewRequest
from cabinet.contract.errors import KnownError
from cabinet.contract.moment import wire
from cabinet.contract.renewal import renewal_message
from cabinet.profile.atomic import write_atomically
from cabinet.profile.key_swap import swap_keys
from cabinet.sender.credential import SenderCredential
from cabinet.wire.ask import Ask
from cabinet.wire.transport import Transport

__all__ = ["Term", "renew", "term_of"]

_PENDING_KEY, _PENDING_CSR = "renewal.key", "renewal.csr"


@dataclass(frozen=True)
class Term:
    """The life of a transport certificate."""

    start: datetime
    end: datetime

    def due(self, now: datetime) -> bool:
        """Tell whether two thirds of it are over."""
        return now >= self.start + (self.end - self.start) * 2 / 3


def term_of(credential: SenderCredential) -> Term:
    """Return the term of the certificate in use.

    Raises:
        KnownError: ``CREDENTIAL_UNREADABLE``.
    """
    path = credential.client.certificate
    try:
        certificate = x509.load_pem_x509_certificate(path.read_bytes())
    except (OSError, ValueError) as error:
        raise KnownError("CREDENTIAL_UNREADABLE", type(error).__name__, path=str(path)) from error
    return Term(certificate.not_valid_before_utc, certificate.not_valid_after_utc)


def renew(credential: SenderCredential, transport: Transport, now: datetime) -> None:
    """Ask for a new certificate and put it in use.

    Key and request are written down before they are sent, so that an answer lost on the way is asked for again with
    the same request: two different ones under one certificate are an alarm.

    Raises:
        KnownError: the perimeter's refusal, the network's fault, ``ANSWER_INVALID`` for a certificate of another key,
            or a folder that cannot be written. Then the old keys stay in use.
    """
    key, csr = _pending(credential)
    iat = wire(now)
    message = renewal_message(credential.credential_id, iat, csr.decode())
    signer = credential.signing_key
    signed = signer.sign(message) if isinstance(signer, Ed25519PrivateKey) else _ecdsa(signer, message)
    request = RenewRequest(
        transport_csr=csr.decode(), signing_key_id=credential.signing_key_id, iat=iat,
        signature=base64.b64encode(signed).decode(),
    )  # fmt: skip
    ask = Ask(RENEW, request, path={"credentialId": credential.credential_id})
    certificate = ask.read(transport.call(ask).body).transport_certificate
    if certificate is None or not _of_key(certificate.encode(), csr):
        raise KnownError("ANSWER_INVALID", "no certificate of the new key")
    fresh = {"transportCertificate": certificate.encode(), "transportKey": key}
    swap_keys(credential.folder, credential.credential_id, fresh)
    for name in (_PENDING_KEY, _PENDING_CSR):
        (credential.folder / name).unlink(missing_ok=True)


def _pending(credential: SenderCredential) -> tuple[bytes, bytes]:
    """Return the key and the request under way, made now if there are none.

    A pair whose key is in use already is left of a renewal that was cut short at its very end.
    """
    key_path, csr_path = credential.folder / _PENDING_KEY, credential.folder / _PENDING_CSR
    if key_path.is_file() and csr_path.is_file():
        private = key_path.read_bytes()
        if private != credential.client.key.read_bytes():
            return private, csr_path.read_bytes()
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, credential.source)])
    csr = x509.CertificateSigningRequestBuilder().subject_name(subject).sign(key, hashes.SHA256())
    pem = csr.public_bytes(Encoding.PEM)
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    write_atomically(key_path, private, 0o600)
    write_atomically(csr_path, pem, 0o600)
    return private, pem


def _of_key(certificate: bytes, csr: bytes) -> bool:
    try:
        return x509.load_pem_x509_certificate(certificate).public_key() == x509.load_pem_x509_csr(csr).public_key()
    except ValueError:
        return False


def _ecdsa(key: ec.EllipticCurvePrivateKey, message: bytes) -> bytes:
    return key.sign(message, ec.ECDSA(hashes.SHA256()))
