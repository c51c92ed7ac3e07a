"""Starting a contour as a process of its own, and speaking to its test-data listener: for demo, tour and tests."""

from __future__ import annotations

import json
import queue
import subprocess
import sys
import threading
from collections import deque
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from cabinet.contract.errors import KnownError
from cabinet.journal.parent import END_WITH_STDIN

if TYPE_CHECKING:
    from pydantic import BaseModel

__all__ = ["LOG", "ContourProcess", "Ready"]

LOG: Final = "contour.log"
"""What a contour says, in its data folder."""

_START_SECONDS: Final = 30.0
_STOP_SECONDS: Final = 10.0
_QUOTED, _LINES, _LONGEST_LINE = 300, 40, 4096
"""Characters of the log that a report quotes; lines that are kept of it, and their length."""


@dataclass(frozen=True)
class Ready:
    """The contour's ready line."""

    url: str
    port: int
    profile: Path
    testdata_url: str
    token_file: Path
    trust_url: str


class ContourProcess:
    """A contour with ``--testdata`` that lives as long as this object is open."""

    def __init__(self, data: Path, *options: str) -> None:
        self.data = data
        self._options = options
        self._process: subprocess.Popen[str] | None = None
        self._readers: list[threading.Thread] = []
        self._lines: queue.Queue[str] = queue.Queue()
        self._said: deque[str] = deque(maxlen=_LINES)
        self.ready: Ready | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def launch(self) -> None:
        """Begin to start; whoever has something to do meanwhile calls :meth:`start` after it."""
        self._process = self._open(["contour", "--data", str(self.data), "--testdata", END_WITH_STDIN, *self._options])
        self._said.clear()
        self._lines = queue.Queue()
        self._readers = [
            threading.Thread(target=self._read, args=(self._process, self._lines), daemon=True),
            threading.Thread(target=self._drain, args=(self._process, self._said), daemon=True),
        ]
        for reader in self._readers:
            reader.start()

    def start(self) -> Ready:
        """Start, where that has not begun, and wait for the ready line.

        Raises:
            KnownError: the contour's own refusal, or ``CONTOUR_START_FAILED`` with the end of its log.
        """
        if self._process is None:
            self.launch()
        try:
            line = self._lines.get(timeout=_START_SECONDS)
            ended = ""
        except queue.Empty:
            line, ended = "", f"not ready after {_START_SECONDS:.0f} s"
        value = json.loads(line) if line else {}
        if "ready" not in value:
            status = self._end(kill=not value)
            if "code" in value:
                raise KnownError(str(value["code"]), str(value["detail"]), **value["facts"])
            # A process that a signal ends says nothing itself.
            said = "".join(self._said).strip() or self._logged() or ended or f"exit status {status}"
            raise KnownError("CONTOUR_START_FAILED", said[-_QUOTED:], path=str(self.data))
        self.ready = Ready(
            value["url"],
            value["port"],
            Path(value["profile"]),
            value["testdata"]["url"],
            Path(value["testdata"]["tokenFile"]),
            value["trust"]["url"],
        )
        return self.ready

    def stop(self) -> int | None:
        """Ask it to end, wait, and return its exit status; one that does not end in time is killed."""
        return self._end(kill=False)

    def kill(self) -> None:
        """End it as a power cut would."""
        self._end(kill=True)

    @property
    def alive(self) -> bool:
        """Tell whether the process runs."""
        return self._process is not None and self._process.poll() is None

    def wait(self) -> None:
        """Wait until the process has ended, asked to or not."""
        process = self._process
        if process is not None:
            process.wait()

    @property
    def pid(self) -> int | None:
        """Return the process id while it runs."""
        return self._process.pid if self._process is not None else None

    def testdata(self, name: str, body: BaseModel | None = None, *, seconds: float = 10) -> dict[str, Any]:
        """Call an endpoint of the test-data listener and return its answer, waiting so long for it.

        Raises:
            KnownError: what the contour refused it with, or ``CONTOUR_DOWN``.
        """
        if self.ready is None:
            raise KnownError("CONTOUR_DOWN")
        from cabinet.contract.endpoints import endpoint

        try:
            token = self.ready.token_file.read_text()
        except OSError as error:
            raise KnownError("CONTOUR_DOWN", str(error)) from error
        request = Request(  # noqa: S310  always the contour's own loopback listener
            self.ready.testdata_url + endpoint(name).path,
            data=body.model_dump_json(by_alias=True, exclude_none=True).encode() if body is not None else None,
            headers={"Content-Type": "application/json", "Authorization": f"Bearer {token}"},
            method=endpoint(name).method,
        )
        try:
            with urlopen(request, timeout=seconds) as answer:  # noqa: S310  as above
                value: dict[str, Any] = json.loads(answer.read())
        except HTTPError as error:
            raise _refusal(error) from error
        except (OSError, HTTPException, ValueError) as error:
            raise KnownError("CONTOUR_DOWN", str(error)) from error
        return value

    def _open(self, arguments: list[str]) -> subprocess.Popen[str]:
        """Start our own program with its three streams in pipes."""
        program = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "cabinet"]
        # Its standard input stays open as long as this process lives, and not a moment longer.
        return subprocess.Popen(  # noqa: S603  our own program
            [*program, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            errors="replace",
        )

    def _end(self, *, kill: bool) -> int | None:
        process, self._process = self._process, None
        if process is None:
            return None
        if kill:
            process.kill()
        else:
            process.terminate()
        try:
            process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        for reader in self._readers:
            reader.join()
        for pipe in (process.stdin, process.stdout, process.stderr):
            if pipe is not None:
                pipe.close()
        return process.returncode

    def _logged(self) -> str:
        """Return the end of the contour's own log."""
        try:
            return (self.data / LOG).read_text(encoding="utf-8", errors="replace")[-_QUOTED:].strip()
        except OSError:
            return ""

    @staticmethod
    def _read(process: subprocess.Popen[str], lines: queue.Queue[str]) -> None:
        if process.stdout is not None:
            lines.put(process.stdout.readline())

    @staticmethod
    def _drain(process: subprocess.Popen[str], said: deque[str]) -> None:
        """Keep the last of what it says; a pipe that nobody reads would stop it once it is full."""
        if process.stderr is not None:
            while some := process.stderr.readline(_LONGEST_LINE):
                said.append(some)


def _refusal(error: HTTPError) -> KnownError:
    with error:
        try:
            problem = json.loads(error.read())
            return KnownError(str(problem["code"]), str(problem.get("detail", "")))
        except (OSError, HTTPException, ValueError, TypeError, KeyError):
            return KnownError("CONTOUR_DOWN", f"HTTP {error.code}")
