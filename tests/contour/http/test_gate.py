"""The gate: without a session, on the wrong listener, with identities that may not log in."""

from __future__ import annotations

import http.client
import json
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from cabinet.contour.sample.operator import SAMPLE_EDRPOU
from cabinet.contract.clock import SystemClock
from cabinet.contract.endpoint import Access, Body
from cabinet.contract.endpoints import ENDPOINTS
from cabinet.contract.errors import KnownError
from cabinet.contract.rights import Role
from cabinet.contract.testdata import SetTime
from cabinet.perimeter.login import LoginClient
from cabinet.profile.profiles import read_profile
from cabinet.qes.cades_build import build
from cabinet.qes.statements import LoginStatement
from cabinet.token.keyfile.file_key import FileKey
from cabinet.wire.ask import Ask
from cabinet.wire.refusal import Refusal
from cabinet.wire.transport import Transport
from tests.company import WAIT, Company, person
from tests.direct_login import challenge_statement, direct_login


def test_without_a_session_nothing_opens(company: Company) -> None:
    assert company.contour.ready is not None
    transport = Transport(read_profile(company.contour.ready.profile))
    try:
        for e in ENDPOINTS:
            if e.access in {Access.OPEN, Access.TESTDATA}:
                continue
            body = {Body.JSON: b"{}", Body.NDJSON: b"{}\n", Body.ENVELOPE: b"x"}.get(e.body)
            names = ("sessionId", "credentialId", "attemptId", "batchId", "loginId", "personId")
            gaps = dict.fromkeys(names, "x")
            with pytest.raises(Refusal) as refusal:
                transport.call(Ask(e, path=gaps, raw=body))
            assert refusal.value.problem.status == 401, e.name
    finally:
        transport.close()


def test_testdata_is_on_its_own_listener_behind_its_token(company: Company) -> None:
    ready = company.contour.ready
    assert ready is not None
    context = ssl.create_default_context(cafile=company.contour.data / "tls-ca.pem")
    main = http.client.HTTPSConnection("127.0.0.1", ready.port, context=context, timeout=WAIT / 1000)
    main.request("POST", "/testdata/time", b"{}", {"Content-Type": "application/json"})
    assert main.getresponse().status == 404
    main.close()
    side = http.client.HTTPConnection(ready.testdata_url.removeprefix("http://"), timeout=WAIT / 1000)
    side.request("POST", "/testdata/time", b"{}", {"Content-Type": "application/json", "Authorization": "Bearer x"})
    answer = side.getresponse()
    assert (answer.status, json.loads(answer.read())["code"]) == (401, "TESTDATA_TOKEN_WRONG")
    side.close()
    assert ready.token_file.stat().st_mode & 0o777 == 0o600


def test_only_tls_1_3(company: Company) -> None:
    ready = company.contour.ready
    assert ready is not None
    context = ssl.create_default_context(cafile=company.contour.data / "tls-ca.pem")
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    connection = http.client.HTTPSConnection("127.0.0.1", ready.port, context=context, timeout=WAIT / 1000)
    with pytest.raises((ssl.SSLError, ConnectionError)):
        connection.request("GET", "/about")
    connection.close()


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("expired", "CERT_EXPIRED"),
        ("not-yet-valid", "CERT_NOT_YET_VALID"),
        ("seal", "SEAL_NOT_ALLOWED"),
        ("encryption", "WRONG_KEY_USAGE"),
        ("unqualified", "NOT_QUALIFIED"),
        ("foreign-ca", "ISSUER_UNTRUSTED"),
        ("nameless", "NO_IDENTITY"),
        ("conflict", "ID_CONFLICT"),
    ],
)
def test_identities_that_may_not_log_in(company: Company, tmp_path: Path, kind: str, code: str) -> None:
    assert company.contour.ready is not None
    transport = Transport(read_profile(company.contour.ready.profile))
    try:
        with pytest.raises(KnownError) as refusal:
            direct_login(company, transport, person(Role.HEAD), tmp_path, kind=kind)
        assert refusal.value.code == code
    finally:
        transport.close()


