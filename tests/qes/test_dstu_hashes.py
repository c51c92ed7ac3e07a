"""GOST 34.311 and Kupyna against what their standards print."""

from __future__ import annotations

import pytest

from cabinet.qes.digests import DIGESTS, digest_of
from cabinet.qes.dstu.gost34311 import gost34311
from cabinet.qes.dstu.kupyna import kupyna

# RFC 5831 §7.1: the boxes of the standard's examples (id-GostR3411-94-TestParamSet of RFC 4357), lowest first.
EXAMPLE_BOXES = bytes.fromhex(
    "4a92d80e6b1c7f53eb4c6dfa23810759581da342efc7609b7da1089fe46cb253"
    "6c715fd84a9e03b24ba0721d36859cfedb413f590ae7682c1fd057a4923e6b8c"
)
LONG_64 = (
    "3813e2109118cdfb5a6d5e72f7208dccc80a2dfb3afdfb02f46992b5edbe536b"
    "3560dd1d7e29c6f53978af58b444e37ba685c0dd910533ba5d78efffc13de62a"
)
LONG_0 = (
    "656b2f4cd71462388b64a37043ea55dbe445d452aecd46c3298343314ef04019"
    "bcfa3f04265a9857f91be91fce197096187ceda78c9c1c021c294a0689198538"
)
COUNTING = bytes(range(256))


@pytest.mark.parametrize(
    ("message", "digest"),
    [
        # RFC 5831 §7.3.1 and §7.3.2
        (b"This is message, length=32 bytes", "b1c466d37519b82e8319819ff32595e047a28cb6f83eff1c6916a815a637fffa"),
        (
            b"Suppose the original message has length = 50 bytes",
            "471aba57a60a770d3a76130635c1fbea4ef14de51f78b4ae57dd893b62f55208",
        ),
    ],
)
def test_gost34311_by_its_examples(message: bytes, digest: str) -> None:
    assert gost34311(message, EXAMPLE_BOXES).hex() == digest


def test_gost34311_asks_for_a_whole_dke() -> None:
    with pytest.raises(ValueError, match="64 bytes"):
        gost34311(b"x", EXAMPLE_BOXES[:-1])


@pytest.mark.parametrize(
    ("bits", "length", "digest"),
    [
        # IACR ePrint 2015/885, appendix with the examples of DSTU 7564:2014: bytes 00, 01, 02 …
        (256, 64, "08f4ee6f1be6903b324c4e27990cb24ef69dd58dbe84813ee0a52f6631239875"),
        (256, 128, "0a9474e645a7d25e255e9e89fff42ec7eb31349007059284f0b182e452bda882"),
        (256, 0, "cd5101d1ccdf0d1d1f4ada56e888cd724ca1a0838a3521e7131d4fb78d0f5eb6"),
        (
            384,
            95,
            "d9021692d84e5175735654846ba751e6d0ed0fac36dfbc0841287dcb0b5584c75016c3decc2a6e47c50b2f3811e351b8",
        ),
        (512, 64, LONG_64),
        (512, 0, LONG_0),
        # BouncyCastle's DSTU7564Test: lengths about the edge of the padding
        (256, 51, "6f8f0a3f8261af77581ab01cb89d4cb5ed87ca1d9954f11d5586e94b45c82fb8"),
        (256, 52, "8b6fe2ba77e684b2a1ac82232f4efc49f681cd18c82a0cfff530186a2fc642d2"),
        (256, 55, "0e7bf74464b81b3ae7d904170776d29f4b02a7227da578dd562d01027af7fd0e"),
    ],
)
def test_kupyna_by_its_examples(bits: int, length: int, digest: str) -> None:
    assert kupyna(COUNTING[:length], bits).hex() == digest


def test_every_named_hash_is_there() -> None:
    lengths = {name: len(digest_of(name, b"x")) for name in DIGESTS}
    assert lengths == {
        "sha256": 32, "sha384": 48, "sha512": 64, "gost34311": 32, "kupyna256": 32, "kupyna384": 48, "kupyna512": 64,
    }  # fmt: skip
