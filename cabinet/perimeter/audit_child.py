"""``cabinet audit-child``: audits the operator's log, as a process of its own that the window starts.

Its key is made here and never leaves: the first line out is ``{"ready": JKT}``, the first line in (:class:`Order`)
brings a session for that key that only reads the log and its figures. Then it tells how far it is (``progress``) and,
every few seconds, where it could go on from (``state``); any further line in lets it pause, which it tells with
its last state. The last line is the ``report``, ``paused`` or a ``problem``. It ends when its standard input does.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, Final

import msgspec

from cabinet.audit.asking import LogAsking
from cabinet.audit.auditing import Anchor, Audit, Paused, Wanted
from cabinet.audit.report import Progress, Report
from cabinet.contract.clock import SystemClock
from cabinet.contract.errors import BugError, KnownError
from cabinet.contract.profile import PerimeterProfile
from cabinet.journal.core_file import no_core_file
from cabinet.journal.parent import stdin_lines
from cabinet.perimeter.child_output import STOPPED, Problem, end_with, own_output, problem_of, tell
from cabinet.proof.notes import NoteVerifier
from cabinet.wire.ask import AnyAsk
from cabinet.wire.dpop import SessionKey
from cabinet.wire.transport import Transport

__all__ = ["Order", "SeenCheckpoint", "Told", "run"]

_STATE_EVERY_SECONDS: Final = 5.0
_STATE_SHARE: Final = 0.05
"""Of its time at most so much goes into telling where it stands: that grows with rejections that are open."""


class SeenCheckpoint(msgspec.Struct, frozen=True, array_like=True):
    """A checkpoint that was seen here."""

    size: int
    root: bytes


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """What a child is told first; ``profile`` is the perimeter's, as JSON, ``ahead`` by how many seconds its clock is.

    ``receipts`` is a folder, or empty; ``state`` where an earlier audit stopped, or empty.
    """

    profile: str
    access_token: str
    ahead: float
    seen: list[SeenCheckpoint]
    first_seen: datetime | None
    receipts: str
    state: bytes


class Told(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One line of a child."""

    ready: str | None = None
    progress: Progress | None = None
    state: bytes | None = None
    paused: bool = False
    report: Report | None = None
    problem: Problem | None = None


def run(arguments: Sequence[str]) -> int:
    """Audit once; returns the exit status."""
    del arguments
    no_core_file()
    out = own_output()
    key = SessionKey(SystemClock())
    tell(out, Told(ready=key.thumbprint))
    lines = stdin_lines()
    given = next(lines, None)
    if given is None:
        return STOPPED
    order = msgspec.json.decode(given, type=Order)
    pausing = threading.Event()
    end_with(lines, lambda _: pausing.set())
    key.ahead = timedelta(seconds=order.ahead)
    return _Child(order, key, out, pausing).do()


class _Child:
    def __init__(self, order: Order, key: SessionKey, out: IO[bytes], pausing: threading.Event) -> None:
        self._out = out
        self._state_due = time.monotonic() + _STATE_EVERY_SECONDS
        profile = PerimeterProfile.model_validate_json(order.profile)
        transport = Transport(profile)

        def call(ask: AnyAsk) -> bytes:
            return transport.call(ask.ready(), session_key=key, access_token=order.access_token).body

        wanted = Wanted(
            seen=[Anchor(one.size, one.root) for one in order.seen], first_seen=order.first_seen,
            receipts=Path(order.receipts) if order.receipts else None, state=order.state or None,
        )  # fmt: skip
        verifiers = [NoteVerifier.parse(key) for key in profile.note_verifier_keys]
        self._audit = Audit(LogAsking(call, verifiers), wanted, SystemClock().now, self._tell, pausing.is_set)

    def do(self) -> int:
        """Audit and tell what came of it."""
        try:
            report = self._audit.run()
        except Paused:
            tell(self._out, Told(state=self._audit.state(), paused=True))
        except (KnownError, BugError) as error:
            tell(self._out, Told(state=self._audit.state(), problem=problem_of(error)))
            return 1
        else:
            tell(self._out, Told(report=report))
        return 0

    def _tell(self, progress: Progress) -> None:
        began = time.monotonic()
        if began < self._state_due:
            tell(self._out, Told(progress=progress))
            return
        tell(self._out, Told(progress=progress, state=self._audit.state()))
        ended = time.monotonic()
        self._state_due = ended + max(_STATE_EVERY_SECONDS, (ended - began) / _STATE_SHARE)
