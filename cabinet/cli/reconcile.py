"""``cabinet reconcile FILE…``: a platform's day files against what the perimeter has of the day, by a machine's key."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cabinet.cli.messages import print_error
from cabinet.cli.progress_line import ProgressLine
from cabinet.contract.errors import KnownError
from cabinet.journal.trace import set_up

if TYPE_CHECKING:
    from cabinet.dayfile.reading import DayFile
    from cabinet.reconcile.comparison import Compared, Progress
    from cabinet.sender.machine import MachineClient

__all__ = ["DIFFERENT", "FAILED", "run"]

DIFFERENT: Final = 1
FAILED: Final = 2
_STATUSES: Final = (
    "exit status: 0 equal; 1 differences, or lines that could not be read; 2 could not compare, or usage. "
    "Late transactions are told and are no difference. The key's scope must be rejections:read"
)


def run(arguments: Sequence[str]) -> int:
    """Compare.

    Exit status: 0 equal, 1 differences, 2 could not compare, or usage.
    """
    parser = argparse.ArgumentParser(
        prog="cabinet reconcile",
        description="Compares a platform's day files with what the perimeter has of the day. The files stay here: "
        "sums and hashes are compared first, and only what differs is asked for.",
        epilog=_STATUSES,
    )
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE", help="a day file, or a folder of them")
    parser.add_argument(
        "--day", type=_day, metavar="D", help="as 2026-11-26; without it each file is compared with its own day"
    )
    parser.add_argument("--credential", type=Path, required=True, metavar="DIR", help="folder of the key")
    parser.add_argument("--all-sources", action="store_true", help="with every source's, not with the key's alone")
    parser.add_argument(
        "--column", action="append", default=[], metavar="NAME=FIELD", help="what a column is read into; remembered"
    )
    parser.add_argument("--missing-to", type=Path, metavar="FILE", help="write what is missing, for cabinet send")
    parser.add_argument("--late-reason", metavar="TEXT", help="put into the missing lines that give no lateReason")
    parser.add_argument("--json", action="store_true", help="one JSON object a day")
    parser.add_argument("--quiet", action="store_true", help="no progress")
    given = parser.parse_args(arguments)
    set_up()
    from cabinet.contract.clock import SystemClock
    from cabinet.sender.credential import open_credential
    from cabinet.sender.machine import MachineClient

    try:
        client = MachineClient(open_credential(given.credential), SystemClock())
        try:
            return _run(given, client)
        finally:
            client.close()
    except KnownError as error:
        print_error(error)
    except KeyboardInterrupt:
        print_error(KnownError("RECONCILE_INTERRUPTED"))
    return FAILED


def _run(given: argparse.Namespace, client: MachineClient) -> int:
    from cabinet.dayfile.columns import read_column_pairs
    from cabinet.dayfile.reading import open_table
    from cabinet.profile.columns import remember_columns, remembered_columns
    from cabinet.profile.folders import config_folder
    from cabinet.reconcile.chosen_files import chosen_files

    platform = f"{client.credential.operator}/{client.credential.source}"
    known = remembered_columns(config_folder(), platform) | read_column_pairs(given.column)
    files = [open_table(path, known) for path in chosen_files(given.files)]
    days = [(given.day, files)] if given.day is not None else _by_day(files)
    status = 0
    missing: list[tuple[Sequence[DayFile], Compared]] = []
    for day, of_day in days:
        compared = _compared(given, client, day, of_day)
        missing.append((of_day, compared))
        status = max(status, 0 if compared.report.equal else DIFFERENT)
    for file in files:
        if file.columns:
            remember_columns(config_folder(), platform, file.columns)
    if given.missing_to is not None:
        _write_missing(given, missing)
    return status


def _compared(given: argparse.Namespace, client: MachineClient, day: date, files: Sequence[DayFile]) -> Compared:
    from cabinet.cli.reconcile_report import print_report
    from cabinet.reconcile.comparison import compare_day
    from cabinet.reconcile.their_day import Asking

    line = ProgressLine(_so_far, quiet=given.quiet)
    source = "" if given.all_sources else client.credential.source
    try:
        compared = compare_day(files, day, source, Asking(client.stream, client.standing), line.show)
    finally:
        line.end()
    print_report(compared.report, as_json=given.json)
    return compared


def _write_missing(given: argparse.Namespace, compared: Sequence[tuple[Sequence[DayFile], Compared]]) -> None:
    from cabinet.cli.messages import phrases
    from cabinet.reconcile.missing_file import write_missing

    written = write_missing([(files, one.missing) for files, one in compared], given.missing_to, given.late_reason)
    phrase = phrases("reconcile")
    told = phrase("missing_written", count=written, path=given.missing_to) if written else phrase("nothing_missing")
    print(told, file=sys.stderr if given.json else sys.stdout)


def _day(text: str) -> date:
    from cabinet.contract.moment import parse_day

    return parse_day(text)


def _by_day(files: Sequence[DayFile]) -> list[tuple[date, list[DayFile]]]:
    """Return the files by the day that each is of, the oldest first.

    Raises:
        KnownError: ``RECONCILE_NO_DAY``.
    """
    from cabinet.reconcile.our_day import first_day

    days: dict[date, list[DayFile]] = {}
    for file in files:
        day = first_day([file])
        if day is None:
            raise KnownError("RECONCILE_NO_DAY", path=str(file.path))
        days.setdefault(day, []).append(file)
    return sorted(days.items())


def _so_far(progress: Progress) -> str:
    of = f" / {progress.of}" if progress.of else ""
    return f"{progress.step.value:<10}{progress.done:>12}{of}"
