"""The doctor: nothing broken where all is well, and for each thing that is not its code and a way out."""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from cabinet.__main__ import main
from cabinet.cli.demo.command import prepare
from cabinet.cli.doctor.command import without_names
from cabinet.contract.testdata import SetTime
from cabinet.profile.demo_note import demo_folder
from cabinet.profile.folders import config_folder, data_folder
from cabinet.profile.settings import SettingsFile
from cabinet.vault.key_file import KeyFile
from cabinet.vault.keychain import ACCOUNT, SERVICE, Keychain
from cabinet.vault.vault import FILE, Vault
from tests.company import Company
from tests.keychain import GnomeKeyring, MuteSecretService, PrivateBus
from tests.softhsm import TokenMaker, module_path


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


@pytest.fixture
def profile(company: Company, token_maker: TokenMaker) -> Path:
    """The company's contour and a token, chosen in the settings."""
    token_maker("doctor")
    assert company.contour.ready is not None
    SettingsFile().change(profile=str(company.contour.ready.profile), token_module=str(module_path()))
    return company.contour.ready.profile


def doctor(capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, list[dict[str, str]]]]:
    """Return the exit status and the checks by name."""
    status = main(["doctor", "--json"])
    body: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert body["ok"] is (status == 0)
    checks: dict[str, list[dict[str, str]]] = {}
    for check in body["checks"]:
        checks.setdefault(check["name"], []).append(check)
        assert bool(check["code"]) is (check["state"] != "ok")
        assert bool(check["remedy"]) is bool(check["code"])
    return status, checks


