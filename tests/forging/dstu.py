"""Keys of DSTU 4145 for forged log-ins, made anew: never for anything but tests."""

from __future__ import annotations

import secrets

from cabinet.qes import oids
from cabinet.qes.der import OCTETS, SEQUENCE, oid, tlv
from cabinet.qes.dstu.curves import CURVES
from cabinet.qes.dstu.key import DstuKey
from cabinet.qes.dstu.points import compress, joint_multiply, negate
from tests.forging.issuer import Issuer, Leaf

_BIT_STRING = 0x03


def dstu_key(degree: int = 257) -> tuple[bytes, int, DstuKey]:
    """Return SubjectPublicKeyInfo, private and public key; the curve is given by its name."""
    name, curve = next((name, curve) for name, curve in CURVES.items() if curve.degree == degree)
    private = secrets.randbelow(curve.order - 1) + 1
    point = joint_multiply(curve, private, curve.base, 0, curve.base)
    assert point is not None
    key = DstuKey(curve, negate(point))
    algorithm = next(dotted for dotted, digest in oids.DSTU_SIGNATURES.items() if digest == "gost34311")
    info = tlv(
        SEQUENCE,
        tlv(SEQUENCE, oid(algorithm), tlv(SEQUENCE, oid(name))),
        tlv(_BIT_STRING, b"\0", tlv(OCTETS, compress(curve, key.point))),
    )
    return info, private, key


def dstu_leaf(issuer: Issuer, degree: int = 257) -> Leaf:
    """Return a person with such a key."""
    return issuer.issue_dstu(*dstu_key(degree))
