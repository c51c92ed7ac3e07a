"""The gate without a network: whose request it is, what forms it has, and that a command is done once for its key."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from pydantic import BaseModel, ConfigDict

from cabinet.contour.call import PersonHere
from cabinet.contour.handling import Answered
from cabinet.contour.http.gate import Gate, RawRequest
from cabinet.contour.sample.operator import PEOPLE, SAMPLE_EDRPOU, sample_operator
from cabinet.contour.sample.testdata import create_operator
from cabinet.contract.attendance import UNATTENDED_HEADER
from cabinet.contract.endpoint import Access
from cabinet.contract.endpoint import AnyEndpoint as Endpoint
from cabinet.contract.endpoints import endpoint
from cabinet.contract.errors import KnownError
from cabinet.contract.moment import epoch_micros
from cabinet.contract.rights import Right, Role
from cabinet.contract.states import Environment
from cabinet.qes.act_statement import Command
from cabinet.wire.dpop import SessionKey
from tests.perimeter_in_process import NOW, FixedClock, PerimeterInProcess

TWIN = "14360570"
BODY = json.dumps({"reason": "перевірка"}).encode()
IDEMPOTENCY = "0123456789"


class Anything(BaseModel):
    """The body of an endpoint whose own demands are not what is tested."""

    model_config = ConfigDict(extra="allow")


class Door:
    """A gate whose handlers only count, and people who come to it with every header in order."""

    def __init__(self, inside: PerimeterInProcess) -> None:
        self.perimeter = inside.perimeter
        self.clock = FixedClock()
        self.perimeter.clock.base = self.clock
        self.calls: list[Any] = []
        self.gate = Gate(self.perimeter, _Counting(self), "the token")  # type: ignore[arg-type]  # answers every name
        self.fails = False

    def answer(self, call: Any) -> Answered:
        self.calls.append(call)
        if self.fails:
            raise KnownError("CREDENTIAL_FINAL")
        return f"answer {len(self.calls)}"

    def person(self, role: Role = Role.IT, edrpou: str = SAMPLE_EDRPOU) -> Visitor:
        rnokpp = next(p.rnokpp for p in PEOPLE if p.role is role)
        key = SessionKey(self.clock)
        tokens = self.perimeter.sessions.open(edrpou, rnokpp, key.thumbprint, "10.0.0.1", b"", ())
        return Visitor(self, key, tokens.access_token, rnokpp)


class _Counting(dict[str, Callable[[Any], Answered]]):
    def __init__(self, door: Door) -> None:
        super().__init__()
        self._door = door

    def __getitem__(self, name: str) -> Callable[[Any], Answered]:
        return self._door.answer


@dataclasses.dataclass
class Visitor:
    door: Door
    key: SessionKey
    token: str
    rnokpp: str

    def headers(self, target: Endpoint, path: str, **changes: str | None) -> dict[str, str]:
        url = self.door.perimeter.audience + path
        values: dict[str, str | None] = {
            "authorization": f"DPoP {self.token}",
            "dpop": self.key.proof(target.method, url, self.token),
            "content-type": target.body.value,
            "idempotency-key": IDEMPOTENCY,
            **changes,
        }
        return {name: value for name, value in values.items() if value is not None}

    def send(
        self, target: Endpoint | str = "suspend_credential", path: str | None = None, body: bytes = BODY, **changes: Any
    ) -> str:
        """Send and return the answer; raises the refusal."""
        target = endpoint(target) if isinstance(target, str) else target
        path = path or target.url({"credentialId": "c", "attemptId": "a", "personId": "p", "sessionId": "s"})
        query = changes.pop("query", [])
        raw = RawRequest(target.method, path, self.headers(target, path, **changes), {}, query, body, "10.0.0.1", None)
        answer = self.door.gate.serve(target, raw)[1]
        return answer.decode() if isinstance(answer, bytes) else str(answer)

    def code(self, *given: Any, **changes: Any) -> str:
        try:
            self.send(*given, **changes)
        except KnownError as error:
            return error.code
        return "OK"


@pytest.fixture(scope="module")
def inside(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PerimeterInProcess]:
    made = PerimeterInProcess(tmp_path_factory.mktemp("gate") / "p")
    twin = sample_operator(NOW).model_copy(update={"edrpou": TWIN, "name": "Інший"})
    create_operator(made.perimeter.store, twin, NOW)
    yield made
    made.close()


@pytest.fixture
def door(inside: PerimeterInProcess) -> Door:
    with inside.perimeter.store.write() as rows:
        rows.run("DELETE FROM commands")
        rows.run("UPDATE people SET ended_at = NULL, rights = '[]'")
    for edrpou in (SAMPLE_EDRPOU, TWIN):
        for person in PEOPLE:
            inside.perimeter.sessions.end(edrpou, person.rnokpp)
    return Door(inside)


# Whose request it is.


def test_a_person_comes_in_with_their_rights(door: Door) -> None:
    assert door.person().send("credentials", body=b"") == "answer 1"
    (call,) = door.calls
    assert call.person is not None
    assert (call.person.edrpou, call.person.role) == (SAMPLE_EDRPOU, Role.IT)
    assert Right.CREDENTIALS_READ in call.person.rights


@pytest.mark.parametrize(
    "changes",
    [
        {"authorization": None},
        {"authorization": "DPoP "},
        {"authorization": "DPoP"},
        {"authorization": "Bearer {token}"},
    ],
)
def test_without_a_session(door: Door, changes: dict[str, str | None]) -> None:
    who = door.person()
    filled = {name: value and value.replace("{token}", who.token) for name, value in changes.items()}
    assert who.code("credentials", **filled) == "SESSION_MISSING"
    assert door.calls == []


def test_a_proof_is_of_this_request_this_token_and_this_key(door: Door) -> None:
    who, other = door.person(), door.person()
    url = door.perimeter.audience + "/credentials"
    for lie in (
        "",
        who.key.proof("POST", url, who.token),
        who.key.proof("GET", url + "/x", who.token),
        who.key.proof("GET", url),
        who.key.proof("GET", url, other.token),
        other.key.proof("GET", url, who.token),
    ):
        assert who.code("credentials", dpop=lie) == "DPOP_INVALID"
    good = who.key.proof("GET", url, who.token)
    assert who.code("credentials", dpop=good) == "OK"
    assert who.code("credentials", dpop=good) == "DPOP_REPLAYED"
    assert len(door.calls) == 1


def test_a_log_in_under_way_proves_its_key(door: Door) -> None:
    target, key = endpoint("login_progress"), SessionKey(door.clock)
    path = "/auth/login/x"
    url = door.perimeter.audience + path

    def code(**headers: str) -> str:
        raw = RawRequest("GET", path, headers, {"loginId": "x"}, [], b"", "10.0.0.1", None)
        try:
            door.gate.serve(target, raw)
        except KnownError as error:
            return error.code
        return "OK"

    proof = key.proof("GET", url)
    assert (code(), code(dpop=proof), code(dpop=proof)) == ("DPOP_INVALID", "OK", "DPOP_REPLAYED")
    assert door.calls[0].jkt == key.thumbprint


def test_rights_are_read_anew_at_every_request(door: Door) -> None:
    who, compliance = door.person(), door.person(Role.COMPLIANCE)
    with pytest.raises(KnownError) as refusal:
        compliance.send("credentials", body=b"")
    assert refusal.value.code == "RIGHT_MISSING"
    assert who.code("credentials") == "OK"
    with door.perimeter.store.write() as rows:
        rows.run("UPDATE people SET ended_at = :at WHERE rnokpp = :who", at=epoch_micros(NOW), who=who.rnokpp)
    assert who.code("credentials") == "SESSION_ENDED"
    assert door.perimeter.sessions.listed(SAMPLE_EDRPOU, who.rnokpp, "") == []
    with pytest.raises(KnownError) as ended:
        who.send("credentials")
    assert ended.value.facts == {"reason": "MANDATE_STOPPED"}


def test_an_endpoint_without_a_right_is_nobodys(door: Door) -> None:
    nameless = dataclasses.replace(endpoint("credentials"), right=None)
    assert door.person(Role.HEAD).code(nameless) == "RIGHT_MISSING"


def test_the_window_itself_is_no_sign_of_life(door: Door) -> None:
    who = door.person()
    door.clock.at = NOW + timedelta(minutes=5)
    who.send("credentials", **{UNATTENDED_HEADER.lower(): "1"})
    assert door.perimeter.sessions.listed(SAMPLE_EDRPOU, who.rnokpp, "")[0].last_seen_at == NOW
    who.send("credentials")
    assert door.perimeter.sessions.listed(SAMPLE_EDRPOU, who.rnokpp, "")[0].last_seen_at == door.clock.at


def test_test_data_has_a_token_of_its_own(door: Door) -> None:
    target = endpoint("testdata_time")
    closed = Gate(door.perimeter, _Counting(door), None)  # type: ignore[arg-type]

    def code(gate: Gate, authorization: str) -> str:
        body = json.dumps({"offsetSeconds": 1}).encode()
        headers = {"authorization": authorization, "content-type": "application/json"}
        try:
            gate.serve(target, RawRequest("POST", target.path, headers, {}, [], body, "10.0.0.1", None))
        except KnownError as error:
            return error.code
        return "OK"

    assert target.access is Access.TESTDATA
    assert code(door.gate, "Bearer the token") == "OK"
    for authorization in ("", "Bearer x", "Bearer ", "Bearer the tokens"):
        assert code(door.gate, authorization) == "TESTDATA_TOKEN_WRONG"
    for authorization in ("Bearer ", "", "Bearer None", "Bearer the token"):
        assert code(closed, authorization) == "TESTDATA_TOKEN_WRONG"


# What forms it has.


@pytest.mark.parametrize(
    ("key", "code"),
    [
        (None, "IDEMPOTENCY_KEY_MISSING"),
        ("", "IDEMPOTENCY_KEY_MISSING"),
        ("a" * 7, "IDEMPOTENCY_KEY_MISSING"),
        ("a" * 8, "OK"),
        ("a" * 64, "OK"),
        ("a" * 65, "IDEMPOTENCY_KEY_MISSING"),
        ("a" * 8 + "/", "IDEMPOTENCY_KEY_MISSING"),
        ("A.b_c:1-2", "OK"),
        ("ї" * 8, "IDEMPOTENCY_KEY_MISSING"),
    ],
)
def test_idempotency_keys(door: Door, key: str | None, code: str) -> None:
    assert door.person().code(**{"idempotency-key": key}) == code
    assert len(door.calls) == (code == "OK")


@pytest.mark.parametrize(
    ("body", "kind", "code"),
    [
        (BODY, "application/json; charset=utf-8", "OK"),
        (BODY, "APPLICATION/JSON", "OK"),
        (BODY, "text/plain", "MEDIA_TYPE_UNSUPPORTED"),
        (BODY, "", "MEDIA_TYPE_UNSUPPORTED"),
        (b'{"reason":"a","reason":"b"}', "application/json", "BODY_INVALID"),
        (b'{"reason":"a","x":{"b":1,"b":1}}', "application/json", "BODY_INVALID"),
        (b'{"reason":"\xff"}', "application/json", "BODY_INVALID"),
        (b"{", "application/json", "BODY_INVALID"),
        (b"[" * 100_000, "application/json", "BODY_INVALID"),
    ],
)
def test_bodies(door: Door, body: bytes, kind: str, code: str) -> None:
    assert door.person().code(body=body, **{"content-type": kind}) == code


@pytest.mark.parametrize(
    ("tag", "version"),
    [
        ('"0"', 0),
        ('"7"', 7),
        ('"999999999"', 999_999_999),
        ('"1000000000"', None),
        ("7", None),
        ('W/"7"', None),
        ('"7" ', None),
        ('"-1"', None),
        ("", None),
        (None, None),
        ("*", None),
        ('"x"', None),
    ],
)
def test_versions(door: Door, tag: str | None, version: int | None) -> None:
    body = json.dumps({"state": "open"}).encode()
    who = door.person(Role.HEAD)
    target = dataclasses.replace(endpoint("rejection_case"), request=Anything, idempotent=False)
    code = who.code(target, body=body, **{"if-match": tag})
    assert code == ("IF_MATCH_MISSING" if version is None else "OK")
    assert [call.version for call in door.calls] == ([] if version is None else [version])


WITH_QUERY = dataclasses.replace(
    endpoint("credentials"),
    query=(
        ("number", {"type": "integer", "minimum": 2, "maximum": 500}),
        ("day", {"type": "string", "format": "date"}),
        ("kind", {"enum": ["a", "b"]}),
        ("text", {"type": "string", "maxLength": 5}),
        ("plain", {"type": "string"}),
        ("form", {"type": "string", "pattern": "^x+$", "maxLength": 4}),
    ),
)


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("number", ["2", "3", "499", "500", "0002"], ["1", "501", "0", "-2", "2.0", "", "٣", "²", "1" * 20, "x"]),
        ("day", ["2026-11-24"], ["2026-02-30", "20261124", "2026-W48-2", "24.11.2026", "", "x"]),
        ("kind", ["a", "b"], ["c", "A", "", "ab"]),
        ("text", ["x", "x" * 5], ["", "x" * 6]),
        ("plain", ["x" * 128], ["x" * 129, ""]),
        ("form", ["x", "xxxx"], ["y", "xxxxx", ""]),
        ("unknown", [], ["x"]),
    ],
)
def test_queries(door: Door, name: str, good: list[str], bad: list[str]) -> None:
    who = door.person()
    for value in good:
        assert who.code(WITH_QUERY, query=[(name, value)]) == "OK"
        assert door.calls[-1].query == {name: value}
        assert who.code(WITH_QUERY, query=[(name, value), (name, value)]) == "QUERY_INVALID"
    for value in bad:
        assert who.code(WITH_QUERY, query=[(name, value)]) == "QUERY_INVALID", value


# Once for its key.


def test_the_same_command_gets_the_first_answer(door: Door) -> None:
    who = door.person()
    assert [who.send(), who.send()] == ["answer 1", "answer 1"]
    assert len(door.calls) == 1


def test_another_body_under_the_same_key(door: Door) -> None:
    who = door.person()
    who.send()
    assert who.code(body=BODY + b" ") == "IDEMPOTENCY_CONFLICT"
    assert len(door.calls) == 1


def test_a_key_is_one_persons_at_one_company(door: Door) -> None:
    first = door.person()
    assert first.send() == "answer 1"
    assert door.person(Role.HEAD).send() == "answer 2", "a colleague"
    assert door.person(edrpou=TWIN).send() == "answer 3", "the same person at another company"
    assert door.person().send() == "answer 1", "the same person in another session"


def test_a_key_is_of_one_method_and_path(door: Door) -> None:
    who = door.person()
    assert who.send() == "answer 1"
    assert who.send(path="/credentials/d/suspend") == "answer 2"
    assert who.send(dataclasses.replace(endpoint("suspend_credential"), method="PUT")) == "answer 3"
    assert who.send(**{"idempotency-key": "another-key"}) == "answer 4"


def test_a_command_that_failed_may_come_again(door: Door) -> None:
    who = door.person()
    door.fails = True
    assert who.code() == "CREDENTIAL_FINAL"
    door.fails = False
    assert who.send() == "answer 2"


# What must be signed.


@pytest.fixture
def signed(door: Door, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Signatures that are taken, or refused by the code at the head of the list."""
    verdicts: list[str] = []

    def take(person: PersonHere, jkt: str, command: Command, headers: object, now: object) -> object:
        if verdicts:
            raise KnownError(verdicts[0])
        return hashlib.sha256(command.idempotency_key.encode()).hexdigest()

    monkeypatch.setattr(door.perimeter.step_up, "take", take)
    return verdicts


