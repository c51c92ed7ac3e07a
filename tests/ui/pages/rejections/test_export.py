"""What is listed goes into a file, over a live contour: whole, stopped and gone on with, refused in words."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import QStandardPaths
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from cabinet.contract.filter import parse_filter
from cabinet.desks.export import ExportDesk, ExportPhase
from cabinet.export.part import part_paths
from cabinet.perimeter.export_process import ExportProcess
from cabinet.perimeter.rejection_export import Progress
from cabinet.ui.pages.rejections.export_dialog import ExportDialog
from cabinet.vault.exports import unfinished_export
from tests.company import WAIT
from tests.ui.pages.rejections.test_bulk import Rejections, rejections
from tests.ui.shell.test_window import window

__all__ = ["rejections", "window"]


def opened(rejections: Rejections, out: Path, monkeypatch: pytest.MonkeyPatch) -> ExportDialog:
    rejections.page.filter.export.click()
    dialog: ExportDialog = rejections.page.exports.dialog
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    dialog.choose.click()
    assert dialog.path.text() == str(out)
    return dialog


def phase(rejections: Rejections, wanted: ExportPhase) -> None:
    rejections.qtbot.waitUntil(lambda: rejections.desk.exports.phase is wanted, timeout=WAIT)


def kept(desk: ExportDesk) -> bytes | None:
    return desk.office.vault.use(lambda store: unfinished_export(store, desk.office.where))


def test_what_is_listed_is_in_the_file(rejections: Rejections, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rejections.desk.choose(parse_filter("code:RG-604"))
    rejections.wait()
    out = tmp_path / "a.csv"
    dialog = opened(rejections, out, monkeypatch)
    assert "код:RG-604" in dialog.what.text()
    dialog.accept.click()
    phase(rejections, ExportPhase.DONE)
    with out.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == rejections.total()
    assert {row["code"] for row in rows} == {"RG-604"}
    assert out.read_bytes().startswith(b"\xef\xbb\xbf")
    assert kept(rejections.desk.exports) is None
    shown: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: shown.append(url.toLocalFile()))
    assert dialog.accept.text() == "Відкрити папку"
    dialog.accept.click()
    assert shown == [str(tmp_path)]
    assert rejections.desk.exports.phase is ExportPhase.IDLE


@pytest.mark.parametrize("made", [True, False])
def test_the_first_proposal_is_a_folder_that_is_there(
    rejections: Rejections, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, made: bool
) -> None:
    documents = tmp_path / "Documents"
    if made:
        documents.mkdir()
    monkeypatch.setattr(QStandardPaths, "writableLocation", lambda _: str(documents))
    monkeypatch.setenv("HOME", str(tmp_path))
    rejections.page.filter.export.click()
    assert rejections.page.exports.dialog.out.parent == (documents if made else tmp_path)


def test_forms_name_the_file(rejections: Rejections, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dialog = opened(rejections, tmp_path / "a.csv", monkeypatch)
    assert dialog.bom.isVisible()
    for form in ("xlsx", "ndjson", "pdf"):
        dialog.forms.set_current(form)
        dialog.forms.chosen.emit(form)
        assert dialog.path.text() == str(tmp_path / f"a.{form}")
        assert not dialog.bom.isVisible()
        assert dialog.about.text()
    dialog.accept.click()
    phase(rejections, ExportPhase.DONE)
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")


def test_a_folder_that_is_gone_keeps_the_wish(
    rejections: Rejections, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, folder = rejections.desk.exports, tmp_path / "gone"
    dialog = opened(rejections, folder / "a.csv", monkeypatch)
    dialog.accept.click()
    phase(rejections, ExportPhase.STOPPED)
    assert desk.failure is not None
    assert desk.failure.code == "FOLDER_UNWRITABLE"
    assert dialog.notice.isVisible()
    assert (dialog.accept.text(), dialog.stop.text()) == ("Продовжити", "Відкинути")
    assert kept(desk) is not None
    folder.mkdir()
    dialog.accept.click()
    phase(rejections, ExportPhase.DONE)
    assert (folder / "a.csv").exists()
    shutil.rmtree(folder)


def test_stopped_hidden_and_found_by_the_next_run(
    rejections: Rejections, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    desk, out = rejections.desk.exports, tmp_path / "a.csv"
    begun: list[ExportProcess] = []

    def waits(self: ExportProcess, told: object) -> int | None:
        del told
        begun.append(self)
        self._stopped.wait(WAIT / 1000)
        return None

    dialog = opened(rejections, out, monkeypatch)
    with monkeypatch.context() as patch:
        patch.setattr(ExportProcess, "run", waits)
        dialog.accept.click()
        qtbot.waitUntil(lambda: bool(begun), timeout=WAIT)
        desk._told.emit(Progress(rows=3, of=9, speed=100.0))
        qtbot.waitUntil(lambda: desk.progress is not None, timeout=WAIT)
        assert dialog.bar.isVisible()
        assert not dialog.accept.isVisible()
        dialog.cancel.click()
        assert rejections.page.exports.banner.isVisible()
        rejections.page.exports.banner.acted.emit()
        dialog = rejections.page.exports.dialog
        dialog.stop.click()
        assert desk.phase is ExportPhase.STOPPED
        assert begun[0]._stopped.is_set()
    assert kept(desk) is not None
    dialog.cancel.click()
    qtbot.waitUntil(lambda: not desk._lane.busy, timeout=WAIT)
    # The window is another one.
    desk._forget()
    desk.look()
    phase(rejections, ExportPhase.STOPPED)
    assert rejections.page.exports.banner.isVisible()
    rejections.page.exports.open()
    dialog = rejections.page.exports.dialog
    dialog.accept.click()
    phase(rejections, ExportPhase.DONE)
    assert out.exists()


def test_given_up_nothing_is_left(rejections: Rejections, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk, out = rejections.desk.exports, tmp_path / "a.csv"
    dialog = opened(rejections, out, monkeypatch)
    with monkeypatch.context() as patch:
        patch.setattr(ExportProcess, "run", lambda *_: None)
        dialog.accept.click()
        phase(rejections, ExportPhase.STOPPED)
    for path in part_paths(out):
        path.write_bytes(b"x")
    dialog.stop.click()
    phase(rejections, ExportPhase.IDLE)
    assert kept(desk) is None
    assert not any(path.exists() for path in part_paths(out))


def test_a_session_that_ends_stops_it(
    rejections: Rejections, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    desk, begun = rejections.desk.exports, list[ExportProcess]()

    def waits(self: ExportProcess, told: object) -> int | None:
        del told
        begun.append(self)
        self._stopped.wait(WAIT / 1000)
        return None

    monkeypatch.setattr(ExportProcess, "run", waits)
    opened(rejections, tmp_path / "a.csv", monkeypatch).accept.click()
    qtbot.waitUntil(lambda: bool(begun), timeout=WAIT)
    desk.office.end_session("SESSION_ENDED")
    assert begun[0]._stopped.is_set()
    assert desk.phase is ExportPhase.STOPPED
    assert desk.failure is not None
    desk.go_on()
    assert desk.phase is ExportPhase.STOPPED
