"""The page's part that shows one rejection: the chosen row's card, and the dialogs that correct and decide."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QStackedLayout, QWidget

from cabinet.contract.filter import Filter, Listed
from cabinet.contract.rights import Right
from cabinet.contract.states import CaseState, Outcome, RejectionState, TransactionType
from cabinet.desks.corrections import amends, read_payload
from cabinet.desks.rejections import RejectionsDesk
from cabinet.ui.language import tr
from cabinet.ui.numbers import count
from cabinet.ui.pages.rejections.cause_panel import CausePanel
from cabinet.ui.pages.rejections.cause_rows import Rights
from cabinet.ui.pages.rejections.panel import RejectionPanel
from cabinet.ui.pages.rejections.reverse.part import ReversePart
from cabinet.ui.texts.failures import failure_words, finding_title
from cabinet.ui.widgets.card import Card
from cabinet.ui.widgets.empty_state import LoadingBars, StateView
from cabinet.ui.widgets.plain_label import PlainLabel

if TYPE_CHECKING:
    from cabinet.contract.rejections import RejectionCard, RejectionGroup
    from cabinet.ui.pages.proofs.verify_proof_dialog import ProofDialog

__all__ = ["CardPart"]

_LIVE = {RejectionState.OPEN, RejectionState.JUSTIFIED}


class CardPart(QObject):
    """:attr:`holder` stands at the right of the page, with :attr:`panel` where a card is here.

    Attributes:
        number: the row of the card in its list, -1 where it has none.
        about_cause: whether the chosen cause's card is shown, with the row's as its example.

    Signals:
        attempt_asked(str): another attempt's card is to be opened.
        resend_asked(object, int): so many that fit a filter are to be sent again as they are.
        toasted(str): something went well.
    """

    attempt_asked = Signal(str)
    resend_asked = Signal(object, int)
    toasted = Signal(str)

    def __init__(self, page: QWidget, desk: RejectionsDesk) -> None:
        super().__init__(page)
        self._page, self._desk, self._cards = page, desk, desk.cards
        self.number = -1
        self.about_cause = False
        self._waiting: tuple[str, Callable[[], None]] | None = None
        """The attempt whose card must be here before an act, and the act."""
        self.holder = QWidget()
        self._side = QStackedLayout(self.holder)
        self._hint = Card()
        words = tr("Choose a rejection: why it was rejected and what to do stand here.")
        label = PlainLabel(words, role="text2", wrap=True)
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._hint.body.addWidget(label)
        self.panel = RejectionPanel()
        self.panel.correct_asked.connect(self.open_correct)
        self.panel.decision_asked.connect(self.open_case)
        self.panel.cause_asked.connect(self.open_cause)
        self.panel.attempt_asked.connect(self.attempt_asked)
        self.panel.resend_asked.connect(self.resend_one)
        self.reversal = ReversePart(page, desk)
        self.reversal.toasted.connect(self.toasted)
        self.panel.accepted_asked.connect(self.reversal.open)
        self.panel.reverse_asked.connect(self.reversal.open_named)
        self.panel.proof_asked.connect(self.open_proof)
        self.proof_dialog: ProofDialog | None = None
        self.panel.copied.connect(self.toasted)
        self.cause = CausePanel()
        self.cause.example_asked.connect(self.show_row)
        self.cause.copied.connect(self.toasted)
        self._bars = LoadingBars()
        self._wrong = StateView()
        self._wrong.retried.connect(self._again)
        for widget in (self._hint, self.panel, self.cause, self._bars, self._wrong):
            self._side.addWidget(widget)
        self._cards.changed.connect(self.show)
        self._cards.decided.connect(self._decided)
        self._cards.waits.connect(self._waits)
        desk.causes.case.changed.connect(self._show_case)
        desk.causes.changed.connect(self.show)

    def when_here(self, act: Callable[[], None]) -> None:
        """Do something with the chosen rejection as soon as its card is here."""
        selected = self._cards.selected
        if selected is not None:
            self._waiting = (selected, act)
            self._act()

    def _act(self) -> None:
        card, waiting = self._cards.state.data, self._waiting
        if waiting is not None and card is not None and card.row.attempt_id == waiting[0]:
            self._waiting = None
            waiting[1]()

    def open_bet(self) -> None:
        """Open the bet's card where it is rejected, too; else show where it stands among what followed it."""
        card = self._cards.state.data
        bet = next((node for node in card.tree if node.type == TransactionType.BET.value), None) if card else None
        if bet is not None and bet.status is Outcome.REJECTED and not bet.current:
            self.attempt_asked.emit(bet.attempt_id)
        else:
            self.show_row()
            self.panel.show_bet()

    def take_keyboard(self) -> None:
        """Have the card scrolled and its buttons reached by keys."""
        for panel in (self.panel, self.cause):
            if self._side.currentWidget() is panel:
                panel.take_keyboard()

    @Slot()
    def show_row(self) -> None:
        """Show the chosen row's card, also where a cause is chosen."""
        self.about_cause = False
        self.show()

    def show_cause(self) -> None:
        """Show the chosen cause's card, until a row is chosen."""
        self.about_cause = True
        self.show()

    @Slot()
    def _show_case(self) -> None:
        self.cause.show_case(self._desk.causes.case.state)

    def _show_cause(self) -> bool:
        """Show the chosen cause, if that is what is to be shown and it is counted."""
        cause = self._desk.chosen if self.about_cause and not self._desk.following else None
        if cause is None:
            return False
        causes, card = self._desk.causes.listed(), self._cards.state.data
        number = next((at for at, one in enumerate(causes, 1) if one.group_id == cause.group_id), 0)
        place = tr("{number} of {total}").format(number=count(number), total=count(len(causes)))
        rights = self.rights()
        may = Rights(Right.CORRECT_REJECTED in rights, Right.CASES_WRITE in rights)
        self.cause.show_cause(cause, self._desk.causes.parts(cause), place, may, self._desk.office.clock.now())
        self.cause.show_example(cause, card, read_payload(card) if card is not None else None)
        self._show_case()
        self._side.setCurrentWidget(self.cause)
        self._act()
        return True

    @Slot()
    def show(self) -> None:
        """Show the card, or how far it has come."""
        if self._show_cause():
            return
        state, view = self._cards.state, self._desk.state.data
        if view is None or not view.total or self._cards.selected is None:
            self._side.setCurrentWidget(self._hint)
            return
        if state.data is None:
            if state.failure is not None:
                sentence, action = failure_words(state.failure)
                self._wrong.show_state("error", sentence, action, state.failure.code)
                self._side.setCurrentWidget(self._wrong)
            else:
                self._side.setCurrentWidget(self._bars)
            return
        card = state.data
        place = tr("{number} of {total}").format(number=count(self.number + 1), total=count(view.total))
        decides = self.decides(card)
        self.panel.show_card(
            card, read_payload(card), place if self.number >= 0 else "", self._refusal(), decides=decides,
            reverses=self.reversal.offered(),
        )  # fmt: skip
        self.panel.show_seals(shown=self._desk.reversals.proves)
        self.panel.due.show_row(card.row, self._desk.office.clock.now())
        self._side.setCurrentWidget(self.panel)
        self._act()

    def decides(self, card: RejectionCard) -> bool:
        """Whether this person may change the card's case."""
        rights = self.rights()
        handed = card.case.state is CaseState.WAITING_IT and card.case.assignee is None
        assigned = Right.CASES_ASSIGNED in rights and (handed or card.case.assignee == self._me())
        return Right.CASES_WRITE in rights or assigned

    def rights(self) -> list[Right]:
        """Return what this person may."""
        office = self._desk.office
        return office.session.person.rights if office.logged_in else []

    def _refusal(self) -> str:
        card = self._cards.state.data
        if card is not None and card.row.state is RejectionState.HELD:
            return tr("Nothing to do: the verdict comes by itself.")
        if card is None or not card.correctable:
            corrected = card is not None and card.row.state is RejectionState.CORRECTED
            return tr("Already corrected.") if corrected else tr("A later attempt has taken its place.")
        if card.withheld:
            return tr("Personal data: only the platform can send it again, without them.")
        payload = read_payload(card)
        if payload is None:
            return tr("Not readable as JSON: only the platform can send it again.")
        if amends(payload) and Right.CORRECT_ACCEPTED not in self.rights():
            return tr("A reversal is corrected by the head, or whoever the head has granted it.")
        return "" if Right.CORRECT_REJECTED in self.rights() else tr("Your role does not allow corrections.")

    @Slot()
    def _again(self) -> None:
        if self._cards.selected is not None:
            self._cards.select(self._cards.selected)

    @Slot()
    def open_correct(self) -> None:
        """Open the dialog that corrects the chosen rejection."""
        from cabinet.ui.pages.rejections.correct.dialog import CorrectDialog

        card = self._cards.state.data
        if card is None or self._refusal():
            return
        self.dialog = CorrectDialog(self._page.window(), self._cards, card, self._desk.record)
        self.dialog.done.connect(self._corrected)
        self.dialog.open(self.dialog.first())

    @Slot(object)
    def open_case(self, proposed: CaseState) -> None:
        """Open the dialog that decides about the chosen rejection."""
        from cabinet.ui.pages.rejections.case import CaseDialog, CaseSubject

        card = self._cards.state.data
        if card is None or not self.decides(card) or card.row.state not in _LIVE:
            return
        words = f"{card.row.codes[0]} · {card.row.operator_tx_id or '—'}"
        case = card.case
        subject = CaseSubject(card.row.attempt_id, False, words, case.state, case.assignee, case.version)
        self.case_dialog = CaseDialog(self._page.window(), self._cards, subject, proposed, self._me())
        self.case_dialog.open(self.case_dialog.note)

    @Slot(str)
    def open_proof(self, attempt_id: str) -> None:
        """Show the proof that an attempt of the card is in the log: the rejected one, or what came instead of it."""
        from cabinet.ui.pages.proofs.verify_proof_dialog import ProofDialog, payload_of

        card = self._cards.state.data
        if card is None:
            return
        closing = card.closing
        other = closing is not None and closing.attempt_id == attempt_id
        payload = payload_of(closing) if other and closing is not None else payload_of(card)
        self.proof_dialog = ProofDialog(self._page.window(), self._desk.reversals.proofs, attempt_id, payload)
        self.proof_dialog.open(self.proof_dialog.accept)

    @Slot()
    def resend_one(self) -> None:
        """Send the chosen rejection again as it is."""
        card = self._cards.state.data
        if card is not None and card.row.operator_tx_id is not None and not self._refusal():
            self.resend_asked.emit(Filter(states=(Listed.READY,), txs=(card.row.operator_tx_id,)), 1)

    @Slot()
    def open_cause(self) -> None:
        """Open the dialog that decides about the chosen rejection's whole cause."""
        card, data = self._cards.state.data, self._desk.groups.data
        if card is None or data is None:
            return
        # The cause of a consequence is its root's, where that one is at work.
        wanted = (card.row.root.group_id if card.row.root is not None else None) or card.row.group_id
        group = next((g for g in data.items if g.group_id == wanted), None)
        if group is not None:
            self.open_group(group, CaseState.IN_WORK)

    def open_group(self, group: RejectionGroup, proposed: CaseState) -> None:
        """Open the dialog that decides about a whole cause."""
        from cabinet.ui.pages.rejections.case import CaseDialog, CaseSubject

        words = f"{group.code} · {finding_title(group.code)} · {tr('%n rejection(s)', group.whole)}"
        subject = CaseSubject(group.group_id, True, words, group.case_state, group.assignee, group.case_version)
        self.case_dialog = CaseDialog(self._page.window(), self._cards, subject, proposed, self._me())
        self.case_dialog.open(self.case_dialog.note)

    def _me(self) -> str:
        office = self._desk.office
        return office.session.person.name if office.logged_in else ""

    @Slot()
    def _corrected(self) -> None:
        self.toasted.emit(tr("Correction accepted and told to the platform"))

    @Slot()
    def _decided(self) -> None:
        self.toasted.emit(tr("Decision kept"))

    @Slot()
    def _waits(self) -> None:
        self.toasted.emit(tr("No connection: kept, and sent as soon as the perimeter answers"))
