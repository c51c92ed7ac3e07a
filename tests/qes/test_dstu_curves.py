"""The ten curves are what the standard says of them, and their arithmetic follows its own laws."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cabinet.contract.errors import KnownError
from cabinet.qes.dstu.curves import CURVES, Curve
from cabinet.qes.dstu.points import (
    Point,
    add,
    compress,
    decompress,
    is_of_prime_order,
    is_on_curve,
    joint_multiply,
    negate,
)

ALL = pytest.mark.parametrize("curve", CURVES.values(), ids=lambda c: f"M{c.degree}")
M257 = next(c for c in CURVES.values() if c.degree == 257)
M163 = next(c for c in CURVES.values() if c.degree == 163)


def times(curve: Curve, scalar: int, point: Point) -> Point | None:
    """Multiply the slow and plain way."""
    total: Point | None = None
    for bit in f"{scalar:b}":
        total = add(curve, total, total)
        if bit == "1":
            total = add(curve, total, point)
    return total


def point_at(curve: Curve, x: int) -> Point | None:
    """Return a point with this x, of any order, where there is one."""
    field = curve.field
    ratio = field.solve(x ^ curve.a ^ field.multiply(curve.b, field.square(field.invert(x))))
    return None if ratio is None else (x, field.multiply(ratio, x))


def point_or_refusal(curve: Curve, packed: bytes) -> Point | str:
    try:
        return decompress(curve, packed)
    except KnownError as error:
        return str(error)


def is_prime(number: int) -> bool:
    """Miller and Rabin's test to the first forty primes."""
    odd = number - 1
    while odd % 2 == 0:
        odd //= 2
    for base in (n for n in range(2, 174) if all(n % d for d in range(2, n))):
        power, seen = odd, pow(base, odd, number)
        while power != number - 1 and seen not in {1, number - 1}:
            power, seen = power * 2, seen * seen % number
        if seen != number - 1 and power % 2 == 0:
            return False
    return True


def test_there_are_ten() -> None:
    assert [c.degree for c in CURVES.values()] == [163, 167, 173, 179, 191, 233, 257, 307, 367, 431]
    assert M257 is CURVES["1.2.804.2.1.1.1.1.3.1.1.2.6"]


@ALL
def test_order_and_base_point(curve: Curve) -> None:
    cofactor = 2 if curve.a else 4
    assert is_prime(curve.order)
    assert (curve.order * cofactor - 2**curve.degree - 1) ** 2 <= 4 * 2**curve.degree
    assert is_on_curve(curve, curve.base)
    assert times(curve, curve.order, curve.base) is None
    assert decompress(curve, compress(curve, curve.base)) == curve.base


@ALL
def test_field_is_a_field(curve: Curve) -> None:
    field = curve.field
    x = 2  # the polynomial's own root; it generates enough to see a reducible modulus
    assert field.multiply(field.invert(x), x) == 1
    image = x
    for _ in range(curve.degree):
        image = field.square(image)
    assert image == x
    assert field.trace(1) == 1
    with pytest.raises(ZeroDivisionError):
        field.invert(0)


@given(st.integers(1, 2**257 - 1), st.integers(1, 2**257 - 1), st.integers(1, 2**257 - 1))
@settings(max_examples=50, deadline=None)
def test_laws_of_the_field(a: int, b: int, c: int) -> None:
    field = M257.field
    assert field.multiply(a, b ^ c) == field.multiply(b, a) ^ field.multiply(c, a)
    assert field.square(a) == field.multiply(a, a)
    assert field.multiply(field.multiply(a, b), field.invert(b)) == a
    root = field.solve(a)
    assert (root is None) == (field.trace(a) == 1)
    assert root is None or field.square(root) ^ root == a


@given(st.sampled_from([M163, M257]), st.integers(2, 2**163 - 1))
@settings(max_examples=25, deadline=None)
def test_prime_order_is_told_without_multiplying(curve: Curve, x: int) -> None:
    """Half, or three quarters, of a curve's points are outside the group; cryptographers call them small."""
    point = point_at(curve, x)
    if point is None:
        return
    assert is_on_curve(curve, point)
    inside = times(curve, curve.order, point) is None
    assert is_of_prime_order(curve, point) is inside
    if inside:
        assert decompress(curve, compress(curve, point)) == point


@given(st.sampled_from([M163, M257]), st.integers(0, 2**162), st.integers(0, 2**162), st.integers(1, 2**64))
@settings(max_examples=15, deadline=None)
def test_joint_multiplication_is_the_plain_one(curve: Curve, first: int, second: int, factor: int) -> None:
    other = times(curve, factor, curve.base)
    assert other is not None
    plain = add(curve, times(curve, first, curve.base), times(curve, second, other))
    assert joint_multiply(curve, first, curve.base, second, other) == plain


def test_sums_that_meet_infinity() -> None:
    base = M257.base
    assert joint_multiply(M257, 1, base, M257.order - 1, base) is None
    assert joint_multiply(M257, 1, base, 1, base) == add(M257, base, base)
    assert joint_multiply(M257, M257.order - 1, base, 0, base) == negate(base)
    assert add(M257, None, base) == add(M257, base, None) == base
    assert add(M257, base, negate(base)) is None


@ALL
def test_bad_points_are_refused(curve: Curve) -> None:
    size, good = curve.field.size, compress(curve, curve.base)
    too_high = (1 << curve.degree).to_bytes(size, "little")
    for bad, detail in (
        (good + b"\0", "length"),
        (good[:-1], "length"),
        (b"", "length"),
        (too_high, "length"),
    ):
        with pytest.raises(KnownError, match=f"DSTU_POINT_INVALID: {detail}"):
            decompress(curve, bad)
    refusals = set()
    for value in range(32):
        answer = point_or_refusal(curve, value.to_bytes(size, "little"))
        if isinstance(answer, str):
            refusals.add(answer)
        else:
            assert is_on_curve(curve, answer)
            assert times(curve, curve.order, answer) is None
    reasons = {"off the curve"} if curve.a else {"off the curve", "outside the group", "a point of order two"}
    assert refusals == {f"DSTU_POINT_INVALID: {reason}" for reason in reasons}


def test_coordinates_must_be_of_the_field() -> None:
    x, y = M257.base
    assert not is_on_curve(M257, (x ^ 1, y))
    assert not is_on_curve(M257, (x ^ 1 << 257 ^ 1 << 12 ^ 1, y))
    assert not is_of_prime_order(M257, (0, 1))
