"""``cabinet check FILE``: what the perimeter would say of a day file, without sending it."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from cabinet.cli.messages import print_error
from cabinet.cli.send_report import print_check
from cabinet.contract.errors import KnownError
from cabinet.journal.trace import set_up

__all__ = ["run"]


def run(arguments: Sequence[str]) -> int:
    """Check a file.

    Exit status: 0 all would be accepted, 1 could not check, 2 usage, 3 some would be rejected, 4 some lines are broken.
    """
    parser = argparse.ArgumentParser(
        prog="cabinet check",
        description="Judges a platform's day file by the perimeter's own rules. Nothing is sent or stored.",
        epilog="exit status: 0 all would be accepted; 1 could not check; 2 usage; 3 some would be rejected; "
        "4 some lines are broken. Gaps in seqNo are told when the file is sent.",
    )
    parser.add_argument("file", type=Path)
    parser.add_argument("--credential", type=Path, required=True, metavar="DIR", help="folder of the key")
    given = parser.parse_args(arguments)
    set_up()
    from cabinet.contract.clock import SystemClock
    from cabinet.dayfile.reading import open_day_file
    from cabinet.sender.checking import check_file
    from cabinet.sender.credential import open_credential
    from cabinet.sender.machine import MachineClient

    try:
        file = open_day_file(given.file)
        client = MachineClient(open_credential(given.credential), SystemClock())
        try:
            summary = check_file(client, file)
        finally:
            client.close()
    except KnownError as error:
        return print_error(error)
    return print_check(summary)
