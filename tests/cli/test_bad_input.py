"""Bad input: one clear sentence, a way out, a status that is not 0, and nothing lost."""

from __future__ import annotations

import json
import shutil
import socket
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from cabinet.__main__ import main
from cabinet.cli import send
from cabinet.contract.rights import Role
from cabinet.desks.credentials import CredentialsDesk, Wish
from cabinet.desks.login.ladder import LoginPhase
from tests.company import WAIT, Company, log_in, open_desk, staff_token
from tests.forked import ForkedContour, contour_command
from tests.rules.known_facts import bet, raw
from tests.softhsm import TokenMaker


@pytest.fixture
def key(qtbot: QtBot, company: Company, token_maker: TokenMaker, tmp_path: Path) -> Path:
    """A credential's folder, issued by the IT engineer with a token."""
    staff_token(company, token_maker, Role.IT)
    desk = open_desk(company, tmp_path)
    try:
        log_in(qtbot, desk)
        keys = CredentialsDesk(desk.office)
        with qtbot.waitSignal(keys.issued, timeout=WAIT):
            keys.issue(Wish("Ядро", "core-1", 30, tmp_path / "key"))
        with qtbot.waitSignal(keys.refused, timeout=WAIT) as refused:
            keys.issue(Wish("Ядро", "core-1", 30, tmp_path / "key"))
        assert refused.args[0].code == "FILE_EXISTS"
    finally:
        desk.close()
    return tmp_path / "key"


def said(capsys: pytest.CaptureFixture[str], code: str) -> str:
    text = capsys.readouterr().err
    assert f"[{code}]" in text
    assert len(text.strip().splitlines()) == 1
    return text


