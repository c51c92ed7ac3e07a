"""Replay: the whole pipeline, the story told, nothing late that was not; the same seed gives the same lines."""

from __future__ import annotations

import sqlite3
import urllib.error
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cabinet.contour.process import ContourProcess
from cabinet.contract.testdata import Generate, Generated, SetTime
from tests.company import Company
from tests.contour.test_ledger import counted_from_rows, rolled_up

DAY = timedelta(days=1)


def generate(contour: ContourProcess, wanted: Generate) -> Generated:
    return Generated.model_validate(contour.testdata("testdata_generate", wanted, seconds=60))


def wanted(transactions: int, days: int = 80, seed: int = 5) -> Generate:
    now = datetime.now(UTC)
    return Generate(seed=seed, since=now - days * DAY, until=now, transactions=transactions)


def test_the_story_is_told_and_figures_are_rows(company: Company) -> None:
    told = generate(company.contour, wanted(6000))
    assert Generated.model_validate(company.contour.testdata("testdata_generated")) == told
    company.contour.stop()
    ledger = sqlite3.connect(company.contour.data / "ledger.sqlite")
    try:
        assert rolled_up(ledger) == counted_from_rows(ledger)
        (sent,) = ledger.execute("SELECT COUNT(*) FROM attempts WHERE source <> 'cabinet'").fetchone()
        assert sent == told.transactions
        assert abs(sent - 6000) < 600
        rejected = ledger.execute(
            "SELECT a.codes, a.received_at, r.state FROM attempts a JOIN rejections r USING (attempt_id)"
        ).fetchall()
        assert len(rejected) == told.rejected
        assert 0.004 < len(rejected) / sent < 0.03
        assert sum(state == "corrected" for _, _, state in rejected) == told.corrected > 0
        now = datetime.now(UTC).timestamp()
        age: dict[str, list[float]] = {}
        for codes, at, _ in rejected:
            age.setdefault(codes.split(",")[0], []).append((now - at / 1e6) / 86400)
        assert max(age["RG-604"]) < 6.1, "began last week"
        assert min(age["ST-205"]) > 63, "gone since the release"
        assert min(age["RF-503"] + age["RG-606"] + age["AM-404"]) < 15 < max(age["AM-404"]), "recurs"
        late = ledger.execute("SELECT source, occurred_at FROM attempts WHERE late").fetchall()
        assert {source for source, _ in late} <= {"bet-1"}
        assert all(11 < (now - at / 1e6) / 86400 < 13 for _, at in late), "only while the channel was down"
        gaps = Counter(codes for (codes,) in ledger.execute("SELECT codes FROM attempts WHERE codes LIKE '%IN-80%'"))
        assert not gaps, "numbers and chain without a gap"
    finally:
        ledger.close()


def lines_of(data: Path) -> Counter[tuple[str, str, str]]:
    ledger = sqlite3.connect(data / "ledger.sqlite")
    try:
        return Counter(
            ledger.execute(
                "SELECT commitment, outcome, codes FROM attempts "
                "WHERE codes NOT LIKE '%ST-208%' AND source <> 'cabinet'"
            )
        )
    finally:
        ledger.close()


def test_the_same_seed_gives_the_same_lines_and_more_can_follow(company: Company, tmp_path: Path) -> None:
    asked = wanted(600, days=10)
    noon = (datetime.now(UTC) - timedelta(days=1)).replace(microsecond=0)
    asked = asked.model_copy(update={"until": noon, "since": noon - 9 * DAY})
    generate(company.contour, asked)
    with ContourProcess(tmp_path / "second") as second:
        Company(second).found()
        generate(second, asked)
        generate(second, asked.model_copy(update={"since": noon, "until": noon + DAY / 2, "transactions": 60}))
    company.contour.stop()
    first, both = lines_of(company.contour.data), lines_of(tmp_path / "second")
    assert sum(first.values()) > 500
    assert {line for line, _, _ in first} <= {line for line, _, _ in both}
    assert sum(both.values()) > sum(first.values())


def test_play_of_tomorrow_is_refused(company: Company) -> None:
    company.contour.testdata("testdata_time", SetTime(offset_seconds=-3600))
    with pytest.raises(urllib.error.HTTPError):
        generate(company.contour, wanted(10, days=1))
