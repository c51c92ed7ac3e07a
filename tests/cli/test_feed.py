"""The live feed: every line once, in time, whatever is killed in between."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from cabinet.cli.demo.play import key_folders
from cabinet.cli.feed_source import FeedSource
from cabinet.cli.feed_state import FeedState
from cabinet.contract.clock import ShiftedClock, SystemClock
from cabinet.contract.errors import KnownError
from cabinet.contract.testdata import SetTime
from tests.company import WAIT, Company
from tests.ledger_rows import ledger_rows

MINUTE = timedelta(minutes=1)
RATE = 60.0


QUIET = 60
"""Minutes within which something is played at any hour of a day."""


class Live:
    """A feed and a contour whose clocks go on minute by minute."""

    def __init__(self, company: Company, folder: Path) -> None:
        self.company = company
        self.clock = ShiftedClock(SystemClock())
        self.key = key_folders(company.contour, folder)["core-1"]
        self.source = FeedSource(self.key, RATE, self.clock)
        self.answered = 0

    def go_on(self, minutes: int) -> None:
        for _ in range(minutes):
            self.clock.offset += MINUTE
            self.set_time()
            self.send()

    def set_time(self) -> None:
        offset = round(self.clock.offset.total_seconds())
        self.company.contour.testdata("testdata_time", SetTime(offset_seconds=offset))

    def send(self) -> None:
        while (result := self.source.send()) is not None:
            self.answered += len(result.items)

    def reopen(self) -> None:
        self.source.close()
        self.source = FeedSource(self.key, RATE, self.clock)

    @contextmanager
    def ledger(self) -> Iterator[sqlite3.Connection]:
        with ledger_rows(self.company.contour.data) as connection:
            yield connection


@pytest.fixture
def live(company: Company, tmp_path: Path) -> Iterator[Live]:
    found = Live(company, tmp_path)
    yield found
    found.source.close()


def whole(live: Live) -> None:
    """Every line that was answered is there once, numbered without a gap, and none came late."""
    with live.ledger() as ledger:
        rows, ids, late = ledger.execute(
            "SELECT COUNT(*), COUNT(DISTINCT operator_tx_id), SUM(late) FROM attempts"
        ).fetchone()
        assert rows == ids == live.answered > 0
        assert not late
        (gaps,) = ledger.execute("SELECT COUNT(*) FROM attempts WHERE codes LIKE '%IN-80%'").fetchone()
        assert gaps == 0
        (last,) = ledger.execute("SELECT seq_no FROM source_numbers").fetchone()
        assert last == rows


def test_an_hour_and_more_goes_in_once_and_in_time(live: Live) -> None:
    live.go_on(100)
    whole(live)
    with live.ledger() as ledger:
        kinds = dict(ledger.execute("SELECT type, COUNT(*) FROM attempts GROUP BY type").fetchall())
        assert {"BET", "PAYOUT"} <= set(kinds)
        orphans = ledger.execute(
            "SELECT COUNT(*) FROM attempts a WHERE related_tx_id IS NOT NULL AND codes NOT LIKE '%RF-501%' "
            "AND NOT EXISTS (SELECT 1 FROM attempts b WHERE b.operator_tx_id = a.related_tx_id)"
        ).fetchone()
        assert orphans == (0,)


def test_a_contour_that_dies_loses_and_doubles_nothing(live: Live) -> None:
    live.go_on(15)
    live.company.contour.kill()
    with pytest.raises(KnownError, match="CONTOUR_DOWN"):
        for _ in range(QUIET):
            live.clock.offset += MINUTE
            live.send()
    live.company.contour.start()
    live.set_time()
    live.send()
    live.go_on(15)
    whole(live)


def test_a_feed_that_dies_after_the_commit_sends_the_same_batch_again(
    live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once before the chain is written down, once between chain and state: the first answer comes again."""
    live.go_on(10)
    for broken in ("cabinet.sender.chain.Chain.advance", "cabinet.cli.feed_state.FeedState.sent"):
        with monkeypatch.context() as patch:
            patch.setattr(broken, _dies)
            with pytest.raises(ZeroDivisionError):
                live.go_on(QUIET)
        assert FeedState.read(live.key).under_way > 0
        live.reopen()
        live.send()
        live.go_on(3)
    whole(live)


def _dies(*_: object) -> None:
    raise ZeroDivisionError


def test_the_command_ends_cleanly_on_a_signal(company: Company, tmp_path: Path, qtbot: QtBot) -> None:
    keys = key_folders(company.contour, tmp_path)
    words = [word for folder in keys.values() for word in ("--credential", str(folder))]
    command = [sys.executable, "-m", "cabinet", "feed", *words, "--rate", "120"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            folders = keys.values()
            qtbot.waitUntil(lambda: sum(FeedState.read(folder).done for folder in folders) > 0, timeout=WAIT)
            process.send_signal(signal.SIGTERM)
            said, _ = process.communicate(timeout=WAIT / 1000)
        finally:
            process.kill()
    assert process.returncode == 0
    done = sum(FeedState.read(folder).done for folder in keys.values())
    assert f"{done} in all" in said or f"усього {done}" in said


def test_a_key_of_another_operators_source_is_refused(company: Company, tmp_path: Path) -> None:
    folder = key_folders(company.contour, tmp_path)["core-1"]
    about = (folder / "credential.json").read_text()
    (folder / "credential.json").write_text(about.replace("core-1", "other-1"))
    with pytest.raises(KnownError, match="SOURCE_UNKNOWN"):
        FeedSource(folder, RATE, SystemClock())
