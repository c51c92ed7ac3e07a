"""What a reversal takes back is gone from every figure and reference, at once, after a restart, and built anew."""

from __future__ import annotations

import json
import random
from collections import Counter
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from cabinet.contour.intake.judging import Judging
from cabinet.contour.ledger.rebuild import rebuild
from cabinet.contour.rejections.groups import groups
from cabinet.contour.rejections.query import ask
from cabinet.contour.rejections.views import card
from cabinet.contour.sample.operator import SAMPLE_EDRPOU
from cabinet.contour.sample.play import play
from cabinet.contract.filter import parse_filter
from cabinet.contract.findings import ItemAnswer
from cabinet.contract.moment import KYIV
from cabinet.contract.rejections import RejectedMoney
from cabinet.contract.states import Outcome, Severity
from cabinet.rules.facts import LimitFacts
from cabinet.rules.finding import finding
from tests.amending import replacement_of, reversal_of
from tests.contour.ledger.test_log import NOW, Book, book, told
from tests.ledger_rows import ledger_rows
from tests.perimeter_in_process import line
from tests.rules.known_facts import raw

__all__ = ["book"]

STAKE = 10_000


class Shop:
    """Sends lines and remembers what was accepted."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.known: dict[str, tuple[bytes, str]] = {}

    def send(self, *values: dict[str, Any]) -> list[ItemAnswer]:
        lines = [raw(value) for value in values]
        answers = self.book.judge(lines)
        for value, data, answer in zip(values, lines, answers, strict=True):
            if answer.soms_tx_id is not None:
                self.known[value["operatorTxId"]] = (data, answer.soms_tx_id)
        return answers

    def codes(self, *values: dict[str, Any]) -> list[list[str]]:
        return [[f.code for f in answer.findings] for answer in self.send(*values)]

    def bet(self, tx: str, **changes: Any) -> list[list[str]]:
        return self.codes(line(tx, amountKop=STAKE, **changes))

    def pay(self, tx: str, of: str, kind: str = "PAYOUT", **changes: Any) -> list[list[str]]:
        return self.codes(line(tx, **{"type": kind, "relatedTxId": of, "roundId": f"R-{of}", **changes}))

    def reverse(self, tx: str, by: str, **changes: Any) -> list[list[str]]:
        return self.codes(reversal_of(*self.known[tx], by, **changes))

    def replace(self, reversal: str, by: str, **changes: Any) -> list[list[str]]:
        return self.codes(replacement_of(*self.known[reversal], by, **changes))

    def figures(self, day: str = "2026-11-24", by: str = "none") -> dict[str | None, dict[str, int]]:
        with self.book.store.read() as rows:
            answer = told(rows, **{"from": day, "to": day, "by": by})
        found = {row.key: row.figures.model_dump(exclude={"mean_lag_ms"}) for row in answer.rows}
        return {key: some for key, figures in found.items() if (some := {k: v for k, v in figures.items() if v})}

    def rejected_money(self, text: str = "state:open") -> RejectedMoney:
        with self.book.store.read() as rows:
            asked = ask(rows, SAMPLE_EDRPOU, parse_filter(text), None, NOW)
            return groups(rows, SAMPLE_EDRPOU, asked, NOW).whole_money


@pytest.fixture
def shop(book: Book) -> Shop:
    return Shop(book)


def test_a_reversed_bet_is_in_no_figure(shop: Shop) -> None:
    assert shop.bet("a") == shop.bet("b") == [[]]
    both = shop.figures()
    assert shop.reverse("b", "b-back") == [[]]
    one = {"accepted": 1, "bets": 1, "bet_kop": STAKE, "ggr_kop": STAKE}
    assert shop.figures() == {None: one}
    assert both[None] == {name: 2 * value for name, value in one.items()}
    assert shop.replace("b-back", "b-anew", amountKop=700) == [[]]
    assert shop.figures() == {None: {**one, "accepted": 2, "bets": 2, "bet_kop": STAKE + 700, "ggr_kop": STAKE + 700}}


def test_the_day_and_the_slices_of_the_original_change(shop: Shop) -> None:
    """A reversal that comes days later, from another source, takes its transaction out where that one stands."""
    then = (NOW - timedelta(days=3)).astimezone(KYIV).isoformat()
    assert shop.bet("old", occurredAt=then) == [["TM-703"]]
    assert shop.figures("2026-11-21", "source") == {
        "core-1": {"accepted": 1, "with_warnings": 1, "late": 1, "bets": 1, "bet_kop": STAKE, "ggr_kop": STAKE}
    }
    answers = shop.book.judge([raw(reversal_of(*shop.known["old"], "old-back"))], "cabinet", by="Тарас")
    assert [a.status for a in answers] == [Outcome.ACCEPTED]
    assert shop.figures("2026-11-21", "source") == {}
    assert shop.figures("2026-11-24", "source") == {}


def test_nothing_refers_to_a_reversed_bet(shop: Shop) -> None:
    shop.bet("a")
    shop.reverse("a", "a-back")
    assert shop.pay("p", "a") == [["RF-508"]]
    assert shop.pay("r", "a", "REFUND", amountKop=1) == [["RF-508"]]
    assert shop.pay("q", "a-back") == [["RF-504"]]
    assert shop.replace("a-back", "a2") == [[]]
    assert shop.pay("q2", "a2") == [[]]


def test_a_bet_is_reversed_after_what_stands_on_it(shop: Shop) -> None:
    shop.bet("a")
    shop.pay("p", "a")
    assert shop.reverse("a", "a-back") == [["IN-811"]]
    assert shop.reverse("p", "p-back") == [[]]
    again = reversal_of(*shop.known["a"], "a-back")
    again["correction"]["attemptId"] = latest(shop, "a-back")
    assert shop.codes(again) == [[]], "what was rejected is sent again"
    assert shop.figures() == {}


def test_a_rejected_reversal_is_stuck_the_other_way(shop: Shop) -> None:
    shop.bet("a")
    back = reversal_of(*shop.known["a"], "a-back", amountKop=STAKE - 1)
    assert shop.codes(back) == [["AM-406"]]
    assert shop.figures()[None]["stuck_ggr_kop"] == 1 - STAKE
    assert shop.codes(back | {"operatorTxId": "x", "currency": "EUR"}) == [["AM-403", "AM-406"]]
    assert shop.figures()[None]["stuck_ggr_kop"] == 2 * (1 - STAKE), "readable in part"
    assert [shop.rejected_money(text).ggr_kop for text in ("state:open", "state:open sum:>0")] == [2 * (1 - STAKE)] * 2
    assert shop.rejected_money().operations_kop == 2 * (STAKE - 1)
    rebuild(shop.book.ledger)
    shop.book.reopen()
    assert shop.figures()[None]["stuck_ggr_kop"] == 2 * (1 - STAKE)


def test_a_held_reversal_takes_nothing_back_yet(shop: Shop) -> None:
    shop.bet("a")
    held = msgspec.structs.replace(finding("AU-107", "", "30", "≤ 10"), severity=Severity.HELD)
    with shop.book.ledger.append(SAMPLE_EDRPOU, NOW) as append:
        back = raw(reversal_of(*shop.known["a"], "a-back"))
        (answer,) = Judging(append, "core-1", LimitFacts()).run([back], [held])
    assert answer.status is Outcome.PENDING
    assert shop.figures()[None] == {
        "accepted": 1, "pending": 1, "bets": 1, "bet_kop": STAKE, "ggr_kop": STAKE,
    }  # fmt: skip
    assert shop.pay("p", "a") == [[]]


def latest(shop: Shop, tx: str) -> str:
    with shop.book.store.read() as rows:
        return shop.book.ledger.reader(rows, SAMPLE_EDRPOU).standing((tx,))[tx].attempt_id


def test_a_refund_that_was_reversed_gives_its_sum_back(shop: Shop) -> None:
    shop.bet("a")
    assert shop.pay("r", "a", "REFUND", amountKop=STAKE) == [[]]
    assert shop.pay("p", "a") == [["RF-506"]]
    shop.reverse("r", "r-back")
    assert shop.pay("r2", "a", "REFUND", amountKop=STAKE - 1) == [[]]
    assert shop.pay("r3", "a", "REFUND", amountKop=2) == [["AM-404"]]
    assert shop.pay("r4", "a", "REFUND", amountKop=1) == [[]]


def test_a_payout_that_was_reversed_leaves_its_round_open(shop: Shop) -> None:
    """RF-506's advice can be followed: the payout is reversed, then comes the refund that really happened."""
    shop.bet("a")
    assert shop.pay("p", "a") == [[]]
    assert shop.pay("p2", "a") == [["RF-507"]]
    assert shop.pay("r", "a", "REFUND", amountKop=1) == [["RF-506"]]
    shop.reverse("p", "p-back")
    assert shop.pay("p3", "a") == [[]], "the round is open"
    shop.reverse("p3", "p3-back")
    assert shop.pay("r2", "a", "REFUND", amountKop=STAKE) == [[]]


