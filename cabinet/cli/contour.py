"""``cabinet contour``: the test contour as a process of its own."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from cabinet.cli.contour_acts import ACTS, erase, fill, rates, rebuild, verify
from cabinet.cli.messages import USAGE, print_error
from cabinet.contract.errors import KnownError
from cabinet.contract.states import Environment
from cabinet.journal.parent import END_WITH_STDIN
from cabinet.journal.trace import set_up

__all__ = ["run"]

_MOST_PORT = 65_535
_TAKE_OVER_SECONDS = 15.0


def run(arguments: Sequence[str]) -> int:
    """Serve until a signal; prints one JSON line when ready. Returns the exit status."""
    parser = argparse.ArgumentParser(
        prog="cabinet contour",
        description="Runs a test contour of the business perimeter on this computer. It is ours, not the state's API.",
    )
    parser.add_argument(
        "act", nargs="?", choices=ACTS,
        help="with a contour that does not run: verify looks through its ledger, rebuild makes anew what is derived "
        "from its logs, erase takes one payload away, fill makes very many transactions of the sample operator, "
        "rates prints the tax rates in force",
    )  # fmt: skip
    parser.add_argument("--attempt", metavar="ID", help="erase: whose payload")
    parser.add_argument("--transactions", type=int, default=1_000_000, metavar="N", help="fill: how many")
    parser.add_argument("--rejected", type=float, default=0.01, metavar="SHARE", help="fill: share of them, 0 to 1")
    parser.add_argument("--days", type=int, default=90, metavar="N", help="fill: over how many days until now")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="fill: another one makes other lines")
    parser.add_argument("--rates", metavar="FILE", help="rates: check this file and put it in force; shipped: ours")
    parser.add_argument("--port", type=int, default=0, help="port; 0 takes the last one, or any free one")
    parser.add_argument("--data", type=Path, help="data folder")
    parser.add_argument("--environment", choices=[e.value for e in Environment], default=Environment.TEST.value)
    parser.add_argument("--testdata", action="store_true", help="open /testdata on a loopback listener of its own")
    parser.add_argument("--listen", metavar="ADDRESS", help="listen on another address than loopback")
    parser.add_argument(END_WITH_STDIN, action="store_true", help="end when standard input ends; used by the window")
    parser.add_argument(
        "--take-over-seconds", type=float, default=_TAKE_OVER_SECONDS, metavar="N",
        help=f"with {END_WITH_STDIN}: how long another contour may still be about to end",
    )  # fmt: skip
    given = parser.parse_args(arguments)
    if not 0 <= given.port <= _MOST_PORT:
        parser.error(f"--port must be from 0 to {_MOST_PORT}")
    if (given.act == "erase") != (given.attempt is not None):
        parser.error("erase needs --attempt, which is for nothing else")
    if given.rates is not None and given.act != "rates":
        parser.error("--rates is for the act of that name only")
    if given.testdata and given.listen:
        sys.stderr.write("cabinet contour: --testdata and --listen exclude each other\n")
        return USAGE
    from cabinet.contour.http.server import run_contour
    from cabinet.contour.process import LOG
    from cabinet.profile.folders import data_folder

    data = given.data or data_folder() / "contour"
    if given.act is not None:
        return _act(given, data)
    set_up(file=data / LOG)
    try:
        run_contour(
            data,
            given.port,
            Environment(given.environment),
            listen=given.listen,
            testdata=given.testdata,
            end_with_stdin=given.end_with_stdin,
            take_over_seconds=given.take_over_seconds if given.end_with_stdin else 0,
        )
    except KnownError as error:
        if given.end_with_stdin:
            print(json.dumps({"code": error.code, "detail": error.detail, "facts": error.facts}), flush=True)
        return print_error(error)
    return 0


def _act(given: argparse.Namespace, data: Path) -> int:
    try:
        match given.act:
            case "verify":
                return verify(data)
            case "rebuild":
                return rebuild(data)
            case "erase":
                return erase(data, given.attempt)
            case "rates":
                return rates(data, given.rates)
            case _:
                return fill(data, given.transactions, given.rejected, given.days, given.seed)
    except KnownError as error:
        return print_error(error)
