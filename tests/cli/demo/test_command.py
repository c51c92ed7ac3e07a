"""The demo's folder: one of another version is put aside whole, and the demo begins anew."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from cabinet.cli.demo.command import prepare, run
from cabinet.contour.process import ContourProcess
from cabinet.profile.demo_note import read_note
from tests.forked import ForkedContour


@pytest.mark.parametrize("number", [1_000, 2**31 - 1], ids=["newer", "from before versions were counted"])
def test_demo_of_another_version_is_put_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    # The demo points this process at its own tokens; the next test must not see them.
    monkeypatch.setenv("SOFTHSM2_CONF", "")
    folder = tmp_path / "demo"
    monkeypatch.setattr(ContourProcess, "_open", ForkedContour._open)
    with ContourProcess(folder / "contour"):
        pass
    (folder / "settings.json").write_text('{"theme": "dark"}')
    with closing(sqlite3.connect(folder / "contour" / "ledger.sqlite")) as file:
        file.execute(f"PRAGMA user_version = {number}")
    contour = prepare(folder, lambda _: None, transactions=200)
    try:
        assert read_note(folder) is not None
        assert (folder / "settings.json").read_text() == '{"theme": "dark"}'
        (aside,) = (path for path in tmp_path.iterdir() if path != folder and path.name.startswith("demo-"))
        with closing(sqlite3.connect(aside / "contour" / "ledger.sqlite")) as file:
            assert file.execute("PRAGMA user_version").fetchone() == (number,)
    finally:
        contour.stop()


def test_where_no_window_can_open_nothing_is_left_behind(tmp_path: Path) -> None:
    """Qt aborts the process when its platform plugin does not load."""
    command = [sys.executable, "-m", "cabinet", "demo", "--data", str(tmp_path / "demo")]
    done = subprocess.run(command, env={**os.environ, "QT_QPA_PLATFORM": "nosuch"}, capture_output=True, check=False)
    assert done.returncode != 0
    assert not (tmp_path / "demo" / "contour").exists(), "no contour was started"


@pytest.mark.parametrize("count", ["-1", "10000001", "x"])
def test_a_number_of_transactions_that_is_none(tmp_path: Path, count: str) -> None:
    with pytest.raises(SystemExit) as ended:
        run(["--data", str(tmp_path / "demo"), "--transactions", count])
    assert ended.value.code == 2
    assert not (tmp_path / "demo").exists()
