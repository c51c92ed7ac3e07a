"""A time-stamp token by itself: signed attributes it must have, and a certificate that is good for nothing else."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from cabinet.contract.errors import KnownError
from cabinet.qes.certificate import read_certificate
from cabinet.qes.digests import digest_of
from cabinet.qes.explain import stamp
from cabinet.qes.time_stamp import make_token
from cabinet.qes.trusted_list.uris import Kind
from tests.qes.explain.kit import World
from tests.qes_authority import NOW, Authority
from tests.trusted_list_kit import CZO, period, service, stamp_unit


def test_a_token_has_signed_attributes(authority: Authority) -> None:
    """Without them nothing ties the signature to a certificate (RFC 3161 §2.4.2)."""
    key, certificate = stamp_unit(authority)
    der = certificate.public_bytes(Encoding.DER)
    made = make_token(
        hashlib.sha256(b"text").digest(), 7, "1.2.3", NOW, der, lambda data: key.sign(data, ec.ECDSA(hashes.SHA256()))
    )  # fmt: skip
    token = stamp._take(made)
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
