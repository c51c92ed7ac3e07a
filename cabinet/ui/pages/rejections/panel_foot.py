"""The foot of a rejection's card: the one thing to do first, decisions beside it, the rest in a menu."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from cabinet.contract.states import CaseState, RejectionState
from cabinet.ui.fonts import font
from cabinet.ui.language import tr
from cabinet.ui.widgets.button import Button, Kind
from cabinet.ui.widgets.plain_label import PlainLabel

if TYPE_CHECKING:
    from cabinet.contract.rejections import RejectionCard, RejectionRoot

__all__ = ["PanelFoot"]


class PanelFoot(QWidget):
    """Asks for what :class:`cabinet.ui.pages.rejections.panel.RejectionPanel` tells on.

    Signals:
        correct_asked(): correct and resubmit.
        decision_asked(object): decide about this rejection, a ``CaseState`` is proposed.
        cause_asked(): decide about the whole cause.
        attempt_asked(str): open the card of another attempt.
        resend_asked(): send this one again as it is.
        reverse_asked(): reverse the accepted one that the card leads to.
    """

    correct_asked = Signal()
    decision_asked = Signal(object)
    cause_asked = Signal()
    attempt_asked = Signal(str)
    resend_asked = Signal()
    reverse_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._root: RejectionRoot | None = None
        foot = QHBoxLayout(self)
        foot.setContentsMargins(16, 10, 16, 10)
        foot.setSpacing(8)
        self.correct = Button(tr("Correct…"), Kind.PRIMARY, "pencil")
        self.correct.clicked.connect(self.correct_asked)
        self.open_root = Button(tr("Open the rejected bet"), Kind.PRIMARY, "arrow-right")
        self.open_root.clicked.connect(self._ask_root)
        self.resend = Button(tr("Send again"), Kind.PRIMARY, "rotate-ccw")
        self.resend.clicked.connect(self.resend_asked)
        self.why_not = PlainLabel("", font(12), "text2", wrap=True)
        self._reverse = Button(tr("Reverse…"), icon="rotate-ccw")
        self._reverse.clicked.connect(self.reverse_asked)
        self._to_it = Button(tr("Hand to IT…"))
        self._to_it.clicked.connect(self._ask_it)
        self._justify = Button(tr("Justify…"))
        self._justify.clicked.connect(self._ask_justified)
        self._more = Button("", icon="ellipsis")
        self._more.setAccessibleName(tr("More"))
        self._more.clicked.connect(self._open_more)
        self._menu = QMenu(self)
        self._menu.setFont(font())
        self.to_correct = self._menu.addAction(tr("Correct…"))
        self.to_correct.triggered.connect(self.correct_asked)
        self._to_reverse = self._menu.addAction(tr("Reverse…"))
        self._to_reverse.triggered.connect(self.reverse_asked)
        self._folded = [self._menu.addAction(words) for words in (tr("Hand to IT…"), tr("Justify…"))]
        self._cases = [
            self._menu.addAction(tr("Take into work")),
            self._menu.addAction(tr("Decide about the whole cause…")),
        ]
        slots = (self._ask_it, self._ask_justified, self._ask_work, self.cause_asked.emit)
        for action, slot in zip((*self._folded, *self._cases), slots, strict=True):
            action.triggered.connect(slot)
        foot.addWidget(self.open_root)
        foot.addWidget(self.resend)
        foot.addWidget(self.correct)
        foot.addWidget(self.why_not, 1)
        foot.addWidget(self._reverse)
        foot.addWidget(self._to_it)
        foot.addWidget(self._justify)
        foot.addStretch(0)
        foot.addWidget(self._more)

    def show_card(self, card: RejectionCard, refusal: str, *, decides: bool, reverses: bool) -> None:
        """What comes first: the rejected root of a consequence, sending it again once that is accepted, else mending.

        Beside such a button there is room for the menu alone; whoever has linked it to the wrong bet corrects it there.
        """
        root = card.row.root if card.correctable else None
        self._root = root
        may = not refusal
        self.why_not.set_text(refusal)
        self.open_root.setVisible(root is not None and root.attempt_id is not None and not root.accepted)
        self.resend.setVisible(root is not None and root.accepted and may and card.row.state is RejectionState.OPEN)
        leads = not (self.open_root.isHidden() and self.resend.isHidden())
        self.correct.setVisible(may and not leads)
        for button in (self._to_it, self._justify):
            button.setVisible(decides and not leads)
        live = card.row.state in {RejectionState.OPEN, RejectionState.JUSTIFIED}
        self._reverse.setVisible(reverses and not live)
        self._to_reverse.setVisible(reverses and live)
        self._more.setVisible(decides or (may and leads) or (reverses and live))
        self.to_correct.setVisible(may and leads)
        for action in self._folded:
            action.setVisible(decides and leads)
        for action in self._cases:
            action.setVisible(decides)

    @Slot(bool)
    def set_second(self, second: bool) -> None:
        """Fill no button while another part of the page has the filled one."""
        for button in (self.correct, self.open_root, self.resend):
            button.show_kind(Kind.SECONDARY if second else Kind.PRIMARY)

    @Slot()
    def _ask_root(self) -> None:
        root = self._root
        if root is not None and root.attempt_id is not None:
            self.attempt_asked.emit(root.attempt_id)

    @Slot()
    def _ask_it(self) -> None:
        self.decision_asked.emit(CaseState.WAITING_IT)

    @Slot()
    def _ask_justified(self) -> None:
        self.decision_asked.emit(CaseState.JUSTIFIED)

    @Slot()
    def _ask_work(self) -> None:
        self.decision_asked.emit(CaseState.IN_WORK)

    @Slot()
    def _open_more(self) -> None:
        self._menu.popup(self._more.mapToGlobal(QPoint(0, -self._menu.sizeHint().height() - 4)))
