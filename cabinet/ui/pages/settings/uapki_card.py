"""The card of the library that opens DSTU keys in files: off by default, its path, what a check found."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFileDialog, QHBoxLayout

from cabinet.desks.uapki import LibraryState, UapkiDesk
from cabinet.ui.fonts import font, mono
from cabinet.ui.language import tr
from cabinet.ui.texts.login import file_key_level
from cabinet.ui.widgets.button import Button, Kind
from cabinet.ui.widgets.card import Card
from cabinet.ui.widgets.chip import Chip
from cabinet.ui.widgets.facts_box import FactsBox
from cabinet.ui.widgets.notice import Notice
from cabinet.ui.widgets.plain_label import PlainLabel

__all__ = ["UapkiCard"]

_GAP: Final = 8


class UapkiCard(Card):
    """Shows an :class:`UapkiDesk`; a chosen file is checked before it is used."""

    def __init__(self, desk: UapkiDesk) -> None:
        super().__init__(tr("UAPKI library for DSTU keys in files"), tr("your own, off by default"))
        self._desk = desk
        self.chip = Chip()
        self.add_right(self.chip)
        self._words = tr(
            "Opens Key-6.dat, .jks and DSTU .pfx. Such a key makes {level}; the perimeter decides whether it takes it. "
            "The library runs in a process of its own, is told to stay off the network, and gets the key in memory."
        )
        self._lead = PlainLabel("", font(), "text2", wrap=True)
        self.body.addWidget(self._lead)
        self._facts = FactsBox(framed=False)
        self.body.addWidget(self._facts)
        self.notice = Notice()
        self.body.addWidget(self.notice)
        row = QHBoxLayout()
        row.setSpacing(_GAP)
        self.choose = Button(tr("Choose a file…"), icon="folder-open")
        self.choose.setAccessibleName(tr("Choose the UAPKI library"))
        self.choose.clicked.connect(self._choose)
        self.check = Button(tr("Check"), icon="refresh-cw")
        self.check.clicked.connect(desk.check)
        self.off = Button(tr("Turn off"), Kind.QUIET)
        self.off.clicked.connect(desk.turn_off)
        for button in (self.choose, self.check, self.off):
            row.addWidget(button)
        row.addStretch(1)
        self.body.addLayout(row)
        desk.changed.connect(self.refresh)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Show the desk as it stands."""
        desk = self._desk
        self._lead.set_text(self._words.format(level=file_key_level()))
        self.chip.set_text(*_chip(desk.state))
        self.check.setVisible(bool(desk.path))
        self.off.setVisible(bool(desk.path))
        self.choose.setEnabled(desk.state is not LibraryState.CHECKING)
        self.check.setEnabled(desk.state is not LibraryState.CHECKING)
        self._facts.clear()
        if desk.path:
            self._facts.add_id(tr("File"), desk.path)
        facts = desk.facts if desk.facts is not None and desk.facts.path == desk.path else None
        if facts is not None:
            self._facts.add(tr("Version"), facts.version, mono())
            self._facts.add_id("SHA-256", facts.sha256)
        if desk.failure is not None:
            self.notice.show_failure(desk.failure)
        elif facts is not None and facts.writable:
            words = tr("Anybody on this computer may change: {places}. Keep the library where only you can.")
            self.notice.show_notice(
                "warning", tr("The library is not protected"), words.format(places=", ".join(facts.writable))
            )
        else:
            self.notice.show_notice("info", "")

    @Slot()
    def _choose(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, tr("UAPKI library"))
        if path:
            self._desk.choose(Path(path))


def _chip(state: LibraryState) -> tuple[str, str, str]:
    return {
        LibraryState.OFF: (tr("Off"), "neutral", "ban"),
        LibraryState.UNCHECKED: (tr("Not checked yet"), "neutral", "info"),
        LibraryState.CHECKING: (tr("checking…"), "neutral", "loader"),
        LibraryState.WORKS: (tr("Works"), "success", "shield-check"),
        LibraryState.BROKEN: (tr("Does not work"), "danger", "octagon-alert"),
    }[state]
