"""Step-up with real signatures and a clock that stands: one act, one command, one person, one time."""

from __future__ import annotations

import base64
import dataclasses
import json
from datetime import timedelta
from typing import Any

import pytest

from cabinet.contour.access import step_up as module
from cabinet.contour.access.step_up import StepUp
from cabinet.contour.call import PersonHere, SignedAct
from cabinet.contour.sample.operator import PEOPLE, SAMPLE_EDRPOU, SAMPLE_NAME
from cabinet.contract.errors import KnownError
from cabinet.contract.moment import wire
from cabinet.contract.rights import ROLE_RIGHTS, Role
from cabinet.contract.states import Environment
from cabinet.contract.step_up import ACT_HEADER, MAX_SIGNATURE_HEADER, SIGNATURE_HEADER, Act, ActRequest
from cabinet.qes.act_statement import Command, Signing, statement_for
from cabinet.qes.policy import LoginPolicy
from tests.contour.access.signing_people import AUDIENCE, JKT, OTHER_JKT, TLS, TWIN, certificate, checks, clock, signed
from tests.qes_authority import NOW, Person

KEY = "0123456789"
BODY = json.dumps(
    {
        "name": "Руденко Софія",
        "rnokpp": "1732050800",
        "role": "compliance",
        "rights": [],
        "until": wire(NOW + timedelta(days=30)),
    }
).encode()
HEAD = certificate()


def person(role: Role = Role.HEAD, session: str = "s", **changes: Any) -> PersonHere:
    found = next(p for p in PEOPLE if p.role is role)
    here = PersonHere(SAMPLE_EDRPOU, found.rnokpp, found.name, role, ROLE_RIGHTS[role], session, SAMPLE_NAME)
    return dataclasses.replace(here, **changes)


def command(**changes: Any) -> Command:
    return dataclasses.replace(Command("appoint", "POST", "/people", {}, BODY, KEY), **changes)


class Place:
    def __init__(self) -> None:
        self.clock, self.checks = clock(), checks()
        self.step_up = StepUp(self.checks, self.clock)

    def ask(self, who: PersonHere | None = None, of: Command | None = None) -> Act:
        of = of or command()
        request = ActRequest(
            act=of.name, method=of.method, path=of.path, body_sha256=of.body_sha256, idempotency_key=of.idempotency_key
        )
        return self.step_up.ask(who or person(), request)

    def signature(self, act: Act, by: Person = HEAD, of: Command | None = None, jkt: str = JKT) -> bytes:
        who = person()
        signing = Signing(
            who.name, who.edrpou, who.operator_name, AUDIENCE, "test", TLS, jkt, act.act_id, act.nonce, act.exp
        )
        return signed(statement_for(of or command(), signing).render(), by)

    def take(
        self,
        act: Act,
        /,
        by: Person = HEAD,
        who: PersonHere | None = None,
        of: Command | None = None,
        cms: bytes | None = None,
        *,
        jkt: str = JKT,
        **headers: str,
    ) -> SignedAct:
        of = of or command()
        given = {
            ACT_HEADER.lower(): act.act_id,
            SIGNATURE_HEADER.lower(): base64.b64encode(cms or self.signature(act, by)).decode(),
        }
        return self.step_up.take(who or person(), jkt, of, {**given, **headers}, self.clock.now())

    def code(self, act: Act, /, *given: Any, **changes: Any) -> str:
        try:
            self.take(act, *given, **changes)
        except KnownError as error:
            return error.code
        return "OK"

    def asked(self, *given: Any) -> str:
        try:
            self.ask(*given)
        except KnownError as error:
            return error.code
        return "OK"


@pytest.fixture
def place() -> Place:
    return Place()


def test_an_honest_act(place: Place) -> None:
    act = place.ask()
    assert (act.exp, act.server_time, len(act.nonce)) == (NOW + timedelta(minutes=5), NOW, 43)
    taken = place.take(act)
    assert taken.act_id == act.act_id
    assert b"MANDATE v1\n" in taken.statement
    assert taken.evidence.certificate.der == HEAD.der
    assert len(place.checks.asked) == 1
    assert place.checks.asked[0].signer.der == HEAD.der


def test_what_may_be_asked_for(place: Place) -> None:
    assert place.asked(person(), command(name="suspend_credential")) == "ACT_NOT_SIGNED"
    assert place.asked(person(), command(name="nothing")) == "ACT_NOT_SIGNED"
    for lie in ({"method": "PUT"}, {"path": "/people/x"}, {"path": "/peoples"}):
        assert place.asked(person(), command(**lie)) == "ACT_MISMATCH"
    revoke = command(name="revoke_credential", path="/credentials/c-1/revoke", body=b"{}")
    assert place.asked(person(), revoke) == "OK"
    for path in (
        "/credentials/c-1/revoke/x",
        "/credentials/c/1/revoke",
        "/credentials//revoke",
        f"/credentials/{'c' * 65}/revoke",
    ):
        assert place.asked(person(), dataclasses.replace(revoke, path=path)) == "ACT_MISMATCH"
    for role in (Role.IT, Role.COMPLIANCE):
        assert place.asked(person(role)) == "RIGHT_MISSING"
    place.checks.environment = Environment.PRODUCTION
    assert place.asked(person(Role.IT), revoke) == "RIGHT_MISSING"


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "revoke_credential"},
        {"method": "PUT"},
        {"path": "/people/x"},
        {"body": BODY + b" "},
        {"idempotency_key": "another-key"},
    ],
)
def test_an_act_is_for_one_command(place: Place, changes: dict[str, Any]) -> None:
    act, other = place.ask(), command(**changes)
    assert place.code(act, HEAD, None, other) == "ACT_MISMATCH"
    if "name" not in changes:
        cms = place.signature(act, of=other)
        assert place.code(act, HEAD, None, other, cms) == "ACT_MISMATCH", "whatever was signed"
    assert place.code(act) == "OK"


