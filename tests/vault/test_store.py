"""The encrypted store: nothing readable in its files, nothing lost by a kill, a wrong key or damage."""

from __future__ import annotations

import os
import secrets
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from cabinet.contract.errors import KnownError
from cabinet.vault.schema import VERSIONS
from cabinet.vault.store import Store, key_id
from tests.softhsm import need

KEY = bytes(range(32))
PLANTED = "planted-Шевченко-secret"


def fill(store: Store, names: list[str]) -> None:
    with store.write() as rows:
        for name in names:
            rows.run(
                "INSERT INTO drafts (attempt_id, body, saved_at) VALUES (:name, :text, 0)", name=name, text=PLANTED
            )


def count(store: Store) -> int:
    return int(store.read("SELECT count(*) FROM drafts")[0][0])


def test_nothing_of_it_can_be_read_from_its_files(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    store = Store(path, KEY)
    fill(store, ["one", "two"])
    files = sorted(tmp_path.iterdir())
    assert {f.name for f in files} == {"store.db", "store.db-wal", "store.db-shm"}
    for file in files:
        data = file.read_bytes()
        assert PLANTED.encode() not in data
        assert b"drafts" not in data
        assert KEY not in data
        assert KEY.hex().encode() not in data
        if os.name == "posix":
            assert file.stat().st_mode & 0o077 == 0
    assert PLANTED.encode() in b"".join(str(r).encode() for r in store.read("SELECT body FROM drafts"))
    store.close()
    assert path.read_bytes()[:16] == key_id(KEY)
    said = subprocess.run([need("sqlite3"), str(path), ".tables"], capture_output=True, text=True, check=False)
    assert said.returncode
    assert "file is not a database" in said.stderr


def test_rollback_journal_is_encrypted_as_well(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    store = Store(path, KEY)
    fill(store, [str(n) for n in range(200)])
    store.read("PRAGMA journal_mode = PERSIST")
    with store.write() as rows:
        rows.run("UPDATE drafts SET body = 'x'")
    journal = tmp_path / "store.db-journal"
    assert journal.stat().st_size > 4096
    assert PLANTED.encode() not in journal.read_bytes()
    store.close()


def test_opens_again_with_what_was_kept(tmp_path: Path) -> None:
    store = Store(tmp_path / "s.db", KEY)
    fill(store, ["one"])
    with pytest.raises(ZeroDivisionError), store.write() as rows:
        rows.run("DELETE FROM drafts")
        _ = 1 / 0
    assert count(store) == 1, "all or nothing"
    store.close()
    again = Store(tmp_path / "s.db", KEY)
    assert (count(again), again.read("PRAGMA user_version")) == (1, [(len(VERSIONS),)])
    assert again.read("PRAGMA synchronous") == [(2,)]
    again.close()


def test_wrong_key_has_its_code_and_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    Store(path, KEY).close()
    before = path.read_bytes()
    with pytest.raises(KnownError, match="VAULT_KEY_WRONG"):
        Store(path, secrets.token_bytes(32))
    assert path.read_bytes() == before
    path.write_bytes(b"")
    Store(path, KEY).close()


@pytest.mark.parametrize("place", [20, 200, 4096 + 9, -5])
def test_a_single_flipped_bit_is_damage(tmp_path: Path, place: int) -> None:
    path = tmp_path / "s.db"
    store = Store(path, KEY)
    fill(store, [str(n) for n in range(300)])
    store.close()
    data = bytearray(path.read_bytes())
    data[place] ^= 1
    path.write_bytes(data)
    with pytest.raises(KnownError, match="VAULT_DAMAGED"):
        Store(path, KEY)
    assert path.read_bytes() == bytes(data)


def test_damage_met_while_open(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    store = Store(path, KEY)
    fill(store, [str(n) for n in range(3_000)])
    store.close()
    store = Store(path, KEY)
    store.read("PRAGMA cache_size = 0")
    with path.open("r+b") as file:
        file.seek(4096 * 3)
        file.write(b"\xff" * 4096 * 20)
    with pytest.raises(KnownError, match="VAULT_DAMAGED"):
        store.read("SELECT body FROM drafts")
    store.close()


def test_half_a_file_is_damage(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    store = Store(path, KEY)
    fill(store, [str(n) for n in range(300)])
    store.close()
    os.truncate(path, path.stat().st_size // 2)
    with pytest.raises(KnownError, match="VAULT_DAMAGED"):
        Store(path, KEY)


def test_newer_schema_is_left_alone(tmp_path: Path) -> None:
    store = Store(tmp_path / "s.db", KEY)
    with store.write() as rows:
        rows.run(f"PRAGMA user_version = {len(VERSIONS) + 1}")
    store.close()
    with pytest.raises(KnownError, match="VAULT_NEWER"):
        Store(tmp_path / "s.db", KEY)


def test_place_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(KnownError, match="VAULT_UNWRITABLE"):
        Store(tmp_path / "file" / "s.db", KEY)
    with pytest.raises(KnownError, match="VAULT_UNWRITABLE"):
        Store(tmp_path / "absent.db", KEY, read_only=True)
    assert not (tmp_path / "absent.db").exists()


def test_two_windows_wait_for_each_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cabinet.vault.store._BUSY_MS", 50)
    one, two = Store(tmp_path / "s.db", KEY), Store(tmp_path / "s.db", KEY)
    with one.write() as rows:
        rows.run("INSERT INTO drafts (attempt_id, body, saved_at) VALUES ('a', '', 0)")
        assert count(two) == 0
        with pytest.raises(KnownError, match="VAULT_BUSY"), two.write():
            pass
    assert count(two) == 1
    one.close()
    two.close()


KEPT = """
import sys
from pathlib import Path
from cabinet.vault.store import Store
store = Store(Path(sys.argv[1]), bytes(range(32)))
number = store.read("SELECT count(*) FROM drafts")[0][0]
while True:
    with store.write() as rows:
        rows.run("INSERT INTO drafts (attempt_id, body, saved_at) VALUES (:name, 'x', 0)", name=str(number))
    print(number, flush=True)
    number += 1
"""


def test_a_kill_loses_nothing_that_was_kept(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    for _ in range(5):
        process = subprocess.Popen([sys.executable, "-c", KEPT, str(path)], stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(20)]
        process.send_signal(signal.SIGKILL)
        rest, _ = process.communicate()
        said = [int(line) for line in (*lines, *rest.splitlines()) if line.strip()]
        store = Store(path, KEY)
        names = {int(r[0]) for r in store.read("SELECT attempt_id FROM drafts")}
        assert set(said) <= names
        assert len(names - set(range(said[-1] + 1))) <= 1, "one may have been kept and not yet said"
        store.close()
