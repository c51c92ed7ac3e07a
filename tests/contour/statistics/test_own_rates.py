"""A file of the operator's own replaces the shipped rates, and what was withheld under others is summed anew."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from cabinet.cli.contour import run
from cabinet.contour.folder import DataFolder
from cabinet.contour.intake.judging import Judging
from cabinet.contour.ledger.log import Ledger
from cabinet.contour.ledger.sqlite_store import SqliteStore
from cabinet.contour.sample.operator import SAMPLE_EDRPOU, sample_operator
from cabinet.contour.sample.testdata import create_operator
from cabinet.contour.statistics.own_rates import SHIPPED, keep_rates, rates_of
from cabinet.contract.errors import KnownError
from cabinet.proof.notes import NoteSigner
from cabinet.rules.facts import LimitFacts
from cabinet.rules.rates import RateTable, read_rates
from tests.perimeter_in_process import NOW, line
from tests.rules.known_facts import raw

LEVY: dict[str, Any] = {
    "tax": "MILITARY_LEVY", "percent": "7.5", "from": "2024-12-01", "referenceUk": "Закон", "referenceEn": "Law",
    "verified": False,
}  # fmt: skip


def written(path: Path, **changes: Any) -> Path:
    path.write_text(json.dumps({"name": "own", "rates": [{**LEVY, **changes}]}), encoding="utf-8")
    return path


def test_a_file_is_put_in_force_and_taken_away(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "data")
    assert not rates_of(folder).own
    assert keep_rates(folder, str(written(tmp_path / "own.json"))).own
    assert [rate.percent for rate in rates_of(folder).rates] == ["7.5"]
    with pytest.raises(KnownError, match="RATES_PERCENT"):
        keep_rates(folder, str(written(tmp_path / "bad.json", percent="750")))
    with pytest.raises(KnownError, match="FILE_UNREADABLE"):
        keep_rates(folder, str(tmp_path / "none.json"))
    assert rates_of(folder).own, "a refused file changes nothing"
    assert not keep_rates(folder, SHIPPED).own
    assert not rates_of(folder).own
    folder.close()


def test_the_command_checks_a_file_and_prints_what_is_in_force(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = str(tmp_path / "data")
    assert run(["rates", "--data", data]) == 0
    assert "MILITARY_LEVY  5 %  2024-12-01…  verified" in capsys.readouterr().out
    assert run(["rates", "--data", data, "--rates", str(written(tmp_path / "own.json"))]) == 0
    assert "own: own file, 1 rates\nMILITARY_LEVY  7.5 %  2024-12-01…  not verified  Law\n" in capsys.readouterr().out
    assert run(["rates", "--data", data, "--rates", str(written(tmp_path / "own.json", tax="VAT"))]) == 1
    assert "VAT" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        run(["verify", "--data", data, "--rates", "x"])


def test_other_rates_sum_anew_what_is_withheld(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "ledger.sqlite")
    create_operator(store, sample_operator(NOW), NOW)
    signer = NoteSigner("test/log", Ed25519PrivateKey.generate())

    def opened(rates: RateTable | None = None) -> tuple[int, int, str]:
        ledger = Ledger(store, signer, "test", rates=rates)
        with store.read() as rows:
            found = rows.tuples("SELECT pit_kop, levy_kop FROM rollups WHERE step = 'day' AND slice = 'none'")
            return (*next(iter(found), (0, 0)), ledger.checkpoint(rows, SAMPLE_EDRPOU))

    ledger = Ledger(store, signer, "test")
    with ledger.append(SAMPLE_EDRPOU, NOW) as append:
        Judging(append, "core-1", LimitFacts()).run([raw(line("a"))])
    payout = line("p", type="PAYOUT", relatedTxId="a", amountKop=333, seqNo=2)
    with ledger.append(SAMPLE_EDRPOU, NOW) as append:
        (item,) = Judging(append, "core-1", LimitFacts()).run([raw(payout)])
    assert item.status.value.startswith("ACCEPTED"), item
    before = opened()
    assert before[:2] == (60, 17)
    own = read_rates(written(tmp_path / "own.json").read_bytes(), own=True)
    other = opened(own)
    assert other == (0, 25, before[2]), "the log itself is as it was"
    assert opened(own) == other
    assert opened() == before
    store.close()
