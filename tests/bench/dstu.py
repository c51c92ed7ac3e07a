"""``dstu``: verifying one DSTU 4145 signature on M257 ÷ verifying one on P-256 by python-ecdsa, also plain Python.

Both from the encoded key to the verdict, hash included, with nothing kept from before: the person's key is a new one
at every log-in. ``login_ms`` is what a DSTU log-in costs besides: the signature, and the certificate's by an M257
authority whose key has been met before; the goal is 60.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from importlib.metadata import version

from ecdsa import NIST256p, SigningKey, VerifyingKey

from cabinet.qes.algorithms import Scheme, check_signature
from cabinet.qes.digests import digest_of
from cabinet.qes.dstu import points
from cabinet.qes.dstu.key import read_key
from cabinet.qes.dstu.signature import verify
from cabinet.qes.signed_object import check_signed_object
from tests.bench.result import Result, in_turn
from tests.qes.dstu_material import key_info, person, sign, uapki

_ROUNDS, _LOGIN_GOAL_MS = 61, 60
_DATA = b"signed attributes of a log-in, some three hundred bytes ".ljust(300, b".")


def _forget() -> None:
    read_key.cache_clear()
    points._odd_multiples.cache_clear()


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def measure(*, small: bool) -> Result:
    """Measure both alternately, then the parts of a log-in."""
    certificate, key, private = person()
    info, signature = key_info(certificate), sign(private, key, digest_of("gost34311", _DATA))
    other = SigningKey.generate(curve=NIST256p, hashfunc=hashlib.sha256)
    encoded, beside = other.verifying_key.to_string(), other.sign(_DATA)

    def dstu() -> None:
        verify(read_key(info), signature, digest_of("gost34311", _DATA))

    def ours() -> float:
        _forget()
        return _seconds(dstu)

    def floor() -> float:
        return _seconds(
            lambda: VerifyingKey.from_string(encoded, curve=NIST256p, hashfunc=hashlib.sha256).verify(beside, _DATA)
        )

    leaf, authority, root = uapki("diia-test-sign"), uapki("diia-CA"), uapki("CAO")

    def login() -> float:
        _forget()
        check_signed_object(authority, leaf)
        return _seconds(
            lambda: (
                check_signature(Scheme("gost34311", "dstu"), certificate, signature, _DATA),
                check_signed_object(authority, leaf),
            )
        )

    def by_root() -> float:
        _forget()
        return _seconds(lambda: check_signed_object(root, authority))

    mine, theirs, raw = in_turn(ours, floor, 2 if small else _ROUNDS)
    added, m431, _ = in_turn(login, by_root, 2 if small else _ROUNDS)
    detail = {
        "seconds": raw,
        "m257_ms": round(mine * 1000, 2),
        "p256_ms": round(theirs * 1000, 2),
        "m431_ms": round(m431 * 1000, 2),
        "login_ms": round(added * 1000, 2),
        "login_goal_ms": _LOGIN_GOAL_MS,
        "login_ok": added * 1000 <= _LOGIN_GOAL_MS,
        "python-ecdsa": version("ecdsa"),
    }
    return Result("dstu", mine / theirs, 12, "lower", detail)
