"""The focus ring: shown to whoever uses the keyboard, follows what has the focus, and costs other widgets nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QPushButton, QScrollArea, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from cabinet.ui.shell.focus_ring import FocusRing
from tests.company import WAIT


class Case:
    """A window with two buttons in a holder, and its ring, which listens already."""

    def __init__(self, qtbot: QtBot) -> None:
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.window.resize(600, 400)
        self.holder = QWidget(self.window)
        self.holder.setGeometry(50, 60, 400, 200)
        self.first, self.second = QPushButton("one", self.holder), QPushButton("two", self.holder)
        self.first.setGeometry(10, 10, 100, 30)
        self.second.setGeometry(10, 60, 120, 30)
        self.window.show()
        self.window.activateWindow()
        qtbot.waitActive(self.window, timeout=WAIT)
        self.ring = FocusRing(self.window)
        self.window.setFocus()

    def key(self) -> None:
        """A key as the system gives it: to the window."""
        native = self.window.windowHandle()
        assert native is not None
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(native, QKeyEvent(kind, Qt.Key.Key_Shift, Qt.KeyboardModifier.NoModifier))

    def click(self) -> None:
        native = self.window.windowHandle()
        assert native is not None
        at = QPointF(500, 350)
        event = QMouseEvent(
            QEvent.Type.MouseButtonPress, at, at, Qt.MouseButton.LeftButton, Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )  # fmt: skip
        QApplication.sendEvent(native, event)

    def around(self, widget: QWidget) -> bool:
        corner = widget.mapTo(self.window, QPoint(0, 0))
        place = self.ring.geometry()
        return self.ring.isVisible() and place.center() == corner + widget.rect().center()


@pytest.fixture
def case(qtbot: QtBot) -> Iterator[Case]:
    return Case(qtbot)


def test_the_mouse_shows_none_and_the_keyboard_one(case: Case, qtbot: QtBot) -> None:
    case.first.setFocus()
    assert not case.ring.isVisible()
    case.key()
    case.second.setFocus()
    assert case.around(case.second)
    case.click()
    qtbot.waitUntil(lambda: not case.ring.isVisible(), timeout=WAIT)


def test_it_follows_the_focus_and_what_holds_it(case: Case, qtbot: QtBot) -> None:
    case.key()
    case.first.setFocus()
    assert case.around(case.first)
    case.first.move(40, 20)
    qtbot.waitUntil(lambda: case.around(case.first), timeout=WAIT)
    case.holder.move(90, 10)
    qtbot.waitUntil(lambda: case.around(case.first), timeout=WAIT)
    case.holder.hide()
    qtbot.waitUntil(lambda: not case.ring.isVisible(), timeout=WAIT)


def test_what_is_deleted_takes_it_along(case: Case, qtbot: QtBot) -> None:
    case.key()
    case.first.setFocus()
    case.first.deleteLater()
    qtbot.waitUntil(lambda: not case.ring.isVisible(), timeout=WAIT)
    case.holder.move(1, 1)
    case.second.setFocus()
    assert case.around(case.second)


def test_it_is_cut_by_the_area_that_scrolls(case: Case, qtbot: QtBot) -> None:
    area = QScrollArea(case.window)
    area.setGeometry(0, 300, 300, 80)
    inside = QWidget()
    column = QVBoxLayout(inside)
    buttons = [QPushButton(str(n)) for n in range(20)]
    for button in buttons:
        column.addWidget(button)
    area.setWidget(inside)
    area.show()
    case.key()
    buttons[0].setFocus()
    assert case.around(buttons[0])
    area.verticalScrollBar().setValue(40)
    qtbot.waitUntil(lambda: case.around(buttons[0]), timeout=WAIT)
    assert not case.ring._clip.contains(case.ring.rect())


def test_other_widgets_events_do_not_reach_it(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[object] = []
    real = FocusRing.eventFilter

    def watch(self: FocusRing, watched: object, event: QEvent) -> bool:
        seen.append(watched)
        return real(self, watched, event)  # type: ignore[arg-type]

    monkeypatch.setattr(FocusRing, "eventFilter", watch)
    case.key()
    case.first.setFocus()
    seen.clear()
    for _ in range(5):
        case.second.move(case.second.x() + 1, case.second.y())
        case.second.repaint()
        QApplication.processEvents()
    assert case.second not in seen
    case.second.setFocus()
    seen.clear()
    case.first.move(case.first.x() + 1, case.first.y())
    assert case.first not in seen
