"""The rejections page while its perimeter does not answer: what was seen is read, what is decided is sent later."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from cabinet.contract.cases import CaseChange
from cabinet.contract.errors import KnownError
from cabinet.contract.rights import Role
from cabinet.contract.states import CaseState
from cabinet.desks.live_check import LiveState
from cabinet.desks.states import Phase
from cabinet.perimeter.rejections import RejectionsClient
from cabinet.ui.widgets.plain_label import PlainLabel
from cabinet.vault.drafts import draft_of
from tests.company import WAIT, person
from tests.ui.pages.rejections.test_correct import Hand, hand, sum_edit, window
from tests.wire_outage import Line, Outage

__all__ = ["hand", "window"]


class Far:
    """A person whose connection comes and goes."""

    def __init__(self, hand: Hand) -> None:
        self.hand, self.desk, self.page = hand, hand.desk, hand.page
        self.outage = Outage(hand.window.office.session)

    def list(self, code: str, done: Callable[[], object]) -> None:
        self.desk.choose_text(f"state:open code:{code}")
        self.hand.until(lambda: not self.hand.window.office.busy and done())

    def goes(self) -> None:
        self.outage.line = Line.CUT

    def comes_back(self) -> None:
        """As the log's next question finds out."""
        self.outage.line = Line.WHOLE
        self.hand.window.shell._show_alive(alive=True)
        self.hand.until(lambda: not self.hand.window.office.busy)

    def decide(self, note: str) -> None:
        """Justify the opened rejection."""
        self.page.card.open_case(CaseState.JUSTIFIED)
        dialog = self.page.card.case_dialog
        dialog.note.setPlainText(note)
        with self.hand.qtbot.waitSignal(self.desk.cards.waits, timeout=WAIT):
            dialog.accept.click()
        self.hand.until(lambda: bool(self.desk.cards.outbox.pending))

    def notes(self) -> list[str]:
        attempt = self.desk.cards.selected
        assert attempt is not None
        card = RejectionsClient(self.hand.window.office.session).card(attempt)
        return [event.note for event in card.case.history]


@pytest.fixture
def far(hand: Hand) -> Far:
    hand.until(hand.settled)
    return Far(hand)


def said(far: Far) -> str:
    return far.page.outbox.banner.accessibleName() if not far.page.outbox.banner.isHidden() else ""


def words(far: Far) -> list[str]:
    return [label.text() for item in far.page.outbox.dialog.items for label in item.findChildren(PlainLabel)]


def test_what_was_seen_is_read_again(far: Far) -> None:
    desk, page, hand = far.desk, far.page, far.hand
    for code in ("AM-404", "AM-401"):
        far.list(code, hand.settled)
    hand.until(lambda: not hand.window.office.busy)
    seen = desk.cards.state.data
    far.goes()

    far.list("AM-404", lambda: desk.cards.state.data is not None)
    assert desk.state.phase is desk.groups.phase is desk.cards.state.phase is Phase.OFFLINE
    assert desk.state.data is not None
    assert (desk.state.data.total, desk.counted) == (1, True)
    assert desk.cards.state.data.row.codes[0] == "AM-404"
    assert page.banner.accessibleName().startswith("Немає зв’язку з периметром.")
    assert page.table.isVisible()
    far.list("AM-401", lambda: desk.cards.state.data is not None)
    assert desk.cards.state.data == seen, "as it was seen"

    far.list("RG-606", lambda: desk.state.failure is not None)
    assert desk.state.data is None, "what was never seen is not made up"
    assert not page.table.isVisible()
    assert page.filter.isVisible(), "one leads away again"
    assert desk.causes.listed() == [], "nor are its causes"
    assert page.banner.accessibleName() == "Немає зв’язку з периметром."
    assert page.rows.nothing.isVisibleTo(page.rows)
    far.list("AM-404", lambda: desk.cards.state.data is not None)
    desk.choose_group("0" * 16)
    hand.until(lambda: not hand.window.office.busy)
    assert desk.state.data is None
    assert page.filter.isVisible(), "of one cause alone the rows are missing"
    assert desk.causes.listed() != []
    assert page.rows.nothing.isVisibleTo(page.rows)
    assert page.banner.isVisible()
    far.list("RG-606", lambda: desk.state.failure is not None)

    far.comes_back()
    page.renew()
    hand.until(lambda: hand.settled() and desk.state.phase is Phase.READY)
    assert desk.cards.state.data.row.codes[0] == "RG-606"


def test_nobody_waits_for_a_silence_that_is_known(far: Far) -> None:
    desk, office, hand = far.desk, far.hand.window.office, far.hand
    for code in ("AM-404", "AM-401"):
        far.list(code, hand.settled)
    hand.until(lambda: not office.busy)
    far.outage.line = Line.HANGS
    office.unreachable = KnownError("PERIMETER_TIMEOUT")
    desk.choose_text("state:open code:AM-404")
    hand.until(lambda: desk.cards.state.data is not None and desk.counted)
    assert desk.state.phase is desk.groups.phase is desk.cards.state.phase is Phase.OFFLINE
    assert office.busy, "they are asked for all the same"
    far.decide("поки мовчить")
    far.outage.line = Line.WHOLE
    office.unreachable = None
    far.outage.let_go.set()
    hand.until(lambda: not office.busy)
    far.comes_back()
    assert far.notes() == ["поки мовчить"]


