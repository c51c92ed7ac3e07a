"""One decision that waits: what it is about, both versions where somebody else was faster, and what can be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from cabinet.ui.fonts import font
from cabinet.ui.language import tr
from cabinet.ui.numbers import stamp
from cabinet.ui.texts.failures import problem_words
from cabinet.ui.texts.outbox import decided_words, theirs_words
from cabinet.ui.widgets.button import Button
from cabinet.ui.widgets.notice import Notice
from cabinet.ui.widgets.plain_label import PlainLabel, plain

if TYPE_CHECKING:
    from cabinet.vault.outbox import Pending

__all__ = ["OutboxItem"]


class OutboxItem(QWidget):
    """Signals tell what the person wants.

    Signals:
        mine_asked(object): send it in place of what stands there now; a ``Pending``.
        drop_asked(object): let it be.
    """

    mine_asked = Signal(object)
    drop_asked = Signal(object)

    def __init__(self, pending: Pending, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pending = pending
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 8)
        column.setSpacing(6)
        column.addWidget(PlainLabel(plain(pending.act.words), font(13, 600), wrap=True, selectable=True))
        self.drop = Button(tr("Do not send"), small=True)
        self.mine: Button | None = None
        if pending.theirs:
            column.addLayout(self._both())
            self.drop.set_text(tr("Keep theirs"))
            self.mine = Button(tr("Send mine"), small=True)
            self.mine.clicked.connect(self._mine)
        else:
            column.addWidget(PlainLabel(decided_words(pending.act), wrap=True, selectable=True))
            when = tr("Decided {moment}").format(moment=stamp(pending.at))
            column.addWidget(PlainLabel(when, font(12), "text2"))
            if pending.why:
                column.addWidget(Notice("danger", *problem_words(pending.why, pending.facts)))
        self.drop.clicked.connect(self._drop)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.drop)
        if self.mine is not None:
            row.addWidget(self.mine)
        column.addLayout(row)

    def _both(self) -> QGridLayout:
        """Put both versions beside each other."""
        from cabinet.contract.cases import Case

        words, by = theirs_words(Case.model_validate_json(self.pending.theirs))
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(2)
        columns = (
            (tr("Your decision"), decided_words(self.pending.act), stamp(self.pending.at)),
            (tr("Stands there now"), words, by),
        )
        for place, (title, said, who) in enumerate(columns):
            grid.addWidget(PlainLabel(title, font(12), "text2"), 0, place)
            label = PlainLabel(said, wrap=True, selectable=True)
            label.setAccessibleName(f"{title}: {said}")
            grid.addWidget(label, 1, place)
            grid.addWidget(PlainLabel(who, font(12), "text3", wrap=True), 2, place)
            grid.setColumnStretch(place, 1)
        return grid

    @Slot()
    def _mine(self) -> None:
        self.mine_asked.emit(self.pending)

    @Slot()
    def _drop(self) -> None:
        self.drop_asked.emit(self.pending)
