"""The dialogs that desks ask for: the PIN of a log-in, the PIN of an act, the company that a person acts for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from cabinet.ui.desks import Desks

if TYPE_CHECKING:
    from cabinet.ui.dialogs.pin import PinDialog, Signing
    from cabinet.ui.pages.login.company import CompanyDialog
    from cabinet.ui.texts.signing import Wording

__all__ = ["Asking"]


class Asking(QObject):
    """Opens a dialog over the window when a desk asks for one.

    Attributes:
        pin_dialog: the log-in's last one. approval_dialog: the last one of an act. company_dialog: the last one.

    Signals:
        preloaded(): a PIN is being typed, and what the first page needs is imported.
    """

    preloaded = Signal()
    pin_dialog: PinDialog
    approval_dialog: PinDialog
    company_dialog: CompanyDialog

    def __init__(self, window: QWidget, desks: Desks) -> None:
        super().__init__(window)
        self._window = window
        self._desks = desks
        desks.session.company_wanted.connect(self._ask_company)
        desks.session.pin_wanted.connect(self._ask_login_pin)

    def follow_approval(self) -> None:
        """Open a dialog for acts too; called once, at the first log-in."""
        self._desks.approval.pin_wanted.connect(self._ask_approval_pin)

    @Slot()
    def _ask_login_pin(self) -> None:
        dialog = self._ask_pin(self._desks.session)
        if dialog is not None:
            self.pin_dialog = dialog

    @Slot()
    def _ask_approval_pin(self) -> None:
        """Show the act in words and ask for the PIN."""
        from cabinet.ui.texts.signing import act_wording

        to_sign = self._desks.approval.to_sign()
        if to_sign is not None:
            dialog = self._ask_pin(self._desks.approval, act_wording(to_sign.statement))
            if dialog is not None:
                self.approval_dialog = dialog

    def _ask_pin(self, desk: Signing, wording: Wording | None = None) -> PinDialog | None:
        """Return the dialog that was opened; None where the desk's own stands open, since that one asks again."""
        from cabinet.ui.dialogs.pin import PinDialog
        from cabinet.ui.preload import start_preload

        if any(dialog.asker is desk and dialog.isVisible() for dialog in self._window.findChildren(PinDialog)):
            return None
        note = self._desks.contour.note()
        dialog = PinDialog(self._window, desk, note.pin if note is not None else "", wording)
        dialog.open(dialog.pin.edit)
        start_preload(self._desks.office.network, self.preloaded.emit)
        return dialog

    @Slot()
    def _ask_company(self) -> None:
        from cabinet.ui.pages.login.company import CompanyDialog

        self.company_dialog = CompanyDialog(self._window, self._desks.session)
        self.company_dialog.open(self.company_dialog.code.edit)
