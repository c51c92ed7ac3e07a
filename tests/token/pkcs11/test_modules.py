"""The table of modules, and what is told of a module's file."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path, PureWindowsPath

import pytest

from cabinet.contract.errors import KnownError
from cabinet.token.pkcs11 import modules
from cabinet.token.pkcs11.module_facts import facts_of
from cabinet.token.pkcs11.modules import Module, find_modules, module_at
from tests.softhsm import module_path

TABLES = {
    "linux": (modules._LINUX_FOLDERS, modules._LINUX),
    "darwin": (modules._MAC_FOLDERS, modules._MAC),
    "win32": (modules._WINDOWS_FOLDERS, modules._WINDOWS),
}


@pytest.mark.parametrize("system", TABLES)
def test_each_system_has_its_table(system: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", system)
    assert modules._table() == TABLES[system]
    folders, names = modules._table()
    for folder in folders:
        assert PureWindowsPath(folder).is_absolute() if system == "win32" else Path(folder).is_absolute()
    files = [file for _, file in names]
    assert len(set(files)) == len(files)
    assert not [file for file in files if file.startswith(("/", "..", "\\"))]
    assert names[-1][0] == "SoftHSM2", "vendors' modules come before a software token"
    assert not [file for file in files if "Virtual" in file], "a key file that shows as a device"


def test_one_file_once_and_the_earlier_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "vendor.so").write_text(folder)
    (tmp_path / "b" / "link.so").symlink_to(tmp_path / "a" / "vendor.so")
    (tmp_path / "b" / "other.so").mkdir()
    folders = (str(tmp_path / "a"), str(tmp_path / "b"))
    names = (("Vendor", "vendor.so"), ("Link", "link.so"), ("Other", "other.so"))
    monkeypatch.setattr(modules, "_table", lambda: (folders, names))
    assert find_modules() == [Module("Vendor", tmp_path / "a" / "vendor.so")]
    assert module_at(tmp_path / "b" / "link.so").name == "Vendor"
    assert module_at(tmp_path / "b" / "vendor.so").name == "vendor.so"


def test_nothing_is_looked_for_along_a_search_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    planted = tmp_path / "libsofthsm2.so"
    planted.write_text("planted")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("LD_LIBRARY_PATH", str(tmp_path))
    assert planted not in [m.path for m in find_modules()]
    with pytest.raises(KnownError, match="MODULE_NOT_FOUND"):
        module_at(Path("libsofthsm2.so"))


def test_facts_of_a_module() -> None:
    facts = facts_of(Module("SoftHSM2", module_path()))
    assert facts.sha256 == hashlib.sha256(module_path().read_bytes()).hexdigest()
    assert facts.size == module_path().stat().st_size
    assert facts.writable == ()
    assert facts.version == ""


def test_who_could_have_changed_it(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    folder = tmp_path / "drivers" / "vendor"
    folder.mkdir(parents=True)
    path = folder / "module.so"
    path.write_text("module")
    module = Module("x", path)
    link = tmp_path / "link.so"
    link.symlink_to(path)
    for place, mode, warned in (
        (path, 0o644, False),
        (path, 0o666, True),
        (folder, 0o755, False),
        (folder, 0o777, True),
        (folder, 0o1777, True),  # nobody replaces the module there, but a library laid beside it may be loaded
        (folder.parent, 0o777, True),
        (folder.parent, 0o1777, False),
    ):
        path.chmod(0o644)
        folder.chmod(0o755)
        folder.parent.chmod(0o755)
        place.chmod(mode)
        assert facts_of(module).writable == ((place,) if warned else ()), oct(mode)
        assert facts_of(Module("x", link)).writable == ((place,) if warned else ()), "a link is followed"


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(KnownError, match="FILE_UNREADABLE") as refusal:
        facts_of(Module("x", tmp_path / "absent.so"))
    assert refusal.value.facts["path"] == str(tmp_path / "absent.so")
