"""Log-in with real signatures and a clock that stands: each line bound, each end at its moment, each verdict told."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from cabinet.contour.access import login as module
from cabinet.contour.access.login import LoginDesk
from cabinet.contour.access.mandates import Mandates
from cabinet.contour.access.sessions import Sessions
from cabinet.contour.ledger.log import Ledger
from cabinet.contour.ledger.sqlite_store import SqliteStore
from cabinet.contour.sample.operator import SAMPLE_EDRPOU
from cabinet.contract.errors import KnownError
from cabinet.contract.login import Challenge, ChallengeRequest, LoginProgress, LoginRequest, StatementFields
from cabinet.contract.login_steps import CheckState
from cabinet.contract.moment import epoch_micros, from_micros, wire
from cabinet.contract.rights import Role
from cabinet.contract.states import Environment
from cabinet.proof.notes import NoteSigner
from cabinet.qes.policy import LoginPolicy
from cabinet.qes.statements import LoginStatement
from tests.contour.access.signing_people import (
    AUDIENCE,
    JKT,
    OTHER_JKT,
    TLS,
    TWIN,
    AtOnce,
    certificate,
    checks,
    clock,
    rnokpp,
    signed,
    store,
    text_of,
)
from tests.qes_authority import NOW, Person

NONCE = "N" * 43
HEAD = certificate()


@dataclasses.dataclass
class Given:
    challenge: Challenge
    statement: LoginStatement


class Place:
    def __init__(self, rows: SqliteStore) -> None:
        self.store, self.clock, self.checks = rows, clock(), checks()
        self.sessions = Sessions(self.clock)
        self.desk = LoginDesk(rows, self.sessions, self.checks, self.clock)
        self.desk._threads.shutdown()
        self.desk._threads = AtOnce()  # type: ignore[assignment]

    def begin(self, address: str = "10.0.0.1", **changes: str) -> Given:
        request = ChallengeRequest(jkt=JKT, client_nonce=NONCE, app_version="1.2")
        given = self.desk.challenge(request, address)
        values = {
            "aud": AUDIENCE,
            "env": "test",
            "cid": given.cid,
            "nonce": given.nonce,
            "clientNonce": NONCE,
            "iat": wire(given.iat),
            "exp": wire(given.exp),
            "edrpou": SAMPLE_EDRPOU,
            "tls": f"sha256:{TLS}",
            "jkt": JKT,
            "app": "1.2",
        }
        return Given(given, LoginStatement(**{**values, **changes}))

    def hand_in(self, given: Given, by: Person = HEAD, jkt: str = JKT, *, at: Any = NOW, **changes: Any) -> str:
        fields = StatementFields.model_validate(given.statement.as_fields())
        values = {
            "cid": given.challenge.cid,
            "fields": fields,
            "cms": text_of(signed(given.statement.render(), by, at)),
        }
        request = LoginRequest(**{**values, **changes})
        return self.desk.submit(request, jkt, "10.0.0.1").login_id

    def log_in(self, by: Person = HEAD, given: Given | None = None, **changes: Any) -> LoginProgress:
        return self.desk.progress(self.hand_in(given or self.begin(), by, **changes), JKT)

    def code(self, by: Person = HEAD, given: Given | None = None, **changes: Any) -> str:
        try:
            return self.log_in(by, given, **changes).code or "OK"
        except KnownError as error:
            return error.code


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    rows = store(tmp_path)
    made = Place(rows)
    yield made
    made.desk.close()
    rows.close()


def test_an_honest_log_in(place: Place) -> None:
    done = place.log_in()
    assert done.done
    assert (done.code, [step.state for step in done.steps]) == (None, [CheckState.PASSED] * 5)
    assert done.tokens is not None
    assert done.person is not None
    assert (done.person.role, done.person.edrpou) == (Role.HEAD, SAMPLE_EDRPOU)
    session = place.sessions.by_access(done.tokens.access_token, JKT)
    assert (session.rnokpp, session.certificate) == (rnokpp(Role.HEAD), HEAD.der)
    assert len(place.checks.asked) == 1


def kept(place: Place) -> list[Any]:
    with place.store.read() as rows:
        return rows.all(
            "SELECT e.*, p.rnokpp FROM login_evidence e JOIN people p ON p.person_id = e.person_id ORDER BY at"
        )


def test_why_somebody_was_let_in_is_kept(place: Place) -> None:
    given = place.begin()
    blob = signed(given.statement.render(), HEAD, NOW)
    login = place.hand_in(given, cms=text_of(blob))
    (row,) = kept(place)
    assert (row["login_id"], row["rnokpp"], row["at"]) == (login, rnokpp(Role.HEAD), epoch_micros(NOW))
    assert row["address"] == "10.0.0.1"
    assert (bytes(row["statement"]), bytes(row["cms"])) == (given.statement.render(), blob)
    assert row["revocation"].splitlines() == [str(answer) for answer in place.checks.believed]


def test_of_who_was_not_let_in_nothing_is_kept(place: Place) -> None:
    assert place.code(given=place.begin(aud="https://elsewhere")) == "BINDING_MISMATCH"
    assert place.code(certificate(edrpou=TWIN)) == "EDRPOU_MISMATCH"
    assert kept(place) == []


def test_the_newest_log_in_is_told(place: Place) -> None:
    signer = NoteSigner("test/log", Ed25519PrivateKey.generate())
    mandates = Mandates(Ledger(place.store, signer, "test"), place.sessions, None)  # type: ignore[arg-type]
    for minutes in (0, 4):
        place.clock.at = NOW + timedelta(minutes=minutes)
        assert place.code(at=place.clock.at) == "OK"
    with place.store.read() as rows:
        people = mandates.list(rows, SAMPLE_EDRPOU, NOW)
    assert people.head is not None
    assert (people.head.first_login_at, people.head.last_login_at) == (NOW, NOW + timedelta(minutes=4))
    assert {m.last_login_at for m in people.items} == {None}


# Challenges.


def test_a_challenge(place: Place) -> None:
    given = place.begin().challenge
    assert (given.iat, given.exp, given.server_time) == (NOW, NOW + timedelta(minutes=5), NOW)
    assert (given.aud, given.env, len(given.nonce)) == (AUDIENCE, "test", 43)
    assert place.begin().challenge.nonce != given.nonce


@pytest.mark.parametrize(
    ("minutes", "micros", "code"), [(5, -1, "OK"), (5, 0, "CHALLENGE_EXPIRED"), (60, 0, "CHALLENGE_EXPIRED")]
)
def test_a_challenge_lives_five_minutes(place: Place, minutes: int, micros: int, code: str) -> None:
    given = place.begin()
    place.clock.at = NOW + timedelta(minutes=minutes, microseconds=micros)
    assert place.code(given=given) == code


def test_a_challenge_is_good_once(place: Place) -> None:
    given = place.begin()
    cms = text_of(signed(given.statement.render(), HEAD))
    first = place.hand_in(given, cms=cms)
    assert place.hand_in(given, cms=cms) == first, "the same hand-in again"
    for jkt, other in ((JKT, text_of(signed(given.statement.render(), HEAD))), (OTHER_JKT, cms)):
        with pytest.raises(KnownError, match="CHALLENGE_USED"):
            place.hand_in(given, jkt=jkt, cms=other)
    with pytest.raises(KnownError, match="CHALLENGE_UNKNOWN"):
        place.hand_in(given, cid="0" * 36)
    with pytest.raises(KnownError, match="FIELD_INVALID"):
        place.hand_in(place.begin(), cms="@@@@")
    place.clock.at = NOW + timedelta(hours=1)
    assert place.hand_in(given, cms=cms) == first, "an answer that was lost on the way"


def test_challenges_are_bounded(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MAX_CHALLENGES", 3)
    given = [place.begin() for _ in range(4)]
    assert place.code(given=given[0]) == "CHALLENGE_UNKNOWN"
    assert [place.code(given=one) for one in given[1:]] == ["OK"] * 3
    assert len(place.desk._challenges) == 3


def test_log_ins_are_bounded(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MAX_LOGINS", 2)
    ids = [place.hand_in(place.begin()) for _ in range(3)]
    with pytest.raises(KnownError, match="LOGIN_UNKNOWN"):
        place.desk.progress(ids[0], JKT)
    assert [place.desk.progress(one, JKT).done for one in ids[1:]] == [True, True]
    assert len(place.desk._logins) == 2


def test_so_many_challenges_a_minute_of_one_address(place: Place) -> None:
    for _ in range(120):
        place.begin()
    with pytest.raises(KnownError, match="RATE_LIMITED"):
        place.begin()
    place.begin("10.0.0.2")
    place.clock.at = NOW + timedelta(milliseconds=500, microseconds=-1)
    with pytest.raises(KnownError, match="RATE_LIMITED"):
        place.begin()
    place.clock.at = NOW + timedelta(milliseconds=500)
    place.begin()
    with pytest.raises(KnownError, match="RATE_LIMITED"):
        place.begin()
    place.clock.at = NOW + timedelta(milliseconds=500, minutes=1)
    for _ in range(120):
        place.begin()
    with pytest.raises(KnownError, match="RATE_LIMITED"):
        place.begin()


def test_tokens_leave_once_and_to_their_key(place: Place) -> None:
    login = place.hand_in(place.begin())
    with pytest.raises(KnownError, match="LOGIN_UNKNOWN"):
        place.desk.progress(login, OTHER_JKT)
    assert place.desk.progress(login, JKT).tokens is not None
    assert place.desk.progress(login, JKT).tokens is None


# The statement.


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("aud", "https://127.0.0.1:2"),
        ("env", "production"),
        ("cid", "0" * 36),
        ("nonce", "A" * 43),
        ("clientNonce", "A" * 43),
        ("iat", "2026-01-01T00:00:00.000Z"),
        ("exp", "2036-01-01T00:00:00.000Z"),
        ("tls", "sha256:" + "0" * 64),
        ("jkt", OTHER_JKT),
        ("app", "9"),
    ],
)
def test_every_line_is_ours(place: Place, name: str, value: str) -> None:
    """Signed by the very person, and yet not what this perimeter gave."""
    assert place.code(given=place.begin(**{name: value})) == "BINDING_MISMATCH"


def test_the_key_that_hands_in_is_the_key_that_asked(place: Place) -> None:
    login = place.hand_in(place.begin(), jkt=OTHER_JKT)
    found = place.desk.progress(login, OTHER_JKT)
    assert (found.code, found.facts) == ("BINDING_MISMATCH", {"field": "jkt"})


def test_the_company_is_signed_too(place: Place) -> None:
    given = place.begin()
    cms = text_of(signed(given.statement.render(), HEAD))
    given.statement = dataclasses.replace(given.statement, edrpou=TWIN)
    assert place.code(given=given, cms=cms) == "SIGNATURE_INVALID"


@pytest.mark.parametrize(
    ("hours", "micros", "code"),
    [(24, 0, "OK"), (24, 1, "SIGNING_TIME_WRONG"), (-24, 0, "OK"), (-24, -1, "SIGNING_TIME_WRONG")],
)
def test_the_signers_clock(place: Place, hours: int, micros: int, code: str) -> None:
    """Of a signature the seconds are written, so the server's clock is moved instead."""
    place.clock.at = NOW - timedelta(hours=hours, microseconds=micros)
    assert place.code() == code


