"""Who the server must be: TLS 1.3, the profile's anchor and nothing else, the profile's key pins.

The pin is checked inside the handshake, before a byte of any request leaves.
"""

from __future__ import annotations

import hashlib
import ssl
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from cabinet.contract.errors import KnownError

if TYPE_CHECKING:
    from cabinet.contract.profile import PerimeterProfile

__all__ = ["ClientCertificate", "PinMismatchError", "ServerWitness", "perimeter_context"]


class PinMismatchError(ssl.SSLError):
    """The server's key is not among the profile's pins."""


@dataclass(frozen=True)
class ClientCertificate:
    """A machine's transport certificate and key, as PEM files."""

    certificate: Path
    key: Path


class ServerWitness:
    """Remembers the certificate of the newest handshake: its hash goes into what a person signs."""

    def __init__(self) -> None:
        self.certificate_der: bytes | None = None

    @property
    def sha256(self) -> str:
        """Return SHA-256 of the live server certificate, hex; empty before the first handshake."""
        return hashlib.sha256(self.certificate_der).hexdigest() if self.certificate_der else ""


def perimeter_context(
    profile: PerimeterProfile, witness: ServerWitness, client: ClientCertificate | None = None
) -> ssl.SSLContext:
    """Return the TLS context for one perimeter.

    Raises:
        KnownError: ``PROFILE_UNREADABLE`` for a broken anchor, ``CREDENTIAL_UNREADABLE`` for a broken key.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    try:
        context.load_verify_locations(cadata=profile.ca_pem)
    except ssl.SSLError as error:
        raise KnownError("PROFILE_UNREADABLE", "caPem", path=profile.name) from error
    if client is not None:
        try:
            context.load_cert_chain(client.certificate, client.key)
        except (ssl.SSLError, OSError) as error:
            raise KnownError("CREDENTIAL_UNREADABLE", str(error), path=str(client.certificate)) from error
    pins = frozenset(profile.spki_pins)

    class PinnedSocket(ssl.SSLSocket):
        shaken = False

        def do_handshake(self, block: bool = False) -> None:
            super().do_handshake(block)
            der = self.getpeercert(binary_form=True) or b""
            public_key: Any = x509.load_der_x509_certificate(der).public_key()
            spki = public_key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
            if pins and hashlib.sha256(spki).hexdigest() not in pins:
                raise PinMismatchError("the server's key is not pinned")
            witness.certificate_der = der
            self.shaken = True

        def __del__(self) -> None:
            # WORKAROUND: SSLSocket._create leaves the socket open when the peer resets it before the handshake
            # (https://github.com/python/cpython/blob/3.11/Lib/ssl.py, the recv(1) ahead of do_handshake).
            if not self.shaken:
                self.close()
            super().__del__()  # type: ignore[misc]  # the C type's finaliser, unknown to typeshed

    context.sslsocket_class = PinnedSocket
    return context
