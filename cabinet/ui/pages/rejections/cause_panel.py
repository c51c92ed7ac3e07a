"""A cause's card: what it is and since when, who has it, how much is at stake, what hangs on it, what was decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from cabinet.contract.states import CaseState
from cabinet.ui.fonts import font, mono
from cabinet.ui.language import tr
from cabinet.ui.numbers import count, money, signed_money, stamp_minute
from cabinet.ui.pages.rejections.cause_days import CauseDays
from cabinet.ui.pages.rejections.cause_foot import CauseFoot
from cabinet.ui.pages.rejections.decisions import Decisions
from cabinet.ui.pages.rejections.panel_cells import PanelCells
from cabinet.ui.pages.rejections.panel_payload import PanelPayload
from cabinet.ui.texts.cause_card import cause_steps, example_finding, remedy, who_acts
from cabinet.ui.texts.causes import cause_due, owner, part_title
from cabinet.ui.texts.due import due_left
from cabinet.ui.texts.failures import failure_words, finding_title
from cabinet.ui.texts.findings import expected_words, proposal_sentence, received_words, words_of
from cabinet.ui.texts.ggr import ggr_terms
from cabinet.ui.texts.rejections import case_chip
from cabinet.ui.texts.transactions import field_name
from cabinet.ui.widgets.button import Button, Kind
from cabinet.ui.widgets.card import Card, Line
from cabinet.ui.widgets.chip import Chip
from cabinet.ui.widgets.facts_box import FactsBox
from cabinet.ui.widgets.link import Link
from cabinet.ui.widgets.plain_label import PlainLabel, plain

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from typing import Any

    from cabinet.contract.cases import Case
    from cabinet.contract.rejections import RejectionCard, RejectionGroup
    from cabinet.desks.causes import Part
    from cabinet.desks.states import Loadable
    from cabinet.ui.pages.rejections.cause_rows import Rights

__all__ = ["CausePanel"]

_ALL_THE_REST = 1_000
"""Stretch of the example beside that of what is left below everything: 1."""


class _Block(QWidget):
    """A title, and rows below it."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 10, 16, 10)
        self._column.setSpacing(4)
        self._column.addWidget(PlainLabel(title, font(14, 600)))
        self.rows: list[QWidget] = []

    def show_rows(self, rows: list[QWidget]) -> None:
        """Show other rows."""
        for row in self.rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = rows
        for row in rows:
            self._column.addWidget(row)


