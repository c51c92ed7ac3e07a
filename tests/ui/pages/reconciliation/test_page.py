"""The page of reconciling over a live contour: the verdict first, what differs, what is written, and nothing after."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from cabinet.app import Window
from cabinet.cli.demo.people import log_in
from cabinet.contract.clock import SystemClock
from cabinet.contract.filter import LONGEST, Filter, parse_filter
from cabinet.contract.moment import KYIV
from cabinet.contract.rights import Role
from cabinet.desks.reconciliation import FilePhase
from cabinet.perimeter.reconcile_child import Command
from cabinet.perimeter.reconcile_process import ReconcileProcess
from cabinet.profile.settings import SettingsFile
from cabinet.reconcile.differences import Kind, KindTotal
from cabinet.vault.justifications import LEAST_WORDS
from tests.company import WAIT, Company, person
from tests.held_store import held
from tests.perimeter_in_process import line
from tests.played import copy_of, platform_day, play_into
from tests.reconcile.kit import DAY, write
from tests.ui.fit import misfits
from tests.ui.shell.test_window import arrived


@contextmanager
def window_of(company: Company, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Window]:
    """Open a window in which the head is logged in."""
    monkeypatch.setenv("SOMS_CABINET_HOME", str(tmp_path / "home"))
    session, transport = log_in(company.contour, tmp_path, person(Role.HEAD), SystemClock())
    made = Window(SettingsFile(tmp_path / "settings.json"))
    made.shell.show()
    made.desks.session.person = session.person
    made.office.open(session)
    made.desks.session.logged_in.emit(session.person)
    try:
        yield made
    finally:
        made.close()
        transport.close()


@pytest.fixture
def window(qapp: QApplication, company: Company, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Window]:
    with window_of(company, tmp_path, monkeypatch) as made:
        yield made


def opened(qtbot: QtBot, window: Window) -> Any:
    window.shell.resize(1280, 720)
    window.shell.open_page("reconciliation")
    arrived(qtbot, window, "reconciliation")
    return window.shell.pages["reconciliation"]


def day(folder: Path, *ids: str, of: str = str(DAY), name: str = "day.ndjson") -> Path:
    return write(folder, *(line(one, occurredAt=f"{of}T12:00:00.000+02:00") for one in ids), name=name)


def dropped(qtbot: QtBot, page: Any, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    page.dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, buttons, keys))
    desk = page.desk
    qtbot.waitUntil(
        lambda: desk.phase is FilePhase.STOPPED or (bool(desk.days) and not any(d.busy for d in desk.days.values())),
        timeout=WAIT,
    )


def test_what_is_missing_is_said_shown_and_written(
    qtbot: QtBot, window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = opened(qtbot, window)
    assert "денний файл" in page.files.file.text()
    assert page.files.height() >= 200
    assert not page.differences.isVisible()
    dropped(qtbot, page, day(tmp_path, "a", "b"))
    assert page.verdict.accessibleName() == "24.11.2026: 2 немає в периметрі"
    assert page.sums.rowCount() == 1
    assert page.chip.word == "2 відмінності"
    card, one = page.differences, page.one
    assert [card.model.row_id(row) for row in range(card.model.rowCount())] == ["a", "b"]
    assert [(tab.name, tab.number) for tab in card.tabs.tabs] == [("Усі", 2), ("Бракує", 2)]
    assert card.total.text() == "2 транзакції, 10,00 грн"
    assert "надішліть" in one.next.text()
    assert one.title.text() == "a"
    assert not page.days.isVisible()
    for button in (one.rejection, one.reverse, card.rejected):
        assert not button.isVisible()
    for size in ((1280, 720), (1024, 640), (1920, 1080)):
        window.shell.resize(*size)
        qtbot.waitUntil(lambda: misfits(page) == [], timeout=WAIT)
    out, paper = tmp_path / "m.ndjson", tmp_path / "p.pdf"
    for button, path in ((card.missing, out), (card.protocol, paper)):
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, path=path: (str(path), ""))
        button.click()
        assert not button.isEnabled()
        qtbot.waitUntil(lambda: not page.desk.writing, timeout=WAIT)
        assert str(path) in page.outcome.accessibleDescription()
    assert [json.loads(one)["operatorTxId"] for one in out.read_bytes().splitlines()] == ["a", "b"]
    assert b"lateReason" in out.read_bytes()
    assert paper.read_bytes().startswith(b"%PDF")
    window.shell.open_page("overview")
    window.shell.open_page("reconciliation")
    assert page.verdict.isVisible(), "it stays until the session ends"
    window.desks.session.lock()
    desk = page.desk
    assert (desk.phase, desk.days, desk.paths, desk.source) == (FilePhase.NONE, {}, (), "")


def test_a_folder_of_days_and_a_day_of_which_another_file_has_lines(
    qtbot: QtBot, window: Window, tmp_path: Path
) -> None:
    folder = tmp_path / "days"
    folder.mkdir()
    day(folder, "a", of="2026-11-23", name="23.ndjson")
    mixed = [line(one, occurredAt=f"{of}T12:00:00.000+02:00") for one, of in
             (("b", "2026-11-24"), ("c", "2026-11-24"), ("d", "2026-11-25"))]  # fmt: skip
    write(folder, *mixed, name="24.ndjson")
    (folder / "broken.csv").write_bytes(b"%PDF")
    page = opened(qtbot, window)
    dropped(qtbot, page, folder)
    assert list(page.desk.days) == ["2026-11-23", "2026-11-24"]
    assert page.desk.other_days == ["2026-11-25"]
    assert "1 файл не прочитано" in page.outcome.accessibleName()
    grid = page.days.grid
    assert [(cell.key, cell.kind, cell.icon) for cell in grid.cells] == [
        ("2026-11-23", "warning", "triangle-alert"), ("2026-11-24", "warning", "triangle-alert"),
        ("2026-11-25", "", "circle-dashed"),
    ]  # fmt: skip
    assert page.days.meta.text() == "0 з 3 збігаються"
    qtbot.keyClick(grid, Qt.Key.Key_Right)
    assert page.desk.day == "2026-11-24"
    qtbot.mouseClick(grid, Qt.MouseButton.LeftButton, pos=grid.place(2).center().toPoint())
    qtbot.waitUntil(lambda: page.desk.shown is not None and page.desk.shown.report is not None, timeout=WAIT)
    assert page.verdict.accessibleName() == "25.11.2026: 1 немає в периметрі"


def test_columns_that_are_not_found_are_named(qtbot: QtBot, window: Window, tmp_path: Path) -> None:
    path = tmp_path / "day.csv"
    path.write_text(f"ID транзакції;Вид;Час;Сума грн\nx;BET;{DAY}T12:00:00+02:00;1,00\n", encoding="utf-8")
    page = opened(qtbot, window)
    dropped(qtbot, page, path)
    assert page.desk.failure.code == "DAYFILE_HEADER"
    assert page.verdict.isVisible()
    page.files.columns.click()
    page.columns_dialog.choices["Вид"].set_key("type")
    page.columns_dialog.accept.click()
    qtbot.waitUntil(lambda: page.desk.shown is not None and page.desk.shown.report is not None, timeout=WAIT)
    assert page.verdict.accessibleName() == "24.11.2026: 1 немає в периметрі"


def test_stopped_and_compared_again(qtbot: QtBot, window: Window, tmp_path: Path) -> None:
    page = opened(qtbot, window)
    page.desk.choose([day(tmp_path, "a")])
    assert page.files.stop.isVisible()
    page.files.stop.click()
    assert page.desk.phase is FilePhase.STOPPED
    assert page.verdict.accessibleName() == "Звірку зупинено."
    page.files.again.click()
    qtbot.waitUntil(lambda: page.desk.shown is not None and page.desk.shown.report is not None, timeout=WAIT)
    assert page.verdict.accessibleName() == "24.11.2026: 1 немає в периметрі"


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return play_into(tmp_path_factory.mktemp("played"), 400, 2)


@pytest.fixture
def company_of_play(played: Path, tmp_path: Path) -> Iterator[Company]:
    with copy_of(played, tmp_path) as made:
        yield made


def test_a_day_of_play_that_differs_in_every_way(
    qtbot: QtBot, played: Path, company_of_play: Company, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    same, twice, changed, *rest = platform_day(played, datetime.now(KYIV).date() - timedelta(days=1))
    rest.pop()
    lost = [{**same, "operatorTxId": f"lost-{number}", "roundId": f"Q{number}"} for number in range(3)]
    other = {**changed, "amountKop": changed["amountKop"] + 1}
    with window_of(company_of_play, tmp_path, monkeypatch) as window:
        page = opened(qtbot, window)
        dropped(qtbot, page, write(tmp_path, same, twice, twice, other, *rest, *lost))
        card, one = page.differences, page.one
        found = {tab.key: tab.number for tab in card.tabs.tabs}
        assert found.items() >= {"*": 6, "missing": 3, "different": 1, "duplicate": 1, "extra": 1}.items()
        assert not card.common.isVisible()

        def turn_to(key: str) -> None:
            for _ in range(list(found).index(key) - list(found).index(card.tabs.current)):
                qtbot.keyClick(card.tabs, Qt.Key.Key_Right)
            assert card.tabs.current == key

        def turn_back() -> None:
            card.tabs._choose("missing")

        turn_to("missing")
        assert "сталися о" in card.common.accessibleName()
        assert card.missing.isVisible()
        turn_to("extra")
        assert (card.common.isVisible(), card.missing.isVisible()) == (False, False)
        turn_to("different")
        assert one.chip.word == "1 поле інше"
        assert [cell.text for cell in one.fields.rows[0]][1:] == [str(other["amountKop"]), str(changed["amountKop"])]
        assert one.fields.rows[1][2].text == "так само"
        assert one.fields.differing == 1
        one.seal.click()
        proofs = page.desk.reversals.proofs
        qtbot.waitUntil(lambda: proofs.state.data is not None, timeout=WAIT)
        assert proofs.state.data.attempt_id == card.chosen.attempt_id
        assert page.proof_dialog.verdict.accessibleName() == "Доказ справжній, запис є в журналі"
        page.proof_dialog.accept.click()
        turn_back()
        assert not one.seal.isVisible(), "what is missing is in no log"
        turn_to("different")
        for size in ((1280, 720), (1024, 640), (1920, 1080)):
            window.shell.resize(*size)
            qtbot.waitUntil(lambda: misfits(page) == [], timeout=WAIT)
        card.table.setFocus()
        qtbot.waitUntil(card.table.hasFocus, timeout=WAIT)
        qtbot.keyClick(card.table, Qt.Key.Key_R)
        assert page.reverse_dialog is not None
        assert page.desk.reversals.selected == card.chosen.attempt_id
        page.reverse_dialog.cancel.click()


def test_rejected_ones_are_opened_as_many_as_a_filter_takes(qtbot: QtBot, window: Window, tmp_path: Path) -> None:
    page = opened(qtbot, window)
    dropped(qtbot, page, day(tmp_path, "a"))
    report = page.desk.shown.report
    (missing,) = report.differences
    ids = [f"{number:03d}-{'x' * 40}" for number in range(300)]
    rejected = [msgspec.structs.replace(missing, kind=Kind.REJECTED, operator_tx_id=one) for one in ids]
    totals = report.totals | {Kind.MISSING: KindTotal(), Kind.REJECTED: KindTotal(count=300, sum_kop=300)}
    page.desk.shown.report = msgspec.structs.replace(report, differences=rejected, totals=totals)
    page.desk.compared.emit()
    assert page.differences.rejected.isVisible()
    assert page.one.rejection.isVisible()
    with qtbot.waitSignal(page.leave_to) as left:
        page.differences.rejected.click()
    place, _, text = left.args[0].partition(" ")
    chosen = parse_filter(text).txs
    assert (place, chosen) == ("rejections", tuple(ids[: len(chosen)]))
    assert LONGEST - 100 < len(text) <= LONGEST
    page.differences.table.selectRow(7)
    with qtbot.waitSignal(page.leave_to) as left:
        page.one.rejection.click()
    assert left.args == [f"rejections {Filter(txs=(ids[7],)).text()}"]


def test_a_difference_is_justified_kept_and_printed(
    qtbot: QtBot, window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = opened(qtbot, window)
    path = day(tmp_path, "a", "b")
    dropped(qtbot, page, path)
    card, one = page.differences, page.one
    qtbot.keyClick(card.tabs, Qt.Key.Key_Down)
    qtbot.waitUntil(card.table.hasFocus, timeout=WAIT)
    qtbot.keyClick(card.table, Qt.Key.Key_J)
    dialog = page.justify_dialog
    dialog.reason.edit.setText("  коротко  ")
    dialog.accept.click()
    assert dialog.reason.below.text() == "! Причина закоротка."
    assert not dialog.withdraw.isVisible()
    dialog.reason.edit.setText("x" * (LEAST_WORDS - 1))
    dialog.accept.click()
    assert dialog.isVisible(), "one character short"
    dialog.reason.edit.setText("Платформа  надіслала його в інший день")
    dialog.accept.click()
    assert not dialog.isVisible()
    assert one.reason.accessibleName() == "Платформа надіслала його в інший день"
    assert one.reason.accessibleDescription().startswith(window.office.session.person.name)
    assert card.model.rows[0][5].faint == "обґрунтовано · рядок 1"
    assert card.model.rows[1][5].faint == "рядок 2"
    assert "обґрунтовано 1" in card.total.text()
    assert page.verdict.accessibleName() == "24.11.2026: 2 немає в периметрі", "it stays a difference"
    paper = tmp_path / "p.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(paper), ""))
    sent: list[Command] = []
    send = ReconcileProcess.send
    monkeypatch.setattr(ReconcileProcess, "send", lambda child, told: (sent.append(told), send(child, told)))
    card.protocol.click()
    qtbot.waitUntil(lambda: not page.desk.writing, timeout=WAIT)
    assert paper.exists()
    ((reason,),) = (command.reasons for command in sent)
    assert (reason.kind, reason.tx) == ("missing", "a")
    assert reason.words.startswith("Платформа надіслала його в інший день (")
    assert window.office.session.person.name in reason.words
    dropped(qtbot, page, path)
    qtbot.waitUntil(page.one.reason.isVisible, timeout=WAIT)
    card.table.selectRow(1)
    assert not one.reason.isVisible()
    card.table.selectRow(0)
    one.justify.click()
    assert page.justify_dialog.reason.text() == "Платформа надіслала його в інший день"
    page.justify_dialog.withdraw.click()
    assert not one.reason.isVisible()
    assert "обґрунтовано" not in card.total.text()
    qtbot.waitUntil(lambda: not window.office.busy, timeout=WAIT)
    dropped(qtbot, page, path)
    qtbot.waitUntil(lambda: not window.office.busy, timeout=WAIT)
    assert page.desk.justified == {str(DAY): {}}


def test_what_is_written_before_reasons_are_read_stands(qtbot: QtBot, window: Window, tmp_path: Path) -> None:
    page = opened(qtbot, window)
    path = day(tmp_path, "a", "b")
    dropped(qtbot, page, path)
    first, second = page.desk.shown.report.differences
    for one in (first, second):
        page.desk.justify(str(DAY), one, "Платформа знає про це")
    qtbot.waitUntil(lambda: not window.office.busy, timeout=WAIT)
    with held(window.office):
        dropped(qtbot, page, path)
        page.desk.justify(str(DAY), first, "")
    qtbot.waitUntil(lambda: not window.office.busy, timeout=WAIT)
    assert page.desk.justification_of(first) is None
    assert page.desk.justification_of(second).reason == "Платформа знає про це"
