"""The contour's folder: what it holds, who may read it, and what becomes of a damaged one."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from cabinet.contour.folder import _OWN, DataFolder
from cabinet.contour.http.composition import Perimeter
from cabinet.contour.process import ContourProcess
from cabinet.contract.errors import KnownError
from cabinet.contract.states import Environment
from cabinet.profile import atomic
from tests.company import Company

DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "cut": lambda data: data[: len(data) // 2],
    "garbage": lambda data: bytes(len(data)),
    "not utf-8": lambda _: b"\xff\xfe{}",
    "another json": lambda _: b"[[1]]",
}
UNHARMED = {"port", "trust-port", "profile.json", "testdata.token", "lock", "contour.log"}
"""Made anew at every start, or as good as another."""


def start(path: Path) -> None:
    folder = DataFolder(path)
    try:
        Perimeter(folder, "127.0.0.1", 1, Environment.TEST, 2).close()
    finally:
        folder.close()


@pytest.fixture(scope="session")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an operator, as a contour left it."""
    path = tmp_path_factory.mktemp("good") / "contour"
    with ContourProcess(path) as contour:
        Company(contour).found()
    return path


def test_a_folder_holds_what_is_known_and_only_its_owner_reads_it(good: Path) -> None:
    names = {entry.name for entry in good.iterdir()} - {"lock", "contour.log"}
    assert names <= _OWN
    assert not {"ledger.sqlite-wal", "ledger.sqlite-shm"} & names, "closed in good order"
    assert stat.S_IMODE(good.stat().st_mode) == 0o700
    for entry in good.iterdir():
        assert stat.S_IMODE(entry.stat().st_mode) & 0o077 == 0, entry.name


@pytest.mark.parametrize("damage", DAMAGES)
def test_every_damaged_file_is_named_and_nothing_else_is_touched(good: Path, tmp_path: Path, damage: str) -> None:
    for name in sorted(entry.name for entry in good.iterdir() if entry.name not in UNHARMED and entry.is_file()):
        copy = tmp_path / "copy"
        shutil.copytree(good, copy)
        whole = (copy / name).read_bytes()
        (copy / name).write_bytes(DAMAGES[damage](whole))
        before = {p: p.read_bytes() for p in copy.iterdir() if p.is_file() and not p.name.startswith("ledger")}
        with pytest.raises(KnownError) as refused:
            start(copy)
            pytest.fail(f"{name} was taken")
        assert refused.value.code == "FOLDER_DAMAGED", name
        assert refused.value.facts["path"] == str(copy / name)
        assert {p: p.read_bytes() for p in before} == before
        shutil.rmtree(copy)


def test_a_first_start_that_broke_off_repairs_itself(tmp_path: Path) -> None:
    """As a power cut leaves it where the file system wrote a name before the bytes."""
    for name in ("tls-ca.key", "tls-ca.pem", "environment.json", "checkpoint.key"):
        data = tmp_path / name
        data.mkdir()
        (data / name).write_bytes(b"")
        with ContourProcess(data) as contour:
            Company(contour).found()
        (aside,) = [path for path in data.iterdir() if path.name.startswith("damaged-")]
        assert (aside / name).read_bytes() == b"", "put aside, not deleted"


@pytest.mark.parametrize("told", ["operators", "issued_identities", "commands", "logs"])
def test_where_anything_was_acknowledged_nothing_is_put_aside(tmp_path: Path, told: str) -> None:
    start(tmp_path / "d")
    with closing(sqlite3.connect(tmp_path / "d" / "ledger.sqlite")) as ledger:
        columns = ledger.execute(f"PRAGMA table_info({told})").fetchall()
        ledger.execute(f"INSERT INTO {told} VALUES ({', '.join('?' * len(columns))})", ["1"] * len(columns))
        ledger.commit()
    folder = DataFolder(tmp_path / "d")
    try:
        assert not folder.begin_anew()
        assert (tmp_path / "d" / "tls-ca.key").exists()
    finally:
        folder.close()


def test_a_foreign_file_stays_where_it_is(tmp_path: Path) -> None:
    (tmp_path / "own.key").write_bytes(b"mine")
    (tmp_path / "tls-ca.key").write_bytes(b"")
    folder = DataFolder(tmp_path)
    try:
        assert folder.begin_anew()
    finally:
        folder.close()
    assert (tmp_path / "own.key").read_bytes() == b"mine"
    assert not (tmp_path / "tls-ca.key").exists()


def test_a_certificate_of_another_key_is_damage(tmp_path: Path) -> None:
    start(tmp_path / "one")
    start(tmp_path / "two")
    shutil.copy(tmp_path / "two" / "qes-ca.pem", tmp_path / "one" / "qes-ca.pem")
    with pytest.raises(KnownError, match="FOLDER_DAMAGED"):
        start(tmp_path / "one")


def test_names_and_bytes_are_synced_before_the_write_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    real_fsync, real_replace = os.fsync, Path.replace

    def fsync(handle: int) -> None:
        done.append("folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "file")
        real_fsync(handle)

    def replace(path: Path, target: Path) -> Path:
        done.append("name")
        return real_replace(path, target)

    monkeypatch.setattr(atomic.os, "fsync", fsync)
    monkeypatch.setattr(Path, "replace", replace)
    folder = DataFolder(tmp_path)
    try:
        folder.write("x", b"y")
    finally:
        folder.close()
    assert done == ["file", "name", "folder"]


def test_a_folder_is_waited_for_as_long_as_was_said(tmp_path: Path) -> None:
    first = DataFolder(tmp_path)
    with pytest.raises(KnownError, match="FOLDER_IN_USE"):
        DataFolder(tmp_path, wait_seconds=0.1)
    first.close()
    DataFolder(tmp_path).close()


def test_only_its_owner_enters_whatever_the_system_would_allow(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        folder = DataFolder(tmp_path / "contour")
    finally:
        os.umask(before)
    folder.close()
    assert stat.S_IMODE((tmp_path / "contour").stat().st_mode) == 0o700


@pytest.mark.parametrize(("cut", "damaged"), [(0, False), (1, True), (4096, True)])
def test_a_ledger_that_was_cut_short(tmp_path: Path, cut: int, damaged: bool) -> None:
    folder = DataFolder(tmp_path)
    with closing(sqlite3.connect(tmp_path / "ledger.sqlite")) as ledger:
        ledger.execute("CREATE TABLE x (y)")
        ledger.executemany("INSERT INTO x VALUES (?)", [(bytes(1000),)] * 50)
        ledger.commit()
    path = tmp_path / "ledger.sqlite"
    path.write_bytes(path.read_bytes()[: path.stat().st_size - cut])
    try:
        if damaged:
            with pytest.raises(KnownError, match="FOLDER_DAMAGED: cut short"):
                folder.ledger()
        else:
            assert folder.ledger() == path
    finally:
        folder.close()


def test_a_key_of_another_kind_is_damage(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    try:
        folder.ec_key("a.key")
        folder.ed25519_key("b.key")
        for name, read in (("a.key", folder.ed25519_key), ("b.key", folder.ec_key)):
            with pytest.raises(KnownError, match="FOLDER_DAMAGED"):
                read(name)
    finally:
        folder.close()
