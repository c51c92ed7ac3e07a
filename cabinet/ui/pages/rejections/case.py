"""Decide about a rejection, or about a whole cause: who works on it, how far it is, and why."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths, Slot
from PySide6.QtWidgets import QFileDialog, QPlainTextEdit, QWidget

from cabinet.contract.filter import EVERYTHING, Filter, Listed
from cabinet.contract.moment import kyiv_day
from cabinet.contract.rights import Role
from cabinet.contract.states import CaseState
from cabinet.desks.hand_over.desk import WHOLE_LOG
from cabinet.desks.rejection_card import RejectionCardDesk
from cabinet.ui.fonts import font
from cabinet.ui.language import tr
from cabinet.ui.pages.rejections.assignee_edit import AssigneeEdit
from cabinet.ui.texts.rejections import case_chip
from cabinet.ui.widgets.checkbox import CheckBox
from cabinet.ui.widgets.combo import Combo
from cabinet.ui.widgets.dialog import Dialog
from cabinet.ui.widgets.facts_box import FactsBox
from cabinet.ui.widgets.field import Field
from cabinet.ui.widgets.notice import Notice

if TYPE_CHECKING:
    from cabinet.desks.bulk.desk import Selection
    from cabinet.lanes.lane import Failure

__all__ = ["CaseDialog", "CaseSubject"]

_LONGEST = 1_000


@dataclass(frozen=True)
class CaseSubject:
    """What is decided about: a rejection's attempt, a cause as it stood when it was read, or everything ticked."""

    subject: str
    group: bool
    words: str
    state: CaseState
    assignee: str | None
    version: int
    many: Selection | None = None

    def selection(self) -> Selection:
        """Return the rejections that are meant."""
        from cabinet.desks.bulk.desk import Selection

        if self.many is not None:
            return self.many
        if self.group:
            return Selection(Filter(states=(Listed.OPEN,), groups=(self.subject,)), WHOLE_LOG)
        return Selection(EVERYTHING, WHOLE_LOG, (self.subject,))


class CaseDialog(Dialog):
    """Opens with a state already proposed."""

    def __init__(
        self, window: QWidget, desk: RejectionCardDesk, subject: CaseSubject, proposed: CaseState, me: str
    ) -> None:
        title = tr("Decide about the cause") if subject.group else tr("Decide about the rejection")
        if subject.many is not None:
            title = tr("Decide about what is ticked")
        lead = tr("For everything open in it; what comes later inherits only who works on it.") if subject.group else ""
        super().__init__(window, title, lead, tr("Save"))
        self._desk, self._subject, self._archiving = desk, subject, False
        facts = FactsBox()
        facts.add(tr("Cause") if subject.group else tr("Rejection"), subject.words, font(13, 500))
        self.body.addWidget(facts)
        self.state = Combo(tr("State"), [(s.value, case_chip(s)[0]) for s in CaseState], form=True)
        self.state.set_key(proposed.value)
        self.state.currentIndexChanged.connect(self._explain)
        self.body.addWidget(Field(tr("State"), control=self.state))
        self.assignee = AssigneeEdit(desk.assignees)
        engineer = desk.assignees.only(Role.IT) or ""
        self.assignee.setText(engineer if proposed is CaseState.WAITING_IT else subject.assignee or me)
        self._assignee_field = Field(tr("Who works on it"), tr("Empty: nobody yet."), control=self.assignee)
        self.body.addWidget(self._assignee_field)
        self._note = QPlainTextEdit()
        self._note.setFont(font())
        self._note.setFixedHeight(72)
        self._note.setTabChangesFocus(True)
        self._note_field = Field(tr("Note"), tr("Stays in the history; without players' data."), control=self._note)
        self.body.addWidget(self._note_field)
        self.archive = CheckBox(tr("Save a masked archive for IT"))
        self.archive.setChecked(True)
        self.body.addWidget(self.archive)
        self._notice = Notice()
        self.body.addWidget(self._notice)
        desk.decided.connect(self.close_sheet)
        desk.waits.connect(self.close_sheet)
        desk.refused.connect(self._refused)
        desk.hand_over.saved.connect(self._archived)
        desk.hand_over.failed.connect(self._refused)
        self._explain()

    @property
    def note(self) -> QPlainTextEdit:
        """Return the note's edit."""
        return self._note

    def accepted(self) -> None:
        """Save."""
        note, state = self._note.toPlainText().strip()[:_LONGEST], CaseState(self.state.key())
        missing = state is CaseState.JUSTIFIED and not note
        self._note_field.show_error(tr("Write why nothing is to be corrected.") if missing else "")
        if missing:
            self._note.setFocus()
            return
        try:
            assignee = self.assignee.name()
        except ValueError:
            self._assignee_field.show_error(tr("Nobody who may work on it is called so: choose from the list."))
            self.assignee.setFocus()
            return
        self._assignee_field.show_error("")
        self._wanted = state, assignee, note
        if self.archive.isVisible() and self.archive.isChecked():
            self._save_archive(note)
        else:
            self._decide()

    def _save_archive(self, note: str) -> None:
        """Write the archive first: what cannot be handed over does not wait for IT."""
        name = f"soms-it-{kyiv_day(self._desk.office.clock.now()).isoformat()}.zip"
        folder = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
        path, _ = QFileDialog.getSaveFileName(self, tr("Where to"), str(folder / name))
        if path:
            self.accept.set_text(tr("Saving…"), busy=True)
            self._archiving = True
            self._desk.hand_over.save(self._subject.selection(), Path(path), note)

    @Slot()
    def _archived(self) -> None:
        if self._archiving:
            self._archiving = False
            self._decide()

    def _decide(self) -> None:
        self.accept.set_text(tr("Saving…"), busy=True)
        state, assignee, note = self._wanted
        of = self._subject
        if of.many is not None:
            self._desk.decide_many(of.many, state, assignee, note, of.words)
            return
        self._desk.decide(of.subject, state, assignee, note, of.version, of.words, group=of.group)

    @Slot()
    def _explain(self) -> None:
        self.archive.setVisible(self.state.key() == CaseState.WAITING_IT.value)
        justified = self.state.key() == CaseState.JUSTIFIED.value
        words = tr(
            "It stays rejected and in the log for ever; nobody has to act, and its sum is no longer counted as stuck."
        )
        self._notice.show_notice("info" if justified else "warning", words if justified else "")
        self.place()

    @Slot(object)
    def _refused(self, failure: Failure) -> None:
        self._archiving = False
        self._notice.show_failure(failure)
        self.accept.set_text(tr("Save"))
        self.place()