def test_people_who_may_not_log_in(company: Company, tmp_path: Path) -> None:
    ready = company.contour.ready
    assert ready is not None
    transport = Transport(read_profile(ready.profile))
    head = person(Role.HEAD)
    try:
        with pytest.raises(KnownError, match="EDRPOU_MISMATCH"):
            direct_login(company, transport, head, tmp_path, edrpou="14360570")
        with pytest.raises(KnownError, match="OPERATOR_UNKNOWN"):
            direct_login(company, transport, head, tmp_path, edrpou="14360570", claimed="14360570")
        stranger = type(head)("Хтось Інший", "1111111118", Role.HEAD, "Директор")
        with pytest.raises(KnownError, match="NOT_HEAD"):
            direct_login(company, transport, stranger, tmp_path)
        company.contour.testdata("testdata_time", SetTime(offset_seconds=181 * 86_400))
        later = ShiftedTransportClock(181 * 86_400)
        with pytest.raises(KnownError, match="MANDATE_ENDED"):
            direct_login(company, transport, person(Role.IT), tmp_path, clock=later)
    finally:
        transport.close()


class ShiftedTransportClock:
    def __init__(self, seconds: int) -> None:
        self._shift = timedelta(seconds=seconds)

    def now(self) -> datetime:
        return datetime.now(UTC) + self._shift


def test_revoked_certificate(company: Company, tmp_path: Path) -> None:
    from cabinet.contract.testdata import RevokeIdentity

    ready = company.contour.ready
    assert ready is not None
    transport = Transport(read_profile(ready.profile))
    try:
        with pytest.raises(KnownError, match="CERT_REVOKED"):
            direct_login(
                company, transport, person(Role.HEAD), tmp_path,
                before=lambda serial: company.contour.testdata("testdata_revoke", RevokeIdentity(serial=serial)),
            )  # fmt: skip
    finally:
        transport.close()


def test_challenge_is_used_once_and_bound(company: Company, tmp_path: Path, qtbot: QtBot) -> None:
    from base64 import b64encode

    from cabinet.desks.login.statement import fields_of

    ready = company.contour.ready
    assert ready is not None
    transport = Transport(read_profile(ready.profile))
    try:
        key = FileKey(company.key_file(tmp_path, person(Role.HEAD), "0000")).open("0000")
        client = LoginClient(transport, SystemClock())
        statement = challenge_statement(client, transport, SAMPLE_EDRPOU)

        def cms(text: LoginStatement) -> str:
            blob = build(text.render(), key.certificate, lambda d: key.sign(d, "ecdsa", "sha256"), datetime.now(UTC))
            return b64encode(blob).decode()

        first = cms(statement)
        accepted = client.submit(statement.cid, fields_of(statement), first)
        assert client.submit(statement.cid, fields_of(statement), first) == accepted
        with pytest.raises(Refusal, match="CHALLENGE_USED"):
            client.submit(statement.cid, fields_of(statement), cms(statement))
        with pytest.raises(Refusal, match="LOGIN_UNKNOWN"):
            LoginClient(transport, SystemClock()).progress(accepted.login_id)
        with pytest.raises(Refusal, match="CHALLENGE_UNKNOWN"):
            client.submit("0" * 36, fields_of(statement), first)
    finally:
        transport.close()


def test_a_field_at_fault_is_pointed_to() -> None:
    from cabinet.contour.problem import problem_of

    now = datetime.now(UTC)
    (one,) = problem_of(KnownError("FIELD_INVALID", field="edrpou"), "0" * 32, now).findings
    assert (one.pointer, one.value) == ("/edrpou", "")
    (two,) = problem_of(KnownError("MEDIA_TYPE_UNSUPPORTED", expected="application/json"), "0" * 32, now).findings
    assert (two.pointer, two.expected) == ("", "application/json")
    (three,) = problem_of(KnownError("SESSION_ENDED", reason="x"), "0" * 32, now).findings
    assert (three.pointer, three.value) == ("/reason", "x")
