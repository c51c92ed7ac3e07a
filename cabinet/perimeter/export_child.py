"""``cabinet export-child``: writes one export, as a process of its own that the window starts.

Its key is made here and never leaves: the first line out is ``{"ready": JKT}``, the one line in
(:class:`Order`) brings a narrow session for that key, and the job. Then come ``{"progress": …}``, and at the end
``{"done": ROWS}`` or ``{"problem": {"code", "detail", "facts"}}``. It ends when its standard input does: the window
that is gone, or that stops it, closes that. Wherever that happens, what was written can be gone on with.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import IO

import msgspec

from cabinet.contract.clock import SystemClock
from cabinet.contract.errors import BugError, KnownError
from cabinet.contract.profile import PerimeterProfile
from cabinet.export.job import ExportJob
from cabinet.journal.core_file import no_core_file
from cabinet.journal.parent import stdin_lines
from cabinet.perimeter.child_output import STOPPED, Problem, end_with, own_output, problem_of, tell
from cabinet.perimeter.rejection_export import Progress, export_rejections
from cabinet.wire.ask import AnyAsk
from cabinet.wire.dpop import SessionKey
from cabinet.wire.transport import Stream, Transport

__all__ = ["Order", "Told", "run"]


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """What a child is told; ``profile`` is the perimeter's, as JSON, ``ahead`` by how many seconds its clock is so."""

    job: ExportJob
    profile: str
    access_token: str
    ahead: float


class Told(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One line of a child."""

    ready: str | None = None
    progress: Progress | None = None
    done: int | None = None
    problem: Problem | None = None


def run(arguments: Sequence[str]) -> int:
    """Write one export; returns the exit status."""
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
    end_with(lines)
    try:
        rows = _export(order, key, out)
    except (KnownError, BugError) as error:
        tell(out, Told(problem=problem_of(error)))
        return 1
    tell(out, Told(done=rows))
    return 0


def _export(order: Order, key: SessionKey, out: IO[bytes]) -> int:
    key.ahead = timedelta(seconds=order.ahead)
    transport = Transport(PerimeterProfile.model_validate_json(order.profile))

    @contextmanager
    def opened(ask: AnyAsk) -> Iterator[Stream]:
        with transport.stream(ask, session_key=key, access_token=order.access_token) as stream:
            yield stream

    try:
        return export_rejections(opened, order.job, lambda progress: tell(out, Told(progress=progress)))
    finally:
        transport.close()