# The person.


def test_who_may_log_in(place: Place) -> None:
    assert place.code(certificate(edrpou=TWIN)) == "EDRPOU_MISMATCH"
    assert place.code(certificate(edrpou=TWIN), place.begin(edrpou=TWIN)) == "OK"
    assert place.code(certificate(edrpou="43395033"), place.begin(edrpou="43395033")) == "OPERATOR_UNKNOWN"
    assert place.code(certificate(Role.IT)) == "OK"
    assert place.code(certificate(edrpou=None)) == "OK", "the head's personal certificate"
    assert place.code(certificate(Role.IT, edrpou=None)) == "NOT_HEAD", "anybody else's"
    swapped = dataclasses.replace(certificate(), certificate=certificate(Role.IT).certificate)
    assert place.code(swapped) == "KEY_CERT_MISMATCH"


def test_personal_certificates_by_policy(place: Place) -> None:
    place.checks.policy = LoginPolicy(personal_allowed=False)
    assert place.code(certificate(edrpou=None)) == "NO_EDRPOU"
    assert place.code() == "OK"


def test_revocation_is_asked(place: Place) -> None:
    place.checks.says.append("CERT_REVOKED")
    done = place.log_in(stapled=[text_of(b"answer")])
    assert done.code == "CERT_REVOKED"
    assert [s.state for s in done.steps] == [
        CheckState.PASSED,
        CheckState.PASSED,
        CheckState.FAILED,
        CheckState.WAITING,
        CheckState.WAITING,
    ]
    assert (done.tokens, done.person) == (None, None)
    assert place.checks.seen == [(b"answer",)]


