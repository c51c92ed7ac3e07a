"""Very many transactions: as many as were asked for, believable, and rejected as often as was asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from cabinet.cli.contour import run
from tests.contour.ledger.test_log import counted_from_rows, rolled_up
from tests.ledger_rows import ledger_rows


def fill(data: Path, *more: str) -> int:
    return run(["fill", "--data", str(data), "--transactions", "4000", "--days", "3", *more])


@pytest.mark.parametrize(("rejected", "least", "most"), [("0", 0, 0), ("0.01", 10, 90), ("1", 3990, 4000)])
def test_a_folder_is_filled(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], rejected: str, least: int, most: int
) -> None:
    assert fill(tmp_path / "c", "--rejected", rejected) == 0
    assert "transactions in" in capfd.readouterr().out
    with ledger_rows(tmp_path / "c") as rows:
        (count, ids), *_ = rows.execute("SELECT COUNT(*), COUNT(DISTINCT operator_tx_id) FROM attempts")
        assert 3990 <= count == ids <= 4000
        (bad,) = rows.execute("SELECT COUNT(*) FROM attempts WHERE outcome = 'REJECTED'").fetchone()
        assert least <= bad <= most
        codes = {code for (code,) in rows.execute("SELECT DISTINCT first_code FROM rejections")}
        assert codes <= {"RG-604", "RG-606", "AM-403", "RF-503"}
        (warned,) = rows.execute("SELECT COUNT(*) FROM attempts WHERE outcome = 'ACCEPTED_WITH_WARNINGS'").fetchone()
        assert warned == 0, "no line is late, no number or batch is missing"
        kinds = dict(rows.execute("SELECT type, COUNT(*) FROM attempts WHERE source = 'core-1' GROUP BY type"))
        assert set(kinds) == {"BET", "REFUND", "PAYOUT"}
        assert rolled_up(rows) == counted_from_rows(rows)
    assert run(["verify", "--data", str(tmp_path / "c")]) == 0


def test_another_seed_makes_other_lines_and_the_same_the_same(tmp_path: Path) -> None:
    found = []
    for name, seed in (("a", "1"), ("b", "1"), ("c", "2")):
        fill(tmp_path / name, "--seed", seed)
        with ledger_rows(tmp_path / name) as rows:
            found.append([row for (row,) in rows.execute("SELECT amount_kop FROM attempts ORDER BY seq")])
    assert found[0] == found[1] != found[2]


def test_a_log_that_has_begun_is_not_filled(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert fill(tmp_path / "c") == 0
    assert fill(tmp_path / "c") == 1
    assert "empty folder" in capfd.readouterr().err
