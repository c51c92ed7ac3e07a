"""The dialog that corrects, by keyboard over a live contour: what is open, proposals, live check, drafts, sending."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from cabinet.app import Window
from cabinet.cli.demo.play import key_folders
from cabinet.contour.sample.mistakes import MISTAKES
from cabinet.contract.clock import SystemClock
from cabinet.contract.moment import KYIV
from cabinet.contract.rights import Role
from cabinet.contract.states import RejectionState
from cabinet.dayfile.reading import open_day_file
from cabinet.desks.live_check import LiveState
from cabinet.sender.credential import open_credential
from cabinet.sender.machine import MachineClient
from cabinet.sender.send import send_file
from cabinet.ui.numbers import money
from cabinet.ui.pages.rejections.correct.dialog import CorrectDialog
from cabinet.ui.pages.rejections.correct.field_edit import FieldEdit
from cabinet.ui.widgets.combo import Combo
from cabinet.ui.widgets.plain_label import PlainLabel
from cabinet.vault.drafts import draft_of
from tests.company import WAIT, Company, staff_token
from tests.perimeter_in_process import encoded, line
from tests.softhsm import TokenMaker
from tests.ui.shell.test_window import log_in, window

__all__ = ["window"]

CONTROL = Qt.KeyboardModifier.ControlModifier


class Hand:
    """A person at the rejections page."""

    def __init__(self, qtbot: QtBot, window: Window) -> None:
        self.qtbot, self.window = qtbot, window
        self.desk = window.desks.rejections
        window.shell.open_page("rejections")
        self.page: Any = window.shell.pages["rejections"]

    @property
    def dialog(self) -> CorrectDialog:
        found: CorrectDialog = self.page.card.dialog
        return found

    def until(self, told: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(told()), timeout=WAIT)

    def settled(self) -> bool:
        desk = self.desk
        return (
            not desk.state.busy and desk.state.data is not None and not desk.groups.busy
            and not desk.cards.state.busy and desk.cards.state.data is not None
        )  # fmt: skip

    def open(self, code: str) -> CorrectDialog:
        """Open the dialog for the newest open rejection of a code."""
        self.desk.choose_text(f"state:open code:{code}")
        self.until(lambda: self.settled() and code in self.desk.cards.state.data.row.codes)
        self.page.card.open_correct()
        dialog = self.dialog
        self.until(dialog.isVisible)
        return dialog

    def state(self, wanted: LiveState) -> None:
        live = self.desk.cards.live
        self.until(lambda: live.state is wanted and live.line == self.dialog.line())
        assert self.dialog.check.state is wanted
        assert self.dialog.accept.isEnabled() is (wanted in {LiveState.PASSED, LiveState.UNANSWERED})

    def type(self, edit: QWidget, words: str) -> None:
        """Type over what is there."""
        edit.setFocus()
        self.qtbot.keyClick(edit, Qt.Key.Key_A, CONTROL)
        if words.isascii():
            self.qtbot.keyClicks(edit, words)
        else:
            assert isinstance(edit, QLineEdit)
            edit.insert(words)

    def send(self) -> None:
        dialog, attempt = self.dialog, self.desk.cards.selected
        with self.qtbot.waitSignal(dialog.done, timeout=WAIT):
            QTest.keyClick(dialog.note.edit, Qt.Key.Key_Return, CONTROL)
        assert not dialog.isVisible()
        self.until(self.settled)
        assert attempt is not None


def spoilt() -> Iterator[dict[str, Any]]:
    """Yield a bet, and lines with one mistake each."""
    at = datetime.now(UTC).astimezone(KYIV).isoformat(timespec="milliseconds")
    yield line("bet", occurredAt=at)
    for code in ("AM-401", "AM-404", "RG-606", "RG-607", "ST-203", "TM-702"):
        kind, spoil = MISTAKES[code]
        value = line(code, occurredAt=at, type=kind, relatedTxId=None if kind == "BET" else "bet")
        spoil(value)
        yield value


@pytest.fixture
def hand(qtbot: QtBot, company: Company, token_maker: TokenMaker, window: Window, tmp_path: Path) -> Hand:
    day = tmp_path / "day.ndjson"
    day.write_bytes(encoded(*spoilt()))
    client = MachineClient(open_credential(key_folders(company.contour, tmp_path)["core-1"]), SystemClock())
    send_file(client, open_day_file(day))
    client.close()
    staff_token(company, token_maker, Role.COMPLIANCE)
    log_in(qtbot, window)
    return Hand(qtbot, window)


def sum_edit(dialog: CorrectDialog) -> FieldEdit:
    edit = dialog.blocks["amountKop"].control
    assert isinstance(edit, FieldEdit)
    return edit


def test_a_sum(hand: Hand, qtbot: QtBot) -> None:
    dialog = hand.open("AM-404")
    cards = hand.desk.cards
    card = cards.state.data
    assert card is not None
    attempt, sent = card.row.attempt_id, card.row.amount_kop
    (proposal,) = card.suggestions
    right = proposal.value
    assert isinstance(right, int)
    assert isinstance(sent, int)
    said = panel_words(hand)
    assert f"{money(sent)} → {money(right)} грн, бо {proposal.why_uk}" in said
    assert "Хто діє" in hand.page.panel._cells.accessibleName()
    # Only the sum is open; what is certain stands in it already, marked, and Enter leaves it so.
    assert list(dialog.blocks) == ["amountKop"]
    edit = sum_edit(dialog)
    assert QApplication.focusWidget() is edit
    assert edit.text() == edit.selectedText() == money(right)
    block = dialog.blocks["amountKop"]
    assert block.chip.word == "точна пропозиція"
    assert dialog.diff.rows == [
        ("−", f'"amountKop": {sent}', f"{money(sent)} грн"), ("+", f'"amountKop": {right}', f"{money(right)} грн")
    ]  # fmt: skip
    assert not dialog.accept.isEnabled()
    hand.state(LiveState.PASSED)
    high = dialog.check.height()
    # A sum that is too large is refused here, without asking the server; the box keeps its place.
    hand.type(edit, "9 999,5")
    assert dialog.check.state is LiveState.CHECKING
    assert not dialog.accept.isEnabled()
    hand.state(LiveState.REFUSED)
    assert "залишок" in dialog.check.words
    assert block._below.text() == dialog.check.words
    assert edit.property("wrong")
    assert dialog.check.height() == high
    dialog.accept.click()
    assert cards.acting is None
    hand.type(edit, "abc")
    hand.state(LiveState.REFUSED)
    for words, kopecks in (("1", 100), ("1,00", 100), ("1\u00a0.5", 150), ("0.5", 50)):
        hand.type(edit, words)
        assert dialog.correction.value["amountKop"] == kopecks
    hand.state(LiveState.PASSED)
    assert dialog.diff.rows[-1] == ("+", '"amountKop": 50', "0,50 грн")
    hand.type(edit, "")
    qtbot.keyClick(edit, Qt.Key.Key_Delete)
    hand.state(LiveState.REFUSED)
    assert len(dialog.diff.rows) == 1, "the field is left out"

    # The keyboard goes down the sheet: value, fold, reason, explanation, Cancel, Send.
    hand.type(edit, "0,7")
    hand.state(LiveState.PASSED)
    edit.setFocus()
    stops = []
    for _ in range(5):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        stops.append(QApplication.focusWidget())
    assert stops == [dialog.rest.head, dialog.reason, dialog.note.edit, dialog.cancel, dialog.accept]

    # Escape asks; going back changes nothing; a kept draft is offered again.
    qtbot.keyClick(edit, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    assert dialog.question.isVisible()
    qtbot.keyClick(dialog.question.accept, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    hand.type(dialog.note.edit, "звірено")
    hand.until(lambda: dialog.foot_note.text() == "Чернетка є до закриття програми")
    dialog.close_button.click()
    dialog.question.accept.click()
    assert not dialog.isVisible()
    assert "звірено" in json.dumps(kept(hand, attempt), ensure_ascii=False)

    again = hand.open("AM-404")
    hand.until(again.offer.isVisible)
    assert sum_edit(again).text() == money(right)
    again.go_on.click()
    assert not again.offer.isVisible()
    assert sum_edit(again).text() == "0,70"
    assert again.note.text() == "звірено"
    hand.state(LiveState.PASSED)
    # Discarded, it is gone.
    again.cancel.click()
    again.question.discard.click()
    hand.until(lambda: kept(hand, attempt) is None)

    last = hand.open("AM-404")
    hand.state(LiveState.PASSED)
    assert not last.offer.isVisible()
    hand.type(sum_edit(last), money(right))
    hand.until(lambda: last.foot_note.text() == "" or kept(hand, attempt) is not None)
    hand.state(LiveState.PASSED)
    hand.send()
    hand.until(lambda: kept(hand, attempt) is None)
    hand.desk.choose_text("code:AM-404")
    hand.until(lambda: hand.settled() and closed(hand, attempt))
    said = panel_words(hand)
    assert f"{money(sent)} грн → {money(right)} грн" in said
    assert "Що зробити" not in said, "nobody has to do anything about it"
    assert "Пропозиція" not in said
    assert any(words.startswith("запис ") for words in said)
    assert "Мельник Тарас Богданович · Комплаєнс" in hand.page.panel._cells.accessibleName()
    assert "compliance" not in " ".join(said)
    assert "Хто діє" not in hand.page.panel._cells.accessibleName()


def test_nothing_is_asked_where_nothing_was_typed(hand: Hand, qtbot: QtBot) -> None:
    dialog = hand.open("AM-404")
    hand.state(LiveState.PASSED)
    attempt = hand.desk.cards.selected
    assert attempt is not None
    qtbot.keyClick(dialog.blocks["amountKop"].control, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert kept(hand, attempt) is None
    assert hand.desk.cards.live.line == b"", "what was typed is nowhere any more"


def test_a_likely_proposal_is_taken_by_enter(hand: Hand, qtbot: QtBot) -> None:
    dialog = hand.open("TM-702")
    block = dialog.blocks["occurredAt"]
    edit = block.control
    assert isinstance(edit, FieldEdit)
    before = edit.text()
    assert block.chip.word == "імовірна пропозиція"
    assert dialog.diff.rows == []
    hand.state(LiveState.REFUSED)
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert edit.text() == f"{before}+02:00"
    assert dialog.isVisible(), "Enter sends nothing"
    hand.state(LiveState.PASSED)
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is dialog.note.edit
    hand.type(edit, before)
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert edit.text() == before, "what was touched is the person's own"
    (button,) = block.offers
    button.click()
    hand.state(LiveState.PASSED)
    hand.send()


def test_a_name_of_the_registry_is_chosen(hand: Hand, qtbot: QtBot) -> None:
    dialog = hand.open("RG-606")
    block = dialog.blocks["gameId"]
    edit = block.control
    assert isinstance(edit, FieldEdit)
    hand.until(lambda: edit.choices)
    assert edit.choices[0] == ("slot-fruits", "slot-fruits · Фрукти")
    assert len(edit.choices) > 3
    edit.choose("slot-cossack")
    hand.state(LiveState.PASSED)
    edit.choose("tennis")
    hand.state(LiveState.REFUSED)
    # The rest is folded, read-only, and each field of it can be opened.
    assert not dialog.rest._list.isVisible()
    dialog.rest.head.click()
    assert dialog.rest._list.isVisible()
    count = len(dialog.rest.buttons)
    assert "gameId" not in dialog.rest.buttons
    assert {"schemaVersion", "seqNo"}.isdisjoint(dialog.rest.buttons)
    assert dialog.rest.head.text() == f"Інші {count} полів без змін"
    dialog.rest.buttons["siteId"].click()
    assert list(dialog.blocks) == ["gameId", "siteId"]
    site = dialog.blocks["siteId"].control
    assert QApplication.focusWidget() is site
    assert isinstance(site, FieldEdit)
    known = [value for value, _ in site.choices]
    assert set(known) == {"mlynok.ua", "stavkohrai.ua", "app.mlynok.ua", "bet.mlynok.ua"}
    assert known[0] == site.text(), "the nearest first"
    assert len(dialog.rest.buttons) == count - 1
    # What the server finds wrong besides is opened too.
    hand.type(edit, "slot-fruits")
    hand.type(site, "bet.mlynok.ua")
    hand.state(LiveState.REFUSED)
    hand.type(site, known[0])
    dialog.rest.buttons["type"].click()
    kind = dialog.blocks["type"].control
    assert isinstance(kind, Combo)
    assert [kind.itemText(i) for i in range(kind.count())] == ["Ставка", "Повернення", "Виплата"]
    kind.setCurrentIndex(2)
    hand.state(LiveState.REFUSED)
    kind.setCurrentIndex(0)
    hand.state(LiveState.PASSED)
    assert [row[:2] for row in dialog.diff.rows] == [
        ("−", '"gameId": "slot-fruit"'), ("+", '"gameId": "slot-fruits"')
    ]  # fmt: skip
    hand.send()


def test_a_misspelt_field(hand: Hand) -> None:
    dialog = hand.open("ST-205")
    (block,) = dialog.blocks.values()
    assert block.field.name == "settlementForm"
    assert block.field.sent_as == "settlmentForm"
    assert "settlmentForm" not in dialog.correction.value
    assert isinstance(block.control, Combo)
    assert block.control.currentText() == "Безготівковий"
    assert block._below.text() == "Поля settlmentForm немає, є settlementForm."
    assert block.chip.word == "точна пропозиція"
    assert [row[0] for row in dialog.diff.rows] == ["−", "+"]
    hand.state(LiveState.PASSED)
    hand.send()


def test_hryvnias_and_cash(hand: Hand) -> None:
    dialog = hand.open("AM-401")
    edit = sum_edit(dialog)
    was = dialog.blocks["amountKop"].field.before
    assert isinstance(was, str)
    assert edit.text() == was.replace(".", ",")
    hand.state(LiveState.PASSED)
    hand.send()
    dialog = hand.open("RG-607")
    form = dialog.blocks["settlementForm"].control
    assert isinstance(form, Combo)
    assert form.currentText() == "Безготівковий"
    hand.state(LiveState.PASSED)


def test_no_answer_leaves_the_check_of_this_computer(hand: Hand, company: Company) -> None:
    dialog = hand.open("AM-404")
    hand.state(LiveState.PASSED)
    company.contour.kill()
    edit = sum_edit(dialog)
    hand.type(edit, "0,1")
    hand.state(LiveState.UNANSWERED)
    assert dialog.check.words == "Перевірено на цьому комп’ютері; сервер не відповідає."
    hand.type(edit, "99999")
    hand.state(LiveState.REFUSED)


def test_a_low_window_scrolls_between_head_and_diff(hand: Hand) -> None:
    hand.window.shell.resize(1024, 640)
    dialog = hand.open("AM-404")
    hand.state(LiveState.PASSED)
    for name in ("siteId", "brandId", "gameId", "roundId"):
        dialog._change(name)
    sheet = dialog.sheet
    hand.until(lambda: all(block.height() >= block.sizeHint().height() for block in dialog.blocks.values()))
    assert sheet.height() <= 640 - 48
    assert sheet.width() == 600
    for part in (dialog.title, dialog.diff, dialog.accept):
        place = part.mapTo(sheet, QPoint(0, 0))
        assert 0 <= place.y() <= sheet.height() - part.height(), part
    assert dialog._area.verticalScrollBar().maximum() > 0
    dialog.blocks["roundId"].control.setFocus()


def kept(hand: Hand, attempt: str) -> Any:
    draft = hand.window.office.vault.use(lambda store: draft_of(store, attempt))
    return None if draft is None else {**draft.fields, "reason": draft.reason, "note": draft.note}


def closed(hand: Hand, attempt: str) -> bool:
    card = hand.desk.cards.state.data
    return card is not None and card.row.attempt_id == attempt and card.row.state is RejectionState.CORRECTED


def panel_words(hand: Hand) -> list[str]:
    """Return what the card says."""
    panel = hand.page.panel
    return [label.text() for label in panel.findChildren(PlainLabel) if label.isVisibleTo(panel)]
