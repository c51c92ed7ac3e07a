"""The system's keychain: one 32-byte key of this installation, in a backend that encrypts, or nowhere.

``keyring`` picks whatever is at hand: with ``keyrings.alt`` installed and no D-Bus that is a plaintext file. So its
choice is never taken; the list below is. Windows holds 1,280 characters an entry, hence a key and nothing else.
"""

from __future__ import annotations

import base64
import binascii
import importlib
import secrets
import sys
from contextlib import closing
from typing import TYPE_CHECKING, Final

from cabinet.contract.errors import KnownError
from cabinet.vault.deadline import Calls, NoAnswerError
from cabinet.vault.states import KeychainLook, KeychainState

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

__all__ = ["ACCOUNT", "ANSWER_SECONDS", "ASK_SECONDS", "KEY_BYTES", "SERVICE", "Keychain"]

SERVICE: Final = "soms-cabinet"
ACCOUNT: Final = "local-store"
KEY_BYTES: Final = 32
_SECRET_SERVICE: Final = "keyring.backends.SecretService.Keyring"  # noqa: S105  a class, not a secret
_NAMES: Final = {
    _SECRET_SERVICE: "Secret Service",
    "keyring.backends.libsecret.Keyring": "libsecret",
    "keyring.backends.kwallet.DBusKeyring": "KWallet",
    "keyring.backends.Windows.WinVaultKeyring": "Windows Credential Locker",
    "keyring.backends.macOS.Keyring": "macOS Keychain",
}
"""The backends that may hold the key, best first, with their names for a person."""
_NOTHING: Final = "keyring.backends.fail.Keyring"
_STATES: Final = {
    "KEYCHAIN_LOCKED": KeychainState.LOCKED,
    "KEYCHAIN_ABSENT": KeychainState.ABSENT,
    "KEYCHAIN_REFUSED": KeychainState.REFUSED,
    "KEYCHAIN_SILENT": KeychainState.SILENT,
}
ANSWER_SECONDS: Final = 3.0
"""How long a keychain may take that asks nobody: a real one takes 0.1 s."""
ASK_SECONDS: Final = 120.0
"""How long one may take that asks a person for a password."""


class Keychain:
    """The key in the keychain. Methods block, the first one for some 0.1 s: call them off the UI thread.

    None blocks for longer than :data:`ANSWER_SECONDS`, or :data:`ASK_SECONDS` where a person may be asked.
    """

    def __init__(self) -> None:
        self.name = ""
        self._calls = Calls("keychain")

    def look(self) -> KeychainLook:
        """Return how the keychain stands; asks a person nothing, writes nothing."""
        try:
            key = self.key(make=False, ask=False)
        except KnownError as error:
            state = _STATES.get(error.code, KeychainState.FAILED)
            return KeychainLook(state, self.name, failure=error)
        return KeychainLook(KeychainState.AVAILABLE, self.name, key is not None)

    def key(self, *, make: bool, ask: bool) -> bytes | None:
        """Return the key; ``make`` writes a fresh one where there is none, ``ask`` lets the system ask to unlock.

        Raises:
            KnownError: ``KEYCHAIN_LOCKED``, ``KEYCHAIN_ABSENT``, ``KEYCHAIN_REFUSED``, ``KEYCHAIN_FAILED``,
                ``KEYCHAIN_SILENT`` when it does not answer, or ``KEYCHAIN_KEY_INVALID`` when something else stands
                under our name.
        """
        seconds = ASK_SECONDS if ask else ANSWER_SECONDS
        try:
            return self._calls.run(lambda: self._key(make=make, ask=ask), seconds, anew=ask)
        except NoAnswerError as error:
            raise KnownError("KEYCHAIN_SILENT", backend=self.name or "?", seconds=f"{seconds:g}") from error

    def give_up(self) -> None:
        """Let a call that waits fail at once, as ``KEYCHAIN_SILENT``."""
        self._calls.give_up()

    def _key(self, *, make: bool, ask: bool) -> bytes | None:
        from keyring.errors import KeyringError, KeyringLocked

        backend = self.backend()
        try:
            if _path(backend) == _SECRET_SERVICE and _secret_service_locked(ask=ask):
                raise KeyringLocked
            kept = backend.get_password(SERVICE, ACCOUNT)
            if kept is None and make:
                backend.set_password(SERVICE, ACCOUNT, base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode())
                # What the keychain returns is what the next run will find.
                kept = backend.get_password(SERVICE, ACCOUNT)
        except KeyringLocked as error:
            raise KnownError("KEYCHAIN_LOCKED", backend=self.name) from error
        except KeyringError as error:
            raise KnownError("KEYCHAIN_FAILED", type(error).__name__, backend=self.name) from error
        except Exception as error:  # backends let their own libraries' errors through
            raise KnownError("KEYCHAIN_FAILED", type(error).__name__, backend=self.name) from error
        return None if kept is None else _decoded(kept, self.name)

    def backend(self) -> KeyringBackend:
        """Return the backend to use: the one that the person's configuration names, else the first that works.

        Raises:
            KnownError: ``KEYCHAIN_ABSENT`` or ``KEYCHAIN_REFUSED``.
        """
        from keyring import core

        self.name = ""
        try:
            named = core.load_env() or core.load_config()
        except Exception as error:  # the configuration names what cannot be loaded
            raise KnownError("KEYCHAIN_REFUSED", type(error).__name__, backend="?") from error
        if named is not None:
            return self._allowed(named)
        for path, name in _NAMES.items():
            module, _, kind = path.rpartition(".")
            try:
                found: type[KeyringBackend] = getattr(importlib.import_module(module), kind)
            except ImportError:
                continue
            # Asking whether it works is a call too: one that hangs is named.
            self.name = name
            if found.viable:
                return found()
        self.name = ""
        return self._allowed(core.get_keyring())

    def _allowed(self, backend: KeyringBackend) -> KeyringBackend:
        path = _path(backend)
        if path == _NOTHING:
            raise KnownError("KEYCHAIN_ABSENT", sys.platform)
        if path not in _NAMES:
            self.name = path
            raise KnownError("KEYCHAIN_REFUSED", backend=path)
        self.name = _NAMES[path]
        return backend


def _path(backend: KeyringBackend) -> str:
    return f"{type(backend).__module__}.{type(backend).__qualname__}"


def _secret_service_locked(*, ask: bool) -> bool:
    """Tell whether it is locked; ``ask`` makes the system ask first. ``keyring`` asks always, and leaks its socket.

    A keyring that has never been made is locked too: making it asks a person for a password to be.
    """
    import secretstorage

    with closing(secretstorage.dbus_init()) as bus:
        try:
            collection = secretstorage.get_default_collection(bus) if ask else secretstorage.Collection(bus)
        except secretstorage.ItemNotFoundException:
            return True
        if ask and collection.is_locked():
            collection.unlock()
        return bool(collection.is_locked())


def _decoded(kept: str, backend: str) -> bytes:
    try:
        key = base64.b64decode(kept, validate=True)
    except (ValueError, binascii.Error):
        key = b""
    if len(key) != KEY_BYTES:
        raise KnownError("KEYCHAIN_KEY_INVALID", backend=backend, service=SERVICE, account=ACCOUNT)
    return key
