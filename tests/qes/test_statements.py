"""Every line of a statement has a strict form: what is signed can neither hide nor turn nor go on in a new line."""

from __future__ import annotations

from dataclasses import fields

import pytest

from cabinet.contract.errors import KnownError
from cabinet.qes.statements import ActStatement, LoginStatement, MandateStatement, Statement, plain_line

LOGIN = {
    "aud": "https://cabinet.example:8443", "env": "test", "cid": "a" * 36, "nonce": "n" * 43, "clientNonce": "c" * 43,
    "iat": "2026-11-24T10:00:00.000Z", "exp": "2026-11-24T10:02:00.000Z", "edrpou": "90417318",
    "tls": "sha256:" + "0" * 64, "jkt": "j" * 43, "app": "1.0",
}  # fmt: skip
ACT = {
    "who": "Мельник Тарас", "company": "ТОВ «Млинок»", "edrpou": "90417318", "actUk": "Дія", "actEn": "Act",
    "aud": LOGIN["aud"], "env": "test", "tls": LOGIN["tls"], "method": "POST", "path": "/credentials/1/revoke",
    "bodySha256": "0" * 64, "idempotencyKey": "k" * 8, "actId": "a" * 36, "nonce": "n" * 43, "exp": LOGIN["exp"],
    "jkt": LOGIN["jkt"],
}  # fmt: skip
MANDATE = {**ACT, "person": "Гнатюк Ірина", "rnokpp": "1618033984", "role": "it", "rights": "none", "until": ACT["exp"]}
EVERY: list[tuple[type[Statement], dict[str, str]]] = [
    (LoginStatement, LOGIN), (ActStatement, ACT), (MandateStatement, MANDATE)
]  # fmt: skip
UNSEEN = "\x00\x09\x0a\x0d\x1f\x7f\x85\x9f\xad\u061c\u200b\u200f\u2028\u202a\u202e\u2060\u2066\u206f\ufeff\ud800\udfff"


def refused(kind: type[Statement], values: dict[str, str]) -> bool:
    try:
        kind.from_fields(values)
    except KnownError as error:
        return error.code == "STATEMENT_INVALID"
    return False


@pytest.mark.parametrize(("kind", "values"), EVERY)
def test_good_values_make_the_lines_in_order(kind: type[Statement], values: dict[str, str]) -> None:
    made = kind.from_fields(values)
    head, lines = made.HEAD, made.render().decode().splitlines()
    assert lines[: len(head)] == list(head)
    assert lines[len(head) :] == [f"{f.name}={values[f.name]}" for f in fields(kind)]


def test_each_kind_says_what_it_is() -> None:
    """The first line tells one purpose from another; only a mandate is a document."""
    assert [kind.HEAD[0] for kind, _ in EVERY] == ["LOGIN v1", "ACT v1", "MANDATE v1"]
    assert [kind.HEAD[2].startswith("Це не підпис документа.") for kind, _ in EVERY] == [True, True, False]
    assert MandateStatement.HEAD[2].startswith("Це документ:")


@pytest.mark.parametrize(("kind", "values"), EVERY)
def test_no_field_more_or_less(kind: type[Statement], values: dict[str, str]) -> None:
    assert refused(kind, {**values, "more": "1"})
    for name in values:
        assert refused(kind, {k: v for k, v in values.items() if k != name}), name


@pytest.mark.parametrize(("kind", "values"), EVERY)
@pytest.mark.parametrize("ending", ["\n", "\nedrpou=14360570", "\r", "\u2028", " \u202e", "\x00"])
def test_no_field_goes_on_in_another_line(kind: type[Statement], values: dict[str, str], ending: str) -> None:
    for name, value in values.items():
        assert refused(kind, {**values, name: value + ending}), name


@pytest.mark.parametrize(("kind", "values"), EVERY)
def test_no_field_is_empty(kind: type[Statement], values: dict[str, str]) -> None:
    for name in values:
        assert refused(kind, {**values, name: ""}), name


@pytest.mark.parametrize("letter", UNSEEN)
@pytest.mark.parametrize("name", ["who", "company", "actUk", "actEn", "person"])
def test_no_letter_that_hides_or_turns(name: str, letter: str) -> None:
    assert refused(MandateStatement, {**MANDATE, name: f"Тарас{letter}Мельник"})
    assert plain_line(f"a{letter}b") == "a\ufffdb"


@pytest.mark.parametrize("letter", ["\x20", "\x7e", "\xa0", "\xac", "\u200a", "\u2027", "\u202f", "\u205f", "\u2070"])
def test_their_neighbours_may_stand(letter: str) -> None:
    assert not refused(ActStatement, {**ACT, "who": f"Тарас{letter}Мельник"})
    assert plain_line(letter) == letter


@pytest.mark.parametrize(
    ("name", "longest"), [("who", 160), ("company", 200), ("person", 160), ("actUk", 2000), ("actEn", 2000)]
)
def test_length_of_texts(name: str, longest: int) -> None:
    assert not refused(MandateStatement, {**MANDATE, name: "ї" * longest})
    assert refused(MandateStatement, {**MANDATE, name: "ї" * (longest + 1)})


@pytest.mark.parametrize(
    ("name", "lie"),
    [
        ("aud", "http://cabinet.example"), ("aud", "https://cabinet.example/"), ("aud", "https://a@b"),
        ("aud", "https://cabinet.example:123456"), ("env", "TEST"), ("cid", "a" * 35), ("cid", "a" * 37),
        ("nonce", "n" * 42), ("nonce", "n" * 44), ("nonce", "+" * 43), ("iat", "2026-11-24T10:00:00Z"),
        ("iat", "2026-11-24T10:00:00.000+00:00"), ("edrpou", "9041731"), ("edrpou", "904173180"),
        ("tls", "0" * 64), ("tls", "sha256:" + "0" * 63), ("tls", "sha256:" + "A" * 64), ("app", "a" * 33),
        ("app", "1 0"), ("jkt", "j" * 42),
    ],
)  # fmt: skip
def test_forms_of_a_login(name: str, lie: str) -> None:
    assert refused(LoginStatement, {**LOGIN, name: lie})


@pytest.mark.parametrize(
    ("name", "lie"),
    [
        ("method", "post"), ("method", "PO"), ("method", "DELETEDD"), ("path", "credentials"), ("path", "/a?b"),
        ("path", "/" + "a" * 201), ("bodySha256", "0" * 63), ("idempotencyKey", "k" * 7), ("idempotencyKey", "k" * 65),
        ("idempotencyKey", "k k k k k"), ("rnokpp", "161803398"), ("rnokpp", "16180339840"), ("role", "IT"),
        ("rights", ""), ("rights", "a,"), ("rights", ",a"), ("rights", "a, b"), ("until", "2026-11-24"),
    ],
)  # fmt: skip
def test_forms_of_a_mandate(name: str, lie: str) -> None:
    assert refused(MandateStatement, {**MANDATE, name: lie})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("aud", "https://[::1]:8443"), ("method", "PUT"), ("method", "OPTIONS"), ("path", "/" + "a" * 200),
        ("idempotencyKey", "k" * 64), ("rights", "cases.write,people.write"), ("rights", "a" * 64),
    ],
)  # fmt: skip
def test_what_may_stand(name: str, value: str) -> None:
    assert not refused(MandateStatement, {**MANDATE, name: value})


def test_a_value_that_is_no_text() -> None:
    with pytest.raises(KnownError, match="STATEMENT_INVALID"):
        LoginStatement(**{**LOGIN, "nonce": None})  # type: ignore[arg-type]
