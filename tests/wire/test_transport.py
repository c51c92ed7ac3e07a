"""What is repeated and what never, with an answer for each try and no network."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from cabinet.contract.about import ABOUT
from cabinet.contract.attendance import UNATTENDED_HEADER, unattended
from cabinet.contract.cases import REJECTION_CASE
from cabinet.contract.endpoints import endpoint
from cabinet.contract.errors import KnownError
from cabinet.contract.login import SESSIONS
from cabinet.wire import numbers
from cabinet.wire.ask import AnyAsk, Ask
from cabinet.wire.dpop import SessionKey
from cabinet.wire.refusal import Refusal
from cabinet.wire.transport import Transport
from cabinet.wire.trust import PinMismatchError
from tests.perimeter_in_process import FixedClock
from tests.wire.server_kit import profile
from tests.wire.test_dpop import part

OK = httpx.Response(200, content=b"{}")
Answer = httpx.Response | Exception


def problem(code: str, status: int, **headers: str) -> httpx.Response:
    body = {
        "type": "about:blank",
        "title": code,
        "status": status,
        "code": code,
        "detail": "",
        "traceId": "0" * 32,
        "timestamp": "2026-11-24T10:00:00Z",
        "findings": [],
    }
    return httpx.Response(status, json=body, headers=headers)


def ask_of(name: str, body: bytes | None = None, **given: Any) -> AnyAsk:
    return Ask(endpoint(name), raw=body, **given)


class Wire:
    """Gives the answers one by one, the last one for ever; pauses are written down and not made."""

    def __init__(self) -> None:
        self.transport = Transport(profile())
        self.answers: list[Answer] = [OK]
        self.asked: list[httpx.Request] = []
        self.pauses: list[float] = []
        self.transport._client._transport.close()
        self.transport._client._transport = httpx.MockTransport(self._answer)
        self.transport._closing.wait = lambda delay=None: bool(self.pauses.append(delay or 0))  # type: ignore[method-assign]

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        answer = self.answers[min(len(self.asked), len(self.answers)) - 1]
        if isinstance(answer, Exception):
            raise answer
        return answer

    def code(self, name: str = "about", **given: Any) -> str:
        try:
            self.transport.call(ask_of(name, **given))
        except KnownError as error:
            return error.code
        return "OK"


@pytest.fixture
def wire(monkeypatch: pytest.MonkeyPatch) -> Iterator[Wire]:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    made = Wire()
    yield made
    made.transport.close()


READ, KEYED, BATCH = (
    ("about", {}),
    ("suspend_credential", {"path": {"credentialId": "c"}, "body": b"{}"}),
    ("submit", {"body": b"x"}),
)
UNKEYED = ("challenge", {"body": b"{}"})
TWICE = ("login", {"body": b"{}"})


@pytest.mark.parametrize(
    ("call", "tries"), [(READ, 3), (KEYED, 3), (BATCH, 3), (UNKEYED, 1), (TWICE, 1)], ids=lambda value: str(value)[:20]
)
@pytest.mark.parametrize("fault", [problem("RATE_LIMITED", 429), problem("INTERNAL", 503), httpx.ReadError("reset")])
def test_what_is_repeated(wire: Wire, call: tuple[str, dict[str, Any]], tries: int, fault: Answer) -> None:
    wire.answers = [fault]
    name, given = call
    assert wire.code(name, **given) in {"RATE_LIMITED", "INTERNAL", "CONTOUR_DOWN"}
    assert (len(wire.asked), len(wire.pauses)) == (tries, tries - 1)
    assert endpoint("submit").idempotent is False, "a batch is named by what it holds"


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 413, 422, 500])
def test_a_refusal_is_an_answer(wire: Wire, status: int) -> None:
    wire.answers = [problem("FIELD_INVALID", status), OK]
    assert wire.code() == "FIELD_INVALID"
    assert len(wire.asked) == 1


def test_a_second_try_may_do(wire: Wire) -> None:
    for fault in (httpx.ReadTimeout("slow"), problem("INTERNAL", 502)):
        wire.asked.clear()
        wire.answers = [fault, OK]
        assert wire.code() == "OK"
        assert len(wire.asked) == 2


def test_one_command_has_one_key(wire: Wire) -> None:
    wire.answers = [problem("INTERNAL", 503), problem("INTERNAL", 503), OK]
    name, given = KEYED
    wire.transport.call(ask_of(name, **given))
    wire.transport.call(ask_of(name, **given, idempotency_key="my-own-key"))
    keys = [request.headers["Idempotency-Key"] for request in wire.asked]
    assert len(set(keys[:3])) == 1
    assert keys[3:] == ["my-own-key"]
    assert keys[0] != "my-own-key"
    assert len(keys[0]) == 36


def test_every_try_has_a_proof_of_its_own(wire: Wire) -> None:
    key = SessionKey(FixedClock())
    wire.answers = [problem("INTERNAL", 503), OK]
    wire.transport.call(Ask(SESSIONS), session_key=key, access_token="token")
    claims = [part(request.headers["DPoP"], 1) for request in wire.asked]
    assert len({c["jti"] for c in claims}) == 2
    assert {c["htu"] for c in claims} == {"https://127.0.0.1:8443/auth/sessions"}
    assert all("ath" in c for c in claims)
    assert {request.headers["Authorization"] for request in wire.asked} == {"DPoP token"}


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (PinMismatchError("x"), "PIN_MISMATCH"),
        (ssl.SSLCertVerificationError("x"), "TLS_UNTRUSTED"),
    ],
)
def test_a_false_server_is_not_asked_again(wire: Wire, error: Exception, code: str) -> None:
    failed = httpx.ConnectError("x")
    failed.__cause__ = error
    if isinstance(error, ssl.SSLCertVerificationError):
        error.verify_message = "self-signed"
    wire.answers = [failed, OK]
    assert wire.code() == code
    assert len(wire.asked) == 1


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (httpx.ReadTimeout("x"), "PERIMETER_TIMEOUT"),
        (httpx.ConnectTimeout("x"), "PERIMETER_TIMEOUT"),
        (httpx.ConnectError("x"), "CONTOUR_DOWN"),
    ],
)
def test_faults_of_the_world(wire: Wire, error: Exception, code: str) -> None:
    wire.answers = [error]
    assert wire.code() == code
    assert len(wire.asked) == numbers.TRIES == 3


@pytest.mark.parametrize(("wanted", "made"), [("0", 0.0), ("7", 7.0), ("30", 30.0), ("31", 30.0), ("99999", 30.0)])
def test_how_long_to_wait_is_the_servers_to_say_within_reason(wire: Wire, wanted: str, made: float) -> None:
    wire.answers = [problem("RATE_LIMITED", 429, **{"Retry-After": wanted}), OK]
    assert wire.code() == "OK"
    assert wire.pauses == [made]


def test_how_long_to_wait_by_ourselves(wire: Wire) -> None:
    wire.answers = [problem("RATE_LIMITED", 429, **{"Retry-After": "soon"})]
    assert wire.code() == "RATE_LIMITED"
    first, second = wire.pauses
    assert 0.15 <= first <= 0.3
    assert 0.3 <= second <= 0.6


def test_a_redirect_is_no_answer(wire: Wire) -> None:
    wire.answers = [httpx.Response(302, headers={"Location": "https://127.0.0.1:8443/elsewhere"}), OK]
    assert wire.code() == "ANSWER_INVALID"
    assert len(wire.asked) == 1


def test_headers(wire: Wire) -> None:
    wire.transport.call(Ask(REJECTION_CASE, path={"attemptId": "a"}, raw=b"{}", version=7))
    (asked,) = wire.asked
    assert (asked.headers["If-Match"], asked.headers["Content-Type"]) == ('"7"', "application/json")
    assert UNATTENDED_HEADER not in asked.headers
    with unattended():
        wire.transport.call(Ask(ABOUT, query={"a": None}), further={"Act": "x"})
    assert (wire.asked[1].headers[UNATTENDED_HEADER], wire.asked[1].headers["Act"]) == ("1", "x")
    assert wire.asked[1].url.query == b""


def test_a_wait_ends_with_the_window() -> None:
    transport = Transport(profile())
    calls: list[Callable[[], object]] = [transport.close]

    def answer(_: httpx.Request) -> httpx.Response:
        calls.pop()() if calls else None
        return problem("RATE_LIMITED", 429, **{"Retry-After": "30"})

    transport._client._transport.close()
    transport._client._transport = httpx.MockTransport(answer)
    with pytest.raises((Refusal, RuntimeError)):
        transport.call(Ask(ABOUT))
