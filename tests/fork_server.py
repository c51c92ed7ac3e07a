"""Programs of Python without their imports: each is forked from a process that has made them once.

``ForkServer("x", "y").start(["-m", "z", …])`` does what ``python -m z …`` would after importing x and y. It knows
nothing of the program under test, so that copies of it can be run as well.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import select
import signal
import socket
import struct
import subprocess
import sys
import threading
import weakref
from pathlib import Path
from typing import IO, Any, NoReturn

_NUMBER = struct.Struct("!i")


class ForkServer:
    """Begins with the first program; ends with this process."""

    def __init__(self, *preloaded: str) -> None:
        self._preloaded = preloaded
        self._lock = threading.Lock()
        self._channel: socket.socket | None = None

    def start(
        self,
        module: str,
        *arguments: str,
        folder: Path | None = None,
        environment: dict[str, str] | None = None,
        raw: bool = False,
        quiet: bool = False,
    ) -> ForkedProcess:
        """Start a module as ``python -m`` would; ``raw`` pipes carry bytes, unbuffered; ``quiet`` lacks stderr's."""
        request = {
            "module": module,
            "arguments": arguments,
            "folder": str(folder or Path.cwd()),
            "environment": dict(os.environ) if environment is None else environment,
        }
        with self._lock:
            if self._channel is None:
                self._channel = self._begin()
            return ForkedProcess(self._channel, json.dumps(request).encode(), raw=raw, quiet=quiet)

    def begin_within(self) -> None:
        """Begin as a fork of this process, which has imported all of it and has no threads yet.

        For a program that was forked itself and starts others: its own fork server costs it no import again.
        """
        ours, theirs = socket.socketpair()
        if os.fork():
            theirs.close()
            self._channel = ours
            return
        ours.close()
        nothing = os.open(os.devnull, os.O_RDWR)
        for number in range(3):
            os.dup2(nothing, number)  # whoever reads what this program says need not wait for its fork server
        os.close(nothing)
        with theirs:
            asked = _serve(theirs)
        if asked is not None:
            _run(*asked)
        os._exit(0)

    def run(
        self,
        module: str,
        *arguments: str,
        folder: Path | None = None,
        environment: dict[str, str] | None = None,
        seconds: float,
    ) -> subprocess.CompletedProcess[str]:
        """Run one to its end.

        Raises:
            subprocess.TimeoutExpired: it took longer, and was killed.
        """
        process = self.start(module, *arguments, folder=folder, environment=environment)
        said = ["", ""]
        assert process.stderr is not None
        pipes = (process.stdout, process.stderr)

        def read(number: int) -> None:
            said[number] = pipes[number].read()

        readers = [threading.Thread(target=read, args=(number,)) for number in range(len(pipes))]
        for reader in readers:
            reader.start()
        process.stdin.close()
        try:
            status = process.wait(seconds)
        finally:
            process.kill()
            for reader in readers:
                reader.join()
            for pipe in pipes:
                pipe.close()
        return subprocess.CompletedProcess([module, *arguments], status, *said)

    def _begin(self) -> socket.socket:
        ours, theirs = socket.socketpair()
        with theirs:
            process = subprocess.Popen(
                [sys.executable, __file__, str(theirs.fileno()), *self._preloaded], pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            )  # fmt: skip

        def end() -> None:
            ours.close()
            process.wait()

        atexit.register(end)
        return ours


COPIES = ForkServer(
    "pytest", "PySide6.QtTest", "PySide6.QtWidgets", "hypothesis", "httpx", "pydantic",
    "OpenSSL.crypto", "cryptography.x509", "asn1crypto.cms", "msgspec", "starlette.applications",
    "uvicorn", "lxml.etree",
)  # fmt: skip
"""For tests of a changed copy of the program: what it and they import of others."""


