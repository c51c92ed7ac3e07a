"""What an authority signs, put together by hand: each part that does not fit is refused, genuine key or not."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from cabinet.contract.errors import KnownError
from cabinet.qes.der import OCTETS, SEQUENCE, algorithm, tlv
from cabinet.qes.signed_object import check_signed_object, signature_bits
from tests.qes_authority import Authority

SHA_256, SHA_384 = "1.2.840.10045.4.3.2", "1.2.840.10045.4.3.3"
BITS, INTEGER = 0x03, 0x02


def signed(
    authority: Authority, *, inside: str = SHA_256, unused: int = 0, tag: int = BITS, before: bytes = b"\x02\x01\x05"
) -> bytes:
    """Return ``SEQUENCE { body, algorithm, signature }`` whose signature fits the body, whatever that says."""
    body = tlv(SEQUENCE, before, algorithm(inside), tlv(INTEGER, b"\x07"))
    signature = authority.key.sign(body, ec.ECDSA(hashes.SHA256()))
    return tlv(SEQUENCE, body, algorithm(SHA_256), tlv(tag, bytes((unused,)), signature))


def refused(authority: Authority, der: bytes) -> str:
    try:
        check_signed_object(authority.der, der)
    except KnownError as error:
        return error.code
    return "OK"


def test_what_fits(authority: Authority) -> None:
    assert refused(authority, signed(authority)) == "OK"
    assert refused(authority, signed(authority, before=b"")) == "OK", "a list may have no version"
    assert refused(Authority(), signed(authority)) == "SIGNATURE_INVALID"


def test_the_body_names_the_same_algorithm(authority: Authority) -> None:
    assert refused(authority, signed(authority, inside=SHA_384)) == "SIGNATURE_INVALID"
    numbers = tlv(INTEGER, b"\x05") * 3
    assert refused(authority, signed(authority, before=numbers)) == "SIGNATURE_INVALID", "it stands at the head"


@pytest.mark.parametrize("unused", [1, 7, 255])
def test_a_signature_is_whole_bytes(authority: Authority, unused: int) -> None:
    assert refused(authority, signed(authority, unused=unused)) == "SIGNATURE_INVALID"


@pytest.mark.parametrize("tag", [OCTETS, 0x23, 0x83])
def test_a_signature_is_a_bit_string(authority: Authority, tag: int) -> None:
    assert refused(authority, signed(authority, tag=tag)) == "SIGNATURE_INVALID"


@pytest.mark.parametrize("contents", [b"", b"\x01a", b"\xff"])
def test_bits_that_are_no_bytes(contents: bytes) -> None:
    with pytest.raises(ValueError, match="unused bits"):
        signature_bits(contents)
    assert (signature_bits(b"\0"), signature_bits(b"\0a")) == (b"", b"a")
