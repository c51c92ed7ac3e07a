"""One act over many rejections: what it would do, the check of every line, the explanation, then sending."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from cabinet.contract.states import ReasonCode
from cabinet.contract.transaction import CORRECTION_TEXT
from cabinet.desks.bulk.desk import BulkDesk, BulkPhase, Selection
from cabinet.desks.bulk.plan import Figures, Item, Skip, State, sample
from cabinet.desks.reasons import likely_reason
from cabinet.ui.fonts import font
from cabinet.ui.language import tr
from cabinet.ui.numbers import count, money, signed_money
from cabinet.ui.pages.rejections.bulk_rule import RuleChoice
from cabinet.ui.pages.rejections.bulk_sample import sample_columns, sample_row
from cabinet.ui.sizes import TABLE_HEAD
from cabinet.ui.texts.bulk import counted_types, skip_words
from cabinet.ui.texts.failures import failure_words, finding_title
from cabinet.ui.texts.rejections import reason_code
from cabinet.ui.widgets.card import Line
from cabinet.ui.widgets.combo import Combo
from cabinet.ui.widgets.dialog import Dialog
from cabinet.ui.widgets.facts_box import FactsBox
from cabinet.ui.widgets.field import Field
from cabinet.ui.widgets.notice import Notice
from cabinet.ui.widgets.plain_label import PlainLabel
from cabinet.ui.widgets.rows_model import RowsModel
from cabinet.ui.widgets.table_view import TableView
from cabinet.ui.widgets.usage_bar import UsageBar

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLineEdit

    from cabinet.desks.bulk.changes import Change

__all__ = ["BulkSheet"]

_WIDTH, _RIGHT, _ROW, _ROWS_SHOWN = 1088, 360, 28, 14
_MARGIN = 32
_TYPED_MS = 300


class BulkSheet(Dialog):
    """Nothing is sent that was not checked; what would be refused stays open and ticked."""

    def __init__(self, window: QWidget, desk: BulkDesk, title: str, signer: str) -> None:
        width = min(_WIDTH, window.width() - _MARGIN)
        super().__init__(window, title, tr("Each line is checked before anything is sent."), "", width=width)
        self._desk, self._signer = desk, signer
        self._proposed = False
        """Whether the first check is over, after which only the person changes the rule."""
        self._figures = [self._figure() for _ in range(4)]
        strip = QHBoxLayout()
        strip.setSpacing(24)
        for labels in self._figures:
            one = QVBoxLayout()
            one.setSpacing(0)
            for label in labels:
                one.addWidget(label)
            strip.addLayout(one, 1)
        self.body.addLayout(strip)
        self.body.addWidget(Line())
        pair = QHBoxLayout()
        pair.setSpacing(24)
        pair.addLayout(self._build_sample(), 1)
        pair.addWidget(self._build_right(), 0)
        self.body.addLayout(pair, 1)
        send = QShortcut(QKeySequence("Ctrl+Return"), self)
        send.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        send.activated.connect(self._accepted)
        self._typed = QTimer(self)
        self._typed.setSingleShot(True)
        self._typed.setInterval(_TYPED_MS)
        self._typed.timeout.connect(self._show_act)
        self.note.edit.textChanged.connect(self._typed.start)
        self.reason.currentIndexChanged.connect(self._typed.start)
        desk.changed.connect(self._show)

    def begin(self, selection: Selection, change: Change | None) -> None:
        """Read and check what is selected; None sends it again as it is, by no other rule."""
        self.rule.setVisible(change is not None)
        self._desk.begin(selection, change)

    # -- building ----------------------------------------------------------------------------------------------------

    @staticmethod
    def _figure() -> tuple[PlainLabel, PlainLabel, PlainLabel]:
        return PlainLabel("", font(12), "text2"), PlainLabel("", font(20, 600)), PlainLabel("", font(12), "text2")

    def _build_sample(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(8)
        self.sample_title = PlainLabel("", font(14, 600))
        column.addWidget(self.sample_title)
        self.rows = RowsModel(sample_columns(), self)
        self.table = TableView(tr("Sample of the act"), self.rows, row=_ROW)
        column.addWidget(self.table, 1)
        return column

    def _build_right(self) -> QScrollArea:
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFixedWidth(_RIGHT)
        canvas = QWidget()
        canvas.setObjectName("canvas")
        canvas.setFixedWidth(_RIGHT)  # An id or a word is elided rather than pushed out of sight.
        column = QVBoxLayout(canvas)
        column.setContentsMargins(0, 0, 14, 0)
        column.setSpacing(10)
        self.rule = RuleChoice()
        self.rule.chosen.connect(self._desk.change_rule)
        column.addWidget(self.rule)
        self.bar = UsageBar("", "", 0)
        column.addWidget(self.bar)
        self.verdict = PlainLabel("", font(), wrap=True)
        column.addWidget(self.verdict)
        self.notice = Notice()
        column.addWidget(self.notice)
        self.reason = Combo(tr("Reason of the correction"), [(r.value, reason_code(r)) for r in ReasonCode], form=True)
        column.addWidget(Field(tr("Reason of the correction"), control=self.reason))
        self.note = Field(tr("Explanation"), tr("For the record; without players' data."))
        self.note.edit.setMaxLength(CORRECTION_TEXT.most)
        column.addWidget(self.note)
        self.facts = FactsBox()
        column.addWidget(self.facts)
        column.addStretch(1)
        area.setWidget(canvas)
        return area

    def first(self) -> QLineEdit:
        """Return where the keyboard begins: the explanation, never the button that sends."""
        return self.note.edit

    def place(self) -> None:
        """Take as many rows of the sample as the window has room for."""
        room = max(4, min(_ROWS_SHOWN, (self.height() - 330) // _ROW))
        self.table.setFixedHeight(TABLE_HEAD + _ROW * room)
        super().place()

    # -- showing -----------------------------------------------------------------------------------------------------

    @Slot()
    def _show(self) -> None:
        desk = self._desk
        if desk.phase is BulkPhase.DONE or (desk.phase is BulkPhase.IDLE and self.isVisible()):
            self.close_sheet()
            return
        if desk.phase is BulkPhase.CHECKED and not self._proposed:
            self._proposed = True
            if self.rule.take_likely(nothing=all(item.after is None for item in desk.items)):
                return
        self._show_figures()
        self._show_sample()
        self._show_progress()
        self._show_act()
        self.place()

    def _show_figures(self) -> None:
        items = [item for item in self._desk.items if item.after is not None]
        own = Figures.of(item for item in items if item.changes)
        follow = Figures.of(item for item in items if not item.changes)
        both = Figures.of(items)
        terms = tr("bets − payouts − refunds")
        known = bool(self._desk.items)
        for (name, value, below), words in zip(
            self._figures,
            (
                (tr("To be changed"), count(own.count), counted_types(own.types)),
                (tr("Go along unchanged"), count(follow.count), counted_types(follow.types)),
                (tr("Sum of operations"), f"{money(both.operations_kop)} {tr('UAH')}", tr("all added")),
                (tr("Influence on GGR"), f"{signed_money(both.ggr_kop)} {tr('UAH')}", terms),
            ),
            strict=True,
        ):
            name.set_text(words[0])
            value.set_text(words[1] if known else "…")
            below.set_text(words[2] if known else "")

    def _show_sample(self) -> None:
        picked = sample(self._desk.items)
        sent = sum(item.after is not None for item in self._desk.items)
        words = tr("Sample: {shown} of {all}").format(shown=count(len(picked)), all=count(sent))
        self.sample_title.set_text(words)
        self.rows.show([sample_row(item, why) for item, why in picked])

    def _show_progress(self) -> None:
        desk = self._desk
        name = {
            BulkPhase.READING: tr("Reading"), BulkPhase.CHECKING: tr("Checking every line"),
            BulkPhase.CHECKED: tr("Every line is checked"), BulkPhase.SENDING: tr("Sending"),
        }.get(desk.phase, "")  # fmt: skip
        share = desk.done / desk.total if desk.total else float(desk.phase is BulkPhase.CHECKED)
        self.bar.show_usage(name, f"{count(desk.done)} / {count(desk.total)}{self._speed()}", share)
        self.verdict.set_text(self._verdict())
        if desk.failure is not None:
            sentence, action = failure_words(desk.failure)
            self.notice.show_notice("danger", sentence, f"{action}\n{desk.failure.code}")
        else:
            self.notice.show_notice("info", "")

    def _speed(self) -> str:
        desk = self._desk
        if desk.began is None or not desk.running or not desk.done:
            return ""
        seconds = (desk.office.clock.now() - desk.began) / timedelta(seconds=1)
        return " · " + tr("{number} a second").format(number=count(round(desk.done / max(seconds, 0.001))))

    def _verdict(self) -> str:
        items = self._desk.items
        passing = sum(item.state is State.WOULD_PASS for item in items)
        failing = [item for item in items if item.state is State.WOULD_FAIL]
        lines = []
        if self._desk.phase in {BulkPhase.CHECKING, BulkPhase.CHECKED}:
            lines.append(tr("Would be accepted: {number}").format(number=count(passing)))
        by_code = Counter(item.codes[0] if item.codes else "" for item in failing)
        lines += [f"{tr('Would be refused')}: {count(n)} · {c} {finding_title(c)}" for c, n in by_code.most_common()]
        skipped = Counter(item.skip for item in items if item.skip is not None)
        lines += [f"{skip_words(skip)}: {count(skipped[skip])}" for skip in Skip if skipped[skip]]
        return "\n".join(lines)

    def _show_act(self) -> None:
        desk = self._desk
        passing = desk.passing
        checked = desk.phase is BulkPhase.CHECKED
        self.facts.setVisible(checked and bool(passing))
        if checked and not self.facts.property("shown"):
            self._propose_reason(passing)
        self.facts.setProperty("shown", checked)
        if checked:
            self._show_facts(passing)
        sending = desk.phase is BulkPhase.SENDING
        for control in (self.rule, self.reason, self.note):
            control.setEnabled(not sending)
        left = sum(item.state is not State.WOULD_PASS for item in desk.items)
        if sending:
            self.foot_note.set_text(tr("It goes on when this is hidden, and after a crash."))
            self.cancel.set_text(tr("Hide"))
            stopped = not desk.running
            self.accept.set_text(tr("Continue") if stopped else tr("Stop"))
            self.accept.setEnabled(True)
            return
        self.cancel.set_text(tr("Cancel"))
        waits = desk.phase in {BulkPhase.READING, BulkPhase.CHECKING}
        if waits and not desk.running:
            self.accept.set_text(tr("Continue"))
            self.accept.setEnabled(True)
            self.foot_note.set_text(tr("What was checked is kept."))
            return
        signed = checked and desk.signed
        words = tr("Sign and send {number}") if signed else tr("Send {number}")
        self.accept.set_text(words.format(number=count(len(passing))), busy=checked and desk.running)
        self.accept.setEnabled(checked and bool(passing) and not desk.running)
        if waits:
            self.foot_note.set_text(tr("It can be sent when every line is checked."))
        elif not passing:
            self.foot_note.set_text(tr("Nothing of it would be accepted."))
        else:
            said = [tr("You will sign it: one signature for the whole act.")] if signed else []
            self.foot_note.set_text(" ".join(said + ([tr("%n stay(s) open", left)] if left else [])))

    def _propose_reason(self, passing: list[Item]) -> None:
        codes = Counter(f.code for item in passing if item.changes for f in item.line.findings)
        if codes:
            self.reason.set_key(likely_reason(codes.most_common(1)[0][0]).value)

    def _show_facts(self, passing: list[Item]) -> None:
        figures = Figures.of(passing)
        digest = self._desk.digest(ReasonCode(self.reason.key()), self.note.text())
        self.facts.clear()
        self.facts.add(tr("Operations"), f"{count(figures.count)} · {counted_types(figures.types)}", font(13, 600))
        self.facts.add(tr("Sum of operations"), f"{money(figures.operations_kop)} {tr('UAH')}")
        self.facts.add(tr("Influence on GGR"), f"{signed_money(figures.ggr_kop)} {tr('UAH')}")
        self.facts.add_id(tr("SHA-256 of the set"), digest)
        self.facts.add(tr("Sent by"), self._signer)

    # -- acting ------------------------------------------------------------------------------------------------------

    def accepted(self) -> None:
        """Send what passed; stop, or go on where it stands still."""
        desk = self._desk
        if desk.phase is BulkPhase.CHECKED:
            desk.send(ReasonCode(self.reason.key()), self.note.text())
        elif desk.phase is BulkPhase.SENDING and desk.running:
            desk.stop()
        else:
            desk.go_on()

    @Slot()
    def close_sheet(self) -> None:
        """Go away; what is being sent goes on, everything else is let go."""
        visible = self.isVisible()
        super().close_sheet()
        if visible and self._desk.phase not in {BulkPhase.SENDING, BulkPhase.DONE}:
            self._desk.close()
