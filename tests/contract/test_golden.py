"""Hand-written examples of the contract, against both sides: a shared mistake must not agree with itself."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

import msgspec
import pytest
from jsonschema import Draft202012Validator

from cabinet.assets import resource
from cabinet.contract.endpoints import ENDPOINTS
from cabinet.contract.errors import KnownError
from cabinet.contract.findings import BatchAnswer, Finding
from cabinet.contract.json_forms import from_json, to_json
from cabinet.contract.login import Challenge
from cabinet.contract.model import Answer, StructField
from cabinet.contract.problems import Problem
from cabinet.contract.profile import PerimeterProfile
from cabinet.contract.statistics import StatisticsAnswer
from cabinet.contract.transaction import TRANSACTION_SCHEMA
from cabinet.qes.act_statement import Command, Signing, statement_for
from cabinet.qes.act_words import WORDED
from cabinet.qes.statements import ActStatement, LoginStatement, MandateStatement, plain_line
from cabinet.rules.check import examine
from tests.rules.known_facts import KnownFacts, raw, refund


def golden(name: str) -> Any:
    return json.loads(resource(f"contract/{name}.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("name", "model"),
    [
        ("finding", Finding),
        ("batch-answer", BatchAnswer),
        ("problem", Problem),
        ("challenge", Challenge),
        ("profile", PerimeterProfile),
        ("statistics", StatisticsAnswer),
    ],
)
def test_models_read_and_write_the_examples(name: str, model: type[Any]) -> None:
    once = from_json(model, json.dumps(golden(name)).encode())
    assert from_json(model, to_json(once)) == once
    assert set(golden(name)) <= set(json.loads(to_json(once)))


def test_a_finding_is_written_as_the_example_is() -> None:
    one = from_json(Finding, json.dumps(golden("finding")).encode())
    assert json.loads(to_json(one)) == golden("finding")


def test_a_card_holds_findings_as_they_are() -> None:
    class Holder(Answer):
        findings: list[Annotated[Finding, StructField()]]

    held = Holder.model_validate_json(json.dumps({"findings": [golden("finding")]}))
    assert isinstance(held.findings[0], Finding)
    assert Holder(findings=held.findings).findings[0] is held.findings[0]
    assert json.loads(to_json(held)) == {"findings": [golden("finding")]}
    with pytest.raises(ValueError, match="code"):
        Holder.model_validate({"findings": [{**golden("finding"), "code": 5}]})


def test_a_moment_of_a_batch_without_an_offset_is_refused() -> None:
    local = json.dumps({**golden("batch-answer"), "receivedAt": "2026-10-14T11:31:52"}).encode()
    with pytest.raises(ValueError, match="BatchAnswer"):
        from_json(BatchAnswer, local)


def test_the_finding_is_the_one_the_rules_make() -> None:
    wanted = golden("finding")
    facts = KnownFacts(refunded={"bet": 50_000})
    found = next(f for f in examine(raw(refund(amountKop=75_000)), facts).findings if f.code == "AM-404")
    assert found.related is not None
    made = json.loads(msgspec.json.encode(found))
    made.pop("related")
    wanted.pop("related")
    assert made == wanted


@pytest.mark.parametrize("name", ["transaction-bet", "transaction-correction"])
def test_transactions_fit_the_published_schema(name: str) -> None:
    Draft202012Validator(TRANSACTION_SCHEMA).validate(golden(name))
    examined = examine(resource(f"contract/{name}.json").read_bytes(), KnownFacts())
    assert not {f.code[:2] for f in examined.findings} & {"ST", "AM"}


def test_statement_is_the_golden_text() -> None:
    text = resource("contract/statements/login.txt").read_bytes()
    values = dict(line.split("=", 1) for line in text.decode().splitlines()[3:])
    assert LoginStatement.from_fields(values).render() == text


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("aud", "https://evil.example/path"),
        ("aud", "http://127.0.0.1"),
        ("env", "prod"),
        ("nonce", "short"),
        ("edrpou", "9041731"),
        ("edrpou", "90417318\naud=https://evil"),
        ("tls", "9f86"),
        ("iat", "2026-10-14T11:32:08Z"),
        ("app", "1.0 "),
        ("app", "1.0\n"),
    ],
)
def test_statement_takes_strict_values_only(field: str, value: str) -> None:
    lines = resource("contract/statements/login.txt").read_text(encoding="utf-8").splitlines()
    values = dict(line.split("=", 1) for line in lines[3:])
    good = LoginStatement.from_fields(values)
    with pytest.raises(KnownError, match="STATEMENT_INVALID"):
        replace(good, **{field: value})
    with pytest.raises(KnownError, match="STATEMENT_INVALID"):
        LoginStatement.from_fields({**values, "further": "x"})


def lines_of(name: str) -> tuple[bytes, dict[str, str]]:
    text = resource(f"contract/statements/{name}.txt").read_bytes()
    return text, dict(line.split("=", 1) for line in text.decode().splitlines()[3:])


@pytest.mark.parametrize(
    ("name", "operation", "values", "statement"),
    [
        ("act", "revoke_credential", {"credentialId": "019a2c5e-7c11-7d20-9a51-0f6f3b0c9a22"}, ActStatement),
        ("mandate", "appoint", {}, MandateStatement),
        ("corrections", "sign_corrections", {}, ActStatement),
    ],
)
def test_signed_acts_are_the_golden_texts(
    name: str, operation: str, values: dict[str, str], statement: type[ActStatement | MandateStatement]
) -> None:
    """From the command's own body to the text that is signed, as cabinet and perimeter both write it."""
    text, said = lines_of(name)
    body = resource(f"contract/statements/{name}-body.json").read_bytes()
    command = Command(operation, said["method"], said["path"], values, body, said["idempotencyKey"])
    signing = Signing(
        said["who"], said["edrpou"], said["company"], said["aud"], said["env"], said["tls"].removeprefix("sha256:"),
        said["jkt"], said["actId"], said["nonce"], datetime.fromisoformat(said["exp"]),
    )  # fmt: skip
    assert statement_for(command, signing).render() == text
    assert statement.from_fields(said).render() == text


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("who", "Олена\nenv=test"),
        ("who", ""),
        ("actUk", "Видати\u202eключ"),
        ("actEn", "a" * 2001),
        ("method", "post"),
        ("path", "people"),
        ("path", "/people?x=1"),
        ("bodySha256", "ab"),
        ("rights", "corrections.accepted, credentials.power"),
        ("rights", ""),
        ("until", "2027-10-14"),
        ("rnokpp", "173205080"),
    ],
)
def test_mandate_takes_strict_values_only(field: str, value: str) -> None:
    _, said = lines_of("mandate")
    with pytest.raises(KnownError, match="STATEMENT_INVALID"):
        MandateStatement.from_fields({**said, field: value})


