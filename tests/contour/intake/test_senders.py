"""Who a machine is: every binding of a certificate and a signing key, broken one at a time, at its very moment."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding

from cabinet.contract.credentials import (
    LeakRequest,
    ResumeRequest,
    RetireRequest,
    RevokeRequest,
    RotateRequest,
    SuspendRequest,
)
from cabinet.contract.errors import KnownError
from cabinet.contract.rights import Scope
from tests.contour.grants import Grounds, csr, id_of, new_transport, refused
from tests.perimeter_in_process import NOW, PerimeterInProcess

INSTANT = timedelta(microseconds=1)


@pytest.fixture
def grounds(tmp_path: Path) -> Iterator[Grounds]:
    inside = PerimeterInProcess(tmp_path / "p")
    yield Grounds(inside)
    inside.close()


def test_a_machine_is_let_in(grounds: Grounds) -> None:
    grant = grounds.issue()
    machine = grant.machine()
    assert machine == dataclasses.replace(grant.someone(), key_id=id_of(grant.transport))
    assert grant.signing_code() == "OK"


def test_certificates_that_are_nobodys(grounds: Grounds) -> None:
    grant = grounds.issue()
    with grounds.perimeter.store.read() as rows:
        senders = grounds.perimeter.senders
        assert refused(lambda: senders.machine(rows, None, "x", "y", None, NOW)) == "TRANSPORT_CERT_MISSING"
    for key in (new_transport(), Ed25519PrivateKey.generate()):
        own = x509.CertificateBuilder().subject_name(x509.Name([])).issuer_name(x509.Name([])).serial_number(7)
        own = own.public_key(key.public_key()).not_valid_before(NOW - timedelta(1)).not_valid_after(NOW + timedelta(1))
        made = own.sign(key, None if isinstance(key, Ed25519PrivateKey) else hashes.SHA256())
        assert grant.code(certificate=made.public_bytes(Encoding.DER)) == "CREDENTIAL_UNKNOWN"


@pytest.mark.parametrize(
    ("listed", "address", "code"),
    [
        ([], "10.0.0.1", "OK"),
        (["10.0.0.1"], "10.0.0.1", "OK"),
        (["10.0.0.1"], "10.0.0.2", "ADDRESS_NOT_ALLOWED"),
        (["10.0.0.1", "10.0.0.2"], "10.0.0.2", "OK"),
        (["10.0.0.1"], "10.0.0.11", "ADDRESS_NOT_ALLOWED"),
    ],
)
def test_addresses(grounds: Grounds, listed: list[str], address: str, code: str) -> None:
    assert grounds.issue(addresses=listed).code(address=address) == code


def test_scopes(grounds: Grounds) -> None:
    grant = grounds.issue(scopes=[Scope.REJECTIONS_READ])
    assert grant.code(scope=Scope.REJECTIONS_READ) == "OK"
    assert grant.code(scope=None) == "OK"
    assert grant.code(scope=Scope.INGEST_WRITE) == "SCOPE_MISSING"


@pytest.mark.parametrize(
    ("status", "code"),
    [("active", "OK"), ("suspended", "CREDENTIAL_OPERATOR_BLOCKED"), ("annulled", "CREDENTIAL_OPERATOR_BLOCKED")],
)
def test_operators(grounds: Grounds, status: str, code: str) -> None:
    grant = grounds.issue()
    with grounds.perimeter.store.write() as rows:
        rows.run("UPDATE operators SET status = :status WHERE edrpou = :edrpou", status=status, edrpou=grant.edrpou)
    assert grant.code() == code


def test_a_certificate_ends_with_its_own_term(grounds: Grounds) -> None:
    grant = grounds.issue(transport_days=7, days=30)
    end = NOW + timedelta(days=7)
    for at, code in ((end - INSTANT, "OK"), (end, "CREDENTIAL_EXPIRED"), (end + INSTANT, "CREDENTIAL_EXPIRED")):
        grounds.clock.at = at
        assert grant.code() == code
        assert grant.code(expired_ok=True) == "OK", "for renewal alone"
    end = NOW + timedelta(days=30)
    for at, code in ((end - INSTANT, "OK"), (end, "CREDENTIAL_EXPIRED")):
        grounds.clock.at = at
        assert grant.code(expired_ok=True) == code, "nothing outlives the grant"


def test_an_old_certificate_of_a_key_that_lives(grounds: Grounds) -> None:
    """The key's own term was made longer by hand; the certificate's is the certificate's."""
    grant = grounds.issue(transport_days=7)
    with grounds.perimeter.store.write() as rows:
        rows.run("UPDATE credential_keys SET not_after = not_after + 999999999999 WHERE purpose = 'transport'")
    end = x509.load_der_x509_certificate(grant.certificate).not_valid_after_utc
    for at, code in ((end - INSTANT, "OK"), (end, "CREDENTIAL_EXPIRED")):
        grounds.clock.at = at
        assert grant.code() == code
        assert grant.code(expired_ok=True) == "OK"


