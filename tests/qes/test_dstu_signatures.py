"""Signatures against the standard's examples; every bad one is refused with its own code."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import pytest

from cabinet.contract.errors import KnownError
from cabinet.qes.algorithms import Scheme, check_signature
from cabinet.qes.dstu.curves import CURVES, Curve
from cabinet.qes.dstu.key import DstuKey, read_key
from cabinet.qes.dstu.points import is_on_curve, joint_multiply, negate
from cabinet.qes.dstu.signature import split, verify
from tests.qes.dstu_material import key_info, person, sign, uapki, with_key

CURVE = {curve.degree: curve for curve in CURVES.values()}


class Example(NamedTuple):
    """A published signature; numbers in hex, the hash as an integer with the high byte first."""

    degree: int
    base: tuple[str, str]
    private: str
    digest: str
    r: str
    s: str


EXAMPLES = {
    # DSTU 4145-2002, annex Б, as bc-java's DSTU4145Test has it too.
    "M163": Example(
        163,
        ("72d867f93a93ac27df9ff01affe74885c8c540420", "0224a9c3947852b97c5599d5f4ab81122adc3fd9b"),
        "183f60fdf7951ff47d67193f8d073790c1c9b5a3e",
        "09c9c44277910c9aaee486883a2eb95b7180166ddf73532eeb76edaef52247ff",
        "274ea2c0caa014a0d80a424f59ade7a93068d08a7",
        "2100d86957331832b8e8c230f5bd6a332b3615aca",
    ),
    # The rest: bc-java's DSTU4145Test.
    "M173": Example(
        173,
        ("be6628ec3e67a91a4e470894fba72b52c515f8aee9", "d9deedf655cf5412313c11ca566cdc71f4da57db45c"),
        "955cd7e344303d1034e66933dc21c8044d42adb8",
        "0137187ea862117ef1484289470ecac802c5a651fda8",
        "13ae89746386709cdbd237cc5ec20ca30004a82ead8",
        "3597912cdd093b3e711ccb74a79d3c4ab4c7cccdc60",
    ),
    "M173, hash longer than the field": Example(
        173,
        ("be6628ec3e67a91a4e470894fba72b52c515f8aee9", "d9deedf655cf5412313c11ca566cdc71f4da57db45c"),
        "955cd7e344303d1034e66933dc21c8044d42adb8",
        "ff" * 26,
        "6bb5c0cb82e5067485458ebfe81025f03b687c63a27",
        "34d6b1868969b86ecf934167c8fe352c63d1074bd",
    ),
    "M431": Example(
        431,
        (
            "9548bcdf314ceeeaf099c780ffefbf93f9fe5b5f55547603c9c8fc1a2774170882b3be35e892c6d4296b8dea282ec30fb344272791",
            "4c6cbd7c62a8eeefde17a8b5e196e49a22ce6de128abd9fbd81fa4411ad5a38e2a810bede09a7c6226bcdcb4a4a5da37b4725e00aa74",
        ),
        "d0f97354e314191fd773e2404f478c8aee0ff5109f39e6f37d1feec8b2ed1691d84c9882cc729e716a71cc013f66cac60e29e22c",
        "0137187ea862117ef1484289470ecac802c5a651fda8",
        "1911fefb1f494bebcf8dffdf5276946ff9c9f662192ee18c718db47310a439c784fe07577b16e1edbe16179876e0792a634f1c9c3a2e",
        "3852170ee801c2083c52f1ea77b987a5432acecd9c654f064e87bf179e0a397151edbca430082e43bd38a67b55424b5bbc7f2713f620",
    ),
}


def packed(curve: Curve, r: int, s: int) -> bytes:
    return r.to_bytes(curve.half, "little") + s.to_bytes(curve.half, "little")


@pytest.mark.parametrize("name", EXAMPLES)
def test_published_signatures(name: str) -> None:
    example = EXAMPLES[name]
    x, y = (int(number, 16) for number in example.base)
    curve = replace(CURVE[example.degree], base=(x, y))  # the examples have base points of their own
    assert is_on_curve(curve, curve.base)
    public = joint_multiply(curve, int(example.private, 16), curve.base, 0, curve.base)
    assert public is not None
    key, digest = DstuKey(curve, negate(public)), bytes.fromhex(example.digest)[::-1]
    r, s = int(example.r, 16), int(example.s, 16)
    verify(key, packed(curve, r, s), digest)
    for bad in (packed(curve, r ^ 1, s), packed(curve, r, s ^ 1), packed(curve, s % (1 << 160), r)):
        with pytest.raises(KnownError, match="SIGNATURE_INVALID"):
            verify(key, bad, digest)
    with pytest.raises(KnownError, match="SIGNATURE_INVALID"):
        verify(key, packed(curve, r, s), bytes((digest[0] ^ 1,)) + digest[1:])
    with pytest.raises(KnownError, match="SIGNATURE_INVALID"):
        verify(DstuKey(curve, public), packed(curve, r, s), digest)


def test_hash_of_zeros_counts_as_one() -> None:
    """With zero itself, r would be zero whatever the point."""
    _, key, private = person()
    one, zero = (1).to_bytes(32, "little"), bytes(32)
    verify(key, sign(private, key, one), zero)


def test_sum_at_infinity_is_no_signature() -> None:
    """With the base point for a key, ``s = n - r`` makes infinity."""
    curve = CURVE[257]
    with pytest.raises(KnownError, match="SIGNATURE_INVALID: infinity"):
        verify(DstuKey(curve, curve.base), packed(curve, 5, curve.order - 5), bytes(32))


def test_both_wrappings_are_read() -> None:
    _, key, private = person()
    digest = bytes(range(32))
    raw = sign(private, key, digest)
    verify(key, raw, digest)
    verify(key, b"\x04\x40" + raw, digest)
    assert split(key.curve, raw) == split(key.curve, b"\x04\x40" + raw)


@pytest.mark.parametrize("curve", CURVES.values(), ids=lambda c: f"M{c.degree}")
def test_bad_numbers_have_their_codes(curve: Curve) -> None:
    key, n, size = DstuKey(curve, curve.base), curve.order, 2 * curve.half
    for r, s, detail in (
        (0, 1, "r is zero"),
        (1, 0, "s is zero"),
        (n, 1, "r is not below the order"),
        (1, n, "s is not below the order"),
        (1, (1 << 8 * curve.half) - 1, "s is not below the order"),
    ):
        with pytest.raises(KnownError, match=f"DSTU_SIGNATURE_RANGE: {detail}"):
            verify(key, packed(curve, r, s), b"x" * 32)
    good = packed(curve, 1, 1)
    for bad in (b"", good[:-1], good + b"\0", b"\x04" + good, b"\x04\x41" + good, b"\x30\x40" + good, good * 2):
        with pytest.raises(KnownError, match=f"DSTU_SIGNATURE_LENGTH: {len(bad)} bytes, not {size}"):
            verify(key, bad, b"x" * 32)


def replaced(info: bytes, old: str, new: str) -> bytes:
    assert info.count(bytes.fromhex(old)) == 1
    return info.replace(bytes.fromhex(old), bytes.fromhex(new))


@pytest.mark.parametrize(
    ("name", "old", "new", "code"),
    [
        ("the point", "aa1df4d7", "ab1ef4d7", "DSTU_POINT_INVALID"),
        ("a", "0c020100", "0c020101", "DSTU_CURVE_UNKNOWN"),
        ("b", "10bee3db", "11bee3db", "DSTU_CURVE_UNKNOWN"),
        ("the order", "07d470d", "07d470f", "DSTU_CURVE_UNKNOWN"),
        ("the field", "0202010102010c", "0202010102010d", "DSTU_CURVE_UNKNOWN"),
        ("the base point, another of the group", "", "", "DSTU_CURVE_UNKNOWN"),
        ("the base point, by one bit", "b60fd2d8", "b70fd2d8", "DSTU_CURVE_UNKNOWN"),
        ("the DKE", "a9d6eb45", "a9d6eb54", "DSTU_SBOX_UNKNOWN"),
        ("the shape", "0421aa1df4d7", "0521aa1df4d7", "CERTIFICATE_UNREADABLE"),
    ],
)
def test_changed_keys_have_their_codes(name: str, old: str, new: str, code: str) -> None:
    info = key_info(uapki("diia-test-sign"))
    if not old:
        # The person's own key as the base point: whoever knows a private key could then be anybody.
        curve = CURVE[257]
        base = (curve.base[0] & ~1).to_bytes(33, "little").hex()
        old, new = base, info[-33:].hex()
    bad = replaced(info, old, new) if len(old) % 2 == 0 else bytes.fromhex(info.hex().replace(old, new, 1))
    assert bad != info, name
    with pytest.raises(KnownError) as refusal:
        check_signature(Scheme("gost34311", "dstu"), with_key(bad), bytes(64), b"x")
    assert refusal.value.code == code


def test_named_and_explicit_are_one_key() -> None:
    explicit = key_info(uapki("diia-test-sign"))
    assert read_key(explicit).curve is CURVE[257]
    assert read_key(key_info(uapki("CAO"))).curve is CURVE[431]
    _, named, _ = person()
    assert named.curve is CURVE[257]


def test_other_algorithms_are_refused() -> None:
    certificate, key, private = person()
    signature = sign(private, key, bytes(32))
    for digest in ("sha256", "md5"):
        with pytest.raises(KnownError, match="UNSUPPORTED_ALGORITHM"):
            check_signature(Scheme(digest, "dstu"), certificate, signature, b"x")
    with pytest.raises(KnownError, match="UNSUPPORTED_ALGORITHM"):
        check_signature(Scheme("sha256", "ecdsa"), certificate, signature, b"x")
    with pytest.raises(KnownError, match="CERTIFICATE_UNREADABLE"):
        check_signature(Scheme("gost34311", "dstu"), b"\x30\x00", signature, b"x")
