"""Many rejections in one act, in the window over a live contour: ticked, checked whole, sent, reported."""

from __future__ import annotations

import csv
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from cabinet.app import Window
from cabinet.cli.demo.play import Filling, fill
from cabinet.contract.about import Limits
from cabinet.contract.rights import Role
from cabinet.contract.states import CaseState, RejectionState
from cabinet.desks.bulk.desk import BulkPhase
from cabinet.desks.bulk.plan import Figures, State, chunks
from cabinet.desks.rejections import RejectionsDesk
from cabinet.perimeter.rejections import RejectionsClient
from cabinet.ui.widgets.combo import Combo
from cabinet.ui.widgets.tick import Tick
from cabinet.vault.acts import next_chunk, unfinished_act
from tests.company import WAIT, Company, staff_token
from tests.softhsm import TokenMaker
from tests.ui.shell.test_window import log_in, window

__all__ = ["window"]


class Rejections:
    """The page of a compliance officer."""

    def __init__(self, qtbot: QtBot, window: Window) -> None:
        self.qtbot, self.window = qtbot, window
        self.desk: RejectionsDesk = window.desks.rejections
        window.shell.open_page("rejections")
        self.page: Any = window.shell.pages["rejections"]
        self.wait()

    def settled(self) -> bool:
        desk = self.desk
        return (
            not desk.state.busy and desk.state.data is not None and not desk.groups.busy
            and desk.groups.data is not None and (not desk.state.data.total or not desk.cards.state.busy)
        )  # fmt: skip

    def wait(self) -> None:
        self.qtbot.waitUntil(self.settled, timeout=WAIT)

    def total(self) -> int:
        assert self.desk.state.data is not None
        return self.desk.state.data.total

    def click_row(
        self, number: int, column: int = 0, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        table = self.page.table
        place = table.visualRect(table.model().index(number, column)).center()
        self.qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, keys, place)

    def phase(self, *of: BulkPhase) -> None:
        self.qtbot.waitUntil(lambda: self.desk.bulk.phase in of and not self.desk.bulk.running, timeout=WAIT)


@pytest.fixture
def rejections(qtbot: QtBot, company: Company, token_maker: TokenMaker, window: Window) -> Rejections:
    now = datetime.now(UTC)
    fill(company.contour, Filling(2500, now - timedelta(days=3), now, 5), lambda _: None)
    staff_token(company, token_maker, Role.COMPLIANCE)
    log_in(qtbot, window)
    return Rejections(qtbot, window)


def test_rows_are_ticked_as_in_any_list(rejections: Rejections, qtbot: QtBot) -> None:
    desk, page, table = rejections.desk, rejections.page, rejections.page.table
    rejections.click_row(2)
    assert (desk.ticks.count, table.head_tick) == (1, Tick.PARTLY)
    assert page.table.currentIndex().row() == 0, "a tick chooses no other row"
    rejections.click_row(5, keys=Qt.KeyboardModifier.ShiftModifier)
    assert [desk.ticks.has(desk.row(n)) for n in range(8)] == [False, False, True, True, True, True, False, False]
    rejections.click_row(4)
    assert desk.ticks.count == 3
    assert table.model().cell(4, 0).ticked is False
    qtbot.keyClick(table, Qt.Key.Key_X)
    assert desk.ticks.has(desk.row(0)), "X ticks the current row"
    qtbot.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert desk.ticks.has(desk.row(1))
    known = sum(desk.row(n).amount_kop or 0 for n in (0, 1, 2, 3, 5))
    assert desk.ticks.operations_kop == known
    qtbot.keyClick(table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert (desk.ticks.count, table.head_tick) == (rejections.total(), Tick.ON)
    rejections.click_row(1)
    assert (desk.ticks.count, table.head_tick) == (rejections.total() - 1, Tick.PARTLY)
    qtbot.keyClick(table, Qt.Key.Key_Escape)
    assert (desk.ticks.count, table.head_tick) == (0, Tick.OFF)
    head = table.horizontalHeader()
    qtbot.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(20, 10))
    assert desk.ticks.everything
    desk.refresh()
    rejections.wait()
    assert desk.ticks.everything, "a refresh leaves ticks alone"
    desk.choose_text("state:open code:RG-604")
    assert desk.ticks.count == 0, "another filter lets go of them"


