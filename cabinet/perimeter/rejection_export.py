"""An export from the perimeter's stream into a file: goes on after a cut, and after a kill at the next run."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Final

import msgspec

from cabinet.contract.errors import KnownError
from cabinet.contract.rejection_export import AS_OF_HEADER, COLUMNS, EXPORT, ROWS_HEADER, ExportEnd, read_end
from cabinet.export.job import ExportForm, ExportJob
from cabinet.export.part import Part, put_in_place
from cabinet.export.part_lock import alone_with
from cabinet.export.rows import read_rows
from cabinet.export.safe_cells import BOM, safe_lines
from cabinet.export.summary import summed
from cabinet.export.summary_pdf import write_summary
from cabinet.export.workbook import write_workbook
from cabinet.profile.atomic import unwritable
from cabinet.wire.ask import AnyAsk, Ask
from cabinet.wire.transport import Stream

__all__ = ["OpenStream", "Progress", "export_rejections", "whole_lines"]

OpenStream = Callable[[AnyAsk], AbstractContextManager[Stream]]
"""Opens a stream as whoever exports: a narrow session or a machine."""
_HEAD: Final = ",".join(COLUMNS).encode() + b"\r\n"
_TRIES: Final = 4
"""Breaks one after another, none of them with a row in between, before a person is told."""
_FIRST_PAUSE: Final = 0.5
_PASSING: Final = {"CONTOUR_DOWN", "PERIMETER_UNREACHABLE", "PERIMETER_TIMEOUT", "EXPORT_CUT"}
_BLOCK: Final = 256 * 1024
"""Bytes gathered before they are looked through and written."""
_TOLD_EVERY: Final = 0.2


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """How far an export is: rows that are there, of how many, and rows a second since it began or went on.

    ``making`` says that all rows are there and a workbook or summary is made of them, ``made`` of how many by now.
    """

    rows: int
    of: int
    speed: float
    making: bool = False
    made: int = 0


class _Teller:
    """Tells progress a few times a second."""

    def __init__(self, told: Callable[[Progress], None], rows: int, clock: Callable[[], float]) -> None:
        self._told, self._clock = told, clock
        self._first, self._started = rows, clock()
        self._last = self._started - _TOLD_EVERY

    def tell(self, rows: int, of: int, *, making: bool = False, made: int = 0) -> None:
        now = self._clock()
        if now - self._last < _TOLD_EVERY and rows < of:
            return
        self._last = now
        taken = now - self._started
        speed = (rows - self._first) / taken if taken > 0 else 0.0
        self._told(Progress(rows=rows, of=of, speed=speed, making=making, made=made))


def export_rejections(
    opened: OpenStream,
    job: ExportJob,
    told: Callable[[Progress], None] = lambda _: None,
    *,
    resume: bool = True,
    pause: Callable[[float], None] = time.sleep,
    clock: Callable[[], float] = time.monotonic,
) -> int:
    """Write a file of everything that fits a job's filter; returns how many rows it has.

    The file appears whole or not at all. Where this fails or is stopped, what was written stays beside it, and the
    same job goes on from there, unless ``resume`` is False. ``told`` may stop it by raising.

    Raises:
        KnownError: the perimeter's refusal or the network's fault, ``EXPORT_CUT`` where its answers break off again
            and again, ``ANSWER_INVALID``; ``EXPORT_BUSY`` where another export writes into that file; ``DISK_FULL``,
            ``DISK_READ_ONLY`` or ``FOLDER_UNWRITABLE``.
    """
    try:
        with alone_with(job.path):
            head = b"" if job.form is ExportForm.NDJSON else (BOM if job.bom else b"") + _HEAD
            part = Part(job, head, resume=resume)
            teller = _Teller(told, part.state.rows, clock)
            try:
                if not part.state.whole:
                    _fetch(opened, part, teller, pause)
                part.close()
                _make(part, teller)
            except BaseException:
                part.close()
                raise
            part.discard()
    except OSError as error:
        raise unwritable(error, job.path.parent) from error
    return part.state.rows


def _fetch(opened: OpenStream, part: Part, teller: _Teller, pause: Callable[[float], None]) -> None:
    """Have every row in the part, however often the stream breaks off."""
    breaks = 0
    while not part.state.whole:
        before = part.state.rows
        try:
            _stream(opened, part, teller)
        except KnownError as error:
            part.sync()
            breaks = 1 if part.state.rows > before else breaks + 1
            if error.code not in _PASSING or breaks >= _TRIES:
                raise
            pause(_FIRST_PAUSE * 2 ** (breaks - 1))


def _stream(opened: OpenStream, part: Part, teller: _Teller) -> None:
    """Take one answer as far as it goes.

    Raises:
        KnownError: ``EXPORT_CUT`` where it has no end, ``ANSWER_INVALID``, or what the network does.
    """
    job, state = part.state.job, part.state
    query: dict[str, str | int | None] = {
        "filter": job.filter or None, "format": job.form.stream, "lang": job.language,
        "cursor": None if state.cursor is None else str(state.cursor), "asOf": state.as_of,
    }  # fmt: skip
    with opened(Ask(EXPORT, query=query)) as stream:
        as_of, remaining = _count(stream, AS_OF_HEADER), _count(stream, ROWS_HEADER)
        if state.as_of is not None and as_of != state.as_of:
            raise KnownError("ANSWER_INVALID", f"a view at {as_of}, {state.as_of} asked")
        part.answered(as_of, remaining)
        taken, headed = 0, job.form is ExportForm.NDJSON
        end: ExportEnd | None = None
        for rows, last_line in whole_lines(stream.pieces):
            end = last_line
            if not headed and rows:
                if not rows.startswith(_HEAD):
                    raise KnownError("ANSWER_INVALID", "other columns")
                rows, headed = rows[len(_HEAD) :], True
            if rows:
                number = rows.count(b"\n")
                last = _last(rows, job.form)
                if part.state.cursor is not None and last <= part.state.cursor:
                    raise KnownError("ANSWER_INVALID", f"row {last} after {part.state.cursor}")
                part.add(rows if job.form is ExportForm.NDJSON else safe_lines(rows), number, last)
                taken += number
                teller.tell(part.state.rows, part.state.total)
        if end is None:
            raise KnownError("EXPORT_CUT", f"after {taken} rows")
        if end != ExportEnd(rows=taken, as_of=as_of):
            raise KnownError("ANSWER_INVALID", f"{taken} rows came, {end.rows} were said")
        part.finish()


def whole_lines(pieces: Iterator[bytes]) -> Iterator[tuple[bytes, ExportEnd | None]]:
    """Yield whole lines as they come, many at once, and what the last line of all says once it is there.

    Raises:
        KnownError: ``ANSWER_INVALID`` where something follows the end.
    """
    rest = bytearray()
    end: ExportEnd | None = None
    cut: KnownError | None = None
    try:
        for piece in pieces:
            if end is not None:
                raise KnownError("ANSWER_INVALID", "lines after the last one")
            rest += piece
            if len(rest) >= _BLOCK or piece.endswith(b"\n"):
                lines, end = _taken(rest)
                yield lines, end
    except KnownError as error:
        # What came whole before a cut need not come again.
        cut = error
    if rest and end is None:
        yield _taken(rest)
    if cut is not None:
        raise cut


def _taken(gathered: bytearray) -> tuple[bytes, ExportEnd | None]:
    """Take the whole lines out of what was gathered; the last of all is taken off and read."""
    cut = gathered.rfind(b"\n") + 1
    lines = bytes(gathered[:cut])
    del gathered[:cut]
    at = lines.rfind(b"\n", 0, -1) + 1
    end = None if gathered else read_end(lines[at:])
    return (lines if end is None else lines[:at]), end


def _count(stream: Stream, name: str) -> int:
    value = stream.headers.get(name, "")
    if not value.isascii() or not value.isdigit() or len(value) > 18:
        raise KnownError("ANSWER_INVALID", name)
    return int(value)


class _Row(msgspec.Struct):
    seq: int


class _Line(msgspec.Struct):
    row: _Row


_read_line = msgspec.json.Decoder(_Line).decode


def _last(lines: bytes, form: ExportForm) -> int:
    """Return the sequence number of the last of some lines.

    Raises:
        KnownError: ``ANSWER_INVALID``.
    """
    line = lines[lines.rfind(b"\n", 0, -1) + 1 :]
    try:
        return _read_line(line).row.seq if form is ExportForm.NDJSON else int(line.split(b",", 1)[0])
    except (msgspec.MsgspecError, ValueError) as error:
        raise KnownError("ANSWER_INVALID", "a row without its number") from error


def _make(part: Part, teller: _Teller) -> None:
    """Give the file its name, made of the part where it is not the part itself."""
    state = part.state
    job = state.job
    if job.form in {ExportForm.CSV, ExportForm.NDJSON}:
        put_in_place(part.path, job.path)
        return

    def made(rows: int) -> None:
        teller.tell(state.rows, state.rows, making=True, made=rows)

    fresh = part.path.with_name(f"{part.path.name}.made")
    try:
        if job.form is ExportForm.XLSX:
            write_workbook(part.path, fresh, job.language, made)
        else:
            write_summary(job, summed(read_rows(part.path), made), state.as_of or 0, fresh)
        _sync(fresh)
        put_in_place(fresh, job.path)
    except ValueError as error:
        part.discard()
        raise KnownError("EXPORT_PART_BROKEN", str(error), path=str(part.path)) from error
    finally:
        fresh.unlink(missing_ok=True)


def _sync(path: Path) -> None:
    with path.open("r+b") as file:
        os.fsync(file.fileno())
