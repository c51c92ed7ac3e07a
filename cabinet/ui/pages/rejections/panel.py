"""One rejection: what is wrong in plain words, who acts, the field in its payload, what to do, how it came about."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeySequence, QPainter, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QScrollArea, QVBoxLayout, QWidget

from cabinet.contract.states import CaseState, Outcome, RejectionState, Severity
from cabinet.profile.settings import Language
from cabinet.ui.fonts import font, mono
from cabinet.ui.language import language, tr
from cabinet.ui.numbers import moment, money, stamp
from cabinet.ui.pages.rejections.bet_tree import BetTree, Branch
from cabinet.ui.pages.rejections.closed import closed_cells, closed_facts
from cabinet.ui.pages.rejections.json_view import JsonView, Mark
from cabinet.ui.pages.rejections.root_line import RootLine
from cabinet.ui.paint import hline, text, vline
from cabinet.ui.texts.failures import finding_title
from cabinet.ui.texts.findings import expected_words, proposal_words, received_words, why
from cabinet.ui.texts.ggr import row_influence
from cabinet.ui.texts.rejections import case_chip, fix_by, rejection_state_chip
from cabinet.ui.texts.transactions import field_name, transaction_type
from cabinet.ui.theme_switch import theme
from cabinet.ui.widgets.button import Button, Kind
from cabinet.ui.widgets.card import Card, Line
from cabinet.ui.widgets.chip import Chip
from cabinet.ui.widgets.facts_box import FactsBox
from cabinet.ui.widgets.painted import Painted
from cabinet.ui.widgets.plain_label import PlainLabel, plain
from cabinet.ui.widgets.timeline import Moment, Timeline

if TYPE_CHECKING:
    from typing import Any

    from cabinet.contract.findings import Finding
    from cabinet.contract.rejections import RejectionCard
    from cabinet.contract.suggestions import Suggestion

__all__ = ["RejectionPanel"]

_LINES, _LINES_OPEN = 9, 400
_ALL_THE_REST = 1_000
"""Stretch of the payload beside that of what is left below everything: 1."""


class _Cells(Painted):
    """Three cells: a name, a value, a second line."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(70)
        self._cells: tuple[tuple[str, str, str], ...] = ()

    def show_cells(self, cells: tuple[tuple[str, str, str], ...]) -> None:
        self._cells = cells
        self.setAccessibleName("; ".join(f"{name}: {value}" for name, value, _ in cells))
        self.update()

    def paint(self, painter: QPainter) -> None:
        now, cell = theme(), self.width() / max(1, len(self._cells))
        hline(painter, 0, self.width(), 0, now.border)
        hline(painter, 0, self.width(), self.height() - 1, now.border)
        for index, (name, value, second) in enumerate(self._cells):
            left, room = index * cell + 16, cell - 24
            if index:
                vline(painter, round(index * cell), 1, self.height() - 1, now.border)
            text(painter, QRectF(left, 8, room, 18), name, font(12), now.text3)
            text(painter, QRectF(left, 26, room, 20), value, font(13, 600), now.text)
            text(painter, QRectF(left, 45, room, 16), second, font(12), now.text2)


def words_of(finding: Finding) -> tuple[str, str]:
    """Return message and remedy in the language that is spoken."""
    if language() is Language.ENGLISH:
        return finding.message_en, finding.remedy_en
    return finding.message_uk, finding.remedy_uk


