"""Personal data is found and masked; honest numeric ids are never taken for it."""

from __future__ import annotations

import json
import random

import pytest

from cabinet.contract.states import Outcome
from cabinet.contract.tax_ids import rnokpp_check_digit
from cabinet.rules.check import examine
from cabinet.rules.personal import detect, scan_raw
from tests.rules.known_facts import KnownFacts, bet, raw

PLANTED = [
    ("lateReason", "олена.к@example.ua"),
    ("lateReason", "карта 4111 1111 1111 1111"),
    ("lateReason", "код 2718281828"),
    ("lateReason", "Ковальчук Олена Ігорівна"),
    ("lateReason", "Тарас Мельничук скаржився"),
    ("lateReason", "тел. 067 123 45 67"),
    ("operatorTxId", "olena@example.ua"),
    ("roundId", "+380671234567"),
    ("gameId", "Ковальчук"),
    ("playerRef", "2718281828"),
    ("playerRef", "+380671234567"),
    ("playerName", "Олена"),
    ("email", "олена"),
    ("fullName", "Іван Петренко"),
]


@pytest.mark.parametrize(("field", "value"), PLANTED)
def test_planted_data_is_withheld(field: str, value: str) -> None:
    if field == "lateReason" and "2718281828" in value:
        value = f"код 271828182{rnokpp_check_digit('271828182')}"
    if field == "playerRef" and value.isdigit():
        value = f"271828182{rnokpp_check_digit('271828182')}"
    examined = examine(raw(bet(**{field: value})), KnownFacts())
    assert examined.personal
    assert examined.outcome is Outcome.REJECTED
    assert "ST-208" in {f.code for f in examined.findings}
    assert examined.masked is not None
    assert value not in examined.masked.decode()
    assert value not in repr(examined.findings)
    assert json.loads(examined.masked)["currency"] == "UAH"


def luhn(body: str) -> str:
    """Return the digits with the one that makes them a card's, by the rule as printed on paper."""
    for last in "0123456789":
        digits = [int(d) for d in body + last]
        doubled = [d if place % 2 else sum(divmod(2 * d, 10)) for place, d in enumerate(reversed(digits), start=1)]
        if sum(doubled) % 10 == 0:
            return body + last
    raise AssertionError(body)


@pytest.mark.parametrize("first", "23456")
@pytest.mark.parametrize("length", [13, 16, 19])
def test_cards(first: str, length: int) -> None:
    number = luhn(first + "123456789012345678"[: length - 2])
    assert len(number) == length
    assert detect(f"карта {number}") == "card"
    other = number[:-1] + str((int(number[-1]) + 1) % 10)
    assert detect(f"рахунок {other}") is None


@pytest.mark.parametrize("number", [luhn("1" + "2" * 14), luhn("9" + "2" * 14), luhn("4" + "2" * 10)])
def test_numbers_that_are_no_cards(number: str) -> None:
    assert detect(f"№ {number}") is None


@pytest.mark.parametrize(
    ("text", "detector"),
    [
        ("код 2718281825", "rnokpp" if rnokpp_check_digit("271828182") == 5 else None),
        (f"код 271828182{rnokpp_check_digit('271828182')}", "rnokpp"),
        (f"код 271828182{(rnokpp_check_digit('271828182') + 1) % 10}", None),
        ("Олена Ігорівна просила", "name"),
        ("Ельвіра Ігорівна просила", "name"),
        ("Мельничук Тарас", "name"),
        ("olena@example.ua", "email"),
        ("0671234567", "phone"),
        ("+380 (67) 123-45-67", "phone"),
        ("+380 (44) 123-45-67", "phone"),
        ("+38 (067) 123-45-67", "phone"),
        ("(067) 123 45 67", "phone"),
        ("збій каналу", None),
    ],
)
def test_detectors(text: str, detector: str | None) -> None:
    assert detect(text) == detector


