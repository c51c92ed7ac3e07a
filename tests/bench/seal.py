"""``seal``: sealing and opening a batch of 1,000 by JWE and JWS (joserfc) ÷ the same by our envelope.

Both sign with Ed25519 and encrypt to one X25519 key with AES-256-GCM; neither compresses. JWE and JWS are compact.
"""

from __future__ import annotations

import hashlib
import time
import warnings
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from importlib.metadata import version

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from joserfc import jwe, jws
from joserfc.jwk import OKPKey

from cabinet.contour.sample.play import play
from cabinet.sealing.envelope import Header, parse, seal, unseal, verify
from tests.bench.result import Result, in_turn

_LINES = 1000
_ROUNDS = 9
_JWE = {"alg": "ECDH-ES", "enc": "A256GCM"}
_JWS = {"alg": "EdDSA"}


def _plain(lines: int) -> bytes:
    now = datetime.now(UTC)
    played = list(play(7, lines, now - timedelta(seconds=30), timedelta(minutes=4)))[:lines]
    return b"".join(p.data + b"\n" for p in played)


def measure(*, small: bool) -> Result:
    """Measure both alternately."""
    plain = _plain(_LINES)
    signing, recipient = Ed25519PrivateKey.generate(), X25519PrivateKey.generate()
    jws_key, jwe_key = OKPKey.import_key(signing), OKPKey.import_key(recipient)
    registry = jws.JWSRegistry(algorithms=["EdDSA"])
    registry.max_payload_length = 4 * len(plain)
    sealing = jwe.JWERegistry(algorithms=["ECDH-ES", "A256GCM"])
    sealing.max_ciphertext_length = 4 * len(plain)
    header = Header(
        env="test", operator="90417318", source="core-1", batch_id="01900000-0000-7000-8000-000000000001", seq=1,
        prev_content_sha256=None, n=plain.count(b"\n"), content_sha256=hashlib.sha256(plain).hexdigest(),
        signing_key_id="k", recipient_key_id="r", iat=datetime.now(UTC),
    )  # fmt: skip

    def theirs() -> int:
        with warnings.catch_warnings():
            # EdDSA is being renamed Ed25519 (RFC 9864); the work is the same.
            warnings.simplefilter("ignore")
            signed = jws.serialize_compact(_JWS, plain, jws_key, registry=registry)
            sealed = jwe.encrypt_compact(_JWE, signed, jwe_key, registry=sealing)
            opened = jwe.decrypt_compact(sealed, jwe_key, registry=sealing).plaintext
            assert opened is not None
            verified = jws.deserialize_compact(opened, jws_key, registry=registry)
        assert verified.payload == plain
        return len(sealed)

    def ours() -> int:
        data = seal(plain, header, recipient.public_key(), signing)
        sealed = parse(data)
        verify(sealed, signing.public_key())
        assert unseal(sealed, recipient) == plain
        return len(data)

    times = 2 if small else 20
    mine, peer, raw = in_turn(_timed(ours, times), _timed(theirs, times), 2 if small else _ROUNDS)
    overhead = ours() / len(plain)
    detail = {
        "seconds": raw, "lines": _LINES, "plainBytes": len(plain), "envelopeOverPlain": round(overhead, 6),
        "envelopeGoal": 1.001, "envelopeOk": overhead <= 1.001, "peerOverPlain": round(theirs() / len(plain), 3),
        "joserfc": version("joserfc"), "cryptography": version("cryptography"),
    }  # fmt: skip
    return Result("seal", peer / mine, 8.0, "higher", detail)


def _timed(work: Callable[[], object], times: int) -> Callable[[], float]:
    def run() -> float:
        started = time.perf_counter()
        for _ in range(times):
            work()
        return (time.perf_counter() - started) / times

    return run
