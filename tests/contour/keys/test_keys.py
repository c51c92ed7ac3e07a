"""Keys: requests that are none, how many may live, every end at its moment, what a certificate says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from cabinet.contour.keys.keys import requested_key, transport_key
from cabinet.contract.credentials import LeakRequest, RevokeRequest, RotateRequest, SuspendRequest
from cabinet.contract.errors import KnownError
from cabinet.contract.states import CredentialState, KeyPurpose
from tests.contour.grants import TWIN, Grant, Grounds, csr, id_of, new_transport, refused
from tests.perimeter_in_process import NOW, PerimeterInProcess

INSTANT = timedelta(microseconds=1)
ACTIVE, PENDING = CredentialState.ACTIVE, CredentialState.PENDING
EXPIRED, REVOKED = CredentialState.EXPIRED, CredentialState.REVOKED


@pytest.fixture
def grounds(tmp_path: Path) -> Iterator[Grounds]:
    inside = PerimeterInProcess(tmp_path / "p")
    yield Grounds(inside)
    inside.close()


def state(grant: Grant, purpose: KeyPurpose = KeyPurpose.TRANSPORT) -> CredentialState:
    wanted = id_of(grant.transport if purpose is KeyPurpose.TRANSPORT else grant.signing)
    return next(k.state for k in grant.view().keys if k.key_id == wanted)


def test_requests() -> None:
    good, signing = new_transport(), Ed25519PrivateKey.generate()
    assert transport_key(csr(good)) == good.public_key()
    assert requested_key(csr(good)) == good.public_key()
    assert requested_key(csr(signing)) == signing.public_key()
    for weak in (ec.generate_private_key(ec.SECP384R1()), rsa.generate_private_key(65537, 2048)):
        assert refused(lambda weak=weak: requested_key(csr(weak))) == "KEY_WEAK"
    assert refused(lambda: transport_key(csr(signing))) == "KEY_WEAK"
    for rubbish in ("", "x", csr(good).replace("M", "N", 1), csr(good)[:-60]):
        assert refused(lambda rubbish=rubbish: requested_key(rubbish)) == "CSR_INVALID"


def test_a_request_is_signed_by_its_own_key() -> None:
    lines = csr(new_transport()).splitlines()
    body = lines[-2]
    swapped = "A" if body[3] != "A" else "B"
    spoilt = "\n".join([*lines[:-2], body[:3] + swapped + body[4:], lines[-1]])
    assert refused(lambda: requested_key(spoilt)) == "CSR_INVALID"
    genuine = csr(Ed25519PrivateKey.generate())
    other = csr(Ed25519PrivateKey.generate())
    mixed = x509.load_pem_x509_csr(genuine.encode())
    assert mixed.is_signature_valid
    assert genuine != other
    from cryptography.hazmat.primitives.serialization import Encoding

    der = bytearray(mixed.public_bytes(Encoding.DER))
    der[-1] ^= 1
    import base64

    forged = "-----BEGIN CERTIFICATE REQUEST-----\n" + base64.encodebytes(bytes(der)).decode()
    assert refused(lambda: requested_key(forged + "-----END CERTIFICATE REQUEST-----\n")) == "CSR_INVALID"


def test_two_keys_of_a_purpose_at_once_and_no_more(grounds: Grounds) -> None:
    grounds.issue()
    second = grounds.issue()
    assert refused(grounds.issue) == "KEY_LIMIT"
    assert refused(lambda: grounds.issue("core-1")) == "OK", "another source"
    assert refused(lambda: grounds.issue("bet-1", TWIN)) == "OK", "another operator"
    grounds.perimeter.credentials.revoke(grounds.engineer(), second.id, RevokeRequest(reason="x"), NOW)
    assert refused(grounds.issue) == "OK"


def test_the_replays_keys_are_nobodys(grounds: Grounds) -> None:
    for _ in range(3):
        grounds.issue(replayed=True)
    grounds.issue()
    grounds.issue()
    assert refused(grounds.issue) == "KEY_LIMIT"
    assert refused(lambda: grounds.issue(replayed=True)) == "OK"


def test_a_renewed_key_does_not_count(grounds: Grounds) -> None:
    grant = grounds.issue()
    grounds.perimeter.rotation.renew(grant.someone(), grant.renewal(new_transport()), NOW)
    assert refused(grounds.issue) == "OK"
    assert refused(grounds.issue) == "KEY_LIMIT"


def test_one_key_one_place(grounds: Grounds) -> None:
    grant = grounds.issue()
    assert refused(lambda: grounds.issue("core-1", signing=grant.signing)) == "KEY_IN_USE"
    assert refused(lambda: grounds.issue("bet-1", TWIN, signing=grant.signing)) == "KEY_IN_USE"
    same = RotateRequest(transport_csr=csr(grant.transport))
    rotate = grounds.perimeter.rotation.rotate
    assert refused(lambda: rotate(grounds.engineer(), grant.id, same, NOW)) == "KEY_IN_USE"


def test_states_of_a_key(grounds: Grounds) -> None:
    grant, who = grounds.issue(days=100), grounds.engineer()
    assert (state(grant), state(grant, KeyPurpose.SIGNING)) == (PENDING, PENDING)
    grant.machine()
    assert (state(grant), state(grant, KeyPurpose.SIGNING)) == (ACTIVE, PENDING)
    grounds.perimeter.credentials.suspend(who, grant.id, SuspendRequest(reason="x"), NOW)
    assert state(grant) is CredentialState.SUSPENDED
    for days, micros, expected in ((7, -1, CredentialState.SUSPENDED), (7, 0, EXPIRED)):
        grounds.at(days=days, microseconds=micros)
        assert state(grant) is expected
    for days, micros, expected in ((90, -1, CredentialState.SUSPENDED), (90, 0, EXPIRED)):
        grounds.at(days=days, microseconds=micros)
        assert state(grant, KeyPurpose.SIGNING) is expected


def test_a_key_ends_with_its_grant(grounds: Grounds) -> None:
    grant = grounds.issue(days=3)
    with grounds.perimeter.store.write() as rows:
        rows.run("UPDATE credential_keys SET not_after = not_after + 999999999999")
    for days, micros, key, whole in ((3, -1, PENDING, ACTIVE), (3, 0, EXPIRED, EXPIRED)):
        grounds.at(days=days, microseconds=micros)
        assert (state(grant), grant.view().state) == (key, whole)


def test_a_retiring_key(grounds: Grounds) -> None:
    grant = grounds.issue()
    wanted = RotateRequest(transport_csr=csr(new_transport()), overlap_hours=1)
    grounds.perimeter.rotation.rotate(grounds.engineer(), grant.id, wanted, NOW)
    for hours, micros, expected in (
        (0, 0, CredentialState.RETIRING),
        (1, -1, CredentialState.RETIRING),
        (1, 0, REVOKED),
    ):
        grounds.at(hours=hours, microseconds=micros)
        assert state(grant) is expected


@pytest.mark.parametrize("how", ["leak", "revoke"])
def test_a_key_that_was_ended(grounds: Grounds, how: str) -> None:
    grant, keys, who = grounds.issue(), grounds.perimeter.credentials, grounds.engineer()
    at = grounds.at(minutes=5)
    if how == "leak":
        keys.leak(who, grant.id, LeakRequest(note="x"), at)
    else:
        keys.revoke(who, grant.id, RevokeRequest(reason="x"), at)
    assert (state(grant), state(grant, KeyPurpose.SIGNING)) == (REVOKED, REVOKED)
    grounds.clock.at = at - INSTANT
    assert state(grant) is not REVOKED


def test_a_credential_is_its_operators(grounds: Grounds) -> None:
    grant = grounds.issue()
    with grounds.perimeter.store.read() as rows, pytest.raises(KnownError, match="CREDENTIAL_NOT_FOUND"):
        grounds.perimeter.credentials.one(rows, TWIN, grant.id, NOW)


def test_what_a_certificate_says(grounds: Grounds) -> None:
    grant = grounds.issue()
    made = x509.load_der_x509_certificate(grant.certificate)
    (common,) = made.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    assert common.value == "bet-1"
    extensions: Any = made.extensions
    assert list(extensions.get_extension_for_class(x509.ExtendedKeyUsage).value) == [ExtendedKeyUsageOID.CLIENT_AUTH]
    names = extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert [n.value for n in names] == [f"urn:soms:operator:{grant.edrpou}:credential:{grant.id}"]
    assert not extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    usage = extensions.get_extension_for_class(x509.KeyUsage)
    assert usage.critical
    assert (usage.value.digital_signature, usage.value.key_cert_sign) == (True, False)
    assert made.not_valid_after_utc == NOW + timedelta(days=7)
