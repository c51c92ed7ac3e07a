"""The contour as a process: what it says stays small and is quoted, and it ends with whoever started it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import urllib.parse
import urllib.request
from pathlib import Path

import pytest

from cabinet.cli import contour as command
from cabinet.contour import process as process_module
from cabinet.contour.process import ContourProcess
from cabinet.contract.errors import KnownError
from cabinet.journal.trace import LOG_BYTES
from tests.company import WAIT, Company

GARBAGE = b"\x00garbage\r\n\r\n"
HANGS = """
import asyncio, sys, threading
from pathlib import Path
from types import SimpleNamespace
from cabinet.contour.http import server
server._HANGS_SECONDS = 0.01
loop = asyncio.new_event_loop()
threading.Thread(target=server._watch_stdin, args=(loop, SimpleNamespace(), Path(sys.argv[1])), daemon=True).start()

def hangs():
    threading.Event().wait()

hangs()
"""
SAID = 2_500
"""Far more lines than fill a pipe of 64 KiB: a warning is some 80 bytes long."""
PARENT = """
import sys
from pathlib import Path
from cabinet.contour.process import ContourProcess
contour = ContourProcess(Path(sys.argv[1]))
contour.start()
print(contour.pid, flush=True)
sys.stdin.read()
"""


def test_whatever_comes_a_contour_goes_on_answering_and_its_log_stays_small(company: Company) -> None:
    ready = company.contour.ready
    assert ready is not None
    at = urllib.parse.urlsplit(ready.trust_url)
    for _ in range(SAID):
        with socket.create_connection((at.hostname, at.port), timeout=WAIT / 1000) as connection:
            connection.sendall(GARBAGE)
            connection.recv(100)
    with urllib.request.urlopen(f"{ready.trust_url}/tl.xml", timeout=WAIT / 1000) as answer:  # noqa: S310  our own loopback listener
        assert answer.status == 200
    log = company.contour.data / "contour.log"
    assert "Invalid HTTP request" in log.read_text()
    assert sum(path.stat().st_size for path in company.contour.data.glob("contour.log*")) < 2 * LOG_BYTES + 1000


def test_a_start_that_fails_quotes_what_was_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import cabinet.contour.http.server\ndel cabinet.contour.http.server.run_contour\n"
    )
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path}{os.pathsep}{Path(__file__).parents[2]}")
    with pytest.raises(KnownError) as refused:
        ContourProcess(tmp_path / "contour").start()
    assert refused.value.code == "CONTOUR_START_FAILED"
    assert "cannot import name 'run_contour'" in refused.value.detail


@pytest.mark.parametrize(
    ("way", "seconds", "said"),
    [
        ("import os; os.kill(os.getpid(), 9)", 30.0, "exit status -9"),
        ("import time; time.sleep(100)", 1.0, "not ready after 1 s"),
    ],
)
def test_a_start_that_says_nothing_tells_how_it_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str, seconds: float, said: str
) -> None:
    monkeypatch.setattr(process_module, "_START_SECONDS", seconds)
    (tmp_path / "sitecustomize.py").write_text(way)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with pytest.raises(KnownError) as refused:
        ContourProcess(tmp_path / "contour").start()
    assert (refused.value.code, refused.value.detail) == ("CONTOUR_START_FAILED", said)


def test_a_refusal_at_the_start_keeps_its_code_and_its_facts(tmp_path: Path) -> None:
    with ContourProcess(tmp_path / "one") as one, socket.create_server(("127.0.0.1", 0)) as taken:
        number = taken.getsockname()[1]
        with pytest.raises(KnownError) as refused:
            ContourProcess(tmp_path / "two", "--port", str(number)).start()
        assert (refused.value.code, refused.value.facts) == (
            "PORT_IN_USE",
            {"port": str(number), "address": "127.0.0.1"},
        )
        assert one.alive


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("203.0.113.5", "ADDRESS_NOT_LOCAL"),
        ("no-such-host.invalid", "ADDRESS_NOT_LOCAL"),
        ("2001:db8::1", "ADDRESS_NOT_LOCAL"),
    ],
)
def test_an_address_that_is_not_ours(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], address: str, code: str
) -> None:
    assert command.run(["--data", str(tmp_path / "d"), "--listen", address]) == 1
    said = capsys.readouterr().err
    assert f"[{code}]" in said
    assert address in said


@pytest.mark.parametrize("port", ["-1", "65536"])
def test_a_port_that_does_not_exist(tmp_path: Path, port: str) -> None:
    with pytest.raises(SystemExit) as ended:
        command.run(["--data", str(tmp_path / "d"), "--port", port])
    assert ended.value.code == 2
    assert not (tmp_path / "d").exists()


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_a_contour_ends_with_its_parent_and_the_folder_is_free_again(tmp_path: Path, number: int) -> None:
    command_line = [sys.executable, "-c", PARENT, str(tmp_path / "d")]
    with subprocess.Popen(command_line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        parent.send_signal(number)
        parent.wait()
        # The folder's lock goes with its process: a new contour starts only once the old one has ended.
        with ContourProcess(tmp_path / "d") as again:
            assert again.pid != pid


def test_one_that_hangs_is_ended_and_its_log_says_where(tmp_path: Path) -> None:
    log = tmp_path / "contour.log"
    done = subprocess.run([sys.executable, "-c", HANGS, str(log)], stdin=subprocess.DEVNULL, check=False)
    assert done.returncode == 1
    assert " in hangs\n" in log.read_text()


def test_testdata_refusals_are_known_errors(company: Company) -> None:
    with pytest.raises(KnownError, match="OPERATOR_EXISTS"):
        company.found()
    company.contour.kill()
    with pytest.raises(KnownError, match="CONTOUR_DOWN"):
        company.found()
