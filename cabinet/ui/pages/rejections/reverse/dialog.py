"""An accepted transaction, and its reversal: what is taken back, what stands in the way, why; checked, then sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cabinet.contract.states import Outcome, ReasonCode, Severity, TransactionType
from cabinet.contract.transaction import CORRECTION_TEXT
from cabinet.desks.live_check import LiveState
from cabinet.desks.reversals import ReversalDesk
from cabinet.ui.fonts import font
from cabinet.ui.language import tr
from cabinet.ui.numbers import count, money, signed_money, stamp
from cabinet.ui.pages.proofs.verify_seal import seal_button
from cabinet.ui.pages.rejections.correct.check_line import CheckLine
from cabinet.ui.texts.failures import failure_words
from cabinet.ui.texts.findings import words_of
from cabinet.ui.texts.rejections import reason_code
from cabinet.ui.texts.transactions import transaction_type
from cabinet.ui.widgets.button import Kind
from cabinet.ui.widgets.combo import Combo
from cabinet.ui.widgets.dialog import Dialog
from cabinet.ui.widgets.facts_box import FactsBox
from cabinet.ui.widgets.field import Field
from cabinet.ui.widgets.link import Link
from cabinet.ui.widgets.notice import Notice
from cabinet.ui.widgets.plain_label import PlainLabel, plain

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLineEdit

    from cabinet.contract.accepted import AcceptedCard
    from cabinet.contract.findings import ItemAnswer
    from cabinet.contract.rejections import TreeNode
    from cabinet.lanes.lane import Failure
    from cabinet.ui.pages.proofs.verify_proof_dialog import ProofDialog

__all__ = ["ReverseDialog"]

_WIDE, _AROUND = 600, 32
_LINKS = 5
"""So many of what stands in the way are links; more are counted."""


class ReverseDialog(Dialog):
    """Whoever may not reverse it reads it here; sending is possible only while the check of exactly this is passed.

    Signals:
        done(): the reversal was accepted.
    """

    done = Signal()

    def __init__(self, window: QWidget, desk: ReversalDesk, reason: ReasonCode) -> None:
        width = min(_WIDE, window.width() - _AROUND)
        super().__init__(window, tr("Accepted transaction"), "", tr("Reverse"), kind=Kind.DANGER, width=width)
        self._desk = desk
        self._sending = False
        self.facts = FactsBox()
        self.body.addWidget(self.facts)
        self.notice = Notice()
        self.body.addWidget(self.notice)
        self._way = QVBoxLayout()
        self._way.setSpacing(2)
        self.body.addLayout(self._way)
        self.links: list[Link] = []
        self.reason = Combo(tr("Reason of the reversal"), [(r.value, reason_code(r)) for r in ReasonCode], form=True)
        self.reason.set_key(reason.value)
        self.reason.currentIndexChanged.connect(self._edited)
        self._reason = Field(tr("Reason of the reversal"), control=self.reason)
        self.note = Field(tr("Explanation"), tr("For the record; without players' data."))
        self.note.edit.setMaxLength(CORRECTION_TEXT.most)
        self.note.edit.textChanged.connect(self._edited)
        self.check = CheckLine()
        lead = tr("It stays in the log as it was. A reversal is added and takes it out of the figures of its day.")
        self._lead = PlainLabel(lead, font(12), "text2", wrap=True)
        for widget in (self._reason, self.note, self.check, self._lead):
            self.body.addWidget(widget)
        self.seal = seal_button()
        self.seal.clicked.connect(self._open_proof)
        self.foot.insertWidget(0, self.seal)
        self.proof_dialog: ProofDialog | None = None
        desk.changed.connect(self._show)
        desk.live.changed.connect(self._show_check)
        desk.reversed.connect(self._was_reversed)
        desk.refused.connect(self._was_refused)
        self._show()

    def first(self) -> QLineEdit:
        """Return where the keyboard begins: the explanation, never the button that reverses."""
        return self.note.edit

    # -- showing -----------------------------------------------------------------------------------------------------

    @property
    def _open(self) -> AcceptedCard | None:
        """The card, where this person may reverse it."""
        card, desk = self._desk.state.data, self._desk
        return card if card is not None and desk.allowed and desk.reversible(card) else None

    @Slot()
    def _show(self) -> None:
        desk, card = self._desk, self._desk.state.data
        acts = self._open is not None
        for widget in (self._reason, self.note, self.check, self._lead, self.accept):
            widget.setVisible(acts)
        self.foot_note.set_text(tr("You will sign it.") if acts and desk.signed else "")
        self.cancel.set_text(tr("Cancel") if acts else tr("Close"))
        self.seal.setVisible(card is not None and desk.proves)
        self.facts.clear()
        self.notice.setVisible(False)
        if card is not None:
            self._show_card(card, acts=acts)
        elif desk.state.failure is not None:
            self.notice.show_failure(desk.state.failure)
            self.notice.setVisible(True)
        else:
            self.facts.add(tr("Transaction"), "…")
        self._show_way(card.in_the_way if card is not None else [])
        self._edited()
        self.place()

    def _show_card(self, card: AcceptedCard, *, acts: bool) -> None:
        self.title.set_text(_reversing(card.type) if acts else tr("Accepted transaction"))
        self.facts.add_id(tr("Transaction"), card.operator_tx_id)
        self.facts.add(tr("Type"), transaction_type(card.type), font(13, 600))
        self.facts.add(tr("Sum"), f"{money(card.amount_kop)} {tr('UAH')}", font(13, 600))
        self.facts.add(tr("Occurred"), stamp(card.occurred_at))
        self.facts.add(tr("Accepted"), f"{stamp(card.received_at)} · {plain(card.by or card.source)}")
        ggr = -card.ggr_kop if acts else card.ggr_kop
        self.facts.add(tr("Influence on GGR"), f"{signed_money(ggr)} {tr('UAH')}", font(13, 600))
        said = ""
        if card.reversed_by is not None:
            said = tr("It is reversed already.")
        elif not self._desk.reversible(card):
            said = tr("It is a reversal itself: what is right now is sent as its replacement.")
        elif not self._desk.allowed:
            said = tr("What was accepted is reversed by the head, or whoever the head has granted it.")
        self.notice.show_notice("info", said)
        self.notice.setVisible(bool(said))

    def _show_way(self, nodes: list[TreeNode]) -> None:
        """Name what is reversed before it, each a link to its own reversal."""
        while (item := self._way.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.links = []
        if not nodes:
            return
        self._way.addWidget(PlainLabel(tr("These stand on it and are reversed first:"), font(13, 600), wrap=True))
        for node in nodes[:_LINKS]:
            words = f"{transaction_type(node.type)} {plain(node.operator_tx_id)} · {money(node.amount_kop)} {tr('UAH')}"
            link = Link(words, tr("Open {id}").format(id=plain(node.operator_tx_id)))
            link.clicked.connect(lambda _=False, attempt=node.attempt_id: self._desk.select(attempt))
            self.links.append(link)
            self._way.addWidget(link)
        if len(nodes) > _LINKS:
            self._way.addWidget(PlainLabel(tr("and {number} more").format(number=count(len(nodes) - _LINKS))))

    @Slot()
    def _open_proof(self) -> None:
        """Show the proof that it is in the log, over this dialog."""
        from cabinet.ui.pages.proofs.verify_proof_dialog import ProofDialog

        card = self._desk.state.data
        if card is not None:
            self.proof_dialog = ProofDialog(self.window(), self._desk.proofs, card.attempt_id)
            self.proof_dialog.open(self.proof_dialog.accept)

    # -- check and sending -------------------------------------------------------------------------------------------

    def line(self) -> bytes:
        """Return the reversal's bytes as they stand; nothing while there is none to send."""
        card = self._open
        return b"" if card is None else self._desk.line(card, ReasonCode(self.reason.key()), self.note.text())

    @Slot()
    def _edited(self) -> None:
        line = self.line()
        if line:
            self._desk.live.ask(line)
        self._show_check()

    @Slot()
    def _show_check(self) -> None:
        live, line = self._desk.live, self.line()
        errors = [f for f in live.findings if f.severity is Severity.ERROR]
        passed = tr("The check is passed: the reversal will be accepted.")
        said = words_of(errors[0])[0] if errors else (passed if live.state is LiveState.PASSED else "")
        self.check.show_state(live.state, said)
        self.accept.setEnabled(bool(line) and not self._sending and live.passed(line))

    def accepted(self) -> None:
        """Send what was checked."""
        line = self.line()
        if line and not self._sending and self._desk.live.passed(line):
            self._sending = True
            self.accept.set_text(tr("Sending…"), busy=True)
            self._desk.reverse(line)

    @Slot(object)
    def _was_reversed(self, item: ItemAnswer) -> None:
        if not self._sending:
            return
        self._stop_sending()
        if item.status is Outcome.REJECTED:
            self._desk.live.refuse(item.findings)
            return
        self.done.emit()
        self.close_sheet()

    @Slot(object)
    def _was_refused(self, failure: Failure) -> None:
        if self._sending:
            self._stop_sending()
            self._show_check()
            self.check.show_state(LiveState.REFUSED, " ".join(failure_words(failure)))

    def _stop_sending(self) -> None:
        self._sending = False
        self.accept.set_text(tr("Reverse"))

    @Slot()
    def close_sheet(self) -> None:
        """Go away; what is being sent is waited for."""
        if self.isVisible() and not self._sending:
            self._desk.live.stop()
            super().close_sheet()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  Qt's own name
        """Enter alone sends nothing: a reversal is for good."""
        event.accept()


def _reversing(kind: str) -> str:
    return {
        TransactionType.BET.value: tr("Reverse the bet"),
        TransactionType.REFUND.value: tr("Reverse the refund"),
        TransactionType.PAYOUT.value: tr("Reverse the payout"),
    }.get(kind, tr("Reverse the transaction"))
