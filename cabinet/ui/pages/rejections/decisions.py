"""What people have decided, newest first, as cards of rejections and of causes show it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from cabinet.ui.fonts import font
from cabinet.ui.language import tr
from cabinet.ui.numbers import stamp
from cabinet.ui.texts.rejections import case_chip
from cabinet.ui.widgets.plain_label import PlainLabel, plain

if TYPE_CHECKING:
    from cabinet.contract.cases import CaseEvent

__all__ = ["Decisions"]


class Decisions(QWidget):
    """Hidden where nothing was decided."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 10, 16, 4)
        self._column.setSpacing(2)
        self._shown: tuple[CaseEvent, ...] | None = None

    def show_history(self, history: Sequence[CaseEvent]) -> None:
        """Show a case's history, which is given oldest first."""
        if tuple(history) == self._shown:
            return
        self._shown = tuple(history)
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.setVisible(bool(history))
        if history:
            self._column.addWidget(PlainLabel(tr("Decisions"), font(14, 600)))
        for event in reversed(history):
            said = PlainLabel(_words(event), font(13, 500))
            said.setContentsMargins(0, 6, 0, 0)
            self._column.addWidget(said)
            self._column.addWidget(PlainLabel(_when(event), font(11), "text3"))
            if event.note:
                self._column.addWidget(PlainLabel(event.note, font(), "text2", wrap=True, selectable=True))

    def said(self) -> list[str]:
        """Return what is shown, in words."""
        return [f"{_when(event)}: {_words(event)}" for event in reversed(self._shown or ())]


def _words(event: CaseEvent) -> str:
    words = tr("The cause came again: open anew") if event.came_again else case_chip(event.state)[0]
    if event.assignee:
        words += f" · {plain(event.assignee)}"
    if event.whole_group and not event.came_again:
        words += " · " + tr("whole cause")
    return words


def _when(event: CaseEvent) -> str:
    return f"{stamp(event.at)} · {plain(event.by)}" if event.by else stamp(event.at)
