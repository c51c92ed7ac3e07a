"""The window's end of the pipe to a helper process: one request at a time, time limits, restart after a crash."""

from __future__ import annotations

import json
import queue
import subprocess
import sys
import threading
from typing import Any, Final

from cabinet.contract.errors import KnownError

__all__ = ["HelperProcess"]

QUICK_SECONDS: Final = 10.0
SIGN_SECONDS: Final = 60.0
PIN_PAD_SECONDS: Final = 90.0


class HelperProcess:
    """Owns one helper. Methods block; call them from the token lane."""

    def __init__(self, module: str) -> None:
        self._module = module
        self._lock = threading.Lock()
        self._process: subprocess.Popen[str] | None = None
        self._answers: queue.Queue[str | None] = queue.Queue()

    @property
    def pid(self) -> int | None:
        """Return the helper's process id while it runs."""
        process = self._process
        return process.pid if process is not None and process.poll() is None else None

    def ask(self, request: dict[str, Any], seconds: float = QUICK_SECONDS) -> Any:
        """Send one request and return the answer's ``ok``.

        Raises:
            KnownError: the helper's own code, ``HELPER_CRASHED`` or ``HELPER_TIMEOUT``; the next request starts a
                fresh helper.
        """
        with self._lock:
            process = self._running()
            try:
                assert process.stdin is not None  # noqa: S101  opened with a pipe
                process.stdin.write(json.dumps(request) + "\n")
                process.stdin.flush()
                line = self._answers.get(timeout=seconds)
            except queue.Empty as error:
                self._kill()
                raise KnownError("HELPER_TIMEOUT", f"{seconds:.0f} s", module=self._module) from error
            except OSError as error:
                self._kill()
                raise KnownError("HELPER_CRASHED", str(error), module=self._module) from error
            if line is None:
                status = process.wait()
                self._kill()
                raise KnownError("HELPER_CRASHED", f"exit status {status}", module=self._module)
        answer = json.loads(line)
        if "error" in answer:
            raise KnownError(answer["error"], answer["detail"], **answer["facts"])
        return answer["ok"]

    def close(self) -> None:
        """End the helper."""
        with self._lock:
            process = self._process
            if process is not None and process.poll() is None and process.stdin is not None:
                try:
                    process.stdin.write('{"command": "quit"}\n')
                    process.stdin.flush()
                    process.wait(timeout=2)
                except (OSError, subprocess.TimeoutExpired):
                    process.kill()
            self._kill()

    def _running(self) -> subprocess.Popen[str]:
        if self._process is None or self._process.poll() is not None:
            self._kill()
            start = [sys.executable, "helper"] if getattr(sys, "frozen", False) else [
                sys.executable, "-m", "cabinet", "helper",
            ]  # fmt: skip
            self._answers = queue.Queue()
            self._process = subprocess.Popen(  # noqa: S603  our own program; the module's path is one argument
                [*start, "--module", self._module],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, encoding="utf-8",
            )  # fmt: skip
            threading.Thread(target=self._read, args=(self._process, self._answers), daemon=True).start()
        return self._process

    @staticmethod
    def _read(process: subprocess.Popen[str], answers: queue.Queue[str | None]) -> None:
        assert process.stdout is not None  # noqa: S101  opened with a pipe
        with process.stdout as stream:
            for line in stream:
                answers.put(line)
        answers.put(None)

    def _kill(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        if process.stdin is not None:
            try:
                process.stdin.close()
            except OSError:
                # The helper died with our request still in the pipe; nobody is left to read it.
                return
