"""One request to a perimeter: what is sent, and what an answer may be."""

from __future__ import annotations

import pytest

from cabinet.contract import people, rejections
from cabinet.contract.about import ABOUT
from cabinet.contract.credentials import ENCRYPTION_KEYS
from cabinet.contract.errors import KnownError
from cabinet.contract.intake import SUBMIT
from cabinet.contract.step_up import ASK_ACT, ActRequest
from cabinet.wire.ask import Ask

ACT = ActRequest(act="appoint", method="POST", path="/people", body_sha256="0" * 64, idempotency_key="12345678")


def test_a_model_is_written_in_camel_case_and_bytes_go_as_they_are() -> None:
    assert Ask(ASK_ACT, ACT).body == ACT.model_dump_json(by_alias=True).encode()
    assert Ask(SUBMIT, b"\0\xff").body == b"\0\xff"
    assert Ask(ABOUT).body is None
    assert Ask(ASK_ACT, ACT, raw=b"{}").body == b"{}"


def test_gaps_of_the_path_are_filled_and_values_that_are_not_given_are_not_sent() -> None:
    ask = Ask(rejections.REJECTION, path={"attemptId": "a-1"}, query={"limit": 5, "filter": None})
    assert (ask.url, ask.parameters) == ("/rejections/a-1", {"limit": 5})


def test_a_command_has_one_key_for_all_its_tries() -> None:
    ready = Ask(people.APPOINT, raw=b"{}").ready()
    assert ready.idempotency_key
    assert ready.ready() == ready
    assert Ask(people.APPOINT, raw=b"{}").ready().idempotency_key != ready.idempotency_key
    assert Ask(people.APPOINT, raw=b"{}", idempotency_key="mine-1234").ready().idempotency_key == "mine-1234"
    assert Ask(people.PEOPLE).ready().idempotency_key is None


def test_an_answer_that_breaks_the_contract_is_told_without_what_it_holds() -> None:
    for ask, body in ((Ask(ABOUT), b'{"secret": 1}'), (Ask(ABOUT), b"\xff"), (Ask(ENCRYPTION_KEYS), b"\xff")):
        with pytest.raises(KnownError) as refusal:
            ask.read(body)
        assert (refusal.value.code, refusal.value.detail) == ("ANSWER_INVALID", ask.endpoint.name)
        assert "secret" not in str(refusal.value.__cause__)
    assert Ask(ENCRYPTION_KEYS).read("нота".encode()) == "нота"
