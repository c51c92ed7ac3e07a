"""Revocation under DSTU 4145: lists, a request and responders made by others, and an answer of our own."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from asn1crypto import core, ocsp
from asn1crypto import x509 as asn1

from cabinet.contract.errors import KnownError
from cabinet.qes.answers import Answers
from cabinet.qes.certificate import Certificate, read_certificate
from cabinet.qes.chain import Chain
from cabinet.qes.crl import read_list
from cabinet.qes.digests import digest_of
from cabinet.qes.ocsp import _delegated, read_response
from cabinet.qes.ocsp_request import build_request, cert_id, key_hashes
from cabinet.qes.revocation import check_revocation
from cabinet.qes.revocation_words import RevocationEvidence, RevocationPolicy, Road
from tests.flips import flipped
from tests.qes.dstu_material import cryptonite, person, sign, uapki
from tests.qes.services import Web

ISSUED = datetime(2016, 9, 26, 14, 18, 54, tzinfo=UTC)
FULL, DELTA = "http://ca.ua/crls/full.crl", "http://ca.ua/crls/delta.crl"


def root() -> Certificate:
    return read_certificate(cryptonite("root_certificate.cer"))


def chain(**changes: Any) -> Chain:
    return Chain((replace(read_certificate(cryptonite("userfiz_certificate.cer")), **changes), root()))


def check(now: datetime, *, full: bytes | None = None, delta: bytes | None = None, **changes: Any) -> list[Road]:
    web = Web()
    web.served = {FULL: full, DELTA: delta}
    return [e.road for e in check_revocation(chain(**changes), Answers(web), now)]


def test_addresses_of_real_certificates() -> None:
    signer = read_certificate(uapki("diia-test-sign"))
    assert signer.ocsp_urls == ("http://ca.informjust.ua/services/ocsp/",)
    assert signer.ca_issuer_urls == ("http://ca.informjust.ua/uploads/certificates/diia.p7b",)
    assert signer.delta_crl_urls == ("http://ca.informjust.ua/download/crls/CA-BED50831-Delta-S17.crl",)
    assert read_certificate(uapki("CAO")).ocsp_urls == ()


def test_certificate_is_named_as_cryptonite_names_it() -> None:
    made = ocsp.OCSPRequest.load(cryptonite("ocsp_request.der"))["tbs_request"]["request_list"][0]["req_cert"]
    asked = cert_id(chain().signer, root())
    request = build_request(asked, bytes(20))
    ours = ocsp.OCSPRequest.load(request.der)["tbs_request"]["request_list"][0]["req_cert"]
    assert ours.dump() == made.dump()
    assert asked.algorithm == "1.2.804.2.1.1.1.1.2.1"
    assert (asked.name_hash, asked.key_hash) == (made["issuer_name_hash"].native, made["issuer_key_hash"].native)


def test_full_list() -> None:
    """The person's certificate names a delta too, so without it the full list counts while it is fresh."""
    der = cryptonite("full.crl")
    fresh = ISSUED + timedelta(minutes=10)
    assert check(fresh, full=der) == [Road.CRL]
    for serial, reason in ((0x313233, "aACompromise"), (0x303938, "certificateHold"), (0x343633, "unspecified")):
        with pytest.raises(KnownError) as refusal:
            check(fresh, full=der, serial=serial)
        assert (refusal.value.code, refusal.value.facts["reason"]) == ("CERT_REVOKED", reason)


def test_lists_that_are_not_believed() -> None:
    der = cryptonite("full.crl")
    for bad, now in (
        (der, ISSUED + timedelta(days=7)),
        (der, ISSUED - timedelta(minutes=3)),
        (flipped(der, der.index(b"160926141854Z") + 2), ISSUED),
        (flipped(der, len(der) - 1), ISSUED),
    ):
        with pytest.raises(KnownError, match="REVOCATION_UNAVAILABLE"):
            check(now, full=bad)


