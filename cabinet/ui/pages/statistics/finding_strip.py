"""The strip over the chart that says what stands out, and on demand why it is said; absent where nothing does."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Slot
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cabinet.desks.statistics_finding import Finding
from cabinet.ui.fonts import font
from cabinet.ui.icons import draw_icon
from cabinet.ui.language import tr
from cabinet.ui.paint import frame
from cabinet.ui.sizes import BANNER, ICON, RADIUS_CONTROL
from cabinet.ui.texts.statistics_finding import finding_reason, finding_sentence
from cabinet.ui.theme_switch import theme
from cabinet.ui.widgets.button import Button, Kind
from cabinet.ui.widgets.painted import Painted
from cabinet.ui.widgets.plain_label import PlainLabel

__all__ = ["FindingStrip"]

_LEFT = 42


class FindingStrip(Painted):
    """:attr:`sentence` is the finding, :attr:`reason` its rule, hidden until it is asked for."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(_LEFT, 4, 8, 4)
        column.setSpacing(0)
        row = QHBoxLayout()
        self.sentence = PlainLabel("", font(13, 600), wrap=True)
        self.why = Button(tr("Why this is said"), Kind.QUIET, small=True)
        self.why.clicked.connect(self._explain)
        row.addWidget(self.sentence, 1)
        row.addWidget(self.why)
        column.addLayout(row)
        self.reason = PlainLabel("", font(12), "text2", wrap=True)
        self.reason.hide()
        column.addWidget(self.reason)
        self.setMinimumHeight(BANNER)
        self.hide()

    def show_finding(self, finding: Finding | None, bucket: str = "") -> None:
        """Show what stands out in a bucket, or nothing."""
        self.setVisible(finding is not None)
        if finding is not None:
            self.sentence.set_text(finding_sentence(finding, bucket))
            self.reason.set_text(finding_reason(finding))

    @Slot()
    def _explain(self) -> None:
        self.reason.setVisible(not self.reason.isVisible())

    def paint(self, painter: QPainter) -> None:
        """Paint the frame and the icon."""
        surface, border, color = theme().state("warning")
        frame(painter, QRectF(self.rect()), RADIUS_CONTROL, surface, border)
        draw_icon(painter, "triangle-alert", 16, (BANNER - ICON) / 2, ICON, color)