def test_all_is_well(
    profile: Path, gnome_keyring: GnomeKeyring, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    vault = Vault(data_folder() / "vault")
    vault.open()
    vault.close()
    status, checks = doctor(capsys)
    assert status == 0
    assert {c["state"] for found in checks.values() for c in found} == {"ok"}
    assert set(checks) == {
        "version.cabinet", "version.python", "version.qt", "version.openssl", "version.cryptography", "module",
        "keychain", "store", "folder.config", "folder.data", "profile", "perimeter", "clock", "display",
    }  # fmt: skip
    assert checks["keychain"][0]["value"] == "Secret Service"
    assert "intact" in checks["store"][0]["value"]
    module = checks["module"][0]["value"]
    assert str(module_path()) in module
    assert "1 × token" in module
    assert hashlib.sha256(module_path().read_bytes()).hexdigest() in module
    assert "TLS key is the pinned one" in checks["perimeter"][0]["value"]


def test_words_and_signs_and_the_report(
    profile: Path,
    bus: PrivateBus,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    report = tmp_path / "report.txt"
    assert main(["doctor", "--report", str(report)]) == 0, "no keychain is a warning: the cabinet works without"
    out = capsys.readouterr().out
    assert "! warning" in out
    assert "✓ ok" in out
    assert "[KEYCHAIN_ABSENT]" in out
    assert "Broken: 0. Warnings: 1." in out
    written = report.read_text(encoding="utf-8")
    for line in out.strip().splitlines():
        assert line.replace(str(tmp_path), "~") in written
    assert str(tmp_path) not in written
    assert "~" in written
    monkeypatch.setenv("LC_ALL", "uk_UA.UTF-8")
    assert main(["doctor"]) == 0
    out = capsys.readouterr().out
    assert "! увага" in out
    assert "✓ справно" in out
    assert main(["doctor", "--report", str(tmp_path / "absent" / "r.txt")]) == 1
    assert "[FOLDER_UNWRITABLE]" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("path", "short"),
    [
        ("/home/olena/x", "~/x"),
        ("at /Users/Олена/Library/y", "at ~/Library/y"),
        (r"C:\Users\olena\z", r"~\z"),
        ("~/home/data and /srv/home/data", "~/home/data and /srv/home/data"),
        ("/home/olena", "~"),
        ("/usr/lib/libsofthsm2.so", "/usr/lib/libsofthsm2.so"),
    ],
)
def test_names_leave_paths(path: str, short: str) -> None:
    assert without_names(path) == short


def test_contour_down(profile: Path, company: Company, capsys: pytest.CaptureFixture[str]) -> None:
    company.contour.kill()
    status, checks = doctor(capsys)
    assert status == 1
    (line,) = checks["perimeter"]
    assert (line["state"], line["code"]) == ("broken", "CONTOUR_DOWN")
    assert "clock" not in checks
    assert checks["profile"][0]["state"] == "ok"


def test_pin_of_another_key(profile: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    value = json.loads(profile.read_text())
    other = tmp_path / "other.json"
    other.write_text(json.dumps({**value, "spkiPins": ["0" * 64]}))
    SettingsFile().change(profile=str(other))
    _, checks = doctor(capsys)
    assert checks["perimeter"][0]["code"] == "PIN_MISMATCH"
    other.write_text("{}")
    assert doctor(capsys)[1]["profile"][0]["code"] == "PROFILE_UNREADABLE"
    other.unlink()
    assert doctor(capsys)[1]["profile"][0]["state"] == "broken"
    SettingsFile().change(profile="")
    status, checks = doctor(capsys)
    assert (status, checks["profile"][0]["state"]) == (0, "warning")


@pytest.mark.parametrize(("offset", "state"), [(120, "broken"), (-120, "broken"), (30, "warning"), (2, "ok")])
def test_clock_that_is_off(
    profile: Path, company: Company, capsys: pytest.CaptureFixture[str], offset: int, state: str
) -> None:
    company.contour.testdata("testdata_time", SetTime(offset_seconds=offset))
    status, checks = doctor(capsys)
    (line,) = checks["clock"]
    assert line["state"] == state
    assert status == (1 if state == "broken" else 0)
    if state != "ok":
        assert line["code"] == "CLOCK_DIFFERS"
        assert f"{-offset:+d} s" in line["value"]


def test_no_driver(
    profile: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    SettingsFile().change(token_module=str(tmp_path / "absent.so"))
    status, checks = doctor(capsys)
    assert status == 1
    assert checks["module"][0]["code"] == "MODULE_NOT_FOUND"
    text = tmp_path / "text.so"
    text.write_text("no library")
    SettingsFile().change(token_module=str(text))
    status, checks = doctor(capsys)
    assert (status, checks["module"][0]["code"]) == (1, "MODULE_BROKEN")
    assert str(text) in checks["module"][0]["value"]
    SettingsFile().change(token_module="")
    monkeypatch.setattr("cabinet.token.pkcs11.modules._table", lambda: ((str(tmp_path),), (("None", "none.so"),)))
    status, checks = doctor(capsys)
    assert (status, checks["module"][0]["code"]) == (1, "MODULE_ABSENT")


def test_plaintext_keyring_backend(
    profile: Path, bus: PrivateBus, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    status, checks = doctor(capsys)
    (line,) = checks["keychain"]
    assert (status, line["state"], line["code"]) == (1, "broken", "KEYCHAIN_REFUSED")
    assert "keyring.backends.null.Keyring" in line["value"]


def test_mute_keychain_is_named(
    profile: Path, mute_keychain: MuteSecretService, capsys: pytest.CaptureFixture[str]
) -> None:
    status, checks = doctor(capsys)
    assert (status, checks["keychain"][0]["code"]) == (0, "KEYCHAIN_SILENT")
    assert "Secret Service" in checks["keychain"][0]["value"]


def test_locked_keychain_is_not_woken(
    profile: Path, gnome_keyring: GnomeKeyring, capsys: pytest.CaptureFixture[str]
) -> None:
    vault = Vault(data_folder() / "vault")
    vault.open()
    vault.close()
    gnome_keyring.lock()
    status, checks = doctor(capsys)
    assert (status, checks["keychain"][0]["code"]) == (0, "KEYCHAIN_LOCKED")
    assert "not opened" in checks["store"][0]["value"]


def test_store_of_another_key_and_damaged(
    profile: Path, gnome_keyring: GnomeKeyring, capsys: pytest.CaptureFixture[str]
) -> None:
    path = data_folder() / "vault" / FILE
    vault = Vault(path.parent)
    vault.open()
    vault.close()
    whole = path.read_bytes()
    path.write_bytes(whole[:300] + bytes((whole[300] ^ 1,)) + whole[301:])
    status, checks = doctor(capsys)
    assert (status, checks["store"][0]["code"]) == (1, "VAULT_DAMAGED")
    path.write_bytes(whole)
    Keychain().backend().delete_password(SERVICE, ACCOUNT)
    assert doctor(capsys)[1]["store"][0]["code"] == "VAULT_KEY_WRONG"
    assert path.read_bytes() == whole, "the doctor changes nothing"
    assert not Keychain().look().has_key


def test_nothing_is_made_by_looking(bus: PrivateBus, capsys: pytest.CaptureFixture[str]) -> None:
    doctor(capsys)
    assert not config_folder().exists()
    assert not data_folder().exists()


def test_no_screen_and_no_window_library(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "PySide6.QtWidgets", None)
    assert doctor(capsys)[1]["display"][0]["code"] == "WINDOW_LIBRARY_ABSENT"
    if sys.platform.startswith("linux"):
        for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"):
            monkeypatch.delenv(name, raising=False)
        assert doctor(capsys)[1]["display"][0]["code"] == "DISPLAY_ABSENT"


def test_folder_that_cannot_be_written(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    # A file where a folder is wanted: not even root writes into it.
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("SOMS_CABINET_HOME", str(tmp_path / "file"))
    status, checks = doctor(capsys)
    assert (status, checks["folder.data"][0]["code"]) == (1, "FOLDER_UNWRITABLE")


def test_server_key_is_no_secret_of_the_report(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "key"
    monkeypatch.setenv("SOMS_CABINET_KEY_FILE", str(path))
    KeyFile(path).key(make=True, ask=False)
    main(["doctor", "--report", str(tmp_path / "r.txt")])
    out = capsys.readouterr().out
    secret = path.read_text().strip()
    for text in (out, (tmp_path / "r.txt").read_text(encoding="utf-8")):
        assert secret not in text
        assert str(path) in out


def test_a_demo_is_looked_at_where_no_perimeter_was_chosen(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOFTHSM2_CONF", "")
    contour = prepare(demo_folder(), lambda _: None, transactions=100)
    try:
        _, lines = doctor(capsys)
        assert [line["state"] for line in lines["demo"]] == ["ok"]
        assert any("5 × token" in line["value"] for line in lines["module"])
        assert {line["state"] for line in lines["perimeter"]} == {"ok"}
    finally:
        contour.stop()
    status, lines = doctor(capsys)
    assert [line["code"] for line in lines["perimeter"]] == ["CONTOUR_DOWN"]
    assert "cabinet demo" in lines["perimeter"][0]["remedy"]
    assert status == 1
