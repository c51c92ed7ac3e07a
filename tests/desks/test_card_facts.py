"""The rules on this computer: what they refuse the perimeter refuses too, and what they cannot know they let pass."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest

from cabinet.contour.sample.mistakes import MISTAKES
from cabinet.contract.findings import BatchAnswer
from cabinet.contract.rejections import RejectionCard
from cabinet.contract.states import Outcome, ReasonCode
from cabinet.contract.transaction import CABINET_SOURCE
from cabinet.desks.card_facts import LocalVerdict, local_verdict
from cabinet.desks.corrections import compose_line, read_payload
from cabinet.rules.suggestions import apply_suggestions, best
from tests.amending import reversal_of
from tests.perimeter_in_process import NOW, SAMPLE_EDRPOU, PerimeterInProcess, line
from tests.rejection_cards import card_of, record_of, spoilt


def rejected(perimeter: PerimeterInProcess, value: dict[str, object]) -> RejectionCard:
    (bad,) = perimeter.judge(value)
    assert bad.status is Outcome.REJECTED
    return card_of(perimeter, bad.attempt_id)


def verdict(card: RejectionCard, value: dict[str, Any], perimeter: PerimeterInProcess | None) -> LocalVerdict:
    sent = compose_line(card, value, ReasonCode.OTHER, "")
    return local_verdict(sent, card, record_of(perimeter) if perimeter is not None else None, NOW)


def codes(found: LocalVerdict) -> tuple[list[str], list[str]]:
    return [f.code for f in found.sure], [f.code for f in found.doubtful]


def of_the_perimeter(perimeter: PerimeterInProcess, card: RejectionCard, value: dict[str, Any]) -> set[str]:
    sent = compose_line(card, value, ReasonCode.OTHER, "")
    answer = perimeter.perimeter.intake.check(SAMPLE_EDRPOU, CABINET_SOURCE, sent, NOW)
    return {f.code for f in msgspec.json.decode(answer, type=BatchAnswer).items[0].findings}


CHANGES: list[dict[str, Any]] = [
    {}, {"amountKop": 500}, {"amountKop": 501}, {"amountKop": 10**11}, {"amountKop": "5.00"}, {"currency": "EUR"},
    {"licenceNo": "OK-2024-071"}, {"licenceNo": "PK-2026-004", "vertical": "ONLINE_POKER"}, {"vertical": "BETTING"},
    {"siteId": "x.ua"}, {"siteId": "bet.mlynok.ua"}, {"brandId": "zz"}, {"brandId": "stavkohrai"}, {"gameId": "zz"},
    {"settlementForm": "CASH"}, {"relatedTxId": "none"}, {"relatedTxId": "bad"}, {"playerRef": "cd" * 16},
    {"occurredAt": "2026-11-24T09:00:00.000+02:00"}, {"occurredAt": "2026-12-24T09:00:00.000+02:00"},
    {"occurredAt": "noon"}, {"operatorTxId": "bet"}, {"operatorTxId": "else"}, {"channel": 1}, {"roundId": "R-2"},
    {"type": "BET"}, {"type": "PAYOUT"}, {"type": "X"}, {"lateReason": "дзвоніть +380671234567"},
]  # fmt: skip


@pytest.mark.parametrize("change", CHANGES, ids=[json.dumps(c, ensure_ascii=False) for c in CHANGES])
@pytest.mark.parametrize("taken", ["nothing", "a refund", "a payout", "a rejected bet"])
def test_never_harder_than_the_perimeter(perimeter: PerimeterInProcess, change: dict[str, Any], taken: str) -> None:
    perimeter.judge(line("bet", **({"settlementForm": "CASH"} if taken == "a rejected bet" else {})))
    if taken == "a refund":
        perimeter.judge(line("part", type="REFUND", relatedTxId="bet", amountKop=200))
    if taken == "a payout":
        perimeter.judge(line("won", type="PAYOUT", relatedTxId="bet", roundId="R-won"))
    value = line("bad", type="REFUND", relatedTxId="bet", amountKop=900)
    card = rejected(perimeter, value)
    here = verdict(card, value | change, perimeter)
    there = of_the_perimeter(perimeter, card, value | change)
    assert {f.code for f in (*here.sure, *here.doubtful)} <= there


@pytest.mark.parametrize("code", sorted(set(MISTAKES) - {"RF-501", "ST-208", "TM-701"}))
def test_what_is_proposed_passes_here_too(perimeter: PerimeterInProcess, code: str) -> None:
    perimeter.judge(line("bet"))
    card = rejected(perimeter, spoilt(code))
    value = read_payload(card)
    assert value is not None
    assert codes(verdict(card, apply_suggestions(value, best(card.suggestions)), perimeter)) == ([], [])


def test_what_is_seen_here(perimeter: PerimeterInProcess) -> None:
    perimeter.judge(line("bet"))
    perimeter.judge(line("part", type="REFUND", relatedTxId="bet", amountKop=200))
    value = line("bad", type="REFUND", relatedTxId="bet", amountKop=900)
    card = rejected(perimeter, value)
    for kopecks, expected in ((299, []), (300, []), (301, ["AM-404"])):
        assert codes(verdict(card, value | {"amountKop": kopecks}, perimeter)) == (expected, [])
    assert codes(verdict(card, value | {"siteId": "x.ua", "amountKop": 1}, perimeter)) == ([], ["RG-604"])
    assert codes(verdict(card, value | {"siteId": "x.ua", "amountKop": 1}, None)) == ([], [])
    assert codes(verdict(card, value | {"settlementForm": "CASH", "amountKop": 1}, None)) == (["RG-607"], [])
    assert codes(verdict(card, value | {"lateReason": "olena.k@example.ua", "amountKop": 1}, None)) == (["ST-208"], [])


def test_what_was_reversed_stands_in_nobodys_way(perimeter: PerimeterInProcess) -> None:
    perimeter.judge(line("bet"))
    for kind, changes in (("REFUND", {"amountKop": 200}), ("PAYOUT", {"roundId": "R-won"})):
        sent = line("first", type=kind, relatedTxId="bet", **changes) | {"operatorTxId": f"first-{kind}"}
        (accepted,) = perimeter.judge(sent)
        assert accepted.soms_tx_id
        perimeter.judge(reversal_of(json.dumps(sent).encode(), accepted.soms_tx_id, f"back-{kind}"))
    value = line("bad", type="REFUND", relatedTxId="bet", amountKop=900)
    card = rejected(perimeter, value)
    assert codes(verdict(card, value | {"amountKop": 500}, perimeter)) == ([], [])
    assert codes(verdict(card, value | {"amountKop": 501}, perimeter)) == (["AM-404"], [])


def test_a_reversed_bet_is_referred_to_no_more(perimeter: PerimeterInProcess) -> None:
    sent = line("bet")
    (bet,) = perimeter.judge(sent)
    assert bet.soms_tx_id
    perimeter.judge(reversal_of(json.dumps(sent).encode(), bet.soms_tx_id, "bet-back"))
    value = line("bad", type="REFUND", relatedTxId="bet", amountKop=900)
    assert codes(verdict(rejected(perimeter, value), value | {"amountKop": 1}, perimeter)) == (["RF-508"], [])


def test_a_rejected_reversal_is_judged_by_the_perimeter(perimeter: PerimeterInProcess) -> None:
    """A card tells neither what was accepted nor what the first attempt was."""
    sent = line("bet")
    (bet,) = perimeter.judge(sent)
    assert bet.soms_tx_id
    back = reversal_of(json.dumps(sent).encode(), bet.soms_tx_id, "back", amountKop=499)
    card = rejected(perimeter, back)
    again = back | {"amountKop": 500, "correction": {**back["correction"], "attemptId": card.row.attempt_id}}
    assert codes(local_verdict(json.dumps(again).encode(), card, record_of(perimeter), NOW)) == ([], [])
    assert codes(verdict(card, back, perimeter)) == ([], [])
    assert "AM-406" in of_the_perimeter(perimeter, card, back)


def test_the_bet_of_a_refund_is_known_by_its_card(perimeter: PerimeterInProcess) -> None:
    perimeter.judge(line("bet", settlementForm="CASH"))
    value = line("back", type="REFUND", relatedTxId="bet")
    card = rejected(perimeter, value)
    assert codes(verdict(card, value, perimeter)) == (["RF-503"], [])
    early = value | {"occurredAt": "2026-11-24T11:59:00.000+02:00"}
    perimeter.judge(line("good"))
    other = rejected(perimeter, line("late", type="REFUND", relatedTxId="good", amountKop=900))
    found = verdict(other, early | {"operatorTxId": "late", "relatedTxId": "good"}, perimeter)
    assert codes(found) == (["TM-705"], [])
