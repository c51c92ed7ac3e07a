"""What a machine signs to renew its own transport certificate (CONTRACT §5): a stolen transport key renews nothing."""

from __future__ import annotations

import hashlib

__all__ = ["renewal_message"]

_DOMAIN = b"soms-renew-v1\0"


def renewal_message(credential_id: str, iat: str, transport_csr: str) -> bytes:
    """Return the bytes that the live signing key signs: domain, credential, ``iat`` as sent, SHA-256 of the request."""
    digest = hashlib.sha256(transport_csr.encode()).digest()
    return _DOMAIN + credential_id.encode() + b"\0" + iat.encode() + b"\0" + digest