def test_nobody_reads_what_another_has_seen(far: Far) -> None:
    desk, hand, office = far.desk, far.hand, far.hand.window.office
    far.list("AM-404", hand.settled)
    hand.until(lambda: not office.busy)
    session = office.session
    session.person = session.person.model_copy(update={"name": "Хтось Інший"})
    far.goes()
    far.list("AM-401", lambda: desk.state.failure is not None)
    far.list("AM-404", lambda: desk.state.failure is not None)
    assert desk.state.data is None


def test_a_decision_waits_and_goes(far: Far) -> None:
    far.list("AM-404", far.hand.settled)
    far.goes()
    far.decide("акт № 7")
    assert said(far) == "1 рішення чекає на зв’язок"
    assert far.page.outbox.banner._button.text() == "Показати"
    far.page.outbox.open()
    assert f"Обґрунтоване · {person(Role.COMPLIANCE).name}\nакт № 7" in words(far)
    dialog = far.page.outbox.dialog
    far.comes_back()
    far.hand.until(lambda: not isValid(dialog))
    assert said(far) == ""
    assert far.notes() == ["акт № 7"]
    far.hand.until(far.hand.settled)


def test_what_arrives_closes_no_dialog_that_is_open(far: Far) -> None:
    far.list("AM-404", far.hand.settled)
    far.goes()
    far.decide("перше")
    far.page.card.open_case(CaseState.IN_WORK)
    dialog = far.page.card.case_dialog
    dialog.note.setPlainText("друге, ще пишеться")
    far.comes_back()
    assert far.notes() == ["перше"]
    assert dialog.isVisible()
    assert dialog.note.toPlainText() == "друге, ще пишеться"


def test_a_decision_is_taken_back(far: Far) -> None:
    far.list("AM-404", far.hand.settled)
    far.goes()
    far.decide("зайве")
    far.page.outbox.open()
    far.page.outbox.dialog.items[0].drop.click()
    far.hand.until(lambda: not far.desk.cards.outbox.pending)
    assert said(far) == ""
    far.comes_back()
    assert far.notes() == []


@pytest.mark.parametrize("mine", [True, False])
def test_both_versions_are_shown(far: Far, mine: bool) -> None:
    far.list("AM-404", far.hand.settled)
    attempt = far.desk.cards.selected
    assert attempt is not None
    session = far.hand.window.office.session
    far.goes()
    far.decide("моя примітка")
    far.outage.line = Line.WHOLE
    RejectionsClient(session).set_case(attempt, CaseChange(state=CaseState.IN_WORK, note="їхня примітка"), 0)
    far.comes_back()
    assert said(far) == "Не надіслано 1 ваше рішення"
    far.page.outbox.open()
    (item,) = far.page.outbox.dialog.items
    told = "\n".join(words(far))
    assert "Ваше рішення" in told
    assert "Зараз у справі" in told
    assert "моя примітка" in told
    assert "їхня примітка" in told
    assert item.drop.text() == "Лишити теперішнє"
    (item.mine if mine else item.drop).click()
    far.hand.until(lambda: not far.desk.cards.outbox.pending and not far.hand.window.office.busy)
    assert far.notes() == (["їхня примітка", "моя примітка"] if mine else ["їхня примітка"])


def test_a_correction_is_sent_when_connected(far: Far, qtbot: QtBot) -> None:
    hand = far.hand
    dialog = hand.open("AM-404")
    hand.state(LiveState.PASSED)
    far.goes()
    hand.type(sum_edit(dialog), "0,1")
    hand.state(LiveState.UNANSWERED)
    assert dialog.accept.text() == "Надіслати, коли буде зв’язок"
    with qtbot.waitSignal(far.desk.cards.waits, timeout=WAIT):
        QTest.keyClick(dialog.note.edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    hand.until(lambda: bool(far.desk.cards.outbox.pending))
    attempt, vault = far.desk.cards.selected, hand.window.office.vault
    assert attempt is not None
    hand.until(lambda: vault.use(lambda store: draft_of(store, attempt)) is not None)
    far.comes_back()
    hand.until(lambda: said(far) == "")
    card = RejectionsClient(hand.window.office.session).card(attempt)
    assert len(card.attempts) == 2
    assert vault.use(lambda store: draft_of(store, attempt)) is None


def test_ticks_survive_the_outage(far: Far) -> None:
    far.list("AM-404", far.hand.settled)
    row = far.desk.row(0)
    assert row is not None
    far.desk.ticks.turn(row)
    count = far.desk.ticks.count
    assert count == 1
    far.goes()
    far.page.renew()
    far.hand.until(lambda: far.desk.state.phase is Phase.OFFLINE)
    assert far.desk.ticks.count == count
    far.comes_back()
    far.page.renew()
    far.hand.until(far.hand.settled)
    assert far.desk.ticks.count == count
