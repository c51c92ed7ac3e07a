"""Composition root of the window: builds every part once, owns start and shutdown."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from cabinet.contract.clock import Clock, SystemClock
from cabinet.desks.contour import ContourDesk
from cabinet.desks.office import Office
from cabinet.desks.session import SessionDesk
from cabinet.desks.settings import SettingsDesk
from cabinet.journal.core_file import no_core_file
from cabinet.profile.settings import SettingsFile
from cabinet.ui.desks import Desks
from cabinet.ui.fonts import load_fonts
from cabinet.ui.language import install
from cabinet.ui.shell.window import FIRST_FRAME_MS, Shell
from cabinet.ui.theme_switch import theme_switch

if TYPE_CHECKING:
    from cabinet.ui.first_window import FirstWindow
    from cabinet.vault.vault import Vault

__all__ = ["Window", "application"]


_NAME = "soms-cabinet"


def application() -> QApplication:
    """Return Qt's application, made with our style and fonts the first time."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    # The style by the command line's word: setStyle would make QStyle's twenty enums, 4 ms before the first paint. The
    # name not from argv: a window manager groups and names windows by it, and "__main__.py" is nobody's.
    app = QApplication([_NAME, "-style", "Fusion"])
    QCoreApplication.setApplicationName(_NAME)
    QGuiApplication.setDesktopFileName(_NAME)
    return app


class Window:
    """The whole window over its desks; :meth:`close` ends helpers, lanes and the contour it started."""

    def __init__(
        self,
        settings: SettingsFile,
        clock: Clock | None = None,
        demo: Path | None = None,
        vault: Vault | None = None,
    ) -> None:
        no_core_file()
        self.first: FirstWindow | None = None
        self.app = application()
        load_fonts()
        install(settings.settings.language)
        theme_switch().choose(settings.settings.theme)
        self.settings = settings
        self.office = Office(clock or SystemClock(), lambda: vault or _own_vault())
        session = SessionDesk(self.office, settings)
        session.read_profile()
        contour = ContourDesk(session, demo)
        self.desks = Desks(self.office, session, SettingsDesk(settings, session), contour)
        self.shell = Shell(self.desks)

    def show(self, folder: Path | None = None) -> None:
        """Show the window and begin to look for tokens; a second start of this folder's window raises it."""
        self.shell.show()
        # After the first frame: looking for drivers takes as long as a fifth of all before it.
        QTimer.singleShot(FIRST_FRAME_MS, self.desks.session, self.desks.session.start)
        if folder is not None:
            # After the first paint: it loads Qt's network.
            QTimer.singleShot(0, self.shell, lambda: self._listen(folder))

    def _listen(self, folder: Path) -> None:
        from cabinet.ui.first_window import FirstWindow

        self.first = FirstWindow(folder, self.shell)
        self.first.link_asked.connect(self.shell.open_link)

    def close(self) -> None:
        """End everything; waits for what is under way."""
        if self.first is not None:
            self.first.close()
        self.shell.close()
        self.office.stop()
        self.desks.session.close()
        self.desks.contour.stop()
        self.shell.deleteLater()
        self.office.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def _own_vault() -> Vault:
    from cabinet.profile.folders import data_folder
    from cabinet.vault.vault import Vault

    return Vault(data_folder() / "vault")
