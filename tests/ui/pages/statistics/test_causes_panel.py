"""The panel of the chosen bars: causes by number, why the list may have another number, and the way to the list."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from cabinet.contract.errors import KnownError
from cabinet.contract.filter import Filter
from cabinet.contract.rejections import GroupList
from cabinet.desks.bar_causes import received_on
from cabinet.desks.states import Loadable
from cabinet.profile.settings import Language
from cabinet.ui.language import install
from cabinet.ui.pages.statistics.causes_panel import CausesPanel
from tests.desks.test_statistics_finding import causes, group

NOW = datetime(2026, 11, 27, 10, tzinfo=UTC)
DAY = date(2026, 11, 26)


class Desk(QObject):
    """As much of the desk as the panel needs."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.wanted: Filter | None = None
        self.window: QWidget | None = None
        """What holds the panel."""
        self.state: Loadable[GroupList] = Loadable()

    def answer(self, groups: GroupList | None, failure: KnownError | None = None) -> None:
        self.wanted = received_on(DAY, DAY)
        known = self.state.loading()
        self.state = known.ready(groups, NOW) if groups is not None else known
        if failure is not None:
            self.state = Loadable().loading().failed(failure)
        self.changed.emit()


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    install(Language.UKRAINIAN)
    return Desk()


def panel_of(qtbot: QtBot, desk: Desk, rejected: int, *, hours: bool = False) -> CausesPanel:
    window = desk.window = QWidget()
    panel = CausesPanel(desk)  # type: ignore[arg-type]  # as much of it as is used
    QVBoxLayout(window).addWidget(panel)
    qtbot.addWidget(window)
    window.show()
    panel.show_bars("чт, 26.11.2026", "19 відхилено з 5 040", rejected, hours=hours)
    panel.show()
    return panel


def test_causes_by_number_and_the_way_to_them(qtbot: QtBot, desk: Desk) -> None:
    desk.answer(causes(group("AM-404", 4), group("RG-604", 9, 3), group("RF-505", 2), group("ID-303", 1)))
    panel = panel_of(qtbot, desk, 19)
    assert panel.causes == ["RG-604 core-1: 12", "AM-404 core-1: 4", "RF-505 core-1: 2", "ID-303 core-1: 1"]
    assert panel.show_all.text() == "Показати ці 19"
    assert not panel.note.isVisible()
    assert not panel.said.isVisible()
    with qtbot.waitSignal(panel.asked) as asked:
        panel.show_all.click()
    assert asked.args == ["state:open period:2026-11-26", "26.11.2026"]


def test_the_list_says_which_days_it_is_of(qtbot: QtBot, desk: Desk) -> None:
    panel = panel_of(qtbot, desk, 19)
    assert not panel.basis.isVisible()
    desk.answer(causes(group("AM-404", 19)))
    assert panel.basis.isVisible()
    assert panel.basis.text() == "Надійшли 26.11.2026, відкриті:"
    desk.wanted = received_on(DAY, date(2026, 11, 30))
    desk.changed.emit()
    assert panel.basis.text() == "Надійшли 26.11.2026 – 30.11.2026, відкриті:"
    desk.answer(causes())
    assert not panel.basis.isVisible(), "no list, no heading"


@pytest.mark.parametrize(
    ("rejected", "hours", "said"),
    [(19, False, ""), (18, False, "за днем надходження"), (20, False, "за днем надходження"), (3, True, "цілі дні")],
)
def test_another_number_is_explained(qtbot: QtBot, desk: Desk, rejected: int, hours: bool, said: str) -> None:
    desk.answer(causes(group("AM-404", 19)))
    panel = panel_of(qtbot, desk, rejected, hours=hours)
    assert panel.note.isVisible() == bool(said)
    assert said in panel.note.text()


def test_what_is_not_there_is_said(qtbot: QtBot, desk: Desk) -> None:
    panel = panel_of(qtbot, desk, 0)
    assert "права" in panel.said.text()
    desk.answer(None)
    assert panel.said.text() == "Запитуємо…"
    assert not panel.show_all.isVisible()
    desk.answer(causes())
    assert "не надходило" in panel.said.text()
    assert not panel.show_all.isVisible()
    desk.answer(None, KnownError("CONNECTION_FAILED"))
    assert panel.said.text() not in {"", "Запитуємо…"}
