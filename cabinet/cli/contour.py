"""``cabinet contour``: the test contour as a process of its own."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from cabinet.cli.saying import USAGE, say_error
from cabinet.contract.errors import KnownError
from cabinet.contract.states import Environment
from cabinet.journal.trace import set_up

__all__ = ["run"]


def run(arguments: Sequence[str]) -> int:
    """Serve until a signal; prints one JSON line when ready. Returns the exit status."""
    parser = argparse.ArgumentParser(
        prog="cabinet contour",
        description="Runs a test contour of the business perimeter on this computer. It is ours, not the state's API.",
    )
    parser.add_argument("--port", type=int, default=0, help="port; 0 takes the last one, or any free one")
    parser.add_argument("--data", type=Path, help="data folder")
    parser.add_argument("--environment", choices=[e.value for e in Environment], default=Environment.TEST.value)
    parser.add_argument("--testdata", action="store_true", help="open /testdata on a loopback listener of its own")
    parser.add_argument("--listen", metavar="ADDRESS", help="listen on another address than loopback")
    given = parser.parse_args(arguments)
    if given.testdata and given.listen:
        sys.stderr.write("cabinet contour: --testdata and --listen exclude each other\n")
        return USAGE
    set_up()
    from cabinet.contour.server import run_contour
    from cabinet.profile.folders import data_folder

    try:
        run_contour(
            given.data or data_folder() / "contour", given.port, Environment(given.environment),
            listen=given.listen, testdata=given.testdata,
        )  # fmt: skip
    except KnownError as error:
        return say_error(error)
    return 0
