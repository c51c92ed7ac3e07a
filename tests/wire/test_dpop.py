"""What a proof of the session's key says, read by hand."""

from __future__ import annotations

import base64
import hashlib
import json
from datetime import timedelta
from typing import Any

from cabinet.wire.dpop import SessionKey
from tests.perimeter_in_process import NOW, FixedClock

URL = "https://127.0.0.1:1/auth/sessions"


def part(proof: str, number: int) -> dict[str, Any]:
    text = proof.split(".")[number]
    value: dict[str, Any] = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    return value


def test_what_a_proof_says() -> None:
    key = SessionKey(FixedClock())
    proof = key.proof("DELETE", URL, "token")
    header, claims = part(proof, 0), part(proof, 1)
    assert (header["typ"], header["alg"], set(header["jwk"])) == ("dpop+jwt", "ES256", {"kty", "crv", "x", "y"})
    assert (claims["htm"], claims["htu"], claims["iat"]) == ("DELETE", URL, int(NOW.timestamp()))
    digest = hashlib.sha256(b"token").digest()
    assert claims["ath"] == base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    assert set(part(key.proof("GET", URL), 1)) == {"jti", "htm", "htu", "iat"}


def test_no_two_proofs_are_one() -> None:
    key = SessionKey(FixedClock())
    ids = {part(key.proof("GET", URL), 1)["jti"] for _ in range(50)}
    assert len(ids) == 50
    assert min(map(len, ids)) >= 20
    assert SessionKey(FixedClock()).thumbprint != key.thumbprint


def test_proofs_are_dated_by_the_servers_clock() -> None:
    key = SessionKey(FixedClock())
    key.ahead = timedelta(minutes=-7)
    assert part(key.proof("GET", URL), 1)["iat"] == int((NOW - timedelta(minutes=7)).timestamp())
