"""A time-stamp token by itself: signed attributes it must have, and a certificate that is good for nothing else."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from cabinet.contract.errors import KnownError
from cabinet.qes.certificate import read_certificate
from cabinet.qes.digests import digest_of
from cabinet.qes.explain import stamp
from cabinet.qes.explain.content import Content
from cabinet.qes.explain.path import Asking
from cabinet.qes.explain.values import Embedded
from cabinet.qes.time_stamp import make_token
from cabinet.qes.trusted_list.uris import Kind
from tests.qes.explain.kit import STAMPS, World
from tests.qes_authority import NOW, Authority
from tests.trusted_list_kit import CZO, period, service, stamp_unit


def token_of(key: ec.EllipticCurvePrivateKey, der: bytes) -> bytes:
    def sign(data: bytes) -> bytes:
        return key.sign(data, ec.ECDSA(hashes.SHA256()))

    return make_token(hashlib.sha256(b"text").digest(), 7, "1.2.3", NOW, der, sign)


def test_a_token_has_signed_attributes(authority: Authority) -> None:
    """Without them nothing ties the signature to a certificate (RFC 3161 §2.4.2)."""
    key, certificate = stamp_unit(authority)
    der = certificate.public_bytes(Encoding.DER)
    token = stamp._take(token_of(key, der))
    stamp._check(token, der, lambda name: digest_of(name, b"text"), NOW)
    bare = replace(token.signer, to_sign=None, signature=key.sign(token.content, ec.ECDSA(hashes.SHA256())))
    with pytest.raises(KnownError, match="BAD_CMS: a token without signed attributes"):
        stamp._check(replace(token, signer=bare), der, lambda name: digest_of(name, b"text"), NOW)


def test_a_certificate_that_stamps_does_nothing_else(authority: Authority) -> None:
    stamp._stamps_only(read_certificate(stamp_unit(authority)[1].public_bytes(Encoding.DER)))
    for other in (authority.person().der, authority.der):
        with pytest.raises(KnownError, match="WRONG_KEY_USAGE"):
            stamp._stamps_only(read_certificate(other))


def test_the_entry_that_is_shown_is_the_one_that_made_it_count(world: World) -> None:
    anchor = world.authority.der
    others = [service(anchor, periods=[period(f"{CZO}Svctype/Certstatus/OCSP")]), service(anchor)]
    report = world.judge(world.sign(), trust=world.trust(others))
    assert report.listing is not None
    assert report.listing.period is not None
    assert report.listing.period.kind is Kind.CERTIFICATES


def test_a_token_is_signed(authority: Authority) -> None:
    key, certificate = stamp_unit(authority)
    der = certificate.public_bytes(Encoding.DER)
    token = stamp._take(token_of(key, der))
    other = replace(token.signer, signature=key.sign(b"something else", ec.ECDSA(hashes.SHA256())))
    with pytest.raises(KnownError, match="SIGNATURE_INVALID"):
        stamp._check(replace(token, signer=other), der, lambda name: digest_of(name, b"text"), NOW)


@pytest.mark.parametrize(("days", "code"), [(0, "OK"), (99, "OK"), (100, "CERT_EXPIRED"), (150, "CERT_EXPIRED")])
def test_a_key_whose_term_is_over_may_be_anybodys(world: World, days: int, code: str) -> None:
    """Its issuer stands in the list, it itself does not; a list of that time says that it was good."""
    trust = world.trust([service(world.authority.root_der, periods=[STAMPS])])
    asking = Asking(trust, None, NOW + timedelta(days=days))
    carried = Embedded(certificates=(world.stamp_der,), lists=(world.authority.root_crl(),))
    found = stamp.read_stamp(
        token_of(world.stamp_key, world.stamp_der), lambda name: digest_of(name, b"text"), carried, asking,
        over_content=False,
    )  # fmt: skip
    assert (found.problem.code if found.problem is not None else "OK") == code


def test_each_hash_is_its_own() -> None:
    content = Content.of(b"text")
    for _ in range(2):
        assert [content.digest(name) for name in ("sha256", "sha512")] == [
            hashlib.new(name, b"text").digest() for name in ("sha256", "sha512")
        ]
