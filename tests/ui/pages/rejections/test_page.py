"""The rejections page over a live contour: cause → rows → card, the filter as text, a time anchor, decisions."""

from __future__ import annotations

import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from cabinet.app import Window
from cabinet.cli.demo.play import Filling, fill
from cabinet.contract.filter import OPEN
from cabinet.contract.rights import Role
from cabinet.contract.states import CaseState
from tests.company import WAIT, Company, staff_token
from tests.softhsm import TokenMaker
from tests.ui.shell.test_window import log_in, window

__all__ = ["window"]


def test_from_cause_to_decision(
    qtbot: QtBot, company: Company, token_maker: TokenMaker, window: Window, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    now = datetime.now(UTC)
    fill(company.contour, Filling(2500, now - timedelta(days=3), now, 5), lambda _: None)
    staff_token(company, token_maker, Role.COMPLIANCE)
    log_in(qtbot, window)
    shell, desk = window.shell, window.desks.rejections
    cards = desk.cards
    shell.open_page("rejections")
    page: Any = shell.pages["rejections"]

    def settled() -> bool:
        return (
            not desk.state.busy and desk.state.data is not None and not desk.groups.busy
            and desk.groups.data is not None and not cards.state.busy and cards.state.data is not None
        )  # fmt: skip

    qtbot.waitUntil(settled, timeout=WAIT)
    QAbstractItemModelTester(page.groups, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert desk.groups.data is not None
    whole = desk.groups.data.whole
    worst = desk.groups.data.items[0]

    page.group_table.setFocus()
    qtbot.keyClick(page.group_table, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: settled() and desk.group is not None, timeout=WAIT)
    chosen = next(g for g in desk.groups.data.items if g.group_id == desk.group)
    assert desk.state.data is not None
    assert desk.state.data.total == chosen.count
    assert page.model.rowCount() == chosen.count
    assert cards.state.data is not None
    assert cards.state.data.row.group_id == chosen.group_id
    assert page.rows.follow.isHidden() == (chosen.consequences == 0)
    page.rows.all.click()
    qtbot.waitUntil(lambda: settled() and desk.group is None, timeout=WAIT)
    assert desk.state.data.total == whole

    edit = page.filter.line.edit
    edit.setFocus()
    qtbot.keyClick(edit, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(edit, Qt.Key.Key_Delete)
    assert desk.state.data is None, "everything is asked for anew"
    assert edit.isVisible()
    assert window.shell.focusWidget() is edit, "the filter is emptied and keeps the keyboard"
    assert not desk.counted
    qtbot.waitUntil(settled, timeout=WAIT)
    assert desk.counted
    qtbot.keyClicks(edit, f"code:{worst.code} source:{worst.source}")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: settled() and desk.filter.codes == (worst.code,), timeout=WAIT)
    assert edit.text() == f"код:{worst.code} джерело:{worst.source}", "said in the window's tongue"
    assert {g.code for g in desk.groups.data.items} == {worst.code}
    assert desk.groups.data.whole < whole
    assert shell.router.rail.items["rejections"].badge == whole, "the rail counts what is open, not what is listed"
    kept = desk.filter
    edit.clear()
    qtbot.keyClicks(edit, "stat:new")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert desk.filter in {kept, type(kept)()}
    assert not page.filter._error.isHidden()
    assert "стан:" in page.filter._error.text()
    desk.choose(OPEN)
    qtbot.waitUntil(settled, timeout=WAIT)
    assert page.filter._error.isHidden()

    with qtbot.waitSignal(desk.jumped, timeout=WAIT) as landed:
        page.filter.anchored.emit(window.office.clock.now() - timedelta(days=400))
    assert landed.args == [whole - 1]
    qtbot.waitUntil(lambda: settled() and page.table.currentIndex().row() == whole - 1, timeout=WAIT)

    card = cards.state.data
    assert card is not None
    page.card.open_case(CaseState.JUSTIFIED)
    page.card.case_dialog.accept.click()
    assert page.card.case_dialog.isVisible(), "a justification needs words"
    page.card.case_dialog.note.setPlainText("Підтверджено актом")
    who = page.card.case_dialog.assignee
    mine = who.text()
    assert mine == window.office.session.person.name
    qtbot.waitUntil(lambda: bool(cards.assignees.people), timeout=WAIT)
    assert cards.assignees.people[0].name == mine, "whoever is logged in comes first"
    who.clear()
    who.insert("гнат")
    qtbot.keyClick(who, Qt.Key.Key_Down)
    assert who.list.isVisible()
    assert who.offered()[0] == "Гнатюк Ірина Василівна · ІТ"
    page.card.case_dialog.accept.click()
    assert page.card.case_dialog.isVisible(), "nobody is called so"
    who._take(who.offered()[0])
    assert who.name() == "Гнатюк Ірина Василівна"
    who.setText(mine.upper())
    assert who.name() == mine, "as the company writes it"
    who.list.hide()
    assert set(edit._values("виконавець")) == {"я", "ніхто", *(of.name for of in cards.assignees.people)}
    with qtbot.waitSignal(cards.decided, timeout=WAIT):
        page.card.case_dialog.accept.click()
    qtbot.waitUntil(lambda: settled() and desk.state.data.total == whole - 1, timeout=WAIT)
    assert cards.state.data.row.attempt_id == card.row.attempt_id
    assert cards.state.data.case.history[-1].note == "Підтверджено актом"

    _hand_over(qtbot, window, page, tmp_path, monkeypatch)

    page.card.open_cause()
    page.card.case_dialog.state.set_key(CaseState.WAITING_IT.value)
    with qtbot.waitSignal(cards.decided, timeout=WAIT):
        page.card.case_dialog.accept.click()
    qtbot.waitUntil(settled, timeout=WAIT)
    caused = (card.row.root.group_id if card.row.root is not None else None) or card.row.group_id
    group = next(g for g in desk.groups.data.items if g.group_id == caused)
    assert group.case_state is CaseState.WAITING_IT

    shell.resize(1024, 640)
    assert page.strip.isVisible()
    assert not page._groups_card.isVisible()
    page.strip.chosen.emit(worst.group_id)
    qtbot.waitUntil(lambda: settled() and desk.group == worst.group_id, timeout=WAIT)


def _hand_over(qtbot: QtBot, window: Window, page: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Hand one over: nothing without a place for the archive, and then archive first, decision second."""
    desk, cards, out = window.desks.rejections, window.desks.rejections.cards, tmp_path / "it.zip"
    chosen = ["", str(tmp_path / "no" / "it.zip"), str(out)]
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (chosen.pop(0), ""))
    page.card.open_case(CaseState.IN_WORK)
    assert not page.card.case_dialog.archive.isVisible(), "only for what waits for IT"
    page.card.case_dialog.close_sheet()
    attempt = cards.state.data.row.attempt_id
    version = cards.state.data.case.version
    page.card.open_case(CaseState.WAITING_IT)
    dialog = page.card.case_dialog
    assert dialog.archive.isVisible()
    assert dialog.archive.isChecked()
    assert dialog.assignee.text() == "Гнатюк Ірина Василівна", "the only engineer"
    dialog.accept.click()
    assert dialog.isVisible()
    assert not dialog.accept.busy, "no place, no act"
    with qtbot.waitSignal(cards.hand_over.failed, timeout=WAIT):
        dialog.accept.click()
    assert cards.state.data.case.version == version, "what cannot be written is not handed over"
    with qtbot.waitSignal(cards.decided, timeout=WAIT):
        dialog.accept.click()
    qtbot.waitUntil(lambda: not cards.state.busy and cards.state.data.case.version == version + 1, timeout=WAIT)
    assert cards.state.data.case.state is CaseState.WAITING_IT
    assert cards.state.data.case.assignee == "Гнатюк Ірина Василівна"
    with zipfile.ZipFile(out) as archive:
        assert attempt.encode() in archive.read("rejections.ndjson")
    qtbot.waitUntil(lambda: not desk.state.busy and not desk.groups.busy, timeout=WAIT)
