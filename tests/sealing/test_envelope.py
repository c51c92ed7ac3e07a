"""The envelope opens for the right keys only, and no bit of it can be changed."""

from __future__ import annotations

import dataclasses
import hashlib
import os
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from cabinet.contract.errors import KnownError
from cabinet.sealing.envelope import MAX_INFLATE_RATIO, Header, SigningKey, parse, seal, unseal, verify

PLAIN = b'{"a":1}\n{"b":2}\n'


def header(plain: bytes = PLAIN, n: int = 2, zipped: str = "none") -> Header:
    return Header(
        env="test", operator="90417318", source="core-1", batch_id="b", seq=1, prev_content_sha256=None, n=n,
        content_sha256=hashlib.sha256(plain).hexdigest(), signing_key_id="test-s", recipient_key_id="test-r",
        iat=datetime(2026, 11, 24, tzinfo=UTC), zip=zipped,
    )  # fmt: skip


@pytest.mark.parametrize("key", [Ed25519PrivateKey.generate(), ec.generate_private_key(ec.SECP256R1())])
@pytest.mark.parametrize("zipped", ["none", "deflate"])
def test_there_and_back(key: SigningKey, zipped: str) -> None:
    recipient = X25519PrivateKey.generate()
    sealed = parse(seal(PLAIN, header(zipped=zipped), recipient.public_key(), key))
    verify(sealed, key.public_key())
    assert unseal(sealed, recipient) == PLAIN
    assert sealed.header.iat == datetime(2026, 11, 24, tzinfo=UTC)


def test_every_bit_flip_is_refused() -> None:
    recipient, key = X25519PrivateKey.generate(), Ed25519PrivateKey.generate()
    good = seal(PLAIN, header(), recipient.public_key(), key)
    for bit in range(len(good) * 8):
        bad = bytearray(good)
        bad[bit // 8] ^= 1 << bit % 8
        with pytest.raises(KnownError) as refusal:
            verify(parse(bytes(bad)), key.public_key())
        assert refusal.value.code in {"ENVELOPE_INVALID", "ENVELOPE_SIGNATURE_INVALID", "BATCH_TOO_LARGE"}


def test_truncations_are_refused() -> None:
    recipient, key = X25519PrivateKey.generate(), Ed25519PrivateKey.generate()
    good = seal(PLAIN, header(), recipient.public_key(), key)
    for length in range(len(good)):
        with pytest.raises(KnownError):
            verify(parse(good[:length]), key.public_key())


def test_foreign_recipient_and_lying_header() -> None:
    recipient, key = X25519PrivateKey.generate(), Ed25519PrivateKey.generate()
    sealed = parse(seal(PLAIN, header(), recipient.public_key(), key))
    with pytest.raises(KnownError, match="ENVELOPE_INVALID"):
        unseal(sealed, X25519PrivateKey.generate())
    for lie in (header(plain=b"other"), header(n=3)):
        with pytest.raises(KnownError, match="ENVELOPE_CONTENT_MISMATCH"):
            unseal(parse(seal(PLAIN, lie, recipient.public_key(), key)), recipient)
    swapped = dataclasses.replace(sealed, header_bytes=sealed.header_bytes.replace(b"core-1", b"core-2"))
    with pytest.raises(KnownError, match="ENVELOPE_INVALID"):
        unseal(swapped, recipient)


def test_inflation_bomb_is_refused() -> None:
    recipient, key = X25519PrivateKey.generate(), Ed25519PrivateKey.generate()
    plain = b"\n" * (MAX_INFLATE_RATIO * 4096)
    sealed = parse(seal(plain, header(plain, n=1, zipped="deflate"), recipient.public_key(), key))
    with pytest.raises(KnownError, match="BATCH_TOO_LARGE"):
        unseal(sealed, recipient)


def test_incompressible_content_may_be_zipped() -> None:
    recipient, key = X25519PrivateKey.generate(), Ed25519PrivateKey.generate()
    plain = os.urandom(3000).replace(b"\n", b"x")
    sealed = parse(seal(plain, header(plain, n=1, zipped="deflate"), recipient.public_key(), key))
    assert unseal(sealed, recipient) == plain


@pytest.mark.parametrize("seq", [1, 2**63 - 1])
def test_numbers_of_a_header_that_hold(seq: int) -> None:
    recipient, key = X25519PrivateKey.generate(), Ed25519PrivateKey.generate()
    made = dataclasses.replace(header(), seq=seq)
    assert parse(seal(PLAIN, made, recipient.public_key(), key)).header.seq == seq


@pytest.mark.parametrize(
    "changes",
    [
        {"seq": 0}, {"seq": 2**63}, {"v": 2}, {"n": 0}, {"zip": "gzip"}, {"prev_content_sha256": "zz"},
        {"content_sha256": "AB" * 32},
    ],
)  # fmt: skip
def test_headers_that_do_not_hold(changes: dict[str, object]) -> None:
    recipient, key = X25519PrivateKey.generate(), Ed25519PrivateKey.generate()
    sealed = seal(PLAIN, dataclasses.replace(header(), **changes), recipient.public_key(), key)  # type: ignore[arg-type]
    with pytest.raises(KnownError, match="ENVELOPE_INVALID"):
        parse(sealed)


def test_a_name_twice_in_a_header() -> None:
    recipient, key = X25519PrivateKey.generate(), Ed25519PrivateKey.generate()
    good = seal(PLAIN, header(), recipient.public_key(), key)
    head = parse(good).header_bytes
    twice = head.replace(b'"seq":1', b'"seq":1,"seq":2')
    assert parse(good.replace(len(head).to_bytes(2, "big") + head, len(head).to_bytes(2, "big") + head))
    with pytest.raises(KnownError, match="seq twice"):
        parse(good.replace(len(head).to_bytes(2, "big") + head, len(twice).to_bytes(2, "big") + twice))


def test_zip_fits_the_bound() -> None:
    """What would be refused when deflated goes as it is, and only that."""
    from cabinet.sealing.envelope import fitting_zip

    recipient, key = X25519PrivateKey.generate(), Ed25519PrivateKey.generate()
    kinds = []
    for share in range(20, 60):
        plain = os.urandom(1000).replace(b"\n", b"x") + b"x" * (share * 1000)
        kinds.append(fitting_zip(plain))
        deflated = parse(seal(plain, header(plain, n=1, zipped="deflate"), recipient.public_key(), key))
        if kinds[-1] == "deflate":
            assert unseal(deflated, recipient) == plain
        else:
            with pytest.raises(KnownError, match="BATCH_TOO_LARGE"):
                unseal(deflated, recipient)
            assert unseal(parse(seal(plain, header(plain, n=1), recipient.public_key(), key)), recipient) == plain
    assert set(kinds) == {"deflate", "none"}
