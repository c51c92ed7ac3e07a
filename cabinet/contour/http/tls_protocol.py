"""uvicorn's HTTP protocol with one thing more: the client's certificate in the ASGI scope.

WORKAROUND until https://github.com/encode/uvicorn/pull/3132 is released: no released ASGI server hands it over.
"""

from __future__ import annotations

import asyncio
import ssl
from typing import Any

from cabinet.contour.http.protocol import BoundedProtocol

__all__ = ["PeerCertificateProtocol", "perimeter_tls"]

X509_V_FLAG_NO_CHECK_TIME = 0x200000
"""OpenSSL's flag: an expired client certificate must reach us, to be answered with its code by our own clock."""


class PeerCertificateProtocol(BoundedProtocol):
    """Puts the DER of the client's certificate, or None, into ``scope["extensions"]["tls"]["client_cert"]``."""

    client_certificate: bytes | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # uvicorn's own type
        """Remember the certificate of this connection."""
        tls: ssl.SSLObject | None = transport.get_extra_info("ssl_object")
        self.client_certificate = tls.getpeercert(binary_form=True) if tls is not None else None
        super().connection_made(transport)

    def on_message_begin(self) -> None:
        """Add it to the scope of each request."""
        super().on_message_begin()
        scope: dict[str, Any] = self.scope  # type: ignore[assignment]
        scope["extensions"] = {"tls": {"client_cert": self.client_certificate}}


def perimeter_tls(context: ssl.SSLContext) -> None:
    """Narrow a server context: TLS 1.3 only, and our clock decides about client certificates."""
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.verify_flags |= X509_V_FLAG_NO_CHECK_TIME
