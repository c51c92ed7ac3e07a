"""New keys of a machine, made on this computer: the private half for the hand-over, a request for the perimeter."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["NewKey", "signing_key", "transport_key"]


@dataclass(frozen=True)
class NewKey:
    """Both as PEM. ``repr`` shows no key."""

    private: bytes
    request: str

    def __repr__(self) -> str:
        return "NewKey()"


def transport_key(source: str) -> NewKey:
    """Make a P-256 key for TLS."""
    from cryptography.hazmat.primitives.asymmetric import ec

    return _made(source, ec.generate_private_key(ec.SECP256R1()))


def signing_key(source: str) -> NewKey:
    """Make an Ed25519 key for batches."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return _made(source, Ed25519PrivateKey.generate())


def _made(source: str, key: object) -> NewKey:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
    from cryptography.x509.oid import NameOID

    assert isinstance(key, ec.EllipticCurvePrivateKey | Ed25519PrivateKey)  # noqa: S101  made just above
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, source)])
    digest = hashes.SHA256() if isinstance(key, ec.EllipticCurvePrivateKey) else None
    request = x509.CertificateSigningRequestBuilder().subject_name(subject).sign(key, digest)
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return NewKey(private, request.public_bytes(Encoding.PEM).decode())
