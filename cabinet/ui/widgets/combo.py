"""A combo box painted by ourselves: a style sheet draws a broken bevel round its arrow."""

# ruff: noqa: D102, N802  Qt's own handlers keep Qt's names

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QListView, QSizePolicy, QWidget

from cabinet.ui.fonts import font
from cabinet.ui.icons import draw_icon
from cabinet.ui.paint import advance, frame, text
from cabinet.ui.sizes import CONTROL, ICON, RADIUS_CONTROL
from cabinet.ui.theme_switch import theme, theme_switch
from cabinet.ui.widgets.child_widget import ChildWidget

__all__ = ["Combo"]


class Combo(ChildWidget, QComboBox):
    """Choices by key; ``label`` stands before the words, inside the frame."""

    def __init__(
        self,
        name: str,
        choices: list[tuple[str, str]] | None = None,
        *,
        label: str = "",
        form: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._label = label
        self._form = form
        self.setAccessibleName(name)
        self.setFont(font())
        self.setView(QListView())
        self.view().setFont(font())
        self.view().setAccessibleName(name)
        policy = QSizePolicy.Policy.Expanding if form else QSizePolicy.Policy.Fixed
        self.setSizePolicy(policy, QSizePolicy.Policy.Fixed)
        # A wheel that scrolls the page must not take the focus, and so choose, on its way.
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.fill(choices or [])
        theme_switch().changed.connect(self._repaint)
        self.currentIndexChanged.connect(self._repaint)

    def fill(self, choices: list[tuple[str, str]]) -> None:
        """Replace the choices without telling; the same ones stay as they are, with a list that stands open."""
        if choices == [(str(self.itemData(i)), self.itemText(i)) for i in range(self.count())]:
            return
        self.blockSignals(True)
        self.clear()
        for key, words in choices:
            self.addItem(words, key)
        self.blockSignals(False)
        self.updateGeometry()
        self.update()

    def key(self) -> str:
        """Return what is chosen."""
        return str(self.currentData() or "")

    def set_key(self, key: str) -> None:
        """Choose without telling."""
        self.blockSignals(True)
        self.setCurrentIndex(max(0, self.findData(key)))
        self.blockSignals(False)
        self.update()

    @Slot()
    def _repaint(self) -> None:
        self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page: it scrolls, and never chooses."""
        event.ignore()

    def sizeHint(self) -> QSize:
        widest = max((advance(self.itemText(i), font(13, 500)) for i in range(self.count())), default=60.0)
        label = advance(self._label, font()) + 6 if self._label else 0
        return QSize(round(widest + label + 24 + ICON + 8), CONTROL)

    def minimumSizeHint(self) -> QSize:
        hint = self.sizeHint()
        return QSize(min(hint.width(), 160), hint.height()) if self._form else hint

    def paintEvent(self, _event: QPaintEvent) -> None:
        now = theme()
        with QPainter(self) as painter:
            fill = now.surface if self._form else now.hover if self.underMouse() else now.raised
            border = now.border2 if self._form else now.border_mid
            if not self.isEnabled():
                fill, border = now.sunken, now.border
            frame(painter, QRectF(self.rect()), RADIUS_CONTROL, fill, border)
            left = 12.0
            if self._label:
                left += text(painter, QRectF(left, 0, 300, CONTROL), self._label, font(), now.text2) + 6
            room = QRectF(left, 0, self.width() - left - ICON - 16, CONTROL)
            color = now.text if self.isEnabled() else now.disabled
            text(painter, room, self.currentText(), font(13, 400 if self._form else 500), color)
            draw_icon(painter, "chevron-down", self.width() - ICON - 10, (CONTROL - ICON) / 2, ICON, now.text2)
