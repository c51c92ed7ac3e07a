"""A perimeter's TLS on loopback: an authority, its server, and the profile that names them."""

from __future__ import annotations

import hashlib
import ipaddress
import socket
import ssl
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from cryptography.x509.oid import NameOID

from cabinet.contract.profile import PerimeterProfile


def profile(**changes: Any) -> PerimeterProfile:
    plain: dict[str, Any] = {
        "name": "Контур",
        "audience": "https://127.0.0.1:8443",
        "ca_pem": Issuer().pem,
        "spki_pins": [],
        "note_verifier_keys": [],
        "trusted_list_signer": "ab" * 32,
        "trusted_list_url": "http://127.0.0.1/tl.xml",
        "environment": "test",
        "implementation": "test-contour",
    }
    return PerimeterProfile.model_validate({**plain, **changes})


class Issuer:
    """A self-signed authority and the certificate of a server at 127.0.0.1."""

    def __init__(self) -> None:
        self.key, self.server_key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Test TLS")])
        now = datetime.now(UTC)

        def builder(key: ec.EllipticCurvePrivateKey, subject: x509.Name, *, ca: bool) -> x509.CertificateBuilder:
            return (
                x509.CertificateBuilder()
                .subject_name(subject)
                .issuer_name(name)
                .public_key(key.public_key())
                .serial_number(x509.random_serial_number())
                .not_valid_before(now - timedelta(days=1))
                .not_valid_after(now + timedelta(days=1))
                .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
            )

        self.certificate = builder(self.key, name, ca=True).sign(self.key, hashes.SHA256())
        leaf = builder(self.server_key, x509.Name([]), ca=False).add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=True
        )
        self.server = leaf.sign(self.key, hashes.SHA256())

    @property
    def pem(self) -> str:
        return self.certificate.public_bytes(Encoding.PEM).decode()

    @property
    def pin(self) -> str:
        spki = self.server_key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        return hashlib.sha256(spki).hexdigest()

    def context(self, folder: Path, newest: ssl.TLSVersion = ssl.TLSVersion.TLSv1_3) -> ssl.SSLContext:
        key = self.server_key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        (folder / "server.pem").write_bytes(self.server.public_bytes(Encoding.PEM) + key)
        made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        made.load_cert_chain(folder / "server.pem")
        made.maximum_version = newest
        return made


def shake(client: ssl.SSLContext, server: ssl.SSLContext) -> str:
    """Shake hands over a pair of sockets; returns the version agreed on, raises what the client raises."""
    near, far = socket.socketpair()

    def answer() -> None:
        try:
            with server.wrap_socket(far, server_side=True) as accepted:
                accepted.recv(1)
        except OSError:
            far.close()

    thread = threading.Thread(target=answer)
    thread.start()
    try:
        with client.wrap_socket(near, server_hostname="127.0.0.1") as connected:
            return connected.version() or ""
    finally:
        near.close()
        thread.join()