def test_a_command_that_must_be_signed_is(door: Door, signed: list[str]) -> None:
    who = door.person(Role.HEAD)
    target = dataclasses.replace(endpoint("appoint"), request=Anything)
    signed.append("STEP_UP_REQUIRED")
    assert who.code(target) == "STEP_UP_REQUIRED"
    signed.clear()
    assert who.send(target) == "answer 1"
    assert door.calls[0].act == hashlib.sha256(IDEMPOTENCY.encode()).hexdigest()
    signed.append("ACT_USED")
    assert who.send(target) == "answer 1", "its own answer, whatever became of the signature"
    assert who.code(target, **{"idempotency-key": "another-key"}) == "ACT_USED"
    signed[:] = ["ACT_EXPIRED"]
    assert who.send(target) == "answer 1", "a signature is looked at for what has no answer yet"
    assert who.code(target, **{"idempotency-key": "another-key"}) == "ACT_EXPIRED"
    assert len(door.calls) == 1


def test_on_production_more_is_signed(door: Door, signed: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    who = door.person(Role.HEAD)
    target = dataclasses.replace(endpoint("issue_credential"), request=Anything)
    signed.append("STEP_UP_REQUIRED")
    assert who.code(target) == "OK"
    monkeypatch.setattr(door.perimeter, "environment", Environment.PRODUCTION)
    assert who.code(target, **{"idempotency-key": "another-key"}) == "STEP_UP_REQUIRED"
    assert door.person().code(target, **{"idempotency-key": "another-key"}) == "RIGHT_MISSING"


def test_a_person_here_tells_no_tax_number(door: Door) -> None:
    who = PersonHere("1", "3141592650", "Ім'я", Role.HEAD, frozenset(), "s")
    assert "3141592650" not in who.who
