"""Personal data is found and masked; honest numeric ids are never taken for it."""

from __future__ import annotations

import json
import random

import pytest

from cabinet.contract.states import Outcome
from cabinet.rules.check import examine
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
        from cabinet.contract.tax_ids import rnokpp_check_digit

        value = f"код 271828182{rnokpp_check_digit('271828182')}"
    if field == "playerRef" and value.isdigit():
        from cabinet.contract.tax_ids import rnokpp_check_digit

        value = f"271828182{rnokpp_check_digit('271828182')}"
    examined = examine(raw(bet(**{field: value})), KnownFacts())
    assert examined.personal
    assert examined.outcome is Outcome.REJECTED
    assert "ST-208" in {f.code for f in examined.findings}
    assert examined.masked is not None
    assert value not in examined.masked.decode()
    assert value not in repr(examined.findings)
    assert json.loads(examined.masked)["currency"] == "UAH"


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
