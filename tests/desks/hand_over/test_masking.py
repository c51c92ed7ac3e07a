"""Nothing of a player, and the same findings."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest

from cabinet.contract.transaction import FIELDS
from cabinet.desks.hand_over.masking import Masking
from cabinet.rules.finding import finding
from tests.perimeter_in_process import line

MASKING = Masking(b"k" * 32)
PLAYER = str(line("a")["playerRef"])


def masked(**changes: object) -> dict[str, Any]:
    value = MASKING.line(line("a", **changes))
    assert b"\n" not in value
    return dict(json.loads(value))


def test_only_the_player_is_another() -> None:
    before, after = line("a"), masked()
    assert list(after) == list(before)
    assert {name for name in before if before[name] != after[name]} == {"playerRef"}


@pytest.mark.parametrize("length", [31, 32, 64, 65])
def test_a_code_has_the_form_that_it_had(length: int) -> None:
    code = ("0a" * 33)[:length]
    other = masked(playerRef=code)["playerRef"]
    assert len(other) == length
    assert other != code
    assert (other == ("0x" * 33)[:length]) is (length in {31, 65}), "what has no form of a code is its shape"


def test_the_same_player_is_the_same_in_one_archive_alone() -> None:
    assert masked()["playerRef"] == masked(playerRef=PLAYER.upper())["playerRef"]
    assert masked()["playerRef"] != masked(playerRef=PLAYER[::-1])["playerRef"]
    assert Masking(b"l" * 32).player(PLAYER) != MASKING.player(PLAYER)


@pytest.mark.parametrize(
    ("name", "given", "told"),
    [
        ("playerRef", "Іван-7", "xxxx-0"), ("playerRef", 380501234567, 0), ("playerRef", False, False),
        ("login", "ivan_77", "xxxx_00"), ("login", {"n": ["Ab1", 5, True]}, {"n": ["xx0", 0, True]}),
        ("lateReason", "дзвонив Шевченко Тарас", "•" * 12), ("lateReason", "збій черги", "збій черги"),
        ("gameId", "slot-7", "slot-7"), ("amountKop", 12.5, 12.5),
    ],
)  # fmt: skip
def test_what_else_may_tell_of_somebody(name: str, given: object, told: object) -> None:
    assert masked(**{name: given})[name] == told
    assert name in FIELDS or name == "login"


def test_words_of_findings_name_no_player() -> None:
    value = line("a", login="ivan77")
    for found in (
        finding("RF-505", "/playerRef", PLAYER, PLAYER[::-1]), finding("ST-204", "/playerRef", PLAYER, "hex"),
        finding("AM-403", "/currency", f"{PLAYER} EUR", "UAH"), finding("ST-206", "/login", "ivan77", "—"),
    ):  # fmt: skip
        told = msgspec.json.encode(MASKING.finding(found, value)).decode()
        assert not any(secret in told for secret in (PLAYER, PLAYER[::-1], "ivan77")), told
        assert found.code in told
    named = finding("ST-205", "/Шевченко Тарас", "•••", "—")
    assert "Шевченко" not in MASKING.finding(named, value).pointer
    plain = finding("AM-403", "/currency", "EUR", "UAH")
    assert MASKING.finding(plain, value) == plain == MASKING.finding(plain, None)
