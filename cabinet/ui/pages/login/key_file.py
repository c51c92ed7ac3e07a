"""Open a key file: its password is handed to the desk and forgotten; a useless file is refused before it is asked."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from cabinet.desks.login.ladder import LoginPhase
from cabinet.desks.session import SessionDesk
from cabinet.lanes.lane import Failure
from cabinet.ui.language import tr
from cabinet.ui.texts.login import file_key_level
from cabinet.ui.widgets.dialog import Dialog
from cabinet.ui.widgets.facts_box import FactsBox
from cabinet.ui.widgets.field import Field
from cabinet.ui.widgets.notice import Notice

__all__ = ["KeyFileDialog"]


class KeyFileDialog(Dialog):
    """Stays open while the password is wrong."""

    def __init__(self, window: QWidget, desk: SessionDesk, path: Path, demo_pin: str = "") -> None:
        lead = tr("A perimeter may refuse keys in files.")
        super().__init__(window, tr("Open a key file"), lead, tr("Open the file"))
        self._desk, self._path = desk, path
        facts = FactsBox()
        facts.add_id(tr("File"), path.name)
        facts.add(tr("Signature"), file_key_level())
        self.body.addWidget(facts)
        self._notice = Notice()
        self.body.addWidget(self._notice)
        self.password = Field(tr("Password"), tr("It is not kept and does not leave this computer."))
        self.password.edit.setEchoMode(QLineEdit.EchoMode.Password)
        hints = Qt.InputMethodHint
        self.password.edit.setInputMethodHints(hints.ImhSensitiveData | hints.ImhNoPredictiveText)
        self.body.addWidget(self.password)
        if demo_pin:
            words = tr("Demo: the password of the test key files is {pin}").format(pin=demo_pin)
            self.body.addWidget(Notice("info", words))
        desk.changed.connect(self._followed)
        looking = desk.carriers.look_at_file(path, self._useless)
        self.closed.connect(looking.cancel)

    def _useless(self, failure: Failure) -> None:
        """Nothing to type a password for."""
        self.password.hide()
        self.accept.setEnabled(False)
        self._show_failure(failure)

    def _show_failure(self, failure: Failure) -> None:
        self._notice.show_failure(failure)
        self.place()

    def accepted(self) -> None:
        """Hand the password over."""
        typed = self.password.edit.text()
        self.password.edit.clear()
        self._notice.show_notice("info", "")
        self.accept.set_text(tr("Opening…"), busy=True)
        self._desk.open_key_file(self._path, typed)

    @Slot()
    def _followed(self) -> None:
        if not self.accept.busy:
            return
        failure = self._desk.failure
        if self._desk.phase is LoginPhase.REFUSED and failure is not None:
            self._show_failure(failure)
            self.accept.set_text(tr("Open the file"))
            self.password.edit.setFocus()
        elif any(c.from_file and c.source == self._path.name for c in self._desk.candidates):
            self.close_sheet()
