"""What was accepted is taken back in the window over a live contour: from the card, from the tree, by who may."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cabinet.app import Window
from cabinet.cli.demo.play import key_folders
from cabinet.contract.clock import SystemClock
from cabinet.contract.moment import KYIV
from cabinet.contract.rights import Role
from cabinet.dayfile.reading import open_day_file
from cabinet.desks.live_check import LiveState
from cabinet.sender.credential import open_credential
from cabinet.sender.machine import MachineClient
from cabinet.sender.send import send_file
from cabinet.ui.pages.rejections.reverse.dialog import ReverseDialog
from tests.company import WAIT, Company, staff_token
from tests.perimeter_in_process import encoded, line
from tests.softhsm import TokenMaker
from tests.ui.pages.rejections.test_correct import Hand
from tests.ui.shell.test_window import log_in, window

__all__ = ["window"]

STAKE = 10_000


def paid_and_refunded() -> Iterator[dict[str, Any]]:
    """Yield a bet that was paid out, and its refund, which is rejected for that."""
    at = datetime.now(UTC).astimezone(KYIV).isoformat(timespec="milliseconds")
    yield line("bet", occurredAt=at, amountKop=STAKE)
    yield line("paid", occurredAt=at, type="PAYOUT", relatedTxId="bet", amountKop=700)
    yield line("back", occurredAt=at, type="REFUND", relatedTxId="bet", amountKop=STAKE)


Begin = Callable[[Role], Hand]


@pytest.fixture
def begin(qtbot: QtBot, company: Company, token_maker: TokenMaker, window: Window, tmp_path: Path) -> Begin:
    day = tmp_path / "day.ndjson"
    day.write_bytes(encoded(*paid_and_refunded()))
    client = MachineClient(open_credential(key_folders(company.contour, tmp_path)["core-1"]), SystemClock())
    send_file(client, open_day_file(day))
    client.close()

    def log_in_as(role: Role) -> Hand:
        staff_token(company, token_maker, role)
        log_in(qtbot, window)
        hand = Hand(qtbot, window)
        hand.desk.choose_text("state:open code:RF-506")
        hand.until(hand.settled)
        return hand

    return log_in_as


def dialog_of(hand: Hand) -> ReverseDialog:
    found: ReverseDialog = hand.page.card.reversal.dialog
    hand.until(found.isVisible)
    hand.until(lambda: hand.desk.reversals.state.data is not None)
    return found


def words(dialog: ReverseDialog) -> str:
    return " ".join(label.accessibleName() or label.text() for label in dialog.facts.findChildren(type(dialog.title)))


def checked(hand: Hand, dialog: ReverseDialog, state: LiveState) -> None:
    live = hand.desk.reversals.live
    hand.until(lambda: live.state is state and live.line == dialog.line())
    assert dialog.check.state is state
    assert dialog.accept.isEnabled() is (state is LiveState.PASSED)


def node(hand: Hand, words: str) -> None:
    """Open a transaction of the tree."""
    tree = hand.page.panel._tree
    link = next(link for link in tree.links.values() if words in link.text())
    link.click()


def test_the_card_leads_to_what_stands_in_its_way(begin: Begin) -> None:
    hand = begin(Role.HEAD)
    panel = hand.page.panel
    assert panel._foot._reverse.isHidden()
    assert panel._foot._to_reverse.isVisible()
    assert panel._foot._to_reverse.text() == "Сторнувати…"
    panel._foot._to_reverse.trigger()
    dialog = dialog_of(hand)
    assert dialog.title.text() == "Сторнувати виплату"
    assert "+7,00 грн" in words(dialog), "a payout taken back adds to GGR"
    assert dialog.reason.key() == "R2"
    assert not dialog.foot_note.text(), "a test perimeter wants no signature"
    checked(hand, dialog, LiveState.PASSED)
    dialog.note.edit.setText("Гравець Шевченко Тарас Григорович, +380501234567")
    checked(hand, dialog, LiveState.REFUSED)
    assert "ST-208" in {f.code for f in hand.desk.reversals.live.findings}
    dialog.note.edit.setText("Виплачено помилково")
    QTest.keyClick(dialog.note.edit, Qt.Key.Key_Return)
    assert dialog.isVisible(), "Enter alone sends nothing"
    checked(hand, dialog, LiveState.PASSED)
    with hand.qtbot.waitSignal(dialog.done, timeout=WAIT):
        dialog.accept.click()
    hand.until(lambda: hand.settled() and not panel._foot._to_reverse.isVisible())
    tree = [branch for branch in panel._tree._branches if "paid" in branch.words]
    assert [("сторновано" in branch.words, branch.rejected) for branch in tree] == [(True, True)]
    # The refund passes now as it is.
    hand.page.card.open_correct()
    hand.until(hand.dialog.isVisible)
    hand.state(LiveState.PASSED)
    hand.send()


def test_a_bet_names_what_is_reversed_first_and_leads_there(begin: Begin) -> None:
    hand = begin(Role.HEAD)
    node(hand, "Ставка")
    dialog = dialog_of(hand)
    assert dialog.title.text() == "Сторнувати ставку"
    (link,) = dialog.links
    assert "paid" in link.text()
    checked(hand, dialog, LiveState.REFUSED)
    assert "paid" in dialog.check.words
    link.click()
    hand.until(lambda: dialog.title.text() == "Сторнувати виплату")
    assert dialog.links == []
    checked(hand, dialog, LiveState.PASSED)
    dialog.close_sheet()
    assert not dialog.isVisible()


def test_who_may_not_reverse_reads_it(begin: Begin) -> None:
    hand = begin(Role.COMPLIANCE)
    assert not hand.page.panel._foot._to_reverse.isVisible()
    node(hand, "paid")
    dialog = dialog_of(hand)
    assert dialog.title.text() == "Прийнята транзакція"
    assert f"{chr(0x2212)}7,00 грн" in words(dialog)
    assert "керівник" in dialog.notice._title.text()
    assert dialog.accept.isHidden()
    assert dialog.check.isHidden()
    assert dialog.line() == b""
    assert dialog.cancel.text() == "Закрити"


def test_a_closed_card_leads_to_what_came_instead(begin: Begin) -> None:
    hand = begin(Role.HEAD)
    panel = hand.page.panel
    panel._foot._to_reverse.trigger()
    dialog = dialog_of(hand)
    checked(hand, dialog, LiveState.PASSED)
    with hand.qtbot.waitSignal(dialog.done, timeout=WAIT):
        dialog.accept.click()
    hand.until(hand.settled)
    hand.page.card.open_correct()
    hand.until(hand.dialog.isVisible)
    hand.state(LiveState.PASSED)
    hand.send()
    hand.desk.choose_text("state:corrected code:RF-506")
    hand.until(lambda: hand.settled() and panel._foot._reverse.isVisible())
    panel._foot._reverse.click()
    dialog = dialog_of(hand)
    assert dialog.title.text() == "Сторнувати повернення"
