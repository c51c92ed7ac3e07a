"""The published schema of a transaction and the rules agree about form: `jsonschema` is asked, which knows neither."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, ValidationError
from jsonschema.validators import extend

from cabinet.contract.fields import Pattern
from cabinet.contract.states import TransactionType
from cabinet.contract.transaction import CORRECTION_TABLE, REFERRING, TRANSACTION_SCHEMA, TRANSACTION_TABLE
from cabinet.rules.check import examine
from tests.rules.known_facts import KnownFacts, bet, payout, raw, refund
from tests.rules.test_codes import LINK, with_rejected

LINES = [
    bet(), refund(), payout(), bet(relatedTxId="bet"), refund(relatedTxId=None), payout(relatedTxId=None),
    bet(siteId=None), bet(pointId="p"), bet(siteId=None, pointId="p"), bet(siteId=None, terminalId="t"),
    bet(lateReason=""), bet(lateReason="x"), bet(lateReason="x" * 200), bet(lateReason="x" * 201),
    bet(amountKop=0), bet(amountKop=1), bet(amountKop=2**63 - 1), bet(amountKop=2**63),
    bet(seqNo=0), bet(seqNo=1), bet(seqNo=2**63 - 1), bet(seqNo=2**63),
    bet(operatorTxId="a" * 64), bet(operatorTxId="a" * 65), bet(operatorTxId="a b"), bet(unknown=1),
    *(bet(operatorTxId="bad", correction={**LINK, name: value}) for name, value in (
        ("kind", "REVERSAL"), ("kind", "RESUBMIT_REJECTED"), ("attemptId", "x"), ("originalSha256", "AB" * 32),
        ("text", "x" * 500), ("text", "x" * 501), ("reasonCode", "R9"), ("more", 1),
    )),
    *(bet(operatorTxId="bad", correction={k: v for k, v in LINK.items() if k != name}) for name in LINK),
]  # fmt: skip


def by_ecma(_: object, pattern: str, given: object, __: object) -> Iterator[ValidationError]:
    """Patterns as JSON Schema means them (ECMA 262): Python's ``$`` takes a line feed at the end."""
    if isinstance(given, str) and re.search(pattern.replace("$", r"\Z"), given) is None:
        yield ValidationError("pattern")


CHECKER = extend(Draft202012Validator, {"pattern": by_ecma})(
    TRANSACTION_SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER
)
FORM = {"ST-202", "ST-203", "ST-204", "ST-205", "ST-206", "ST-208", "AM-401", "AM-403", "RF-504", "IN-806"}


def agree(line: dict[str, Any]) -> bool:
    """Return what both say of a line's form."""
    valid = bool(CHECKER.is_valid(line))
    codes = {f.code for f in examine(raw(line), with_rejected() if "correction" in line else KnownFacts()).findings}
    assert valid == (not codes & FORM), codes
    return valid


@pytest.mark.parametrize("line", LINES)
def test_schema_and_rules_agree(line: dict[str, Any]) -> None:
    agree(line)


# 1.0 is a whole number to JSON Schema, which has no other way to say it; to the rules it is none.
ODD = st.sampled_from(
    [None, True, False, 0, -1, 1.5, 2**70, "", "1", "x", "a b", "a\n", "R1", "UAH", "BET", [], [1], {}]
)


def good(schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Return values that a form takes, those at its limits among them."""
    if "properties" in schema:
        return objects(schema)
    if "const" in schema:
        return st.just(schema["const"])
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    if "pattern" in schema:
        return st.from_regex(schema["pattern"].replace("$", r"\Z"))
    if schema["type"] == "integer":
        return st.sampled_from([schema["minimum"], schema["minimum"] + 1, schema["maximum"]])
    if "maxLength" in schema:
        return st.sampled_from([schema.get("minLength", 0), 7, schema["maxLength"]]).map(lambda size: "x" * size)
    return st.just("2026-11-24T11:58:00.000+02:00")


def bad(schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Return values near the limits of a form, beyond them, and of other forms."""
    if "properties" in schema:
        return ODD
    near = [ODD]
    if "pattern" in schema:
        near.append(good(schema).flatmap(lambda text: st.sampled_from([text + "/", text + "\n", text[:-1], text * 2])))
        near.append(good(schema).map(str.upper))
    elif schema.get("type") == "integer":
        near.append(st.sampled_from([schema["minimum"] - 1, schema["maximum"] + 1, str(schema["minimum"])]))
    elif "maxLength" in schema:
        near.append(st.just("x" * (schema["maxLength"] + 1)))
    elif schema.get("format") == "date-time":
        # Formats bind nobody by themselves; the rules of time have tests of their own.
        return good(schema)
    return st.one_of(near)


@st.composite
def objects(draw: st.DrawFn, schema: dict[str, Any]) -> dict[str, Any]:
    """Return an object near its schema: mostly right, with up to two names spoilt, left out or put in."""
    forms: dict[str, Any] = schema["properties"]
    names = {*schema["required"], *draw(st.sets(st.sampled_from(sorted(forms)), max_size=3))}
    if "oneOf" in schema:
        places = [place["required"][0] for place in schema["oneOf"]]
        names = names.difference(places) | {draw(st.sampled_from(places))}
    line = {name: draw(good(form)) for name, form in forms.items() if name in names}
    if "if" in schema:
        refers = line["type"] in schema["if"]["properties"]["type"]["enum"]
        for name in schema["then"]["required"]:
            line.pop(name, None)
            line |= {name: draw(good(forms[name]))} if refers else {}
    for name in draw(st.lists(st.sampled_from([*forms, "unknown"]), max_size=2, unique=True)):
        way = draw(st.sampled_from(["out", "in", "spoilt"]))
        line.pop(name, None)
        if way != "out":
            line[name] = draw((good if way == "in" else bad)(forms.get(name, {"const": 1})))
    return line


def test_they_agree_about_lines_made_from_the_schema_and_near_it() -> None:
    said: Counter[bool] = Counter()

    @given(objects(TRANSACTION_SCHEMA))
    def run(line: dict[str, Any]) -> None:
        said[agree(line)] += 1

    run()
    assert min(said[True], said[False]) > 10, said


def test_the_schema_says_what_the_table_does() -> None:
    """Written by hand: fields, which are needed, and the closed lists of what may be in them."""
    assert TRANSACTION_SCHEMA["required"] == [
        "schemaVersion", "operatorTxId", "type", "licenceNo", "vertical", "brandId", "gameId", "roundId", "playerRef",
        "amountKop", "currency", "settlementForm", "occurredAt",
    ]  # fmt: skip
    assert TRANSACTION_SCHEMA["oneOf"] == [{"required": [n]} for n in ("siteId", "pointId", "terminalId")]
    assert TRANSACTION_SCHEMA["then"] == {"required": ["relatedTxId"]}
    assert set(REFERRING) == set(TransactionType) - {TransactionType.BET}


@pytest.mark.parametrize("field", [*TRANSACTION_TABLE, *CORRECTION_TABLE], ids=lambda field: field.name)
def test_patterns_take_no_line_feed(field: Any) -> None:
    """The quick decoder puts texts one under another."""
    if isinstance(field.form, Pattern):
        assert not any(re.search(field.form.pattern, text) for text in ("\n", "\n" * 40))
