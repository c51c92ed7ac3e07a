"""The window's end of an export child: starts it, lends it a session, hears how far it is, stops it."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Callable, Iterator
from typing import IO, Final

import msgspec

from cabinet.contract.errors import KnownError
from cabinet.contract.login import EXPORT_SESSION, ExportSessionRequest
from cabinet.export.job import ExportJob
from cabinet.perimeter.caller import answer_to
from cabinet.perimeter.child_process import end_child, start_child
from cabinet.perimeter.export_child import Order, Told
from cabinet.perimeter.login import PersonSession
from cabinet.perimeter.rejection_export import Progress
from cabinet.wire.ask import Ask

__all__ = ["ExportProcess"]

_LONGEST: Final = 1 << 20


class ExportProcess:
    """One export. :meth:`run` blocks; :meth:`stop` may be called from anywhere, before it too."""

    def __init__(self, session: PersonSession, job: ExportJob) -> None:
        self._session, self._job = session, job
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._stopped = threading.Event()

    @property
    def pid(self) -> int | None:
        """Return the child's process id while it runs."""
        process = self._process
        return process.pid if process is not None and process.poll() is None else None

    def run(self, told: Callable[[Progress], None]) -> int | None:
        """Write the file; returns how many rows it has, None where it was stopped.

        Raises:
            KnownError: what stopped it, or ``EXPORT_ENDED`` where the child is gone without a word.
        """
        with self._lock:
            if self._stopped.is_set():
                return None
            process = self._process = start_child("export-child")
        try:
            return self._hear(process, told)
        except OSError as error:
            if self._stopped.is_set():
                return None
            raise KnownError("EXPORT_ENDED", str(error), path=self._job.out) from error
        finally:
            end_child(process)

    def stop(self) -> None:
        """End the child; what it has written is gone on with next time."""
        with self._lock:
            self._stopped.set()
            process = self._process
        if process is not None:
            process.kill()

    def _hear(self, process: subprocess.Popen[bytes], told: Callable[[Progress], None]) -> int | None:
        assert process.stdout is not None  # noqa: S101  opened with a pipe
        assert process.stdin is not None  # noqa: S101  opened with a pipe
        for said in _lines(process.stdout):
            if said.ready is not None:
                process.stdin.write(self._order(said.ready))
                process.stdin.flush()
            if said.progress is not None:
                told(said.progress)
            if said.problem is not None:
                raise said.problem.error()
            if said.done is not None:
                return said.done
        if self._stopped.is_set():
            return None
        raise KnownError("EXPORT_ENDED", "no last line", path=self._job.out)

    def _order(self, jkt: str) -> bytes:
        lent = answer_to(self._session, Ask(EXPORT_SESSION, ExportSessionRequest(jkt=jkt)))
        order = Order(
            job=self._job, profile=self._session.profile.model_dump_json(by_alias=True),
            access_token=lent.access_token, ahead=self._session.ahead.total_seconds(),
        )  # fmt: skip
        return msgspec.json.encode(order) + b"\n"


def _lines(stream: IO[bytes]) -> Iterator[Told]:
    """Yield what a child says, as long as it is what one of ours would say."""
    while (line := stream.readline(_LONGEST)).endswith(b"\n"):
        try:
            yield msgspec.json.decode(line, type=Told)
        except msgspec.MsgspecError:
            return
