"""The vault's desk: where secrets live on this computer, how that stands, and trying again."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from cabinet.desks.office import Office

if TYPE_CHECKING:
    from cabinet.lanes.lane import Failure
    from cabinet.vault.states import VaultState

__all__ = ["VaultDesk"]


class VaultDesk(QObject):
    """``state`` is None until the vault was first opened.

    Signals:
        changed(): :attr:`state` or :attr:`busy` is another one.
    """

    changed = Signal()

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._office = office
        self.state: VaultState | None = office.vault.state
        self.busy = False

    def look(self) -> None:
        """Open the vault if nobody has; the system asks a person nothing."""
        vault = self._office.vault
        self._run(lambda: vault.use(lambda _: vault.state))

    def retry(self) -> None:
        """Open it anew; the system may ask a person to unlock the keychain."""
        vault = self._office.vault

        def job() -> VaultState | None:
            vault.open(ask=True)
            return vault.state

        self._run(job)

    def _run(self, job: Callable[[], VaultState | None]) -> None:
        if not self.busy:
            self.busy = True
            self.changed.emit()
            self._office.network.run(job, self._looked, self._failed)

    def _looked(self, state: VaultState | None) -> None:
        self.state, self.busy = state, False
        self.changed.emit()

    def _failed(self, _failure: Failure) -> None:
        """Opening answers every failure with a state; what is left is our mistake, and logged."""
        self._looked(self._office.vault.state)
