"""Which PKCS#11 mechanism signs what: a table by name, never "the first that can sign".

Standard numbers: OASIS PKCS#11 v2.40 (current mechanisms). Ukrainian numbers: ``pkcs11t-ua.h`` of UAPKI 2.0.16 (BSD-2),
agreed with Автор; live Алмаз-1К and SecureToken-338 show 0x80420031 and …32. 0x80420014 and …15 also carry CKF_SIGN,
but are message authentication codes: they are not in the table and so are never chosen.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

from cabinet.contract.errors import KnownError

__all__ = ["CKM", "Chosen", "SignKind", "choose"]

SignKind = Literal["ecdsa", "rsa", "dstu-gost34311", "dstu-kupyna256", "dstu-kupyna384", "dstu-kupyna512"]


class CKM:
    """Mechanisms; the hashes of Ukraine are named for diagnostics."""

    RSA_PKCS = 0x1
    SHA256_RSA_PKCS = 0x40
    ECDSA = 0x1041
    ECDSA_SHA256 = 0x1044
    ECDSA_SHA384 = 0x1045
    ECDSA_SHA512 = 0x1046
    GOST34311 = 0x80420021
    KUPYNA256 = 0x80420022
    KUPYNA384 = 0x80420023
    KUPYNA512 = 0x80420024
    DSTU4145 = 0x80420031
    DSTU4145_WITH_GOST34311 = 0x80420032
    DSTU4145_WITH_KUPYNA256 = 0x80420033
    DSTU4145_WITH_KUPYNA384 = 0x80420034
    DSTU4145_WITH_KUPYNA512 = 0x80420035


@dataclass(frozen=True)
class Chosen:
    """A mechanism, and the bytes it is given: the data itself, or their hash."""

    mechanism: int
    data: bytes


_DIGEST_INFO_SHA256: Final = bytes.fromhex("3031300d060960864801650304020105000420")
"""DER prefix of a SHA-256 DigestInfo (RFC 8017 §9.2)."""

_Prepare = Callable[[bytes, bytes | None], bytes | None]


def _whole(data: bytes, _digest: bytes | None) -> bytes:
    return data


def _given(_data: bytes, digest: bytes | None) -> bytes | None:
    """The caller's own hash: Ukrainian hashes are not computed on this floor."""
    return digest


def _sha256(data: bytes, _digest: bytes | None) -> bytes:
    return hashlib.sha256(data).digest()


def _sha384(data: bytes, _digest: bytes | None) -> bytes:
    return hashlib.sha384(data).digest()


def _sha512(data: bytes, _digest: bytes | None) -> bytes:
    return hashlib.sha512(data).digest()


def _digest_info(data: bytes, _digest: bytes | None) -> bytes:
    return _DIGEST_INFO_SHA256 + hashlib.sha256(data).digest()


_TABLE: Final[dict[tuple[str, int], tuple[tuple[int, _Prepare], ...]]] = {
    ("ecdsa", 256): ((CKM.ECDSA, _sha256), (CKM.ECDSA_SHA256, _whole)),
    ("ecdsa", 384): ((CKM.ECDSA, _sha384), (CKM.ECDSA_SHA384, _whole)),
    ("ecdsa", 512): ((CKM.ECDSA, _sha512), (CKM.ECDSA_SHA512, _whole)),
    ("ecdsa", 521): ((CKM.ECDSA, _sha512), (CKM.ECDSA_SHA512, _whole)),
    ("rsa", 0): ((CKM.SHA256_RSA_PKCS, _whole), (CKM.RSA_PKCS, _digest_info)),
    ("dstu-gost34311", 0): ((CKM.DSTU4145_WITH_GOST34311, _whole), (CKM.DSTU4145, _given)),
    ("dstu-kupyna256", 0): ((CKM.DSTU4145_WITH_KUPYNA256, _whole), (CKM.DSTU4145, _given)),
    ("dstu-kupyna384", 0): ((CKM.DSTU4145_WITH_KUPYNA384, _whole), (CKM.DSTU4145, _given)),
    ("dstu-kupyna512", 0): ((CKM.DSTU4145_WITH_KUPYNA512, _whole), (CKM.DSTU4145, _given)),
}
"""(kind, bits of a curve) → mechanisms in order of preference, and what each is given."""


def choose(kind: str, curve_bits: int, offered: set[int], data: bytes, digest: bytes | None) -> Chosen:
    """Return the mechanism to sign with; ``curve_bits`` is the curve's for ``ecdsa``, else not looked at.

    Raises:
        KnownError: ``NO_SIGN_MECHANISM``: the token offers none of the kind's, or only one on a ready hash and there
            is no ``digest``.
    """
    rows = _TABLE.get((kind, curve_bits if kind == "ecdsa" else 0), ())
    for mechanism, prepare in rows:
        prepared = prepare(data, digest) if mechanism in offered else None
        if prepared is not None:
            return Chosen(mechanism, prepared)
    raise KnownError("NO_SIGN_MECHANISM", f"{kind}, {len(offered)} mechanisms offered")
