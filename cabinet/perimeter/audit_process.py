"""The window's end of an auditing child: starts it, lends it a session, hears how far it is, lets it pause."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

import msgspec

from cabinet.contract.errors import KnownError
from cabinet.contract.login import AUDIT_SESSION, ExportSessionRequest
from cabinet.perimeter.audit_child import Order, SeenCheckpoint, Told
from cabinet.perimeter.caller import answer_to
from cabinet.perimeter.child_process import end_child, start_child
from cabinet.perimeter.login import PersonSession
from cabinet.wire.ask import Ask

__all__ = ["AuditProcess", "AuditWish"]

_LONGEST: Final = 1 << 28
"""Bytes of a line: a state has the rejected attempts of the log that are open, some hundred bytes each."""


@dataclass(frozen=True)
class AuditWish:
    """What is to be audited: against which checkpoints, seen since when, against a folder of receipts, from where."""

    seen: Sequence[SeenCheckpoint] = ()
    first_seen: datetime | None = None
    receipts: Path | None = None
    state: bytes = b""


class AuditProcess:
    """One child. :meth:`run` blocks until it has ended; the others may be called from anywhere."""

    def __init__(self, session: PersonSession, wish: AuditWish) -> None:
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
        """Tell everything that the child says, until its report, until it has paused, or until :meth:`stop`.

        Raises:
            KnownError: why nothing can be audited, or ``AUDIT_ENDED`` where the child is gone without a word.
        """
        with self._lock:
            if self._stopped.is_set():
                return
            process = self._process = start_child("audit-child")
        try:
            self._hear(process, told)
        except OSError as error:
            if not self._stopped.is_set():
                raise KnownError("AUDIT_ENDED", str(error)) from error
        finally:
            end_child(process)

    def pause(self) -> None:
        """Let the child stop at the next tile and tell where it stands; one that is gone hears nothing."""
        process = self._process
        if process is None or process.stdin is None:
            return
        try:
            process.stdin.write(b"pause\n")
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
                continue
            told(said)
            if said.problem is not None:
                raise said.problem.error()
            if said.report is not None or said.paused:
                return
        if not self._stopped.is_set():
            raise KnownError("AUDIT_ENDED", "no further line")

    def _order(self, jkt: str) -> bytes:
        session, wish = self._session, self._wish
        lent = answer_to(session, Ask(AUDIT_SESSION, ExportSessionRequest(jkt=jkt)))
        order = Order(
            profile=session.profile.model_dump_json(by_alias=True), access_token=lent.access_token,
            ahead=session.ahead.total_seconds(), seen=list(wish.seen), first_seen=wish.first_seen,
            receipts=str(wish.receipts.absolute()) if wish.receipts is not None else "", state=wish.state,
        )  # fmt: skip
        return msgspec.json.encode(order) + b"\n"
