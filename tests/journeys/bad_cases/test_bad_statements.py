"""Rows 26, 27, 35 and 36: what is handed in, by HTTP to the live contour, put together by hand."""

from __future__ import annotations

import threading
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa, utils
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from cabinet.contract.errors import KnownError
from cabinet.qes.digests import DIGESTS, digest_of
from cabinet.wire.transport import Transport
from tests.forging import cms
from tests.forging.dstu import dstu_key, dstu_leaf
from tests.forging.forgeries import FORGERIES, hand_made
from tests.forging.issuer import Issuer, Leaf
from tests.forging.login import Begun, begin, body_of, complete, hand_in, outcome, refusal, signed
from tests.journeys.bad_cases.table import bad_case
from tests.journeys.bad_cases.world import Teller
from tests.qes.dstu_material import key_info, uapki

PARALLEL = 8
MD5 = "1.2.840.113549.2.5"


def let_in(transport: Transport, leaf: Leaf) -> None:
    begun = begin(transport)
    assert refusal(transport, begun, signed(begun, leaf)) is None


@pytest.mark.parametrize(
    "hours",
    [
        pytest.param(25, marks=bad_case(26, "SIGNING_TIME_WRONG")),
        pytest.param(-25, marks=bad_case(26, "SIGNING_TIME_WRONG")),
    ],
)
def test_signing_time_is_absurd(told: Teller, transport: Transport, issuer: Issuer, hours: int) -> None:
    leaf, now = issuer.issue(), datetime.now(UTC)
    begun = begin(transport)
    told(refusal(transport, begun, signed(begun, leaf, now + timedelta(hours=hours))), "SIGNING_TIME_WRONG")
    begun = begin(transport)
    nearly = now + timedelta(hours=hours - hours // abs(hours) * 2)
    assert refusal(transport, begun, signed(begun, leaf, nearly)) is None, "a clock may be off; it proves nothing"


@bad_case(27, "CHALLENGE_USED")
def test_challenge_serves_once(told: Teller, transport: Transport, issuer: Issuer) -> None:
    leaf = issuer.issue()
    begun = begin(transport)
    first = signed(begun, leaf)
    session = complete(transport, begun, first)
    with pytest.raises(KnownError) as second:
        complete(transport, begun, signed(begun, leaf))
    told(second.value, "CHALLENGE_USED")
    with pytest.raises(KnownError) as other_key:
        hand_in(transport, begin(transport).client.key, body_of(begun, first))
    told(other_key.value, "CHALLENGE_USED")
    again = hand_in(transport, begun.client.key, body_of(begun, first))
    assert outcome(begun.client, again).tokens is None, "the same hand-in is the same log-in, whose tokens are gone"
    assert len(session.sessions().items) == 1
    session.end()
    let_in(transport, leaf)


@pytest.mark.parametrize(
    "alike", [pytest.param(True, marks=bad_case(27)), pytest.param(False, marks=bad_case(27, "CHALLENGE_USED"))]
)
def test_parallel_completion(told: Teller, transport: Transport, issuer: Issuer, alike: bool) -> None:
    """Eight at once, the same signature or eight of them: one session, and one only."""
    leaf = issuer.issue()
    begun = begin(transport)
    blobs = [signed(begun, leaf) for _ in range(PARALLEL)]
    barrier = threading.Barrier(PARALLEL)
    ended: list[KnownError | str] = []

    def run(blob: bytes) -> None:
        barrier.wait()
        try:
            login_id = hand_in(transport, begun.client.key, body_of(begun, blob))
            ended.append("tokens" if outcome(begun.client, login_id).tokens is not None else "nothing")
        except KnownError as error:
            ended.append(error)

    threads = [threading.Thread(target=run, args=(blobs[0] if alike else blob,)) for blob in blobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    counted = Counter(each if isinstance(each, str) else each.code for each in ended)
    assert counted == {"tokens": 1, "nothing" if alike else "CHALLENGE_USED": PARALLEL - 1}
    for each in ended:
        if isinstance(each, KnownError):
            told(each, "CHALLENGE_USED")


@pytest.mark.parametrize("name", [pytest.param(n, marks=bad_case(35, code)) for n, (_, code) in FORGERIES.items()])
def test_signature_of_a_wrong_form(told: Teller, transport: Transport, issuer: Issuer, name: str) -> None:
    forge, code = FORGERIES[name]
    leaf = issuer.issue()
    begun = begin(transport)
    told(refusal(transport, begun, forge(begun, leaf, issuer)), code)
    let_in(transport, leaf)


@bad_case(35, "UNSUPPORTED_ALGORITHM")
def test_point_is_not_on_the_curve(told: Teller, transport: Transport, issuer: Issuer) -> None:
    public = ec.generate_private_key(ec.SECP256R1()).public_key()
    info = bytearray(public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))
    info[-1] ^= 1
    leaf = Leaf(issuer.with_key(bytes(info)), lambda _: b"")
    begun = begin(transport)
    told(refusal(transport, begun, hand_made(begun, leaf, utils.encode_dss_signature(1, 1))), "UNSUPPORTED_ALGORITHM")


@bad_case(35)
def test_dstu_with_both_wrappings(told: Teller, transport: Transport, issuer: Issuer) -> None:
    """A whole log-in with a key of DSTU 4145: bare ``r ‖ s``, and in an OCTET STRING as other programs write it."""
    leaf = dstu_leaf(issuer)
    begun = begin(transport)
    blob = signed(begun, leaf)
    parts = cms.parts(blob)
    wrapped = replace(parts, signature=b"\x04\x40" + parts.signature).der()
    assert refusal(transport, begun, wrapped) is None
    let_in(transport, leaf)


def dstu_by_hand(begun: Begun, der: bytes, signature: bytes) -> bytes:
    return cms.by_hand(begun.statement.render(), der, signature, datetime.now(UTC), "gost34311", "dstu")


@pytest.mark.parametrize(
    ("signature", "code"),
    [
        pytest.param(bytes(64), "DSTU_SIGNATURE_RANGE", marks=bad_case(35, "DSTU_SIGNATURE_RANGE"), id="r and s zero"),
        pytest.param(
            b"\xff" * 64, "DSTU_SIGNATURE_RANGE", marks=bad_case(35, "DSTU_SIGNATURE_RANGE"), id="above the order"
        ),
        pytest.param(bytes(63), "DSTU_SIGNATURE_LENGTH", marks=bad_case(35, "DSTU_SIGNATURE_LENGTH"), id="short"),
        pytest.param(
            b"\x04\x41" + bytes(65),
            "DSTU_SIGNATURE_LENGTH",
            marks=bad_case(35, "DSTU_SIGNATURE_LENGTH"),
            id="wrapped wrongly",
        ),
        pytest.param(bytes((1,)) * 64, "SIGNATURE_INVALID", marks=bad_case(35, "SIGNATURE_INVALID"), id="anything"),
    ],
)
def test_dstu_signature_is_no_good(
    told: Teller, transport: Transport, issuer: Issuer, signature: bytes, code: str
) -> None:
    begun = begin(transport)
    told(refusal(transport, begun, dstu_by_hand(begun, dstu_leaf(issuer).der, signature)), code)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        pytest.param("aa1df4d7", "ab1ef4d7", "DSTU_POINT_INVALID", marks=bad_case(35, "DSTU_POINT_INVALID")),
        pytest.param("b60fd2d8", "b70fd2d8", "DSTU_CURVE_UNKNOWN", marks=bad_case(35, "DSTU_CURVE_UNKNOWN")),
    ],
    ids=["point not on the curve", "another base point"],
)
def test_dstu_key_is_no_good(told: Teller, transport: Transport, issuer: Issuer, old: str, new: str, code: str) -> None:
    """The curve of a real key of «Дія» in full, changed by little, in a certificate that is signed all the same."""
    info = key_info(uapki("diia-test-sign"))
    assert info.count(bytes.fromhex(old)) == 1
    der = issuer.with_key(info.replace(bytes.fromhex(old), bytes.fromhex(new)))
    begun = begin(transport)
    told(refusal(transport, begun, dstu_by_hand(begun, der, bytes((1,)) * 64)), code)


