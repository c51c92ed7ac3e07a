"""The window's end of a child that works under a session lent to it: started, heard line by line, told more, ended.

Its first line is ``{"ready": JKT}``: the key that the session is lent for; the order goes in then. What stops it is a
``problem``. It ends when its standard input does.
"""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Generator
from typing import Any, Generic, Protocol, TypeVar

import msgspec

from cabinet.contract.endpoint import PersonEndpoint
from cabinet.contract.errors import KnownError
from cabinet.contract.login import ExportSession, ExportSessionRequest
from cabinet.perimeter.caller import answer_to
from cabinet.perimeter.child_process import end_child, start_child
from cabinet.perimeter.login import PersonSession
from cabinet.wire.ask import Ask

__all__ = ["LentProcess"]


class _Line(Protocol):
    @property
    def ready(self) -> str | None: ...


Said = TypeVar("Said", bound=_Line)


class LentProcess(Generic[Said]):
    """One child; :meth:`stop` may be called from anywhere, before it is started too."""

    word: str
    """Its word of the command line."""
    lends: PersonEndpoint[ExportSessionRequest, ExportSession]
    """Where its session is lent."""
    line: type[Said]
    """What each line of it is."""
    longest: int
    """Bytes of a line."""
    ended: str
    """The code where it is gone without a word."""

    def __init__(self, session: PersonSession) -> None:
        self._session = session
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._stopped = threading.Event()

    @property
    def pid(self) -> int | None:
        """Return the child's process id while it runs."""
        process = self._process
        return process.pid if process is not None and process.poll() is None else None

    def order(self, access_token: str) -> Any:
        """Return what the child is told first; override."""
        raise NotImplementedError

    def facts(self) -> dict[str, str]:
        """Return what :attr:`ended` tells beside its code; override."""
        return {}

    def stop(self) -> None:
        """End the child."""
        with self._lock:
            self._stopped.set()
            process = self._process
        if process is not None:
            process.kill()

    def hear(self) -> Generator[Said, None, None]:
        """Start the child and yield everything that it says; close this to end it. Nothing more comes once stopped.

        Raises:
            KnownError: :attr:`ended` where it is gone without a word, or why no session was lent.
        """
        with self._lock:
            if self._stopped.is_set():
                return
            process = self._process = start_child(self.word)
        try:
            yield from self._lines(process)
            why = "no further line"
        except OSError as error:
            why = str(error)
        finally:
            end_child(process)
        if not self._stopped.is_set():
            raise KnownError(self.ended, why, **self.facts())

    def tell(self, line: bytes) -> None:
        """Tell the child more; one that is gone hears nothing, and :meth:`hear` says so."""
        process = self._process
        if process is None or process.stdin is None:
            return
        try:
            process.stdin.write(line + b"\n")
            process.stdin.flush()
        except (OSError, ValueError):
            return  # a pipe that is broken, or closed by now

    def _lines(self, process: subprocess.Popen[bytes]) -> Generator[Said, None, None]:
        assert process.stdout is not None  # noqa: S101  opened with a pipe
        assert process.stdin is not None  # noqa: S101  opened with a pipe
        while (line := process.stdout.readline(self.longest)).endswith(b"\n"):
            try:
                said = msgspec.json.decode(line, type=self.line)
            except msgspec.MsgspecError:
                return
            if said.ready is None:
                yield said
                continue
            process.stdin.write(self._order(said.ready))
            process.stdin.flush()

    def _order(self, jkt: str) -> bytes:
        lent = answer_to(self._session, Ask(self.lends, ExportSessionRequest(jkt=jkt)))
        return msgspec.json.encode(self.order(lent.access_token)) + b"\n"
