"""Points of ``y² + xy = x³ + ax² + b``: sums, the group of prime order, and the compressed form."""

from __future__ import annotations

from functools import lru_cache
from typing import Final, TypeAlias

from cabinet.contract.errors import KnownError
from cabinet.qes.dstu.curves import Curve

__all__ = ["Point", "add", "compress", "decompress", "is_of_prime_order", "is_on_curve", "joint_multiply", "negate"]

Point: TypeAlias = tuple[int, int]
"""Affine; None stands for the point at infinity."""
_Projective: TypeAlias = tuple[int, int, int]
_INFINITY: Final[_Projective] = (1, 0, 0)
_WINDOW: Final = 5


def is_on_curve(curve: Curve, point: Point) -> bool:
    """Tell whether both coordinates are elements of the field and satisfy the equation."""
    field, (x, y) = curve.field, point
    if (x | y) >> field.degree:
        return False
    left = field.square(y) ^ field.multiply(x, y)
    return left == field.multiply(field.square(x), x ^ curve.a) ^ curve.b


def is_of_prime_order(curve: Curve, point: Point) -> bool:
    """Tell whether a point of the curve lies in the group that the base point makes, without multiplying by ``n``.

    A point is the double of another just when ``trace(x) = trace(a)``. With ``a = 1`` the cofactor is 2, and that is
    all. With ``a = 0`` it is 4: one half of the point must be a double as well. For ``R`` with ``2R = (x, y)`` and
    ``λ² + λ = x + a``, ``x_R² = y + (λ + 1)x``; a square has the trace of its root, and both halves have one trace.
    """
    field, (x, y) = curve.field, point
    if x == 0 or field.trace(x) != curve.a:
        return False
    if curve.a == 1:
        return True
    slope = field.half_trace(x)
    return field.trace(y ^ field.multiply(slope ^ 1, x)) == 0


def decompress(curve: Curve, packed: bytes) -> Point:
    """Read a compressed point (DSTU 4145): ``x``, least byte first, with ``trace(y/x)`` for its lowest bit.

    The bit that it replaces follows from ``trace(x) = trace(a)``, which holds for every point of prime order.

    Raises:
        KnownError: ``DSTU_POINT_INVALID``.
    """
    field = curve.field
    value = int.from_bytes(packed, "little")
    if len(packed) != field.size or value >> field.degree:
        raise KnownError("DSTU_POINT_INVALID", "length")
    x = value & ~1
    if field.trace(x) != curve.a:
        x ^= 1
    if x == 0:
        raise KnownError("DSTU_POINT_INVALID", "a point of order two")
    ratio = field.solve(x ^ curve.a ^ field.multiply(curve.b, field.square(field.invert(x))))
    if ratio is None:
        raise KnownError("DSTU_POINT_INVALID", "off the curve")
    if field.trace(ratio) != value & 1:
        ratio ^= 1
    point = (x, field.multiply(ratio, x))
    if not is_of_prime_order(curve, point):
        raise KnownError("DSTU_POINT_INVALID", "outside the group")
    return point


def compress(curve: Curve, point: Point) -> bytes:
    """Return the compressed form of a point of prime order."""
    field, (x, y) = curve.field, point
    return (x & ~1 | field.trace(field.multiply(y, field.invert(x)))).to_bytes(field.size, "little")


def negate(point: Point) -> Point:
    """Return ``-P``."""
    return point[0], point[0] ^ point[1]


def add(curve: Curve, left: Point | None, right: Point | None) -> Point | None:
    """Add two points of the curve."""
    if left is None or right is None:
        return right if left is None else left
    field, (x1, y1), (x2, y2) = curve.field, left, right
    if x1 != x2:
        slope = field.multiply(y1 ^ y2, field.invert(x1 ^ x2))
        x3 = field.square(slope) ^ slope ^ x1 ^ x2 ^ curve.a
    elif y1 == y2 and x1 != 0:
        slope = x1 ^ field.multiply(y1, field.invert(x1))
        x3 = field.square(slope) ^ slope ^ curve.a
    else:
        return None
    return x3, field.multiply(slope, x1 ^ x3) ^ x3 ^ y1


def joint_multiply(curve: Curve, first: int, left: Point, second: int, right: Point) -> Point | None:
    """Return ``first·left + second·right`` of two points of prime order, None for infinity."""
    digits = zip(_signed_digits(first, curve), _signed_digits(second, curve), strict=True)
    tables = _odd_multiples(curve, left), _odd_multiples(curve, right)
    total = _INFINITY
    for pair in reversed(list(digits)):
        total = _double(curve, total)
        for table, digit in zip(tables, pair, strict=True):
            if digit:
                point = table[abs(digit) // 2]
                total = _add_affine(curve, total, point if digit > 0 else negate(point))
    x, y, z = total
    if z == 0:
        return None
    inverse = curve.field.invert(z)
    return curve.field.multiply(x, inverse), curve.field.multiply(y, curve.field.square(inverse))


def _signed_digits(scalar: int, curve: Curve) -> list[int]:
    """Write a number in odd digits between ±2^(w-1) with at least w - 1 zeros between any two, lowest first."""
    digits = []
    for _ in range(curve.order.bit_length() + 1):
        digit = 0
        if scalar & 1:
            digit = scalar & ((1 << _WINDOW) - 1)
            if digit >> (_WINDOW - 1):
                digit -= 1 << _WINDOW
        digits.append(digit)
        scalar = (scalar - digit) >> 1
    return digits


@lru_cache(maxsize=64)
def _odd_multiples(curve: Curve, point: Point) -> tuple[Point, ...]:
    """Return 1, 3, 5 … times the point; kept, since base points and issuers' keys come again and again."""
    double = add(curve, point, point)
    multiples = [point]
    while len(multiples) < 1 << (_WINDOW - 2):
        following = add(curve, multiples[-1], double)
        if following is None:
            raise ArithmeticError("a point of prime order has no small multiple at infinity")
        multiples.append(following)
    return tuple(multiples)


# López and Dahab's coordinates: x = X/Z, y = Y/Z², infinity has Z = 0 (Guide to Elliptic Curve Cryptography, §3.2.3).


def _double(curve: Curve, point: _Projective) -> _Projective:
    field, (x, y, z) = curve.field, point
    if z == 0:
        return point
    xx, zz = field.square(x), field.square(z)
    bzzzz = field.multiply(field.square(zz), curve.b)
    z3 = field.multiply(xx, zz)
    x3 = field.square(xx) ^ bzzzz
    inner = field.square(y) ^ bzzzz ^ (z3 if curve.a else 0)
    return x3, field.multiply(bzzzz, z3) ^ field.multiply(x3, inner), z3


def _add_affine(curve: Curve, left: _Projective, right: Point) -> _Projective:
    field, (x1, y1, z1), (x2, y2) = curve.field, left, right
    if z1 == 0:
        return x2, y2, 1
    a = y1 ^ field.multiply(y2, field.square(z1))
    b = x1 ^ field.multiply(x2, z1)
    if b == 0:
        return _double(curve, (x2, y2, 1)) if a == 0 else _INFINITY
    c = field.multiply(z1, b)
    z3 = field.square(c)
    x3 = field.square(a) ^ field.multiply(c, a ^ field.square(b) ^ (c if curve.a else 0))
    y3 = field.multiply(field.multiply(x2, z3) ^ x3, field.multiply(a, c) ^ z3)
    return x3, y3 ^ field.multiply(x2 ^ y2, field.square(z3)), z3
