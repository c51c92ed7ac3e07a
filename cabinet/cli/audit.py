"""``cabinet audit``: the whole log looked through by a machine's key, against own receipts and checkpoints seen."""

from __future__ import annotations

import argparse
import signal
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

from cabinet.cli.messages import print_error
from cabinet.cli.progress_line import ProgressLine
from cabinet.contract.errors import KnownError
from cabinet.journal.trace import set_up

if TYPE_CHECKING:
    from types import FrameType

    from cabinet.audit.auditing import Anchor
    from cabinet.audit.report import Progress, Report
    from cabinet.sender.machine import MachineClient

__all__ = ["CHANGED", "FAILED", "WHOLE", "run"]

WHOLE: Final = 0
CHANGED: Final = 1
FAILED: Final = 2
_STATUSES: Final = (
    "exit status: 0 nothing was changed; 1 something is not what it has to be; 2 could not audit, or usage. "
    "The key's scope must be proofs:read; figures are compared where it has stats:read, too"
)


def run(arguments: Sequence[str]) -> int:
    """Audit.

    Exit status: 0 whole, 1 faults, 2 could not audit, or usage.
    """
    parser = argparse.ArgumentParser(
        prog="cabinet audit",
        description="Looks the operator's whole log through: every entry is hashed into a tree of our own, and tree, "
        "contents, checkpoints seen, own receipts and figures have to agree with it. It changes nothing.",
        epilog=_STATUSES,
    )
    parser.add_argument("--credential", type=Path, required=True, metavar="DIR", help="folder of the key")
    parser.add_argument("--receipts", type=Path, metavar="DIR", help="folder of receipts that cabinet send has kept")
    parser.add_argument(
        "--checkpoints", type=Path, metavar="FILE", help="checkpoints seen before; the newest one is added to it"
    )
    parser.add_argument("--state", type=Path, metavar="FILE", help="where it goes on from after it was stopped")
    parser.add_argument("--protocol", type=Path, metavar="FILE", help="write the protocol as JSON")
    parser.add_argument("--json", action="store_true", help="print the protocol as one JSON object")
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
    return FAILED


def _run(given: argparse.Namespace, client: MachineClient) -> int:
    from cabinet.audit.asking import LogAsking
    from cabinet.audit.auditing import Audit, Paused, Wanted
    from cabinet.audit.protocol import protocol_json
    from cabinet.cli.audit_report import print_report
    from cabinet.contract.clock import SystemClock
    from cabinet.profile.atomic import write_atomically

    asking = LogAsking(lambda ask: client.transport.call(ask).body, client.verifiers)
    line = ProgressLine(_so_far, quiet=given.quiet)
    wanted = Wanted(seen=_seen(given.checkpoints, client), receipts=given.receipts, state=_read(given.state))
    with _Interrupted() as interrupted:
        audit = Audit(asking, wanted, SystemClock().now, line.show, interrupted.is_set)
        try:
            report = audit.run()
        except (Paused, KnownError) as error:
            state = audit.state()
            if given.state is not None and state is not None:
                write_atomically(given.state, state, 0o600)
            if isinstance(error, Paused):
                raise KnownError("AUDIT_INTERRUPTED") from error
            raise
        finally:
            line.end()
    if given.state is not None:
        given.state.unlink(missing_ok=True)
    if given.checkpoints is not None:
        _keep_checkpoint(given.checkpoints, report)
    if given.protocol is not None:
        write_atomically(given.protocol, protocol_json(report))
    print_report(report, as_json=given.json)
    return WHOLE if report.whole else CHANGED


def _read(path: Path | None) -> bytes | None:
    """Return a file's bytes, None where there is none."""
    if path is None or not path.exists():
        return None
    try:
        return path.read_bytes()
    except OSError as error:
        raise KnownError("FILE_UNREADABLE", str(error), path=str(path)) from error


def _seen(path: Path | None, client: MachineClient) -> list[Anchor]:
    """Return the checkpoints of a file: one signed note after another, each behind its length in bytes on a line.

    Raises:
        KnownError: ``FILE_UNREADABLE``, or ``NOTE_INVALID`` for a note that is not under the profile's keys.
    """
    from cabinet.audit.auditing import Anchor
    from cabinet.proof.checkpoints import open_checkpoint

    data, found = _read(path) or b"", []
    while data:
        length, _, data = data.partition(b"\n")
        if not length.isdigit() or int(length) > len(data):
            raise KnownError("NOTE_INVALID", "checkpoints")
        note, data = data[: int(length)], data[int(length) :]
        checkpoint = open_checkpoint(note.decode("utf-8", "replace"), client.verifiers)
        found.append(Anchor(checkpoint.size, checkpoint.root))
    return found


def _keep_checkpoint(path: Path, report: Report) -> None:
    from cabinet.profile.atomic import write_atomically

    known, note = _read(path) or b"", report.note.encode()
    if note not in known:
        write_atomically(path, known + f"{len(note)}\n".encode() + note, 0o600)


class _Interrupted:
    """Whether somebody has asked to stop (Ctrl+C): a tile is finished first."""

    def __init__(self) -> None:
        self._set = False

    def __enter__(self) -> Self:
        self._before = signal.signal(signal.SIGINT, self._take)
        return self

    def __exit__(self, *_: object) -> None:
        signal.signal(signal.SIGINT, self._before)

    def is_set(self) -> bool:
        """Tell whether."""
        return self._set

    def _take(self, _number: int, _frame: FrameType | None) -> None:
        self._set = True


def _so_far(progress: Progress) -> str:
    return f"{progress.done:>12} / {progress.of}"
