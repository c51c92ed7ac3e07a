"""Rotation of a machine's keys on a live contour: no bet lost, no key too many, nothing renewed by a thief."""

from __future__ import annotations

import base64
import errno
import json
import os
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from cabinet.cli import credentials as credentials_command
from cabinet.contract.about import LIMITS
from cabinet.contract.clock import ShiftedClock, SystemClock
from cabinet.contract.credentials import RENEW, Credential, RetireRequest, RotateRequest
from cabinet.contract.errors import KnownError
from cabinet.contract.identifiers import uuid7
from cabinet.contract.rejections import CORRECTIONS
from cabinet.contract.rights import Role
from cabinet.contract.states import CredentialState, KeyPurpose
from cabinet.contract.testdata import SetTime
from cabinet.desks.credentials import Change, Handover, rotate_credential
from cabinet.desks.key_making import signing_key, transport_key
from cabinet.perimeter.credentials import CredentialsClient
from cabinet.perimeter.login import PersonSession
from cabinet.profile import hand_over
from cabinet.profile.hand_over_forms import HandOverForm
from cabinet.profile.profiles import read_profile
from cabinet.sender.renewal import renew, term_of
from cabinet.wire.ask import Ask
from cabinet.wire.transport import Transport
from tests.company import Company, person
from tests.direct_login import direct_login
from tests.sender_kit import machine, new_batch, new_key

BOTH = frozenset(KeyPurpose)
SIGNING = frozenset({KeyPurpose.SIGNING})


@pytest.fixture
def engineer(company: Company, tmp_path: Path) -> Iterator[PersonSession]:
    assert company.contour.ready is not None
    transport = Transport(read_profile(company.contour.ready.profile))
    yield direct_login(company, transport, person(Role.IT), tmp_path)
    transport.close()


def rotated(engineer: PersonSession, key: Handover, folder: Path, hours: int, purposes=BOTH) -> Handover:  # type: ignore[no-untyped-def]
    return rotate_credential(engineer, Change(key.credential, purposes, hours, folder))


def states(credential: Credential, purpose: KeyPurpose) -> list[CredentialState]:
    return [k.state for k in credential.keys if k.purpose is purpose]


def refused(work: object) -> str:
    with pytest.raises(KnownError) as error:
        work()  # type: ignore[operator]
    return error.value.code


def test_keys_change_under_load_without_a_failed_request(engineer: PersonSession, tmp_path: Path) -> None:
    folder = tmp_path / "key"
    key = new_key(engineer, folder)
    stop, changed, sent, failures = threading.Event(), threading.Condition(), [], []

    def send() -> None:
        client = machine(folder)
        number = 0
        while not stop.is_set():
            number += 1
            try:
                result = client.submit(new_batch(1), number, None)
                codes = tuple(f.code for f in result.items[0].findings)
                sent.append((client.credential.signing_key_id, codes))
            except KnownError as error:
                failures.append(error)
            with changed:
                changed.notify_all()
        client.close()

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    keys = CredentialsClient(engineer)
    for _ in range(4):
        seen = len(sent)
        before = key.credential
        key = rotated(engineer, key, folder, 24)

        def settled(seen: int = seen, fresh: tuple[str, ...] = tuple(key.key_ids)) -> bool:
            last = {k for k, _ in sent[-4:]}
            return len(sent) >= seen + 4 and len(last) == 1 and last <= set(fresh)

        # Both senders have to be seen with the new key before the old ones go.
        with changed:
            assert changed.wait_for(settled, 60)
        for old in before.keys:
            if old.state in {CredentialState.ACTIVE, CredentialState.PENDING}:
                keys.retire(key.credential.credential_id, old.key_id, uuid7())
        credential = keys.list().items[0]
        key = replace(key, credential=credential)
    stop.set()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len({k for k, _ in sent}) == 5
    # Two senders that count by themselves are a broken chain, and nothing else.
    assert {codes for _, codes in sent} <= {(), ("IN-802",)}
    usage = keys.usage(key.credential.credential_id)
    assert sum(a.count for k in usage.keys for a in k.addresses if k.key_id in {s for s, _ in sent}) == len(sent)