def test_broken_day_file(company: Company, key: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "d.ndjson"
    path.write_bytes(raw(bet(operatorTxId="one")) + b'\n{"a": tru}\n' + raw(bet(operatorTxId="two")) + b"\n")
    arguments = [str(path), "--credential", str(key), "--quiet"]
    assert send.run([*arguments, "--strict"]) == 1
    text = said(capsys, "DAYFILE_LINE")
    assert "2" in text
    assert "7" in text
    assert not path.with_name("d.ndjson.receipts").exists(), "strict sends nothing"
    assert send.run(arguments) == send.BROKEN
    outcome = capsys.readouterr()
    assert "[DAYFILE_LINE]" in outcome.err
    assert "Sent: 2" in outcome.out or "Надіслано: 2" in outcome.out


def test_contour_down_and_up_again(
    company: Company, key: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "d.ndjson"
    path.write_bytes(raw(bet(operatorTxId="one")) + b"\n")
    arguments = [str(path), "--credential", str(key), "--quiet"]
    company.contour.kill()
    assert send.run(arguments) == 1
    said(capsys, "CONTOUR_DOWN")
    first = company.contour.ready
    again = company.contour.start()
    assert first is not None
    assert again.url == first.url, "the audience outlives a restart"
    assert send.run(arguments) in {0, send.REJECTED}


@pytest.mark.parametrize("name", ["transport.pem", "signing.key", "profile.json", "credential.json"])
def test_credential_that_cannot_be_read(
    company: Company, key: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    path = tmp_path / "d.ndjson"
    path.write_bytes(raw(bet()) + b"\n")
    (key / name).write_text("rubbish")
    assert send.run([str(path), "--credential", str(key), "--quiet"]) == 1
    said(capsys, "PROFILE_UNREADABLE" if name == "profile.json" else "CREDENTIAL_UNREADABLE")
    (key / name).unlink()
    assert send.run([str(path), "--credential", str(key), "--quiet"]) == 1
    said(capsys, "CREDENTIAL_FOLDER_INVALID")


def test_profile_of_another_environment(
    company: Company, key: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "d.ndjson"
    path.write_bytes(raw(bet()) + b"\n")
    profile = json.loads((key / "profile.json").read_text())
    (key / "profile.json").write_text(json.dumps({**profile, "environment": "production"}))
    assert send.run([str(path), "--credential", str(key), "--quiet"]) == 1
    said(capsys, "ENVIRONMENT_OTHER")


def test_transport_certificate_of_another_contour(
    company: Company, key: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key

    own = load_pem_private_key((key / "transport.key").read_bytes(), None)
    old = x509.load_pem_x509_certificate((key / "transport.pem").read_bytes())
    foreign = (
        x509.CertificateBuilder()
        .subject_name(old.subject)
        .issuer_name(old.subject)
        .public_key(old.public_key())
        .serial_number(1)
        .not_valid_before(old.not_valid_before_utc)
        .not_valid_after(old.not_valid_after_utc)
        .sign(own, hashes.SHA256())  # type: ignore[arg-type]
    )
    (key / "transport.pem").write_bytes(foreign.public_bytes(Encoding.PEM))
    path = tmp_path / "d.ndjson"
    path.write_bytes(raw(bet()) + b"\n")
    assert send.run([str(path), "--credential", str(key), "--quiet"]) == 1
    said(capsys, "TRANSPORT_CERT_REFUSED")


def test_expired_transport_certificate_is_answered_with_its_code(
    company: Company, key: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from cabinet.contract.testdata import SetTime

    company.contour.testdata("testdata_time", SetTime(offset_seconds=31 * 86_400))
    path = tmp_path / "d.ndjson"
    path.write_bytes(raw(bet()) + b"\n")
    assert send.run([str(path), "--credential", str(key), "--quiet"]) == 1
    said(capsys, "CREDENTIAL_EXPIRED")


def test_port_and_folder_in_use(company: Company, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = contour_command("--data", str(tmp_path / "other"), "--port", port)
    assert done.returncode == 1
    assert "[PORT_IN_USE]" in done.stderr
    assert port in done.stderr
    done = contour_command("--data", str(company.contour.data))
    assert (done.returncode, done.stdout) == (1, "")
    assert "[FOLDER_IN_USE]" in done.stderr


@pytest.mark.parametrize(("number", "code"), [(1_000, "FOLDER_NEWER"), (2**31 - 1, "FOLDER_OTHER_VERSION")])
def test_folder_of_another_version(tmp_path: Path, number: int, code: str) -> None:
    data = tmp_path / "contour"
    with ForkedContour(data):
        pass
    ledger = data / "ledger.sqlite"
    with closing(sqlite3.connect(ledger)) as file:
        file.execute(f"PRAGMA user_version = {number}")
    before = _dump(ledger)
    done = contour_command("--data", str(data))
    assert (done.returncode, done.stdout) == (1, "")
    assert f"[{code}]" in done.stderr
    assert str(data) in done.stderr
    assert _dump(ledger) == before


def test_no_token_driver(qtbot: QtBot, company: Company, tmp_path: Path) -> None:
    desk = open_desk(company, tmp_path)
    desk.settings.change(token_module=str(tmp_path / "absent.so"))
    session = desk.session
    try:
        session.start()
        assert session.phase is LoginPhase.NO_DRIVER
        assert session.failure is not None
        assert session.failure.code == "MODULE_NOT_FOUND"
        text = tmp_path / "text.so"
        text.write_text("x")
        with qtbot.waitSignal(
            session.changed, timeout=WAIT, check_params_cb=lambda: session.phase is LoginPhase.DRIVER_FAILED
        ):
            session.carriers.set_module(str(text))
        assert session.failure is not None
        assert session.failure.code == "MODULE_BROKEN"
        assert "MODULE_BROKEN" in session.report()
    finally:
        desk.close()


def test_testdata_never_beyond_loopback(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["contour", "--data", str(tmp_path), "--testdata", "--listen", "127.0.0.1"]) == 2
    assert "exclude" in capsys.readouterr().err
    assert main(["nonsense"]) == 2
    assert main(["--help"]) == 0
    assert shutil.which("openssl")


def _dump(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as file:
        return [*file.iterdump(), *map(str, file.execute("PRAGMA user_version"))]


@pytest.mark.parametrize("lie", ["cabinet://settings", "https://example.org", "cabinet://rejections?filter=state:open"])
def test_a_link_that_is_none_opens_no_window(lie: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["window", lie]) == 1
    said(capsys, "LINK_INVALID")