def test_the_first_log_in_is_kept(place: Place) -> None:
    place.log_in(certificate(Role.IT))
    place.clock.at = NOW + timedelta(minutes=1)
    place.log_in(certificate(Role.IT))
    with place.store.read() as rows:
        row = rows.one(
            "SELECT first_login_at FROM people WHERE rnokpp = :who AND edrpou = :edrpou",
            who=rnokpp(Role.IT),
            edrpou=SAMPLE_EDRPOU,
        )
    assert row is not None
    assert from_micros(row["first_login_at"]) == NOW


# Afterwards.


def test_a_renewal_looks_at_everything_again(place: Place) -> None:
    done = place.log_in(certificate(Role.IT))
    assert done.tokens is not None
    token = done.tokens.refresh_token
    assert place.desk.refresh(token, JKT, attended=True).refresh_token == token
    assert len(place.checks.asked) == 2, "the path and whether it still stands"
    for code in ("REVOCATION_UNAVAILABLE", "REVOCATION_UNSUPPORTED"):
        place.checks.says[:] = [code]
        with pytest.raises(KnownError, match=code):
            place.desk.refresh(token, JKT, attended=True)
    place.checks.says.clear()
    place.desk.refresh(token, JKT, attended=True)
    with place.store.write() as rows:
        rows.run("UPDATE people SET ended_at = :at WHERE rnokpp = :who", at=epoch_micros(NOW), who=rnokpp(Role.IT))
    with pytest.raises(KnownError) as ended:
        place.desk.refresh(token, JKT, attended=True)
    assert (ended.value.code, ended.value.detail) == ("SESSION_ENDED", "MANDATE_STOPPED")
    assert place.sessions.listed(SAMPLE_EDRPOU, rnokpp(Role.IT), "") == []


def test_a_revoked_certificate_ends_its_session(place: Place) -> None:
    done = place.log_in()
    assert done.tokens is not None
    place.checks.says[:] = ["CERT_REVOKED"]
    with pytest.raises(KnownError, match="SESSION_ENDED"):
        place.desk.refresh(done.tokens.refresh_token, JKT, attended=True)
    with pytest.raises(KnownError, match="REFRESH_INVALID"):
        place.desk.refresh(done.tokens.refresh_token, JKT, attended=True)


def test_of_which_environment_the_checks_are(place: Place) -> None:
    given = place.begin()
    place.checks.environment = Environment.PRODUCTION
    assert place.code(given=given) == "BINDING_MISMATCH"
