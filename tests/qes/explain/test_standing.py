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
