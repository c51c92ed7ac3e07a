"""What one attempt changes beside its own rows: what is taken of its bet, and which rejection stands for it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.perimeter_in_process import PerimeterInProcess, line


@pytest.fixture
def perimeter(tmp_path: Path) -> Iterator[PerimeterInProcess]:
    made = PerimeterInProcess(tmp_path / "p")
    yield made
    made.close()


def taken(perimeter: PerimeterInProcess) -> dict[str, tuple[int, bool]]:
    """Return bet → what refunds have given back, and whether it was paid out."""
    with perimeter.perimeter.store.read() as rows:
        return {
            row["operator_tx_id"]: (row["refunded_kop"], row["payout_attempt"] is not None)
            for row in rows.all("SELECT * FROM bets")
        }


def follow(tx: str, kind: str, **changes: object) -> dict[str, object]:
    return line(tx, type=kind, relatedTxId="bet", **changes)


def test_refunds_that_were_taken_add_up(perimeter: PerimeterInProcess) -> None:
    perimeter.judge(line("bet"), follow("r1", "REFUND", amountKop=200), follow("r2", "REFUND", amountKop=100))
    assert taken(perimeter) == {"bet": (300, False)}
    perimeter.judge(follow("r3", "REFUND", amountKop=201))
    assert taken(perimeter) == {"bet": (300, False)}, "one that was rejected takes nothing"


def test_a_payout_is_no_refund(perimeter: PerimeterInProcess) -> None:
    perimeter.judge(line("bet"), follow("p", "PAYOUT", amountKop=200))
    assert taken(perimeter) == {"bet": (0, True)}


def test_a_rejected_payout_pays_nothing(perimeter: PerimeterInProcess) -> None:
    perimeter.judge(line("bet"), follow("p", "PAYOUT", amountKop=200, currency="EUR"))
    assert taken(perimeter) == {}


def test_one_transaction_has_one_open_rejection(perimeter: PerimeterInProcess) -> None:
    perimeter.judge(line("bad", currency="EUR"))
    perimeter.judge(line("bad", currency="USD"), line("other", currency="USD"), line("other", currency="EUR"))
    with perimeter.perimeter.store.read() as rows:
        states = [(row["operator_tx_id"], row["state"]) for row in rows.all("SELECT * FROM rejections ORDER BY seq")]
    assert states == [("bad", "superseded"), ("bad", "open"), ("other", "superseded"), ("other", "open")]
