"""Step-up against a live contour: every line of the statement is bound, every refusal has its own code."""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cabinet.contract.endpoints import ENDPOINTS
from cabinet.contract.errors import KnownError
from cabinet.contract.identifiers import uuid7
from cabinet.contract.people import PEOPLE
from cabinet.contract.rights import Role
from cabinet.contract.states import Environment
from cabinet.contract.step_up import ACT_HEADER, MAX_SIGNATURE_HEADER, SIGNATURE_HEADER
from cabinet.contract.testdata import RevokeIdentity, SetTime
from cabinet.profile.profiles import read_profile
from cabinet.wire.ask import Ask
from cabinet.wire.transport import Transport
from tests.company import Company, person
from tests.contour.acts import SignedCommand, appointment
from tests.direct_login import direct_login, open_key

Make = Callable[..., SignedCommand]


@pytest.fixture
def head(company: Company, tmp_path: Path) -> Iterator[Make]:
    """Make commands of the head's session, signed with the head's key."""
    assert company.contour.ready is not None
    transport = Transport(read_profile(company.contour.ready.profile))
    session = direct_login(company, transport, person(Role.HEAD), tmp_path)
    key = open_key(company, person(Role.HEAD), tmp_path)
    yield lambda **changes: SignedCommand(session, transport, key, **changes)
    transport.close()


def test_a_signed_command_is_done_once(head: Make) -> None:
    command = head().ask().sign()
    first = command.send()
    assert first.status == 201
    assert command.send().body == first.body
    command.idempotency_key = uuid7()
    assert command.code() == "ACT_USED"


def test_without_a_signature(head: Make) -> None:
    command = head()
    assert command.code() == "STEP_UP_REQUIRED"
    command.ask().sign()
    del command.headers[SIGNATURE_HEADER]
    assert command.code() == "ACT_SIGNATURE_UNREADABLE"
    for header in ("@@@@", "A" * (MAX_SIGNATURE_HEADER + 4)):
        command.headers[SIGNATURE_HEADER] = header
        assert command.code() == "ACT_SIGNATURE_UNREADABLE"
    command.headers[SIGNATURE_HEADER] = base64.b64encode(b"no CMS").decode()
    assert command.code() == "BAD_CMS"
    assert command.sign().code() == "OK"


def test_the_longest_signature_fits_into_a_header(head: Make) -> None:
    command = head().ask()
    assert command.act is not None
    longest = base64.b64encode(b"\x30" * (MAX_SIGNATURE_HEADER * 3 // 4)).decode()
    assert len(longest) == MAX_SIGNATURE_HEADER
    command.headers = {ACT_HEADER: command.act.act_id, SIGNATURE_HEADER: longest}
    assert command.code() == "BAD_CMS"


def test_an_act_is_for_one_command(head: Make) -> None:
    for change in (
        {"body": appointment(role="auditor")},
        {"idempotency_key": uuid7()},
    ):
        command = head().ask().sign()
        for name, value in change.items():
            setattr(command, name, value)
        assert command.code() == "ACT_MISMATCH"
    command = head().ask(body_sha256="0" * 64).sign()
    assert command.code() == "ACT_MISMATCH"
    command.headers[ACT_HEADER] = uuid7()
    assert command.code() == "ACT_UNKNOWN"


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("who", "Інша Особа"),
        ("company", "ТОВ «Інше»"),
        ("edrpou", "14360570"),
        ("person", "Інша Особа"),
        ("role", "authorised"),
        ("rights", "credentials.power"),
        ("until", "2031-01-01T00:00:00.000Z"),
        ("actUk", "Нічого не робити"),
        ("actEn", "Do nothing"),
        ("aud", "https://127.0.0.1:1"),
        ("env", "production"),
        ("tls", "sha256:" + "0" * 64),
        ("path", "/people/x"),
        ("bodySha256", "0" * 64),
        ("idempotencyKey", "0123456789"),
        ("actId", "0" * 36),
        ("nonce", "A" * 43),
        ("exp", "2031-01-01T00:00:00.000Z"),
        ("jkt", "A" * 43),
    ],
)
def test_every_line_is_bound(head: Make, line: str, value: str) -> None:
    command = head().ask()
    assert command.sign(**{line: value}).code() == "SIGNATURE_INVALID"
    assert command.sign().code() == "OK"


