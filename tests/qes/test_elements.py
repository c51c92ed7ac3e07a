"""Bounds before any library's model: each at its limit and one past it, and what only looks like a structure."""

from __future__ import annotations

import pytest

from cabinet.qes.der import OCTETS, SEQUENCE, tlv
from cabinet.qes.elements import MAX_IDENTIFIER, MAX_NUMBER, check_bounds, dotted, element, elements, first_end, octets

OID, INTEGER = 0x06, 0x02


def identifier(length: int) -> bytes:
    return tlv(OID, b"\x2a" + b"\x81" * (length - 2) + b"\x01")


@pytest.mark.parametrize("length", [MAX_IDENTIFIER - 1, MAX_IDENTIFIER])
def test_identifiers_up_to_the_limit(length: int) -> None:
    check_bounds(tlv(SEQUENCE, identifier(length)))
    assert dotted(element(identifier(length))).startswith("1.2.")


def test_identifier_past_the_limit() -> None:
    for look in (lambda der: check_bounds(tlv(SEQUENCE, der)), lambda der: dotted(element(der))):
        with pytest.raises(ValueError, match="identifier without end"):
            look(identifier(MAX_IDENTIFIER + 1))


def test_numbers() -> None:
    check_bounds(tlv(INTEGER, b"\x01" * MAX_NUMBER))
    with pytest.raises(ValueError, match="number without end"):
        check_bounds(tlv(SEQUENCE, tlv(INTEGER, b"\x01" * (MAX_NUMBER + 1))))


def nested(depth: int) -> bytes:
    der = tlv(SEQUENCE)
    for _ in range(depth - 1):
        der = tlv(SEQUENCE, der)
    return der


def test_depth() -> None:
    check_bounds(nested(32))
    with pytest.raises(ValueError, match="nested too deeply"):
        check_bounds(nested(33))


def test_count() -> None:
    check_bounds(tlv(SEQUENCE, *[b"\x05\x00"] * 19_999))
    with pytest.raises(ValueError, match="too many"):
        check_bounds(tlv(SEQUENCE, *[b"\x05\x00"] * 20_000))


def test_octets_that_hold_a_structure_are_looked_through() -> None:
    check_bounds(tlv(SEQUENCE, tlv(OCTETS, identifier(1024))))
    with pytest.raises(ValueError, match="identifier without end"):
        check_bounds(tlv(SEQUENCE, tlv(OCTETS, tlv(SEQUENCE, identifier(1025)))))


@pytest.mark.parametrize("octets", [b"\x30\x02\x30\x05", b"\x06", b"\x30\x03\x02\x05\x01", b"\x04\x7f"])
def test_octets_that_only_look_like_one(octets: bytes) -> None:
    check_bounds(tlv(SEQUENCE, tlv(OCTETS, octets)))


@pytest.mark.parametrize("after", [b"", b"\n", b"\x00" * 9, b"more"])
def test_end_of_the_first_element(after: bytes) -> None:
    der = tlv(SEQUENCE, tlv(INTEGER, b"\x05"))
    assert first_end(der + after) == len(der)
    streamed = b"\x30\x80" + tlv(INTEGER, b"\x05") + b"\x00\x00"
    assert first_end(streamed + after) == len(streamed)


@pytest.mark.parametrize("short", [b"", b"\x30", b"\x30\x05\x02", b"\x30\x80\x02"])
def test_no_end(short: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        first_end(short)


@pytest.mark.parametrize(("count", "most", "fits"), [(2, 3, True), (3, 3, True), (4, 3, False)])
def test_so_many_elements_as_asked_for(count: int, most: int, *, fits: bool) -> None:
    if fits:
        assert len(elements(b"\x05\x00" * count, most)) == count
    else:
        with pytest.raises(ValueError, match="too many elements"):
            elements(b"\x05\x00" * count, most)


@pytest.mark.parametrize(("depth", "fits"), [(0, True), (4, True), (5, False), (9, False)])
def test_octets_in_octets(depth: int, *, fits: bool) -> None:
    der = b"\x04\x01x"
    for _ in range(depth):
        der = bytes([0x24, len(der)]) + der
    if fits:
        assert octets(element(der)) == b"x"
    else:
        with pytest.raises(ValueError, match="no octets"):
            octets(element(der))


def test_elements_one_after_another() -> None:
    """Also those that the library reads: an indefinite length, a tag of two bytes."""
    every = [
        tlv(INTEGER, b"\x05"),
        b"\x30\x80" + tlv(OCTETS, b"x") + b"\x00\x00",
        b"\x9f\x1f\x01y",
        tlv(OCTETS, b"z" * 200),
    ]
    found = elements(b"".join(every))
    assert [each.der for each in found] == every
    assert [each.contents for each in found] == [b"\x05", tlv(OCTETS, b"x"), b"y", b"z" * 200]
    assert [(each.kind, each.constructed, each.tag) for each in found] == [
        (0, False, 2), (0, True, 16), (2, False, 31), (0, False, 4),
    ]  # fmt: skip


def test_an_element_longer_than_what_holds_it() -> None:
    """Though there are as many bytes after it."""
    with pytest.raises(ValueError, match="cut short"):
        check_bounds(tlv(SEQUENCE, tlv(SEQUENCE, b"\x04\x05x"), tlv(OCTETS, b"yyyyyyyy")))
