"""One rejection: what is wrong in plain words, who acts, the field in its payload, what to do, how it came about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from cabinet.contract.states import CaseState, RejectionState, Severity
from cabinet.ui.fonts import font, mono
from cabinet.ui.language import tr
from cabinet.ui.numbers import moment, money
from cabinet.ui.pages.proofs.verify_seal import seal_button
from cabinet.ui.pages.rejections.closed import closed_cells, closed_facts
from cabinet.ui.pages.rejections.decisions import Decisions
from cabinet.ui.pages.rejections.due_line import DueLine
from cabinet.ui.pages.rejections.panel_cells import PanelCells
from cabinet.ui.pages.rejections.panel_foot import PanelFoot
from cabinet.ui.pages.rejections.panel_history import PanelHistory
from cabinet.ui.pages.rejections.panel_payload import PanelPayload
from cabinet.ui.pages.rejections.root_line import RootLine
from cabinet.ui.texts.failures import finding_title
from cabinet.ui.texts.findings import expected_words, proposal_sentence, received_words, words_of
from cabinet.ui.texts.ggr import row_influence
from cabinet.ui.texts.rejections import fix_by, rejection_state_chip
from cabinet.ui.texts.transactions import field_name
from cabinet.ui.widgets.button import Button, Kind
from cabinet.ui.widgets.card import Card, Line
from cabinet.ui.widgets.chip import Chip
from cabinet.ui.widgets.facts_box import FactsBox
from cabinet.ui.widgets.plain_label import PlainLabel, plain

if TYPE_CHECKING:
    from typing import Any

    from cabinet.contract.rejections import RejectionCard

__all__ = ["RejectionPanel"]

_ALL_THE_REST = 1_000
"""Stretch of the payload beside that of what is left below everything: 1."""


class RejectionPanel(Card):
    """Shows a card of the desk.

    Signals:
        correct_asked(): correct and resubmit.
        decision_asked(object): decide about this rejection, a ``CaseState`` is proposed.
        cause_asked(): decide about the whole cause.
        attempt_asked(str): open the card of another attempt.
        accepted_asked(str): open this accepted attempt.
        reverse_asked(): reverse the accepted one that the card leads to.
        resend_asked(): send this one again as it is.
        proof_asked(str): show the proof that this attempt is in the log: its own, or what came instead of it.
        moved(int): one row up (-1) or down (1).
        left(): Escape was pressed; the keyboard goes back to the rows.
        copied(str): something was copied, in words.
    """

    correct_asked = Signal()
    decision_asked = Signal(object)
    cause_asked = Signal()
    attempt_asked = Signal(str)
    accepted_asked = Signal(str)
    reverse_asked = Signal()
    resend_asked = Signal()
    proof_asked = Signal(str)
    moved = Signal(int)
    left = Signal()
    copied = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(padding=1, parent=parent)
        self._given: tuple[RejectionCard, dict[str, Any] | None, str, str, bool, bool] | None = None
        self.body.setSpacing(0)
        self.body.addLayout(self._build_top())
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setAccessibleName(tr("Card of the rejection"))
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        canvas = QWidget()
        canvas.setObjectName("canvas")
        column = QVBoxLayout(canvas)
        column.setContentsMargins(0, 0, 0, 12)
        column.setSpacing(0)
        self.sentence = PlainLabel("", font(16, 600), wrap=True, selectable=True)
        self.sentence.setContentsMargins(16, 2, 16, 12)
        column.addWidget(self.sentence)
        self.root = RootLine()
        self.root.asked.connect(self.attempt_asked)
        column.addWidget(self.root)
        self.due = DueLine()
        column.addWidget(self.due)
        self._cells = PanelCells()
        column.addWidget(self._cells)
        self._fields = QVBoxLayout()
        self._fields.setContentsMargins(16, 10, 16, 10)
        self._fields.setSpacing(8)
        column.addLayout(self._fields)
        column.addWidget(Line())
        self.payload = PanelPayload()
        self.payload.copied.connect(self.copied)
        self.json = self.payload.json
        column.addWidget(self.payload, _ALL_THE_REST)
        column.addWidget(Line())
        self._todo = QVBoxLayout()
        self._todo.setContentsMargins(16, 10, 16, 10)
        self._todo.setSpacing(4)
        column.addLayout(self._todo)
        self._history = PanelHistory()
        self._history.attempt_asked.connect(self.attempt_asked)
        self._history.accepted_asked.connect(self.accepted_asked)
        self._history.proof_asked.connect(self.proof_asked)
        self.seal = self._history.seal
        self.closing_seal: Button | None = None
        self._proves = True
        self._tree = self._history.tree
        column.addWidget(self._history)
        self.decisions = Decisions()
        column.addWidget(self.decisions)
        column.addStretch(1)
        area.setWidget(canvas)
        self._area = area
        back = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        back.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        back.activated.connect(self.left)
        self.body.addWidget(area, 1)
        self.body.addWidget(Line())
        self._foot = PanelFoot()
        for told, asked in (
            (self._foot.correct_asked, self.correct_asked), (self._foot.decision_asked, self.decision_asked),
            (self._foot.cause_asked, self.cause_asked), (self._foot.attempt_asked, self.attempt_asked),
            (self._foot.resend_asked, self.resend_asked), (self._foot.reverse_asked, self.reverse_asked),
        ):  # fmt: skip
            told.connect(asked)
        self.set_second = self._foot.set_second
        self.correct, self.open_root, self.resend = self._foot.correct, self._foot.open_root, self._foot.resend
        self._to_correct = self._foot.to_correct
        self.body.addWidget(self._foot)

    def _build_top(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(16, 11, 8, 8)
        row.setSpacing(10)
        self._chip = Chip()
        self._received = PlainLabel("", font(12), "text2")
        self._place = PlainLabel("", font(12), "text2")
        up, down = Button("", Kind.QUIET, "chevron-up", small=True), Button("", Kind.QUIET, "chevron-down", small=True)
        up.setAccessibleName(tr("Previous rejection"))
        down.setAccessibleName(tr("Next rejection"))
        up.clicked.connect(self._up)
        down.clicked.connect(self._down)
        row.addWidget(self._chip)
        row.addWidget(self._received)
        row.addStretch(1)
        row.addWidget(self._place)
        row.addWidget(up)
        row.addWidget(down)
        row.setSpacing(8)
        return row

    def show_seals(self, *, shown: bool) -> None:
        """Show the seals, or hide them from whoever may not read proofs."""
        self._proves = shown
        self.seal.setVisible(shown)
        if self.closing_seal is not None:
            self.closing_seal.setVisible(shown)

    def show_card(
        self, card: RejectionCard, value: dict[str, Any] | None, place: str, refusal: str, *, decides: bool,
        reverses: bool = False,
    ) -> None:  # fmt: skip
        """Show one.

        ``refusal`` says why it cannot be corrected by this person, empty when it can; ``decides`` whether they may
        change its case, ``reverses`` whether they may take back what was accepted and the card leads to.
        """
        given = (card, value, place, refusal, decides, reverses)
        if given == self._given:
            return  # Nothing moves under a hand that scrolls, marks or copies.
        same = self._given is not None and self._given[0].row.attempt_id == card.row.attempt_id
        shown = (self._given[0].findings, self._given[0].suggestions, self._given[1]) if self._given else None
        same_payload = same and shown == (card.findings, card.suggestions, value)
        self._given = given
        row, live = card.row, card.row.state in {RejectionState.OPEN, RejectionState.JUSTIFIED}
        errors = [f for f in card.findings if f.severity is Severity.ERROR] or card.findings
        code = errors[0].code if errors else (row.codes[0] if row.codes else "—")
        word, kind, icon = rejection_state_chip(row.state, row.case_state)
        self._chip.set_text(f"{code} · {word}", "danger" if row.case_state is CaseState.NEW and live else kind, icon)
        self._received.set_text(tr("Received {moment}").format(moment=moment(row.received_at)))
        self._place.set_text(place)
        self.sentence.set_text(words_of(errors[0])[0] if errors else finding_title(code))
        who = fix_by(errors[0].fix_by) if errors else "—"
        held = row.state is RejectionState.HELD
        self.root.show_root(row.root if live or held else None, waits=held)
        if card.closing is not None:
            self._cells.show_cells(closed_cells(card, card.closing))
            _empty(self._fields)
            self._fields.addWidget(closed_facts(card, card.closing, value))
            self.closing_seal = seal_button()
            instead = card.closing.attempt_id
            self.closing_seal.clicked.connect(lambda: self.proof_asked.emit(instead))
            self.closing_seal.setVisible(self._proves)
            self._fields.addWidget(self.closing_seal, 0, Qt.AlignmentFlag.AlignLeft)
        else:
            self.closing_seal = None
            self._cells.show_cells(
                (
                    (tr("Who acts"), who, "" if held else plain(row.assignee or "") or tr("nobody has taken it")),
                    (tr("Source"), plain(row.source), plain(row.licence_no or "—")),
                    (tr("Sum of operations"), f"{money(row.amount_kop)} {tr('UAH')}", row_influence(row)),
                )
            )
            self._show_fields(card)
        if not same_payload:
            self.payload.show_card(card, value)
        _empty(self._todo)
        if live or held:
            self._show_todo(card)
        self._history.show_card(card)
        self.decisions.show_history(card.case.history)
        self._foot.show_card(card, refusal, decides=decides and live, reverses=reverses)
        if not same:
            self._area.verticalScrollBar().setValue(0)

    def _show_fields(self, card: RejectionCard) -> None:
        _empty(self._fields)
        for index, finding in enumerate(card.findings):
            if index:
                self._fields.addWidget(Line())
            box = FactsBox(framed=False)
            if len(card.findings) > 1:
                box.add(finding.code, words_of(finding)[0], font(13, 500))
            name = field_name(finding.pointer)
            box.add(tr("Field"), f"{name}   {finding.pointer}" if finding.pointer.strip("/") else name)
            tone = "danger" if finding.severity is Severity.ERROR else "warning"
            received = received_words(finding)
            box.add(tr("Received"), received or tr("not there"), mono(12, 500) if received else font(), tone)
            expected = expected_words(finding, card.suggestions)
            if expected:
                box.add(tr("Expected"), expected, mono(12, 500))
            own = [s for s in card.suggestions if (s.code, s.pointer) == (finding.code, finding.pointer)]
            if own:
                tone = "success" if own[0].certain else "info"
                box.add(tr("Proposal"), proposal_sentence(finding, own[0]), font(13, 500), tone)
            self._fields.addWidget(box)

    def set_tall(self, *, tall: bool) -> None:
        """Let the payload take whatever height is free; else it shows the lines round the wrong one."""
        self.payload.set_tall(tall=tall)

    def take_keyboard(self) -> None:
        """Let arrows scroll the card; Tab leads to its buttons."""
        self._area.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._area.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_bet(self) -> None:
        """Scroll to the bet and what followed it."""
        self._area.ensureWidgetVisible(self._tree if self._tree.isVisible() else self.root)

    def _show_todo(self, card: RejectionCard) -> None:
        self._todo.addWidget(PlainLabel(tr("What to do"), font(14, 600)))
        seen: list[str] = []
        for finding in card.findings:
            remedy = words_of(finding)[1]
            if remedy not in seen:
                seen.append(remedy)
        for number, remedy in enumerate(seen, 1):
            words = f"{number}.  {remedy}" if len(seen) > 1 else remedy
            self._todo.addWidget(PlainLabel(words, font(), wrap=True, selectable=True))

    @Slot()
    def _up(self) -> None:
        self.moved.emit(-1)

    @Slot()
    def _down(self) -> None:
        self.moved.emit(1)


def _empty(layout: QVBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
