"""Correct a rejected transaction: only what is wrong is open; it is checked while typed, then sent as a new entry."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from cabinet.contract.states import Outcome, ReasonCode, Severity, TransactionType
from cabinet.contract.transaction import CORRECTION_TEXT
from cabinet.desks.correction_draft import CorrectionDraft, OpenField
from cabinet.desks.corrections import read_payload
from cabinet.desks.live_check import AFTER_KEY_MS, LiveState
from cabinet.desks.reasons import likely_reason
from cabinet.desks.rejection_card import RejectionCardDesk
from cabinet.ui.fonts import font, mono
from cabinet.ui.language import tr
from cabinet.ui.numbers import moment
from cabinet.ui.pages.rejections.correct.check_line import CheckLine
from cabinet.ui.pages.rejections.correct.diff_strip import DiffStrip
from cabinet.ui.pages.rejections.correct.folded_rest import FoldedRest
from cabinet.ui.pages.rejections.correct.leaving import LeavingQuestion
from cabinet.ui.pages.rejections.correct.open_field import OpenFieldBlock
from cabinet.ui.sizes import DIALOG_FOOT
from cabinet.ui.texts.failures import failure_words, finding_title
from cabinet.ui.texts.findings import words_of
from cabinet.ui.texts.rejections import reason_code
from cabinet.ui.widgets.button import Button, Kind
from cabinet.ui.widgets.card import Line
from cabinet.ui.widgets.chip import Chip
from cabinet.ui.widgets.combo import Combo
from cabinet.ui.widgets.dialog import Dialog
from cabinet.ui.widgets.field import Field
from cabinet.ui.widgets.plain_label import PlainLabel, plain

if TYPE_CHECKING:
    from cabinet.contract.findings import Finding, ItemAnswer
    from cabinet.contract.registry import Dictionary, OperatorRecord
    from cabinet.contract.rejections import RejectionCard
    from cabinet.lanes.lane import Failure
    from cabinet.vault.drafts import Draft

__all__ = ["CorrectDialog"]

_WIDE, _EDGE, _AROUND, _LEAST = 600, 23, 60, 120
_DICTIONARY = {"gameId", "terminalId"}


class CorrectDialog(Dialog):
    """Sending is possible only while the perimeter's check of exactly this draft found no error.

    Signals:
        done(): the correction was accepted.
    """

    done = Signal()

    def __init__(
        self, window: QWidget, desk: RejectionCardDesk, card: RejectionCard, record: OperatorRecord | None
    ) -> None:
        super().__init__(window, _title(card), "", tr("Send the correction"), width=_WIDE)
        self._desk, self._card, self._record = desk, card, record
        self._value = read_payload(card) or {}
        self.correction = CorrectionDraft(card)
        self._sending, self._leaving, self._earlier = False, False, False
        self._offered: Draft | None = None
        self.blocks: dict[str, OpenFieldBlock] = {}
        self._build_head()
        self._build_middle()
        self.diff = DiffStrip()
        self._column.insertWidget(3, self.diff)
        self.accept.setToolTip(QKeySequence("Ctrl+Return").toString(QKeySequence.SequenceFormat.NativeText))
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            send = QShortcut(QKeySequence(keys), self)
            send.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            send.activated.connect(self._accepted)
        self._keeping = QTimer(self)
        self._keeping.setSingleShot(True)
        self._keeping.setInterval(AFTER_KEY_MS)
        self._keeping.timeout.connect(self._keep)
        for field in self.correction.open:
            self._open(field)
        self._order()
        self._begun = (self.reason.key(), self.note.text())
        desk.live.changed.connect(self._show_check)
        desk.live.begin(card, record)
        desk.corrected.connect(self._was_corrected)
        desk.refused.connect(self._was_refused)
        desk.waits.connect(self._waits)
        desk.games_known.connect(self._know_games)
        desk.drafts.found.connect(self._offer)
        desk.drafts.kept.connect(self._was_kept)
        desk.drafts.look(card.row.attempt_id)
        if _DICTIONARY & set(self.blocks):
            desk.learn_games()
        self._show_draft()

    # -- building --------------------------------------------------------------------------------------------------

    def _build_head(self) -> None:
        inner = self._inner
        inner.removeWidget(self.title)
        row = QHBoxLayout()
        row.addWidget(self.title, 1)
        self.close_button = Button("", Kind.QUIET, "x", small=True)
        self.close_button.setAccessibleName(tr("Close"))
        self.close_button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.close_button.clicked.connect(self.close_sheet)
        row.addWidget(self.close_button)
        inner.insertLayout(0, row)
        inner.setContentsMargins(_EDGE, 16, 15, 12)
        errors = _errors(self._card.findings) or self._card.findings
        about = QHBoxLayout()
        about.setSpacing(8)
        about.addWidget(PlainLabel(plain(self._card.row.operator_tx_id or "—"), mono(12), "text2"))
        for code in list(dict.fromkeys(f.code for f in errors))[:2]:
            about.addWidget(Chip(code, "danger", "circle-x"))
        said = PlainLabel(finding_title(errors[0].code) if errors else "", font(12), "text2")
        said.setMinimumWidth(40)
        about.addWidget(said, 1)
        self.body.addLayout(about)
        self._column.insertWidget(1, Line())

    def _build_middle(self) -> None:
        self._canvas = QWidget()
        self._canvas.setObjectName("canvas")
        self._canvas.installEventFilter(self)
        column = self._middle = QVBoxLayout(self._canvas)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._build_offer())
        upper = QVBoxLayout()
        upper.setContentsMargins(_EDGE, 16, _EDGE, 16)
        upper.setSpacing(14)
        self._open_ones = QVBoxLayout()
        self._open_ones.setSpacing(14)
        upper.addLayout(self._open_ones)
        self.check = CheckLine()
        upper.addWidget(self.check)
        column.addLayout(upper)
        self.rest = FoldedRest()
        self.rest.change_asked.connect(self._change)
        self.rest.folded.connect(self.place)
        column.addWidget(self.rest)
        column.addLayout(self._build_lower())
        column.addStretch(1)
        self._area = QScrollArea()
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(self._canvas)
        self._column.insertWidget(2, self._area)

    def _build_lower(self) -> QVBoxLayout:
        lower = QVBoxLayout()
        lower.setContentsMargins(_EDGE, 16, _EDGE, 16)
        lower.setSpacing(12)
        self.reason = Combo(tr("Reason of the correction"), [(r.value, reason_code(r)) for r in ReasonCode], form=True)
        self.reason.set_key(likely_reason(self._card.findings[0].code if self._card.findings else "").value)
        self.reason.currentIndexChanged.connect(self._edited)
        lower.addWidget(Field(tr("Reason of the correction"), control=self.reason))
        self.note = Field(tr("Explanation"), tr("For the record; without players' data."))
        self.note.edit.setMaxLength(CORRECTION_TEXT.most)
        self.note.edit.textChanged.connect(self._edited)
        lower.addWidget(self.note)
        lead = tr("The rejected entry stays as it is. A new one is linked to it by its hash, and the platform is told.")
        lower.addWidget(PlainLabel(lead, font(12), "text2", wrap=True))
        return lower

    def _build_offer(self) -> QWidget:
        self.offer = QWidget()
        row = QHBoxLayout(self.offer)
        row.setContentsMargins(_EDGE, 10, _EDGE, 0)
        row.setSpacing(8)
        self._offer_words = PlainLabel("", font(12), "text2", wrap=True)
        row.addWidget(self._offer_words, 1)
        self.go_on = Button(tr("Go on with the draft"), small=True)
        self.go_on.clicked.connect(self._restore)
        self.begin_anew = Button(tr("Begin anew"), Kind.QUIET, small=True)
        self.begin_anew.clicked.connect(self._begin_anew)
        row.addWidget(self.go_on)
        row.addWidget(self.begin_anew)
        self.offer.hide()
        return self.offer

    def place(self) -> None:
        """Give the middle what the window leaves it; head, diff and foot are always whole."""
        wide = self.sheet.width() - 2
        above = max(self._inner.totalHeightForWidth(wide), self._inner.totalMinimumSize().height())
        diff = self.diff.height() if self.diff.isVisibleTo(self.sheet) else 0
        room = self.height() - _AROUND - above - diff - DIALOG_FOOT - 2
        self._middle.activate()
        whole = self._middle.totalHeightForWidth(wide)
        # Else the area would squeeze what has just been opened, until its own late layout.
        self._canvas.setMinimumHeight(whole)
        self._area.setFixedHeight(max(_LEAST, min(whole, room)))
        super().place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  Qt's own name
        """Place anew when something in the middle wants another height: the scroll area keeps that to itself."""
        if watched is self._canvas and event.type() == QEvent.Type.LayoutRequest:
            self.place()
        return super().eventFilter(watched, event)

    def _order(self) -> None:
        """Tab goes from the values down to the foot."""
        values = (block.control for block in self.blocks.values())
        stops: list[QWidget] = [*values, self.rest.head, self.reason, self.note.edit, self.cancel, self.accept]
        for one, following in pairwise(stops):
            QWidget.setTabOrder(one, following)

    # -- fields ----------------------------------------------------------------------------------------------------

    def first(self) -> QWidget:
        """Return the field to begin with: the first that is wrong."""
        block = next(iter(self.blocks.values()), None)
        if block is None:
            return self.rest.head
        return block.control

    def line(self) -> bytes:
        """Return the correction's bytes as they stand."""
        return self.correction.line(ReasonCode(self.reason.key()), self.note.text())

    def _open(self, field: OpenField) -> OpenFieldBlock:
        block = self.blocks[field.name] = OpenFieldBlock(field, self._record)
        block.edited.connect(self._edited)
        block.entered.connect(self._go_on)
        self._open_ones.addWidget(block)
        return block

    @Slot(str)
    def _change(self, name: str) -> None:
        if name not in self.blocks:
            self._open(self.correction.open_up(name)).start()
            self._order()
            self._edited()
            if name in _DICTIONARY:
                self._desk.learn_games()

    @Slot()
    def _go_on(self) -> None:
        """Enter goes to the next field that is open, after the last one to the explanation."""
        controls = [block.control for block in self.blocks.values()]
        here = next((i for i, control in enumerate(controls) if control.hasFocus()), len(controls))
        (controls[here + 1] if here + 1 < len(controls) else self.note.edit).setFocus()

    @Slot(object)
    def _know_games(self, games: Dictionary) -> None:
        for name in _DICTIONARY & set(self.blocks):
            self.blocks[name].know_games(games)

    # -- the draft -------------------------------------------------------------------------------------------------

    @property
    def changed(self) -> bool:
        """Whether a person has typed or chosen anything that would be lost."""
        return self._earlier or self.correction.touched or (self.reason.key(), self.note.text()) != self._begun

    @Slot()
    def _edited(self) -> None:
        for name, block in self.blocks.items():
            self.correction.set(name, block.value())
        self._show_draft()
        self.foot_note.set_text("")
        self._keeping.start()

    def _show_draft(self) -> None:
        self.diff.show_changes(self.correction.changes())
        self.rest.show_fields(self.correction.rest, self._value)
        self._desk.live.ask(self.line())
        self._show_check()
        self.place()

    @Slot()
    def _keep(self) -> None:
        """Keep what was typed; an earlier draft that nobody has decided about is not written over."""
        if self.changed and self._offered is None and not self._sending:
            self._desk.drafts.keep(self._card.row.attempt_id, self._draft())

    def _draft(self) -> Draft:
        from cabinet.vault.drafts import Draft

        return Draft(self.correction.kept(), self.reason.key(), self.note.text())

    @Slot(str, bool)
    def _was_kept(self, attempt_id: str, kept: bool) -> None:
        if attempt_id == self._card.row.attempt_id and self.changed:
            self.foot_note.set_text(tr("Draft kept") if kept else tr("Draft kept until the program ends"))

    @Slot(str, object)
    def _offer(self, attempt_id: str, draft: Draft) -> None:
        if attempt_id != self._card.row.attempt_id:
            return
        self._offered = draft
        words = tr("There is a draft of {moment} that was not sent.").format(moment=moment(draft.saved_at))
        self._offer_words.set_text(words)
        self.offer.show()
        self.place()

    @Slot()
    def _restore(self) -> None:
        draft, self._offered = self._offered, None
        self.offer.hide()
        if draft is None:
            return
        self.correction.restore(draft.fields)
        wanted = dict(self.correction.value)
        for field in self.correction.open:
            block = self.blocks.get(field.name) or self._open(field)
            block.set_value(wanted.get(field.name))
        if draft.reason in {r.value for r in ReasonCode}:
            self.reason.set_key(draft.reason)
        self.note.edit.setText(draft.note)
        self._earlier = True
        self._order()
        self._edited()
        self._keeping.stop()

    @Slot()
    def _begin_anew(self) -> None:
        self._offered = None
        self.offer.hide()
        self._desk.drafts.forget(self._card.row.attempt_id)
        self.place()

    # -- check and sending -----------------------------------------------------------------------------------------

    @Slot()
    def _show_check(self) -> None:
        live = self._desk.live
        errors = _errors(live.findings)
        said = {f.pointer.strip("/").split("/")[0]: words_of(f)[0] for f in reversed(errors)}
        for name in said:
            if name in self.correction.rest:
                self._open(self.correction.open_up(name))
                self._order()
                self.rest.show_fields(self.correction.rest, self._value)
        if live.state is not LiveState.CHECKING:
            for name, block in self.blocks.items():
                block.show_error(said.get(name, ""))
        self.check.show_state(live.state, words_of(errors[0])[0] if errors else "")
        if not self._sending:
            self.accept.set_text(tr("Send when connected") if live.later(self.line()) else tr("Send the correction"))
        self.accept.setEnabled(not self._sending and (live.passed(self.line()) or live.later(self.line())))
        self.place()

    def accepted(self) -> None:
        """Send what was checked; what only this computer could check is kept until the perimeter can."""
        line = self.line()
        if not self._sending and self._desk.live.later(line):
            self._sending = True
            self._keeping.stop()
            row = self._card.row
            self._desk.drafts.keep(row.attempt_id, self._draft())
            self._desk.correct_later(row.attempt_id, line, f"{row.codes[0]} · {row.operator_tx_id or '—'}")
            return
        if not self._sending and self._desk.live.passed(line):
            self._sending = True
            self._keeping.stop()
            self.accept.set_text(tr("Sending…"), busy=True)
            self._desk.correct(line)

    @Slot(object)
    def _was_corrected(self, item: ItemAnswer) -> None:
        if not self._sending:
            return
        self._sending = False
        self.accept.set_text(tr("Send the correction"))
        if item.status is Outcome.REJECTED:
            self._desk.live.refuse(item.findings)
            return
        self._desk.drafts.forget(self._card.row.attempt_id)
        self.done.emit()
        self._leave()

    @Slot()
    def _waits(self) -> None:
        """Go; the draft stays until the correction has arrived."""
        if self._sending:
            self._sending = False
            self._leave()

    @Slot(object)
    def _was_refused(self, failure: Failure) -> None:
        if self._sending:
            self._sending = False
            self.accept.set_text(tr("Send the correction"))
            self._show_check()
            self.check.show_state(LiveState.REFUSED, " ".join(failure_words(failure)))

    # -- leaving ---------------------------------------------------------------------------------------------------

    @Slot()
    def close_sheet(self) -> None:
        """Go away; what was typed is asked about first."""
        if not self.isVisible() or self._sending:
            return
        if not self.changed:
            self._leave()
            return
        self.question = LeavingQuestion(self._over)
        self.question.answered.connect(self._answered)
        self.question.open(self.question.accept)

    @Slot(bool)
    def _answered(self, kept: bool) -> None:
        self._keeping.stop()
        if kept:
            self._desk.drafts.keep(self._card.row.attempt_id, self._draft())
        elif self._offered is None:
            self._desk.drafts.forget(self._card.row.attempt_id)
        self._leave()

    def _leave(self) -> None:
        self._keeping.stop()
        self._desk.live.stop()
        super().close_sheet()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  Qt's own name
        """Enter alone sends nothing: a correction is for good."""
        event.accept()


def _title(card: RejectionCard) -> str:
    return {
        TransactionType.BET.value: tr("Correct the bet"),
        TransactionType.REFUND.value: tr("Correct the refund"),
        TransactionType.PAYOUT.value: tr("Correct the payout"),
    }.get(card.row.type or "", tr("Correct the transaction"))


def _errors(findings: list[Finding]) -> list[Finding]:
    return [f for f in findings if f.severity is Severity.ERROR]
