"""What all desks stand on: lanes, clock, the live session. One office a window."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Generic, TypeVar

from PySide6.QtCore import QObject, Signal, Slot

from cabinet.contract.clock import Clock
from cabinet.contract.errors import KnownError
from cabinet.desks.states import SESSION_CODES, Loadable
from cabinet.lanes.garbage import GarbageKeeper
from cabinet.lanes.lane import NETWORK_THREADS, Failure, Lane, Task
from cabinet.vault.owner import Owner

if TYPE_CHECKING:
    from datetime import datetime

    from cabinet.perimeter.login import PersonSession
    from cabinet.vault.vault import Vault

__all__ = ["Loader", "Office"]

Data = TypeVar("Data")
_REASONS = {"MANDATE_STOPPED"}


class Office(QObject):
    """Holds the session that desks ask with, and the vault, made at its first use; without one nothing is kept.

    Signals:
        session_opened(): a person has logged in.
        session_lost(str): the session is over, with the code why; desks drop their data.
        stopping(): the window is closing; whoever holds a lane up lets go.
    """

    session_opened = Signal()
    session_lost = Signal(str)
    stopping = Signal()

    def __init__(self, clock: Clock, vault: Callable[[], Vault] | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.clock = clock
        self._make_vault = vault
        self.network = Lane("network", NETWORK_THREADS, self)
        self.token = Lane("token", 1, self)
        self.store = Lane("store", 1, self)
        """For what only the vault is asked: it waits for no perimeter."""
        self.garbage = GarbageKeeper(self)
        self._session: PersonSession | None = None
        self.certificate_ends: datetime | None = None
        """When the certificate of the log-in ends; None while nobody is logged in, or where it is not known."""
        self.unreachable: Failure | None = None
        """Why the perimeter did not answer when it was asked last; None while it answers, as far as is known."""

    @cached_property
    def vault(self) -> Vault:
        """What is kept between runs. Using it blocks: only from lanes."""
        from cabinet.vault.vault import Vault

        return self._make_vault() if self._make_vault is not None else Vault()

    @property
    def session(self) -> PersonSession:
        """Return the live session.

        Raises:
            KnownError: ``SESSION_MISSING``.
        """
        if self._session is None:
            raise KnownError("SESSION_MISSING")
        return self._session

    @property
    def busy(self) -> bool:
        """Whether the perimeter or the vault is being asked."""
        return self.network.busy or self.store.busy

    @property
    def logged_in(self) -> bool:
        """Whether a person is logged in."""
        return self._session is not None

    @property
    def where(self) -> tuple[str, str]:
        """The perimeter's audience and the company: under both, what is kept between runs is found again.

        Raises:
            KnownError: ``SESSION_MISSING``.
        """
        return self.session.profile.audience, self.session.person.edrpou

    @property
    def owner(self) -> Owner:
        """Whoever is logged in, as the store knows them.

        Raises:
            KnownError: ``SESSION_MISSING``.
        """
        return Owner(*self.where, self.session.person.name)

    def open(self, session: PersonSession, certificate_ends: datetime | None = None) -> None:
        """Take a fresh session, and when the certificate ends that it was opened with."""
        self._session, self.certificate_ends = session, certificate_ends
        self.session_opened.emit()

    def end_session(self, code: str) -> None:
        """End the session here: its key is destroyed."""
        session, self._session, self.certificate_ends = self._session, None, None
        if session is not None:
            session.forget()
            self.session_lost.emit(code)

    def ended(self, failure: Failure) -> bool:
        """Whether a failure says that the session is over; then it ends here, for the perimeter's own reason."""
        if failure.code not in SESSION_CODES:
            return False
        reason = getattr(failure, "facts", {}).get("reason", "")
        self.end_session(reason if reason in _REASONS else failure.code)
        return True

    def stop(self) -> None:
        """Wait for the lanes, but for no keychain; close the vault."""
        self.stopping.emit()
        if "vault" in self.__dict__:
            self.vault.stop_waiting()
        self.network.stop()
        self.token.stop()
        self.store.stop()
        if "vault" in self.__dict__:
            self.vault.close()
        self.garbage.stop()


class Loader(QObject, Generic[Data]):
    """A desk that shows one answer of the perimeter and can ask for it again.

    Signals:
        changed(): :attr:`state` is another one.
    """

    changed = Signal()

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.office = office
        self.state: Loadable[Data] = Loadable()
        self._asking: Task[Data] | None = None
        office.session_lost.connect(self.drop)

    def question(self) -> Callable[[], Data]:
        """Return the job that asks; runs on the network lane."""
        raise NotImplementedError

    def refresh(self) -> None:
        """Ask again; an answer still under way is forgotten. Nobody is asked once the session is over."""
        if not self.office.logged_in:
            return
        if self._asking is not None:
            self._asking.cancel()
        self.state = self.state.loading()
        self.changed.emit()
        self._asking = self.office.network.run(self.question(), self._arrived, self._failed)

    def renew(self) -> None:
        """Ask again without a word: what is shown stays until the answer is here."""
        if self._asking is None and self.office.logged_in:
            self._asking = self.office.network.run(self.question(), self._arrived, self._failed)

    def _arrived(self, data: Data) -> None:
        self._asking = None
        self.state = self.state.ready(data, self.office.clock.now())
        self.changed.emit()

    def _failed(self, failure: Failure) -> None:
        self._asking = None
        if self.office.ended(failure):
            return
        self.state = self.state.failed(failure)
        self.changed.emit()

    @Slot(str)
    def drop(self, _code: str = "") -> None:
        """No data outlives the session."""
        if self._asking is not None:
            self._asking.cancel()
            self._asking = None
        self.state = Loadable()
        self.changed.emit()
