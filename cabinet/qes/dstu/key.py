"""A DSTU 4145 public key as a certificate carries it: the curve by name or in full, the DKE, the compressed point.

``SEQUENCE { OID, SEQUENCE { curve: OID | ECBinary, dke: OCTET STRING OPTIONAL } }`` and a BIT STRING that holds an
OCTET STRING; numbers and points have their least byte first. Seen in certificates of 2013–2023, both forms.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from asn1crypto import core

from cabinet.contract.errors import KnownError
from cabinet.qes import oids
from cabinet.qes.dstu.curves import CURVES, Curve
from cabinet.qes.dstu.gost34311 import DKE_1
from cabinet.qes.dstu.points import Point, compress, decompress

__all__ = ["DstuKey", "digest_name", "is_dstu", "read_curve", "read_key"]

_FAILURES: Final = (ValueError, TypeError, KeyError, IndexError, AttributeError)
_FIELD_0: Final = {"explicit": 0}


class _Pentanomial(core.Sequence):  # type: ignore[misc]  # asn1crypto is untyped
    _fields = [("k", core.Integer), ("j", core.Integer), ("l", core.Integer)]


class _Powers(core.Choice):  # type: ignore[misc]
    _alternatives = [("one", core.Integer), ("three", _Pentanomial)]


class _BinaryField(core.Sequence):  # type: ignore[misc]
    _fields = [("m", core.Integer), ("powers", _Powers)]


class _Explicit(core.Sequence):  # type: ignore[misc]
    _fields = [
        ("version", core.Integer, {"default": 0, **_FIELD_0}),
        ("field", _BinaryField),
        ("a", core.Integer),
        ("b", core.OctetString),
        ("order", core.Integer),
        ("base", core.OctetString),
    ]


class _NamedOrExplicit(core.Choice):  # type: ignore[misc]
    _alternatives = [("named", core.ObjectIdentifier), ("explicit", _Explicit)]


class _Parameters(core.Sequence):  # type: ignore[misc]
    _fields = [("curve", _NamedOrExplicit), ("dke", core.OctetString, {"optional": True})]


class _Algorithm(core.Sequence):  # type: ignore[misc]
    _fields = [("algorithm", core.ObjectIdentifier), ("parameters", core.Any, {"optional": True})]


class _KeyInfo(core.Sequence):  # type: ignore[misc]
    _fields = [("algorithm", _Algorithm), ("key", core.OctetBitString)]


@dataclass(frozen=True)
class DstuKey:
    """A curve and a point of it that lies in the group of prime order."""

    curve: Curve
    point: Point


def is_dstu(info_der: bytes) -> bool:
    """Tell whether a SubjectPublicKeyInfo holds a key of DSTU 4145 on a polynomial basis.

    Raises:
        ValueError: it is no SubjectPublicKeyInfo.
    """
    return bool(digest_name(info_der))


def digest_name(info_der: bytes) -> str:
    """Return the hash that the key's own identifier names, a key of ``digests.DIGESTS``; empty for other kinds.

    Raises:
        ValueError: it is no SubjectPublicKeyInfo.
    """
    name: str = _KeyInfo.load(info_der, strict=True)["algorithm"]["algorithm"].dotted
    return oids.DSTU_SIGNATURES.get(name, "")


def read_curve(info_der: bytes) -> Curve:
    """Return the curve of a SubjectPublicKeyInfo.

    Explicit parameters must be, to the last number, those of a known curve: another base point would let anybody
    make a private key for anybody's public point.

    Raises:
        KnownError: ``CERTIFICATE_UNREADABLE``, ``DSTU_CURVE_UNKNOWN`` or ``DSTU_SBOX_UNKNOWN``.
    """
    try:
        parameters = _KeyInfo.load(info_der, strict=True)["algorithm"]["parameters"].parse(_Parameters)
        dke = parameters["dke"].native
        given = parameters["curve"]
        curve = CURVES.get(given.chosen.dotted) if given.name == "named" else _known(given.chosen)
    except _FAILURES as error:
        raise KnownError("CERTIFICATE_UNREADABLE", type(error).__name__) from error
    if curve is None:
        raise KnownError("DSTU_CURVE_UNKNOWN")
    if dke not in {None, DKE_1}:
        raise KnownError("DSTU_SBOX_UNKNOWN")
    return curve


@lru_cache(maxsize=64)
def read_key(info_der: bytes) -> DstuKey:
    """Return the key of a SubjectPublicKeyInfo.

    Raises:
        KnownError: ``CERTIFICATE_UNREADABLE``, ``DSTU_CURVE_UNKNOWN``, ``DSTU_SBOX_UNKNOWN`` or
            ``DSTU_POINT_INVALID``.
    """
    curve = read_curve(info_der)
    try:
        packed = core.OctetString.load(_KeyInfo.load(info_der)["key"].native, strict=True).native
    except _FAILURES as error:
        raise KnownError("CERTIFICATE_UNREADABLE", type(error).__name__) from error
    return DstuKey(curve, decompress(curve, packed))


def _known(given: Any) -> Curve | None:
    powers = given["field"]["powers"]
    exponents = (powers.chosen.native,) if powers.name == "one" else tuple(powers.chosen.native.values())
    for curve in CURVES.values():
        if (
            (given["field"]["m"].native, tuple(sorted(exponents))) == (curve.degree, curve.field.powers)
            and (given["a"].native, int.from_bytes(given["b"].native, "little")) == (curve.a, curve.b)
            and given["order"].native == curve.order
            and given["base"].native == compress(curve, curve.base)
        ):
            return curve
    return None
