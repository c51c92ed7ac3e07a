"""Rotation, retiring and renewal in process: overlaps to the microsecond, and what a thief of one key can do."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from cabinet.contract.credentials import Credential, RetireRequest, RevokeRequest, RotateRequest
from cabinet.contract.moment import wire
from cabinet.contract.states import CredentialState, KeyPurpose
from tests.contour.grants import Grant, Grounds, csr, id_of, new_transport, refused
from tests.perimeter_in_process import NOW, PerimeterInProcess

BOTH = (KeyPurpose.TRANSPORT, KeyPurpose.SIGNING)


@pytest.fixture
def grounds(tmp_path: Path) -> Iterator[Grounds]:
    inside = PerimeterInProcess(tmp_path / "p")
    yield Grounds(inside)
    inside.close()


def key(view: Credential, key_id: str) -> Any:
    return next(k for k in view.keys if k.key_id == key_id)


def rotate(grant: Grant, **wanted: Any) -> Any:
    rotation = grant.grounds.perimeter.rotation
    return rotation.rotate(grant.grounds.engineer(), grant.id, RotateRequest(**wanted), grant.grounds.now)


def retire(grant: Grant, key_id: str, hours: int = 0) -> Credential:
    request = RetireRequest(key_id=key_id, overlap_hours=hours)
    rotation = grant.grounds.perimeter.rotation
    return rotation.retire(grant.grounds.engineer(), grant.id, request, grant.grounds.now)


def renew(grant: Grant, request: Any, machine: Any = None) -> Any:
    return grant.grounds.perimeter.rotation.renew(machine or grant.someone(), request, grant.grounds.now)


@pytest.mark.parametrize("hours", [0, 1, 24, 72, 168])
def test_the_old_keys_go_on_for_the_overlap(grounds: Grounds, hours: int) -> None:
    grant = grounds.issue(days=60)
    transport, signing = new_transport(), Ed25519PrivateKey.generate()
    made = rotate(grant, transport_csr=csr(transport), signing_csr=csr(signing), overlap_hours=hours, transport_days=30)
    assert sorted(made.new_key_ids) == sorted([id_of(transport), id_of(signing)])
    for old in (grant.transport, grant.signing):
        assert key(made.credential, id_of(old)).retire_at == NOW + timedelta(hours=hours)
    assert key(made.credential, id_of(transport)).not_after == NOW + timedelta(days=30)
    assert key(made.credential, id_of(signing)).not_after == NOW + timedelta(days=60), "the grant's own end"
    entry = grounds.entries()[-1]
    assert (entry["act"], entry["overlapHours"], sorted(entry["keys"])) == ("rotated", hours, sorted(made.new_key_ids))


def test_the_life_of_a_new_key(grounds: Grounds) -> None:
    grant = grounds.issue(days=365)
    signing, transport = Ed25519PrivateKey.generate(), new_transport()
    made = rotate(grant, signing_csr=csr(signing), transport_csr=csr(transport), transport_days=9)
    assert key(made.credential, id_of(signing)).not_after == NOW + timedelta(days=90)
    assert key(made.credential, id_of(transport)).not_after == NOW + timedelta(days=9)


def test_without_an_overlap_the_new_key_takes_the_old_ones_place(grounds: Grounds) -> None:
    grant = grounds.issue()
    rotate(grant, signing_csr=csr(Ed25519PrivateKey.generate()), overlap_hours=24)
    assert (
        refused(lambda: rotate(grant, signing_csr=csr(Ed25519PrivateKey.generate()), overlap_hours=24)) == "KEY_LIMIT"
    )
    assert refused(lambda: rotate(grant, signing_csr=csr(Ed25519PrivateKey.generate()), overlap_hours=0)) == "OK"


def test_what_cannot_be_rotated(grounds: Grounds) -> None:
    grant = grounds.issue(days=3)
    wanted = csr(new_transport())
    assert refused(lambda: rotate(grant)) == "FIELD_MISSING"
    grounds.at(days=3, microseconds=-1)
    assert refused(lambda: rotate(grant, transport_csr=wanted)) == "OK"
    grounds.at(days=3)
    assert refused(lambda: rotate(grant, transport_csr=csr(new_transport()))) == "CREDENTIAL_FINAL"
    grounds.at()
    grounds.perimeter.credentials.revoke(grounds.engineer(), grant.id, RevokeRequest(reason="x"), NOW)
    assert refused(lambda: rotate(grant, transport_csr=csr(new_transport()))) == "CREDENTIAL_FINAL"
    assert refused(lambda: retire(grant, id_of(grant.transport))) == "CREDENTIAL_FINAL"


def test_an_end_is_never_put_off(grounds: Grounds) -> None:
    grant = grounds.issue()
    newer = Ed25519PrivateKey.generate()
    rotate(grant, signing_csr=csr(newer), overlap_hours=168)
    assert key(retire(grant, id_of(grant.signing), 1), id_of(grant.signing)).retire_at == NOW + timedelta(hours=1)
    assert key(retire(grant, id_of(grant.signing), 168), id_of(grant.signing)).retire_at == NOW + timedelta(hours=1)


def test_the_last_key_stays(grounds: Grounds) -> None:
    grant, other = grounds.issue(), grounds.issue()
    for own in (grant.transport, grant.signing):
        assert refused(lambda own=own: retire(grant, id_of(own))) == "KEY_LAST"
    newer = new_transport()
    grounds.perimeter.credentials.revoke(grounds.engineer(), other.id, RevokeRequest(reason="x"), NOW)
    rotate(grant, transport_csr=csr(newer))
    for foreign in (id_of(other.transport), "nothing"):
        assert refused(lambda foreign=foreign: retire(grant, foreign)) == "KEY_NOT_FOUND"
    assert key(retire(grant, id_of(grant.transport)), id_of(grant.transport)).state is CredentialState.REVOKED
    assert refused(lambda: retire(grant, id_of(grant.transport))) == "KEY_NOT_FOUND", "it has ended"
    assert refused(lambda: retire(grant, id_of(newer))) == "KEY_LAST"
    assert grounds.entries()[-1]["act"] == "retired"


def test_ending_the_newer_key_takes_the_older_one_back(grounds: Grounds) -> None:
    grant, newer = grounds.issue(), new_transport()
    rotate(grant, transport_csr=csr(newer), overlap_hours=24)
    view = retire(grant, id_of(newer))
    assert key(view, id_of(grant.transport)).retire_at is None
    assert key(view, id_of(newer)).state is CredentialState.REVOKED


def test_ending_the_older_key_leaves_the_newer_one(grounds: Grounds) -> None:
    grant, newer = grounds.issue(), new_transport()
    rotate(grant, transport_csr=csr(newer), overlap_hours=24)
    with grounds.perimeter.store.write() as rows:
        rows.run("UPDATE credential_keys SET retire_at = 9 * not_after WHERE key_id = :id", id=id_of(newer))
    view = retire(grant, id_of(grant.transport), 1)
    assert key(view, id_of(newer)).retire_at is not None


# Renewal by the machine.


def test_a_renewal(grounds: Grounds) -> None:
    grant, newer = grounds.issue(days=30, transport_days=7), new_transport()
    grounds.at(days=5)
    request = grant.renewal(newer)
    made = renew(grant, request)
    assert made.new_key_ids == [id_of(newer)]
    fresh, old = key(made.credential, id_of(newer)), key(made.credential, id_of(grant.transport))
    assert (fresh.not_before, fresh.not_after) == (grounds.now, grounds.now + timedelta(days=7)), (
        "as long as the old one"
    )
    assert (fresh.retire_at, old.retire_at) == (None, grounds.now + timedelta(hours=1))
    assert grounds.entries()[-1]["act"] == "renewed"
    again = renew(grant, request)
    assert again.transport_certificate == made.transport_certificate, "the same request again"
    assert len(grant.view().keys) == 3


def test_a_renewal_does_not_outlive_the_grant(grounds: Grounds) -> None:
    grant, newer = grounds.issue(days=8, transport_days=7), new_transport()
    grounds.at(days=5)
    made = renew(grant, grant.renewal(newer))
    assert key(made.credential, id_of(newer)).not_after == NOW + timedelta(days=8)


def test_what_was_told_to_end_does_not_renew_itself_out_of_it(grounds: Grounds) -> None:
    grant = grounds.issue()
    rotate(grant, transport_csr=csr(new_transport()), overlap_hours=24)
    newer = new_transport()
    with grounds.perimeter.store.write() as rows:
        rows.run("UPDATE credential_keys SET renewed_by = NULL")
    made = renew(grant, grant.renewal(newer))
    assert key(made.credential, id_of(newer)).retire_at == NOW + timedelta(hours=24)


@pytest.mark.parametrize(
    ("seconds", "code"),
    [(-61, "RENEWAL_STALE"), (-60, "OK"), (0, "OK"), (10, "OK"), (11, "RENEWAL_STALE"), (3600, "RENEWAL_STALE")],
)
def test_how_old_a_renewal_may_be(grounds: Grounds, seconds: int, code: str) -> None:
    grant = grounds.issue()
    request = grant.renewal(new_transport(), iat=wire(NOW + timedelta(seconds=seconds)))
    assert refused(lambda: renew(grant, request)) == code


def test_what_the_signing_key_has_signed(grounds: Grounds) -> None:
    grant, other = grounds.issue(), grounds.issue()
    newer, wanted = new_transport(), csr(new_transport())
    lies = {
        "another credential": grant.renewal(newer, of=other.id),
        "another request": grant.renewal(newer, over=wanted),
        "another key": grant.renewal(newer, Ed25519PrivateKey.generate(), named=id_of(grant.signing)),
    }
    good = grant.renewal(newer)
    lies |= {
        "another time": good.model_copy(update={"iat": wire(NOW + timedelta(seconds=1))}),
        "no signature": good.model_copy(update={"signature": ""}),
        "no base64": good.model_copy(update={"signature": "@@@"}),
    }
    for name, lie in lies.items():
        assert refused(lambda lie=lie: renew(grant, lie)) == "RENEWAL_SIGNATURE_INVALID", name
    foreign = grant.renewal(newer, other.signing)
    assert refused(lambda: renew(grant, foreign)) == "CREDENTIAL_UNKNOWN"
    assert len(grant.view().keys) == 2
    assert refused(lambda: renew(grant, good)) == "OK"


def test_a_p256_signing_key_renews(grounds: Grounds) -> None:
    grant = grounds.issue(signing=ec.generate_private_key(ec.SECP256R1()))
    assert refused(lambda: renew(grant, grant.renewal(new_transport()))) == "OK"
    other = grant.renewal(new_transport(), ec.generate_private_key(ec.SECP256R1()), named=id_of(grant.signing))
    assert refused(lambda: renew(grant, other)) == "RENEWAL_SIGNATURE_INVALID"


def test_a_second_renewal_under_one_certificate_is_an_alarm(grounds: Grounds) -> None:
    grant = grounds.issue()
    renew(grant, grant.renewal(new_transport()))
    assert refused(lambda: renew(grant, grant.renewal(new_transport()))) == "RENEWAL_REPEATED"
    view = grant.view()
    assert (view.state, view.suspended_at, view.suspended_by) == (CredentialState.SUSPENDED, NOW, "SOMS")
    assert [(i.kind, i.by) for i in view.incidents] == [("renewal", "SOMS")]
    assert id_of(grant.transport) in view.incidents[0].note
    assert grounds.entries()[-1]["act"] == "alarm"
    assert len(view.keys) == 3, "nothing was given"


def test_a_renewal_is_the_machines_own(grounds: Grounds) -> None:
    grant, other = grounds.issue(), grounds.issue()
    lie = dataclasses.replace(other.someone(), credential_id=other.id)
    assert refused(lambda: renew(grant, grant.renewal(new_transport()), lie)) == "CREDENTIAL_UNKNOWN"
