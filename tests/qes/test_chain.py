"""Path, term and identity: each bad case has its own code."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cabinet.contract.errors import KnownError
from cabinet.qes.certificate import read_certificate
from cabinet.qes.chain import build_chain
from cabinet.qes.identity import identity_of
from cabinet.qes.suitability import Reason, suitability
from tests.qes_authority import DELTA_URL, FULL_URL, NOW, OCSP_URL, Authority, Person, name, services
from tests.static_trust import StaticTrust

CASES = {
    "CERT_EXPIRED": {"end": timedelta(days=-1)},
    "CERT_NOT_YET_VALID": {"start": timedelta(days=1)},
    "WRONG_KEY_USAGE": {"usages": ("key_agreement",)},
    "SEAL_NOT_ALLOWED": {"rnokpp": None},
    "NOT_QUALIFIED": {"qualified": False},
}


def check(person: Person, authority: Authority, trust: StaticTrust | None = None) -> None:
    trust = trust or StaticTrust([authority.root_der])
    build_chain(read_certificate(person.der), [authority.der], trust, NOW)


def test_good_path(authority: Authority) -> None:
    check(authority.person(), authority)
    check(authority.person(usages=("content_commitment",)), authority)


def test_anchor_may_be_the_issuer(authority: Authority) -> None:
    chain = build_chain(read_certificate(authority.person().der), [], StaticTrust([authority.der]), NOW)
    assert len(chain.path) == 2


@pytest.mark.parametrize("code", CASES)
def test_bad_certificates(authority: Authority, code: str) -> None:
    with pytest.raises(KnownError) as refusal:
        check(authority.person(**CASES[code]), authority)  # type: ignore[arg-type]
    assert refusal.value.code == code


def test_seal_by_its_type(authority: Authority) -> None:
    with pytest.raises(KnownError, match="SEAL_NOT_ALLOWED"):
        check(authority.person(seal=True), authority)


def test_foreign_authority(authority: Authority) -> None:
    with pytest.raises(KnownError, match="ISSUER_UNTRUSTED"):
        check(authority.person(), authority, StaticTrust([Authority().root_der]))


def test_carried_certificate_that_is_not_of_the_path(authority: Authority) -> None:
    stray = [authority.der, Authority().der]
    with pytest.raises(KnownError, match="BAD_CMS"):
        build_chain(read_certificate(authority.person().der), stray, StaticTrust([authority.root_der]), NOW)


def test_identifiers_follow_their_order(authority: Authority) -> None:
    subject = name("Мельник Тарас", serial_number="TINUA-2718281820", organization_identifier="NTRUA-90417318")
    person = identity_of(read_certificate(authority.person(None, None, subject=subject).der))
    assert (person.rnokpp, person.edrpou) == ("2718281820", "90417318")
    registry_number = name("Мельник Тарас", serial_number="401065")
    plain = read_certificate(authority.person(None, "90417318", subject=registry_number).der)
    assert plain.rnokpp is None
    with pytest.raises(KnownError, match="NO_IDENTITY"):
        identity_of(plain)


def test_identifiers_that_disagree(authority: Authority) -> None:
    subject = name("Мельник Тарас", serial_number="TINUA-2718281820")
    certificate = read_certificate(authority.person("3141592650", subject=subject).der)
    with pytest.raises(KnownError, match="ID_CONFLICT"):
        identity_of(certificate)
    assert suitability(certificate, NOW).reason is Reason.CONFLICT


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({}, Reason.FIT),
        ({"end": timedelta(days=19, hours=1)}, Reason.EXPIRING),
        ({"end": timedelta(days=-1)}, Reason.EXPIRED),
        ({"start": timedelta(days=1)}, Reason.NOT_YET_VALID),
        ({"usages": ("key_agreement",)}, Reason.ENCRYPTION_ONLY),
        ({"seal": True}, Reason.SEAL),
        ({"edrpou": None}, Reason.NO_COMPANY),
        ({"qualified": False}, Reason.NOT_QUALIFIED),
    ],
)
def test_advice_on_the_log_in_page(authority: Authority, changes: dict[str, object], reason: Reason) -> None:
    advice = suitability(read_certificate(authority.person(**changes).der), NOW)  # type: ignore[arg-type]
    assert advice.reason is reason
    assert advice.usable == (reason in {Reason.FIT, Reason.EXPIRING})
    if reason is Reason.EXPIRING:
        assert advice.days_left == 19


def test_garbage_is_named(authority: Authority) -> None:
    good = authority.person().der
    for der in (b"", b"\x30", good[:-5], good + b"\0", b"\x30\x82" * 100, bytes(20_000)):
        with pytest.raises(KnownError, match="CERTIFICATE_UNREADABLE"):
            read_certificate(der)


def test_more_certificates_than_a_path_has(authority: Authority) -> None:
    carried = [authority.der, *(authority.person().der for _ in range(3))]
    with pytest.raises(KnownError, match="BAD_CMS"):
        build_chain(read_certificate(authority.person().der), carried, StaticTrust([]), NOW)


def test_services_that_a_certificate_names(authority: Authority) -> None:
    certificate = read_certificate(authority.person(named=services(delta=True)).der)
    assert (certificate.ocsp_urls, certificate.crl_urls) == ((OCSP_URL,), (FULL_URL,))
    assert (certificate.delta_crl_urls, certificate.ca_issuer_urls) == ((DELTA_URL,), ())
    bare = read_certificate(authority.person(named=[]).der)
    assert (bare.ocsp_urls, bare.crl_urls, bare.delta_crl_urls, bare.ca_issuer_urls) == ((), (), (), ())
