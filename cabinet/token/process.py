"""The window's end of the pipe to a helper process: one request at a time, time limits, restart after a crash."""

from __future__ import annotations

import json
import queue
import signal
import subprocess
import sys
import threading
from typing import IO, Any, Final

from cabinet.contract.errors import KnownError

__all__ = ["PIN_PAD_SECONDS", "QUICK_SECONDS", "SIGN_SECONDS", "HelperProcess"]

QUICK_SECONDS: Final = 10.0
SIGN_SECONDS: Final = 60.0
PIN_PAD_SECONDS: Final = 90.0
_QUIT_SECONDS: Final = 2.0
_LONGEST_ANSWER: Final = 8 << 20
_BETWEEN_KILLS: Final = 0.05


class HelperProcess:
    """Owns one helper. Methods block; call them from the token lane. :meth:`close` may be called from anywhere.

    ``module`` is a PKCS#11 module, or with the option ``--uapki`` the library of :mod:`cabinet.token.uapki.library`.
    """

    def __init__(self, module: str, option: str = "--module") -> None:
        self._module, self._option = module, option
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._closed = False
        self._answers: queue.Queue[bytes | None] = queue.Queue()

    @property
    def pid(self) -> int | None:
        """Return the helper's process id while it runs."""
        process = self._process
        return process.pid if process is not None and process.poll() is None else None

    def ask(self, request: dict[str, Any], seconds: float = QUICK_SECONDS, pin: bytearray | None = None) -> Any:
        """Send one request, a PIN on a line of its own, and return the answer's ``ok``. The PIN is overwritten.

        Raises:
            KnownError: the helper's own code, ``HELPER_CRASHED``, ``HELPER_TIMEOUT`` or ``TOKEN_ANSWER_INVALID``;
                after those three the next request starts a fresh helper.
        """
        command = request["command"]
        line = json.dumps({**request, "seconds": seconds, "pin_follows": pin is not None}).encode() + b"\n"
        try:
            with self._lock:
                process = self._running()
                try:
                    _send(process.stdin, line)
                    if pin is not None:
                        _send(process.stdin, pin)
                        _send(process.stdin, b"\n")
                    answered = self._answers.get(timeout=seconds)
                except queue.Empty as error:
                    self._kill()
                    raise KnownError("HELPER_TIMEOUT", f"{command}: {seconds:.0f} s", module=self._module) from error
                except OSError as error:
                    raise self._crashed(process, command) from error
                if answered is None:
                    raise self._crashed(process, command)
                answer = _parsed(answered)
                if answer is None:
                    self._kill()
                    raise KnownError("TOKEN_ANSWER_INVALID", f"{command}: {len(answered)} bytes from the helper")
        finally:
            if pin is not None:
                pin[:] = bytes(len(pin))
        if "error" in answer:
            raise KnownError(answer["error"], answer["detail"], **answer["facts"])
        return answer["ok"]

    def close(self) -> None:
        """End the helper for good; at once where a request is under way, since its driver may never return."""
        self._closed = True
        while not self._lock.acquire(timeout=_BETWEEN_KILLS):
            process = self._process
            if process is not None:
                process.kill()
        try:
            process = self._process
            if process is not None and process.poll() is None:
                try:
                    _send(process.stdin, b'{"command": "quit"}\n')
                    process.wait(timeout=_QUIT_SECONDS)
                except (OSError, subprocess.TimeoutExpired):
                    process.kill()
            self._kill()
        finally:
            self._lock.release()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._closed:
            raise KnownError("HELPER_CRASHED", "closed", module=self._module)
        if self._process is None or self._process.poll() is not None:
            self._kill()
            self._answers = queue.Queue()
            self._process = self._open(["helper", self._option, self._module])
            threading.Thread(target=_read, args=(self._process, self._answers), daemon=True).start()
        return self._process

    def _open(self, arguments: list[str]) -> subprocess.Popen[bytes]:
        program = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "cabinet"]
        return subprocess.Popen(  # noqa: S603  our own program; the module's path is one argument
            [*program, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )

    def _crashed(self, process: subprocess.Popen[bytes], command: str) -> KnownError:
        try:
            how = _how_it_ended(process.wait(timeout=_QUIT_SECONDS))
        except subprocess.TimeoutExpired:
            how = "closed its pipe"
        self._kill()
        return KnownError("HELPER_CRASHED", f"{command}: {how}", module=self._module)

    def _kill(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        if process.stdin is not None:
            process.stdin.close()


def _send(stream: IO[bytes] | None, data: bytes | bytearray) -> None:
    assert stream is not None  # noqa: S101  opened with a pipe
    with memoryview(data) as rest:
        done = 0
        while done < len(rest):
            done += stream.write(rest[done:])


def _read(process: subprocess.Popen[bytes], answers: queue.Queue[bytes | None]) -> None:
    assert process.stdout is not None  # noqa: S101  opened with a pipe
    with process.stdout as stream, open(stream.fileno(), "rb", closefd=False) as lines:
        while line := lines.readline(_LONGEST_ANSWER):
            answers.put(line)
    answers.put(None)


def _parsed(line: bytes) -> dict[str, Any] | None:
    """Return an answer; None for anything that a helper of ours would not write, a line without an end too."""
    try:
        answer = json.loads(line) if line.endswith(b"\n") else None
    except ValueError:
        return None
    return (
        answer if isinstance(answer, dict) and ("ok" in answer or {"error", "detail", "facts"} <= set(answer)) else None
    )


def _how_it_ended(status: int) -> str:
    """Return the signal's name, or the exit status; Windows' exceptions are statuses with the high bits set."""
    if status < 0:
        try:
            return signal.Signals(-status).name
        except ValueError:
            return f"signal {-status}"
    return f"exit status 0x{status:08X}" if status > 0xFFFF else f"exit status {status}"
