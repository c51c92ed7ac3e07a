"""``cabinet report``: the page of a day or a month, by a machine's key; for people, cron and systemd timers."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cabinet.cli.messages import print_error, ukrainian
from cabinet.contract.errors import KnownError
from cabinet.journal.trace import set_up

if TYPE_CHECKING:
    from cabinet.report.answers import Answers
    from cabinet.report.content import Report
    from cabinet.report.period import ReportPeriod
    from cabinet.sender.machine import MachineClient

__all__ = ["FAILED", "PARTLY", "run"]

PARTLY: Final = 1
FAILED: Final = 2
_STATUSES: Final = (
    "exit status: 0 the report is there, or was and has not changed; 1 it is there without the parts that the key has "
    "no scope for; 2 there is none, or usage. The key's scopes: stats:read, rejections:read, proofs:read"
)


def run(arguments: Sequence[str]) -> int:
    """Write the report.

    Exit status: 0 it is there, 1 without parts that the key may not see, 2 there is none, or usage.
    """
    parser = _parser()
    given = parser.parse_args(arguments)
    if given.out is None and not given.json:
        parser.error("--out or --json is needed")
    set_up()
    from cabinet.contract.clock import SystemClock
    from cabinet.sender.credential import open_credential
    from cabinet.sender.machine import MachineClient

    try:
        clock = SystemClock()
        client = MachineClient(open_credential(given.credential), clock)
        try:
            return _run(given, client, clock.now())
        finally:
            client.close()
    except KnownError as error:
        print_error(error)
    except KeyboardInterrupt:
        print_error(KnownError("REPORT_INTERRUPTED"))
    return FAILED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="cabinet report",
        description="Writes one page about a day or a month: figures, what was fixed, what is open and whose, next "
        "dates, the log's checkpoint. Licences, keys and mandates are seen by people alone: the window's report has "
        "them.",
        epilog=_STATUSES,
    )
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--month", type=_month, metavar="M", help="as 2026-10")
    which.add_argument("--day", type=_day, metavar="D", help="as 2026-11-27")
    which.add_argument("--last-month", action="store_true", help="the last one that is over in Kyiv")
    which.add_argument("--yesterday", action="store_true", help="the last day that is over in Kyiv")
    parser.add_argument(
        "--out", metavar="FILE.pdf", help="may hold {month}, and {day} for a day; a file of other content is replaced"
    )
    parser.add_argument("--json", action="store_true", help="the same content as one JSON object, to standard output")
    parser.add_argument("--language", choices=("uk", "en"), help="the terminal's where it is not said")
    parser.add_argument("--credential", type=Path, required=True, metavar="DIR", help="folder of the key")
    parser.add_argument("--quiet", action="store_true", help="say only what is wrong")
    return parser


def _run(given: argparse.Namespace, client: MachineClient, now: datetime) -> int:
    from cabinet.report.filling import report_of
    from cabinet.report.keeping import keep, place_of

    language = given.language or ("uk" if ukrainian() else "en")
    period = _period(given, now)
    # A name that cannot be made is said before anything is asked.
    out = place_of(given.out, period) if given.out is not None else None
    report = report_of(_asked(client, period, language, now))
    _tell_absent(report, language, quiet=given.quiet)
    if out is not None:
        kept = keep(report, language, out)
        if not given.quiet:
            _say(language, kept.value, out, to_error=given.json)
    if given.json:
        import msgspec

        print(msgspec.json.encode(report).decode())
    return PARTLY if any(one.code == "SCOPE_MISSING" for one in report.absent) else 0


def _asked(client: MachineClient, period: ReportPeriod, language: str, now: datetime) -> Answers:
    from cabinet.contract.moment import kyiv_words
    from cabinet.contract.states import Environment
    from cabinet.export.job import Heading
    from cabinet.report.asking import ask_report
    from cabinet.report.words import ReportWords

    credential = client.credential
    heading = Heading(
        perimeter=credential.profile.name, test=credential.environment is Environment.TEST,
        operator=ReportWords(language).said("operator_code", code=credential.operator), at=kyiv_words(now),
    )  # fmt: skip
    return ask_report(client.transport, credential.profile, period, heading, now, person=False)


def _period(given: argparse.Namespace, now: datetime) -> ReportPeriod:
    from cabinet.report.period import last_month, yesterday

    named: Callable[[datetime], ReportPeriod] = yesterday if given.yesterday else last_month
    chosen: ReportPeriod | None = given.month or given.day
    return named(now) if chosen is None else chosen


def _tell_absent(report: Report, language: str, *, quiet: bool) -> None:
    """Say by code which scope is missing, once each, and what the page lacks for it."""
    from cabinet.report.words import ReportWords

    for needs in dict.fromkeys(one.needs for one in report.absent if one.code == "SCOPE_MISSING"):
        print_error(KnownError("SCOPE_MISSING", expected=needs))
    said = ReportWords(language)
    lacking = [one for one in report.absent if one.code == "SCOPE_MISSING"] if quiet else report.absent
    if lacking:
        print(said.absent(lacking), file=sys.stderr)
    if not report.over and not quiet:
        print(said.running(report), file=sys.stderr)


def _say(language: str, key: str, out: Path, *, to_error: bool) -> None:
    from cabinet.report.words import ReportWords

    print(ReportWords(language).said(key, path=out), file=sys.stderr if to_error else sys.stdout)


def _month(text: str) -> ReportPeriod:
    from cabinet.report.period import read_month

    return read_month(text)


def _day(text: str) -> ReportPeriod:
    from cabinet.report.period import read_day

    return read_day(text)
