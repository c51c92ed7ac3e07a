"""What does not fit on the screen: labels, buttons, painted words, tables and neighbours, found by looking at them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFont, QFontMetricsF
from PySide6.QtWidgets import QAbstractButton, QLabel, QScrollArea, QTableView, QWidget
from pytestqt.qtbot import QtBot

from cabinet.ui import paint
from cabinet.ui.widgets.id_label import IdLabel
from cabinet.ui.widgets.painted import Painted
from cabinet.ui.widgets.plain_label import BREAK
from tests.company import WAIT

__all__ = ["danger_has_focus", "elisions", "lay_out", "misfits", "uncovered"]


def misfits(root: QWidget) -> list[str]:
    """Return what of the visible widgets is cut, in words."""
    found = []
    for label in root.findChildren(QLabel):
        if label.isVisible() and label.text():
            found += _cut_label(label)
    for button in root.findChildren(QAbstractButton):
        hint = button.minimumSizeHint()
        if button.isVisible() and button.text() and (button.width() < hint.width() or button.height() < hint.height()):
            found.append(f"button {button.text()!r}: {button.size()} < {hint}")
    for table in root.findChildren(QTableView):
        if table.isVisible():
            seen = [i for i in range(table.model().columnCount()) if not table.isColumnHidden(i)]
            wide = sum(table.columnWidth(i) for i in seen)
            if wide > table.viewport().width():
                found.append(f"table {table.accessibleName()!r}: {wide} > {table.viewport().width()}")
    for label in root.findChildren(IdLabel):
        if label.isVisible() and len(label.lines.lines) > 1 and label.lines.width() < label.lines.sizeHint().width():
            found.append(f"digest {label.words!r} is cut")
    for area in root.findChildren(QScrollArea):
        off = area.horizontalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        inner = area.widget()
        if area.isVisible() and off and inner is not None and inner.width() > area.viewport().width():
            found.append(f"no scroll bar: {inner.width()} > {area.viewport().width()}")
    return found + [f"cut by its window: {w}" for w in _outside(root)] + _overlaps(root)


def _cut_label(label: QLabel) -> list[str]:
    size = label.contentsRect().size()
    if label.wordWrap():
        high = label.heightForWidth(label.width())
        # As it is painted: a long word may be broken.
        words = QLabel.text(label).replace(BREAK, " ").split()
        wide = max(QFontMetricsF(label.font()).horizontalAdvance(word) for word in words or [""])
    else:
        high = label.sizeHint().height()
        lines = label.text().split("\n")
        wide = max(QFontMetricsF(label.font()).horizontalAdvance(line) for line in lines)
    if high > label.height() + 1 or wide > size.width() + 1:
        return [f"label {label.text()!r}: needs {wide:.0f}×{high}, has {size.width()}×{label.height()}"]
    return []


def _outside(root: QWidget) -> Iterator[str]:
    """Yield controls that stand partly beyond the right edge of what shows them."""
    for button in root.findChildren(QAbstractButton):
        if button.isVisible() and not isinstance(button.parent(), QTableView):
            right = button.mapTo(root, QPoint(button.width(), 0)).x()
            if right > root.width():
                yield f"{type(button).__name__} {button.accessibleName()!r}"


def _overlaps(root: QWidget) -> list[str]:
    """Return neighbours of one layout that stand over each other."""
    found = []
    for parent in [root, *root.findChildren(QWidget)]:
        layout = parent.layout()
        if layout is None or not parent.isVisible():
            continue
        children = [c for c in parent.children() if isinstance(c, QWidget) and c.isVisible() and _laid(layout, c)]
        for at, one in enumerate(children):
            for other in children[at + 1 :]:
                both = QRect(one.geometry()).intersected(other.geometry())
                if both.width() > 1 and both.height() > 1:
                    found.append(f"overlap in {type(parent).__name__}: {_name(one)} and {_name(other)}")
    return found


def _laid(layout: Any, widget: QWidget) -> bool:
    for at in range(layout.count()):
        item = layout.itemAt(at)
        if item.widget() is widget or (item.layout() is not None and _laid(item.layout(), widget)):
            return True
    return False


def _name(widget: QWidget) -> str:
    return f"{type(widget).__name__} {getattr(widget, 'text', widget.accessibleName)()!r}"


@contextmanager
def elisions() -> Iterator[list[str]]:
    """Note every word that painters cut at its end while they paint; a middle left out is an id's right."""
    noted: list[str] = []
    real = paint.metrics

    class Noting:
        def __init__(self, of: QFont) -> None:
            self._real: Any = real(of)

        def __getattr__(self, name: str) -> Any:
            return getattr(self._real, name)

        def elidedText(self, words: str, mode: Qt.TextElideMode, width: float, flags: int = 0) -> str:  # noqa: N802
            shown: str = self._real.elidedText(words, mode, width, flags)
            if shown != words and mode != Qt.TextElideMode.ElideMiddle and not flags:
                noted.append(f"painted {words!r} as {shown!r}")
            return shown

    paint.metrics = Noting  # type: ignore[assignment,misc]  # stands in for the function
    try:
        yield noted
    finally:
        paint.metrics = real


def uncovered(over: QWidget, window: QWidget) -> list[str]:
    """Return the visible controls of a window that a widget over it covers."""
    place = QRect(over.mapTo(window, QPoint(0, 0)), over.size())
    covered = []
    for widget in window.findChildren(QWidget):
        if widget.focusPolicy() == Qt.FocusPolicy.NoFocus or not widget.isVisible() or widget.window() is not window:
            continue
        seen = widget.visibleRegion().boundingRect().translated(widget.mapTo(window, QPoint(0, 0)))
        if seen.intersects(place):
            covered.append(_name(widget) if not isinstance(widget, Painted) else type(widget).__name__)
    return covered


def danger_has_focus(window: QWidget) -> bool:
    """Tell whether the keyboard is on a button that destroys."""
    from cabinet.ui.widgets.button import destroys

    focused = window.focusWidget()
    return focused is not None and destroys(focused)


def lay_out(qtbot: QtBot, shell: QWidget) -> None:
    """Wait until nested layouts have come to rest: three times the same geometry of everything that is seen."""
    seen: list[list[QRect]] = []

    def still() -> bool:
        seen.append([w.geometry() for w in shell.findChildren(QWidget) if w.isVisible()])
        # Nothing is seen of a page that was made a moment ago.
        return len(seen) > 2 and seen[-1] == seen[-2] == seen[-3] != []

    qtbot.waitUntil(still, timeout=WAIT)
