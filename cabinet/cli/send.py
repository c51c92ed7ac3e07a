"""``cabinet send FILE``: a day file to the perimeter, exactly once however often it is run."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cabinet.cli.messages import FAILED, print_error, ukrainian
from cabinet.cli.send_report import HELD, LEFT_OUT, NOT_KEPT, REJECTED, Bar, print_sent
from cabinet.contract.errors import KnownError
from cabinet.contract.states import ReasonCode
from cabinet.journal.trace import set_up

if TYPE_CHECKING:
    from cabinet.sender.machine import MachineClient

__all__ = ["BROKEN", "HELD", "NOT_KEPT", "REJECTED", "run"]

BROKEN = LEFT_OUT
_STATUSES = (
    "exit status: 0 all accepted; 1 could not send; 2 usage; 3 some rejected; 4 some lines left out (broken, or "
    "waiting for --correct); 5 sent, but a receipt or the chain could not be written down; "
    "6 none rejected, but refunds wait for their bets: run it once more for the verdicts. "
    "Day files are late by nature: fill lateReason. Columns, key's folder and more: resources/guide/sending.md"
)
_REASONS = (
    "R1 wrong sum, R2 wrong link, R3 duplicate event, R4 wrong licence or site, R5 wrong time, "
    "R6 test data in production, R7 other"
)


def run(arguments: Sequence[str]) -> int:
    """Send a file.

    Exit status: 0 all accepted, 1 could not send, 2 usage, 3 some rejected, 4 some lines left out, 5 a receipt or the
    chain could not be written down, 6 refunds wait for their bets.
    """
    parser = argparse.ArgumentParser(
        prog="cabinet send",
        description="Sends a platform's day file (NDJSON, a JSON array, or CSV). Receipts are kept beside the file. "
        "A file sent again changes nothing, however it is cut. Try it before: cabinet check FILE.",
        epilog=_STATUSES,
    )
    parser.add_argument("file", type=Path, nargs="?")
    parser.add_argument(
        "--credential", type=Path, metavar="DIR", help="folder of the key, as the cabinet hands it over"
    )
    parser.add_argument(
        "--correct",
        metavar="REASON",
        choices=[r.value for r in ReasonCode],
        help=f"send new versions of rejected transactions as their corrections: {_REASONS}",
    )
    parser.add_argument("--go-on", action="store_true", help="go on when the first batch is rejected whole")
    parser.add_argument("--strict", action="store_true", help="send nothing when any line is broken")
    parser.add_argument("--batch", type=int, default=1000, metavar="N", help="lines a batch, 1 to 10000")
    parser.add_argument("--receipts", type=Path, metavar="DIR", help="folder of receipts, instead of FILE.receipts")
    parser.add_argument("--quiet", action="store_true", help="no progress bar")
    parser.add_argument(
        "--sample", nargs="?", const="csv", choices=("csv", "ndjson"), help="print a sample day file and end"
    )
    given = parser.parse_args(arguments)
    if given.sample is not None:
        return _sample(given.sample)
    if given.file is None or given.credential is None:
        parser.error("the following arguments are required: file, --credential")
    if not 1 <= given.batch <= 10_000:
        parser.error("--batch must be from 1 to 10000")
    set_up()
    from cabinet.contract.clock import SystemClock
    from cabinet.dayfile.reading import open_day_file
    from cabinet.sender.credential import open_credential
    from cabinet.sender.machine import MachineClient
    from cabinet.sender.send import Options, Summary, send_file

    options = Options(
        batch_size=given.batch,
        strict=given.strict,
        go_on=given.go_on,
        receipts=given.receipts,
        reason=ReasonCode(given.correct) if given.correct else None,
    )
    summary = Summary()
    try:
        file = open_day_file(given.file)
        client = MachineClient(open_credential(given.credential), SystemClock())
        _renew_in_time(client)
        bar = Bar(file.size, shown=not given.quiet and sys.stderr.isatty())
        busy = KnownError("KEY_FOLDER_BUSY", path=str(given.credential))
        try:
            send_file(client, file, options, progress=bar.show, waiting=lambda: print_error(busy), summary=summary)
        finally:
            bar.end()
            client.close()
    except KnownError as error:
        return _failed(error, summary.sent)
    except KeyboardInterrupt:
        return _failed(KnownError("SEND_INTERRUPTED"), summary.sent)
    return print_sent(summary)


def _failed(error: KnownError, sent: int) -> int:
    print_error(error)
    if sent:
        print(f"{'Надіслано' if ukrainian() else 'Sent'}: {sent}")
    return FAILED


def _sample(form: str) -> int:
    from datetime import UTC, datetime

    from cabinet.dayfile.sample import sample_csv, sample_ndjson

    text = (sample_csv if form == "csv" else sample_ndjson)(datetime.now(UTC))
    binary = getattr(sys.stdout, "buffer", None)
    if binary is None:
        sys.stdout.write(text)
    else:
        # A file in UTF-8 with its own line ends, whatever the terminal's code page.
        sys.stdout.flush()
        binary.write(text.encode())
        binary.flush()
    return 0


def _renew_in_time(client: MachineClient) -> None:
    """Renew the transport certificate when it is due; sending goes on where that fails and the old one still lives."""
    try:
        client.renew_when_due()
    except KnownError as error:
        print_error(error)
