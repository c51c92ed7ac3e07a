"""The moments and the policy of a person's path: to the second, and by our own words before OpenSSL's."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from cabinet.contract.errors import KnownError
from cabinet.qes.certificate import read_certificate
from cabinet.qes.chain import build_chain
from cabinet.qes.policy import LoginPolicy
from tests.qes_authority import NOW, Authority, name
from tests.static_trust import StaticTrust

DAY, SECOND = timedelta(days=1), timedelta(seconds=1)


@pytest.mark.parametrize(
    ("at", "code", "fact"),
    [
        (-DAY - SECOND, "CERT_NOT_YET_VALID", "since"),
        (-DAY, "OK", ""),
        (DAY - SECOND, "OK", ""),
        (DAY, "CERT_EXPIRED", "until"),
        (DAY + SECOND, "CERT_EXPIRED", "until"),
    ],
)
def test_the_term_of_a_certificate(authority: Authority, at: timedelta, code: str, fact: str) -> None:
    certificate = read_certificate(authority.person(start=-DAY, end=DAY).der)
    found, facts = "OK", ""
    try:
        build_chain(certificate, (), StaticTrust([authority.der]), NOW + at)
    except KnownError as error:
        found, facts = error.code, ", ".join(error.facts)
    assert (found, facts) == (code, fact)


@pytest.mark.parametrize(
    ("device", "required", "code"), [(False, True, "QSCD_REQUIRED"), (True, True, "OK"), (False, False, "OK")]
)
def test_a_device_by_policy(authority: Authority, *, device: bool, required: bool, code: str) -> None:
    certificate, found = read_certificate(authority.person(device=device).der), "OK"
    try:
        build_chain(certificate, (), StaticTrust([authority.der]), NOW, LoginPolicy(device_required=required))
    except KnownError as error:
        found = error.code
    assert found == code


def test_an_authority_is_nobody(authority: Authority) -> None:
    """Some authorities' certificates may sign anything; a person's key is never one of theirs."""
    certificate = read_certificate(authority.person().der)
    assert build_chain(certificate, (), StaticTrust([authority.der]), NOW).signer == certificate
    with pytest.raises(KnownError, match="WRONG_KEY_USAGE"):
        build_chain(replace(certificate, is_ca=True), (), StaticTrust([authority.der]), NOW)


def test_two_codes_are_nobody(authority: Authority) -> None:
    subject = name("Мельник Тарас", serial_number="TINUA-2718281820")
    certificate = read_certificate(authority.person("3141592650", subject=subject).der)
    with pytest.raises(KnownError, match="ID_CONFLICT"):
        build_chain(certificate, (), StaticTrust([authority.der]), NOW)
