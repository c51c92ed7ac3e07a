"""``cabinet doctor --token``: what support needs to know of tokens, in both languages, without a PIN."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from cabinet.__main__ import main
from cabinet.profile.settings import SettingsFile
from tests.qes_authority import Authority
from tests.softhsm import TokenMaker, module_path
from tests.token.compiler import HERE, compile_library
from tests.token.shim_kit import Shim, fill


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setattr("cabinet.token.pkcs11.modules._table", lambda: ((), ()))


@pytest.fixture
def shim(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shim:
    library = compile_library(HERE / "shim" / "shim.c", tmp_path / "shim.so", "-ldl")
    made = Shim(library, tmp_path / "shim.mode", tmp_path / "shim.log")
    monkeypatch.setenv("TOKEN_SHIM", str(made.mode))
    SettingsFile().change(token_module=str(library))
    tmp_path.chmod(0o755)
    return made


@pytest.fixture
def head(shim: Shim, token_maker: TokenMaker, authority: Authority) -> Shim:
    fill(token_maker("Олена К."), authority)
    return shim


def checks(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    status = main(["doctor", "--token", "--json"])
    body = json.loads(capsys.readouterr().out)
    assert body["ok"] is (status == 0)
    found: list[dict[str, Any]] = body["checks"]
    assert all(set(c) == {"name", "state", "title", "value", "code", "remedy"} for c in found)
    return found


def test_a_token_in_order(head: Shim, capsys: pytest.CaptureFixture[str]) -> None:
    module, token, certificate = checks(capsys)
    assert [c["state"] for c in (module, token, certificate)] == ["ok"] * 3
    assert module["name"] == "module"
    for part in (
        str(head.library),
        hashlib.sha256(head.library.read_bytes()).hexdigest(),
        "Implementation of PKCS11 2.",
    ):
        assert part in module["value"]
    for part in ("Олена К.", "SoftHSM v2", "slot ", "initialised, PIN needed, PIN set", "(0x42D)", "PIN 4–255"):
        assert part in token["value"]
    for part in (
        "Ковальчук Олена Ігорівна",
        "Test QES CA",
        "until 20",
        "the private one shows only with the PIN",
        "01",
    ):
        assert part in certificate["value"]
    assert "C_Login" not in head.calls()


def test_in_words_of_both_languages_and_for_support_without_names(
    head: Shim, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "uk_UA.UTF-8")
    report = tmp_path / "report.txt"
    assert main(["doctor", "--token", "--report", str(report)]) == 0
    out = capsys.readouterr().out
    for part in ("Модуль токена", "ініціалізовано, потрібен ПІН-код", "Сертифікат: Ковальчук Олена", "Не працює: 0"):
        assert part in out
    written = report.read_text(encoding="utf-8")
    assert "Ковальчук" not in written
    assert "Олена" not in written
    assert "Test QES CA" in written
    assert "Сертифікат: …, Test QES CA" in written


@pytest.mark.parametrize(
    ("flags", "code", "words"),
    [
        ("40000", "PIN_LOCKED", "locked"),
        ("20000", "PIN_LAST_TRY", "last try"),
        ("80000", "PIN_EXPIRED", "PIN must be changed"),
        ("10000", "", "few tries left"),
        ("100", "", "PIN typed on the reader"),
    ],
)
def test_flags_in_words(head: Shim, capsys: pytest.CaptureFixture[str], flags: str, code: str, words: str) -> None:
    head.spoil(f"flags_set {flags}")
    token = checks(capsys)[1]
    assert token["code"] == code
    assert words in token["value"]


def test_return_codes_are_named(head: Shim, capsys: pytest.CaptureFixture[str]) -> None:
    head.spoil("fail C_GetTokenInfo 30")
    line = checks(capsys)[1]
    assert line["code"] == "TOKEN_FAILURE"
    assert "C_GetTokenInfo: CKR_DEVICE_ERROR" in line["value"]
    head.spoil("fail C_GetSlotList 80000005")
    (line,) = checks(capsys)
    assert (line["state"], line["code"]) == ("broken", "TOKEN_FAILURE")
    assert "C_GetSlotList: 0x80000005" in line["value"]
    head.spoil("abort C_Initialize")
    (line,) = checks(capsys)
    assert line["code"] == "HELPER_CRASHED"
    assert "SIGABRT" in line["value"]


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"start": timedelta(days=-9), "end": timedelta(days=-1)}, "CERT_EXPIRED"),
        ({"start": timedelta(days=1)}, "CERT_NOT_YET_VALID"),
        ({"seal": True, "rnokpp": None}, "SEAL_NOT_ALLOWED"),
        ({"qualified": False}, "NOT_QUALIFIED"),
        ({"usages": ("key_agreement",)}, "WRONG_KEY_USAGE"),
        ({"rnokpp": None}, "SEAL_NOT_ALLOWED"),
        ({"public": rsa.generate_private_key(65537, 1024).public_key()}, "WEAK_ALGORITHM"),
        ({"public": ec.generate_private_key(ec.SECP256K1()).public_key()}, "UNSUPPORTED_ALGORITHM"),
    ],
)
def test_a_certificate_that_cannot_log_in(
    shim: Shim, token_maker: TokenMaker, authority: Authority, capsys: pytest.CaptureFixture[str],
    options: dict[str, Any], code: str,
) -> None:  # fmt: skip
    """Support sees why from afar, in the code that the log-in page would give."""
    soft = token_maker("head")
    soft.make_key("01")
    soft.put_certificate("01", authority.person(**options).der)
    certificate = checks(capsys)[-1]
    assert (certificate["state"], certificate["code"]) == ("warning", code)
    assert certificate["remedy"]


def test_labels_cannot_turn_the_line_around(
    shim: Shim, token_maker: TokenMaker, authority: Authority, capsys: pytest.CaptureFixture[str]
) -> None:
    fill(token_maker("a\u202etxt"), authority)
    assert not any("\u202e" in c["value"] for c in checks(capsys))


def test_tokens_that_show_no_certificate(
    shim: Shim, token_maker: TokenMaker, capsys: pytest.CaptureFixture[str]
) -> None:
    soft = token_maker("head")
    assert [c["code"] for c in checks(capsys)] == ["", "TOKEN_EMPTY", ""]
    soft.make_key("01")
    assert [c["code"] for c in checks(capsys)] == ["", "CERTIFICATE_ABSENT", ""]
    shim.spoil("flags_clear 400")
    assert [c["code"] for c in checks(capsys)] == ["", "TOKEN_UNINITIALIZED"]


def test_a_module_anybody_may_change(head: Shim, capsys: pytest.CaptureFixture[str]) -> None:
    head.library.chmod(0o777)
    line = checks(capsys)[1]
    assert (line["state"], line["code"]) == ("warning", "MODULE_WRITABLE")
    assert str(head.library) in line["value"]


def test_every_module_has_its_line(
    head: Shim, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "text.so").write_text("no library")
    names = (("Text", "text.so"), ("SoftHSM2", module_path().name))
    folders = (str(tmp_path), str(module_path().parent))
    monkeypatch.setattr("cabinet.token.pkcs11.modules._table", lambda: (folders, names))
    lines = [c for c in checks(capsys) if c["name"] == "module"]
    assert [(c["state"], c["code"]) for c in lines] == [("ok", ""), ("warning", "MODULE_BROKEN"), ("ok", "")]
    assert "invalid ELF header" in lines[1]["value"] or "file too short" in lines[1]["value"]
    SettingsFile().change(token_module=str(tmp_path / "absent.so"))
    assert checks(capsys)[0]["code"] == "MODULE_NOT_FOUND"