def test_life_of_a_key(engineer: PersonSession, tmp_path: Path) -> None:
    folder = tmp_path / "key"
    key = new_key(engineer, folder)
    keys = CredentialsClient(engineer)
    assert states(key.credential, KeyPurpose.SIGNING) == [CredentialState.PENDING]
    with_old = machine(folder)
    with_old.submit(new_batch(), 1, None)
    next_folder = tmp_path / "next"
    fresh = rotated(engineer, key, next_folder, 24, SIGNING)
    assert states(fresh.credential, KeyPurpose.SIGNING) == [CredentialState.PENDING, CredentialState.RETIRING]
    assert states(fresh.credential, KeyPurpose.TRANSPORT) == [CredentialState.ACTIVE]
    assert {p.name for p in next_folder.iterdir()} == {"signing.key", "profile.json", "credential.json"}
    assert refused(lambda: rotated(engineer, key, tmp_path / "third", 24, SIGNING)) == "KEY_LIMIT"
    with_old.submit(new_batch(), 2, None)

    assert credentials_command.run(["install", str(next_folder), "--credential", str(folder)]) == 0
    with_old.submit(new_batch(), 3, None)
    assert with_old.credential.signing_key_id in fresh.key_ids, "a running sender follows"
    (now,) = keys.list().items
    assert states(now, KeyPurpose.SIGNING) == [CredentialState.ACTIVE, CredentialState.RETIRING]

    new_id, old_id = fresh.key_ids[0], key.key_ids[1]
    back = keys.retire(now.credential_id, new_id, uuid7())
    assert states(back, KeyPurpose.SIGNING) == [CredentialState.REVOKED, CredentialState.ACTIVE], "the old one is back"
    assert refused(lambda: with_old.submit(new_batch(), 4, None)) == "CREDENTIAL_REVOKED"
    assert refused(lambda: keys.retire(now.credential_id, old_id, uuid7())) == "KEY_LAST"
    assert refused(lambda: keys.retire(now.credential_id, "nobody", uuid7())) == "KEY_NOT_FOUND"
    with_old.close()


def test_the_overlap_ends_by_itself(company: Company, engineer: PersonSession, tmp_path: Path) -> None:
    folder = tmp_path / "key"
    key = new_key(engineer, folder)
    clock = ShiftedClock(SystemClock())
    old = machine(folder, clock)
    rotated(engineer, key, tmp_path / "next", 1, SIGNING)
    old.submit(new_batch(), 1, None)
    company.contour.testdata("testdata_time", SetTime(offset_seconds=3_700))
    clock.offset = timedelta(seconds=3_700)
    assert refused(lambda: old.submit(new_batch(), 2, None)) == "CREDENTIAL_REVOKED"
    company.contour.testdata("testdata_time", SetTime(offset_seconds=0))
    old.close()


def test_suspend_resume_and_leak(engineer: PersonSession, tmp_path: Path) -> None:
    folder = tmp_path / "key"
    key = new_key(engineer, folder)
    keys, sender = CredentialsClient(engineer), machine(folder)
    of = key.credential.credential_id
    sender.submit(new_batch(), 1, None)
    keys.suspend(of, "перевірка", uuid7())
    assert refused(lambda: sender.submit(new_batch(), 2, None)) == "CREDENTIAL_SUSPENDED", "the very next request"
    assert refused(lambda: keys.suspend(of, "ще раз", uuid7())) == "CREDENTIAL_IS_SUSPENDED"
    assert keys.resume(of, "перевірено", uuid7()).state is CredentialState.ACTIVE
    assert refused(lambda: keys.resume(of, "ще раз", uuid7())) == "CREDENTIAL_NOT_SUSPENDED"
    sender.submit(new_batch(), 2, None)

    leaked = keys.leak(of, "ключ знайдено в журналі збірки", uuid7())
    assert leaked.state is CredentialState.SUSPENDED
    assert {k.state for k in leaked.keys} == {CredentialState.REVOKED}
    assert [(i.kind, i.note) for i in leaked.incidents] == [("leak", "ключ знайдено в журналі збірки")]
    assert refused(lambda: sender.submit(new_batch(), 3, None)) == "CREDENTIAL_REVOKED"
    assert refused(lambda: keys.resume(of, "нових ключів ще немає", uuid7())) == "KEYS_MISSING"
    rotated(engineer, key, folder, 0)
    assert keys.resume(of, "ключі замінено", uuid7()).state is CredentialState.ACTIVE
    sender.submit(new_batch(), 3, None)
    sender.close()


