"""The vault: whoever holds the key, the store under it, and memory in its place where there is no key.

The cabinet works either way; :attr:`Vault.state` says which, and why. A file that this key does not open, or that is
damaged, is moved aside under a name of its own and never deleted.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol, TypeVar

from cabinet.contract.errors import KnownError
from cabinet.vault.states import VaultState

if TYPE_CHECKING:
    from cabinet.vault.store import Store

__all__ = ["FILE", "KeyHolder", "Vault", "key_holder"]

FILE: Final = "store.db"
_PARTS: Final = ("", "-wal", "-shm", "-journal")
_ASIDE: Final = {"VAULT_KEY_WRONG": "other-key", "VAULT_DAMAGED": "damaged"}
Result = TypeVar("Result")


class KeyHolder(Protocol):
    """The keychain, or a server's key file."""

    name: str

    def key(self, *, make: bool, ask: bool) -> bytes | None:
        """Return the 32-byte key, or None; raises ``KnownError`` with the holder's own code."""
        ...

    def give_up(self) -> None:
        """Let whoever waits for the key go on without it, at once; called from another thread."""
        ...


def key_holder() -> KeyHolder:
    """Return who holds the key here: the service manager where it gives one, else the system's keychain."""
    from cabinet.vault.key_file import server_key
    from cabinet.vault.keychain import Keychain

    return server_key() or Keychain()


class Vault:
    """Opened at the first use, which blocks: use it off the UI thread. Without a folder it keeps nothing.

    Only :meth:`stop_waiting` and :meth:`close` may be called from the UI thread: neither waits for the keychain.
    """

    def __init__(self, folder: Path | None = None, holder: Callable[[], KeyHolder] = key_holder) -> None:
        self.path = folder / FILE if folder is not None else None
        self._holder = holder
        self._held: KeyHolder | None = None
        self._lock = threading.RLock()
        self._store: Store | None = None
        self.state: VaultState | None = None

    def use(self, job: Callable[[Store], Result]) -> Result:
        """Run a job on the store, opening it first; one that turns out damaged is put aside and begun anew.

        Raises:
            KnownError: the store's own codes, save ``VAULT_DAMAGED``.
        """
        with self._lock:
            try:
                return job(self._store or self.open())
            except KnownError as error:
                if error.code != "VAULT_DAMAGED":
                    raise
            self._close()
            return job(self.open())

    def open(self, *, ask: bool = False) -> Store:
        """Open what can be opened now; ``ask`` lets the system ask a person to unlock the keychain."""
        from cabinet.vault.store import Store

        with self._lock:
            self._close()
            try:
                self._store, self.state = self._open(ask=ask)
            except KnownError as error:
                self._store, self.state = Store(), VaultState(kept=False, path=self.path, failure=error)
            return self._store

    def stop_waiting(self) -> None:
        """Let whoever waits for the keychain go on at once; what it opens then is kept in memory only."""
        held = self._held
        if held is not None:
            held.give_up()

    def close(self) -> None:
        """Close the store; the next use opens it again."""
        self.stop_waiting()
        with self._lock:
            self._close()

    def _close(self) -> None:
        store, self._store = self._store, None
        if store is not None:
            store.close()

    def _open(self, *, ask: bool) -> tuple[Store, VaultState]:
        from cabinet.vault.store import Store

        path = self.path
        if path is None:
            return Store(), VaultState(kept=False)
        # One holder for good: it knows of a call that still hangs.
        holder = self._held = self._held or self._holder()
        key = holder.key(make=False, ask=ask)
        with _alone(path.parent):
            if key is None:
                key = holder.key(make=True, ask=False)
            failure: KnownError | None = None
            try:
                store = Store(path, key)
            except KnownError as error:
                if error.code not in _ASIDE:
                    raise
                kept = _put_aside(path, _ASIDE[error.code])
                failure = KnownError(error.code, error.detail, path=str(kept))
                store = Store(path, key)
        return store, VaultState(kept=True, holder=holder.name, path=path, failure=failure)


def _put_aside(path: Path, why: str) -> Path:
    """Move the file with its journals; a name that is taken is never used again."""
    at = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
    number = 0
    while (target := path.with_name(f"{path.stem}-{why}-{at}{f'-{number}' if number else ''}{path.suffix}")).exists():
        number += 1
    for part in reversed(_PARTS):
        old = path.with_name(path.name + part)
        if old.exists():
            old.rename(target.with_name(target.name + part))
    return target


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Let one process at a time make the key and the file: two first windows would each make a key of their own."""
    import sys

    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        file = (folder / "lock").open("a+b")
    except OSError as error:
        raise KnownError("VAULT_UNWRITABLE", error.strerror or "", path=str(folder)) from error
    with file:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX)
        yield
