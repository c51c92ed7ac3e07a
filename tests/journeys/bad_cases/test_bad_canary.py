"""Row 40: a PIN like no other goes through the whole window, wrong and right, and is looked for everywhere."""

from __future__ import annotations

import logging
import os
import traceback
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from cabinet.app import Window
from cabinet.contract.errors import KnownError
from cabinet.desks.login.ladder import LoginPhase
from cabinet.profile.settings import SettingsFile, ThemeChoice
from tests.company import WAIT, Company
from tests.journeys.bad_cases.table import bad_case
from tests.journeys.bad_cases.test_bad_window import Screen
from tests.journeys.bad_cases.world import Teller, Tokens
from tests.softhsm import PIN
from tests.token.shim_kit import Shim

pytestmark = pytest.mark.usefixtures("started_helpers")
CANARY, WRONG = "7391460258", "5820641937"
"""The token's PIN, and one that is not."""
SPELLINGS = [word.encode(code) for word in (CANARY, WRONG) for code in ("ascii", "utf-16-le", "utf-32-le")]


@pytest.fixture
def screen(qtbot: QtBot, company: Company, shim: Shim, tokens: Tokens, tmp_path: Path) -> Iterator[Screen]:
    tokens.put().run("--login", "--pin", PIN, "--change-pin", "--new-pin", CANARY)
    assert company.contour.ready is not None
    settings = SettingsFile(tmp_path / "settings.json")
    settings.change(profile=str(company.contour.ready.profile), token_module=str(shim.library), theme=ThemeChoice.LIGHT)
    window = Window(settings, demo=tmp_path / "no-demo")
    yield Screen(qtbot, window)
    window.close()


def found_in(data: bytes) -> bool:
    return any(word in data for word in SPELLINGS)


def of_processes() -> dict[str, bytes]:
    """Return arguments and environment of this process and of all that came from it."""
    parents = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                parents[int(folder.name)] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue  # it has just ended
    mine, grown = {os.getpid()}, True
    while grown:
        more = {pid for pid, parent in parents.items() if parent in mine} - mine
        mine, grown = mine | more, bool(more)
    assert len(mine) >= 3, "this one, the driver's helper, the contour"
    found = {}
    for pid in mine:
        for name in ("cmdline", "environ"):
            path = Path(f"/proc/{pid}/{name}")
            if path.exists():
                found[str(path)] = path.read_bytes()
    return found


def chain_of(error: BaseException | None) -> str:
    return "" if error is None else "".join(traceback.format_exception(error))


@bad_case(40, "PIN_INCORRECT")
def test_pin_is_nowhere(
    qtbot: QtBot, told: Teller, screen: Screen, company: Company, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    clipboard = QGuiApplication.clipboard()
    clipboard.setText("before")
    screen.open()
    screen.enter()
    edit: QLineEdit = screen.dialog.pin.edit
    qtbot.keyClicks(edit, WRONG)
    assert edit.displayText() != WRONG
    for keys in (QKeySequence.StandardKey.Copy, QKeySequence.StandardKey.Cut):
        edit.selectAll()
        qtbot.keySequence(edit, keys)
        assert clipboard.text() == "before"
    edit.setText(WRONG)
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert edit.text() == ""
    qtbot.waitUntil(lambda: screen.session.pin_failure is not None, timeout=WAIT)
    failure = screen.session.pin_failure
    told(failure, "PIN_INCORRECT")
    assert isinstance(failure, KnownError)
    for _ in range(3):
        edit.undo()
    assert edit.text() == ""
    qtbot.keyClicks(edit, CANARY)
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert edit.text() == ""
    qtbot.waitUntil(lambda: screen.window.office.logged_in, timeout=WAIT)
    assert screen.session.phase is LoginPhase.DONE

    said = {
        "the log": caplog.text,
        "the refusal": f"{failure!r} {failure.detail} {failure.facts} {chain_of(failure)}",
        "the report": screen.session.report(),
        "the clipboard": clipboard.text(),
        "the selection": clipboard.text(clipboard.Mode.Selection) if clipboard.supportsSelection() else "",
    }
    assert [where for where, text in said.items() if CANARY in text or WRONG in text] == []
    assert [where for where, data in of_processes().items() if found_in(data)] == []
    folders = (tmp_path, company.contour.data)
    files = [file for folder in folders for file in folder.rglob("*") if file.is_file() and not file.is_symlink()]
    assert len(files) > 10
    assert [file for file in files if found_in(file.read_bytes())] == []


@bad_case(40)
def test_no_process_that_knows_it_leaves_a_core_file(told: Teller, screen: Screen) -> None:
    screen.open()
    helpers = [
        int(folder.name) for folder in Path("/proc").iterdir() if folder.name.isdigit() and _is_helper(folder, screen)
    ]
    assert helpers
    for pid in (os.getpid(), *helpers):
        limits = Path(f"/proc/{pid}/limits").read_text()
        line = next(x for x in limits.splitlines() if x.startswith("Max core file size"))
        assert line.split()[4:6] == ["0", "0"]


def _is_helper(folder: Path, screen: Screen) -> bool:
    try:
        words = (folder / "cmdline").read_bytes().split(b"\0")
    except OSError:
        return False
    return b"helper" in words and screen.window.settings.settings.token_module.encode() in words
