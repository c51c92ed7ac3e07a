"""Where and in which form new keys are handed over; shared by the dialogs that make them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFileDialog, QLineEdit, QVBoxLayout, QWidget

from cabinet.profile.hand_over_forms import SHORTEST_PASSWORD, HandOverForm
from cabinet.ui.fonts import font
from cabinet.ui.language import tr
from cabinet.ui.widgets.button import Button
from cabinet.ui.widgets.combo import Combo
from cabinet.ui.widgets.facts_box import FactsBox
from cabinet.ui.widgets.field import Field
from cabinet.ui.widgets.plain_label import PlainLabel

if TYPE_CHECKING:
    from cabinet.desks.credentials import Handover

__all__ = ["HandOverFields", "handed_over"]


class HandOverFields(QWidget):
    """Form, folder, and a password where the form needs one."""

    def __init__(self, helping: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        words = {
            HandOverForm.PEM: tr("PEM files"),
            HandOverForm.PKCS12: tr("PKCS#12 files under a password"),
            HandOverForm.KUBERNETES: tr("Kubernetes Secret"),
            HandOverForm.ENVIRONMENT: tr("Environment file"),
        }
        self._form = Combo(tr("Form"), [(f.value, words[f]) for f in HandOverForm], form=True)
        self._form.currentIndexChanged.connect(self._formed)
        column.addWidget(Field(tr("Form"), control=self._form))
        self._password = Field(
            tr("Password of the files"), tr("At least %n characters; it is not kept.", SHORTEST_PASSWORD)
        )
        self._password.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self._password.hide()
        column.addWidget(self._password)
        choose = Button(tr("Choose…"), icon="folder-open")
        choose.setAccessibleName(tr("Choose a folder for the files"))
        choose.clicked.connect(self._choose)
        said = helping or tr("Files readable only by you (0600). They are written once.")
        self.folder = Field(tr("Folder for the files"), said, beside=choose)
        column.addWidget(self.folder)

    def form(self) -> HandOverForm:
        """Return the chosen form."""
        return HandOverForm(self._form.key())

    def password(self) -> str:
        """Return the password, and forget it here."""
        typed = self._password.text()
        self._password.edit.clear()
        return typed

    def path(self) -> Path | None:
        """Return the folder, or None after saying what is missing."""
        folder = self.folder.text().strip()
        self.folder.show_error("" if folder else tr("Choose a folder."))
        weak = self.form() is HandOverForm.PKCS12 and len(self._password.text()) < SHORTEST_PASSWORD
        self._password.show_error(tr("The password is too short.") if weak else "")
        return Path(folder) if folder and not weak else None

    @Slot()
    def _formed(self) -> None:
        self._password.setVisible(self.form() is HandOverForm.PKCS12)

    @Slot()
    def _choose(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, tr("Folder for the files"))
        if folder:
            self.folder.edit.setText(folder)


def handed_over(handover: Handover, purposes: dict[str, str]) -> list[QWidget]:
    """Return what is shown once the files are written: folder, files, key ids to compare."""
    files = FactsBox()
    for path in handover.files:
        files.add_id(tr("File"), path.name)
    folder = str(handover.files[0].parent) if handover.files else ""
    keys = FactsBox()
    for key_id in handover.key_ids:
        keys.add_id(purposes.get(key_id, ""), key_id)
    return [
        PlainLabel(tr("Folder: {folder}").format(folder=folder), font(12), "text2", wrap=True),
        files,
        PlainLabel(tr("Key ids: compare them with the platform's"), font(12), "text2"),
        keys,
    ]