def test_a_replaced_refund_refers_to_its_bet_like_any(shop: Shop) -> None:
    shop.bet("a")
    shop.pay("r", "a", "REFUND", amountKop=100)
    shop.reverse("r", "r-back")
    assert shop.replace("r-back", "r2", amountKop=STAKE) == [[]]
    assert shop.pay("p", "a") == [["RF-506"]]
    assert shop.reverse("r-back", "x") == [["IN-812"]]
    assert shop.replace("r-back", "r3") == [["IN-805", "AM-404"]], "the bet was given back in full by now"
    assert shop.reverse("r2", "r2-back") == [[]], "a replacement is a transaction like any"
    assert shop.pay("p2", "a") == [[]]


def test_in_one_batch_later_lines_see_earlier_ones(shop: Shop) -> None:
    shop.bet("a")
    back = reversal_of(*shop.known["a"], "a-back")
    plain = line("p", type="PAYOUT", relatedTxId="a")
    assert shop.codes(plain | {"operatorTxId": "p0", "roundId": "R-0"}) == [[]]
    shop.reverse("p0", "p0-back")
    twice = reversal_of(*shop.known["a"], "a-back-2")
    assert shop.codes(back, plain, twice, line("z")) == [[], ["RF-508"], ["IN-805"], []]


@pytest.mark.parametrize("again", ["open", "derived"])
def test_a_restart_and_a_rebuild_know_what_was_reversed(shop: Shop, again: str) -> None:
    shop.bet("a")
    shop.bet("b")
    shop.pay("p", "b")
    shop.reverse("a", "a-back")
    shop.reverse("p", "p-back")
    before = shop.figures()
    shop.book.reopen()
    if again == "derived":
        rebuild(shop.book.ledger)
        shop.book.reopen()
    assert shop.figures() == before
    assert shop.reverse("a", "a-back-2") == [["IN-805"]]
    assert shop.pay("p2", "b") == [[]]
    assert shop.pay("p3", "a") == [["RF-508"]]