def test_suspended_resumed_leaked_revoked(grounds: Grounds) -> None:
    grant, keys, who = grounds.issue(), grounds.perimeter.credentials, grounds.engineer()
    keys.suspend(who, grant.id, SuspendRequest(reason="x"), NOW)
    assert (grant.code(), grant.code(expired_ok=True), grant.signing_code()) == ("CREDENTIAL_SUSPENDED",) * 3
    keys.resume(who, grant.id, ResumeRequest(reason="x"), NOW)
    assert (grant.code(), grant.signing_code()) == ("OK", "OK")
    keys.leak(who, grant.id, LeakRequest(note="x"), NOW)
    assert (grant.code(), grant.signing_code()) == ("CREDENTIAL_REVOKED", "CREDENTIAL_REVOKED")
    other = grounds.issue()
    keys.revoke(who, other.id, RevokeRequest(reason="x"), NOW)
    assert (other.code(), other.code(expired_ok=True), other.signing_code()) == ("CREDENTIAL_REVOKED",) * 3


def test_a_retired_key_goes_on_for_its_overlap(grounds: Grounds) -> None:
    grant = grounds.issue()
    rotation, who = grounds.perimeter.rotation, grounds.engineer()
    transport, signing = new_transport(), Ed25519PrivateKey.generate()
    wanted = RotateRequest(transport_csr=csr(transport), signing_csr=csr(signing), overlap_hours=24)
    rotation.rotate(who, grant.id, wanted, NOW)
    for hours, micros, code in ((24, -1, "OK"), (24, 0, "CREDENTIAL_REVOKED")):
        grounds.at(hours=hours, microseconds=micros)
        assert (grant.code(), grant.signing_code(), grant.signing_code(id_of(signing))) == (code, code, "OK")
    with pytest.raises(KnownError) as refusal:
        grant.machine()
    assert refusal.value.facts == {"since": (NOW + timedelta(hours=24)).date().isoformat()}


def test_a_key_that_was_ended_is_told_since_when(grounds: Grounds) -> None:
    grant = grounds.issue()
    other = new_transport()
    rotation, who = grounds.perimeter.rotation, grounds.engineer()
    rotation.rotate(who, grant.id, RotateRequest(transport_csr=csr(other), overlap_hours=168), NOW)
    rotation.retire(who, grant.id, RetireRequest(key_id=id_of(grant.transport), overlap_hours=0), NOW)
    grounds.at(days=2)
    with pytest.raises(KnownError) as refusal:
        grant.machine()
    assert refusal.value.facts == {"since": NOW.date().isoformat()}


def test_a_signing_key_is_its_credentials_own(grounds: Grounds) -> None:
    grant, other = grounds.issue(), grounds.issue()
    assert grant.signing_code(id_of(other.signing)) == "CREDENTIAL_UNKNOWN"
    assert grant.signing_code(id_of(grant.transport)) == "CREDENTIAL_UNKNOWN", "a transport key signs no batch"
    assert grant.signing_code("nothing") == "CREDENTIAL_UNKNOWN"
    assert refused(lambda: grant.machine(certificate=other.certificate)) == "OK"


def test_a_signing_key_is_no_certificate(grounds: Grounds) -> None:
    """A P-256 signing key in a self-made certificate."""
    key = ec.generate_private_key(ec.SECP256R1())
    grant = grounds.issue(signing=key)
    assert grant.signing_code() == "OK"
    own = x509.CertificateBuilder().subject_name(x509.Name([])).issuer_name(x509.Name([])).serial_number(7)
    own = own.public_key(key.public_key()).not_valid_before(NOW - timedelta(1)).not_valid_after(NOW + timedelta(1))
    assert grant.code(certificate=own.sign(key, hashes.SHA256()).public_bytes(Encoding.DER)) == "CREDENTIAL_UNKNOWN"


def test_a_signing_key_ends(grounds: Grounds) -> None:
    grant = grounds.issue(days=200)
    for days, micros, code in ((90, -1, "OK"), (90, 0, "CREDENTIAL_EXPIRED")):
        grounds.at(days=days, microseconds=micros)
        assert grant.signing_code() == code


def test_uses_and_errors_are_counted(grounds: Grounds) -> None:
    grant = grounds.issue(addresses=["10.0.0.1"])
    grant.machine("10.0.0.1")
    assert grant.code(address="10.0.0.2") == "ADDRESS_NOT_ALLOWED"
    key = next(k for k in grant.view().keys if k.purpose == "transport")
    assert key.last_use is not None
    assert (key.last_use.count, key.last_use.errors) == (2, 1)
    senders = grounds.perimeter.senders
    senders.signing_used(id_of(grant.signing), "10.0.0.1", NOW, failed=True)
    signing = next(k for k in grant.view().keys if k.purpose == "signing")
    assert signing.last_use is not None
    assert (signing.last_use.count, signing.last_use.errors, signing.last_use.endpoint) == (1, 1, "POST /transactions")
