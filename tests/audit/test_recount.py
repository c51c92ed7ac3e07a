"""Figures counted again, against what the contour counts: corrections, reversals, verdicts, lines that are not told."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from cabinet.audit.contents import HOUR
from cabinet.audit.recount import COUNTS, Recount, day_of
from cabinet.contract.moment import epoch_micros
from cabinet.contract.statistics import STATISTICS
from cabinet.wire.ask import AnyAsk
from tests.amending import reversal_of
from tests.audit.kit import Served, codes
from tests.perimeter_in_process import NOW, PerimeterInProcess, line

AT = epoch_micros(NOW) - epoch_micros(NOW) % HOUR


@pytest.fixture
def served(perimeter: PerimeterInProcess) -> Served:
    return Served(perimeter.perimeter)


def counted(served: Served) -> dict[str, int]:
    """Audit, which has to find nothing, and return what is counted in all."""
    audit = served.audit()
    assert audit.run().faults == []
    total = dict.fromkeys(COUNTS, 0)
    for counts in audit.recount.hours.values():
        for name, value in zip(COUNTS, counts, strict=True):
            total[name] += value
    return {name: value for name, value in total.items() if value}


def test_what_is_corrected_counts_no_more(perimeter: PerimeterInProcess, served: Served) -> None:
    (rejected,) = perimeter.judge(line("a", currency="EUR"))
    assert counted(served) == {"rejected": 1}
    perimeter.judge(line("a", currency="USD"))
    assert counted(served) == {"rejected": 1}, "without a link it takes the place of the one before"
    log = perimeter.perimeter.ledger
    with log.store.read() as rows:
        latest = log.reader(rows, "90417318").attempts_of("a")[-1]
    link = {
        "kind": "RESUBMIT_REJECTED", "attemptId": latest.attempt_id, "originalSha256": latest.commitment,
        "reasonCode": "R1",
    }  # fmt: skip
    perimeter.judge(line("a", correction=link, amountKop=700))
    assert counted(served) == {"accepted": 1, "bets": 1, "bet_kop": 700}
    assert rejected.attempt_id != latest.attempt_id


def test_what_is_reversed_counts_no_more(perimeter: PerimeterInProcess, served: Served) -> None:
    bet = json.dumps(line("a")).encode()
    one, _ = perimeter.judge(bet, line("b", amountKop=9))
    assert one.soms_tx_id is not None
    perimeter.judge(reversal_of(bet, one.soms_tx_id, "back"))
    assert counted(served) == {"accepted": 1, "bets": 1, "bet_kop": 9}


def test_what_was_held_counts_as_its_verdict_says(perimeter: PerimeterInProcess, served: Served) -> None:
    perimeter.judge(line("r", type="REFUND", relatedTxId="late", roundId="R-late", amountKop=500))
    assert counted(served) == {"pending": 1}
    perimeter.judge(line("late"))
    assert counted(served) == {
        "accepted": 2, "bets": 1, "bet_kop": 500, "refunds": 1, "refund_kop": 500
    }  # fmt: skip


def lying(served: Served, figure: bytes, told: bytes) -> None:
    def lie(ask: AnyAsk, body: bytes) -> bytes:
        return body.replace(figure, told) if ask.endpoint is STATISTICS else body

    served.lie = lie


def test_lines_that_are_not_told_leave_as_much_room_as_there_are(perimeter: PerimeterInProcess, served: Served) -> None:
    personal = json.dumps(line("p", lateReason="Петренко Іван, +380501234567")).encode()
    perimeter.judge(line("a"), line("eur", currency="EUR"), personal)
    report = served.report()
    assert (report.faults, report.uncounted, report.withheld) == ([], 1, 1)
    lying(served, b'"rejected":2', b'"rejected":3')
    assert codes(served.report()) == {"FIGURES_DIFFER"}
    lying(served, b'"accepted":1', b'"accepted":2')
    assert codes(served.report()) == {"FIGURES_DIFFER"}, "room is only for what became of the line"


def test_it_is_kept_and_goes_on(perimeter: PerimeterInProcess, served: Served, tmp_path: Path) -> None:
    perimeter.judge(
        line("a", currency="EUR"), line("b"), line("r", type="REFUND", relatedTxId="late", roundId="R-late"),
        line("old", occurredAt=(NOW - timedelta(days=40)).isoformat()),
    )  # fmt: skip
    audit = served.audit()
    audit.run()
    again = Recount.of(audit.recount.kept())
    for one in (audit.recount, again):
        one.flush()
    assert (again.hours, again.days, again.unknown) == (audit.recount.hours, audit.recount.days, [0, 0, 0])
    assert again.kept() == audit.recount.kept()
    assert day_of(AT) in {day for _, day, _ in again.days}
    with pytest.raises(msgspec.MsgspecError):
        Recount.of(b"\xc1")
