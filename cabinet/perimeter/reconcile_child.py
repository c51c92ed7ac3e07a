"""``cabinet reconcile-child``: compares day files, as a process of its own that the window starts.

Its key is made here and never leaves: the first line out is ``{"ready": JKT}``, the first line in (:class:`Order`)
brings a session for that key that only compares, and what files. They are looked at and told (``looked``); then each
further line in is one :class:`Command`, done in its order: a day compared (``progress``, then ``report``), what is
missing or the protocol written (``written``). What comes to nothing is told as ``problem`` with the command's day, and
the next one is done. It ends when its standard input does: the window that is gone, or that stops it, closes that.
"""

from __future__ import annotations

import queue
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import IO, Final

import msgspec

from cabinet.contract.clock import SystemClock
from cabinet.contract.errors import BugError, KnownError
from cabinet.contract.profile import PerimeterProfile
from cabinet.contract.reconciliation import STANDING, Standing, StandingAsked
from cabinet.dayfile.form import Shape, form_of
from cabinet.dayfile.reading import DayFile, open_table
from cabinet.export.job import Heading
from cabinet.journal.core_file import no_core_file
from cabinet.journal.parent import stdin_lines
from cabinet.perimeter.child_output import STOPPED, Problem, end_with, own_output, problem_of, tell
from cabinet.profile.atomic import unwritable
from cabinet.profile.columns import remember_columns, remembered_columns
from cabinet.profile.folders import config_folder
from cabinet.reconcile.chosen_files import chosen_files
from cabinet.reconcile.comparison import Compared, Progress, compare_day
from cabinet.reconcile.differences import Report
from cabinet.reconcile.missing_file import write_missing
from cabinet.reconcile.our_day import first_day
from cabinet.reconcile.protocol import protocol_of
from cabinet.reconcile.their_day import Asking
from cabinet.wire.ask import AnyAsk, Ask
from cabinet.wire.dpop import SessionKey
from cabinet.wire.transport import Stream, Transport

__all__ = ["Command", "JustifiedOne", "LookedAt", "Order", "Told", "Written", "run"]

_START: Final = 64 * 1024


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """What a child is told first; ``profile`` is the perimeter's, as JSON, ``ahead`` by how many seconds its clock is.

    ``platform`` is the key that columns are remembered under, ``columns`` are those that a person has just chosen;
    ``source`` is empty for all of them.
    """

    paths: list[str]
    source: str
    platform: str
    columns: dict[str, str]
    profile: str
    access_token: str
    ahead: float


class JustifiedOne(msgspec.Struct, frozen=True):
    """Why one difference is as it is, in words that are printed."""

    kind: str
    tx: str
    words: str


