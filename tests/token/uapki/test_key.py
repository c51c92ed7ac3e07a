"""Key-6.dat and its like, through a library of the person's own in the helper process. The library is a stand-in."""

from __future__ import annotations

import base64
import logging
import traceback
from collections.abc import Iterator
from pathlib import Path

import pytest

from cabinet.contract.errors import KnownError
from cabinet.qes.cades_build import build, signing_of
from cabinet.qes.cades_verify import verify
from cabinet.token.keyfile.file_key import FileKey
from cabinet.token.keyfile.open_key import OpenKey
from cabinet.token.uapki import key as uapki_key
from cabinet.token.uapki.key import UapkiKey, version_of
from tests.qes.dstu_material import cryptonite, uapki
from tests.qes_authority import NOW
from tests.softhsm import module_path
from tests.token.uapki_kit import PASSWORD, Uapki, build_library, key6, stand_in

CONTENT = b"LOGIN v1\n"


@pytest.fixture(scope="session")
def uapki_library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_library(tmp_path_factory.mktemp("uapki"))


@pytest.fixture
def fake(uapki_library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Uapki]:
    folder = tmp_path / "pipes"
    folder.mkdir()
    with stand_in(folder, monkeypatch, uapki_library) as made:
        yield made


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    folder = tmp_path / "Ключі"
    folder.mkdir()
    path = folder / "Key-6.dat"
    path.write_bytes(key6())
    (folder / "EU-sign.cer").write_bytes(cryptonite("userfiz_certificate.cer"))
    (folder / "EU-agree.cer").write_bytes(uapki("diia-test-kep"))
    return path


def signed(opened: OpenKey) -> bytes:
    how = signing_of(opened.certificate)
    return build(CONTENT, opened.certificate, lambda data: opened.sign(data, how.kind, how.digest), NOW, opened.chain)


def refusal(path: Path, library: Path, password: str = PASSWORD) -> KnownError:
    with pytest.raises(KnownError) as refused:
        FileKey(path, str(library)).open(password)
    return refused.value


def test_from_key6_to_what_the_server_verifies(fake: Uapki, key_file: Path) -> None:
    opened = FileKey(key_file, str(fake.library)).open(PASSWORD)
    try:
        assert opened.certificate == fake.certificate
        blob = signed(opened)
    finally:
        opened.close()
    verify(blob, CONTENT, NOW)
    with pytest.raises(KnownError):
        verify(blob, CONTENT + b"x", NOW)
    (started,) = fake.asked("INIT")
    assert started["offline"] is True
    assert set(started) == {"offline", "cmProviders"}, "no folder of ours for its caches"
    assert started["cmProviders"]["dir"] == f"{fake.library.parent}/"
    (asked,) = fake.asked("OPEN")
    assert (asked["storage"], asked["mode"]) == ("file://memory", "RO")
    assert base64.b64decode(asked["openParams"]["bytes"]) == key_file.read_bytes()
    assert fake.asked("SELECT_KEY") == [{"id": "5B" * 32}], "the key that signs, not the one for agreement"
    (sign,) = fake.asked("SIGN")
    assert sign["signParams"] == {"signatureFormat": "RAW", "signAlgo": "1.2.804.2.1.1.1.1.3.1.1"}
    assert [r["method"] for r in fake.requests][-2:] == ["CLOSE", "DEINIT"]


def test_certificate_inside_the_file(fake: Uapki, key_file: Path) -> None:
    for beside in key_file.parent.glob("*.cer"):
        beside.unlink()
    assert refusal(key_file, fake.library).code == "KEY_FILE_CERTIFICATE_ABSENT"
    fake.certificates = [uapki("diia-test-kep"), fake.certificate]
    opened = FileKey(key_file, str(fake.library)).open(PASSWORD)
    assert opened.certificate == fake.certificate
    assert opened.chain == ()
    opened.close()


@pytest.mark.parametrize("password", ["", "тест", PASSWORD + "\n", "\0", PASSWORD + "\0x"])
def test_wrong_password(fake: Uapki, key_file: Path, password: str) -> None:
    refused = refusal(key_file, fake.library, password)
    assert refused.code == "KEY_FILE_PASSWORD"
    assert refused.facts["path"] == str(key_file)


