"""``token-look``: a look at all slots while nothing changes ÷ the bare PKCS#11 calls that it cannot do without.

Unavoidable: the slot list and each token's info, called in this process; ours goes through the helper's pipe besides.
On SoftHSM2 with three tokens of a certificate each.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from cryptography.hazmat.primitives.serialization import load_der_public_key

from cabinet.token.pkcs11.cryptoki import Cryptoki
from cabinet.token.pkcs11.soft_token import SoftTokenMaker, softhsm_module
from cabinet.token.pkcs11.token import Pkcs11Token
from tests.bench.result import Result, in_turn
from tests.qes_authority import Authority

_LABELS, _LOOKS, _ROUNDS, _PIN, _SO_PIN = ("first", "second", "third"), 200, 9, "271828", "31415926"
_GOAL = 5.0


def measure(*, small: bool) -> Result:
    """Time both, in turn; the first look with its certificates, and a start, stand in the detail."""
    module = softhsm_module()
    assert module is not None, "apt-get install softhsm2"
    looks = _LOOKS // 10 if small else _LOOKS
    with tempfile.TemporaryDirectory() as folder:
        maker, authority = SoftTokenMaker(Path(folder) / "soft", module), Authority()
        for label in _LABELS:
            public = load_der_public_key(maker.make(label, _PIN, _SO_PIN))
            person = authority.person(public=public)
            maker.put(label, _PIN, person.der, person.certificate.subject.public_bytes())
        maker.close()
        started = time.perf_counter()
        token = Pkcs11Token(module)
        token.describe()
        start = time.perf_counter() - started
        first = _timed(token.scan, 1)
        fresh = _timed(lambda: token.scan(fresh=True), looks)
        (certificate, *_) = token.scan().certificates
        signing = _timed(lambda: token.sign(certificate, b"LOGIN v1\n", _PIN, "ecdsa"), looks)
        cryptoki = Cryptoki(str(module.path))
        ours, floor, raw = in_turn(
            lambda: _timed(token.scan, looks),
            lambda: _timed(lambda: [cryptoki.token_info(slot) for slot in cryptoki.slots()], looks),
            _ROUNDS,
        )
        token.close()
        cryptoki.finalize()
    detail = {
        "idleLookMs": round(1000 * ours, 3), "bareCallsMs": round(1000 * floor, 3), "startMs": round(1000 * start, 1),
        "firstLookMs": round(1000 * first, 2), "freshLookMs": round(1000 * fresh, 2),
        "signMs": round(1000 * signing, 2), "tokens": len(_LABELS), "looks": looks, **raw,
    }  # fmt: skip
    return Result("token-look", ours / floor, _GOAL, "lower", detail)


def _timed(work: Callable[..., object], times: int) -> float:
    """Return the seconds of one, over so many."""
    start = time.perf_counter()
    for _ in range(times):
        work()
    return (time.perf_counter() - start) / times
