"""Correct a rejected transaction: the payload as fields, checked by the perimeter's rules, then sent as a new entry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QGridLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from cabinet.contract.states import Outcome, ReasonCode, Severity
from cabinet.contract.transaction import CORRECTION_TEXT
from cabinet.desks.corrections import compose, read_payload
from cabinet.desks.rejection_card import RejectionCardDesk
from cabinet.ui.fonts import font, mono
from cabinet.ui.language import tr
from cabinet.ui.numbers import money
from cabinet.ui.pages.rejections.panel import words_of
from cabinet.ui.texts.failures import finding_title
from cabinet.ui.texts.rejections import reason_code
from cabinet.ui.texts.transactions import field_name
from cabinet.ui.widgets.button import Button
from cabinet.ui.widgets.combo import Combo
from cabinet.ui.widgets.dialog import Dialog
from cabinet.ui.widgets.field import Field
from cabinet.ui.widgets.notice import Notice
from cabinet.ui.widgets.plain_label import PlainLabel, plain

if TYPE_CHECKING:
    from cabinet.contract.findings import Finding, ItemAnswer
    from cabinet.contract.rejections import RejectionCard
    from cabinet.lanes.lane import Failure

__all__ = ["CorrectDialog"]

_REASONS = {
    "AM": ReasonCode.WRONG_SUM,
    "RF": ReasonCode.WRONG_LINK,
    "RG": ReasonCode.WRONG_LICENCE_OR_SITE,
    "TM": ReasonCode.WRONG_TIME,
    "ID": ReasonCode.DUPLICATE_EVENT,
}
"""Family of the finding → the reason that is most likely."""
_HIDDEN = {"correction", "seqNo", "schemaVersion"}
_FIELDS_LEAST, _FIELDS_MOST, _REST = 96, 300, 470


class CorrectDialog(Dialog):
    """Check as often as one likes; sending is possible only after a check of exactly this draft found no error.

    Signals:
        done(): the correction was accepted.
    """

    done = Signal()

    def __init__(self, window: QWidget, desk: RejectionCardDesk, card: RejectionCard) -> None:
        lead = tr("The rejected entry stays as it is. A new one is linked to it by its hash, and the platform is told.")
        super().__init__(window, tr("Correct and resubmit"), lead, tr("Send the correction"), width=640)
        self._desk, self._card = desk, card
        self._checked: bytes | None = None
        self._acting = ""
        value = read_payload(card) or {}
        self.edits: dict[str, QLineEdit] = {}
        self._sent: dict[str, str] = {}
        self._below: dict[str, PlainLabel] = {}
        wrong = _by_field(card.findings)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area = area
        canvas = QWidget()
        canvas.setObjectName("canvas")
        grid = QGridLayout(canvas)
        grid.setContentsMargins(0, 0, 14, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        names = [n for n in (*wrong, *value) if n and n not in _HIDDEN and not isinstance(value.get(n), dict)]
        for name in dict.fromkeys(names):
            row = grid.rowCount()
            edit = QLineEdit(_as_text(value.get(name)))
            edit.setFont(mono())
            edit.setFixedHeight(28)
            edit.setAccessibleName(field_name(name))
            edit.textChanged.connect(self._edited)
            self.edits[name] = edit
            self._sent[name] = edit.text()
            label = PlainLabel(field_name(name), font(13, 600 if name in wrong else 400))
            label.setToolTip(plain(name))
            label.setBuddy(edit)
            grid.addWidget(label, row, 0)
            grid.addWidget(edit, row, 1)
            below = PlainLabel("", font(12), "danger", wrap=True)
            below.hide()
            self._below[name] = below
            grid.addWidget(below, row + 1, 1)
        grid.setRowStretch(grid.rowCount(), 1)
        area.setWidget(canvas)
        self.body.addWidget(area)
        self._wrong = list(wrong)
        self._mark(card.findings)
        pair = QVBoxLayout()
        pair.setSpacing(8)
        family = card.findings[0].code[:2] if card.findings else ""
        self.reason = Combo(tr("Reason of the correction"), [(r.value, reason_code(r)) for r in ReasonCode], form=True)
        self.reason.set_key(_REASONS.get(family, ReasonCode.OTHER).value)
        self.reason.currentIndexChanged.connect(self._edited)
        self.note = Field(tr("Explanation"), tr("For the record; without players' data."))
        self.note.edit.setMaxLength(CORRECTION_TEXT.most)
        self.note.edit.textChanged.connect(self._edited)
        pair.addWidget(Field(tr("Reason of the correction"), control=self.reason))
        pair.addWidget(self.note)
        self.body.addLayout(pair)
        self._notice = Notice()
        self.body.addWidget(self._notice)
        self.check = Button(tr("Check"), icon="list-checks")
        self.check.clicked.connect(self._check)
        self.foot.insertWidget(1, self.check)
        desk.checked.connect(self._was_checked)
        desk.corrected.connect(self._was_corrected)
        desk.refused.connect(self._was_refused)
        self._edited()

    def place(self) -> None:
        """Give the fields what a low window leaves them; the rest of the sheet is always whole."""
        self._area.setFixedHeight(max(_FIELDS_LEAST, min(_FIELDS_MOST, self.height() - _REST)))
        super().place()

    def first(self) -> QLineEdit:
        """Return the field to begin with: the first that is wrong."""
        name = next((n for n in self._wrong if n in self.edits), next(iter(self.edits)))
        return self.edits[name]

    def draft(self) -> bytes:
        """Return the correction's bytes."""
        values = {name: edit.text() for name, edit in self.edits.items()}
        kept = read_payload(self._card) or {}
        if "schemaVersion" in kept:
            values["schemaVersion"] = _as_text(kept["schemaVersion"])
        return compose(self._card, values, ReasonCode(self.reason.key()), self.note.text())

    def accepted(self) -> None:
        """Send what was checked."""
        if self._checked is not None and self._checked == self.draft():
            self._acting = "send"
            self.accept.set_text(tr("Sending…"), busy=True)
            self._desk.correct(self._checked)

    @Slot()
    def _check(self) -> None:
        if not self._acting:
            self._acting = "check"
            self._asked = self.draft()
            self.check.set_text(tr("Checking…"), busy=True)
            self._desk.check(self._asked)

    def _mark(self, findings: list[Finding]) -> None:
        """Say beside each field what is wrong with it now."""
        wrong = _by_field(findings)
        for name, edit in self.edits.items():
            found = wrong.get(name)
            self._below[name].set_text(words_of(found)[0] if found is not None else "")
            self._below[name].setVisible(found is not None)
            self._set_wrong(edit, wrong=found is not None)

    @staticmethod
    def _set_wrong(edit: QLineEdit, *, wrong: bool) -> None:
        if bool(edit.property("wrong")) != wrong:
            edit.setProperty("wrong", wrong)
            edit.style().unpolish(edit)
            edit.style().polish(edit)

    @Slot()
    def _edited(self) -> None:
        """Any change takes the leave to send back."""
        if self._checked is not None and self._checked == self.draft():
            return
        self._checked = None
        edit = self.sender()
        if isinstance(edit, QLineEdit):
            # What was wrong with the old value says nothing about the new one.
            self._set_wrong(edit, wrong=False)
        self.accept.setEnabled(False)
        self._notice.show_notice("info", tr("Change what is wrong, then check it. Nothing is stored by a check."))
        self.foot_note.set_text(self._changes())

    def _changes(self) -> str:
        changed = [n for n, edit in self.edits.items() if edit.text() != self._sent[n]]
        return tr("%n field(s) changed", len(changed))

    @Slot(object)
    def _was_checked(self, item: ItemAnswer) -> None:
        if self._acting != "check":
            return
        self._acting = ""
        self.check.set_text(tr("Check"))
        errors = [f for f in item.findings if f.severity is Severity.ERROR]
        self._mark(item.findings)
        if errors:
            said = "\n".join(f"{f.code}: {words_of(f)[0]}" for f in errors)
            self._notice.show_notice("danger", tr("%n error(s) remain", len(errors)), said)
        else:
            self._checked = self._asked
            warnings = "\n".join(f"{f.code}: {finding_title(f.code)}" for f in item.findings)
            sentence = tr("It would be accepted. Send it.")
            self._notice.show_notice("warning" if warnings else "success", sentence, warnings)
            self.accept.setEnabled(self._checked == self.draft())
        self.foot_note.set_text(self._summary())
        self.place()

    def _summary(self) -> str:
        amount = self.edits.get("amountKop")
        if amount is not None and amount.text().isascii() and amount.text().isdigit():
            return f"{money(int(amount.text()))} {tr('UAH')}"
        return self._changes()

    @Slot(object)
    def _was_corrected(self, item: ItemAnswer) -> None:
        if self._acting != "send":
            return
        self._acting = ""
        self.accept.set_text(tr("Send the correction"))
        if item.status is Outcome.REJECTED:
            said = "\n".join(f"{f.code}: {words_of(f)[0]}" for f in item.findings)
            self._notice.show_notice("danger", tr("The correction was rejected"), said)
            self._checked = None
            self.accept.setEnabled(False)
            self.place()
            return
        self.done.emit()
        self.close_sheet()

    @Slot(object)
    def _was_refused(self, failure: Failure) -> None:
        if self._acting:
            self._acting = ""
            self.check.set_text(tr("Check"))
            self.accept.set_text(tr("Send the correction"))
            self._notice.show_failure(failure)
            self.place()


def _by_field(findings: list[Finding]) -> dict[str, Finding]:
    return {f.pointer.strip("/").split("/")[0]: f for f in findings if f.severity is Severity.ERROR}


def _as_text(value: object) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else str(value)