@pytest.mark.parametrize(
    ("method", "answer", "code", "detail"),
    [
        ("OPEN", '{"errorCode": 1035, "error": "INVALID_MAC", "result": {}}', "KEY_FILE_PASSWORD", "1035 INVALID_MAC"),
        ("OPEN", '{"errorCode": 1044, "error": "X"}', "KEY_FILE_UNREADABLE", "UAPKI OPEN: 1044 X"),
        ("OPEN", '{"errorCode": "0"}', "UAPKI_BROKEN", "OPEN: 18 bytes"),
        ("OPEN", "{", "UAPKI_BROKEN", "OPEN: 1 bytes"),
        ("OPEN", "[]", "UAPKI_BROKEN", "OPEN: 2 bytes"),
        ("KEYS", '{"errorCode": 0, "result": {"keys": []}}', "KEY_FILE_UNREADABLE", "no key in it"),
        ("KEYS", '{"errorCode": 0, "result": {"keys": [{"id": "5B"}]}}', "UAPKI_BROKEN", "public halves"),
        ("INIT", '{"errorCode": 0, "result": {"countCmProviders": 0}}', "UAPKI_BROKEN", "no cm-pkcs12 beside it"),
        ("INIT", '{"errorCode": 4097, "error": "GENERAL_ERROR"}', "UAPKI_BROKEN", "4097 GENERAL_ERROR"),
        ("VERSION", '{"errorCode": 0, "result": {"name": "other"}}', "UAPKI_BROKEN", "another library"),
        ("OPEN", "!abort", "UAPKI_FAILED", "HELPER_CRASHED"),
    ],
)  # fmt: skip
def test_answers_of_the_library(fake: Uapki, key_file: Path, method: str, answer: str, code: str, detail: str) -> None:
    fake.answers[method] = answer.encode()
    refused = refusal(key_file, fake.library)
    assert refused.code == code
    assert detail in refused.detail


def test_library_that_hangs(fake: Uapki, key_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uapki_key, "_SECONDS", 2.0)
    fake.answers["OPEN"] = b"!hang"
    refused = refusal(key_file, fake.library)
    assert refused.code == "UAPKI_FAILED"
    assert "HELPER_TIMEOUT" in refused.detail


def test_signature_of_another_key(fake: Uapki, key_file: Path) -> None:
    opened = FileKey(key_file, str(fake.library)).open(PASSWORD)
    fake.answers["SIGN"] = b'{"errorCode": 0, "result": {"signatures": [{"bytes": "%s"}]}}' % base64.b64encode(
        b"\1" * 64
    )
    with pytest.raises(KnownError, match="KEY_CERT_MISMATCH"):
        signed(opened)
    fake.answers["SIGN"] = b"!abort"
    with pytest.raises(KnownError, match="UAPKI_FAILED"):
        signed(opened)
    with pytest.raises(KnownError, match="KEY_FILE_CLOSED"):
        signed(opened)
    with pytest.raises(KnownError, match="NO_SIGN_MECHANISM"):
        opened.sign(b"x", "dstu", "md5")
    opened.close()


def test_libraries_that_are_none(tmp_path: Path, key_file: Path) -> None:
    text = tmp_path / "libuapki.so"
    assert refusal(key_file, text).code == "UAPKI_NOT_FOUND"
    text.write_text("no library at all")
    assert refusal(key_file, text).code == "UAPKI_BROKEN"
    refused = refusal(key_file, module_path())
    assert refused.code == "UAPKI_BROKEN"
    assert "no process" in refused.detail


def test_version(fake: Uapki) -> None:
    assert version_of(str(fake.library)) == "2.0.16"


@pytest.mark.usefixtures("started_helpers")
def test_password_is_nowhere_but_in_the_pipe(fake: Uapki, key_file: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        opened = FileKey(key_file, str(fake.library)).open(PASSWORD)
        refused = refusal(key_file, fake.library, "canary-6021")
    assert isinstance(opened, UapkiKey)
    process = Path(f"/proc/{opened._process.pid}")
    told = [(process / name).read_bytes() for name in ("cmdline", "environ")]
    assert b"--uapki" in told[0]
    opened.close()
    text = "".join(traceback.format_exception(refused)) + repr(refused.facts) + repr(vars(opened)) + caplog.text
    for secret in (PASSWORD, "canary-6021"):
        assert all(secret.encode() not in blob for blob in told)
        assert secret not in text
    assert [a["password"] for a in fake.asked("OPEN")] == [PASSWORD, "canary-6021"]
