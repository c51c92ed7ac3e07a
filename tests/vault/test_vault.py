"""Key and store together: what is kept, what is put aside, and that nothing is needed to go on."""

from __future__ import annotations

import base64
import fcntl
import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from cabinet.contract.errors import KnownError
from cabinet.vault import keychain as keychain_module
from cabinet.vault.filters import note_filter, recent_filters
from cabinet.vault.key_file import CREDENTIAL, KeyFile, server_key
from cabinet.vault.keychain import ACCOUNT, SERVICE, Keychain
from cabinet.vault.owner import Owner
from cabinet.vault.vault import FILE, Vault
from tests.keychain import GnomeKeyring, MuteSecretService, PrivateBus
from tests.perimeter_in_process import NOW

OWNER = Owner("a", "b", "c")


def keep(vault: Vault, name: str) -> None:
    vault.use(lambda store: note_filter(store, OWNER, name, NOW))


def kept(vault: Vault) -> set[str]:
    return set(vault.use(lambda store: recent_filters(store, OWNER)))


def failure(vault: Vault) -> str:
    assert vault.state is not None
    return vault.state.failure.code if vault.state.failure is not None else ""


def test_kept_between_runs_under_a_key_of_the_keychain(gnome_keyring: GnomeKeyring, tmp_path: Path) -> None:
    vault = Vault(tmp_path)
    keep(vault, "mine")
    assert vault.state is not None
    assert (vault.state.kept, vault.state.holder, failure(vault)) == (True, "Secret Service", "")
    vault.close()
    again = Vault(tmp_path)
    assert kept(again) == {"mine"}
    again.close()


