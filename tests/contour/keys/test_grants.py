"""Grants: issued, suspended, resumed, leaked, revoked, each with its refusals and its entry in the log."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from cabinet.contract.credentials import LeakRequest, ResumeRequest, RevokeRequest, RotateRequest, SuspendRequest
from cabinet.contract.states import CredentialState, Environment, KeyPurpose
from tests.contour.grants import TWIN, Grounds, csr, new_transport, refused
from tests.perimeter_in_process import NOW, PerimeterInProcess


@pytest.fixture
def grounds(tmp_path: Path) -> Iterator[Grounds]:
    inside = PerimeterInProcess(tmp_path / "p")
    yield Grounds(inside)
    inside.close()


def test_what_cannot_be_issued(grounds: Grounds) -> None:
    assert refused(lambda: grounds.issue("nowhere")) == "SOURCE_UNKNOWN"
    with grounds.perimeter.store.write() as rows:
        rows.run("UPDATE sources SET source_id = 'theirs' WHERE edrpou = :e AND source_id = 'bet-1'", e=TWIN)
    assert refused(lambda: grounds.issue("theirs")) == "SOURCE_UNKNOWN"
    assert refused(lambda: grounds.issue("theirs", TWIN)) == "OK"
    assert refused(lambda: grounds.issue(environment=Environment.PRODUCTION)) == "ENVIRONMENT_WRONG"
    assert refused(lambda: grounds.issue(transport_csr="x")) == "CSR_INVALID"
    assert refused(lambda: grounds.issue(signing_csr="x")) == "CSR_INVALID"


@pytest.mark.parametrize(
    ("days", "transport_days", "transport", "signing"),
    [(30, 7, 7, 30), (3, 7, 3, 3), (365, 90, 90, 90), (90, 90, 90, 90)],
)
def test_nothing_outlives_the_grant(
    grounds: Grounds, days: int, transport_days: int, transport: int, signing: int
) -> None:
    view = grounds.issue(days=days, transport_days=transport_days).view()
    assert view.until == NOW + timedelta(days=days)
    ends = {k.purpose: k.not_after - NOW for k in view.keys}
    assert ends == {KeyPurpose.TRANSPORT: timedelta(days=transport), KeyPurpose.SIGNING: timedelta(days=signing)}


def test_every_act_is_an_entry(grounds: Grounds) -> None:
    grant, keys, who = grounds.issue(), grounds.perimeter.credentials, grounds.engineer()
    before = len(grounds.entries()) - 1
    keys.suspend(who, grant.id, SuspendRequest(reason="s"), NOW)
    keys.resume(who, grant.id, ResumeRequest(reason="r"), NOW)
    keys.leak(who, grant.id, LeakRequest(note="l"), NOW)
    keys.revoke(who, grant.id, RevokeRequest(reason="v"), NOW)
    entries = grounds.entries()[before:]
    assert [(e["act"], e["credentialId"], e.get("reason")) for e in entries] == [
        ("issued", grant.id, None),
        ("suspended", grant.id, "s"),
        ("resumed", grant.id, "r"),
        ("leaked", grant.id, None),
        ("revoked", grant.id, "v"),
    ]
    assert {e["by"] for e in entries} == {who.who}
    assert sorted(entries[0]["keys"]) == sorted(k.key_id for k in grant.view().keys)


def test_suspend_and_resume(grounds: Grounds) -> None:
    grant, keys, who = grounds.issue(), grounds.perimeter.credentials, grounds.engineer()
    assert refused(lambda: keys.resume(who, grant.id, ResumeRequest(reason="x"), NOW)) == "CREDENTIAL_NOT_SUSPENDED"
    view = keys.suspend(who, grant.id, SuspendRequest(reason="чому"), NOW)
    assert (view.state, view.suspended_at, view.suspended_by) == (CredentialState.SUSPENDED, NOW, who.name)
    assert view.suspend_reason == "чому"
    assert refused(lambda: keys.suspend(who, grant.id, SuspendRequest(reason="x"), NOW)) == "CREDENTIAL_IS_SUSPENDED"
    view = keys.resume(who, grant.id, ResumeRequest(reason="x"), NOW)
    assert (view.state, view.suspended_at, view.suspended_by, view.suspend_reason) == (
        CredentialState.ACTIVE,
        None,
        None,
        None,
    )


def test_a_leak_ends_every_key_and_suspends_the_grant(grounds: Grounds) -> None:
    grant, keys, who = grounds.issue(), grounds.perimeter.credentials, grounds.engineer()
    view = keys.leak(who, grant.id, LeakRequest(note="у журналі"), NOW)
    assert {k.revoked_at for k in view.keys} == {NOW}
    assert {k.state for k in view.keys} == {CredentialState.REVOKED}
    assert (view.state, view.suspended_at) == (CredentialState.SUSPENDED, NOW)
    assert [(i.kind, i.at, i.by, i.note) for i in view.incidents] == [("leak", NOW, who.name, "у журналі")]
    assert refused(lambda: keys.resume(who, grant.id, ResumeRequest(reason="x"), NOW)) == "KEYS_MISSING"
    rotate = grounds.perimeter.rotation.rotate
    rotate(who, grant.id, RotateRequest(transport_csr=csr(new_transport())), NOW)
    assert refused(lambda: keys.resume(who, grant.id, ResumeRequest(reason="x"), NOW)) == "KEYS_MISSING", "one of two"


def test_what_was_revoked_is_over(grounds: Grounds) -> None:
    grant, keys, who = grounds.issue(), grounds.perimeter.credentials, grounds.engineer()
    view = keys.revoke(who, grant.id, RevokeRequest(reason="чому"), NOW)
    assert (view.state, view.revoked_at, view.revoked_by) == (CredentialState.REVOKED, NOW, who.name)
    assert view.revoke_reason == "чому"
    for again in (
        lambda: keys.revoke(who, grant.id, RevokeRequest(reason="x"), NOW),
        lambda: keys.suspend(who, grant.id, SuspendRequest(reason="x"), NOW),
        lambda: keys.resume(who, grant.id, ResumeRequest(reason="x"), NOW),
        lambda: keys.leak(who, grant.id, LeakRequest(note="x"), NOW),
    ):
        assert refused(again) == "CREDENTIAL_FINAL"


def test_grants_are_their_operators_and_their_environments(grounds: Grounds) -> None:
    grant, keys = grounds.issue(), grounds.perimeter.credentials
    theirs = grounds.issue("bet-1", TWIN)
    with grounds.perimeter.store.read() as rows:
        listed = keys.list(rows, TWIN, NOW)
    assert [c.credential_id for c in listed.items] == [theirs.id]
    stranger = grounds.engineer(TWIN)
    assert refused(lambda: keys.revoke(stranger, grant.id, RevokeRequest(reason="x"), NOW)) == "CREDENTIAL_NOT_FOUND"
    with grounds.perimeter.store.write() as rows:
        rows.run("UPDATE credentials SET environment = 'production' WHERE credential_id = :id", id=grant.id)
    suspend = SuspendRequest(reason="x")
    assert refused(lambda: keys.suspend(grounds.engineer(), grant.id, suspend, NOW)) == "ENVIRONMENT_WRONG"
