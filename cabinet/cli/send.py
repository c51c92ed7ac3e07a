"""``cabinet send FILE``: a day file to the perimeter, exactly once however often it is run."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cabinet.cli.saying import FAILED, say_error, ukrainian
from cabinet.contract.errors import KnownError
from cabinet.journal.trace import set_up

if TYPE_CHECKING:
    from cabinet.sender.machine import MachineClient

__all__ = ["run"]

REJECTED = 3
BROKEN = 4
_WIDTH = 32


def run(arguments: Sequence[str]) -> int:
    """Send a file.

    Exit status: 0 all accepted, 1 could not send, 2 usage, 3 some rejected, 4 some lines broken and left out.
    """
    parser = argparse.ArgumentParser(
        prog="cabinet send",
        description="Sends a platform's day file (NDJSON or CSV). Receipts are kept beside the file.",
        epilog="exit status: 0 all accepted, 1 could not send, 3 some rejected, 4 broken lines left out",
    )
    parser.add_argument("file", type=Path)
    parser.add_argument("--credential", type=Path, required=True, metavar="DIR", help="folder of the key")
    parser.add_argument("--strict", action="store_true", help="send nothing when any line is broken")
    parser.add_argument("--batch", type=int, default=1000, metavar="N", help="lines a batch, 1 to 10000")
    parser.add_argument("--quiet", action="store_true", help="no progress bar")
    given = parser.parse_args(arguments)
    if not 1 <= given.batch <= 10_000:
        parser.error("--batch must be from 1 to 10000")
    set_up()
    from cabinet.contract.clock import SystemClock
    from cabinet.dayfile.reading import open_day_file
    from cabinet.sender.credential import open_credential
    from cabinet.sender.machine import MachineClient
    from cabinet.sender.send import send_file

    try:
        file = open_day_file(given.file)
        client = MachineClient(open_credential(given.credential), SystemClock())
        _renew_in_time(client)
        bar = _Bar(file.size, shown=not given.quiet and sys.stderr.isatty())
        try:
            summary = send_file(client, file, strict=given.strict, batch_size=given.batch, progress=bar.show)
        finally:
            bar.end()
            client.close()
    except KnownError as error:
        return say_error(error)
    except KeyboardInterrupt:
        say_error(KnownError("SEND_INTERRUPTED"))
        return FAILED
    uk = ukrainian()
    for line in summary.broken:
        say_error(KnownError("DAYFILE_LINE", line.reason, line=str(line.number), column=str(line.column)))
    print(f"{'Надіслано' if uk else 'Sent'}: {summary.sent}")
    if summary.replayed:
        print(f"  {'з них уже були' if uk else 'of these, had before'}: {summary.replayed}")
    for outcome, count in sorted(summary.by_outcome.items()):
        print(f"  {outcome:<24}{count:>9}")
    for code, count in summary.by_code.most_common():
        from cabinet.contract.catalogue import finding_card

        title = finding_card(code).title
        print(f"    {code}  {count:>7}  {title.uk if uk else title.en}")
    if summary.receipts:
        print(f"{'Квитанції' if uk else 'Receipts'}: {summary.receipts[0].parent}")
    if summary.broken:
        return BROKEN
    return REJECTED if summary.by_outcome["REJECTED"] else 0


def _renew_in_time(client: MachineClient) -> None:
    """Renew the transport certificate when it is due; sending goes on where that fails and the old one still lives."""
    try:
        client.renew_when_due()
    except KnownError as error:
        say_error(error)


class _Bar:
    """A progress bar on a terminal; silent elsewhere."""

    def __init__(self, total: int, *, shown: bool) -> None:
        self._total = max(total, 1)
        self._shown = shown

    def show(self, done: int) -> None:
        if self._shown:
            share = min(done / self._total, 1)
            filled = round(share * _WIDTH)
            sys.stderr.write(f"\r[{'#' * filled}{'.' * (_WIDTH - filled)}] {share:4.0%}")
            sys.stderr.flush()

    def end(self) -> None:
        if self._shown:
            sys.stderr.write("\n")
