"""A whole file judged without sending: as if it had been sent, and nothing stored."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cabinet.contract.about import Limits
from cabinet.contract.errors import KnownError
from cabinet.dayfile.reading import open_day_file
from cabinet.sender.checking import CheckSummary, check_file
from cabinet.sender.send import send_file
from tests.amending import reversal_of
from tests.perimeter_in_process import PerimeterInProcess, encoded, line

LIMIT = Limits().max_checked_items


def check(perimeter: PerimeterInProcess, tmp_path: Path, *lines: dict[str, object] | bytes) -> CheckSummary:
    path = tmp_path / "d.ndjson"
    path.write_bytes(encoded(*lines))
    return check_file(perimeter.client(tmp_path / "key"), open_day_file(path))


def payout(n: int, bet: str = "bet") -> dict[str, object]:
    return line(f"p{n}", type="PAYOUT", relatedTxId=bet, roundId=f"R{n}", amountKop=100)


def test_verdicts_by_code_with_lines_and_nothing_stored(perimeter: PerimeterInProcess, tmp_path: Path) -> None:
    summary = check(perimeter, tmp_path, line("a", currency="EUR"), line("b"), b"{", line("c", currency="EUR"))
    assert dict(summary.by_outcome) == {"REJECTED": 2, "ACCEPTED": 1}
    assert summary.lines_of == {"AM-403": [1, 4]}
    assert summary.first_of["AM-403"].remedy_uk
    assert [broken.number for broken in summary.broken] == [3]
    assert summary.judged == 3
    assert perimeter.perimeter.ledger.head("90417318").size == 1, "the credential's own entry"


@pytest.mark.parametrize("between", [0, LIMIT - 2, LIMIT - 1, LIMIT, 2 * LIMIT + 1])
def test_a_payout_far_from_its_bet(perimeter: PerimeterInProcess, tmp_path: Path, between: int) -> None:
    lines = [line("bet"), *(line(f"o{n}") for n in range(between)), payout(1)]
    assert dict(check(perimeter, tmp_path, *lines).by_outcome) == {"ACCEPTED": between + 2}


@pytest.mark.parametrize("many", [LIMIT - 2, LIMIT - 1, LIMIT, 2 * LIMIT - 2, 2 * LIMIT - 1, 2 * LIMIT])
def test_a_bet_with_more_payouts_than_fit(perimeter: PerimeterInProcess, tmp_path: Path, many: int) -> None:
    lines = [line("x"), line("bet"), *(payout(n) for n in range(many)), line("y")]
    assert dict(check(perimeter, tmp_path, *lines).by_outcome) == {"ACCEPTED": many + 3}


def test_numbers_out_of_order_are_no_gap(perimeter: PerimeterInProcess, tmp_path: Path) -> None:
    lines = [line("bet", seqNo=1), line("b", seqNo=2), payout(1) | {"seqNo": 3}]
    summary = check(perimeter, tmp_path, *lines)
    assert dict(summary.by_outcome) == {"ACCEPTED": 3}
    assert not summary.lines_of


def test_check_tells_what_send_then_finds(perimeter: PerimeterInProcess, tmp_path: Path) -> None:
    lines = [line("bet"), payout(1), payout(1) | {"operatorTxId": "p2"}, payout(3, "none"), line("z", gameId="?")]
    before = check(perimeter, tmp_path, *lines)
    sent = send_file(perimeter.client(tmp_path / "key"), open_day_file(tmp_path / "d.ndjson"))
    assert before.by_outcome == sent.by_outcome
    assert {code: len(found) for code, found in before.lines_of.items()} == dict(sent.by_code)


@pytest.mark.parametrize("between", [0, LIMIT])
def test_a_bet_is_reversed_with_its_payout_however_far(
    perimeter: PerimeterInProcess, tmp_path: Path, between: int
) -> None:
    """The payout goes first: judged apart, the bet's reversal would be in its way (IN-811)."""
    bet, paid = line("bet", roundId="R"), payout(1) | {"roundId": "R"}
    one, other = perimeter.judge(bet, paid)
    assert one.soms_tx_id
    assert other.soms_tx_id
    lines = [
        reversal_of(json.dumps(paid).encode(), other.soms_tx_id, "p-back"),
        *(line(f"o{n}") for n in range(between)),
        reversal_of(json.dumps(bet).encode(), one.soms_tx_id, "bet-back"),
    ]
    assert dict(check(perimeter, tmp_path, *lines).by_outcome) == {"ACCEPTED": between + 2}
    turned = [lines[-1], lines[0]]
    assert check(perimeter, tmp_path, *turned).lines_of == {"IN-811": [1]}, "in their order"


def test_a_table_of_nothing_but_its_head(perimeter: PerimeterInProcess, tmp_path: Path) -> None:
    path = tmp_path / "d.csv"
    path.write_text("operatorTxId;type;occurredAt;amountKop\n")
    with pytest.raises(KnownError, match="FILE_EMPTY"):
        check_file(perimeter.client(tmp_path / "key"), open_day_file(path))


def test_empty(perimeter: PerimeterInProcess, tmp_path: Path) -> None:
    with pytest.raises(KnownError, match="FILE_EMPTY"):
        check(perimeter, tmp_path, b" ")
