"""Verification by DSTU 4145-2002: ``r`` must come again from ``sP + rQ`` and the hash."""

from __future__ import annotations

from cabinet.contract.errors import KnownError
from cabinet.qes.dstu.curves import Curve
from cabinet.qes.dstu.key import DstuKey
from cabinet.qes.dstu.points import joint_multiply

__all__ = ["split", "verify"]

_OCTETS = 0x04


def verify(key: DstuKey, signature: bytes, digest: bytes) -> None:
    """Verify a signature over a hash.

    Raises:
        KnownError: ``DSTU_SIGNATURE_LENGTH``, ``DSTU_SIGNATURE_RANGE`` or ``SIGNATURE_INVALID``.
    """
    curve = key.curve
    r, s = split(curve, signature)
    # The hash as an element of the field: its lowest m bits, and 1 for 0.
    element = int.from_bytes(digest, "little") & ((1 << curve.degree) - 1) or 1
    point = joint_multiply(curve, s, curve.base, r, key.point)
    if point is None:
        raise KnownError("SIGNATURE_INVALID", "infinity")
    product = curve.field.multiply(element, point[0])
    if product & ((1 << curve.order.bit_length() - 1) - 1) != r:
        raise KnownError("SIGNATURE_INVALID")


def split(curve: Curve, signature: bytes) -> tuple[int, int]:
    """Return ``r`` and ``s`` of ``r ‖ s``, each with its least byte first, bare or inside an OCTET STRING.

    Certificates hold the OCTET STRING; a CMS holds either, by the maker's taste.

    Raises:
        KnownError: ``DSTU_SIGNATURE_LENGTH`` or ``DSTU_SIGNATURE_RANGE``.
    """
    half = curve.half
    if len(signature) == 2 * half + 2 and signature[0] == _OCTETS and signature[1] == 2 * half:
        signature = signature[2:]
    if len(signature) != 2 * half:
        raise KnownError("DSTU_SIGNATURE_LENGTH", f"{len(signature)} bytes, not {2 * half}")
    r, s = int.from_bytes(signature[:half], "little"), int.from_bytes(signature[half:], "little")
    for name, value in (("r", r), ("s", s)):
        if not 0 < value < curve.order:
            raise KnownError("DSTU_SIGNATURE_RANGE", f"{name} is {'zero' if value == 0 else 'not below the order'}")
    return r, s
