"""Forged signatures by name, and the code that each must be refused with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from cryptography.hazmat.primitives.asymmetric import utils

from cabinet.qes.cades_build import build
from cabinet.qes.cades_verify import MAX_BYTES
from tests.forging import cms
from tests.forging.issuer import Issuer, Leaf
from tests.forging.login import Begun, signed

ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""Of P-256 (FIPS 186-4 D.1.2.3)."""

Forge = Callable[[Begun, Leaf, Issuer], bytes]


def good(begun: Begun, leaf: Leaf) -> bytes:
    return signed(begun, leaf)


def hand_made(begun: Begun, leaf: Leaf, signature: bytes) -> bytes:
    return cms.by_hand(begun.statement.render(), leaf.der, signature, datetime.now(UTC))


def twin(begun: Begun, leaf: Leaf, issuer: Issuer) -> bytes:
    """Another certificate of the same key in the place of the one that the signature names."""
    assert leaf.key is not None
    other = issuer.issue(leaf.key)
    return replace(cms.parts(good(begun, leaf)), certificate=other.der).der()


def crowd(begun: Begun, leaf: Leaf, issuer: Issuer) -> bytes:
    return build(begun.statement.render(), leaf.der, leaf.sign, datetime.now(UTC), [issuer.issue().der] * 16)


def strangers(begun: Begun, leaf: Leaf, issuer: Issuer) -> bytes:
    """A certificate that is not of the path: whoever carries it wants something."""
    return signed(begun, leaf, chain=[issuer.issue().der])


FORGERIES: dict[str, tuple[Forge, str]] = {
    "no signer": (lambda b, x, _: cms.no_signer(good(b, x)), "BAD_CMS"),
    "two signers": (lambda b, x, _: cms.two_signers(good(b, x)), "BAD_CMS"),
    "content inside": (lambda b, x, _: cms.attached(good(b, x), b.statement.render()), "BAD_CMS"),
    "no signed attributes": (lambda b, x, _: cms.without_attributes(good(b, x)), "BAD_CMS"),
    "an unsigned attribute": (lambda b, x, _: cms.with_unsigned_attribute(good(b, x)), "BAD_CMS"),
    "another certificate of the key": (twin, "BAD_CMS"),
    "seventeen certificates": (crowd, "BAD_CMS"),
    "a certificate beside the path": (strangers, "BAD_CMS"),
    "a byte behind": (lambda b, x, _: good(b, x) + b"\0", "BAD_CMS"),
    "a byte short": (lambda b, x, _: good(b, x)[:-1], "BAD_CMS"),
    "nothing": (lambda *_: b"", "BAD_CMS"),
    "too long": (lambda *_: b"\x30" * (MAX_BYTES + 1), "BAD_CMS"),
    "indefinite length": (lambda b, x, _: cms.edited(good(b, x), (), cms.indefinite), "BAD_CMS"),
    "another content": (
        lambda b, x, _: build(b.statement.render() + b" ", x.der, x.sign, datetime.now(UTC)),
        "SIGNATURE_INVALID",
    ),
    "r is zero": (lambda b, x, _: hand_made(b, x, utils.encode_dss_signature(0, 1)), "SIGNATURE_INVALID"),
    "s is zero": (lambda b, x, _: hand_made(b, x, utils.encode_dss_signature(1, 0)), "SIGNATURE_INVALID"),
    "r is the order": (lambda b, x, _: hand_made(b, x, utils.encode_dss_signature(ORDER, 1)), "SIGNATURE_INVALID"),
    "s is above the order": (
        lambda b, x, _: hand_made(b, x, utils.encode_dss_signature(1, ORDER + 1)),
        "SIGNATURE_INVALID",
    ),
    "r and s bare": (lambda b, x, _: hand_made(b, x, bytes(range(64))), "SIGNATURE_INVALID"),
}
