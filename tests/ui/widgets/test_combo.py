"""A wheel never chooses: it scrolls the page that the box stands on. An open list is not taken away."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from cabinet.ui.widgets.combo import Combo


def wheel(over: QWidget, notches: int) -> bool:
    """Turn the wheel; return whether the widget kept it to itself. What it leaves, Qt gives to the page."""
    at = over.rect().center()
    event = QWheelEvent(
        QPointF(at), QPointF(over.mapToGlobal(at)), QPoint(), QPoint(0, 120 * notches), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(over, event)
    return event.isAccepted()


def test_the_wheel_scrolls_and_does_not_choose(qtbot: QtBot) -> None:
    combo = Combo("Module", [("a", "A"), ("b", "B"), ("c", "C")])
    window = QWidget()
    QVBoxLayout(window).addWidget(combo)
    qtbot.addWidget(window)
    window.show()
    combo.set_key("b")
    told: list[int] = []
    combo.currentIndexChanged.connect(told.append)
    for focused in (False, True):
        if focused:
            combo.setFocus()
        for notches in (1, -1, -3):
            assert not wheel(combo, notches)
        assert combo.key() == "b"
    assert told == []
    assert combo.focusPolicy() is Qt.FocusPolicy.StrongFocus, "nor does a wheel take the focus"


def test_the_same_choices_leave_an_open_list_open(qtbot: QtBot) -> None:
    combo = Combo("Module", [("a", "A"), ("b", "B")])
    window = QWidget()
    QVBoxLayout(window).addWidget(combo)
    qtbot.addWidget(window)
    window.show()
    combo.set_key("b")
    combo.showPopup()
    combo.fill([("a", "A"), ("b", "B")])
    assert combo.view().isVisible()
    assert combo.key() == "b"
    combo.hidePopup()
    combo.fill([("a", "A"), ("c", "C")])
    assert [combo.itemData(i) for i in range(combo.count())] == ["a", "c"]
