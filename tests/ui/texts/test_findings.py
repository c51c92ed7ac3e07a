"""Words of findings: sums in hryvnias, enums in words, what is proposed where nothing was named, and never a dash."""

from __future__ import annotations

import re

import pytest

from cabinet.contract.suggestions import Suggestion
from cabinet.profile.settings import Language
from cabinet.rules.finding import finding
from cabinet.ui.language import install
from cabinet.ui.texts.findings import enum_words, expected_words, proposal_words, received_words, why


def proposal(code: str, pointer: str, value: str | int | None, rename: str | None = None) -> Suggestion:
    return Suggestion(
        code=code, pointer=pointer, value=value, rename=rename, why_uk="бо так", why_en="so it is", certain=True
    )


SITES = [proposal("RG-604", "/siteId", "a.ua"), proposal("RG-604", "/siteId", "b.ua"), proposal("X", "/siteId", "c")]


@pytest.mark.parametrize(
    ("code", "pointer", "expected", "proposed", "words"),
    [
        ("RG-604", "/siteId", "", SITES, "a.ua, b.ua"),
        ("RG-604", "/siteId", "OK-2024-017", SITES, "a.ua, b.ua"),
        ("RG-604", "/siteId", "OK-2024-017", [], ""),
        ("RG-604", "/brandId", "mlynok", SITES, "mlynok"),
        ("RG-604", "/brandId", "—", SITES, ""),
        ("RG-606", "/gameId", "2024-01-01…2024-02-01", [], "2024-01-01…2024-02-01"),
        ("RF-503", "/relatedTxId", "ACCEPTED", [], "прийняту транзакцію"),
        ("RF-501", "/relatedTxId", "BET", [], "ставку"),
        ("RF-506", "/relatedTxId", "—", [], ""),
        ("RG-603", "/vertical", "ONLINE_CASINO", [], "Онлайн-казино"),
        ("RG-607", "/settlementForm", "NON_CASH", [], "Безготівковий"),
        ("ST-206", "/settlementForm", "CASH, NON_CASH", [], "Готівка, Безготівковий"),
        ("TM-706", "/occurredAt", "Europe/Kyiv", [], "зсув Києва на той день"),
        ("AM-404", "/amountKop", "≤ 1000", [], "≤ 1000   10,00 грн"),
        ("AM-401", "/amountKop", "> 0", [], "> 0"),
        ("ST-205", "/x", "", [], ""),
        ("ST-203", "/x", "roundId", [], "roundId"),
    ],
)
def test_what_was_expected(code: str, pointer: str, expected: str, proposed: list[Suggestion], words: str) -> None:
    said = expected_words(finding(code, pointer, "x", expected), proposed)
    assert said == words
    assert not re.search("[A-Z]{3}", said)
    assert "—" not in said


@pytest.mark.parametrize(
    ("pointer", "value", "words"),
    [
        ("/amountKop", 26_000, "26000   260,00 грн"),
        ("/amountKop", "260.00", "260.00"),
        ("/type", "PAYOUT", "Виплата"),
        ("/vertical", "BETTING", "Букмекерська діяльність"),
        ("/settlementForm", "SUBSTITUTE", "Замінник гривні"),
        ("/siteId", "CASH", "CASH"),
        ("/x", "", ""),
    ],
)
def test_what_was_received(pointer: str, value: object, words: str) -> None:
    assert received_words(finding("ST-204", pointer, value, "")) == words


def test_a_proposal_in_words() -> None:
    assert proposal_words(proposal("AM-404", "/amountKop", 1000)) == "10,00 грн"
    assert proposal_words(proposal("RG-607", "/settlementForm", "NON_CASH")) == "Безготівковий"
    assert proposal_words(proposal("RG-604", "/siteId", "a.ua")) == "a.ua"
    assert proposal_words(proposal("ST-205", "/x", None)) == "без цього поля"
    assert proposal_words(proposal("ST-205", "/x", None, "siteId")) == "siteId"
    assert why(SITES[0]) == "бо так"
    install(Language.ENGLISH)
    assert why(SITES[0]) == "so it is"
    assert enum_words("/type", "BET") == "Bet"
