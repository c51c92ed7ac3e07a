"""A source's numbers as they run, and what one batch's lines know of each other."""

from __future__ import annotations

import pytest

from cabinet.contour.intake.judging import MAX_LEAP
from cabinet.contract.findings import ItemAnswer
from cabinet.contract.states import Outcome
from tests.perimeter_in_process import PerimeterInProcess, encoded, line


def codes(items: list[ItemAnswer]) -> list[list[str]]:
    return [[f.code for f in item.findings] for item in items]


def numbered(*numbers: int) -> list[dict[str, object]]:
    return [line(f"n{place}-{number}", seqNo=number) for place, number in enumerate(numbers)]


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ((7, 8, 9), [[], [], []]),
        ((7, 9), [[], ["IN-802"]]),
        ((7, 7, 8), [[], ["IN-802"], []]),
        ((7, 6, 8), [[], ["IN-802"], []]),
        ((7, 7 + MAX_LEAP - 1), [[], ["IN-802"]]),
        ((7, 7 + MAX_LEAP), [[], ["IN-802"]]),
        ((7, 7 + MAX_LEAP + 1, 8), [[], ["ST-204"], []]),
        ((7, 2**63 - 1, 8), [[], ["ST-204"], []]),
        ((2**63 - 1, 1, 2), [[], ["IN-802"], []]),
        ((MAX_LEAP + 7, 7, 8), [[], ["IN-802"], ["IN-802"]]),
        ((MAX_LEAP + 8, 7, 8), [[], ["IN-802"], []]),
    ],
)  # fmt: skip
@pytest.mark.parametrize("together", [True, False])
def test_sequence(
    perimeter: PerimeterInProcess, numbers: tuple[int, ...], expected: list[list[str]], *, together: bool
) -> None:
    lines = numbered(*numbers)
    batches = [lines] if together else [[one] for one in lines]
    assert [found for batch in batches for found in codes(perimeter.judge(*batch))] == expected


def test_a_leap_is_refused_and_a_gap_is_taken(perimeter: PerimeterInProcess) -> None:
    items = perimeter.judge(*numbered(1, MAX_LEAP + 2, 5))
    assert [i.status for i in items] == [Outcome.ACCEPTED, Outcome.REJECTED, Outcome.ACCEPTED_WITH_WARNINGS]
    assert items[1].findings[0].pointer == "/seqNo"


def test_a_new_version_is_no_step_in_the_sequence(perimeter: PerimeterInProcess) -> None:
    (bad,) = perimeter.judge(line("a", seqNo=1, currency="EUR"))
    import hashlib
    import json

    original = hashlib.sha256(json.dumps(line("a", seqNo=1, currency="EUR")).encode()).hexdigest()
    correction = {
        "kind": "RESUBMIT_REJECTED", "attemptId": bad.attempt_id, "originalSha256": original, "reasonCode": "R1",
    }  # fmt: skip
    items = perimeter.judge(line("b", seqNo=2), line("a", seqNo=1, correction=correction), line("c", seqNo=3))
    assert codes(items) == [[], [], []]


def test_replays_are_no_steps(perimeter: PerimeterInProcess) -> None:
    perimeter.judge(*numbered(1, 2, 3))
    assert codes(perimeter.judge(*numbered(1, 2, 3), line("z", seqNo=4))) == [["ID-301"]] * 3 + [[]]


def payout(tx: str, round_id: str, **changes: object) -> dict[str, object]:
    return line(tx, type="PAYOUT", relatedTxId="bet", roundId=round_id, amountKop=100, **changes)


@pytest.mark.parametrize("together", [True, False])
def test_one_payout_a_round(perimeter: PerimeterInProcess, *, together: bool) -> None:
    rounds = ["RR1", "RR1", "RR2", "RR1", "RR2", "RR3", "RR1"]
    lines = [line("bet"), *(payout(f"p{n}", r) for n, r in enumerate(rounds))]
    batches = [lines] if together else [[one] for one in lines]
    found = [one for batch in batches for one in codes(perimeter.judge(*batch))]
    assert found == [[], [], ["RF-507"], [], ["RF-507"], ["RF-507"], [], ["RF-507"]]


def test_a_rejected_payout_does_not_take_its_round(perimeter: PerimeterInProcess) -> None:
    found = codes(perimeter.judge(line("bet"), payout("p1", "R1", currency="EUR"), payout("p2", "R1")))
    assert found == [[], ["AM-403"], []]


@pytest.mark.parametrize(("refunds", "expected"), [((499,), []), ((500,), ["RF-506"]), ((300, 200), ["RF-506"])])
@pytest.mark.parametrize("together", [True, False])
def test_payout_of_a_bet_refunded_in_full(
    perimeter: PerimeterInProcess, refunds: tuple[int, ...], expected: list[str], *, together: bool
) -> None:
    lines = [line("bet"), *(line(f"r{k}", type="REFUND", relatedTxId="bet", amountKop=k) for k in refunds)]
    lines.append(payout("p", "R9"))
    batches = [lines] if together else [[one] for one in lines]
    found = [one for batch in batches for one in codes(perimeter.judge(*batch))]
    assert found == [[]] * (len(lines) - 1) + [expected]


def test_names_twice_and_look_alikes(perimeter: PerimeterInProcess) -> None:
    twice = encoded(line("t")).replace(b'"amountKop": 500', b'"amountKop": 500, "amountKop": 99900').strip()
    items = perimeter.judge(
        twice, line("l", licenceNo="ОК-2024-017"), line("m", gameId="roulette-eu\n"), line("n", gameId="Шевченко 22")
    )
    assert codes(items) == [["ST-205"], ["ST-204"], ["ST-204"], ["ST-208"]]
    assert items[0].findings[0].pointer == "/amountKop"
    assert "OK-2024-017" in items[1].findings[0].expected
    assert items[2].findings[0].value == "roulette-eu␊"
    assert items[3].findings[0].value == "•••"
