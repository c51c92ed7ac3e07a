"""What a page shows instead of its content: still bars while loading, nothing here, offline, an error with its code."""

# ruff: noqa: D102  Qt's own handlers keep Qt's names

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cabinet.ui.fonts import font
from cabinet.ui.icons import draw_icon
from cabinet.ui.language import tr
from cabinet.ui.paint import frame
from cabinet.ui.sizes import RADIUS_CARD
from cabinet.ui.theme_switch import theme
from cabinet.ui.widgets.button import Button, Kind
from cabinet.ui.widgets.child_widget import ChildWidget
from cabinet.ui.widgets.painted import Painted
from cabinet.ui.widgets.plain_label import PlainLabel

__all__ = ["LoadingBars", "StateView"]

_WIDEST = 480


def _centred(label: PlainLabel) -> QWidget:
    """Return a row that keeps a label in the middle, as wide as there is room for."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.addStretch(1)
    row.addWidget(label, 1000)
    row.addStretch(1)
    return holder


class LoadingBars(Painted):
    """Still bars in the shape of cards; nothing moves."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Loading"))
        self.setMinimumHeight(200)

    def paint(self, painter: QPainter) -> None:
        now, width = theme(), float(self.width())
        tops = ((0, 48, 1), (60, 100, 1), (172, 220, 2), (404, 260, 1))
        for top, height, parts in tops:
            each = (width - 12 * (parts - 1)) / parts
            for part in range(parts):
                box = QRectF(part * (each + 12), top, each, height)
                if box.bottom() > self.height() + height / 2:
                    continue
                frame(painter, box, RADIUS_CARD, now.surface, now.border)
                for line in range(max(1, int(height // 44))):
                    bar = QRectF(box.left() + 16, top + 18 + line * 36, min(220 + line % 3 * 70, each - 32), 10)
                    frame(painter, bar, 4, now.hover, None)


class _Picture(Painted):
    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(48, 48)
        self.name, self.role = "inbox", "text3"

    def paint(self, painter: QPainter) -> None:
        now = theme()
        frame(painter, QRectF(self.rect()), 24, now.sunken, now.border)
        draw_icon(painter, self.name, 14, 14, 20, getattr(now, self.role))


class StateView(ChildWidget, QWidget):
    """Icon, sentence, action.

    Signals:
        retried(): try again.
        report_asked(): copy the report of the error.
    """

    retried = Signal()
    report_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setSpacing(8)
        column.addStretch(2)
        self._picture = _Picture()
        column.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignHCenter)
        self._sentence = PlainLabel("", font(16, 600), wrap=True)
        self._action = PlainLabel("", font(), "text2", wrap=True)
        self._code = PlainLabel("", font(12), "text3", selectable=True)
        for label in (self._sentence, self._action, self._code):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            label.setMaximumWidth(_WIDEST)
            column.addWidget(_centred(label))
        row = QHBoxLayout()
        row.addStretch(1)
        self._retry = Button(tr("Try again"), Kind.SECONDARY, "refresh-cw")
        self._report = Button(tr("Copy report"), Kind.QUIET, "copy")
        self._retry.clicked.connect(self.retried)
        self._report.clicked.connect(self.report_asked)
        row.addWidget(self._retry)
        row.addWidget(self._report)
        row.addStretch(1)
        column.addSpacing(8)
        column.addLayout(row)
        column.addStretch(3)

    def show_state(self, kind: str, sentence: str, action: str = "", code: str = "", *, retry: bool = True) -> None:
        """Show a state: ``kind`` is empty, done, offline or error."""
        icons = {
            "empty": ("inbox", "text3"), "done": ("circle-check", "success"), "offline": ("wifi-off", "warning"),
            "error": ("octagon-alert", "danger"),
        }  # fmt: skip
        self._picture.name, self._picture.role = icons[kind]
        self._picture.update()
        self._sentence.set_text(sentence)
        self._action.set_text(action)
        self._action.setVisible(bool(action))
        self._code.set_text(tr("Code: {code}").format(code=code) if code else "")
        self._code.setVisible(bool(code))
        self._retry.setVisible(retry)
        self._report.setVisible(kind == "error")
        self.setAccessibleName(sentence)
        self.setAccessibleDescription(f"{action} {code}".strip())
