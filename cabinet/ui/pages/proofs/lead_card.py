"""The page's lead: a plate, the sentence, and what to do: audit, or, where the log was changed, keep the evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from cabinet.ui.fonts import font
from cabinet.ui.icons import draw_icon
from cabinet.ui.language import tr
from cabinet.ui.paint import frame
from cabinet.ui.sizes import RADIUS_CARD
from cabinet.ui.theme_switch import theme
from cabinet.ui.widgets.button import Button, Kind
from cabinet.ui.widgets.painted import Painted
from cabinet.ui.widgets.plain_label import PlainLabel

if TYPE_CHECKING:
    from cabinet.ui.texts.proofs import Lead

__all__ = ["LeadCard"]

_PLATE: Final = 44
_ICON: Final = 22
_ICONS: Final = {"success": "shield-check", "warning": "triangle-alert", "danger": "octagon-alert"}


class _Plate(Painted):
    """A state's icon on its surface."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind = "success"
        self.setFixedSize(QSize(_PLATE, _PLATE))

    def paint(self, painter: QPainter) -> None:
        surface, border, color = theme().state(self.kind)
        frame(painter, QRectF(self.rect()), RADIUS_CARD, surface, border)
        draw_icon(painter, _ICONS[self.kind], (_PLATE - _ICON) / 2, (_PLATE - _ICON) / 2, _ICON, color)


class LeadCard(Painted):
    """Where the log was changed it is on the danger surface, and cannot be closed but for a written reason."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind = "success"
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(24, 20, 24, 20)
        self._row.setSpacing(16)
        words = QHBoxLayout()
        words.setSpacing(16)
        self._plate = _Plate()
        column = QVBoxLayout()
        column.setSpacing(2)
        self.title = PlainLabel("", font(20, 600), wrap=True)
        self.sentence = PlainLabel("", font(), "text2", wrap=True, selectable=True)
        column.addStretch(1)
        column.addWidget(self.title)
        column.addWidget(self.sentence)
        column.addStretch(1)
        words.addWidget(self._plate)
        words.addLayout(column, 1)
        self._row.addLayout(words, 1)
        acts = QHBoxLayout()
        acts.setSpacing(8)
        self.evidence = Button(tr("Save the evidence…"), icon="file-down")
        self.close_alarm = Button(tr("Close with a reason…"), Kind.DANGER_OUTLINE)
        self.audit = Button(tr("Audit it yourself"), Kind.PRIMARY, "list-checks")
        for button in (self.evidence, self.close_alarm, self.audit):
            acts.addWidget(button)
        acts.addStretch(1)
        self._row.addLayout(acts)

    def show_lead(self, lead: Lead, *, alarm: bool, busy: bool) -> None:
        """Show another lead; ``alarm`` tells whether there is one to be closed."""
        self._kind = self._plate.kind = lead.kind
        self.title.set_text(lead.title)
        self.sentence.set_text(lead.sentence)
        self.setAccessibleName(f"{lead.title}: {lead.sentence}")
        self.evidence.setVisible(alarm)
        self.close_alarm.setVisible(alarm)
        self.audit.set_text(tr("Auditing…") if busy else tr("Audit it yourself"), busy=busy)
        self._plate.update()
        self.update()

    def set_narrow(self, *, narrow: bool) -> None:
        """Put the buttons below the words."""
        way = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        self._row.setDirection(way)

    def paint(self, painter: QPainter) -> None:
        """Paint surface and border."""
        now = theme()
        surface, border, _ = now.state("danger")
        changed = self._kind == "danger"
        frame(
            painter, QRectF(self.rect()), RADIUS_CARD, surface if changed else now.surface,
            border if changed else now.border,
        )  # fmt: skip
