"""Which certificate may log in: every reason by itself, and the moments of a term to the second."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from cabinet.qes.algorithms import MIN_DSTU, MIN_RSA
from cabinet.qes.certificate import Certificate, KeyKind, read_certificate
from cabinet.qes.policy import LoginPolicy
from cabinet.qes.qc_statements import QcStatements
from cabinet.qes.suitability import Reason, suitability
from tests.qes_authority import NOW, Authority

SECOND, DAY = timedelta(seconds=1), timedelta(days=1)


@pytest.fixture(scope="module")
def good() -> Certificate:
    return read_certificate(Authority().person(device=True).der)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({}, Reason.FIT),
        ({"is_ca": True}, Reason.AUTHORITY),
        ({"usages": frozenset({"key_agreement"})}, Reason.ENCRYPTION_ONLY),
        ({"is_seal": True}, Reason.SEAL),
        ({"conflict": "РНОКПП"}, Reason.CONFLICT),
        ({"key_kind": KeyKind.OTHER}, Reason.UNSUPPORTED),
        ({"key_bits": 0}, Reason.UNSUPPORTED),
        ({"key_kind": KeyKind.RSA, "key_bits": MIN_RSA - 1}, Reason.WEAK),
        ({"key_kind": KeyKind.RSA, "key_bits": MIN_RSA}, Reason.FIT),
        ({"key_kind": KeyKind.DSTU, "key_bits": MIN_DSTU - 1}, Reason.WEAK),
        ({"key_kind": KeyKind.DSTU, "key_bits": MIN_DSTU}, Reason.FIT),
        ({"statements": QcStatements()}, Reason.NOT_QUALIFIED),
        ({"rnokpp": None}, Reason.NO_IDENTITY),
        ({"edrpou": None}, Reason.NO_COMPANY),
        ({"device_evidence": None}, Reason.NO_DEVICE),
    ],
)
def test_each_reason(good: Certificate, changes: dict[str, Any], reason: Reason) -> None:
    found = suitability(replace(good, **changes), NOW, LoginPolicy(device_required=True))
    assert (found.reason, found.usable) == (reason, reason is Reason.FIT)


def test_what_a_perimeter_does_not_ask_for(good: Certificate) -> None:
    assert suitability(replace(good, device_evidence=None), NOW).reason is Reason.FIT
    personal = suitability(replace(good, edrpou=None), NOW, LoginPolicy(personal_allowed=True))
    assert (personal.reason, personal.names_company) == (Reason.PERSONAL, False)


@pytest.mark.parametrize(
    ("start", "end", "reason", "days"),
    [
        (SECOND, 400 * DAY, Reason.NOT_YET_VALID, None),
        (timedelta(0), 400 * DAY, Reason.FIT, 400),
        (-DAY, -SECOND, Reason.EXPIRED, None),
        (-DAY, timedelta(0), Reason.EXPIRED, None),
        (-DAY, SECOND, Reason.EXPIRING, 0),
        (-DAY, 30 * DAY, Reason.EXPIRING, 30),
        (-DAY, 30 * DAY + SECOND, Reason.FIT, 30),
    ],
)
def test_the_term(good: Certificate, start: timedelta, end: timedelta, reason: Reason, days: int | None) -> None:
    found = suitability(replace(good, not_before=NOW + start, not_after=NOW + end), NOW)
    assert (found.reason, found.days_left) == (reason, days)