def test_a_card_tells_what_of_a_game_was_reversed(shop: Shop) -> None:
    shop.bet("a")
    shop.pay("p", "a")
    shop.reverse("p", "p-back")
    (bad,) = shop.send(line("bad", type="PAYOUT", relatedTxId="a", currency="EUR"))
    with shop.book.store.read() as rows:
        tree = card(shop.book.ledger.reader(rows, SAMPLE_EDRPOU), bad.attempt_id).tree
    assert [(node.operator_tx_id, node.reversed_by is not None) for node in tree] == [
        ("a", False), ("p", True), ("bad", False),
    ]  # fmt: skip


@pytest.mark.parametrize("seed", range(12))
def test_figures_are_those_of_what_stands(book: Book, seed: int) -> None:
    """Counted anew from the stored lines alone, by a few lines of Python that know none of ours."""
    luck, shop = random.Random(seed), Shop(book)  # noqa: S311  a test's own
    for number, played in enumerate(play(seed, 60, NOW - timedelta(minutes=6), timedelta(hours=5), mistakes=0.1)):
        value = json.loads(played.data)
        shop.send({k: v for k, v in value.items() if k != "seqNo"})
        if luck.random() < 0.4 and shop.known:
            tx = luck.choice(list(shop.known))
            if luck.random() < 0.6:
                shop.reverse(tx, f"v{number}")
            else:
                shop.replace(tx, f"v{number}", amountKop=luck.choice((1, 400, 90_000)))
        if luck.random() < 0.05:
            book.reopen()
    with ledger_rows(book.store, named=True) as rows:
        accepted = [json.loads(r["bytes"]) | {"soms": r["soms_tx_id"]} for r in rows.execute(
            "SELECT p.bytes AS bytes, a.soms_tx_id FROM attempts a JOIN payloads p USING (attempt_id) "
            "WHERE a.soms_tx_id IS NOT NULL"
        )]  # fmt: skip
    reversals = [v for v in accepted if v.get("correction", {}).get("kind") == "REVERSAL"]
    assert reversals
    gone = {v["correction"]["somsTxId"] for v in reversals} | {v["soms"] for v in reversals}
    stands = [v for v in accepted if v["soms"] not in gone]
    expected: Counter[str] = Counter()
    for value in stands:
        expected.update(
            {"accepted": 1, f"{value['type'].lower()}s": 1, f"{value['type'].lower()}_kop": value["amountKop"]}
        )
    with book.store.read() as rows:
        answer = told(rows, **{"from": "2026-11-23", "to": "2026-11-25"})
    total = answer.total.model_dump()
    assert {name: total[name] for name in expected} == dict(expected)
    assert total["ggr_kop"] == expected["bet_kop"] - expected["refund_kop"] - expected["payout_kop"]
