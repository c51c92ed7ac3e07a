"""The envelope's header and content at every limit, and the layout of its bytes written a second time."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
import struct
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from cabinet.contract.errors import KnownError
from cabinet.sealing import envelope
from cabinet.sealing.envelope import (
    MAX_BATCH_BYTES,
    MAX_BATCH_ITEMS,
    MAX_INFLATE_RATIO,
    Header,
    fitting_zip,
    parse,
    seal,
    unseal,
    verify,
)

RECIPIENT, KEY = X25519PrivateKey.generate(), Ed25519PrivateKey.generate()
P256 = ec.generate_private_key(ec.SECP256R1())
SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


def header(plain: bytes, **changes: Any) -> Header:
    values: dict[str, Any] = {
        "env": "test",
        "operator": "90417318",
        "source": "core-1",
        "batch_id": "b",
        "seq": 1,
        "prev_content_sha256": None,
        "n": 1,
        "content_sha256": hashlib.sha256(plain).hexdigest(),
        "signing_key_id": "test-s",
        "recipient_key_id": "test-r",
        "iat": datetime(2026, 11, 24, tzinfo=UTC),
    }
    return Header(**{**values, **changes})


def sealed(plain: bytes = b"{}\n", **changes: Any) -> bytes:
    return seal(plain, header(plain, **changes), RECIPIENT.public_key(), KEY)


def laid_out(head: bytes, box: bytes, signature: bytes = b"s") -> bytes:
    return struct.pack(">H", len(signature)) + signature + struct.pack(">H", len(head)) + head + box


def head_of(**changes: Any) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(parse(sealed()).header_bytes)
    return {**value, **changes}


def code_of(work: Callable[[], object]) -> str:
    try:
        work()
    except KnownError as error:
        return error.code
    return "OK"


def test_limits_are_those_of_the_contract() -> None:
    assert (MAX_BATCH_ITEMS, MAX_BATCH_BYTES, MAX_INFLATE_RATIO) == (10_000, 8 * 1024 * 1024, 32)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({}, "OK"),
        ({"v": 0}, "ENVELOPE_INVALID"),
        ({"v": 2}, "ENVELOPE_INVALID"),
        ({"zip": "gzip"}, "ENVELOPE_INVALID"),
        ({"n": 0}, "ENVELOPE_INVALID"),
        ({"n": -1}, "ENVELOPE_INVALID"),
        ({"n": 1}, "OK"),
        ({"n": 9999}, "OK"),
        ({"n": 10_000}, "OK"),
        ({"n": 10_001}, "BATCH_TOO_LARGE"),
        ({"seq": 0}, "ENVELOPE_INVALID"),
        ({"seq": 1}, "OK"),
        ({"seq": 2**63 - 1}, "OK"),
        ({"seq": 2**63}, "ENVELOPE_INVALID"),
        ({"prevContentSha256": "a" * 64}, "OK"),
        ({"prevContentSha256": "a" * 63}, "ENVELOPE_INVALID"),
        ({"prevContentSha256": "a" * 65}, "ENVELOPE_INVALID"),
        ({"prevContentSha256": "A" * 64}, "ENVELOPE_INVALID"),
        ({"contentSha256": "a" * 65}, "ENVELOPE_INVALID"),
        ({"contentSha256": "g" * 64}, "ENVELOPE_INVALID"),
        ({"iat": "2026-11-24T10:00:00"}, "ENVELOPE_INVALID"),
        ({"further": 1}, "ENVELOPE_INVALID"),
        ({"source": None}, "ENVELOPE_INVALID"),
    ],
)
def test_headers(changes: dict[str, Any], code: str) -> None:
    data = laid_out(json.dumps(head_of(**changes)).encode(), bytes(48))
    assert code_of(lambda: parse(data)) == code


def test_the_shortest_box_and_parts() -> None:
    head = json.dumps(head_of()).encode()
    assert parse(laid_out(head, bytes(48))).box == bytes(48)
    assert code_of(lambda: parse(laid_out(head, bytes(47)))) == "ENVELOPE_INVALID"
    assert code_of(lambda: parse(laid_out(head, bytes(48), b""))) == "ENVELOPE_INVALID"
    assert code_of(lambda: parse(laid_out(head, bytes(48), b"s" * 256))) == "OK"
    assert code_of(lambda: parse(laid_out(head, bytes(48), b"s" * 257))) == "ENVELOPE_INVALID"
    for length, code in ((4096, "OK"), (4097, "ENVELOPE_INVALID")):
        wide = head[:-1] + b" " * (length - len(head)) + head[-1:]
        assert code_of(lambda wide=wide: parse(laid_out(wide, bytes(48)))) == code


def test_a_name_twice() -> None:
    head = json.dumps(head_of()).encode().replace(b'"seq"', b'"seq": 1, "seq"')
    assert code_of(lambda: parse(laid_out(head, bytes(48)))) == "ENVELOPE_INVALID"


@pytest.mark.parametrize("key", [KEY, P256])
def test_what_is_signed(key: Ed25519PrivateKey | ec.EllipticCurvePrivateKey) -> None:
    """SHA-256 over the domain, the header's length, the header, and the box: with nothing of ours."""
    data = seal(b"{}\n", header(b"{}\n"), RECIPIENT.public_key(), key)
    found = parse(data)
    assert data == laid_out(found.header_bytes, found.box, found.signature)
    signed = b"soms-batch-v1\0" + struct.pack(">H", len(found.header_bytes)) + found.header_bytes + found.box
    if isinstance(key, Ed25519PrivateKey):
        key.public_key().verify(found.signature, hashlib.sha256(signed).digest())
        assert found.header.alg.endswith("+ed25519")
    else:
        key.public_key().verify(found.signature, signed, ec.ECDSA(hashes.SHA256()))
        assert found.header.alg.endswith("+es256")
    assert SUITE.decrypt(found.box, RECIPIENT, info=b"soms/env/1\0" + found.header_bytes) == b"{}\n"


