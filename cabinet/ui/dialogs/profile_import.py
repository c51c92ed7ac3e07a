"""Import a perimeter profile: the root of all verification, so its fingerprint is compared first."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from cabinet.contract.errors import BugError, KnownError
from cabinet.profile.profiles import ProfileGlance
from cabinet.ui.fonts import font, mono
from cabinet.ui.language import tr
from cabinet.ui.texts.login import perimeter_kind
from cabinet.ui.widgets.dialog import Dialog
from cabinet.ui.widgets.facts_box import FactsBox
from cabinet.ui.widgets.notice import Notice

__all__ = ["ProfileImportDialog"]


class ProfileImportDialog(Dialog):
    """Shows the fingerprint.

    Signals:
        confirmed(object): the ``Path`` of the profile to use.
    """

    confirmed = Signal(object)

    def __init__(self, window: QWidget, found: ProfileGlance) -> None:
        lead = tr("Compare the fingerprint with the one the perimeter's owner gave you by another way.")
        super().__init__(window, tr("Import a perimeter profile"), lead, tr("It matches, import"), width=560)
        self._path = Path(found.path)
        facts = FactsBox()
        facts.add(tr("Name"), found.name, font(13, 600))
        facts.add(tr("Server"), found.audience)
        facts.add(tr("Perimeter"), perimeter_kind(found))
        facts.add(tr("Fingerprint"), found.fingerprint, mono())
        self.body.addWidget(facts)
        self._notice = Notice()
        self.body.addWidget(self._notice)

    def show_failure(self, failure: KnownError | BugError) -> None:
        """Say why it cannot be imported."""
        self._notice.show_failure(failure)
        self.place()

    def accepted(self) -> None:
        """Import it."""
        self.confirmed.emit(self._path)
