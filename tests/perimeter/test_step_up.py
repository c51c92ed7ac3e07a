"""What the cabinet lets a person sign: only a fresh nonce of full length, for five minutes at most."""

from __future__ import annotations

import base64
import json
from datetime import timedelta
from typing import Any

import pytest

from cabinet.contract.errors import KnownError
from cabinet.contract.login import Person
from cabinet.contract.moment import wire
from cabinet.contract.rights import Role
from cabinet.contract.step_up import ACT_HEADER, ASK_ACT, SIGNATURE_HEADER
from cabinet.perimeter.step_up import Bearings, ToSign, sign_command
from cabinet.qes.act_statement import Command
from cabinet.wire.ask import AnyAsk
from cabinet.wire.transport import Reply
from tests.perimeter_in_process import NOW
from tests.wire.server_kit import profile

COMMAND = Command(
    "revoke_credential", "POST", "/credentials/c/revoke", {"credentialId": "c"}, b'{"reason":"x"}', "0123456789"
)
WHO = Person(name="Олена", role=Role.HEAD, rights=[], edrpou="90417318", operator_name="Млинок")
INSTANT = timedelta(milliseconds=1)


class Perimeter:
    """Gives an act, with changes; an act that is no act where ``body`` is given."""

    def __init__(
        self, body: bytes | None = None, life: timedelta = timedelta(minutes=5), nonce: str = "N" * 43
    ) -> None:
        act = {"actId": "0" * 36, "nonce": nonce, "exp": wire(NOW + life), "serverTime": wire(NOW)}
        self.body = json.dumps(act).encode() if body is None else body
        self.asked: list[dict[str, Any]] = []

    def call(self, ask: AnyAsk) -> Reply:
        assert ask.endpoint is ASK_ACT
        self.asked.append(json.loads(ask.body or b""))
        return Reply(201, self.body, {})


def sign(perimeter: Perimeter, seen: list[ToSign] | None = None) -> dict[str, str]:
    shown = seen if seen is not None else []

    def approve(to_sign: ToSign) -> bytes:
        shown.append(to_sign)
        return b"signature"

    return sign_command(perimeter, approve, Bearings(WHO, profile(), "ab" * 32, "JKLM" * 10 + "JKL"), COMMAND)


def test_what_is_asked_shown_and_sent() -> None:
    perimeter, seen = Perimeter(), list[ToSign]()
    headers = sign(perimeter, seen)
    assert headers == {ACT_HEADER: "0" * 36, SIGNATURE_HEADER: base64.b64encode(b"signature").decode()}
    assert perimeter.asked == [
        {
            "act": "revoke_credential",
            "method": "POST",
            "path": "/credentials/c/revoke",
            "bodySha256": COMMAND.body_sha256,
            "idempotencyKey": "0123456789",
        }
    ]
    (to_sign,) = seen
    assert to_sign.left == timedelta(minutes=5)
    said = to_sign.statement.as_fields()
    assert (said["aud"], said["env"], said["tls"]) == ("https://127.0.0.1:8443", "test", "sha256:" + "ab" * 32)
    assert (said["jkt"], said["nonce"], said["actId"]) == ("JKLM" * 10 + "JKL", "N" * 43, "0" * 36)
    assert (said["bodySha256"], said["idempotencyKey"], said["path"]) == (
        COMMAND.body_sha256,
        "0123456789",
        COMMAND.path,
    )
    assert (said["who"], said["edrpou"], said["exp"]) == ("Олена", "90417318", wire(NOW + timedelta(minutes=5)))


@pytest.mark.parametrize(
    ("length", "fits"), [(0, False), (1, False), (42, False), (43, True), (44, False), (500, False)]
)
def test_the_length_of_a_nonce(length: int, *, fits: bool) -> None:
    perimeter, seen = Perimeter(nonce="N" * length), list[ToSign]()
    if fits:
        sign(perimeter, seen)
    else:
        with pytest.raises(KnownError, match="CHALLENGE_REFUSED"):
            sign(perimeter, seen)
    assert len(seen) == fits


@pytest.mark.parametrize(
    ("life", "fits"),
    [
        (-INSTANT, False),
        (timedelta(), False),
        (INSTANT, True),
        (timedelta(minutes=5) - INSTANT, True),
        (timedelta(minutes=5), True),
        (timedelta(minutes=5) + INSTANT, False),
        (timedelta(days=1), False),
    ],
)
def test_the_life_of_an_act(life: timedelta, *, fits: bool) -> None:
    perimeter, seen = Perimeter(life=life), list[ToSign]()
    if fits:
        sign(perimeter, seen)
    else:
        with pytest.raises(KnownError, match="CHALLENGE_REFUSED"):
            sign(perimeter, seen)
    assert len(seen) == fits


@pytest.mark.parametrize("body", [b"", b"{}", b"[]", b"\xff", b'{"actId":1}'])
def test_an_answer_that_is_no_act(body: bytes) -> None:
    with pytest.raises(KnownError, match="ANSWER_INVALID"):
        sign(Perimeter(body))