def test_a_rotation_asks_for_something(engineer: PersonSession, tmp_path: Path) -> None:
    key = new_key(engineer, tmp_path / "key")
    keys = CredentialsClient(engineer)
    of = key.credential.credential_id
    assert refused(lambda: keys.rotate(of, RotateRequest(), uuid7())) == "FIELD_MISSING"
    weak = RotateRequest(transport_csr=signing_key("core-1").request)
    assert refused(lambda: keys.rotate(of, weak, uuid7())) == "KEY_WEAK"
    keys.revoke(of, "кінець", uuid7())
    assert refused(lambda: keys.rotate(of, RotateRequest(signing_csr=signing_key("c").request), uuid7())) == (
        "CREDENTIAL_FINAL"
    )
    assert refused(lambda: keys.retire(of, key.key_ids[0], uuid7())) == "CREDENTIAL_FINAL"
    assert RetireRequest(key_id="x").overlap_hours == 0


def test_a_machine_renews_itself_even_when_it_is_late(
    company: Company, engineer: PersonSession, tmp_path: Path
) -> None:
    folder = tmp_path / "key"
    key = new_key(engineer, folder)
    clock = ShiftedClock(SystemClock())
    sender = machine(folder, clock)
    term = term_of(sender.credential)
    assert term.end - term.start < timedelta(days=8)
    assert not term.due(datetime.now(UTC) + timedelta(days=4))
    assert term.due(datetime.now(UTC) + timedelta(days=5))
    late = timedelta(days=9)
    company.contour.testdata("testdata_time", SetTime(offset_seconds=int(late.total_seconds())))
    clock.offset = late
    assert refused(lambda: sender.submit(new_batch(), 1, None)) == "CREDENTIAL_EXPIRED"
    sender.renew()
    assert term_of(sender.credential).end > term.end
    assert not (folder / "renewal.key").exists()
    pem = sender.credential.client.certificate
    ca = company.contour.data / "credentials-ca.pem"
    seconds = str(int((datetime.now(UTC) + late).timestamp()))
    command = ["openssl", "verify", "-CAfile", str(ca), "-attime", seconds, "-purpose", "sslclient", str(pem)]
    assert subprocess.run(command, check=True, capture_output=True, text=True).stdout.endswith(": OK\n")
    sender.submit(new_batch(), 1, None)
    company.contour.testdata("testdata_time", SetTime(offset_seconds=0))
    assert key.credential.source_id == "core-1"
    sender.close()


def test_an_answer_lost_on_the_way_is_asked_for_again(engineer: PersonSession, tmp_path: Path) -> None:
    folder = tmp_path / "key"
    new_key(engineer, folder)
    sender = machine(folder)
    kept = {p.name: p.read_bytes() for p in folder.iterdir()}
    renew(sender.credential, sender.transport, datetime.now(UTC))
    first = term_of(machine(folder).credential)
    pending = [p for p in folder.iterdir() if p.name.startswith("transport-") and p.suffix == ".key"]
    # As if the answer had never come: the old files, with key and request of the renewal still lying there.
    key = pending[0].read_bytes()
    for path in folder.iterdir():
        path.unlink()
    for name, data in kept.items():
        (folder / name).write_bytes(data)
    (folder / "renewal.key").write_bytes(key)
    csr = _csr_of(key)
    (folder / "renewal.csr").write_bytes(csr)
    (credential,) = CredentialsClient(engineer).list().items
    assert states(credential, KeyPurpose.TRANSPORT) == [CredentialState.PENDING, CredentialState.RETIRING]
    # ECDSA requests differ in their bytes each time, so ours made anew is another request: that is the alarm below.
    assert refused(lambda: renew(sender.credential, sender.transport, datetime.now(UTC))) == "RENEWAL_REPEATED"
    (credential,) = CredentialsClient(engineer).list().items
    assert credential.state is CredentialState.SUSPENDED
    assert [i.kind for i in credential.incidents] == ["renewal"]
    assert first.end > datetime.now(UTC)
    sender.close()


def _csr_of(private: bytes) -> bytes:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key

    key = load_pem_private_key(private, None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    builder = x509.CertificateSigningRequestBuilder().subject_name(x509.Name([]))
    return builder.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM)


def test_the_same_request_gets_the_same_certificate(engineer: PersonSession, tmp_path: Path) -> None:
    folder = tmp_path / "key"
    key = new_key(engineer, folder)
    sender = machine(folder)
    csr = transport_key("core-1").request
    answers = [_ask_renewal(sender, key, csr) for _ in range(2)]
    assert answers[0] == answers[1]
    sender.close()


