"""The foot of a cause's card: what is to be done with it first, whom it is given to, the rest in a menu."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from cabinet.contract.states import CaseState
from cabinet.ui.fonts import font
from cabinet.ui.language import tr
from cabinet.ui.pages.rejections.cause_action import CauseAct, act_icon, act_number, act_of, act_words
from cabinet.ui.widgets.button import Button, Kind
from cabinet.ui.widgets.plain_label import PlainLabel

if TYPE_CHECKING:
    from cabinet.contract.rejections import RejectionGroup
    from cabinet.ui.pages.rejections.cause_rows import Rights

__all__ = ["CauseFoot"]


class CauseFoot(QWidget):
    """Asks for what :class:`cabinet.ui.pages.rejections.cause_panel.CausePanel` tells on.

    Signals:
        act_asked(): do what is to be done first.
        decision_asked(object): decide about the cause, a ``CaseState`` is proposed.
        rows_asked(): go into its rows.
    """

    act_asked = Signal()
    decision_asked = Signal(object)
    rows_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 10, 16, 10)
        row.setSpacing(8)
        self.act = Button("", Kind.PRIMARY)
        self.act.clicked.connect(self.act_asked)
        self.why_not = PlainLabel("", font(12), "text2", wrap=True)
        self.to_it = Button(tr("Hand to IT…"))
        self.to_it.clicked.connect(self._ask_it)
        self.more = Button("", icon="ellipsis")
        self.more.setAccessibleName(tr("More"))
        self.more.clicked.connect(self._open_more)
        self.menu = QMenu(self)
        self.menu.setFont(font())
        self.menu.addAction(tr("Show rows")).triggered.connect(self.rows_asked)
        self.assign = self.menu.addAction(tr("Assign…"))
        self.assign.triggered.connect(self._ask_work)
        self.justify = self.menu.addAction(tr("Justify…"))
        self.justify.triggered.connect(self._ask_justified)
        row.addWidget(self.act)
        row.addWidget(self.why_not, 1)
        row.addWidget(self.to_it)
        row.addStretch(0)
        row.addWidget(self.more)

    def show_cause(self, cause: RejectionGroup, may: Rights) -> None:
        """Offer what this person may do with it."""
        act = act_of(cause, corrects=may.corrects, decides=may.decides)
        self.act.setVisible(act is not None)
        self.why_not.setVisible(act is None)
        if act is not None:
            self.act.set_text(act_words(act, act_number(act, cause)))
            self.act.show_icon(act_icon(act))
        elif not cause.whole:
            self.why_not.set_text(tr("Nothing of it is open."))
        else:
            self.why_not.set_text(tr("Your role only reads it."))
        decides = may.decides and cause.whole > 0
        self.to_it.setVisible(decides and act is not CauseAct.HAND_OVER)
        self.assign.setVisible(decides)
        self.justify.setVisible(decides)

    @Slot(bool)
    def set_second(self, second: bool) -> None:
        """Fill no button while another part of the page has the filled one."""
        self.act.show_kind(Kind.SECONDARY if second else Kind.PRIMARY)

    @Slot()
    def _ask_it(self) -> None:
        self.decision_asked.emit(CaseState.WAITING_IT)

    @Slot()
    def _ask_work(self) -> None:
        self.decision_asked.emit(CaseState.IN_WORK)

    @Slot()
    def _ask_justified(self) -> None:
        self.decision_asked.emit(CaseState.JUSTIFIED)

    @Slot()
    def _open_more(self) -> None:
        self.menu.popup(self.more.mapToGlobal(QPoint(0, -self.menu.sizeHint().height() - 4)))