def test_somebody_elses_key_or_session(head: Make, company: Company, tmp_path: Path) -> None:
    command = head().ask()
    assert command.sign(open_key(company, person(Role.IT), tmp_path)).code() == "ACT_OTHER_PERSON"
    foreign = open_key(company, person(Role.HEAD), tmp_path, "foreign-ca")
    assert command.sign(foreign).code() == "ISSUER_UNTRUSTED"
    assert command.sign(open_key(company, person(Role.HEAD), tmp_path, "seal")).code() == "SEAL_NOT_ALLOWED"
    personal = open_key(company, person(Role.HEAD), tmp_path, "personal")
    assert head().ask().sign(personal).code() == "OK"
    other = direct_login(company, command.transport, person(Role.HEAD), tmp_path)
    command.sign().session = other
    assert command.code() == "ACT_UNKNOWN"


def test_a_revoked_key_signs_nothing(head: Make, company: Company) -> None:
    from cryptography import x509

    command = head().ask().sign()
    serial = x509.load_der_x509_certificate(command.key.certificate).serial_number
    company.contour.testdata("testdata_revoke", RevokeIdentity(serial=str(serial)))
    assert command.code() == "CERT_REVOKED"


def test_five_minutes(head: Make, company: Company) -> None:
    command = head().ask().sign()
    assert command.act is not None
    assert (command.act.exp - command.act.server_time).total_seconds() <= 300
    company.contour.testdata("testdata_time", SetTime(offset_seconds=301))
    command.session._clock = _Later()
    command.session._key._clock = _Later()
    assert command.code() == "ACT_EXPIRED"


class _Later:
    def now(self) -> object:
        from datetime import UTC, datetime, timedelta

        return datetime.now(UTC) + timedelta(seconds=301)


def test_a_refused_command_uses_its_signature_up(head: Make) -> None:
    command = head(body=appointment(until="2020-01-01T00:00:00Z")).ask().sign()
    assert command.code() == "MANDATE_TERM_INVALID"
    assert command.code() == "ACT_USED"


def test_two_at_once_are_done_once(head: Make) -> None:
    command = head().ask().sign()
    answers: list[bytes] = []
    threads = [threading.Thread(target=lambda: answers.append(command.send().body)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 4
    assert len(set(answers)) == 1
    listed = json.loads(command.session.call(Ask(PEOPLE)).body)["items"]
    assert sum(1 for member in listed if member["name"] == "Руденко Софія Андріївна") == 1


def test_asking_is_refused_early(head: Make, company: Company, tmp_path: Path) -> None:
    with pytest.raises(KnownError, match="ACT_NOT_SIGNED"):
        head().ask(act="end_mandate")
    with pytest.raises(KnownError, match="ACT_MISMATCH"):
        head().ask(method="GET")
    with pytest.raises(KnownError, match="ACT_MISMATCH"):
        head().ask(path="/people/x")
    command = head()
    command.session = direct_login(company, command.transport, person(Role.IT), tmp_path)
    with pytest.raises(KnownError, match="RIGHT_MISSING"):
        command.ask()


def test_asking_has_a_limit(head: Make) -> None:
    with pytest.raises(KnownError, match="RATE_LIMITED"):
        for _ in range(600):  # one a second comes back meanwhile; the limit itself is pinned in process
            head().ask()


def test_what_needs_a_signature_and_where() -> None:
    """CONTRACT §2 and §3, by hand: what gives power is signed, what stops it at once never is."""
    signed = {e.name: (e.needs_step_up(Environment.TEST), e.needs_step_up(Environment.PRODUCTION)) for e in ENDPOINTS}
    assert {name: where for name, where in signed.items() if any(where)} == {
        "appoint": (True, True),
        "issue_credential": (False, True),
        "revoke_credential": (False, True),
        "resume_credential": (False, True),
        "sign_corrections": (False, True),
    }
