"""A person's session on the cabinet's side: renewed in time by the server's clock, forgotten at once."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from cabinet.contract.credentials import REVOKE
from cabinet.contract.errors import KnownError
from cabinet.contract.login import Person, Tokens
from cabinet.contract.moment import wire
from cabinet.contract.problems import Problem
from cabinet.contract.registry import OPERATOR
from cabinet.contract.rights import Role
from cabinet.contract.states import Environment
from cabinet.contract.step_up import ACT_HEADER
from cabinet.perimeter.login import LoginClient, PersonSession
from cabinet.perimeter.open import OpenClient
from cabinet.wire.ask import AnyAsk, Ask
from cabinet.wire.dpop import SessionKey
from cabinet.wire.refusal import Refusal
from cabinet.wire.transport import Reply
from tests.perimeter_in_process import NOW, FixedClock
from tests.wire.server_kit import profile

WHO = Person(name="Олена", role=Role.HEAD, rights=[], edrpou="90417318", operator_name="Млинок")
INSTANT = timedelta(microseconds=1)


def tokens(number: int, ends: timedelta = timedelta(minutes=10)) -> Tokens:
    return Tokens(
        session_id="s",
        access_token=f"access {number}",
        access_expires_at=NOW + ends,
        refresh_token="refresh",
        refresh_expires_at=NOW + timedelta(hours=8),
    )


def refusal(code: str) -> Refusal:
    return Refusal(Problem(title="", status=401, code=code, detail="", trace_id="0" * 32, timestamp=NOW, findings=[]))


class FakeTransport:
    """Answers by name; a refusal in ``refuse`` is made once for a token."""

    def __init__(self, environment: Environment = Environment.TEST) -> None:
        self.profile = profile(environment=environment)
        self.calls: list[tuple[str, Any]] = []
        self.refuse: dict[str, str] = {}
        self.further: list[dict[str, str]] = []
        self.answers: dict[str, Callable[[], bytes]] = {
            "refresh": lambda: tokens(len(self.calls), timedelta(hours=1)).model_dump_json(by_alias=True).encode(),
            "challenge": lambda: json.dumps(
                {
                    "cid": "c",
                    "nonce": "n",
                    "iat": wire(NOW),
                    "exp": wire(NOW),
                    "aud": "a",
                    "env": "test",
                    "serverTime": wire(NOW + timedelta(hours=3)),
                }
            ).encode(),
            "ask_act": lambda: json.dumps(
                {"actId": "0" * 36, "nonce": "N" * 43, "exp": wire(NOW + timedelta(minutes=5)), "serverTime": wire(NOW)}
            ).encode(),
        }

        class Witness:
            sha256 = "ab" * 32

        self.witness = Witness()

    def call(self, ask: AnyAsk, *, access_token: str | None = None, further: Any = None, **_: Any) -> Reply:
        name = ask.endpoint.name
        self.calls.append((name, access_token))
        self.further.append(dict(further or {}))
        if access_token in self.refuse:
            raise refusal(self.refuse[access_token or ""])
        return Reply(200, self.answers.get(name, lambda: b"{}")(), {})


class Place:
    def __init__(self, environment: Environment = Environment.TEST, ends: timedelta = timedelta(minutes=10)) -> None:
        self.clock = FixedClock()
        self.wire = FakeTransport(environment)
        self.key = SessionKey(self.clock)
        self.session = PersonSession(self.wire, self.key, tokens(0, ends), WHO, self.clock)  # type: ignore[arg-type]

    def names(self) -> list[str]:
        return [name for name, _ in self.wire.calls]


@pytest.mark.parametrize(
    ("left", "renewed"),
    [
        (timedelta(seconds=46), False),
        (timedelta(seconds=45) + INSTANT, False),
        (timedelta(seconds=45), True),
        (timedelta(seconds=10), True),
        (timedelta(seconds=-5), True),
    ],
)
def test_a_token_is_renewed_before_it_ends(left: timedelta, *, renewed: bool) -> None:
    place = Place(ends=left)
    place.session.call(Ask(OPERATOR))
    assert place.names() == (["refresh", "operator"] if renewed else ["operator"])
    place.session.call(Ask(OPERATOR))
    assert place.names().count("refresh") == renewed


def test_by_the_servers_clock() -> None:
    place = Place()
    place.key.ahead = timedelta(minutes=9, seconds=15)
    place.session.call(Ask(OPERATOR))
    assert place.names() == ["refresh", "operator"]
    place = Place(ends=timedelta(seconds=-60))
    place.key.ahead = timedelta(minutes=-5)
    place.session.call(Ask(OPERATOR))
    assert place.names() == ["operator"]


def test_how_far_the_server_is_ahead_is_learned_with_the_challenge() -> None:
    client = LoginClient(FakeTransport(), FixedClock())  # type: ignore[arg-type]
    client.challenge("N" * 43, "1")
    assert client.key.ahead == timedelta(hours=3)


def test_a_token_that_died_early_is_renewed_once() -> None:
    place = Place()
    place.wire.refuse["access 0"] = "SESSION_EXPIRED"
    place.session.call(Ask(OPERATOR))
    assert place.names() == ["operator", "refresh", "operator"]
    place.wire.refuse["access 2"] = "SESSION_EXPIRED"
    place.wire.refuse["access 5"] = "SESSION_EXPIRED"
    with pytest.raises(Refusal, match="SESSION_EXPIRED"):
        place.session.call(Ask(OPERATOR))


@pytest.mark.parametrize("code", ["SESSION_ENDED", "RIGHT_MISSING", "DPOP_INVALID"])
def test_other_refusals_are_answers(code: str) -> None:
    place = Place()
    place.wire.refuse["access 0"] = code
    with pytest.raises(Refusal, match=code):
        place.session.call(Ask(OPERATOR))
    assert place.names() == ["operator"]


def test_a_session_that_was_left_is_forgotten_at_once() -> None:
    place = Place()
    tell = place.session.part()
    with pytest.raises(KnownError, match="SESSION_ENDED"):
        place.session.call(Ask(OPERATOR))
    assert place.wire.calls == []
    place.wire.answers["end_session"] = lambda: b'{"what":"s"}'
    tell()
    assert place.wire.calls == [("end_session", "access 0")]
    place.session.end()
    assert len(place.wire.calls) == 1, "told once"


@pytest.mark.parametrize("answer", [b"broken", KnownError("CONTOUR_DOWN"), OSError("gone")])
def test_forgotten_whatever_the_server_says(answer: bytes | Exception) -> None:
    place = Place()
    kept: list[PersonSession] = []
    forget = PersonSession.forget

    def say() -> bytes:
        if isinstance(answer, Exception):
            raise answer
        return answer

    place.wire.answers["end_session"] = say
    with pytest.MonkeyPatch.context() as patch, pytest.raises((KnownError, OSError)):
        patch.setattr(PersonSession, "forget", lambda self: (kept.append(self), forget(self)))
        place.session.end()
    assert len(kept) == 1
    assert (kept[0]._key, kept[0]._tokens) == (None, None)


REVOCATION = Ask(REVOKE, path={"credentialId": "c"}, raw=b'{"reason":"x"}', idempotency_key="0123456789")


def test_what_must_be_signed_there_is_signed() -> None:
    place = Place(Environment.PRODUCTION)
    place.session.call(REVOCATION)
    assert place.wire.further == [{}], "nobody to ask: the perimeter refuses it"
    place.session.approver = lambda _: b"signature"
    place.session.call(REVOCATION)
    assert place.names()[1:] == ["ask_act", "revoke_credential"]
    assert place.wire.further[-1][ACT_HEADER] == "0" * 36
    place = Place()
    place.session.approver = lambda _: b"signature"
    place.session.call(REVOCATION)
    assert place.names() == ["revoke_credential"], "not on a test perimeter"


@pytest.mark.parametrize(("answers", "expected"), [("test", "OK"), ("production", "ENVIRONMENT_OTHER")])
def test_the_environment_is_the_profiles(answers: str, expected: str) -> None:
    wire_ = FakeTransport()
    about = {
        "implementation": "test-contour",
        "environment": answers,
        "contractVersion": "1.0",
        "serverTime": wire(NOW),
    }
    wire_.answers["about"] = lambda: json.dumps(about).encode()
    found = "OK"
    try:
        OpenClient(wire_).about()  # type: ignore[arg-type]
    except KnownError as error:
        found = error.code
    assert found == expected