def test_words_never_hide_or_break_a_line() -> None:
    """What a command's model lets in is one line already; whoever writes statements of other texts makes it so."""
    harm = "a\nenv=test\u202e\u200b\x07b"
    command = Command(
        "revoke_credential", "POST", "/credentials/x/revoke", {"credentialId": "x"},
        json.dumps({"reason": harm}).encode(), "12345678",
    )  # fmt: skip
    signing = Signing(
        "Хтось", "90417318", "ТОВ", "https://127.0.0.1", "test", "0" * 64, "A" * 43, "0" * 36, "A" * 43,
        datetime.now(UTC),
    )  # fmt: skip
    with pytest.raises(KnownError, match="BODY_INVALID"):
        statement_for(command, signing)
    assert plain_line(harm) == "a\ufffdenv=test\ufffd\ufffd\ufffdb"
    assert plain_line("Їжак’s “x” — €") == "Їжак’s “x” — €"


def test_every_signed_act_has_words() -> None:
    assert {e.name for e in ENDPOINTS if e.step_up} == set(WORDED)


def test_golden_times_make_sense() -> None:
    challenge = Challenge.model_validate(golden("challenge"))
    assert timedelta() < challenge.exp - challenge.iat <= timedelta(minutes=5)
    assert challenge.iat <= challenge.server_time < challenge.exp