def test_a_stolen_transport_key_renews_nothing(engineer: PersonSession, tmp_path: Path) -> None:
    folder = tmp_path / "key"
    key = new_key(engineer, folder)
    sender = machine(folder)
    thief = replace(sender.credential, signing_key=Ed25519PrivateKey.generate())
    assert refused(lambda: renew(thief, sender.transport, datetime.now(UTC))) == "RENEWAL_SIGNATURE_INVALID"
    old = datetime.now(UTC) - timedelta(minutes=5)
    (folder / "renewal.csr").unlink()
    assert refused(lambda: renew(sender.credential, sender.transport, old)) == "RENEWAL_STALE"
    other = new_key(engineer, tmp_path / "other", "bet-1").credential.credential_id
    foreign = replace(sender.credential, credential_id=other)
    assert refused(lambda: renew(foreign, sender.transport, datetime.now(UTC))) == "CREDENTIAL_NOT_FOUND"
    assert len(CredentialsClient(engineer).list().items[1].keys) == 2
    assert key.credential.credential_id != other
    sender.close()


def _ask_renewal(sender: object, key: Handover, csr: str) -> str:
    from cabinet.contract.moment import wire
    from cabinet.contract.renewal import renewal_message

    credential = sender.credential  # type: ignore[attr-defined]
    iat = wire(datetime.now(UTC))
    signature = credential.signing_key.sign(renewal_message(credential.credential_id, iat, csr))
    body = {
        "transportCsr": csr, "signingKeyId": credential.signing_key_id, "iat": iat,
        "signature": base64.b64encode(signature).decode(),
    }  # fmt: skip
    ask = Ask(RENEW, path={"credentialId": key.credential.credential_id}, raw=json.dumps(body).encode())
    reply = sender.transport.call(ask)  # type: ignore[attr-defined]
    certificate: str = json.loads(reply.body)["transportCertificate"]
    return certificate


@pytest.mark.parametrize("form", list(HandOverForm))
def test_every_form_of_the_hand_over_is_readable_by_others(
    engineer: PersonSession, tmp_path: Path, form: HandOverForm
) -> None:
    key = new_key(engineer, tmp_path / "key")
    folder = tmp_path / "next"
    change = Change(key.credential, BOTH, 24, folder, form, "пароль-дванадцять")
    made = rotate_credential(engineer, change)
    for path in made.files:
        assert path.stat().st_mode & 0o077 == 0
    if form is HandOverForm.PKCS12:
        for name in ("transport.p12", "signing.p12"):
            command = ["openssl", "pkcs12", "-in", str(folder / name), "-passin", f"pass:{change.password}", "-nodes"]
            assert b"PRIVATE KEY" in subprocess.run(command, check=True, capture_output=True).stdout
        weak = replace(change, folder=tmp_path / "weak", password="short")
        assert refused(lambda: rotate_credential(engineer, weak)) == "PASSWORD_WEAK"
    elif form is HandOverForm.KUBERNETES:
        text = (folder / "soms-secret.yaml").read_text()
        data = dict(line.strip().split(": ", 1) for line in text.partition("\ndata:\n")[2].splitlines())
        assert b"BEGIN PRIVATE KEY" in base64.b64decode(data['"signing.key"'])
        assert b"BEGIN CERTIFICATE" in base64.b64decode(data['"transport.pem"'])
    elif form is HandOverForm.ENVIRONMENT:
        env = dict(line.split("=", 1) for line in (folder / "soms.env").read_text().splitlines())
        assert env["SOMS_CREDENTIAL_ID"] == key.credential.credential_id
        assert b"BEGIN PRIVATE KEY" in base64.b64decode(env["SOMS_TRANSPORT_KEY_B64"])
    else:
        assert {p.name for p in made.files} >= {"transport.key", "transport.pem", "signing.key"}
    # A PEM folder of this very credential would be taken as the one in use; there the perimeter has the word.
    again = "KEY_LIMIT" if form is HandOverForm.PEM else "FILE_EXISTS"
    assert refused(lambda: rotate_credential(engineer, change)) == again


def test_a_foreign_folder_is_not_touched(engineer: PersonSession, tmp_path: Path) -> None:
    one, other = new_key(engineer, tmp_path / "one"), new_key(engineer, tmp_path / "other", "bet-1")
    before = {p.name: p.read_bytes() for p in (tmp_path / "other").iterdir()}
    fresh = rotated(engineer, one, tmp_path / "next", 24, SIGNING)
    assert credentials_command.run(["install", str(tmp_path / "next"), "--credential", str(tmp_path / "other")]) == 1
    assert {p.name: p.read_bytes() for p in (tmp_path / "other").iterdir()} == before
    assert refused(lambda: rotated(engineer, one, tmp_path / "other", 24, SIGNING)) == "FILE_EXISTS"
    assert fresh.credential.credential_id != other.credential.credential_id


