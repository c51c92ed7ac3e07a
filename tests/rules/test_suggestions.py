"""Proposals: each one, applied, ends its finding under the same facts; what is proposed, why, and how surely."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cabinet.contract.catalogue import words
from cabinet.contract.states import Outcome, Severity, Vertical
from cabinet.contract.suggestions import Suggestion
from cabinet.rules.check import examine
from cabinet.rules.facts import PlaceFacts
from cabinet.rules.suggestions import apply_suggestions, best, suggestions
from tests.rules.known_facts import PLAYER, KnownFacts, attempt, bet, game, licence, payout, raw, refund

SITE, PLACE, SUM, AT = "/siteId", "/pointId", "/amountKop", "/occurredAt"
Proposed = tuple[str, str, object, bool]
"""Code, pointer, value (or the new name, in brackets), certain."""


def wide() -> KnownFacts:
    """Return facts with several places, brands and games of the licence."""
    facts = KnownFacts(brands=("b", "b4", "stavkohrai"))
    for name, brand in (("mlynok.ua", "b"), ("stavkohrai.ua", "stavkohrai"), ("app.mlynok.ua", "b")):
        facts.sites[name] = PlaceFacts(name, "site", brand, "L-1", entered=True)
    for code in ("slot-fruits", "slot-cossack"):
        facts.games["game", code] = game(code)
    facts.games["terminal", "t1"] = game("t1", kind="terminal")
    return facts


def with_bet(**changes: Any) -> KnownFacts:
    return KnownFacts(attempts={"bet": attempt("bet", **changes)})


def alone() -> KnownFacts:
    """Return facts where the licence has one live site and one game."""
    facts = KnownFacts()
    del facts.sites["soon.ua"]
    return facts


def proposed(line: dict[str, Any], facts: KnownFacts) -> list[Suggestion]:
    return suggestions(line, examine(raw(line), facts).findings, facts)


def told(line: dict[str, Any], facts: KnownFacts) -> list[Proposed]:
    return [(s.code, s.pointer, s.value if s.rename is None else [s.rename], s.certain) for s in proposed(line, facts)]


Case = tuple[str, dict[str, Any], Callable[[], KnownFacts], list[Proposed]]
CASES: list[Case] = [
    # Sums.
    ("hryvnias", bet(amountKop="260.00"), KnownFacts, [("AM-401", SUM, 26_000, True)]),
    ("hryvnias with a comma", bet(amountKop="1 250,5"), KnownFacts, [("AM-401", SUM, 125_050, True)]),
    ("a fraction", bet(amountKop=260.5), KnownFacts, [("AM-401", SUM, 26_050, True)]),
    ("an empty fraction", bet(amountKop=260.0), KnownFacts,
     [("AM-401", SUM, 260, False), ("AM-401", SUM, 26_000, False)]),
    ("a text of digits", bet(amountKop="260"), KnownFacts, [("AM-401", SUM, 260, False)]),
    ("three decimals", bet(amountKop="26.001"), KnownFacts, []),
    ("a kopeck", bet(amountKop="0.01"), KnownFacts, [("AM-401", SUM, 1, True)]),
    ("nothing", bet(amountKop="0.00"), KnownFacts, []),
    ("less than nothing", bet(amountKop=-5), KnownFacts, []),
    ("hryvnias beyond the stake", refund(amountKop="1000.01"), KnownFacts, [("AM-401", SUM, 100_001, False)]),
    ("the hryvnia", bet(currency="грн"), KnownFacts, [("AM-403", "/currency", "UAH", True)]),
    ("the euro", bet(currency="EUR"), KnownFacts, [("AM-403", "/currency", "UAH", False)]),
    ("more than the stake", refund(amountKop=100_001), KnownFacts, [("AM-404", SUM, 100_000, True)]),
    ("more than is left", refund(amountKop=60_001), lambda: KnownFacts(refunded={"bet": 40_000}),
     [("AM-404", SUM, 60_000, False)]),
    ("nothing is left", refund(amountKop=1), lambda: KnownFacts(refunded={"bet": 100_000}), []),
    # The registry.
    ("two digits swapped", bet(licenceNo="L-9"), KnownFacts,
     [("RG-601", "/licenceNo", "L-1", True)]),
    ("the bet's licence", refund(licenceNo="L-9", siteId="zzzz"), KnownFacts,
     [("RG-601", "/licenceNo", "L-1", True), ("RF-505", "/licenceNo", "L-1", True)]),
    ("the nearest licence", bet(licenceNo="OK-2024-071", siteId="zzzz"),
     lambda: KnownFacts(licences={"OK-2024-017": licence("OK-2024-017"), "BD-1": licence("BD-1")}),
     [("RG-601", "/licenceNo", "OK-2024-017", False)]),
    ("the bet's licence is not the place's", refund(licenceNo="L-9"), lambda: with_bet(licence_no="L-4"),
     [("RG-601", "/licenceNo", "L-4", False), ("RG-601", "/licenceNo", "L-1", False),
      ("RF-505", "/licenceNo", "L-4", False)]),
    ("over, and another is in force", bet(licenceNo="L-2", vertical="BETTING", siteId=None, pointId="p4",
     brandId="b4", gameId="g4"), KnownFacts, [("RG-602", "/licenceNo", "L-4", False)]),
    ("over, at no known place", bet(licenceNo="L-2", vertical="BETTING", siteId=None, terminalId="t4", brandId="b4",
     gameId="g4"), KnownFacts, [("RG-602", "/licenceNo", "L-4", False)]),
    ("another kind of game", bet(vertical="ONLINE_POKER"), KnownFacts,
     [("RG-603", "/vertical", "ONLINE_CASINO", True)]),
    ("another kind, place unknown", bet(vertical="BETTING", siteId=None, terminalId="t1"), wide,
     [("RG-603", "/vertical", "ONLINE_CASINO", False)]),
    ("one letter of the site", bet(siteId="stavkogray.ua", brandId="stavkohrai"), wide,
     [("RG-604", SITE, "stavkohrai.ua", True)]),
    ("one letter, of two", bet(siteId="mlinok.ua"), wide,
     [("RG-604", SITE, "mlynok.ua", False), ("RG-604", SITE, "app.mlynok.ua", False)]),
    ("of another brand", bet(siteId="stavkogray.ua"), wide, [("RG-604", SITE, "stavkohrai.ua", False)]),
    ("a site not entered yet", bet(siteId="soon.ua"), KnownFacts, [("RG-604", SITE, "s.ua", True)]),
    ("nothing like it", bet(siteId="zzzz"), wide, []),
    ("a point of the other licence", bet(siteId=None, pointId="p4", brandId="b4"), KnownFacts, []),
    ("the brand of the place", bet(brandId="b9"), KnownFacts,
     [("RG-604", "/brandId", "b", True)]),
    ("the nearest brand", bet(brandId="stavkograi", siteId=None, terminalId="t1"), wide,
     [("RG-604", "/brandId", "stavkohrai", False)]),
    ("another brand has no place there", bet(brandId="b4"), KnownFacts, [("RG-604", "/brandId", "b", True)]),
    ("another brand has one too", bet(brandId="stavkohrai", siteId="mlynok.ua"), wide,
     [("RG-604", "/brandId", "b", False)]),
    ("the only game", bet(gameId="zzzz"), KnownFacts, [("RG-606", "/gameId", "g", True)]),
    ("the nearest game", bet(gameId="slot-fruit"), wide,
     [("RG-606", "/gameId", "slot-fruits", False)]),
    ("a game of that day", bet(gameId="gg"), lambda: replace(
        KnownFacts(), games={("game", "g"): game("g", valid_to=date(2024, 2, 1)), ("game", "gh"): game("gh")}),
     [("RG-606", "/gameId", "gh", True)]),
    ("the only terminal", bet(siteId=None, terminalId="t"), wide, [("RG-605", "/terminalId", "t1", True)]),
    ("cash online", bet(settlementForm="CASH"), KnownFacts, [("RG-607", "/settlementForm", "NON_CASH", True)]),
    # References.
    ("the bet's player", payout(), lambda: with_bet(player_ref="cd" * 16),
     [("RF-505", "/playerRef", "cd" * 16, True)]),
    ("both are another's", payout(), lambda: with_bet(player_ref="cd" * 16, licence_no="L-4"),
     [("RF-505", "/licenceNo", "L-4", False), ("RF-505", "/playerRef", "cd" * 16, False)]),
    ("a bet that refers", bet(relatedTxId="bet"), KnownFacts, [("RF-504", "/relatedTxId", None, False)]),
    ("a payout of a payout", payout(relatedTxId="won"), lambda: KnownFacts(
        attempts={"bet": attempt("bet"), "won": attempt("won", type="PAYOUT", related_tx_id="bet")}),
     [("RF-504", "/relatedTxId", "bet", False)]),
    ("no such bet", payout(relatedTxId="none"), KnownFacts, []),
    # Times.
    ("summer time in winter", bet(occurredAt="2026-11-24T12:58:00+03:00"), KnownFacts,
     [("TM-706", AT, "2026-11-24T11:58:00.000+02:00", True)]),
    ("winter time in summer", bet(occurredAt="2026-07-01T12:00:00.000001+02:00", lateReason="збій"), KnownFacts,
     [("TM-706", AT, "2026-07-01T13:00:00.000001+03:00", True)]),
    ("no offset", bet(occurredAt="2026-11-24T11:58:00.000"), KnownFacts,
     [("TM-702", AT, "2026-11-24T11:58:00.000+02:00", False)]),
    ("a blank and an offset", bet(occurredAt="2026-11-24 11:58:00+0200"), KnownFacts,
     [("TM-702", AT, "2026-11-24T11:58:00.000+02:00", True)]),
    ("as people write", bet(occurredAt="24.11.2026 11:58"), KnownFacts,
     [("TM-702", AT, "2026-11-24T11:58:00.000+02:00", False)]),
    ("no such day", bet(occurredAt="2026-13-24T11:58:00"), KnownFacts, []),
    ("Kyiv's clock as UTC", bet(occurredAt="2026-11-24T11:58:00Z"), KnownFacts,
     [("TM-701", AT, "2026-11-24T11:58:00.000+02:00", False)]),
    ("in three days", bet(occurredAt="2026-11-27T11:58:00+02:00"), KnownFacts, []),
    # Forms.
    ("a misspelt name", {("settlmentForm" if k == "settlementForm" else k): v for k, v in bet().items()}, KnownFacts,
     [("ST-205", "/settlmentForm", ["settlementForm"], True), ("ST-205", "/settlmentForm", None, False)]),
    ("a misspelt name of another form", {**bet(settlementForm=None), "settlmentForm": 7}, KnownFacts,
     [("ST-205", "/settlmentForm", ["settlementForm"], False), ("ST-205", "/settlmentForm", None, False)]),
    ("a name too many", bet(channel="web"), KnownFacts, [("ST-205", "/channel", None, False)]),
    ("another edition", bet(schemaVersion="0.9"), KnownFacts, [("ST-202", "/schemaVersion", "1", True)]),
    ("no edition", bet(schemaVersion=None), KnownFacts, [("ST-203", "/schemaVersion", "1", True)]),
    ("no currency", bet(currency=None), KnownFacts, [("ST-203", "/currency", "UAH", True)]),
    ("no licence", bet(licenceNo=None), KnownFacts, [("ST-203", "/licenceNo", "L-1", True)]),
    ("no kind of game", bet(vertical=None), KnownFacts, [("ST-203", "/vertical", "ONLINE_CASINO", True)]),
    ("no brand", bet(brandId=None), KnownFacts, [("ST-203", "/brandId", "b", True)]),
    ("no settlement online", bet(settlementForm=None), KnownFacts,
     [("ST-203", "/settlementForm", "NON_CASH", True)]),
    ("no settlement at a bookmaker's", bet(settlementForm=None, vertical="BETTING", licenceNo="L-4", brandId="b4",
     siteId=None, pointId="p4", gameId="g4"), KnownFacts, []),
    ("no place", bet(siteId=None), KnownFacts, [("ST-203", SITE, "s.ua", True)]),
    ("no place of several", bet(siteId=None), wide, []),
    ("no player", payout(playerRef=None), KnownFacts, [("ST-203", "/playerRef", PLAYER, True)]),
    ("no round", payout(roundId=None), KnownFacts, [("ST-203", "/roundId", "R-1", False)]),
    ("no game", bet(gameId=None), KnownFacts, []),
    ("a number for a text", bet(operatorTxId=17), KnownFacts, [("ST-204", "/operatorTxId", "17", True)]),
    ("a text for a number", bet(seqNo="17"), KnownFacts, [("ST-204", "/seqNo", 17, True)]),
    ("a fraction for a number", bet(seqNo=17.0), KnownFacts, [("ST-204", "/seqNo", 17, True)]),
    ("true for a text", bet(gameId=True), KnownFacts, []),
    ("Cyrillic letters", bet(licenceNo="L-1 ", gameId="g "), KnownFacts,
     [("ST-204", "/licenceNo", "L-1", True), ("ST-204", "/gameId", "g", True)]),
    ("capital digits", bet(playerRef="AB" * 16), KnownFacts, [("ST-204", "/playerRef", PLAYER, True)]),
    ("a code too short", bet(playerRef="ABC"), KnownFacts, []),
    ("two places, one known", bet(pointId="p9"), KnownFacts, [("ST-204", PLACE, None, True)]),
    ("two places, both known", bet(pointId="p4"), KnownFacts, [("ST-204", PLACE, None, False)]),
    ("small letters", bet(type="bet"), KnownFacts, [("ST-206", "/type", "BET", True)]),
    ("a dash", bet(settlementForm="non-cash"), KnownFacts, [("ST-206", "/settlementForm", "NON_CASH", True)]),
    ("a word of its own", bet(settlementForm="КАРТКА"), KnownFacts,
     [("ST-206", "/settlementForm", "NON_CASH", True)]),
    ("nearly a type", bet(type="BETT"), KnownFacts, [("ST-206", "/type", "BET", False)]),
    ("no type of ours", bet(type="DEPOSIT"), KnownFacts, []),
    ("a kind of the licence", bet(vertical="KASYNO"), KnownFacts,
     [("ST-206", "/vertical", "ONLINE_CASINO", True)]),
    # None at all.
    ("a duplicate", bet(operatorTxId="bet"), KnownFacts, []),
    ("personal data", bet(lateReason="дзвоніть +380671234567", settlementForm="CASH"), KnownFacts, []),
    ("personal data in a field too many", bet(extra={"note": "+380671234567"}), KnownFacts, []),
    ("inside the correction", bet(correction={"why": 1}), KnownFacts, []),
    ("honest", bet(), KnownFacts, []),
]  # fmt: skip


@pytest.mark.parametrize(("line", "facts", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_what_is_proposed(line: dict[str, Any], facts: Callable[[], KnownFacts], expected: list[Proposed]) -> None:
    assert told(line, facts()) == expected


@pytest.mark.parametrize(("line", "facts"), [case[1:3] for case in CASES], ids=[case[0] for case in CASES])
def test_each_ends_its_finding(line: dict[str, Any], facts: Callable[[], KnownFacts]) -> None:
    known = facts()
    for one in proposed(line, known):
        after = examine(raw(apply_suggestions(line, [one])), known)
        assert (one.code, one.pointer) not in {(f.code, f.pointer) for f in after.findings}, one
        assert not after.personal


FIELDS = st.sampled_from(sorted({*bet(), "relatedTxId", "pointId", "terminalId", "settlmentForm", "lateReason"}))
VALUES = st.one_of(
    st.sampled_from([
        "L-4", "L-9", "s.ua", "soon.ua", "s,ua", "x.ua", "p4", "b4", "b9", "g4", "slot", "BETTING", "betting", "CASH",
        "cash", "REFUND", "refund", "PAYOUT", "bet", "EUR", "uah", "260.00", "2026-11-24 11:58:00",
        "2026-11-24T12:58:00+03:00", "2026-11-24T11:58:00Z", "AB" * 16, "L-1 ", "", None, True, 17, 260.5, 1e300, -1,
        2**64, [], {}, "\x00", "ж",
    ]),
    st.text(max_size=12),
    st.integers(),
)  # fmt: skip


@given(st.dictionaries(FIELDS, VALUES, max_size=4), st.sampled_from(["BET", "REFUND", "PAYOUT"]))
def test_whatever_is_wrong_each_ends_its_finding(changes: dict[str, Any], kind: str) -> None:
    facts, line = wide(), {**bet(), "type": kind, **({} if kind == "BET" else {"relatedTxId": "bet"}), **changes}
    try:
        sent = json.dumps(line, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return
    before = examine(sent, facts)
    if before.value is None:
        return
    for one in suggestions(line, before.findings, facts):
        after = examine(raw(apply_suggestions(line, [one])), facts)
        assert (one.code, one.pointer) not in {(f.code, f.pointer) for f in after.findings}, one
        at = f"/{one.rename}" if one.rename is not None else one.pointer
        told = {f.code for f in before.findings if f.pointer == at}
        errors = {f.code for f in after.findings if f.pointer == at and f.severity is Severity.ERROR} - told
        assert not (one.certain and errors), one


def test_what_no_longer_stands_has_no_proposal() -> None:
    line = bet(siteId="soon.ua")
    before = examine(raw(line), KnownFacts()).findings
    facts = KnownFacts()
    facts.sites["soon.ua"] = replace(facts.sites["soon.ua"], entered=True)
    assert suggestions(line, before, facts) == []


def test_a_value_that_would_not_help_is_not_proposed() -> None:
    """The place's own licence is not the operator's any more: naming it would change nothing."""
    facts = KnownFacts(licences={"L-4": licence("L-4", vertical=Vertical.ONLINE_CASINO)})
    assert told(bet(licenceNo="zz"), facts) == []


def test_three_at_most() -> None:
    facts = wide()
    for n in range(5):
        facts.sites[f"mlynok{n}.ua"] = PlaceFacts(f"mlynok{n}.ua", "site", "b", "L-1", entered=True)
    assert len(proposed(bet(siteId="mlynokk.ua"), facts)) == 3


def test_why_is_told_in_both_languages() -> None:
    (one,) = proposed(refund(amountKop=60_001), KnownFacts(refunded={"bet": 40_000}))
    assert one.why_uk == "зі ставки 1\u00a0000,00 грн уже повернено 400,00 грн, лишилося 600,00 грн"
    assert one.why_en == "of the stake of 1\u00a0000.00 UAH 400.00 UAH were refunded before, 600.00 UAH are left"
    for _, line, facts, _expected in CASES:
        for each in proposed(line, facts()):
            assert "…" not in each.why_uk + each.why_en
            assert "{" not in each.why_uk + each.why_en
            assert "—" not in each.why_uk + each.why_en


def test_every_reason_is_used_and_is_in_both_languages() -> None:
    known = words("suggestions")
    used = {s.why_en for _, line, facts, _expected in CASES for s in proposed(line, facts())}
    for key, both in known.items():
        assert re.search("[а-яіїєґ]", both.uk), key
        assert set(re.findall(r"{(\w+)}", both.uk)) == set(re.findall(r"{(\w+)}", both.en)), key
        pattern = re.sub(r"\\{\w+\\}", ".+", re.escape(both.en))
        assert any(re.fullmatch(pattern, said) for said in used), key


def test_one_act_applies_the_first_of_each_field() -> None:
    line, facts = bet(siteId="mlinok.ua", settlementForm="CASH", amountKop=260.0), wide()
    found = proposed(line, facts)
    chosen = best(found)
    assert [(s.pointer, s.value) for s in chosen] == [
        ("/amountKop", 260), ("/siteId", "mlynok.ua"), ("/settlementForm", "NON_CASH")
    ]  # fmt: skip
    assert [s.pointer for s in best(found, certain=True)] == ["/settlementForm"]
    assert examine(raw(apply_suggestions(line, chosen)), facts).outcome is Outcome.ACCEPTED


def test_a_renamed_field_keeps_its_place_and_the_line_is_another() -> None:
    line = {"a": 1, "settlmentForm": "CASH", "z": 2}
    one = Suggestion(
        code="ST-205", pointer="/settlmentForm", rename="settlementForm", why_uk="", why_en="", certain=True
    )
    assert list(apply_suggestions(line, [one]).items()) == [("a", 1), ("settlementForm", "CASH"), ("z", 2)]
    assert list(line) == ["a", "settlmentForm", "z"]
    gone = one.model_copy(update={"rename": None})
    assert apply_suggestions(line, [gone]) == {"a": 1, "z": 2}
    slash = one.model_copy(update={"rename": None, "pointer": "/x~1y", "value": 3})
    assert apply_suggestions({"x/y": 1}, [slash]) == {"x/y": 3}
