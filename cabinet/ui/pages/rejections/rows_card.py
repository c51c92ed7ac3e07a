"""The rows' card: what is listed in its head, the table or why there is nothing, the bar of ticks at its foot."""

# ruff: noqa: N802  Qt's own handlers keep Qt's names

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedLayout, QWidget

from cabinet.contract.filter import OPEN
from cabinet.ui.language import tr
from cabinet.ui.numbers import count
from cabinet.ui.pages.rejections.columns_menu import ColumnsButton, sort_words
from cabinet.ui.pages.rejections.rows_table import RowsTable
from cabinet.ui.paint import advance
from cabinet.ui.sizes import ROW, TABLE_HEAD
from cabinet.ui.texts.failures import finding_title
from cabinet.ui.widgets.button import Button, Kind
from cabinet.ui.widgets.card import Card
from cabinet.ui.widgets.empty_state import StateView

if TYPE_CHECKING:
    from cabinet.desks.rejections import RejectionsDesk, View

__all__ = ["ROWS_LEAST", "RowsCard"]

ROWS_LEAST: Final = 3
"""Rows that are seen in any window."""


class RowsCard(Card):
    """Shows the desk's rows.

    Signals:
        all_asked(): list the rows of all causes.
        follow_asked(): go from a cause's own rejections to those that hang on them, or back.
        resend_asked(): send again what can be as it is.
    """

    all_asked = Signal()
    follow_asked = Signal()
    resend_asked = Signal()

    def __init__(self, desk: RejectionsDesk, parent: QWidget | None = None) -> None:
        super().__init__("—", padding=1, line=False, parent=parent)
        self._desk, self._narrow = desk, False
        self._titles: tuple[str, ...] = ("—",)
        """What is listed, in ever fewer words."""
        self.title.setMinimumWidth(1)  # Else it would keep the card as wide as its longest words.
        self.all = Button(tr("All causes"), Kind.QUIET, "x", small=True)
        self.all.setToolTip(tr("All causes"))
        self.all.setMinimumWidth(1)
        self.all.clicked.connect(self.all_asked)
        self.follow = Button("", Kind.QUIET, "arrow-right", small=True)
        self.follow.clicked.connect(self.follow_asked)
        self.resend = Button("", Kind.QUIET, "rotate-ccw", small=True)
        self.resend.clicked.connect(self.resend_asked)
        self.columns = ColumnsButton(desk.layout)
        self.columns.pressed.connect(self._tell_room)
        for button in (self.resend, self.follow, self.all, self.columns):
            button.setVisible(button is self.columns)
            self.add_right(button)
        self.table = RowsTable(desk)
        self.nothing = StateView()
        self._holder = holder = QWidget()
        self._stack = QStackedLayout(holder)
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.nothing)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        self.body.addWidget(holder, 1)

    def set_narrow(self, *, narrow: bool) -> None:
        """Take less room: the strip above leads to all causes then."""
        self._narrow = narrow
        self.table.set_narrow(narrow=narrow)

    def show_head(self, *, corrects: bool) -> None:
        """Show what is listed; ``corrects`` whether this person may send rejections again."""
        desk, view, found = self._desk, self._desk.state.data, self._desk.chosen
        self._titles = (f"{found.code}  {finding_title(found.code)}", found.code) if found else (tr("All rows"),)
        self.meta.set_text(_how_many(view) if view is not None and not desk.outdated else "")
        order = tr("Sorted by {order}").format(order=sort_words(desk.layout.sort))
        self.columns.setToolTip(f"{tr('Columns')}. {order}")
        self.columns.setAccessibleDescription(order)
        self.all.setVisible(desk.group is not None and not self._narrow)
        other = 0 if found is None else found.count if desk.following else found.consequences
        said = tr("Its own: {number}") if desk.following else tr("Consequences: {number}")
        self.follow.set_text(said.format(number=count(other)))
        self.follow.setVisible(other > 0)
        ready = desk.ready()[1] if corrects else 0
        self.resend.set_text(tr("Send again: {number}").format(number=count(ready)))
        self.resend.setVisible(ready > 0)
        self._fit_head()

    def _fit_head(self) -> None:
        """Leave the cause to its code where there is no room, then a button to its icon, then how many there are."""
        shortest = self._titles[-1]
        steps = (*((title, True, True) for title in self._titles), (shortest, False, True), (shortest, False, False))
        for title, spelled, counted in steps:
            self.all.set_text(tr("All causes") if spelled else "")
            needed = advance(title, self.title.font()) + 2
            needed += advance(self.meta.text(), self.meta.font()) + self.head.spacing() if counted else 0
            if needed <= self.head_room(self.title, self.meta):
                break
        self.meta.setVisible(counted)
        self.all.setAccessibleName(tr("All causes"))
        self.title.set_text(title)
        self.title.setToolTip(self._titles[0])

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the head anew."""
        super().resizeEvent(event)
        self._fit_head()

    def show_rows(self, total: int) -> None:
        """Show the table, or why it has no rows."""
        self.table.set_faded(faded=self._desk.outdated)
        # A few rows are enough, where why there is none needs more.
        self._holder.setMinimumHeight(TABLE_HEAD + ROWS_LEAST * ROW if total else 0)
        if total:
            self._stack.setCurrentWidget(self.table)
            return
        if self._desk.filter == OPEN:
            self.nothing.show_state("empty", tr("Nothing is rejected and open."), tr("All is well."), retry=False)
        else:
            self.nothing.show_state("empty", tr("Nothing by this filter."), tr("Widen it."), retry=False)
        self._stack.setCurrentWidget(self.nothing)

    def show_unseen(self) -> None:
        """Show that this list was never here, and its perimeter does not answer."""
        words = tr("This list was not opened while there was a connection.")
        self.nothing.show_state("offline", words, tr("It comes by itself when the perimeter answers."), retry=False)
        self._stack.setCurrentWidget(self.nothing)

    @Slot()
    def _tell_room(self) -> None:
        self.columns.no_room = self.table.titles_without_room()


def _how_many(view: View) -> str:
    if view.whole > view.total:
        return tr("{number} of {total}").format(number=count(view.total), total=count(view.whole))
    return tr("%n row(s)", view.total)