@pytest.mark.parametrize(("minutes", "micros", "code"), [(5, -1, "OK"), (5, 0, "ACT_EXPIRED"), (60, 0, "ACT_EXPIRED")])
def test_an_act_lives_five_minutes(place: Place, minutes: int, micros: int, code: str) -> None:
    act = place.ask()
    place.clock.at = NOW + timedelta(minutes=minutes, microseconds=micros)
    assert place.code(act) == code


def test_an_act_is_good_once_and_for_its_session(place: Place) -> None:
    act = place.ask()
    assert place.code(act, HEAD, person(session="other")) == "ACT_UNKNOWN"
    assert place.code(act, **{ACT_HEADER.lower(): "0" * 36}) == "ACT_UNKNOWN"
    assert place.code(act, **{ACT_HEADER.lower(): ""}) == "STEP_UP_REQUIRED"
    assert place.code(act) == "OK"
    assert place.code(act) == "ACT_USED"


def test_an_act_is_taken_once_however_many_come_at_once(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second one is taken while the first one's signature is still being looked at."""
    act, codes = place.ask(), []
    look = place.checks.chain

    def meanwhile(*given: Any) -> Any:
        monkeypatch.setattr(place.checks, "chain", look)
        codes.append(place.code(act))
        return look(*given)

    monkeypatch.setattr(place.checks, "chain", meanwhile)
    assert place.code(act) == "ACT_USED"
    assert codes == ["OK"]


def test_whose_signature(place: Place) -> None:
    act = place.ask()
    assert place.code(act, certificate(Role.IT)) == "ACT_OTHER_PERSON"
    assert place.code(act, certificate(edrpou=TWIN)) == "ACT_OTHER_PERSON"
    assert place.code(act, cms=place.signature(act, jkt=OTHER_JKT)) == "SIGNATURE_INVALID"
    assert place.code(act, cms=place.signature(place.ask())) == "SIGNATURE_INVALID"
    assert place.code(act, certificate(seal=True)) == "SEAL_NOT_ALLOWED"
    assert place.code(act, certificate(qualified=False)) == "NOT_QUALIFIED"
    assert place.code(act, certificate(edrpou=None)) == "OK", "a personal certificate of the very person"


def test_personal_certificates_by_policy(place: Place) -> None:
    place.checks.policy = LoginPolicy(personal_allowed=False)
    act = place.ask()
    assert place.code(act, certificate(edrpou=None)) == "NO_EDRPOU"
    assert place.code(act) == "OK"


def test_a_revoked_certificate_signs_nothing(place: Place) -> None:
    act = place.ask()
    place.checks.says[:] = ["CERT_REVOKED"]
    assert place.code(act) == "CERT_REVOKED"
    place.checks.says[:] = ["REVOCATION_UNAVAILABLE"]
    assert place.code(act) == "REVOCATION_UNAVAILABLE"
    place.checks.says.clear()
    assert place.code(act) == "OK", "refused and not used up"


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("", "ACT_SIGNATURE_UNREADABLE"),
        ("@@@@", "ACT_SIGNATURE_UNREADABLE"),
        ("AAA", "ACT_SIGNATURE_UNREADABLE"),
        ("A" * MAX_SIGNATURE_HEADER, "BAD_CMS"),
        ("A" * (MAX_SIGNATURE_HEADER + 4), "ACT_SIGNATURE_UNREADABLE"),
    ],
)
def test_signatures_that_are_none(place: Place, header: str, code: str) -> None:
    assert place.code(place.ask(), **{SIGNATURE_HEADER.lower(): header}) == code


def test_acts_are_bounded(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MAX_ACTS", 3)
    acts = [place.ask() for _ in range(4)]
    assert place.code(acts[0]) == "ACT_UNKNOWN"
    assert [place.code(act) for act in acts[1:]] == ["OK"] * 3
    assert len(place.step_up._given) == 3


def test_so_many_acts_a_minute_of_one_session(place: Place) -> None:
    for _ in range(60):
        assert place.asked() == "OK"
    assert place.asked() == "RATE_LIMITED"
    assert place.asked(person(session="other")) == "OK"
    place.clock.at = NOW + timedelta(seconds=1, microseconds=-1)
    assert place.asked() == "RATE_LIMITED"
    place.clock.at = NOW + timedelta(seconds=1)
    assert place.asked() == "OK"
    assert place.asked() == "RATE_LIMITED", "one a second came back, no more"