def begin(rejections: Rejections, code: str) -> Any:
    """Choose the open rejections of a code and open the sheet over all of them; every line is checked then."""
    rejections.desk.choose_text(f"state:open code:{code}")
    rejections.wait()
    rejections.page.bulk.bar.correct.click()
    rejections.phase(BulkPhase.CHECKED)
    return rejections.page.bulk.sheet


def choose(combo: Combo, key: str) -> None:
    combo.setCurrentIndex(combo.findData(key))


def open_ones(rejections: Rejections) -> int:
    rejections.desk.choose_text("state:open")
    rejections.wait()
    return rejections.total()


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cabinet.desks.bulk.desk.chunks", partial(chunks, least=5))


def test_a_cause_is_brought_to_nothing_in_one_act(
    rejections: Rejections, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, page = rejections.desk, rejections.page
    before = rejections.total()
    sheet = begin(rejections, "RG-604")
    bulk = desk.bulk
    own = [item for item in bulk.items if item.line.follows is None]
    assert len(own) == rejections.total()
    assert len(bulk.items) > len(own), "what hangs on them goes along"
    assert len(bulk.passing) == len(bulk.items)
    assert sheet.reason.key() == "R4"
    assert sheet.accept.text() == f"Надіслати {len(bulk.items)}"
    expected = Figures.of(bulk.items)
    sheet.note.edit.setText("Помилка в назві сайту")
    sheet.accept.click()
    qtbot.waitUntil(lambda: page.bulk.report is not None and not isValid(sheet), timeout=WAIT)
    report = page.bulk.report
    assert report.title.text() == f"Прийнято {expected.count} з {expected.count}"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "list.csv"), ""))
    with qtbot.waitSignal(bulk.list_saved, timeout=WAIT):
        report.save.click()
    told = list(csv.DictReader((tmp_path / "list.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert len(told) == expected.count
    assert {row["result"] for row in told} == {"corrected", "followed"}
    assert {row["actSha256"] for row in told} == {report._report.digest}
    assert "list.csv" in report.told._title.text()
    report.accept.click()
    rejections.wait()
    assert desk.bulk.phase is BulkPhase.IDLE
    assert open_ones(rejections) == before - expected.count
    desk.choose_text("code:RG-604")
    rejections.wait()
    assert {desk.row(n).state for n in range(rejections.total())} == {RejectionState.CORRECTED}


def test_only_what_is_ticked(rejections: Rejections, qtbot: QtBot) -> None:
    desk, page = rejections.desk, rejections.page
    desk.choose_text("state:open code:RG-604")
    rejections.wait()
    for row in (1, 3):
        rejections.click_row(row)
    ticked = {desk.row(1).attempt_id, desk.row(3).attempt_id}
    page.bulk.bar.correct.click()
    rejections.phase(BulkPhase.CHECKED)
    assert {item.attempt_id for item in desk.bulk.items if item.line.follows is None} == ticked
    page.bulk.sheet.close_sheet()
    assert (desk.bulk.phase, desk.ticks.count) == (BulkPhase.IDLE, 2), "Cancel keeps the ticks"
    page.bulk.bar.clear.click()
    page.bulk.bar.correct.click()
    rejections.click_row(0)
    rejections.phase(BulkPhase.CHECKED)
    assert len([i for i in desk.bulk.items if i.line.follows is None]) == rejections.total()


def test_another_rule_is_checked_anew_and_a_bad_one_changes_nothing(rejections: Rejections, qtbot: QtBot) -> None:
    desk = rejections.desk
    sheet = begin(rejections, "RG-604")
    rule = sheet.rule
    choose(rule.rule, "set")
    rule.field.set_key("siteId")
    rule.value.edit.setText("не сайт")
    qtbot.waitUntil(lambda: "не сайт" in rule.value.below.text(), timeout=WAIT)
    assert len(desk.bulk.passing) == len(desk.bulk.items)
    rule.value.edit.setText("nowhere.ua")
    qtbot.waitUntil(lambda: not desk.bulk.passing and desk.bulk.phase is BulkPhase.CHECKED, timeout=WAIT)
    assert {item.codes[0] for item in desk.bulk.items if item.line.follows is None} == {"RG-604"}
    assert not sheet.accept.isEnabled()
    assert "RG-604" in sheet.verdict.text()
    choose(rule.rule, "map")
    rule.pairs.setPlainText("stavkogray.ua")
    qtbot.waitUntil(lambda: "stavkogray.ua" in rule._pairs.below.text(), timeout=WAIT)
    choose(rule.rule, "certain")
    qtbot.waitUntil(lambda: len(desk.bulk.passing) == len(desk.bulk.items), timeout=WAIT)
    assert sheet.accept.isEnabled()


def test_an_explanation_that_would_be_refused_sends_nothing(rejections: Rejections, qtbot: QtBot) -> None:
    desk = rejections.desk
    sheet = begin(rejections, "RG-604")
    before = open_ones(rejections)
    sheet = begin(rejections, "RG-604")
    sheet.note.edit.setText("Гравець Шевченко Тарас Григорович, +380501234567")
    sheet.accept.click()
    qtbot.waitUntil(lambda: desk.bulk.failure is not None, timeout=WAIT)
    assert desk.bulk.failure is not None
    assert desk.bulk.failure.code == "ACT_WOULD_FAIL"
    assert "ST-208" in sheet.notice._title.text()
    sheet.note.edit.setText("Помилка платформи")
    sheet.accept.click()
    qtbot.waitUntil(lambda: rejections.page.bulk.report is not None, timeout=WAIT)
    assert open_ones(rejections) < before


def test_the_sheet_says_before_that_it_will_be_signed(rejections: Rejections) -> None:
    sheet, bulk = begin(rejections, "RG-604"), rejections.desk.bulk
    number = len(bulk.passing)
    said = "Ви підпишете це: один підпис на всю дію."
    assert bulk.limits is None, "a test perimeter wants no signatures"
    plain, signed = (f"Надіслати {number}", ""), (f"Підписати й надіслати {number}", said)
    for above, shown in ((number, plain), (number - 1, signed)):
        bulk._know_limits(Limits(bulk_signed_above_items=above, bulk_signed_above_kop=10**17))
        assert (sheet.accept.text(), sheet.foot_note.text()) == shown


def test_stopped_hidden_and_gone_on_with(rejections: Rejections, qtbot: QtBot, small_chunks: None) -> None:
    desk, page = rejections.desk, rejections.page
    sheet = begin(rejections, "RG-604")
    total = len(desk.bulk.passing)
    sheet.accept.click()
    qtbot.waitUntil(lambda: desk.bulk.phase is BulkPhase.SENDING, timeout=WAIT)
    sheet.accept.click()
    rejections.phase(BulkPhase.SENDING)
    assert 0 < desk.bulk.done < total
    sheet.close_sheet()
    assert desk.bulk.phase is BulkPhase.SENDING, "hidden, not ended"
    assert page.bulk.unfinished.isVisible()
    assert not page.bulk.bar.correct.isEnabled()
    page.bulk.unfinished.acted.emit()
    qtbot.waitUntil(lambda: page.bulk.report is not None, timeout=WAIT)
    assert page.bulk.report.title.text() == f"Прийнято {total} з {total}"
    assert not page.bulk.unfinished.isVisible()


def test_after_a_crash_nothing_is_lost_or_doubled(rejections: Rejections, qtbot: QtBot, small_chunks: None) -> None:
    """The perimeter took a request whose answer never came, and the window is another one."""
    desk, page, office = rejections.desk, rejections.page, rejections.window.office
    before = rejections.total()
    sheet = begin(rejections, "RG-604")
    total = len(desk.bulk.passing)
    sheet.accept.click()
    qtbot.waitUntil(lambda: desk.bulk.phase is BulkPhase.SENDING, timeout=WAIT)
    desk.bulk.stop()
    rejections.phase(BulkPhase.SENDING)
    act = desk.bulk._act
    assert act is not None
    chunk = office.vault.use(lambda store: next_chunk(store, act))
    assert chunk is not None
    RejectionsClient(office.session).correct(chunk.body, chunk.key)
    desk.bulk._lost("")
    assert desk.bulk.phase is BulkPhase.IDLE
    desk.bulk.look()
    qtbot.waitUntil(lambda: desk.bulk.unfinished is not None, timeout=WAIT)
    assert page.bulk.unfinished.isVisible()
    page.bulk.unfinished.acted.emit()
    qtbot.waitUntil(lambda: page.bulk.report is not None, timeout=WAIT)
    assert page.bulk.report.title.text() == f"Прийнято {total} з {total}"
    assert open_ones(rejections) == before - total
    desk.bulk.look()
    qtbot.waitUntil(lambda: not desk.bulk.running, timeout=WAIT)
    assert desk.bulk.unfinished is None


def test_what_a_crash_left_may_be_let_be(rejections: Rejections, qtbot: QtBot, small_chunks: None) -> None:
    desk, page, vault = rejections.desk, rejections.page, rejections.window.office.vault
    before = rejections.total()
    sheet = begin(rejections, "RG-604")
    sheet.accept.click()
    qtbot.waitUntil(lambda: desk.bulk.phase is BulkPhase.SENDING, timeout=WAIT)
    desk.bulk.stop()
    rejections.phase(BulkPhase.SENDING)
    sent = desk.bulk.done
    desk.bulk._lost("")
    desk.bulk.let_be()
    assert not desk.bulk.running, "nothing is known of it yet"
    desk.bulk.look()
    qtbot.waitUntil(lambda: desk.bulk.unfinished is not None, timeout=WAIT)
    assert page.bulk.unfinished._other.text() == "Облишити"
    page.bulk.unfinished._other.click()
    qtbot.waitUntil(lambda: desk.bulk.unfinished is None and not desk.bulk.running, timeout=WAIT)
    assert not page.bulk.unfinished.isVisible()
    assert vault.use(lambda store: unfinished_act(store, desk.office.where)) is None
    desk.refresh()
    rejections.wait()
    assert open_ones(rejections) == before - sent, "what was sent stays sent"


def test_a_contour_that_dies_during_the_check_keeps_the_work(
    rejections: Rejections, qtbot: QtBot, company: Company, small_chunks: None
) -> None:
    desk = rejections.desk
    desk.choose_text("state:open code:RG-604")
    rejections.wait()
    real = desk.bulk._was_checked

    def die(*answer: Any) -> None:
        company.contour.kill()
        real(*answer)

    desk.bulk._was_checked = die  # type: ignore[method-assign]  # the moment between two requests
    rejections.page.bulk.bar.correct.click()
    qtbot.waitUntil(lambda: desk.bulk.failure is not None, timeout=WAIT)
    sheet = rejections.page.bulk.sheet
    assert desk.bulk.phase is BulkPhase.CHECKING
    checked = [item for item in desk.bulk.items if item.state is not State.UNCHECKED]
    assert 5 <= len(checked) == desk.bulk.done < desk.bulk.total
    assert sheet.notice.isVisible()
    assert sheet.accept.isEnabled()
    assert sheet.foot_note.text() == "Перевірене збережено."
    assert desk.ticks.count == rejections.total()


def test_rows_are_worked_on_by_keys_alone(rejections: Rejections, qtbot: QtBot) -> None:
    desk, page, table = rejections.desk, rejections.page, rejections.page.table
    desk.choose_text("state:open code:RG-604")
    rejections.wait()
    table.setFocus()
    for key, row in ((Qt.Key.Key_J, 1), (Qt.Key.Key_J, 2), (Qt.Key.Key_K, 1)):
        qtbot.keyClick(table, key)
        assert table.currentIndex().row() == row
    rejections.wait()
    qtbot.keyClick(table, Qt.Key.Key_A)
    assert page.card.case_dialog.state.key() == CaseState.IN_WORK.value
    page.card.case_dialog.close_sheet()
    qtbot.keyClick(table, Qt.Key.Key_E)
    qtbot.waitUntil(page.card.dialog.isVisible, timeout=WAIT)
    page.card.dialog.close_sheet()
