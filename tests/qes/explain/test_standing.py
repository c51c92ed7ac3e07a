"""How a certificate stood, by lists that came along: the first revocation counts, and nothing from the future."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding

from cabinet.qes.certificate import read_certificate
from cabinet.qes.explain.report import Basis, Moment, Standing
from cabinet.qes.explain.standing import standing_of
from cabinet.qes.explain.values import Embedded
from cabinet.qes.ocsp_request import build_request, cert_id
from tests.qes.services import respond, responder
from tests.qes_authority import NOW, Authority, Person

HOUR = timedelta(hours=1)


def revoking(authority: Authority, person: Person, since: datetime) -> bytes:
    entry = x509.RevokedCertificateBuilder().serial_number(person.certificate.serial_number).revocation_date(since)
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(authority.certificate.subject)
        .last_update(NOW - HOUR)
        .next_update(NOW + HOUR)
        .add_extension(x509.CRLNumber(1), critical=False)
        .add_revoked_certificate(entry.build())
    )
    return builder.sign(authority.key, hashes.SHA256()).public_bytes(Encoding.DER)


def test_of_two_revocations_the_first_counts(authority: Authority) -> None:
    person = authority.person()
    lists = [revoking(authority, person, NOW - days * timedelta(days=1)) for days in (1, 3, 2)]
    subject, issuer = read_certificate(person.der), read_certificate(authority.der)
    moment = Moment(NOW - timedelta(days=2, hours=1), Basis.GIVEN)
    link = standing_of(subject, issuer, moment, Embedded(lists=tuple(lists)), None, NOW)
    assert (link.standing, link.revoked) == (Standing.REVOKED, NOW - timedelta(days=3))


@pytest.mark.parametrize(
    ("ahead", "standing"),
    [(timedelta(minutes=2), Standing.GOOD), (timedelta(minutes=2, seconds=1), Standing.OFFLINE)],
)
def test_an_answer_from_the_future_says_nothing(authority: Authority, ahead: timedelta, standing: Standing) -> None:
    subject, issuer = read_certificate(authority.person().der), read_certificate(authority.der)
    held = Embedded(lists=(authority.crl(start=ahead, end=2 * HOUR),))
    link = standing_of(subject, issuer, Moment(NOW, Basis.GIVEN), held, None, NOW)
    assert link.standing is standing


@pytest.mark.parametrize(("of_authorities", "standing"), [(False, Standing.GOOD), (True, Standing.OFFLINE)])
def test_a_list_about_others_says_nothing(authority: Authority, of_authorities: bool, standing: Standing) -> None:
    scope = x509.IssuingDistributionPoint(
        full_name=None, relative_name=None, only_contains_user_certs=not of_authorities,
        only_contains_ca_certs=of_authorities, only_some_reasons=None, indirect_crl=False,
        only_contains_attribute_certs=False,
    )  # fmt: skip
    subject, issuer = read_certificate(authority.person().der), read_certificate(authority.der)
    held = Embedded(lists=(authority.crl(start=-timedelta(minutes=1), more=[(scope, True)]),))
    assert standing_of(subject, issuer, Moment(NOW, Basis.NOW), held, None, NOW).standing is standing


@pytest.mark.parametrize(
    ("nocheck", "listed", "standing"),
    [(True, False, Standing.GOOD), (False, False, Standing.OFFLINE), (False, True, Standing.GOOD)],
)
def test_somebody_vouches_for_a_responder(
    authority: Authority, nocheck: bool, listed: bool, standing: Standing
) -> None:
    """Its certificate says that nobody need ask, or a list of its authority came along."""
    subject, issuer = read_certificate(authority.person().der), read_certificate(authority.der)
    query = build_request(cert_id(subject, issuer), bytes(32)).der
    answer = respond(query, responder(authority, nocheck=nocheck), nonce=None)
    # The list is old, so that it speaks for the responder's certificate and not for the person's of today.
    lists = (authority.crl(start=-50 * HOUR, end=-49 * HOUR),) if listed else ()
    held = Embedded(answers=(answer,), lists=lists)
    assert standing_of(subject, issuer, Moment(NOW, Basis.NOW), held, None, NOW).standing is standing
