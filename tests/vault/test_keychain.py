"""The key in a real keychain, and every way in which there is none."""

from __future__ import annotations

import base64
import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
import secretstorage

from cabinet.contract.errors import KnownError
from cabinet.vault import keychain as keychain_module
from cabinet.vault.keychain import ACCOUNT, KEY_BYTES, SERVICE, Keychain
from cabinet.vault.states import KeychainState
from tests.keychain import GnomeKeyring, MuteSecretService, PrivateBus


def test_one_key_is_made_and_found_again(gnome_keyring: GnomeKeyring) -> None:
    keychain = Keychain()
    look = keychain.look()
    assert (look.state, look.backend, look.has_key) == (KeychainState.AVAILABLE, "Secret Service", False)
    assert keychain.key(make=False, ask=False) is None
    key = keychain.key(make=True, ask=False)
    assert key is not None
    assert len(key) == KEY_BYTES
    assert Keychain().key(make=True, ask=False) == key
    assert keychain.look().has_key
    with closing(secretstorage.dbus_init()) as bus:
        (item,) = secretstorage.get_default_collection(bus).search_items({"service": SERVICE})
        assert len(item.get_secret()) == 44, "nothing but a key: Windows holds 1,280 characters"


def test_locked_is_said_without_asking_a_person(gnome_keyring: GnomeKeyring) -> None:
    keychain = Keychain()
    assert keychain.key(make=True, ask=False)
    gnome_keyring.lock()
    look = keychain.look()
    assert look.state is KeychainState.LOCKED
    assert look.failure is not None
    assert (look.failure.code, look.failure.facts) == ("KEYCHAIN_LOCKED", {"backend": "Secret Service"})
    with pytest.raises(KnownError, match="KEYCHAIN_LOCKED"):
        keychain.key(make=True, ask=True)


def test_absent(bus: PrivateBus) -> None:
    look = Keychain().look()
    assert (look.state, look.backend) == (KeychainState.ABSENT, "")
    assert look.failure is not None
    assert look.failure.code == "KEYCHAIN_ABSENT"


def test_absent_without_a_bus(bus: PrivateBus, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path / 'nobody'}")
    assert Keychain().look().state is KeychainState.ABSENT


def test_another_value_under_our_name(gnome_keyring: GnomeKeyring) -> None:
    keychain = Keychain()
    backend = keychain.backend()
    backend.set_password(SERVICE, ACCOUNT, "not a key")
    with pytest.raises(KnownError, match="KEYCHAIN_KEY_INVALID"):
        keychain.key(make=True, ask=False)
    assert keychain.look().state is KeychainState.FAILED
    assert backend.get_password(SERVICE, ACCOUNT) == "not a key", "it is left as it was"


@pytest.mark.parametrize(
    "value",
    [
        base64.b64encode(bytes(KEY_BYTES - 1)).decode(), base64.b64encode(bytes(KEY_BYTES + 1)).decode(), "",
        base64.b64encode(bytes(KEY_BYTES)).decode().replace("A", "A!", 1),
        base64.b64encode(bytes(KEY_BYTES)).decode()[:-1], base64.b64encode(bytes(KEY_BYTES)).decode() + "\u00e9",
    ],
)  # fmt: skip
def test_what_is_no_key(gnome_keyring: GnomeKeyring, value: str) -> None:
    keychain = Keychain()
    keychain.backend().set_password(SERVICE, ACCOUNT, value)
    with pytest.raises(KnownError, match="KEYCHAIN_KEY_INVALID"):
        keychain.key(make=True, ask=False)


def test_daemon_that_is_gone(gnome_keyring: GnomeKeyring) -> None:
    assert Keychain().look().state is KeychainState.AVAILABLE
    gnome_keyring.close()
    assert Keychain().look().state is KeychainState.ABSENT


@pytest.mark.parametrize("named", ["keyring.backends.null.Keyring", "keyring.backends.chainer.ChainerBackend"])
def test_configured_backend_that_does_not_protect(
    gnome_keyring: GnomeKeyring, monkeypatch: pytest.MonkeyPatch, named: str
) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", named)
    look = Keychain().look()
    assert look.state is KeychainState.REFUSED
    assert look.failure is not None
    assert (look.failure.code, look.failure.facts["backend"]) == ("KEYCHAIN_REFUSED", named)


def test_configuration_that_names_nothing(bus: PrivateBus, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "no.such.Backend")
    assert Keychain().look().state is KeychainState.REFUSED


def test_a_keyring_that_was_never_made_asks_nobody(bus: PrivateBus, monkeypatch: pytest.MonkeyPatch) -> None:
    """Making it would put a dialog of the system over the window, at the first page after the log-in."""
    keyring = GnomeKeyring(bus, bare=True)
    made: list[object] = []
    monkeypatch.setattr(secretstorage, "create_collection", lambda *given: made.append(given))
    monkeypatch.setattr(secretstorage.collection, "create_collection", lambda *given: made.append(given))
    try:
        keychain = Keychain()
        look = keychain.look()
        assert look.failure is not None
        assert (look.state, look.failure.code) == (KeychainState.LOCKED, "KEYCHAIN_LOCKED")
        with pytest.raises(KnownError, match="KEYCHAIN_LOCKED"):
            keychain.key(make=True, ask=False)
        with closing(secretstorage.dbus_init()) as connection:
            assert [c.get_label() for c in secretstorage.get_all_collections(connection) if c.get_label()] == []
        assert not made
    finally:
        keyring.close()


def test_one_that_never_answers_is_named_in_time(
    mute_keychain: MuteSecretService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keychain_module, "ANSWER_SECONDS", 0.2)
    keychain = Keychain()
    look = keychain.look()
    assert look.state is KeychainState.SILENT
    assert look.failure is not None
    assert look.failure.code == "KEYCHAIN_SILENT"
    assert look.failure.facts == {"backend": "Secret Service", "seconds": "0.2"}
    monkeypatch.setattr(keychain_module, "ANSWER_SECONDS", 600.0)
    assert keychain.look().state is KeychainState.SILENT, "while the first call hangs, nobody waits for a second"


def test_a_limit_of_three_seconds() -> None:
    assert keychain_module.ANSWER_SECONDS == 3.0


PLAINTEXT = """
import pathlib, sys
from keyring.backend import KeyringBackend
class PlaintextKeyring(KeyringBackend):
    priority = 0.5
    def get_password(self, service, account):
        pathlib.Path(sys.argv[1]).write_text("asked")
    def set_password(self, service, account, password):
        pathlib.Path(sys.argv[1]).write_text(password)
    def delete_password(self, service, account): ...
import keyring
assert isinstance(keyring.get_keyring(), PlaintextKeyring), keyring.get_keyring()
from cabinet.contract.errors import KnownError
from cabinet.vault.keychain import Keychain
try:
    Keychain().key(make=True, ask=True)
except KnownError as error:
    print(error.code, error.facts["backend"])
"""


def test_plaintext_that_keyring_itself_would_choose(bus: PrivateBus, tmp_path: Path) -> None:
    """Without a keychain ``keyring`` takes whatever plug-in there is; we do not."""
    said = subprocess.run(
        [sys.executable, "-c", PLAINTEXT, str(tmp_path / "plain")],
        capture_output=True, text=True, check=True, env=dict(os.environ),
    ).stdout  # fmt: skip
    assert said.split() == ["KEYCHAIN_REFUSED", "__main__.PlaintextKeyring"]
    assert not (tmp_path / "plain").exists()