@pytest.mark.parametrize("key", [KEY, P256])
def test_signatures_that_are_none(key: Ed25519PrivateKey | ec.EllipticCurvePrivateKey) -> None:
    good = parse(seal(b"{}\n", header(b"{}\n"), RECIPIENT.public_key(), key))
    verify(good, key.public_key())
    moved = dataclasses.replace(good, header_bytes=good.header_bytes[:-1], box=good.header_bytes[-1:] + good.box)
    lies = [
        dataclasses.replace(good, signature=good.signature[:-1] + bytes([good.signature[-1] ^ 1])),
        dataclasses.replace(good, header_bytes=good.header_bytes + b" "),
        dataclasses.replace(good, box=good.box[:-1] + bytes([good.box[-1] ^ 1])),
        dataclasses.replace(good, header=dataclasses.replace(good.header, alg="none")),
        moved,
    ]
    for lie in lies:
        assert code_of(lambda lie=lie: verify(lie, key.public_key())) == "ENVELOPE_SIGNATURE_INVALID"
    for other in (Ed25519PrivateKey.generate(), ec.generate_private_key(ec.SECP256R1())):
        assert code_of(lambda other=other: verify(good, other.public_key())) == "ENVELOPE_SIGNATURE_INVALID"


def test_the_second_form_of_a_signature() -> None:
    """The same two numbers in longer DER verify as well where nobody looks at the form."""
    good = parse(seal(b"{}\n", header(b"{}\n"), RECIPIENT.public_key(), P256))
    r, s = decode_dss_signature(good.signature)

    def number(value: int) -> bytes:
        data = value.to_bytes(34, "big")
        return b"\x02" + bytes([len(data)]) + data

    long = number(r) + number(s)
    for form in (b"\x30" + bytes([len(long)]) + long, good.signature + b"\0", b"\x30\x81" + good.signature[1:]):
        lie = dataclasses.replace(good, signature=form)
        assert code_of(lambda lie=lie: verify(lie, P256.public_key())) == "ENVELOPE_SIGNATURE_INVALID"


def opened(plain: bytes, body: bytes | None = None, **changes: Any) -> str:
    """Return how an envelope opens whose box holds ``body``, by hand."""
    head = json.dumps(head_of(contentSha256=hashlib.sha256(plain).hexdigest(), **changes)).encode()
    box = SUITE.encrypt(plain if body is None else body, RECIPIENT.public_key(), info=b"soms/env/1\0" + head)
    return code_of(lambda: unseal(parse(laid_out(head, box)), RECIPIENT))