class RejectionPanel(Card):
    """Shows a card of the desk.

    Signals:
        correct_asked(): correct and resubmit.
        decision_asked(object): decide about this rejection, a ``CaseState`` is proposed.
        cause_asked(): decide about the whole cause.
        attempt_asked(str): open the card of another attempt.
        resend_asked(): send this one again as it is.
        moved(int): one row up (-1) or down (1).
        left(): Escape was pressed; the keyboard goes back to the rows.
        copied(str): something was copied, in words.
    """

    correct_asked = Signal()
    decision_asked = Signal(object)
    cause_asked = Signal()
    attempt_asked = Signal(str)
    resend_asked = Signal()
    moved = Signal(int)
    left = Signal()
    copied = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(padding=1, parent=parent)
        self._payload, self._whole, self._tall = "", False, False
        self._given: tuple[RejectionCard, dict[str, Any] | None, str, str, bool] | None = None
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
        self._cells = _Cells()
        column.addWidget(self._cells)
        self._fields = QVBoxLayout()
        self._fields.setContentsMargins(16, 10, 16, 10)
        self._fields.setSpacing(8)
        column.addLayout(self._fields)
        column.addWidget(Line())
        column.addLayout(self._build_payload_head())
        self.json = JsonView()
        self.json.setAccessibleName(tr("Payload as it was sent"))
        column.addWidget(self.json, _ALL_THE_REST)
        column.addWidget(Line())
        self._todo = QVBoxLayout()
        self._todo.setContentsMargins(16, 10, 16, 10)
        self._todo.setSpacing(4)
        column.addLayout(self._todo)
        column.addLayout(self._build_history())
        self._decisions = QVBoxLayout()
        self._decisions.setContentsMargins(16, 10, 16, 4)
        self._decisions.setSpacing(2)
        column.addLayout(self._decisions)
        column.addStretch(1)
        area.setWidget(canvas)
        self._area = area
        back = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        back.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        back.activated.connect(self.left)
        self.body.addWidget(area, 1)
        self.body.addWidget(Line())
        self.body.addLayout(self._build_foot())

    def _build_foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 10, 16, 10)
        foot.setSpacing(8)
        self.correct = Button(tr("Correct…"), Kind.PRIMARY, "pencil")
        self.correct.clicked.connect(self.correct_asked)
        self.open_root = Button(tr("Open the rejected bet"), Kind.PRIMARY, "arrow-right")
        self.open_root.clicked.connect(self._ask_root)
        self.resend = Button(tr("Send again"), Kind.PRIMARY, "rotate-ccw")
        self.resend.clicked.connect(self.resend_asked)
        self.why_not = PlainLabel("", font(12), "text2", wrap=True)
        self._to_it = Button(tr("Hand to IT…"))
        self._to_it.clicked.connect(self._ask_it)
        self._justify = Button(tr("Justify…"))
        self._justify.clicked.connect(self._ask_justified)
        self._more = Button("", icon="ellipsis")
        self._more.setAccessibleName(tr("More"))
        self._more.clicked.connect(self._open_more)
        self._menu = QMenu(self)
        self._menu.setFont(font())
        self._to_correct = self._menu.addAction(tr("Correct…"))
        self._to_correct.triggered.connect(self.correct_asked)
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
        foot.addWidget(self._to_it)
        foot.addWidget(self._justify)
        foot.addStretch(0)
        foot.addWidget(self._more)
        return foot

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

    def _build_payload_head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(16, 4, 8, 4)
        row.addWidget(PlainLabel(tr("Payload as it was sent"), font(12, 600)))
        self._rule = PlainLabel("", font(12), "text3")
        row.addSpacing(8)
        row.addWidget(self._rule, 1)
        self._unfold = Button("", Kind.QUIET, "unfold-vertical", small=True)
        self._unfold.clicked.connect(self._toggle_payload)
        row.addWidget(self._unfold)
        copy = Button("", Kind.QUIET, "copy", small=True)
        copy.setAccessibleName(tr("Copy the payload"))
        copy.setToolTip(tr("Copy the payload"))
        copy.clicked.connect(self._copy)
        row.addWidget(copy)
        return row

    def _build_history(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(16, 4, 16, 4)
        row.setSpacing(24)
        left, right = QVBoxLayout(), QVBoxLayout()
        left.setSpacing(6)
        right.setSpacing(6)
        left.addWidget(PlainLabel(tr("Attempts"), font(14, 600)))
        self._attempts = Timeline()
        left.addWidget(self._attempts)
        left.addStretch(1)
        self._tree_title = PlainLabel(tr("The bet and what followed"), font(14, 600))
        right.addWidget(self._tree_title)
        self._tree = BetTree()
        self._tree.asked.connect(self.attempt_asked)
        right.addWidget(self._tree)
        right.addStretch(1)
        row.addLayout(left, 1)
        row.addLayout(right, 1)
        return row

    def show_card(
        self, card: RejectionCard, value: dict[str, Any] | None, place: str, refusal: str, *, decides: bool
    ) -> None:
        """Show one.

        ``refusal`` says why it cannot be corrected by this person, empty when it can; ``decides`` whether they may
        change its case.
        """
        given = (card, value, place, refusal, decides)
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
        self.root.show_root(row.root if live else None)
        if card.closing is not None:
            self._cells.show_cells(closed_cells(card, card.closing))
            _empty(self._fields)
            self._fields.addWidget(closed_facts(card, card.closing, value))
        else:
            self._cells.show_cells(
                (
                    (tr("Who acts"), who, plain(row.assignee) if row.assignee else tr("nobody has taken it")),
                    (tr("Source"), plain(row.source), plain(row.licence_no or "—")),
                    (tr("Sum of operations"), f"{money(row.amount_kop)} {tr('UAH')}", row_influence(row)),
                )
            )
            self._show_fields(card)
        if not same_payload:
            self._show_payload(card, value)
        _empty(self._todo)
        if live:
            self._show_todo(card)
        self._attempts.show_moments(tuple(_attempt(i, a) for i, a in enumerate(card.attempts, 1)))
        self._show_tree(card)
        self._show_decisions(card)
        self._show_foot(card, may=not refusal, decides=decides and live)
        self.why_not.set_text(refusal)
        if not same:
            self._area.verticalScrollBar().setValue(0)

    def _show_foot(self, card: RejectionCard, *, may: bool, decides: bool) -> None:
        """What comes first: the rejected root of a consequence, sending it again once that is accepted, else mending.

        Beside such a button there is room for the menu alone; whoever has linked it to the wrong bet corrects it there.
        """
        root = card.row.root if card.correctable else None
        self.open_root.setVisible(root is not None and root.attempt_id is not None and not root.accepted)
        self.resend.setVisible(root is not None and root.accepted and may and card.row.state is RejectionState.OPEN)
        leads = not (self.open_root.isHidden() and self.resend.isHidden())
        self.correct.setVisible(may and not leads)
        for button in (self._to_it, self._justify):
            button.setVisible(decides and not leads)
        self._more.setVisible(decides or (may and leads))
        self._to_correct.setVisible(may and leads)
        for action in self._folded:
            action.setVisible(decides and leads)
        for action in self._cases:
            action.setVisible(decides)

    @Slot()
    def _ask_root(self) -> None:
        root = self._given[0].row.root if self._given is not None else None
        if root is not None and root.attempt_id is not None:
            self.attempt_asked.emit(root.attempt_id)

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
                box.add(
                    tr("Proposal"), _proposal(finding, own[0]), font(13, 500), "success" if own[0].certain else "info"
                )
            self._fields.addWidget(box)

    def _show_payload(self, card: RejectionCard, value: dict[str, Any] | None) -> None:
        rules = " · ".join(
            tr("rule {rule}, version {version}").format(rule=f.rule_id, version=f.rule_version)
            for f in card.findings[:1]
        )
        self._rule.set_text(tr("personal data masked") if card.withheld else rules)
        self._payload = base64.b64decode(card.payload).decode("utf-8", "replace")
        if value is None:
            self.json.show_raw(self._payload)
        else:
            marks = [
                Mark(f.pointer, _expected(f, card.suggestions)) for f in card.findings if f.severity is Severity.ERROR
            ]
            self.json.show_object(value, marks)
        self._lay_payload()

    def set_tall(self, *, tall: bool) -> None:
        """Let the payload take whatever height is free; else it shows the lines round the wrong one."""
        if tall is not self._tall:
            self._tall = tall
            self._lay_payload()

    def take_keyboard(self) -> None:
        """Let arrows scroll the card; Tab leads to its buttons."""
        self._area.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._area.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_bet(self) -> None:
        """Scroll to the bet and what followed it."""
        self._area.ensureWidgetVisible(self._tree if self._tree.isVisible() else self.root)

    def _lay_payload(self) -> None:
        """Show the lines round the wrong one, or all of them."""
        if self._tall and not self._whole:
            self.json.take_height(_LINES)
        else:
            self.json.show_lines(_LINES_OPEN if self._whole else _LINES)
        self._unfold.setVisible(self.json.line_count() > _LINES)
        self._unfold.show_icon("fold-vertical" if self._whole else "unfold-vertical")
        name = tr("Show only the wrong lines") if self._whole else tr("Show the whole payload")
        self._unfold.setAccessibleName(name)
        self._unfold.setToolTip(name)

    @Slot()
    def _toggle_payload(self) -> None:
        self._whole = not self._whole
        self._lay_payload()

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

    def _show_decisions(self, card: RejectionCard) -> None:
        _empty(self._decisions)
        if not card.case.history:
            return
        self._decisions.addWidget(PlainLabel(tr("Decisions"), font(14, 600)))
        for event in reversed(card.case.history):
            words = case_chip(event.state)[0]
            if event.assignee:
                words += f" · {plain(event.assignee)}"
            if event.whole_group:
                words += " · " + tr("whole cause")
            said = PlainLabel(words, font(13, 500))
            said.setContentsMargins(0, 6, 0, 0)
            self._decisions.addWidget(said)
            self._decisions.addWidget(PlainLabel(f"{stamp(event.at)} · {plain(event.by)}", font(11), "text3"))
            if event.note:
                self._decisions.addWidget(PlainLabel(event.note, font(), "text2", wrap=True, selectable=True))

    def _show_tree(self, card: RejectionCard) -> None:
        shown = bool(card.tree)
        self._tree.setVisible(shown)
        self._tree_title.setVisible(shown)
        if not shown:
            return
        branches, left, stake = [], 0, 0
        for node in sorted(card.tree, key=lambda n: n.type != "BET"):
            root = node.type == "BET"
            rejected = node.status is Outcome.REJECTED
            signed = node.amount_kop if root else -node.amount_kop
            if not rejected and node.type in {"BET", "REFUND"}:
                left += signed
                stake += root
            name = transaction_type(node.type)
            if not root:
                name += f" {plain(node.operator_tx_id)}"
            link = node.attempt_id if rejected and not node.current else ""
            branches.append(Branch(name, money(signed), root, rejected, node.current, link, plain(node.operator_tx_id)))
        self._tree.show_branches(tuple(branches), (tr("Left of the stake"), money(left)) if stake else ("", ""))

    @Slot()
    def _up(self) -> None:
        self.moved.emit(-1)

    @Slot()
    def _down(self) -> None:
        self.moved.emit(1)

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

    @Slot()
    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._payload)
        self.copied.emit(tr("Payload copied"))