def test_two_servers_of_one_source_renew_independently(engineer: PersonSession, tmp_path: Path) -> None:
    servers = [machine(tmp_path / name) for name in ("one", "two") if new_key(engineer, tmp_path / name)]
    for _ in range(2):
        for server in servers:
            before = term_of(server.credential).start
            server.renew()
            assert term_of(server.credential).start >= before
    for number, server in enumerate(servers):
        server.submit(new_batch(), number + 1, None)
        server.close()
    assert refused(lambda: new_key(engineer, tmp_path / "three")) == "KEY_LIMIT", "renewals gave no more room"


def test_a_server_renews_during_the_overlap_of_a_rotation(engineer: PersonSession, tmp_path: Path) -> None:
    key = new_key(engineer, tmp_path / "key")
    with_old = machine(tmp_path / "key")
    fresh = rotated(engineer, key, tmp_path / "next", 24)
    (old,) = [k for k in fresh.credential.keys if k.purpose is KeyPurpose.TRANSPORT and k.retire_at is not None]
    with_old.renew()
    (credential,) = CredentialsClient(engineer).list().items
    renewed = next(
        k
        for k in credential.keys
        if k.purpose is KeyPurpose.TRANSPORT and k.key_id not in fresh.key_ids and k.key_id != old.key_id
    )
    assert renewed.retire_at == old.retire_at, "what a person told to end does not go on by renewing itself"
    with_old.submit(new_batch(), 1, None)
    with_old.close()


def test_two_keys_of_a_source_are_replaced_without_an_overlap(engineer: PersonSession, tmp_path: Path) -> None:
    key = new_key(engineer, tmp_path / "one")
    new_key(engineer, tmp_path / "two")
    assert refused(lambda: rotated(engineer, key, tmp_path / "late", 24)) == "KEY_LIMIT"
    fresh = rotated(engineer, key, tmp_path / "now", 0)
    assert states(fresh.credential, KeyPurpose.SIGNING) == [CredentialState.PENDING, CredentialState.REVOKED]
    assert refused(lambda: new_key(engineer, tmp_path / "three")) == "KEY_LIMIT"


def test_usage_shows_at_the_first_look(engineer: PersonSession, tmp_path: Path) -> None:
    """A good call, a refused one, and an endpoint other than the intake."""
    key = new_key(engineer, tmp_path / "key")
    sender, keys = machine(tmp_path / "key"), CredentialsClient(engineer)
    of = key.credential.credential_id

    def counted() -> list[tuple[int, int]]:
        found = keys.usage(of).keys
        (transport,) = [k for k in key.credential.keys if k.purpose is KeyPurpose.TRANSPORT]
        return [(a.count, a.errors) for k in found if k.key_id == transport.key_id for a in k.addresses]

    assert counted() == []
    sender.transport.call(Ask(LIMITS))
    sender.transport.call(Ask(CORRECTIONS, query={"limit": "5"}))
    assert counted() == [(1, 0)]
    keys.suspend(of, "перевірка", uuid7())
    assert refused(lambda: sender.transport.call(Ask(CORRECTIONS, query={"limit": "5"}))) == ("CREDENTIAL_SUSPENDED")
    assert counted() == [(2, 1)]
    sender.close()


def test_on_a_full_disk_nothing_is_issued_that_would_be_lost(
    engineer: PersonSession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = new_key(engineer, tmp_path / "key")
    before = CredentialsClient(engineer).list()
    write_new = hand_over.write_new
    left = 20_000

    def fuller_and_fuller(path: Path, data: bytes) -> None:
        if len(data) > left:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        write_new(path, data)

    monkeypatch.setattr(hand_over, "write_new", fuller_and_fuller)
    for work in (
        lambda: new_key(engineer, tmp_path / "other", "bet-1"),
        lambda: rotated(engineer, key, tmp_path / "next", 24),
    ):
        assert refused(work) == "DISK_FULL"
    assert CredentialsClient(engineer).list() == before
    assert not list(tmp_path.rglob(".room-*"))


def test_the_room_held_is_given_back(engineer: PersonSession, tmp_path: Path) -> None:
    new_key(engineer, tmp_path / "key")
    assert not [path for path in (tmp_path / "key").iterdir() if path.name.startswith(".")]