class CausePanel(Card):
    """Shows a cause as it is counted by the filter, with one of its rejections as the example.

    Signals:
        act_asked(): do what is to be done with it first.
        decision_asked(object): decide about it, a ``CaseState`` is proposed.
        rows_asked(bool): go into its own rows, or into those that hang on them.
        example_asked(): open the card of the example.
        moved(int): one cause up (-1) or down (1).
        left(): Escape was pressed; the keyboard goes back to the causes.
        copied(str): something was copied, in words.
    """

    act_asked = Signal()
    decision_asked = Signal(object)
    rows_asked = Signal(bool)
    example_asked = Signal()
    moved = Signal(int)
    left = Signal()
    copied = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(padding=1, parent=parent)
        self._group_id, self._example_shown = "", ""
        self._given: tuple[object, ...] | None = None
        self._example_given: tuple[object, ...] | None = None
        self.body.setSpacing(0)
        self.body.addLayout(self._build_top())
        self._area = QScrollArea()
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setAccessibleName(tr("Card of the cause"))
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        canvas = QWidget()
        canvas.setObjectName("canvas")
        column = QVBoxLayout(canvas)
        column.setContentsMargins(0, 0, 0, 12)
        column.setSpacing(0)
        self.title = PlainLabel("", font(16, 600), wrap=True, selectable=True)
        self.title.setContentsMargins(16, 2, 16, 2)
        self.sentence = PlainLabel("", font(), "text2", wrap=True, selectable=True)
        self.sentence.setContentsMargins(16, 0, 16, 10)
        self.cells = PanelCells()
        self.days = CauseDays()
        self.facts = FactsBox(framed=False)
        facts = QWidget()
        about = QVBoxLayout(facts)
        about.setContentsMargins(16, 10, 16, 10)
        about.addWidget(self.facts)
        self.steps = _Block(tr("What to do"))
        self.hanging = _Block(tr("What hangs on it"))
        self.payload = PanelPayload()
        self.payload.copied.connect(self.copied)
        self.decisions = Decisions()
        self.wrong = PlainLabel("", font(12), "text3", wrap=True)
        self.wrong.setContentsMargins(16, 6, 16, 0)
        for widget in (self.title, self.sentence, self.cells, self.days, Line(), facts, Line(), self.steps):
            column.addWidget(widget)
        column.addWidget(self.hanging)
        column.addWidget(Line())
        column.addLayout(self._build_example())
        column.addWidget(self.payload, _ALL_THE_REST)
        column.addWidget(Line())
        column.addWidget(self.decisions)
        column.addWidget(self.wrong)
        column.addStretch(1)
        self._area.setWidget(canvas)
        self.body.addWidget(self._area, 1)
        self.body.addWidget(Line())
        self.foot = CauseFoot()
        self.foot.act_asked.connect(self.act_asked)
        self.foot.decision_asked.connect(self.decision_asked)
        self.foot.rows_asked.connect(self._ask_rows)
        self.set_second = self.foot.set_second
        self.body.addWidget(self.foot)
        back = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        back.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        back.activated.connect(self.left)

    def _build_top(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(16, 11, 8, 8)
        row.setSpacing(8)
        self.code, self.state = Chip(), Chip()
        self.since = PlainLabel("", font(12), "text2")
        self.place = PlainLabel("", font(12), "text2")
        up, down = Button("", Kind.QUIET, "chevron-up", small=True), Button("", Kind.QUIET, "chevron-down", small=True)
        up.setAccessibleName(tr("Previous cause"))
        down.setAccessibleName(tr("Next cause"))
        up.clicked.connect(self._up)
        down.clicked.connect(self._down)
        row.addWidget(self.code)
        row.addWidget(self.state)
        row.addWidget(self.since)
        row.addStretch(1)
        row.addWidget(self.place)
        row.addWidget(up)
        row.addWidget(down)
        return row

    def _build_example(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(16, 8, 16, 0)
        row.setSpacing(8)
        row.addWidget(PlainLabel(tr("Example"), font(13, 600)))
        self.example = Link("", tr("Open the example's card"), mono(12))
        self.example.clicked.connect(self.example_asked)
        row.addWidget(self.example)
        row.addStretch(1)
        return row

    def show_cause(
        self, cause: RejectionGroup, parts: Sequence[Part], place: str, may: Rights, now: datetime
    ) -> None:  # fmt: skip
        """Show a cause, the parts of what hangs on it, and which of all it is."""
        given = (cause, tuple(parts), place, may, now.replace(second=0, microsecond=0))
        if given == self._given:
            return  # Nothing moves under a hand that scrolls, marks or copies.
        self._given = given
        self.code.set_text(cause.code, "danger" if cause.whole else "neutral", "octagon-x")
        self.state.set_text(*case_chip(cause.case_state))
        self.state.setVisible(cause.whole > 0 and cause.case_state is not CaseState.NEW)
        self.since.set_text(tr("since {moment}").format(moment=stamp_minute(cause.first_seen)))
        self.place.set_text(place)
        self.title.set_text(finding_title(cause.code))
        sums, due = cause.whole_money, cause_due(cause.due_at, now)
        self.cells.show_cells(
            (
                (tr("Assignee"), owner(cause.assignee), case_chip(cause.case_state)[0]),
                (tr("Due"), due.words, due_left(cause.due_at, now) if cause.due_at is not None else ""),
                (
                    tr("Influence on GGR"),
                    f"{signed_money(sums.ggr_kop)} {tr('UAH')}",
                    tr("sum {sum}").format(sum=money(sums.operations_kop)),
                ),
            )
        )
        self.cells.setToolTip(ggr_terms(sums))
        self.days.show_days(tuple(cause.days), cause.trend)
        self._show_hanging(cause, parts)
        self.foot.show_cause(cause, may)
        if cause.group_id != self._group_id:
            self._group_id = cause.group_id
            self._area.verticalScrollBar().setValue(0)

    def show_example(self, cause: RejectionGroup, card: RejectionCard | None, value: dict[str, Any] | None) -> None:
        """Show what is known from one of its rejections; None while it is on its way."""
        given = (cause, card)
        if given == self._example_given:
            return
        self._example_given = given
        finding = example_finding(cause, card)
        self.sentence.set_text(words_of(finding)[0] if finding is not None else "")
        self.sentence.setVisible(finding is not None)
        self.facts.clear()
        name = field_name(cause.pointer)
        bare = cause.pointer.strip("/")
        self.facts.add(tr("Field"), f"{name}   {plain(cause.pointer)}" if bare else name)
        self.facts.add(tr("Source"), plain(cause.source))
        self.facts.add(tr("Who acts"), who_acts(cause.code))
        self.facts.add(tr("Came last"), stamp_minute(cause.last_seen))
        if finding is not None and card is not None:
            received, expected = received_words(finding), expected_words(finding, card.suggestions)
            self.facts.add(tr("Received"), received or tr("not there"), mono(12, 500) if received else font(), "danger")
            if expected:
                self.facts.add(tr("Expected"), expected, mono(12, 500))
            for one in card.suggestions:
                if (one.code, one.pointer) == (finding.code, finding.pointer):
                    tone = "success" if one.certain else "info"
                    self.facts.add(tr("Proposal"), proposal_sentence(finding, one), font(13, 500), tone)
                    break
        self._show_steps(cause, card)
        self.example.setVisible(card is not None)
        self.payload.setVisible(card is not None)
        if card is not None and card.row.attempt_id != self._example_shown:
            self._example_shown = card.row.attempt_id
            tx = plain(card.row.operator_tx_id or card.row.attempt_id)
            self.example.setText(tx)
            self.example.updateGeometry()
            self.payload.show_card(card, value)

    def show_case(self, state: Loadable[Case]) -> None:
        """Show what was decided, or why that is not known."""
        self.decisions.show_history(state.data.history if state.data is not None else [])
        failed = state.failure is not None and state.data is None
        self.wrong.set_text(failure_words(state.failure)[0] if failed and state.failure is not None else "")
        self.wrong.setVisible(failed)

    def set_tall(self, *, tall: bool) -> None:
        """Let the example take whatever height is free."""
        self.payload.set_tall(tall=tall)

    def take_keyboard(self) -> None:
        """Let arrows scroll the card; Tab leads to its buttons."""
        self._area.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._area.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_steps(self, cause: RejectionGroup, card: RejectionCard | None) -> None:
        steps = [remedy(cause, card), *cause_steps(cause)]
        self.steps.show_rows([PlainLabel(f"{n}.  {said}", font(), wrap=True) for n, said in enumerate(steps, 1)])

    def _show_hanging(self, cause: RejectionGroup, parts: Sequence[Part]) -> None:
        rows: list[QWidget] = []
        for part in parts:
            said = f"{part_title(part.type)}: {count(part.count)} · {money(part.operations_kop)} {tr('UAH')}"
            link = Link(said, tr("Show what hangs on it"))
            link.clicked.connect(self._ask_following)
            rows.append(link)
        self.hanging.show_rows(rows)
        self.hanging.setVisible(cause.consequences > 0)

    @Slot()
    def _ask_rows(self) -> None:
        self.rows_asked.emit(False)

    @Slot()
    def _ask_following(self) -> None:
        self.rows_asked.emit(True)

    @Slot()
    def _up(self) -> None:
        self.moved.emit(-1)

    @Slot()
    def _down(self) -> None:
        self.moved.emit(1)