@pytest.mark.parametrize(
    ("text", "detector"),
    [
        ('{"a": "olena@example.ua"', "email"),
        ("a;olena@example.ua", "email"),
        ("a;Олена Ігорівна", "name"),
        ('{"a": +380671234567', "phone"),
        ('{"a": "+380 (67) 1"', "phone"),
        ('{"a": "Олена Ігорівна"', "name"),
        ('{"a": "Мельничук Тарас"', "name"),
        (f'{{"a": {luhn("4" * 15)}', None),
        ('{"a": 0671234567', None),
        (
            '{"a": "\\u041e\\u043b\\u0435\\u043d\\u0430 \\u0406\\u0433\\u043e\\u0440\\u0456\\u0432\\u043d\\u0430"',
            "name",
        ),
        ('{"a": "4111 1111 1111 1111", ', "card"),
        ('{"a": "067 123 45 67", ', "phone"),
        ('{"a": "паспорт 001234567", ', "passport"),
        (f'{{"a": "код 271828182{rnokpp_check_digit("271828182")}", ', "rnokpp"),
        (f'{{"a": "271828182{rnokpp_check_digit("271828182")}", ', None),
        ('{"a": "x\\"", "b": "4111111111111111", ', None),
        ('{"a": "збій каналу", ', None),
    ],
)
def test_detectors_of_what_is_no_json(text: str, detector: str | None) -> None:
    assert scan_raw(text.encode()) == detector
    examined = examine(text.encode(), KnownFacts())
    assert examined.personal is (detector is not None)
    assert (examined.masked == b"") is (detector is not None)


@pytest.mark.parametrize(
    ("line", "where"),
    [
        (bet(phone=380671234567), "/phone"),
        (bet(passport="КВ"), "/passport"),
        (bet(extra=["x", {"mail": "olena@example.ua"}]), "/extra/1/mail"),
        (bet(extra=["olena@example.ua"]), "/extra/0"),
        (bet(roundId="Шевч"), "/roundId"),
        (bet(roundId="Є1"), "/roundId"),
        (bet(lateReason="олена.к@example.ua"), "/lateReason"),
    ],
)
def test_where_it_is_found(line: dict[str, object], where: str) -> None:
    examined = examine(raw(line), KnownFacts())
    assert examined.personal
    assert where in [f.pointer for f in examined.findings if f.code == "ST-208"]
    assert all(f.value == "•••" for f in examined.findings if f.code == "ST-208")
    assert examined.masked is not None
    for secret in ("olena", "380671234567", "олена"):
        assert secret not in examined.masked.decode()


@pytest.mark.parametrize(
    ("given", "detector"),
    [
        ("Олена Ігорівна", "name"),
        ("olena@example.ua", "email"),
        ("паспорт 001234567", "passport"),
        ("+380671234567", "phone"),
        ("збій каналу", None),
        ("27.11.2026 13:50", None),
        ("1764240000", None),
        (f"271828182{rnokpp_check_digit('271828182')}", None),
        ("20261124T100000Z", None),
    ],
)
@pytest.mark.parametrize("name", ["occurredAt", "attemptId", "originalSha256"])
def test_what_machines_write_is_judged_where_it_is_something_else(name: str, given: str, detector: str | None) -> None:
    """A moment of a wrong form must tell of its form; a name in its place is withheld."""
    examined = examine(
        raw(bet(**{name: given} if name == "occurredAt" else {"correction": {name: given}})), KnownFacts()
    )
    assert examined.personal is (detector is not None)
    assert (given in (examined.masked or b"").decode() + repr(examined.findings)) is (detector is None)


def test_an_id_typed_with_cyrillic_letters_is_a_wrong_form_and_not_withheld() -> None:
    examined = examine(raw(bet(licenceNo="ОК-2024-017")), KnownFacts())
    assert not examined.personal
    assert ("ST-204", "/licenceNo") in {(f.code, f.pointer) for f in examined.findings}


def test_the_mask_does_not_tell_how_long_the_secret_was() -> None:
    long = examine(raw(bet(lateReason="олена.к@example.ua " * 3)), KnownFacts())
    assert json.loads(long.masked or b"")["lateReason"] == "•" * 12


def test_no_other_finding_shows_what_is_withheld() -> None:
    """A value of a wrong form is both ST-204 and personal: only ST-208 is told."""
    examined = examine(raw(bet(playerRef="+380671234567", roundId="olena@example.ua")), KnownFacts())
    assert {(f.code, f.pointer) for f in examined.findings} == {("ST-208", "/playerRef"), ("ST-208", "/roundId")}
    named = examine(raw(bet(**{"Шевченко Тарас Григорович": {"x": "olena@example.ua"}})), KnownFacts())
    assert "Шевченко" not in repr(named.findings)
    assert {f.pointer for f in named.findings} <= {"/•••", "/•••/x", ""}


def test_withheld_even_when_not_json() -> None:
    examined = examine(b'{"mail": "olena@example.ua", ', KnownFacts())
    assert examined.personal
    assert examined.masked == b""
    assert "olena" not in repr(examined.findings)


