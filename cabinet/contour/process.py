"""Starting a contour as a process of its own, and speaking to its test-data listener: for demo, tour and tests."""

from __future__ import annotations

import json
import queue
import re
import subprocess
import sys
import threading
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from pydantic import BaseModel

from cabinet.contract.endpoints import endpoint
from cabinet.contract.errors import KnownError

__all__ = ["ContourProcess", "Ready"]

_START_SECONDS: Final = 30.0
_STOP_SECONDS: Final = 10.0


@dataclass(frozen=True)
class Ready:
    """The contour's ready line."""

    url: str
    port: int
    profile: Path
    testdata_url: str
    token_file: Path
    trust_url: str


_ABOUT_THE_FOLDER = re.compile(r"\[(FOLDER_[A-Z_]+)\]$")
"""What the contour says of its data folder is told on by its own code."""


class ContourProcess:
    """A contour with ``--testdata`` that lives as long as this object is open."""

    def __init__(self, data: Path, *options: str) -> None:
        self.data = data
        self._options = options
        self._process: subprocess.Popen[str] | None = None
        self.ready: Ready | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> Ready:
        """Start and wait for the ready line.

        Raises:
            KnownError: ``CONTOUR_START_FAILED`` with what the contour said, or its own ``FOLDER_…``.
        """
        program = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "cabinet"]
        command = [*program, "contour", "--data", str(self.data), "--testdata", *self._options]
        self._process = subprocess.Popen(  # noqa: S603  our own program
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
        )
        lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._read, args=(self._process, lines), daemon=True).start()
        try:
            line = lines.get(timeout=_START_SECONDS)
        except queue.Empty:
            line = ""
        if not line:
            self._process.kill()
            _, said = self._process.communicate()
            self._process = None
            folder = _ABOUT_THE_FOLDER.search(said.strip())
            code = folder[1] if folder is not None else "CONTOUR_START_FAILED"
            raise KnownError(code, said.strip()[-300:], path=str(self.data))
        value = json.loads(line)
        self.ready = Ready(
            value["url"],
            value["port"],
            Path(value["profile"]),
            value["testdata"]["url"],
            Path(value["testdata"]["tokenFile"]),
            value["trust"]["url"],
        )
        return self.ready

    def stop(self) -> None:
        """Ask it to end, and wait."""
        self._end(kill=False)

    def kill(self) -> None:
        """End it as a power cut would."""
        self._end(kill=True)

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

    def _end(self, *, kill: bool) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        if kill:
            process.kill()
        else:
            process.terminate()
        try:
            process.communicate(timeout=_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()

    @staticmethod
    def _read(process: subprocess.Popen[str], lines: queue.Queue[str]) -> None:
        if process.stdout is not None:
            lines.put(process.stdout.readline())


def _refusal(error: HTTPError) -> KnownError:
    with error:
        try:
            problem = json.loads(error.read())
            return KnownError(str(problem["code"]), str(problem.get("detail", "")))
        except (OSError, HTTPException, ValueError, TypeError, KeyError):
            return KnownError("CONTOUR_DOWN", f"HTTP {error.code}")