def _attempt(number: int, attempt: Any) -> Moment:
    good = attempt.status in {Outcome.ACCEPTED, Outcome.ACCEPTED_WITH_WARNINGS}
    said = tr("Attempt {number} accepted") if good else tr("Attempt {number} rejected")
    words = said.format(number=number)
    if attempt.codes:
        words += f", {attempt.codes[0]}"
    digest = attempt.payload_sha256
    second = f"{stamp(attempt.received_at)} · {digest[:4]}…{digest[-4:]}"
    if attempt.by:
        second += f" · {plain(attempt.by)}"
    return Moment(words, "", "done" if good else "bad", second)


def _expected(finding: Finding, proposed: list[Suggestion]) -> str:
    expected = expected_words(finding, proposed).partition("   ")[0]
    return tr("expected {value}").format(value=expected) if expected else finding_title(finding.code)


def _proposal(finding: Finding, one: Suggestion) -> str:
    """Return «260,00 → 10,00 грн, бо …»."""
    said = tr("{before} → {after}, because {why}") if one.certain else tr("{before} → {after}, likely: {why}")
    before = received_words(finding).partition("   ")[2] or received_words(finding) or tr("not there")
    return said.format(before=before.removesuffix(f" {tr('UAH')}"), after=proposal_words(one), why=why(one))


def _empty(layout: QVBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
