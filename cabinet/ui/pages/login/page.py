"""Before a log-in: the two ways of the first start, or ladder and certificates. Only what is shown is made."""

# ruff: noqa: D102, N802  Qt's own handlers keep Qt's names

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cabinet import __version__
from cabinet.contract.errors import KnownError
from cabinet.desks.contour import ContourDesk
from cabinet.desks.session import SessionDesk
from cabinet.desks.settings import SettingsDesk
from cabinet.profile.settings import Language
from cabinet.ui.fonts import font
from cabinet.ui.language import tr
from cabinet.ui.texts.failures import failure_words
from cabinet.ui.widgets.button import Button, Kind
from cabinet.ui.widgets.canvas import scrolled
from cabinet.ui.widgets.plain_label import PlainLabel
from cabinet.ui.widgets.program_name import ProgramName
from cabinet.ui.widgets.segmented import Segmented

if TYPE_CHECKING:
    from cabinet.ui.pages.login.first_start import FirstStart
    from cabinet.ui.pages.login.sign_in import SignIn

__all__ = ["LoginPage"]

_WIDEST = 1120
"""Of what stands in the middle: ladder, gap and certificates."""


class LoginPage(QWidget):
    """Shows :attr:`first` until a perimeter is known, and :attr:`sign_in` from then on.

    Signals:
        settings_asked(): open the settings.
        contour_asked(): try it on the test contour.
        toasted(str): something went well.
    """

    settings_asked = Signal()
    contour_asked = Signal()
    toasted = Signal(str)

    def __init__(
        self, desk: SessionDesk, settings: SettingsDesk, contour: ContourDesk, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._desk, self._settings, self._contour = desk, settings, contour
        self._narrow = False
        self._shown: FirstStart | SignIn | None = None
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(self._build_top())
        canvas = QWidget()
        canvas.setObjectName("canvas")
        middle = QHBoxLayout(canvas)
        middle.setContentsMargins(16, 0, 16, 16)
        middle.addStretch(1)
        block = self._block = QWidget()
        block.setMaximumWidth(_WIDEST)
        column = self._column = QVBoxLayout(block)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(self._build_foot())
        column.addStretch(1)
        middle.addWidget(block, 100)
        middle.addStretch(1)
        outer.addWidget(scrolled(canvas), 1)
        desk.changed.connect(self._show)
        contour.changed.connect(self._show)
        # After the scroll area has taken its canvas, which it lays out at once, in a size that is not the window's.
        self._show()

    def _build_top(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(24, 0, 24, 0)
        row.setSpacing(12)
        row.addWidget(ProgramName(), 1)
        choices = [(Language.UKRAINIAN.value, "Українська"), (Language.ENGLISH.value, "English")]
        self._language = Segmented(tr("Language"), choices)
        self._language.set_current(self._settings.settings.language.value)
        self._language.chosen.connect(self._language_chosen)
        settings = Button(tr("Settings"), Kind.QUIET, "settings")
        settings.clicked.connect(self.settings_asked)
        row.addWidget(self._language)
        row.addWidget(settings)
        return row

    def _build_foot(self) -> PlainLabel:
        words = tr("Version {version}").format(version=__version__)
        kept = tr("The PIN is not kept and does not leave this computer")
        label = PlainLabel(f"{words}   ·   {kept}", font(12), "text3")
        label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        return label

    @cached_property
    def first(self) -> FirstStart:
        """The two ways of the first start; made when they are first shown."""
        from cabinet.ui.pages.login.first_start import FirstStart

        first = FirstStart(self._contour)
        first.try_asked.connect(self.contour_asked)
        first.cancel_asked.connect(self._contour.stop)
        first.choose_asked.connect(self._choose_profile)
        first.dropped.connect(self.take_profile)
        self._add(first)
        return first

    @cached_property
    def sign_in(self) -> SignIn:
        """Ladder and certificates; made when they are first shown."""
        from cabinet.ui.pages.login.sign_in import SignIn

        sign_in = SignIn(self._desk, self._contour)
        sign_in.settings_asked.connect(self.settings_asked)
        sign_in.toasted.connect(self.toasted)
        self._add(sign_in)
        return sign_in

    def _add(self, half: QWidget) -> None:
        self._column.insertWidget(0, half)
        # Else the scroll area hears of it by an event, after the first frame.
        self._block.updateGeometry()

    def take_keyboard(self) -> None:
        """Give the keyboard to the log-in button, where there is one."""
        if self._shown is not None and self._shown is not self.__dict__.get("first"):
            self.sign_in.enter.setFocus()

    def set_narrow(self, narrow: bool) -> None:
        """Make the ladder narrower."""
        self._narrow = narrow
        self._fit()

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]  # Qt's own event
        self._fit()

    def _fit(self) -> None:
        if self._shown is not None:
            self._shown.fit(self.size(), narrow=self._narrow)

    def show_ended(self, code: str) -> None:
        """Say why the session has ended; empty when the person ended it."""
        self.sign_in.show_ended(code)

    @Slot()
    def _show(self) -> None:
        nothing = self._desk.profile is None and self._desk.locked is None
        shown: FirstStart | SignIn = self.first if nothing else self.sign_in
        before, self._shown = self._shown, shown
        if not nothing:
            self.sign_in.show_desk()
        if before is not None and before is not shown:
            before.hide()
            self._fit()
            shown.show()

    @Slot(str)
    def _language_chosen(self, key: str) -> None:
        self._settings.set_language(Language(key))

    @Slot()
    def _choose_profile(self) -> None:
        from PySide6.QtWidgets import QFileDialog

        path, _ = QFileDialog.getOpenFileName(self, tr("Perimeter profile"), "", "*.json")
        if path:
            self.take_profile(Path(path))

    @Slot(object)
    def take_profile(self, path: Path) -> None:
        """Show a profile's fingerprint, to be compared, then import it."""
        from cabinet.profile.profiles import glance
        from cabinet.ui.dialogs.profile_import import ProfileImportDialog

        try:
            found = glance(path)
        except KnownError as error:
            self.first.show_profile_refused(*failure_words(error))
            return
        self.profile_dialog = ProfileImportDialog(self.window(), found)
        self.profile_dialog.confirmed.connect(self._import_profile)
        self.profile_dialog.open()

    @Slot(object)
    def _import_profile(self, path: Path) -> None:
        try:
            self._settings.import_profile(path)
        except KnownError as error:
            self.profile_dialog.show_failure(error)
            return
        self.profile_dialog.close_sheet()
        self.toasted.emit(tr("Profile imported"))