def test_honest_numeric_ids_are_never_refused() -> None:
    luck = random.Random(11)  # noqa: S311  honest ids, not secrets
    facts = KnownFacts()
    for _ in range(20_000):
        number = str(luck.randrange(10 ** luck.choice((8, 10, 13, 16, 19))))
        examined = examine(raw(bet(operatorTxId=number, roundId=number)), facts)
        assert not examined.personal, number
        assert examined.outcome is Outcome.ACCEPTED


def test_honest_reasons_are_never_refused() -> None:
    for reason in ("збій каналу зв’язку", "відновлення після аварії 12.10", "Планові роботи 2026-11-24, 3 години"):
        assert not examine(raw(bet(lateReason=reason)), KnownFacts()).personal, reason


@pytest.mark.parametrize(
    "name", ["Шевченко Тарас Григорович", "zz9@key.ua", "Шевченко Тарас Григорович/x", "+38 067 123 45 67"]
)
@pytest.mark.parametrize("inside", [False, True])
def test_personal_data_in_a_name_is_withheld(name: str, *, inside: bool) -> None:
    line = bet(lateReason="збій", more={name: 1}) if inside else bet(**{name: 1})
    examined = examine(raw(line), KnownFacts())
    assert examined.personal
    assert "ST-208" in {f.code for f in examined.findings}
    written = (examined.masked or b"").decode() + repr(examined.findings)
    assert name not in written
    assert name.split("/", maxsplit=1)[0] not in written


@pytest.mark.parametrize(
    ("text", "detector"),
    [
        ("Taras Shevchenko", "name"),
        ("kovalchuk olena", "name"),
        ("шевченко тарас", "name"),
        ("скаржилася ковальчук олена ігорівна", "name"),
        ("петренко мар'яна", "name"),
        ("0 50 123 45 67", "phone"),
        ("0 5 0 1 2 3 4 5 6 7", "phone"),
        ("+38 (0 67) 1 2 3 45 67", "phone"),
        ("на UA21 3223 1300 0002 6007 2335 6600 1", "iban"),
        ("ua213223130000026007233566001", "iban"),
        ("DE89370400440532013000", "iban"),
        ("DE88370400440532013000", None),
        ("паспорт 001234567", "passport"),
        ("passport no. FE123456", "passport"),
        ("АВ 123456", "passport"),
        ("19800101-01234", "passport"),
        ("Роман запізнився", None),
        ("Maria DB restarted", None),
        ("іван чекав відповіді", None),
        ("Ніна перевірила архів", None),
        ("з 05-03-2026 14 до 07-09-2026 12", None),
        ("0 71 123 45 67", None),
        ("ліцензія ПК-2026-004", None),
        ("пакет AB123456", None),
    ],
)
def test_what_people_write_in_a_hurry(text: str, detector: str | None) -> None:
    assert detect(text) == detector


def test_honest_texts_are_never_taken_for_it() -> None:
    """A hundred thousand reasons as engineers write them: causes, places, moments, ids, numbers."""
    chance = random.Random(20)  # noqa: S311  a seed, nothing secret
    causes = [
        "збій каналу зв’язку", "планове обслуговування", "перезапуск шлюзу", "черга не оброблялась",
        "відновлення після аварії", "network outage", "gateway restart", "late settlement", "Maria DB failover",
        "оновлення версії", "звірка за добу", "повторне подання пакета", "нерівна кількість рядків", "сума рівна нулю",
        "провайдер roman-01 не відповідав", "тестова зміна max main", "помилка Oracle", "ручне введення касиром",
    ]  # fmt: skip
    places = ["core-1", "bet-1", "хол 3", "зала № 12", "mlynok.ua", "термінал T-0042", "Київ, ЦОД 2", "node 7", ""]

    def moment() -> str:
        day, month, hour, minute = (chance.randint(*span) for span in ((1, 28), (1, 12), (0, 23), (0, 59)))
        return chance.choice([
            f"{day:02}.{month:02}.2026 {hour:02}:{minute:02}", f"2026-{month:02}-{day:02}T{hour:02}:{minute:02}+02:00",
            f"{day:02}-{month:02}-2026 {hour:02}", f"о {hour:02}:{minute:02} {day:02} {month:02} 2026", "",
        ])  # fmt: skip

    def number() -> str:
        return chance.choice([
            f"INC-{chance.randint(1, 10**6)}", f"№ {chance.randint(1, 9999)}", f"{chance.randint(1, 999)} рядків",
            f"{chance.randint(1, 10**6) / 100:.2f} грн", f"batch {chance.randint(10**3, 10**5)}", "",
        ])  # fmt: skip

    for _ in range(100_000):
        text = " ".join(part for part in (chance.choice(causes), chance.choice(places), moment(), number()) if part)
        assert detect(text) is None, text
