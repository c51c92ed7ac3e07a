"""Files that nobody's program wrote: refused by a code, soon, and never valid."""

from __future__ import annotations

import random
from contextlib import suppress
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cabinet.contract.errors import KnownError
from cabinet.qes import chain
from cabinet.qes.der import OCTETS, SEQUENCE, SET, oid, tlv
from cabinet.qes.explain import path
from cabinet.qes.explain.armour import MAX_FILE, unarmoured
from cabinet.qes.explain.envelope import read_envelope
from cabinet.qes.explain.report import SignerReport, Verdict
from cabinet.qes.trusted_list.trust import TrustedListTrust
from tests.qes.explain.kit import CONTENT, World, ago, children, in_data, in_signer

WELL = {Verdict.VALID, Verdict.VALID_AT}
SMALL = (b"", b"0", b"0\x80", b"\x30\x00", b"\x30\x03\x01\x01\x05", b"MIIB", b"====", b"\xff\xfe\xfd", b"\x80" * 99)


@pytest.fixture(scope="module")
def world() -> World:
    return World()


def report_of(world: World, blob: bytes) -> SignerReport | None:
    with suppress(KnownError):
        return world.judge(blob, trust=trust_of(world))
    return None


@cache
def trust_of(world: World) -> TrustedListTrust:
    """Return the trust of a world, whose list is signed and read once."""
    return world.trust()


@pytest.mark.parametrize("blob", SMALL)
def test_no_signature_at_all(world: World, blob: bytes) -> None:
    with pytest.raises(KnownError, match="SIGNATURE_FILE_UNREADABLE"):
        world.explain(blob)


def test_certificate_instead_of_a_signature(world: World) -> None:
    pem = b"-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"
    for blob in (world.authority.der, pem):
        with pytest.raises(KnownError, match="FILE_IS_CERTIFICATE"):
            world.explain(blob)
    with pytest.raises(KnownError, match="PEM of SOMETHING"):
        world.explain(pem.replace(b"CERTIFICATE", b"SOMETHING"))


def test_too_large() -> None:
    with pytest.raises(KnownError, match="SIGNATURE_FILE_TOO_LARGE"):
        unarmoured(b"\x30" + bytes(MAX_FILE))


def test_limits(world: World) -> None:
    blob = world.sign()
    signer = children(children(children(children(blob)[1])[0])[-1])[0]
    many = in_data(blob, lambda data: [*data[:-1], tlv(SET, *[signer] * 17)])
    with pytest.raises(KnownError, match="too many"):
        world.explain(many)
    crowd = in_data(blob, lambda data: [tlv(0xA0, *[world.authority.der] * 65) if p[0] == 0xA0 else p for p in data])
    with pytest.raises(KnownError, match="too many"):
        world.explain(crowd)
    extra = [tlv(SEQUENCE, oid(f"1.2.3.{n}"), tlv(SET, tlv(OCTETS))) for n in range(65)]
    with pytest.raises(KnownError, match="too many"):
        world.explain(in_signer(blob, lambda parts: [*parts, tlv(0xA1, *extra)]))


def test_signers_at_the_limit_are_all_told(world: World) -> None:
    blob = world.sign()
    signer = children(children(children(children(blob)[1])[0])[-1])[0]
    found = world.explain(in_data(blob, lambda data: [*data[:-1], tlv(SET, *[signer] * 16)]))
    assert len(found.signers) == 16
    assert found.verdict is Verdict.VALID


@pytest.mark.parametrize("byte", [b"\x30\x80", b"\x24\x80", b"\xa0\x80", b"\x31\x82\x00\x04"])
def test_deep_nesting_ends_soon(byte: bytes) -> None:
    with pytest.raises(KnownError, match="SIGNATURE_FILE_UNREADABLE"):
        read_envelope(b"\x30\x80" + byte * 50_000)


def test_many_certificates_of_one_name_are_no_maze(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sixty authorities that call themselves the issuer: each is tried once, none is believed."""
    others = [World().authority.der for _ in range(6)]
    trust = world.trust([])
    blob = world.sign()
    crowd = in_data(blob, lambda data: [tlv(0xA0, *children(p), *others * 8) if p[0] == 0xA0 else p for p in data])
    asked: list[int] = []
    monkeypatch.setattr(path, "issued", lambda above, below: bool(asked.append(1)) or chain.issued(above, below))
    report = world.judge(crowd, trust=trust)
    assert report.verdict is Verdict.UNKNOWN
    assert 0 < len(asked) <= 4 * 50, "so many certificates, at each of a path's few steps"


def test_every_bit_of_what_is_signed(world: World) -> None:
    """Signer's certificate, signed attributes and signature: no bit of them may be another one.

    The rest (a second certificate, unsigned attributes) no signature protects; there a verdict may stay as it was.
    """
    person = world.authority.person()
    blob, trust = world.sign(person), world.trust()
    assert world.judge(blob, trust=trust).verdict is Verdict.VALID
    start = blob.index(person.der)
    parts = children(children(children(children(children(blob)[1])[0])[-1])[0])
    spans = [(start, len(person.der)), *((blob.index(part), len(part)) for part in (parts[3], parts[5]))]
    for begin, size in spans:
        for bit in range(begin * 8, (begin + size) * 8, 3):
            bad = bytearray(blob)
            bad[bit // 8] ^= 1 << bit % 8
            report = report_of(world, bytes(bad))
            assert report is None or report.verdict not in WELL, bit


def test_nothing_bad_turns_good(world: World) -> None:
    """Whatever is changed of a signature over another document, it stays one."""
    stamped = world.stamped(world.sign(content=CONTENT + b"!"), ago(days=1))
    chance = random.Random(7)  # noqa: S311  # which bytes, nothing secret
    for _ in range(1500):
        bad = bytearray(stamped)
        for _ in range(chance.randint(1, 4)):
            bad[chance.randrange(len(bad))] = chance.randrange(256)
        if chance.random() < 0.3:
            at = chance.randrange(len(bad))
            bad[at:at] = bad[at : at + chance.randrange(64)]
        report = report_of(world, bytes(bad))
        assert report is None or report.verdict not in WELL


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=400))
def test_any_bytes(world: World, noise: bytes) -> None:
    assert report_of(world, noise) is None
    assert report_of(world, b"\x30\x82\x01\x90" + noise) is None


def test_cut_anywhere(world: World) -> None:
    blob = world.stamped(world.sign())
    for size in range(0, len(blob), 7):
        report = report_of(world, blob[:size])
        assert report is None