@pytest.mark.parametrize(("over", "code"), [(-1, "OK"), (0, "OK"), (1, "BATCH_TOO_LARGE")])
def test_the_largest_content(over: int, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(envelope, "MAX_BATCH_BYTES", 4096)
    plain = os.urandom(4096 + over).replace(b"\n", b"x")
    assert opened(plain) == code
    assert opened(plain, zlib.compress(plain), zip="deflate") == code


@pytest.mark.parametrize(("over", "code"), [(0, "OK"), (1, "BATCH_TOO_LARGE")])
def test_the_ratio(over: int, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = b"x" * 200_000
    body = zlib.compress(plain, 9)
    monkeypatch.setattr(envelope, "MAX_INFLATE_RATIO", -(-len(plain) // len(body)))
    room = len(body) * envelope.MAX_INFLATE_RATIO
    fits = b"x" * (room + over)
    again = zlib.compress(fits, 9)
    assert len(again) == len(body)
    assert opened(fits, again, zip="deflate") == code


def test_inflated_no_further_than_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """A small box that would inflate without end is refused by whichever limit comes first."""
    monkeypatch.setattr(envelope, "MAX_BATCH_BYTES", 1000)
    plain = b"x" * 100_000
    assert opened(plain, zlib.compress(plain), zip="deflate") == "BATCH_TOO_LARGE"
    asked: list[int] = []
    real = zlib.decompressobj

    class Watched:
        def __init__(self) -> None:
            self._engine = real()

        def __getattr__(self, name: str) -> Any:
            return getattr(self._engine, name)

        def decompress(self, data: bytes, most: int) -> bytes:
            asked.append(most)
            return self._engine.decompress(data, most)

    monkeypatch.setattr(envelope.zlib, "decompressobj", Watched)
    assert opened(plain, zlib.compress(os.urandom(5000)), zip="deflate") == "BATCH_TOO_LARGE"
    assert asked == [1001]


def test_what_stands_around_the_compressed_content() -> None:
    plain = b'{"a":1}'
    body = zlib.compress(plain)
    assert opened(plain, body, zip="deflate") == "OK"
    assert opened(plain, body + b"x", zip="deflate") == "ENVELOPE_INVALID"
    assert opened(plain, body[:-1], zip="deflate") == "ENVELOPE_INVALID"
    assert opened(plain, b"x" + body, zip="deflate") == "ENVELOPE_INVALID"
    assert opened(plain, body) == "ENVELOPE_CONTENT_MISMATCH"


@pytest.mark.parametrize(
    ("plain", "n", "code"),
    [
        (b"1", 1, "OK"),
        (b"1\n", 1, "OK"),
        (b"1\n2", 2, "OK"),
        (b"1\n2\n", 2, "OK"),
        (b"1\n\n", 2, "OK"),
        (b"1\n2", 1, "ENVELOPE_CONTENT_MISMATCH"),
        (b"1\n2\n", 3, "ENVELOPE_CONTENT_MISMATCH"),
        (b"1\n2\n", 1, "ENVELOPE_CONTENT_MISMATCH"),
    ],
)
def test_lines_are_counted(plain: bytes, n: int, code: str) -> None:
    assert opened(plain, n=n) == code


def test_another_content() -> None:
    head = json.dumps(head_of(contentSha256="ab" * 32)).encode()
    box = SUITE.encrypt(b"{}\n", RECIPIENT.public_key(), info=b"soms/env/1\0" + head)
    assert code_of(lambda: unseal(parse(laid_out(head, box)), RECIPIENT)) == "ENVELOPE_CONTENT_MISMATCH"


def test_what_deflates_well_is_deflated() -> None:
    plain = json.dumps([{"a": n, "b": os.urandom(8).hex()} for n in range(200)]).encode()
    assert len(zlib.compress(plain, 1)) * 2 < len(plain) < len(zlib.compress(plain, 1)) * MAX_INFLATE_RATIO
    assert fitting_zip(plain) == "deflate"
    assert fitting_zip(b"x" * 1_000_000) == "none"
