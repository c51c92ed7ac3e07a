"""DPoP proofs (RFC 9449): every request of a person is signed by the session's own P-256 key."""

from __future__ import annotations

import base64
import hashlib
import secrets
from datetime import timedelta

from joserfc import jwt
from joserfc.jwk import ECKey

from cabinet.contract.clock import Clock

__all__ = ["SessionKey"]


class SessionKey:
    """A fresh P-256 key that lives in memory as long as one session and is then forgotten."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.ahead = timedelta()
        """By how much the server's clock is ahead of this computer's: proofs are dated by the server's."""
        self._key = ECKey.generate_key("P-256", private=True)
        self._public = self._key.as_dict(private=False)
        self.thumbprint = self._key.thumbprint()
        """RFC 7638 SHA-256 thumbprint, base64url."""

    def proof(self, method: str, url: str, access_token: str | None = None) -> str:
        """Return the proof for one request; ``url`` without query."""
        public = {name: self._public[name] for name in ("kty", "crv", "x", "y")}
        claims: dict[str, object] = {
            "jti": secrets.token_urlsafe(16),
            "htm": method,
            "htu": url,
            "iat": int((self._clock.now() + self.ahead).timestamp()),
        }
        if access_token is not None:
            digest = hashlib.sha256(access_token.encode()).digest()
            claims["ath"] = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        return jwt.encode({"typ": "dpop+jwt", "alg": "ES256", "jwk": public}, claims, self._key)
