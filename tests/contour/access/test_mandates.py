"""Mandates: who may be appointed, what is kept, how it ends, and what can still be proven later."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from asn1crypto import cms, pem
from asn1crypto import x509 as asn1
from pyhanko.sign.validation import async_validate_detached_cms
from pyhanko_certvalidator import ValidationContext

from cabinet.contour.sample.operator import SAMPLE_EDRPOU
from cabinet.contract.errors import KnownError
from cabinet.contract.identifiers import uuid7
from cabinet.contract.log import CHECKPOINT
from cabinet.contract.moment import wire
from cabinet.contract.people import APPOINT, PEOPLE, AppointRequest, latest_end
from cabinet.contract.rejections import REJECTIONS
from cabinet.contract.rights import Right, Role
from cabinet.contract.states import MandateState
from cabinet.contract.testdata import SetTime
from cabinet.contract.time_stamp import TIME_STAMP
from cabinet.desks.documents import Verified, verify_document
from cabinet.perimeter.login import PersonSession
from cabinet.perimeter.people import PeopleClient
from cabinet.profile.profiles import read_profile
from cabinet.qes.cades_parts import take_apart
from cabinet.wire.ask import Ask
from cabinet.wire.refusal import Refusal
from cabinet.wire.transport import Transport
from tests.company import Company, person
from tests.contour.acts import SOFIIA, appointment
from tests.direct_login import direct_login
from tests.ledger_rows import ledger_rows


@pytest.fixture
def transport(company: Company) -> Iterator[Transport]:
    assert company.contour.ready is not None
    made = Transport(read_profile(company.contour.ready.profile))
    yield made
    made.close()


@pytest.fixture
def head(company: Company, transport: Transport, tmp_path: Path) -> PersonSession:
    return direct_login(company, transport, person(Role.HEAD), tmp_path)


def wanted(**changes: object) -> AppointRequest:
    return AppointRequest.model_validate_json(appointment(**changes))


def test_an_appointed_person_is_there_with_the_signed_document(head: PersonSession) -> None:
    people = PeopleClient(head)
    request = wanted(role="authorised", rights=["corrections.accepted"])
    member = people.appoint(request, uuid7())
    listed = people.list()
    assert listed.head is not None
    assert (listed.head.name, listed.head.until, listed.head.signed) == (person(Role.HEAD).name, None, False)
    assert [m.state for m in listed.items] == [MandateState.ACTIVE] * 3
    (found,) = [m for m in listed.items if m.person_id == member.person_id]
    assert found == member
    assert (found.name, found.role, found.rights) == (SOFIIA.name, Role.AUTHORISED, [Right.CORRECT_ACCEPTED])
    assert found.until == request.until
    assert found.granted_by == person(Role.HEAD).name
    assert found.signed
    document = people.document(member.person_id)
    assert document.text.startswith("MANDATE v1\n")
    assert f"rnokpp={SOFIIA.rnokpp}\n" in document.text
    verified = verify_document(document, head.profile, datetime.now(UTC))
    assert isinstance(verified, Verified)
    assert verified.signer == person(Role.HEAD).name
    assert verified.stamped_at == document.stamped_at


def test_a_tax_number_is_never_whole_in_a_list(head: PersonSession) -> None:
    PeopleClient(head).appoint(wanted(), uuid7())
    body = head.call(Ask(PEOPLE)).body.decode()
    assert "17••••••00" in body
    assert SOFIIA.rnokpp not in body


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"rnokpp": "1732050801"}, "RNOKPP_INVALID"),
        ({"rnokpp": person(Role.HEAD).rnokpp}, "PERSON_IS_HEAD"),
        ({"rnokpp": person(Role.IT).rnokpp}, "PERSON_APPOINTED"),
        ({"role": "head"}, "ROLE_NOT_GRANTABLE"),
        ({"rights": ["credentials.power"]}, "RIGHT_NOT_GRANTABLE"),
        ({"role": "it", "rights": ["people.write"]}, "RIGHT_NOT_GRANTABLE"),
        ({"role": "it", "rights": ["statistics.sums", "statistics.sums"]}, "RIGHT_NOT_GRANTABLE"),
        ({"until": wire(datetime.now(UTC) - timedelta(minutes=1))}, "MANDATE_TERM_INVALID"),
        ({"until": wire(latest_end(datetime.now(UTC)) + timedelta(days=1))}, "MANDATE_TERM_INVALID"),
        ({"name": "Олена\u202e"}, "BODY_INVALID"),
    ],
)
def test_who_may_not_be_appointed(head: PersonSession, changes: dict[str, object], code: str) -> None:
    before = len(PeopleClient(head).list().items)
    with pytest.raises((Refusal, KnownError)) as refusal:
        head.call(Ask(APPOINT, raw=appointment(**changes), idempotency_key=uuid7()))
    assert refusal.value.code == code
    assert len(PeopleClient(head).list().items) == before


def test_the_same_person_twice_and_again(head: PersonSession) -> None:
    people = PeopleClient(head)
    first = people.appoint(wanted(), uuid7())
    with pytest.raises(Refusal, match="PERSON_APPOINTED"):
        people.appoint(wanted(role="auditor"), uuid7())
    ended = people.end(first.person_id, "звільнилася")
    assert (ended.state, ended.end_reason, ended.ended_by) == (
        MandateState.ENDED, "звільнилася", person(Role.HEAD).name,
    )  # fmt: skip
    with pytest.raises(Refusal, match="MANDATE_FINAL"):
        people.end(first.person_id, "знову")
    again = people.appoint(wanted(role="auditor"), uuid7())
    assert again.person_id != first.person_id
    states = {m.person_id: m.state for m in people.list().items}
    assert (states[first.person_id], states[again.person_id]) == (MandateState.ENDED, MandateState.ACTIVE)
    assert people.document(first.person_id).text != people.document(again.person_id).text


def test_what_cannot_be_ended_or_read(head: PersonSession) -> None:
    people = PeopleClient(head)
    listed = people.list()
    assert listed.head is not None
    with pytest.raises(Refusal, match="PERSON_IS_HEAD"):
        people.end(listed.head.person_id, "ні")
    with pytest.raises(Refusal, match="PERSON_NOT_FOUND"):
        people.end(uuid7(), "ні")
    with pytest.raises(Refusal, match="PERSON_NOT_FOUND"):
        people.document(uuid7())
    with pytest.raises(Refusal, match="MANDATE_UNSIGNED"):
        people.document(listed.items[0].person_id)


def test_an_ended_mandate_ends_sessions_at_once(
    company: Company, transport: Transport, head: PersonSession, tmp_path: Path
) -> None:
    people = PeopleClient(head)
    member = people.appoint(wanted(), uuid7())
    hers = [direct_login(company, transport, SOFIIA, tmp_path) for _ in range(2)]
    for session in hers:
        assert session.call(Ask(REJECTIONS)).status == 200
    people.end(member.person_id, "звільнилася")
    for session in hers:
        with pytest.raises(Refusal) as refusal:
            session.call(Ask(REJECTIONS))
        assert (refusal.value.code, refusal.value.problem.status) == ("SESSION_ENDED", 401)
        assert refusal.value.facts["reason"] == "MANDATE_STOPPED"
    tokens = hers[0]._tokens
    assert tokens is not None
    hers[0]._tokens = tokens.model_copy(update={"access_expires_at": datetime.now(UTC)})
    with pytest.raises(Refusal) as refusal:
        hers[0].call(Ask(REJECTIONS))
    assert (refusal.value.code, refusal.value.facts["reason"]) == ("SESSION_ENDED", "MANDATE_STOPPED")
    with pytest.raises(KnownError, match="MANDATE_STOPPED"):
        direct_login(company, transport, SOFIIA, tmp_path)
    assert head.call(Ask(PEOPLE)).status == 200


def test_an_expired_mandate_lets_nobody_in(
    company: Company, transport: Transport, head: PersonSession, tmp_path: Path
) -> None:
    people = PeopleClient(head)
    people.appoint(wanted(until=wire(datetime.now(UTC) + timedelta(minutes=5))), uuid7())
    session = direct_login(company, transport, SOFIIA, tmp_path)
    later = _Later(360)
    company.contour.testdata("testdata_time", SetTime(offset_seconds=360))
    session._clock = session._key._clock = later  # type: ignore[union-attr]  # it is open
    with pytest.raises(Refusal) as refusal:
        session.call(Ask(REJECTIONS))
    assert refusal.value.code == "SESSION_ENDED"
    assert refusal.value.facts["reason"] == "MANDATE_ENDED"
    with pytest.raises(KnownError, match="MANDATE_ENDED"):
        direct_login(company, transport, SOFIIA, tmp_path, clock=later)
    head._clock = head._key._clock = later  # type: ignore[union-attr]
    states = {m.name: m.state for m in people.list().items}
    assert states[SOFIIA.name] is MandateState.EXPIRED


class _Later:
    def __init__(self, seconds: int) -> None:
        self._shift = timedelta(seconds=seconds)

    def now(self) -> datetime:
        return datetime.now(UTC) + self._shift


def test_both_are_entries_of_the_log_and_name_nobody(company: Company, head: PersonSession) -> None:
    people = PeopleClient(head)
    member = people.appoint(wanted(), uuid7())
    people.end(member.person_id, "звільнилася")
    document = base64.b64decode(people.document(member.person_id).cms)
    with ledger_rows(company.contour.data) as ledger:
        rows = ledger.execute(
            "SELECT bytes FROM entries WHERE edrpou = ? AND kind = 'mandate' ORDER BY seq", (SAMPLE_EDRPOU,)
        ).fetchall()
    given, ended = (json.loads(row[0]) for row in rows)
    assert (given["act"], given["mandateId"], given["role"]) == ("appointed", member.person_id, "compliance")
    assert given["payloadCommitment"] == hashlib.sha256(document).hexdigest()
    assert (ended["act"], ended["mandateId"]) == ("ended", member.person_id)
    assert b"".join(row[0] for row in rows).decode().find(SOFIIA.rnokpp) == -1
    assert SOFIIA.name not in b"".join(row[0] for row in rows).decode()
    assert head.call(Ask(CHECKPOINT)).status == 200


def test_openssl_and_pyhanko_verify_the_kept_document(company: Company, head: PersonSession, tmp_path: Path) -> None:
    member = PeopleClient(head).appoint(wanted(), uuid7())
    document = PeopleClient(head).document(member.person_id)
    blob, text = base64.b64decode(document.cms), document.text.encode()
    anchor = company.contour.data / "qes-ca.pem"
    parts = take_apart(blob).parts
    assert parts.time_stamp is not None
    (tmp_path / "x.p7s").write_bytes(blob)
    (tmp_path / "x.txt").write_bytes(text)
    (tmp_path / "token").write_bytes(parts.time_stamp)
    (tmp_path / "signature").write_bytes(parts.signature)
    for command in (
        ["cms", "-verify", "-cades", "-inform", "DER", "-in", "x.p7s", "-content", "x.txt", "-binary",
         "-purpose", "any", "-out", "out", "-CAfile", str(anchor)],
        ["ts", "-verify", "-in", "token", "-token_in", "-data", "signature", "-CAfile", str(anchor)],
    ):  # fmt: skip
        done = subprocess.run(["openssl", *command], cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
    _, _, der = pem.unarmor(anchor.read_bytes())

    def context() -> ValidationContext:
        return ValidationContext(trust_roots=[asn1.Certificate.load(der)], allow_fetching=False)

    status = asyncio.run(
        async_validate_detached_cms(
            text, cms.ContentInfo.load(blob)["content"], signer_validation_context=context(),
            ts_validation_context=context(),
        )
    )  # fmt: skip
    assert status.valid
    assert status.timestamp_validity is not None
    assert status.timestamp_validity.valid
    assert status.timestamp_validity.timestamp == document.stamped_at


def test_openssl_asks_the_authority_and_believes_its_answer(
    company: Company, transport: Transport, tmp_path: Path
) -> None:
    (tmp_path / "data").write_bytes(b"anything")
    subprocess.run(
        ["openssl", "ts", "-query", "-data", "data", "-sha256", "-cert", "-out", "query"], cwd=tmp_path, check=True,
        capture_output=True,
    )  # fmt: skip
    reply = transport.call(Ask(TIME_STAMP, raw=(tmp_path / "query").read_bytes()))
    assert reply.headers["content-type"] == "application/timestamp-reply"
    (tmp_path / "reply").write_bytes(reply.body)
    anchor = str(company.contour.data / "qes-ca.pem")
    verify = ["openssl", "ts", "-verify", "-queryfile", "query", "-in", "reply", "-CAfile", anchor]
    done = subprocess.run(verify, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    for options, reason in (
        (["-sha512", "-cert"], "unrecognized or unsupported algorithm"),
        (["-sha256", "-cert", "-tspolicy", "1.2.3"], "policy is not supported"),
        (["-sha256"], "not permitted or supported"),
    ):
        query = ["openssl", "ts", "-query", "-data", "data", *options, "-out", "query"]
        subprocess.run(query, cwd=tmp_path, check=True, capture_output=True)
        (tmp_path / "reply").write_bytes(transport.call(Ask(TIME_STAMP, raw=(tmp_path / "query").read_bytes())).body)
        shown = subprocess.run(
            ["openssl", "ts", "-reply", "-in", "reply", "-text"], cwd=tmp_path, capture_output=True, text=True,
            check=True,
        )  # fmt: skip
        assert "Rejected" in shown.stdout
        assert reason in shown.stdout
    rejected = transport.call(Ask(TIME_STAMP, raw=b"no query"))
    assert rejected.status == 200


def test_the_document_outlives_the_heads_certificate(
    company: Company, transport: Transport, head: PersonSession
) -> None:
    """Two years on the certificate has ended: nothing new can be signed with it, the mandate still stands."""
    from cabinet.qes.cades_verify import verify
    from cabinet.qes.chain import build_chain
    from tests.static_trust import StaticTrust

    member = PeopleClient(head).appoint(wanted(), uuid7())
    document = PeopleClient(head).document(member.person_id)
    verified = verify_document(document, head.profile, datetime.now(UTC))
    assert verified.until < datetime.now(UTC) + timedelta(days=400)
    _, _, der = pem.unarmor((company.contour.data / "qes-ca.pem").read_bytes())
    trust, later = StaticTrust([der]), datetime.now(UTC) + timedelta(days=730)
    evidence = verify(base64.b64decode(document.cms), document.text.encode(), later, trust)
    with pytest.raises(KnownError, match="CERT_EXPIRED"):
        build_chain(evidence.certificate, evidence.carried, trust, later)
    assert evidence.time_stamp is not None
    build_chain(evidence.certificate, evidence.carried, trust, evidence.time_stamp.at)
    forged = document.model_copy(update={"text": document.text.replace("compliance", "authorised", 1)})
    with pytest.raises(KnownError, match="SIGNATURE_INVALID"):
        verify_document(forged, head.profile, datetime.now(UTC))
