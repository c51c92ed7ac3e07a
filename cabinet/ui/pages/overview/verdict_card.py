"""The first card: one sentence over everything that is due, what is in order, the calendar, and the line."""

# ruff: noqa: D102, N802  Qt's own handlers keep Qt's names

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cabinet.contract.due import Severity, verdict_of
from cabinet.contract.states import LicenceState, OperatorStatus
from cabinet.ui.fonts import font
from cabinet.ui.icons import draw_icon
from cabinet.ui.language import tr
from cabinet.ui.pages.overview.due_line import DueLine
from cabinet.ui.texts.due_dates import verdict_words
from cabinet.ui.texts.registry import operator_chip
from cabinet.ui.theme_switch import theme
from cabinet.ui.widgets.button import Button, Kind
from cabinet.ui.widgets.card import Card
from cabinet.ui.widgets.chip import Chip
from cabinet.ui.widgets.painted import Painted
from cabinet.ui.widgets.plain_label import PlainLabel

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from cabinet.desks.overview import Overview

__all__ = ["VerdictCard"]

_ICON: Final = 20
_LOOKS: Final = {
    Severity.CALM: ("circle-check", "success"),
    Severity.WARNING: ("circle-alert", "warning"),
    Severity.DANGER: ("octagon-alert", "danger"),
}


class _Sign(Painted):
    """The icon of the verdict."""

    def __init__(self) -> None:
        super().__init__()
        self.severity = Severity.CALM
        self.setFixedSize(_ICON, _ICON)

    def paint(self, painter: QPainter) -> None:
        icon, tone = _LOOKS[self.severity]
        draw_icon(painter, icon, 0, 0, _ICON, theme().state(tone)[2])


class VerdictCard(Card):
    """What is in order is told on the right, and gives way first where it is narrow.

    Signals:
        asked(str): open this page.
    """

    asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(padding=0, parent=parent)
        self.sign = _Sign()
        self.verdict = PlainLabel("", font(16, 600))
        self.status = Chip()
        self.facts = [Chip(), Chip()]
        self.calendar = Button(tr("Calendar…"), Kind.QUIET, "calendar", small=True)
        self.line = DueLine()
        self.line.asked.connect(self.asked)
        row = QHBoxLayout()
        row.setContentsMargins(15, 11, 11, 0)
        row.setSpacing(10)
        for first in (self.sign, self.verdict, self.status):
            row.addWidget(first, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        for last in (*self.facts, self.calendar):
            row.addWidget(last, 0, Qt.AlignmentFlag.AlignVCenter)
        self._row = row
        self._told: list[bool] = [False, False]
        self.body.setSpacing(6)
        self.body.addLayout(row)
        below = QHBoxLayout()
        below.setContentsMargins(7, 0, 7, 8)
        below.addWidget(self.line)
        self.body.addLayout(below)
        self.status.hide()

    def show_verdict(self, data: Overview) -> None:
        """Show what is due and what is in order."""
        now, record = data.record.server_time, data.record
        verdict = verdict_of(data.due, now)
        self.sign.severity = verdict.severity
        self.sign.update()
        self.verdict.set_text(verdict_words(verdict, now))
        self.status.set_text(*operator_chip(record.status))
        self.status.setVisible(record.status is not OperatorStatus.ACTIVE)
        active = sum(1 for licence in record.licences if licence.state is LicenceState.ACTIVE)
        self.facts[0].set_text(tr("%n licence(s) valid", active), "success", "check")
        self.facts[1].set_text(tr("the log was not changed"), "success", "check")
        unchanged = data.log.sighting is not None and data.log.sighting.alarm is None
        self._told = [active > 0, unchanged]
        self.line.show_due(data.due, now)
        self._make_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def set_low(self, low: bool) -> None:
        """Take less height."""
        self.line.set_low(low)

    def _make_room(self) -> None:
        """Show the facts that have room, the last ones first to stay."""
        gap = self._row.spacing()
        fixed: list[QWidget] = [self.sign, self.verdict, self.calendar]
        if not self.status.isHidden():
            fixed.append(self.status)
        margins = self._row.contentsMargins()
        room = self.width() - margins.left() - margins.right() - 2 * gap
        room -= sum(widget.sizeHint().width() + gap for widget in fixed)
        for fact, told in reversed(list(zip(self.facts, self._told, strict=True))):
            wide = fact.sizeHint().width() + gap
            fact.setVisible(told and room >= wide)
            room -= wide if told else 0
