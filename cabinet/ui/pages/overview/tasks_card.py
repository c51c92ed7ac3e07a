"""Everything that is due as a list, the nearest first: what asks for somebody, then what is to be known."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cabinet.contract.filter import Filter, Listed
from cabinet.contract.rights import Right
from cabinet.ui.fonts import font
from cabinet.ui.language import tr
from cabinet.ui.pages.overview.task_row import TaskRow
from cabinet.ui.texts.ggr import ggr_terms, rejected_money
from cabinet.ui.widgets.button import Button, Kind
from cabinet.ui.widgets.card import Card, Line
from cabinet.ui.widgets.plain_label import PlainLabel
from cabinet.ui.widgets.segmented import Segmented

if TYPE_CHECKING:
    from cabinet.contract.due import DueDate
    from cabinet.desks.overview import Overview

__all__ = ["SHOWN", "TasksCard"]

SHOWN: Final = 8
_KNOWN: Final = 4
"""So many rows that ask, and that are to be known, are shown until all are asked for."""


class TasksCard(Card):
    """«All» or «Mine»; :attr:`meta_words` under the rows tells of open rejections, with the way to all of them.

    Signals:
        asked(str): open this page.
    """

    asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("To do"), padding=0, parent=parent)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        self.which = Segmented(tr("Whose"), [("all", tr("All")), ("mine", tr("Mine"))])
        self.which.chosen.connect(self._fill)
        self.add_right(self.which)
        self._due: list[DueDate] = []
        self._now: datetime | None = None
        self._mine: set[str] = set()
        self._whole = False
        self.rows: list[TaskRow] = []
        self.nothing = PlainLabel("", font(), "text2")
        self.nothing.setContentsMargins(16, 14, 16, 12)
        self.body.addWidget(self.nothing)
        self._asking = _Part()
        self.later = PlainLabel("", font(12, 600), "text2")
        self.later.setContentsMargins(16, 8, 16, 8)
        self._known = _Part()
        self.body.addWidget(self._asking)
        self._lines = [Line() for _ in range(2)]
        self.body.addWidget(self._lines[0])
        self.body.addWidget(self.later)
        self.body.addWidget(self._known)
        self.more = Button("", Kind.QUIET, "chevron-down", small=True)
        self.more.clicked.connect(self._show_whole)
        self.meta_words = PlainLabel("", font(12), "text2", wrap=True)
        self.rejections = Button(tr("All rejections"), Kind.QUIET, "chevron-right", small=True, trailing=True)
        self.rejections.clicked.connect(self._leave)
        self.body.addWidget(self._lines[1])
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 6, 8, 6)
        foot.addWidget(self.meta_words, 1)
        foot.addWidget(self.more)
        foot.addWidget(self.rejections)
        self.body.addLayout(foot)
        self.body.addStretch(1)

    def show_tasks(self, data: Overview) -> None:
        """Show what is due; who is logged in decides what «mine» is."""
        person = data.person
        self._due, self._now = data.due, data.record.server_time
        self._mine = {due.key for due in data.due if due.mine(person.name, person.role)}
        told = (tr("%n open rejection(s)", data.causes.whole), *rejected_money(data.causes.whole_money))
        self.meta_words.set_text(" · ".join(told))
        self.meta_words.setToolTip(ggr_terms(data.causes.whole_money))
        self.rejections.setVisible(Right.REJECTIONS_READ in person.rights)
        self._fill()

    @Slot()
    def _fill(self, _which: str = "") -> None:
        if self._now is None:
            return
        now = self._now
        own = [due for due in self._due if due.key in self._mine]
        counts = [sum(1 for due in of if due.asks(now)) for of in (self._due, own)]
        words = {"all": tr("All · {count}"), "mine": tr("Mine · {count}")}
        self.which.show_choices(
            [(key, text.format(count=number)) for (key, text), number in zip(words.items(), counts, strict=True)]
        )
        listed = own if self.which.current == "mine" else self._due
        asking = [due for due in listed if due.asks(now)]
        known = [due for due in listed if not due.asks(now)]
        most, some = (len(listed), len(listed)) if self._whole else (SHOWN, _KNOWN)
        unowned = sum(1 for due in asking if not due.owner and due.role is None)
        self.meta.set_text(tr("%n without an owner", unowned) if unowned else "")
        self.nothing.set_text(tr("Nothing is yours now.") if self._due and not listed else tr("Nothing needs you now."))
        self.nothing.setVisible(not asking)
        self.rows = [*self._asking.show_rows(asking[:most], now, self), *self._known.show_rows(known[:some], now, self)]
        self.later.set_text(tr("Later, %n", len(known)))
        for widget in (self.later, self._lines[0]):
            widget.setVisible(bool(known))
        hidden = len(listed) - len(self.rows)
        self.more.set_text(tr("Show %n more", hidden))
        self.more.setVisible(hidden > 0)

    @Slot()
    def _show_whole(self) -> None:
        self._whole = True
        self._fill()
        if self.rows:
            self.rows[-1].setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _leave(self) -> None:
        self.asked.emit(f"rejections {Filter(states=(Listed.OPEN,)).text()}")


class _Part(QWidget):
    """Rows of one part; as long as there are as many they are the same widgets, and focus stays."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[TaskRow] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)

    def show_rows(self, due: list[DueDate], now: datetime, card: TasksCard) -> list[TaskRow]:
        """Show things; returns their rows."""
        while len(self._rows) > len(due):
            row = self._rows.pop()
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        for row, one in zip(self._rows, due, strict=False):
            row.show_due(one, now)
        for one in due[len(self._rows) :]:
            row = TaskRow(one, now, self)
            row.first = not self._rows
            row.asked.connect(card.asked)
            self._rows.append(row)
            self._column.addWidget(row)
        self.setVisible(bool(due))
        return list(self._rows)
