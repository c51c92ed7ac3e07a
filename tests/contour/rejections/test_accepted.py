"""The card of what was accepted: what a reversal needs of it, what took it back, what stands on it."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

import pytest

from cabinet.contour.call import ReaderCall
from cabinet.contour.rejections.accepted import _MOST_NAMED
from cabinet.contract.accepted import AcceptedCard
from cabinet.contract.endpoint import Nothing
from cabinet.contract.errors import KnownError
from cabinet.contract.findings import ItemAnswer
from cabinet.contract.moment import parse_moment
from cabinet.contract.states import CorrectionKind, Outcome
from tests.amending import replacement_of, reversal_of
from tests.perimeter_in_process import NOW, SOURCE, PerimeterInProcess, line
from tests.rules.known_facts import raw


def accepted_of(perimeter: PerimeterInProcess, attempt: str) -> AcceptedCard:
    call = ReaderCall(
        now=NOW, address="127.0.0.1", request=Nothing(), path={"attemptId": attempt}, reader=perimeter.machine
    )
    found = perimeter.perimeter.handlers()["accepted"](call)
    assert isinstance(found, AcceptedCard)
    return found


def take(perimeter: PerimeterInProcess, value: dict[str, Any]) -> ItemAnswer:
    (answer,) = perimeter.judge(value)
    assert answer.status is Outcome.ACCEPTED
    return answer


def payout(tx: str, of: str = "bet", kind: str = "PAYOUT", **changes: Any) -> dict[str, Any]:
    return line(tx, type=kind, relatedTxId=of, **changes)


def test_what_a_reversal_needs(perimeter: PerimeterInProcess) -> None:
    value = line("bet")
    answer = take(perimeter, value)
    card = accepted_of(perimeter, answer.attempt_id)
    sent = raw(value)
    assert base64.b64decode(card.payload) == sent
    assert card.payload_sha256 == hashlib.sha256(sent).hexdigest()
    assert (card.attempt_id, card.soms_tx_id, card.status) == (answer.attempt_id, answer.soms_tx_id, Outcome.ACCEPTED)
    assert (card.operator_tx_id, card.type, card.source, card.by) == ("bet", "BET", SOURCE, None)
    assert card.amount_kop == card.ggr_kop == value["amountKop"]
    assert card.occurred_at == parse_moment(str(value["occurredAt"]))
    assert (card.amends, card.reversed_by, card.in_the_way) == (None, None, [])


def test_what_stands_on_a_bet_until_it_is_reversed(perimeter: PerimeterInProcess) -> None:
    bet = take(perimeter, line("bet"))
    paid, back = (payout(tx, kind="REFUND", amountKop=1) for tx in ("paid", "back"))
    first, second = take(perimeter, paid), take(perimeter, back)
    perimeter.judge(payout("bad", kind="REFUND", siteId="zz", amountKop=1))
    card = accepted_of(perimeter, bet.attempt_id)
    assert [(n.operator_tx_id, n.attempt_id, n.current) for n in card.in_the_way] == [
        ("paid", first.attempt_id, False), ("back", second.attempt_id, False),
    ]  # fmt: skip
    own = accepted_of(perimeter, first.attempt_id)
    assert (own.in_the_way, own.ggr_kop) == ([], -own.amount_kop)
    assert first.soms_tx_id is not None
    reversal = take(perimeter, reversal_of(raw(paid), first.soms_tx_id, "undone"))
    assert [n.operator_tx_id for n in accepted_of(perimeter, bet.attempt_id).in_the_way] == ["back"]
    assert accepted_of(perimeter, first.attempt_id).reversed_by == reversal.attempt_id


def test_a_reversal_and_a_replacement(perimeter: PerimeterInProcess) -> None:
    value = line("bet")
    bet = take(perimeter, value)
    assert bet.soms_tx_id is not None
    back = reversal_of(raw(value), bet.soms_tx_id, "undone")
    undone = take(perimeter, back)
    assert undone.soms_tx_id is not None
    card = accepted_of(perimeter, undone.attempt_id)
    assert (card.amends, card.ggr_kop, card.reversed_by) == (CorrectionKind.REVERSAL, -card.amount_kop, None)
    anew = take(perimeter, replacement_of(raw(back), undone.soms_tx_id, "anew"))
    card = accepted_of(perimeter, anew.attempt_id)
    assert (card.amends, card.ggr_kop) == (CorrectionKind.REPLACEMENT, card.amount_kop)
    take(perimeter, payout("paid", of="anew"))
    assert [n.operator_tx_id for n in accepted_of(perimeter, anew.attempt_id).in_the_way] == ["paid"]
    assert accepted_of(perimeter, undone.attempt_id).in_the_way == []


@pytest.mark.parametrize("count", [_MOST_NAMED - 1, _MOST_NAMED, _MOST_NAMED + 1])
def test_so_many_are_named(perimeter: PerimeterInProcess, count: int) -> None:
    bet = take(perimeter, line("bet", amountKop=10_000))
    perimeter.judge(*[payout(f"r-{n}", kind="REFUND", amountKop=1) for n in range(count)])
    found = accepted_of(perimeter, bet.attempt_id).in_the_way
    assert [n.operator_tx_id for n in found] == [f"r-{n}" for n in range(min(count, _MOST_NAMED))]


def test_what_is_not_there(perimeter: PerimeterInProcess) -> None:
    (bad,) = perimeter.judge(line("bad", siteId="zz"))
    good = take(perimeter, line("bet"))
    for attempt in (bad.attempt_id, good.soms_tx_id, "nothing", "018f0000-0000-7000-8000-000000000000"):
        with pytest.raises(KnownError, match="ACCEPTED_NOT_FOUND"):
            accepted_of(perimeter, str(attempt))
