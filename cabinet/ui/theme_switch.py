"""Which theme is on, and the switch between them while the window lives."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from cabinet.profile.settings import ThemeChoice
from cabinet.ui.theme import DARK, HIGH_CONTRAST, LIGHT, Theme

__all__ = ["ThemeSwitch", "theme", "theme_switch"]

_BY_CHOICE = {ThemeChoice.LIGHT: LIGHT, ThemeChoice.DARK: DARK, ThemeChoice.CONTRAST: HIGH_CONTRAST}


class ThemeSwitch(QObject):
    """Owns the application's palette and style sheet.

    Signals:
        changing(): another theme is about to be put on.
        changed(): another theme is on; painted widgets repaint themselves.
    """

    changing = Signal()
    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.choice = ThemeChoice.SYSTEM
        self.styled = False
        """Whether the style sheet is on; it costs a tenth of the first paint, and the palette has the colours."""
        self.theme: Theme = LIGHT
        # A chained call on styleHints() raises "already deleted" in PySide6: the wrapper must be held.
        self._hints = QGuiApplication.styleHints()
        self._hints.colorSchemeChanged.connect(self._system_changed)

    def choose(self, choice: ThemeChoice) -> None:
        """Put a theme on, or follow the desktop's."""
        self.choice = choice
        self._apply(_BY_CHOICE.get(choice) or self._of_system())

    @contextmanager
    def lent(self, theme: Theme) -> Iterator[None]:
        """Let painting use another theme for a while; nothing on the screen changes."""
        own, self.theme = self.theme, theme
        try:
            yield
        finally:
            self.theme = own

    @Slot()
    def apply_style_sheet(self) -> None:
        """Put the style sheet on; once, after the first frame."""
        self.styled = True
        self._set_sheet()

    @Slot()
    def _system_changed(self) -> None:
        if self.choice is ThemeChoice.SYSTEM:
            self._apply(self._of_system())

    def _of_system(self) -> Theme:
        accessibility = self._hints.accessibility()
        if accessibility.contrastPreference() == Qt.ContrastPreference.HighContrast:
            return HIGH_CONTRAST
        return DARK if self._hints.colorScheme() == Qt.ColorScheme.Dark else LIGHT

    def _apply(self, theme: Theme) -> None:
        self.changing.emit()
        self.theme = theme
        QApplication.setPalette(theme.palette())
        if self.styled:
            self._set_sheet()
        self.changed.emit()

    def _set_sheet(self) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication):
            from cabinet.ui.stylesheet import stylesheet

            app.setStyleSheet(stylesheet(self.theme))


_kept: list[ThemeSwitch] = []


def theme_switch() -> ThemeSwitch:
    """Return the one switch; made when first asked for, after the application."""
    if not _kept:
        _kept.append(ThemeSwitch())
    return _kept[0]


def theme() -> Theme:
    """Return the theme that is on."""
    return theme_switch().theme
