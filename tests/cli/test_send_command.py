"""``cabinet send`` and ``cabinet check`` as people and timers run them, against a live contour."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cabinet.__main__ import main
from cabinet.cli import check, send
from cabinet.contract.moment import KYIV
from cabinet.contract.rights import Role
from cabinet.profile.folder_lock import alone_in
from cabinet.profile.profiles import read_profile
from cabinet.wire.transport import Transport
from tests.company import Company, person
from tests.direct_login import direct_login
from tests.perimeter_in_process import encoded, line
from tests.sender_kit import new_key


@pytest.fixture
def key(company: Company, tmp_path: Path) -> Iterator[Path]:
    assert company.contour.ready is not None
    transport = Transport(read_profile(company.contour.ready.profile))
    new_key(direct_login(company, transport, person(Role.IT), tmp_path), tmp_path / "key")
    yield tmp_path / "key"
    transport.close()


def now() -> str:
    return datetime.now(UTC).astimezone(KYIV).isoformat(timespec="milliseconds")


def write(tmp_path: Path, *lines: dict[str, object] | bytes, name: str = "d.ndjson") -> str:
    path = tmp_path / name
    path.write_bytes(encoded(*lines))
    return str(path)


def run(*words: str, code_page: str = "utf-8", language: str = "uk_UA.UTF-8") -> subprocess.CompletedProcess[bytes]:
    environment = os.environ | {"LANG": language, "LC_ALL": language, "PYTHONIOENCODING": code_page}
    return subprocess.run(
        [sys.executable, "-m", "cabinet", *words], capture_output=True, check=False, timeout=120, env=environment
    )


@pytest.mark.parametrize("form", ["csv", "ndjson"])
def test_the_sample_is_checked_and_sent(
    company: Company, key: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], form: str
) -> None:
    done = run("send", "--sample", form, code_page="cp1252")
    assert done.returncode == 0
    path = tmp_path / f"sample.{form}"
    path.write_bytes(done.stdout)
    if form == "csv":
        header, *rows = csv.reader(io.StringIO(done.stdout.decode()), delimiter=";")
        assert "amountUah" in header
        assert len(rows) == 4
    assert check.run([str(path), "--credential", str(key)]) == 0
    assert "ACCEPTED" in capsys.readouterr().out
    assert send.run([str(path), "--credential", str(key), "--quiet"]) == 0
    assert "ACCEPTED                        4" in capsys.readouterr().out


def test_check_then_mend_then_send(
    company: Company, key: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = [line(f"t{n}", occurredAt="27.11.2026 13:50") for n in range(5)]
    path = write(tmp_path, *wrong)
    arguments = ["--credential", str(key)]
    assert check.run([path, *arguments]) == 3
    told = capsys.readouterr().out
    assert "TM-702" in told
    assert "1, 2, 3, 4, 5" in told
    assert send.run([path, *arguments, "--quiet", "--batch", "2"]) == 3
    outcome = capsys.readouterr()
    assert "[SEND_STOPPED]" in outcome.err
    assert "Left out: 3" in outcome.out or "Пропущено: 3" in outcome.out
    assert send.run([path, *arguments, "--quiet", "--go-on"]) == 3
    mended = write(tmp_path, *(line(f"t{n}", occurredAt=now()) for n in range(5)), name="m.ndjson")
    capsys.readouterr()
    assert send.run([mended, *arguments, "--quiet"]) == send.BROKEN
    assert capsys.readouterr().err.count("[DAYFILE_MENDED]") == 5
    for _ in range(2):
        assert send.run([mended, *arguments, "--quiet", "--correct", "R5"]) == 0
    assert check.run([write(tmp_path, b"{", line("x", occurredAt=now())), *arguments]) == 4


def written(words: tuple[str, ...], code_page: str, monkeypatch: pytest.MonkeyPatch) -> bytes:
    """Return what a command writes to streams of this code page; a letter that they lack must not end it."""
    streams = [io.TextIOWrapper(io.BytesIO(), encoding=code_page) for _ in range(2)]
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stdout", streams[0])
        patch.setattr(sys, "stderr", streams[1])
        with suppress(SystemExit):
            main(list(words))
    for stream in streams:
        stream.flush()
    return b"".join(stream.detach().getvalue() for stream in streams)  # type: ignore[attr-defined]  # as made above


@pytest.mark.parametrize("code_page", ["cp1252", "cp866", "ascii", "cp1251"])
def test_any_code_page(
    company: Company, key: Path, tmp_path: Path, code_page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [line("a", occurredAt=now()), line("b", occurredAt=now(), licenceNo="?"), b"{"]
    path = write(tmp_path, *lines)
    for words in (
        ("check", path, "--credential", str(key)),
        ("send", path, "--credential", str(key)),
        ("credentials", "show", "--credential", str(key)),
        ("send", "--help"),
        ("--help",),
        ("doctor",),
        ("send", str(tmp_path / "нема.csv"), "--credential", str(key)),
    ):
        said = written(words, code_page, monkeypatch)
        assert said
        assert b"UnicodeEncodeError" not in said
    done = run("send", path, "--credential", str(key), code_page=code_page)
    assert done.returncode == 4
    assert b"Traceback" not in done.stderr
    assert b"UnicodeEncodeError" not in done.stdout + done.stderr
    if code_page != "cp1251":
        assert b"Sent: 2" in done.stdout, "without the letters it speaks English"


def test_usage(capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["send"], ["send", "x"], ["send", "x", "--credential", "y", "--batch", "0"], ["check", "x"]):
        with pytest.raises(SystemExit) as status:
            main(words)
        assert status.value.code == 2
    capsys.readouterr()
    with pytest.raises(SystemExit):
        main(["send", "--help"])
    told = capsys.readouterr().out
    for word in ("--correct", "--go-on", "--sample", "--receipts", "exit status", "cabinet check"):
        assert word in told


def test_a_held_key_is_waited_for(company: Company, key: Path, tmp_path: Path) -> None:
    path = write(tmp_path, line("a", occurredAt=now()))
    command = [sys.executable, "-m", "cabinet", "send", path, "--credential", str(key)]
    with alone_in(key):
        waiting = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        assert waiting.stderr is not None
        assert "[KEY_FOLDER_BUSY]" in waiting.stderr.readline()
        assert waiting.poll() is None
    out, _ = waiting.communicate(timeout=120)
    assert waiting.returncode == 0
    assert "1" in out


def test_a_receipt_without_a_place_is_printed(
    company: Company, key: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path, line("a", occurredAt=now(), lateReason="дзвоніть +380671234567"))

    def never(*_: object, **__: object) -> str:
        return ""

    replace = Path.replace

    def full(source: Path, target: Path) -> Path:
        if source.name.endswith(".waiting"):
            raise OSError(28, os.strerror(28))
        return replace(source, target)

    monkeypatch.setattr("cabinet.sender.receipts.Receipts._elsewhere", never)
    monkeypatch.setattr(Path, "replace", full)
    assert send.run([path, "--credential", str(key), "--quiet"]) == send.NOT_KEPT
    outcome = capsys.readouterr()
    assert "[RECEIPT_NOT_KEPT]" in outcome.err
    assert json.loads(outcome.out[outcome.out.index("{") :])["items"][0]["salt"]


def test_foreign_files_are_named(
    company: Company, key: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "x.pdf"
    path.write_bytes(b"%PDF-1.4\n")
    assert send.run([str(path), "--credential", str(key)]) == 1
    assert "[DAYFILE_KIND]" in capsys.readouterr().err
    assert check.run([str(path), "--credential", str(key)]) == 1
