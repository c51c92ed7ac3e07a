"""One answer of a responder: believed only if everything about it holds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from asn1crypto import core, ocsp
from cryptography.x509.oid import ExtendedKeyUsageOID
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cabinet.contract.errors import KnownError
from cabinet.qes.certificate import Certificate, read_certificate
from cabinet.qes.ocsp import read_response
from cabinet.qes.ocsp_request import OcspRequest, build_request, cert_id
from cabinet.qes.revocation_words import RevocationEvidence, RevocationPolicy, Road
from tests.qes.services import Responder, respond, responder, revoked_status
from tests.qes_authority import NOW, Authority

POLICY = RevocationPolicy()
SERIALS = pytest.mark.filterwarnings("ignore:Parsed a serial number:cryptography.utils.CryptographyDeprecationWarning")
"""A changed bit may make a number negative, of which the library warns; what we say of it is the same."""


class Case:
    """A person, the question about them, and a reader of answers."""

    def __init__(self, authority: Authority) -> None:
        self.issuer = read_certificate(authority.der)
        self.subject = read_certificate(authority.person().der)
        self.request: OcspRequest = build_request(cert_id(self.subject, self.issuer), bytes(range(32)))
        self.by = responder(authority)
        self.vouched: list[Certificate] = []

    def read(
        self, der: bytes, *, stapled: bool = False, vouch: Callable[[Certificate], None] | None = None
    ) -> RevocationEvidence:
        return read_response(
            der, self.subject, self.issuer, self.request.cert_id, NOW, POLICY,
            nonce=None if stapled else self.request.nonce, vouch=vouch or self.vouched.append,
        )  # fmt: skip


@pytest.fixture
def case(authority: Authority) -> Case:
    return Case(authority)


@pytest.mark.parametrize("named", ["key", "name"])
def test_good(case: Case, named: str) -> None:
    der = respond(case.request.der, case.by, named=named)
    evidence = case.read(der)
    assert evidence.certificate_sha256 == case.subject.sha256
    assert (evidence.road, evidence.responder) == (Road.OCSP, "Test OCSP")
    assert (evidence.this_update, evidence.next_update) == (NOW, NOW + timedelta(minutes=10))
    assert case.vouched == []
    assert "Ковальчук" not in str(evidence)


def test_signed_by_the_authority_itself(case: Case, authority: Authority) -> None:
    by = Responder(authority.certificate, authority.key)
    assert case.read(respond(case.request.der, by, carry=False)).responder == "Test QES CA"


@pytest.mark.parametrize(
    ("reason", "told"), [("key_compromise", "keyCompromise"), ("certificate_hold", "certificateHold")]
)
def test_revoked(case: Case, reason: str, told: str) -> None:
    with pytest.raises(KnownError) as refusal:
        case.read(respond(case.request.der, case.by, revoked_status(reason)))
    assert refusal.value.code == "CERT_REVOKED"
    then = NOW - timedelta(days=1)
    since, moment = then.date().isoformat(), then.isoformat()
    assert refusal.value.facts == {"since": since, "moment": moment, "reason": told, "road": "ocsp"}


BAD: dict[str, tuple[dict[str, Any], str]] = {
    "unknown": ({"status": {"unknown": None}}, "does not know"),
    "another nonce": ({"nonce": bytes(core.OctetString(bytes(32)).dump())}, "another nonce"),
    "another serial": ({"serial": 7}, "another certificate"),
    "another name": ({"hashed": "issuer_name_hash"}, "another certificate"),
    "another key": ({"hashed": "issuer_key_hash"}, "another certificate"),
    "two answers": ({"twice": True}, "two answers"),
    "nobody": ({"named": "nobody"}, "signed by nobody"),
    "not carried": ({"carry": False}, "signed by nobody"),
    "spoilt": ({"spoil": True}, "SIGNATURE_INVALID"),
    "weak": ({"algorithm": "sha1_ecdsa"}, "WEAK_ALGORITHM"),
    "critical": ({"critical": "1.2.3"}, "critical 1.2.3"),
    "critical of the part": ({"single_critical": "1.2.3"}, "critical 1.2.3"),
    "another type": ({"kind": "1.2.3.4"}, "another type"),
    "stale": ({"this": NOW - timedelta(hours=2), "until": NOW - timedelta(hours=1)}, "stale"),
    "backwards": ({"this": NOW, "until": NOW - timedelta(minutes=1)}, "stale"),
    "old": ({"this": NOW - timedelta(hours=25), "until": None, "produced": NOW}, "old"),
    "future": ({"this": NOW + timedelta(minutes=3), "until": NOW + timedelta(hours=1)}, "future"),
    "made in the future": ({"produced": NOW + timedelta(minutes=3)}, "future"),
    "no nonce and old": ({"nonce": None, "this": NOW - timedelta(minutes=11), "until": None}, "without our nonce"),
}


@pytest.mark.parametrize("trouble", BAD)
def test_answers_that_are_not_believed(case: Case, trouble: str) -> None:
    changes, said = BAD[trouble]
    with pytest.raises(KnownError, match=said) as refusal:
        case.read(respond(case.request.der, case.by, **changes))
    assert refusal.value.code == "REVOCATION_UNAVAILABLE"


@pytest.mark.parametrize(
    "changes",
    [
        {"nonce": None},
        {"nonce": None, "this": NOW - timedelta(minutes=10), "until": None},
        {"this": NOW - timedelta(hours=24), "produced": NOW},
        {"this": NOW + timedelta(minutes=2), "until": None},
        {"this": NOW - timedelta(minutes=5), "until": NOW - timedelta(minutes=1)},
    ],
)
def test_limits_of_age_are_inside(case: Case, changes: dict[str, Any]) -> None:
    assert case.read(respond(case.request.der, case.by, **changes)).road is Road.OCSP


def test_stapled(case: Case) -> None:
    der = respond(case.request.der, case.by)
    assert case.read(der, stapled=True).road is Road.STAPLED
    old = respond(case.request.der, case.by, this=NOW - timedelta(minutes=11))
    with pytest.raises(KnownError, match="without our nonce"):
        case.read(old, stapled=True)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"purpose": ExtendedKeyUsageOID.CLIENT_AUTH}, "not for this"),
        ({"is_ca": True}, "not for this"),
        ({"end": timedelta(days=-1)}, "out of its term"),
        ({"start": timedelta(days=1)}, "out of its term"),
        ({"by": Authority().key}, "another authority"),
        ({"issuer": Authority().root.subject}, "another authority"),
    ],
)
def test_responders_that_may_not(case: Case, authority: Authority, changes: dict[str, Any], said: str) -> None:
    by = responder(authority, **changes)
    with pytest.raises(KnownError, match=f"REVOCATION_UNAVAILABLE.*{said}"):
        case.read(respond(case.request.der, by))


def test_person_may_not_answer_for_themselves(authority: Authority, case: Case) -> None:
    person = authority.person()
    with pytest.raises(KnownError, match="not for this"):
        case.read(respond(case.request.der, Responder(person.certificate, person.key)))  # type: ignore[arg-type]


def test_responder_without_nocheck_is_asked_about(case: Case, authority: Authority) -> None:
    by = responder(authority, nocheck=False)
    der = respond(case.request.der, by)
    case.read(der)
    assert [c.common_name for c in case.vouched] == ["Test OCSP"]

    def refuse(_: Certificate) -> None:
        raise KnownError("CERT_REVOKED", since="2026-01-01")

    with pytest.raises(KnownError, match="CERT_REVOKED") as refusal:
        case.read(der, vouch=refuse)
    assert refusal.value.code == "REVOCATION_UNAVAILABLE"


@pytest.mark.parametrize(
    "status", ["malformed_request", "internal_error", "try_later", "sign_required", "unauthorized"]
)
def test_refusals(case: Case, status: str) -> None:
    with pytest.raises(KnownError, match=f"REVOCATION_UNAVAILABLE.*{status}"):
        case.read(bytes(ocsp.OCSPResponse({"response_status": status}).dump()))


def test_nonce_has_its_length(case: Case) -> None:
    for length in (15, 33):
        with pytest.raises(ValueError, match="nonce"):
            build_request(case.request.cert_id, bytes(length))


KIT = Case(Authority())
GOOD = respond(KIT.request.der, KIT.by)


def verdict(der: bytes) -> str:
    try:
        KIT.read(der)
    except KnownError as refusal:
        return refusal.code
    return "good"


@SERIALS
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=400))
def test_garbage_gives_known_errors(data: bytes) -> None:
    with pytest.raises(KnownError, match="REVOCATION_UNAVAILABLE"):
        KIT.read(data)


@SERIALS
@settings(max_examples=600, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, len(GOOD) * 8 - 1))
def test_every_flipped_bit_is_noticed(bit: int) -> None:
    """Except in what nobody signs: the outer shell, and certificates that are carried beside."""
    changed = bytearray(GOOD)
    changed[bit // 8] ^= 1 << bit % 8
    told = verdict(bytes(changed))
    if told not in {"REVOCATION_UNAVAILABLE", "REVOCATION_UNSUPPORTED"}:
        assert told == "good"
        signed = ocsp.OCSPResponse.load(bytes(changed)).basic_ocsp_response["tbs_response_data"].dump()
        assert signed == ocsp.OCSPResponse.load(GOOD).basic_ocsp_response["tbs_response_data"].dump()


@SERIALS
@settings(max_examples=200, deadline=None)
@given(st.integers(0, len(GOOD) - 1), st.binary(max_size=3))
def test_cut_and_grown_answers(at: int, tail: bytes) -> None:
    with pytest.raises(KnownError, match="REVOCATION_UNAVAILABLE"):
        KIT.read(GOOD[:at] + tail)
    if tail:
        with pytest.raises(KnownError, match="REVOCATION_UNAVAILABLE"):
            KIT.read(GOOD + tail)
