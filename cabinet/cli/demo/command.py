"""``cabinet demo``: a test contour with a believable operator, and the window with a test QES."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cabinet.cli.messages import print_error
from cabinet.contract.errors import KnownError
from cabinet.journal.parent import END_WITH_STDIN
from cabinet.journal.trace import set_up
from cabinet.profile.demo_note import demo_folder

if TYPE_CHECKING:
    from cabinet.contour.process import ContourProcess

__all__ = ["prepare", "run"]

TRANSACTIONS: Final = 200_000
"""Of the first filling; what is added at later starts keeps the same pace."""


def run(arguments: Sequence[str]) -> int:
    """Open the window, which starts and fills the demo; with ``--serve`` no window. Returns the exit status."""
    parser = argparse.ArgumentParser(
        prog="cabinet demo",
        description="Runs a test contour with an invented operator on this computer and opens the window on it.",
    )
    parser.add_argument("--data", type=Path, help="folder of the demo")
    parser.add_argument("--serve", action="store_true", help="no window; used by its log-in page")
    parser.add_argument(END_WITH_STDIN, action="store_true", help="with --serve: end when standard input ends")
    parser.add_argument(
        "--transactions",
        type=int,
        metavar="N",
        default=TRANSACTIONS,
        help=f"invented transactions of the last 90 days (default {TRANSACTIONS})",
    )
    given = parser.parse_args(arguments)
    if not 0 <= given.transactions <= 10_000_000:
        parser.error("--transactions must be from 0 to 10000000")
    set_up()
    folder = given.data or demo_folder()
    try:
        if given.serve:
            return _serve(folder, given.transactions, end_with_stdin=given.end_with_stdin)
        from cabinet.cli.window import check_display

        check_display()
        return _show(folder, given.transactions)
    except KnownError as error:
        return print_error(error)


def prepare(folder: Path, progress: Callable[[float], None], *, transactions: int) -> ContourProcess:
    """Start the demo and wait until its history is full; the caller stops the contour.

    Raises:
        KnownError: it cannot start, or refused what was sent.
    """
    from cabinet.cli.demo.history import fill_history
    from cabinet.cli.demo.start import start_demo

    contour = start_demo(folder)
    try:
        fill_history(contour, folder, transactions, progress)
    except BaseException:
        contour.stop()
        raise
    return contour


def _serve(folder: Path, transactions: int, *, end_with_stdin: bool) -> int:
    from cabinet.cli.demo.server import print_line, serve

    try:
        return serve(folder, transactions, end_with_stdin=end_with_stdin)
    except KnownError as error:
        print_line(code=error.code, detail=error.detail, facts=error.facts)
        raise


def _show(folder: Path, transactions: int) -> int:
    """Open the window at once; nothing else runs before it, so that nothing is left where no window can open."""
    from cabinet.cli.window import load_qt, make_window

    load_qt()
    from cabinet.ui.first_window import raise_first

    if raise_first(folder):
        return 0
    window = make_window(folder / "settings.json", demo=folder)
    try:
        window.show(folder)
        window.desks.contour.start(transactions)
        return window.app.exec()
    finally:
        window.close()