def test_delta() -> None:
    """Its signature holds and what it revokes is revoked; but it continues no list.

    Its BaseCRLNumber is 0x2301, the full list's number 0x0123 with the bytes the other way round, and so is higher than
    its own number: RFC 5280 §5.2.4 lets nobody put the two together.
    """
    full = read_list(cryptonite("full.crl"), root(), delta=False)
    delta = read_list(cryptonite("delta.crl"), root(), delta=True)
    assert (full.number, delta.number, delta.base) == (0x123, 0x124, 0x2301)
    assert full.delta_urls == (DELTA,)
    assert not delta.continues(full)
    assert replace(delta, base=0x123).continues(full)
    later = ISSUED + timedelta(hours=1)
    with pytest.raises(KnownError, match="the delta 292 on 8961 does not continue the list 291"):
        check(later, full=full.der, delta=delta.der)
    with pytest.raises(KnownError) as refusal:
        check(later, full=full.der, delta=delta.der, serial=0x373532)
    assert (refusal.value.code, refusal.value.facts["road"]) == ("CERT_REVOKED", "delta")


@pytest.mark.parametrize(
    ("responder", "issuer"),
    [("ocsp_certificate.cer", "root_certificate.cer"), ("diia-ocsp", "diia-CA")],
)
def test_real_responders_are_delegated_and_asked_about(responder: str, issuer: str) -> None:
    """Neither has ocsp-nocheck: the lists are asked whether the responder itself was revoked."""
    read = cryptonite if responder.endswith(".cer") else uapki
    certificate, authority = read_certificate(read(responder)), read_certificate(read(issuer))
    vouched: list[Certificate] = []
    during = certificate.not_before + timedelta(days=1)
    _delegated(certificate, authority, during, vouched.append)
    assert vouched == [certificate]
    with pytest.raises(KnownError, match="out of its term"):
        _delegated(certificate, authority, certificate.not_after, vouched.append)
    with pytest.raises(KnownError, match="another authority"):
        _delegated(certificate, read_certificate(uapki("CAO")), during, vouched.append)


def answer(query: bytes, *, spoil: bool = False, wrapped: bool = True) -> bytes:
    """Answer "good", signed by the one DSTU key whose private half was published."""
    certificate, key, private = person()
    asked = ocsp.OCSPRequest.load(query)["tbs_request"]
    data = ocsp.ResponseData(
        {
            "responder_id": ocsp.ResponderId("by_key", key_hashes(read_certificate(certificate))[1]),
            "produced_at": ISSUED,
            "responses": [
                {
                    "cert_id": asked["request_list"][0]["req_cert"].copy(),
                    "cert_status": ocsp.CertStatus({"good": None}),
                    "this_update": ISSUED,
                }
            ],
            "response_extensions": [
                {"extn_id": e["extn_id"].dotted, "extn_value": core.ParsableOctetString(bytes(e["extn_value"]))}
                for e in asked["request_extensions"]
            ],
        }
    )
    signature = sign(private, key, digest_of("gost34311", data.dump() + b"!" * spoil))
    basic = ocsp.BasicOCSPResponse(
        {
            "tbs_response_data": data,
            "signature_algorithm": {"algorithm": "1.2.804.2.1.1.1.1.3.1.1"},
            "signature": bytes(core.OctetString(signature).dump()) if wrapped else signature,
            "certs": [asn1.Certificate.load(certificate)],
        }
    )
    held = {"response_type": "basic_ocsp_response", "response": core.ParsableOctetString(basic.dump())}
    return bytes(ocsp.OCSPResponse({"response_status": "successful", "response_bytes": held}).dump())


def test_answer_signed_by_dstu() -> None:
    issuer = read_certificate(person()[0])
    subject = read_certificate(cryptonite("userur_certificate.cer"))
    request = build_request(cert_id(subject, issuer), bytes(range(32)))

    def read(der: bytes) -> RevocationEvidence:
        return read_response(
            der, subject, issuer, request.cert_id, ISSUED, RevocationPolicy(), nonce=request.nonce,
            vouch=lambda _: None,
        )  # fmt: skip

    for wrapped in (True, False):
        der = answer(request.der, wrapped=wrapped)
        evidence = read(der)
        assert (evidence.road, evidence.responder) == (Road.OCSP, issuer.common_name)
        assert evidence.sha256 == hashlib.sha256(der).hexdigest()
    with pytest.raises(KnownError, match=r"REVOCATION_UNAVAILABLE.*SIGNATURE_INVALID"):
        read(answer(request.der, spoil=True))
