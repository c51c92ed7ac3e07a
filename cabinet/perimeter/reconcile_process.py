"""The window's end of a comparing child: starts it, lends it a session, hears what it comes to, tells it what next."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import msgspec

from cabinet.contract.errors import KnownError
from cabinet.contract.login import RECONCILE_SESSION, ExportSessionRequest
from cabinet.perimeter.caller import answer_to
from cabinet.perimeter.child_process import end_child, start_child
from cabinet.perimeter.login import PersonSession
from cabinet.perimeter.reconcile_child import Command, Order, Told
from cabinet.wire.ask import Ask

__all__ = ["ReconcileProcess", "Wish"]

_LONGEST: Final = 1 << 26
"""Bytes of a line: a report of a thousand differences of every kind, each with every field, is a tenth of it."""


@dataclass(frozen=True)
class Wish:
    """What is to be compared: files or folders, with one source or (empty) all, and columns a person has named."""

    paths: Sequence[Path]
    source: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)


class ReconcileProcess:
    """One child. :meth:`run` blocks until it is stopped; the others may be called from anywhere."""

    def __init__(self, session: PersonSession, wish: Wish) -> None:
        self._session, self._wish = session, wish
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._stopped = threading.Event()

    @property
    def pid(self) -> int | None:
        """Return the child's process id while it runs."""
        process = self._process
        return process.pid if process is not None and process.poll() is None else None

    def run(self, told: Callable[[Told], None]) -> None:
        """Tell everything that the child says, until :meth:`stop`.

        Raises:
            KnownError: why nothing can be compared, or ``RECONCILE_ENDED`` where the child is gone without a word.
        """
        with self._lock:
            if self._stopped.is_set():
                return
            process = self._process = start_child("reconcile-child")
        try:
            self._hear(process, told)
        except OSError as error:
            if not self._stopped.is_set():
                raise KnownError("RECONCILE_ENDED", str(error)) from error
        finally:
            end_child(process)

    def send(self, command: Command) -> None:
        """Tell the child what to do next; one that is gone hears nothing, and :meth:`run` says so."""
        process = self._process
        if process is None or process.stdin is None:
            return
        try:
            process.stdin.write(msgspec.json.encode(command) + b"\n")
            process.stdin.flush()
        except (OSError, ValueError):
            return  # a pipe that is broken, or closed by now

    def stop(self) -> None:
        """End the child."""
        with self._lock:
            self._stopped.set()
            process = self._process
        if process is not None:
            process.kill()

    def _hear(self, process: subprocess.Popen[bytes], told: Callable[[Told], None]) -> None:
        assert process.stdout is not None  # noqa: S101  opened with a pipe
        assert process.stdin is not None  # noqa: S101  opened with a pipe
        while (line := process.stdout.readline(_LONGEST)).endswith(b"\n"):
            try:
                said = msgspec.json.decode(line, type=Told)
            except msgspec.MsgspecError:
                break
            if said.ready is not None:
                process.stdin.write(self._order(said.ready))
                process.stdin.flush()
            elif said.problem is not None and not said.day:
                raise said.problem.error()
            else:
                told(said)
        if not self._stopped.is_set():
            raise KnownError("RECONCILE_ENDED", "no further line")

    def _order(self, jkt: str) -> bytes:
        session, wish = self._session, self._wish
        lent = answer_to(session, Ask(RECONCILE_SESSION, ExportSessionRequest(jkt=jkt)))
        order = Order(
            paths=[str(path.absolute()) for path in wish.paths], source=wish.source,
            platform=f"{session.person.edrpou}/{wish.source}", columns=dict(wish.columns),
            profile=session.profile.model_dump_json(by_alias=True), access_token=lent.access_token,
            ahead=session.ahead.total_seconds(),
        )  # fmt: skip
        return msgspec.json.encode(order) + b"\n"