class Command(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is done of a day: ``compare`` its files by their number, ``missing`` or ``protocol`` written into a file."""

    day: str
    compare: list[int] | None = None
    missing: str | None = None
    late_reason: str | None = None
    protocol: str | None = None
    heading: Heading | None = None
    language: str = "uk"
    reasons: list[JustifiedOne] = []


class LookedAt(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One file: size in bytes, the day most of its first lines are of, and, of a table, what columns are read into."""

    path: str
    size: int = 0
    sha256: str = ""
    encoding: str = ""
    day: str | None = None
    columns: dict[str, str] | None = None
    problem: Problem | None = None


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """A file that is there: what is missing, of so many lines, or (None) the protocol."""

    path: str
    lines: int | None = None


class Told(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One line of a child."""

    ready: str | None = None
    looked: list[LookedAt] | None = None
    day: str = ""
    progress: Progress | None = None
    report: Report | None = None
    written: Written | None = None
    problem: Problem | None = None


def run(arguments: Sequence[str]) -> int:
    """Compare until standard input ends; returns the exit status."""
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
    commands: queue.SimpleQueue[str] = queue.SimpleQueue()
    end_with(lines, commands.put)
    try:
        child = _Child(order, key, out)
    except (KnownError, BugError) as error:
        tell(out, Told(problem=problem_of(error)))
        return 1
    while True:
        child.do(msgspec.json.decode(commands.get(), type=Command))


class _Child:
    def __init__(self, order: Order, key: SessionKey, out: IO[bytes]) -> None:
        self._order, self._key, self._out = order, key, out
        key.ahead = timedelta(seconds=order.ahead)
        self._transport = Transport(PerimeterProfile.model_validate_json(order.profile))
        self._files: dict[int, DayFile] = {}
        self._done: dict[str, tuple[list[DayFile], Compared]] = {}
        known = remembered_columns(config_folder(), order.platform) | order.columns
        paths = chosen_files([Path(path) for path in order.paths])
        looked = [self._look(number, path, known) for number, path in enumerate(paths)]
        tell(out, Told(looked=looked))

    def do(self, command: Command) -> None:
        """Do one thing and tell what came of it."""
        try:
            if command.compare is not None:
                self._compare(command.day, [self._files[number] for number in command.compare])
            elif command.missing is not None:
                self._write_missing(command.day, Path(command.missing), command.late_reason)
            elif command.protocol is not None and command.heading is not None:
                self._write_protocol(command, command.heading, Path(command.protocol))
        except (KnownError, BugError) as error:
            tell(self._out, Told(day=command.day, problem=problem_of(error)))

    def _look(self, number: int, path: Path, known: dict[str, str]) -> LookedAt:
        try:
            file = open_table(path, known)
        except KnownError as error:
            return LookedAt(path=str(path), columns=_columns(path, known), problem=problem_of(error))
        day = first_day([file])
        about = LookedAt(
            path=str(path), size=file.size, sha256=file.sha256, encoding=file.form.encoding.name,
            day=None if day is None else day.isoformat(), columns=None if file.columns is None else dict(file.columns),
            problem=Problem(code="RECONCILE_NO_DAY", facts={"path": str(path)}) if day is None else None,
        )  # fmt: skip
        self._files[number] = file
        return about

    def _compare(self, day: str, files: list[DayFile]) -> None:
        def told(progress: Progress) -> None:
            tell(self._out, Told(day=day, progress=progress))

        compared = compare_day(
            files, date.fromisoformat(day), self._order.source, Asking(self._stream, self._standing), told
        )
        self._done[day] = (files, compared)
        for file in files:
            if file.columns:
                remember_columns(config_folder(), self._order.platform, file.columns)
        tell(self._out, Told(day=day, report=compared.report))

    def _write_missing(self, day: str, path: Path, reason: str | None) -> None:
        files, compared = self._unchanged(day)
        lines = write_missing([(files, compared.missing)], path, reason)
        tell(self._out, Told(day=day, written=Written(path=str(path), lines=lines)))

    def _write_protocol(self, command: Command, heading: Heading, path: Path) -> None:
        from cabinet.export.protocol_pdf import write_protocol

        files, compared = self._done[command.day]
        try:
            reasons = {(one.kind, one.tx): one.words for one in command.reasons}
            write_protocol(protocol_of(compared.report, files, heading, command.language, reasons), path)
        except OSError as error:
            raise unwritable(error, path.parent) from error
        tell(self._out, Told(day=command.day, written=Written(path=str(path))))

    def _unchanged(self, day: str) -> tuple[list[DayFile], Compared]:
        """Return a day's files and what it came to.

        Raises:
            KnownError: ``RECONCILE_FILE_CHANGED`` where a file is another one by now.
        """
        files, compared = self._done[day]
        for file in files:
            if open_table(file.path, file.columns).sha256 != file.sha256:
                raise KnownError("RECONCILE_FILE_CHANGED", path=str(file.path))
        return files, compared

    @contextmanager
    def _stream(self, ask: AnyAsk) -> Iterator[Stream]:
        with self._transport.stream(
            ask, session_key=self._key, access_token=self._order.access_token
        ) as stream:  # fmt: skip
            yield stream

    def _standing(self, ids: Sequence[str]) -> list[Standing]:
        ask = Ask(STANDING, StandingAsked(operator_tx_ids=list(ids)))
        reply = self._transport.call(ask.ready(), session_key=self._key, access_token=self._order.access_token)
        return ask.read(reply.body).items


def _columns(path: Path, known: dict[str, str]) -> dict[str, str] | None:
    """Return the columns of a table that could not be opened, to be named; None where it is none."""
    from cabinet.dayfile.columns import find_columns
    from cabinet.dayfile.csv_lines import written_columns

    try:
        with path.open("rb") as file:
            form = form_of(path, file.read(_START))
        if form.shape is not Shape.CSV:
            return None
        return find_columns(written_columns(path, form.encoding), known)
    except (KnownError, OSError):
        return None