@pytest.mark.parametrize("code", ["KEYCHAIN_ABSENT", "KEYCHAIN_REFUSED"])
def test_without_a_keychain_it_works_and_keeps_nothing(
    bus: PrivateBus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    if code == "KEYCHAIN_REFUSED":
        monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    vault = Vault(tmp_path)
    keep(vault, "mine")
    assert kept(vault) == {"mine"}
    assert vault.state is not None
    assert (vault.state.kept, failure(vault)) == (False, code)
    vault.close()
    again = Vault(tmp_path)
    assert kept(again) == set()
    again.close()
    assert not (tmp_path / FILE).exists()


def test_locked_now_and_unlocked_later(gnome_keyring: GnomeKeyring, tmp_path: Path) -> None:
    vault = Vault(tmp_path)
    keep(vault, "mine")
    vault.close()
    before = (tmp_path / FILE).read_bytes()
    gnome_keyring.lock()
    vault = Vault(tmp_path)
    assert kept(vault) == set()
    assert failure(vault) == "KEYCHAIN_LOCKED"
    assert (tmp_path / FILE).read_bytes() == before
    gnome_keyring.close()
    other = GnomeKeyring(gnome_keyring.bus)
    vault.open(ask=True)
    assert (kept(vault), failure(vault)) == ({"mine"}, "")
    vault.close()
    other.close()


def test_other_key_puts_the_file_aside(gnome_keyring: GnomeKeyring, tmp_path: Path) -> None:
    vault = Vault(tmp_path)
    keep(vault, "mine")
    vault.close()
    old = Keychain().key(make=False, ask=False)
    Keychain().backend().delete_password(SERVICE, ACCOUNT)
    vault = Vault(tmp_path)
    assert kept(vault) == set()
    assert failure(vault) == "VAULT_KEY_WRONG"
    assert vault.state is not None
    assert vault.state.kept
    assert vault.state.failure is not None
    aside = Path(vault.state.failure.facts["path"])
    keep(vault, "new")
    vault.close()
    aside.replace(tmp_path / FILE)
    assert old is not None
    Keychain().backend().set_password(SERVICE, ACCOUNT, base64.b64encode(old).decode())
    vault = Vault(tmp_path)
    assert kept(vault) == {"mine"}, "nothing was lost"
    vault.close()


def test_damaged_file_is_put_aside_also_in_mid_run(tmp_path: Path) -> None:
    holder = KeyFile(tmp_path / "key")
    vault = Vault(tmp_path / "vault", lambda: holder)
    for number in range(900):
        keep(vault, f"{number:03} " + "x" * 50)
    vault.close()
    path = tmp_path / "vault" / FILE
    vault = Vault(tmp_path / "vault", lambda: holder)
    vault.open().read("PRAGMA cache_size = 0")
    with path.open("r+b") as file:
        file.seek(4096 * 2)
        file.write(b"\xff" * 4096 * 20)
    damaged = path.read_bytes()
    assert kept(vault) == set()
    assert failure(vault) == "VAULT_DAMAGED"
    assert vault.state is not None
    assert vault.state.failure is not None
    aside = Path(vault.state.failure.facts["path"])
    assert aside.read_bytes() == damaged
    vault.close()
    path.write_bytes(damaged)
    vault.open()
    assert failure(vault) == "VAULT_DAMAGED"
    assert len(list((tmp_path / "vault").glob("store-damaged-*.db"))) == 2, "no name is used twice"
    vault.close()


def test_a_file_put_aside_takes_its_journal_along(tmp_path: Path) -> None:
    """What a run that was killed had written last stands in the journal alone."""
    key, running, killed = KeyFile(tmp_path / "key"), tmp_path / "running", tmp_path / "killed"
    vault = Vault(running, lambda: key)
    keep(vault, "mine")
    shutil.copytree(running, killed)
    vault.close()
    assert (killed / f"{FILE}-wal").stat().st_size > 0
    vault = Vault(killed, lambda: KeyFile(tmp_path / "other-key"))
    assert (kept(vault), failure(vault)) == (set(), "VAULT_KEY_WRONG")
    assert vault.state is not None
    assert vault.state.failure is not None
    aside = Path(vault.state.failure.facts["path"])
    vault.close()
    for path in killed.glob(f"{FILE}*"):
        path.unlink()
    for path in killed.glob(f"{aside.name}*"):
        path.rename(path.with_name(path.name.replace(aside.name, FILE)))
    vault = Vault(killed, lambda: key)
    assert (kept(vault), failure(vault)) == ({"mine"}, "")
    vault.close()


class Watched:
    """A key file that looks, whenever it makes its key, whether the folder is held."""

    name = "watched"

    def __init__(self, folder: Path) -> None:
        self._file = KeyFile(folder / "key")
        self._lock = folder / "vault" / "lock"
        self.held: list[bool] = []

    def key(self, *, make: bool, ask: bool) -> bytes | None:
        if not make:
            return None
        with self._lock.open("rb") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                self.held.append(True)
            else:
                self.held.append(False)
        return self._file.key(make=make, ask=ask)

    def give_up(self) -> None:
        pass


def test_a_key_is_made_by_one_at_a_time(tmp_path: Path) -> None:
    """Whoever comes second waits, and finds the key of the first."""
    holder = Watched(tmp_path)
    vault = Vault(tmp_path / "vault", lambda: holder)
    keep(vault, "mine")
    vault.close()
    assert holder.held == [True]


FIRST = """
import sys
from pathlib import Path
from datetime import UTC, datetime
from cabinet.vault.filters import note_filter
from cabinet.vault.owner import Owner
from cabinet.vault.vault import Vault
vault = Vault(Path(sys.argv[1]))
sys.stdin.readline()
now = datetime(2026, 11, 27, tzinfo=UTC)
vault.use(lambda store: note_filter(store, Owner("a", "b", "c"), sys.argv[2], now))
print(vault.state.kept, vault.state.failure)
"""


def test_two_first_windows_at_once_make_one_key(gnome_keyring: GnomeKeyring, tmp_path: Path) -> None:
    command = [sys.executable, "-c", FIRST, str(tmp_path / "v")]
    both = [
        subprocess.Popen([*command, name], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for name in "ab"
    ]
    for process in both:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    assert [process.communicate()[0].strip() for process in both] == ["True None"] * 2
    vault = Vault(tmp_path / "v")
    assert kept(vault) == {"a", "b"}
    vault.close()


def test_server_takes_its_key_from_systemd(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "credentials"
    folder.mkdir()
    assert server_key() is None
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(folder))
    assert server_key() is None, "a service may have other credentials and a keychain"
    (folder / CREDENTIAL).write_bytes(bytes(32))
    vault = Vault(tmp_path / "v")
    keep(vault, "mine")
    assert vault.state is not None
    assert (vault.state.kept, vault.state.holder) == (True, f"systemd: {CREDENTIAL}")
    vault.close()


def test_server_takes_its_key_from_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "etc" / "key"
    monkeypatch.setenv("SOMS_CABINET_KEY_FILE", str(path))
    vault = Vault(tmp_path / "v")
    keep(vault, "mine")
    vault.close()
    assert len(base64.b64decode(path.read_bytes())) == 32
    if os.name == "posix":
        assert path.stat().st_mode & 0o777 == 0o600
        path.chmod(0o640)
        vault = Vault(tmp_path / "v")
        assert kept(vault) == set()
        assert failure(vault) == "STORE_KEY_FILE_EXPOSED"
        vault.close()
        path.chmod(0o600)
    path.write_bytes(b"short")
    with pytest.raises(KnownError, match="STORE_KEY_FILE_INVALID"):
        KeyFile(path).key(make=True, ask=False)
    path.unlink()
    path.mkdir()
    with pytest.raises(KnownError, match="STORE_KEY_FILE_UNREADABLE"):
        KeyFile(path).key(make=True, ask=False)


def test_with_a_mute_keychain_it_works_in_memory(
    mute_keychain: MuteSecretService, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keychain_module, "ANSWER_SECONDS", 0.2)
    vault = Vault(tmp_path)
    keep(vault, "mine")
    assert kept(vault) == {"mine"}
    assert vault.state is not None
    assert (vault.state.kept, failure(vault)) == (False, "KEYCHAIN_SILENT")
    vault.close()
    assert not (tmp_path / FILE).exists()


def test_closing_waits_for_no_keychain(
    mute_keychain: MuteSecretService, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keychain_module, "ANSWER_SECONDS", 600.0)
    vault = Vault(tmp_path)
    page = threading.Thread(target=keep, args=(vault, "mine"), daemon=True)
    page.start()
    mute_keychain.wait_for_a_call()
    vault.close()
    page.join(60)
    assert not page.is_alive(), "nor does whoever was waiting"
    assert failure(vault) == "KEYCHAIN_SILENT"


def test_a_keychain_that_comes_to_is_used_when_a_person_asks(
    mute_keychain: MuteSecretService, bus: PrivateBus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keychain_module, "ANSWER_SECONDS", 0.2)
    vault = Vault(tmp_path)
    assert kept(vault) == set()
    assert failure(vault) == "KEYCHAIN_SILENT"
    monkeypatch.setattr(keychain_module, "ANSWER_SECONDS", 60.0)
    mute_keychain.close()
    keyring = GnomeKeyring(bus)
    vault.open(ask=True)
    assert vault.state is not None
    assert (vault.state.kept, failure(vault)) == (True, "")
    vault.close()
    keyring.close()


def test_without_a_folder_it_lives_in_memory() -> None:
    vault = Vault()
    keep(vault, "mine")
    assert kept(vault) == {"mine"}
    assert vault.state is not None
    assert (vault.state.kept, failure(vault)) == (False, "")
    vault.close()