@pytest.mark.parametrize(
    "digest", [pytest.param(name, marks=bad_case(36, "WEAK_ALGORITHM")) for name in ("sha1", "sha224")]
)
def test_weak_hash(told: Teller, transport: Transport, issuer: Issuer, tmp_path: Path, digest: str) -> None:
    """Right in all else: OpenSSL has signed it."""
    leaf = issuer.issue()
    assert leaf.key is not None
    begun = begin(transport)
    blob = cms.by_openssl(begun.statement.render(), leaf.der, leaf.key, tmp_path, "-md", digest)
    told(refusal(transport, begun, blob), "WEAK_ALGORITHM")
    begun = begin(transport)
    blob = cms.by_openssl(begun.statement.render(), leaf.der, leaf.key, tmp_path, "-md", "sha256")
    assert refusal(transport, begun, blob) is None


@bad_case(36, "WEAK_ALGORITHM")
def test_hash_that_no_program_signs_with_any_more(told: Teller, transport: Transport, issuer: Issuer) -> None:
    begun = begin(transport)
    blob = cms.renamed(signed(begun, issuer.issue()), DIGESTS["sha256"], MD5)
    told(refusal(transport, begun, blob), "WEAK_ALGORITHM")


@bad_case(36, "WEAK_ALGORITHM")
def test_weak_rsa(told: Teller, transport: Transport, issuer: Issuer) -> None:
    leaf = issuer.issue(rsa.generate_private_key(public_exponent=65537, key_size=1024))
    begun, now = begin(transport), datetime.now(UTC)
    content = begun.statement.render()
    attributes = cms.signed_attributes(digest_of("sha256", content), leaf.der, "sha256", now)
    blob = cms.by_hand(content, leaf.der, leaf.sign(attributes), now, kind="rsa")
    told(refusal(transport, begun, blob), "WEAK_ALGORITHM")
    let_in(transport, issuer.issue(rsa.generate_private_key(public_exponent=65537, key_size=2048)))


@bad_case(36, "DSTU_FIELD_SMALL")
def test_short_dstu_key(told: Teller, transport: Transport, issuer: Issuer) -> None:
    info, _, key = dstu_key(163)
    begun = begin(transport)
    blob = dstu_by_hand(begun, issuer.with_key(info), bytes((1,)) * 2 * key.curve.half)
    told(refusal(transport, begun, blob), "DSTU_FIELD_SMALL")


@bad_case(36, "UNSUPPORTED_ALGORITHM")
def test_key_of_an_unknown_kind(told: Teller, transport: Transport, issuer: Issuer) -> None:
    key = ed25519.Ed25519PrivateKey.generate()
    der = issuer.with_key(key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))
    begun = begin(transport)
    told(
        refusal(transport, begun, cms.by_hand(begun.statement.render(), der, bytes(64), datetime.now(UTC))),
        "UNSUPPORTED_ALGORITHM",
    )
