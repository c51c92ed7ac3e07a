"""Alarms that were closed: when, by whom and why; the evidence of each can still be saved."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cabinet.ui.fonts import font
from cabinet.ui.language import tr
from cabinet.ui.numbers import moment
from cabinet.ui.texts.failures import failure_words
from cabinet.ui.widgets.button import Button
from cabinet.ui.widgets.card import Card
from cabinet.ui.widgets.plain_label import PlainLabel

if TYPE_CHECKING:
    from cabinet.vault.witness import Alarm

__all__ = ["AlarmsCard"]


class AlarmsCard(Card):
    """Hidden while there is none.

    Signals:
        evidence_asked(Alarm): its evidence is to be saved.
    """

    evidence_asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Closed alarms"), parent=parent)
        self._shown: list[Alarm] = []
        self.buttons: list[Button] = []
        self.rows = QVBoxLayout()
        self.rows.setSpacing(8)
        self.body.addLayout(self.rows)
        self.hide()

    def show_alarms(self, alarms: list[Alarm]) -> None:
        """Show those that are closed, the newest on top."""
        closed = [alarm for alarm in reversed(alarms) if alarm.closed_at is not None]
        if closed == self._shown:
            return
        while (item := self.rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._shown, self.buttons = closed, []
        for alarm in closed:
            self.rows.addWidget(self._row(alarm))
        self.setVisible(bool(closed))

    def _row(self, alarm: Alarm) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(PlainLabel(failure_words(alarm.error)[0], font(13, 500), wrap=True))
        closed = tr("Closed {time} by {person}: {reason}").format(
            time=moment(alarm.closed_at), person=alarm.closed_by, reason=alarm.reason
        )
        words.addWidget(PlainLabel(closed, font(12), "text2", wrap=True, selectable=True))
        row.addLayout(words, 1)
        button = Button(tr("Save the evidence…"), icon="file-down", small=True)
        button.clicked.connect(partial(self.evidence_asked.emit, alarm))
        self.buttons.append(button)
        row.addWidget(button)
        return holder
