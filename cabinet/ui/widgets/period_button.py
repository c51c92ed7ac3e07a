"""A period of one's own: the button says it, its menu holds two date fields."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, QPoint, Signal, Slot
from PySide6.QtWidgets import QDateEdit, QHBoxLayout, QMenu, QVBoxLayout, QWidget, QWidgetAction

from cabinet.ui.fonts import font
from cabinet.ui.language import tr
from cabinet.ui.numbers import day
from cabinet.ui.widgets.button import Button, Kind
from cabinet.ui.widgets.field import Field

__all__ = ["PeriodButton"]


class PeriodButton(Button):
    """Shows ``01.10.2026 – 14.10.2026``.

    Signals:
        chosen(object, object): first and last day, as ``date``.
    """

    chosen = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", Kind.SECONDARY, "calendar", parent=parent)
        self._menu = QMenu(self)
        panel = QWidget()
        column = QVBoxLayout(panel)
        column.setContentsMargins(12, 12, 12, 12)
        self._first, self._last = QDateEdit(), QDateEdit()
        for name, edit in ((tr("From"), self._first), (tr("To"), self._last)):
            edit.setDisplayFormat("dd.MM.yyyy")
            edit.setCalendarPopup(False)
            edit.setFont(font())
            edit.setMinimumHeight(32)
            column.addWidget(Field(name, control=edit))
        row = QHBoxLayout()
        apply = Button(tr("Apply"), Kind.PRIMARY)
        apply.clicked.connect(self._apply)
        row.addStretch(1)
        row.addWidget(apply)
        column.addLayout(row)
        action = QWidgetAction(self._menu)
        action.setDefaultWidget(panel)
        self._menu.addAction(action)
        self.clicked.connect(self._open)

    def say(self, first: date, last: date) -> None:  # type: ignore[override]  # a period, not words
        """Show a period."""
        self._first.setDate(QDate(first.year, first.month, first.day))
        self._last.setDate(QDate(last.year, last.month, last.day))
        words = day(first) if first == last else f"{day(first)} – {day(last)}"
        super().say(words)
        self.setAccessibleName(tr("Period: {period}").format(period=words))

    @Slot()
    def _open(self) -> None:
        self._menu.popup(self.mapToGlobal(QPoint(0, self.height() + 4)))

    @Slot()
    def _apply(self) -> None:
        self._menu.close()
        first, last = self._first.date(), self._last.date()
        self.chosen.emit(date(first.year(), first.month(), first.day()), date(last.year(), last.month(), last.day()))