class ForkedProcess:
    """As much of :class:`subprocess.Popen` as the owners of our programs use; any thread may ask how it ended."""

    def __init__(self, channel: socket.socket, request: bytes, *, raw: bool = False, quiet: bool = False) -> None:
        theirs_in, ours_in = os.pipe()
        ours_out, theirs_out = os.pipe()
        self._status, theirs_status = os.pipe()
        weakref.finalize(self, os.close, self._status)
        self._lock = threading.Lock()
        self.stdin: IO[Any] = os.fdopen(ours_in, "wb", 0) if raw else _text(ours_in, "w")
        self.stdout: IO[Any] = os.fdopen(ours_out, "rb", 0) if raw else _text(ours_out, "r")
        self.stderr: IO[Any] | None = None
        if quiet:
            theirs_err = os.open(os.devnull, os.O_WRONLY)
        else:
            ours_err, theirs_err = os.pipe()
            self.stderr = _text(ours_err, "r")
        theirs = [theirs_in, theirs_out, theirs_err, theirs_status]
        socket.send_fds(channel, [_NUMBER.pack(len(request))], theirs)
        channel.sendall(request)
        for number in theirs:
            os.close(number)
        self.pid = self._read_number()
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """Return the exit status, None while it runs."""
        return self._ended(0)

    def wait(self, timeout: float | None = None) -> int:
        """Wait for the exit status.

        Raises:
            subprocess.TimeoutExpired: it did not come in so many seconds.
        """
        status = self._ended(timeout)
        if status is None:
            raise subprocess.TimeoutExpired("forked", timeout or 0)
        return status

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it."""
        self.send_signal(signal.SIGKILL)

    def send_signal(self, number: int) -> None:
        """Send it, where it still runs."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def _ended(self, seconds: float | None) -> int | None:
        if self.returncode is None and select.select([self._status], [], [], seconds)[0]:
            with self._lock:
                if self.returncode is None:
                    self.returncode = os.waitstatus_to_exitcode(self._read_number())
        return self.returncode

    def _read_number(self) -> int:
        return int(_NUMBER.unpack(os.read(self._status, _NUMBER.size))[0])


def _text(number: int, mode: str, buffering: int = -1, *, own: bool = True) -> IO[str]:
    return open(number, mode, buffering, encoding="utf-8", errors="replace", closefd=own)


def _serve(channel: socket.socket) -> tuple[dict[str, Any], list[int]] | None:
    """Fork for each request; returns in the forked process, and without a request when there are no more."""
    signal.signal(signal.SIGCHLD, _forget)
    while True:
        head, files, _, _ = socket.recv_fds(channel, _NUMBER.size, 4)
        if not head:
            return None
        request = _read(channel, _NUMBER.unpack(head)[0])
        if os.fork() == 0:
            channel.close()
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            return _forked_again(json.loads(request), files)
        for number in files:
            os.close(number)


def _forget(*_: object) -> None:
    """Let waiters that have ended go; their time counts as this process's children's."""
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _read(channel: socket.socket, size: int) -> bytes:
    got = b""
    while len(got) < size:
        got += channel.recv(size - len(got))
    return got


def _forked_again(request: dict[str, Any], files: list[int]) -> tuple[dict[str, Any], list[int]]:
    """Fork the program, and tell its number and how it ended: only its parent learns that."""
    *streams, status = files
    pid = os.fork()
    if pid == 0:
        os.close(status)
        return request, streams
    for number in streams:
        os.close(number)
    os.write(status, _NUMBER.pack(pid))
    ended = os.waitpid(pid, 0)[1]
    with contextlib.suppress(BrokenPipeError):
        os.write(status, _NUMBER.pack(ended))
    os._exit(0)


def _run(request: dict[str, Any], streams: list[int]) -> NoReturn:
    """Become the program."""
    import runpy

    for number, file in enumerate(streams):
        os.dup2(file, number)
        os.close(file)
    # Where this process was forked from a program that was forked itself, they replace that one's.
    sys.stdin, sys.stdout, sys.stderr = _text(0, "r", own=False), _text(1, "w", own=False), _text(2, "w", 1, own=False)
    environment: dict[str, str] = request["environment"]
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(request["folder"])
    sys.dont_write_bytecode = bool(environment.get("PYTHONDONTWRITEBYTECODE"))
    sys.path[:0] = [request["folder"], *filter(None, environment.get("PYTHONPATH", "").split(os.pathsep))]
    sys.argv = [request["module"], *request["arguments"]]
    runpy.run_module(request["module"], run_name="__main__", alter_sys=True)
    sys.exit()


def _main(number: str, *preloaded: str) -> None:
    import gc
    import importlib

    sys.path[0] = str(Path.cwd())  # as for python -m
    for name in preloaded:
        importlib.import_module(name)
    gc.freeze()
    with socket.socket(fileno=int(number)) as channel:
        asked = _serve(channel)
    if asked is not None:
        _run(*asked)


if __name__ == "__main__":
    _main(*sys.argv[1:])
