"""``cabinet export rejections``: everything that a filter shows into a file, by a machine's key."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cabinet.cli.messages import FAILED, print_error, ukrainian
from cabinet.cli.progress_line import ProgressLine
from cabinet.contract.errors import KnownError
from cabinet.journal.trace import set_up

if TYPE_CHECKING:
    from cabinet.export.job import ExportJob
    from cabinet.perimeter.rejection_export import Progress
    from cabinet.sender.machine import MachineClient

__all__ = ["run"]

_FORMS: Final = ("csv", "xlsx", "ndjson", "pdf")
_STATUSES: Final = (
    "exit status: 0 the file is there, whole; 1 it is not, and what was written is kept beside it; 2 usage. "
    "The same command goes on where it was stopped. The key's scope must be rejections:read"
)


def run(arguments: Sequence[str]) -> int:
    """Write the file.

    Exit status: 0 the file is whole, 1 it could not be written, 2 usage.
    """
    parser = argparse.ArgumentParser(
        prog="cabinet export",
        description="Writes every rejected transaction that a filter shows, oldest first, however many there are.",
        epilog=_STATUSES,
    )
    parser.add_argument("what", choices=("rejections",))
    parser.add_argument("--filter", default="", metavar="TEXT", help='as in the window: "state:open code:AM-403"')
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="a file of that name is replaced")
    parser.add_argument("--format", choices=_FORMS, help="by the file's name where it is not said, else csv")
    parser.add_argument("--bom", action="store_true", help="begin a CSV with a byte order mark, for Excel")
    parser.add_argument(
        "--credential", type=Path, required=True, metavar="DIR", help="folder of the key, as the cabinet hands it over"
    )
    parser.add_argument(
        "--resume", action=argparse.BooleanOptionalAction, default=True, help="go on with an unfinished file (default)"
    )
    parser.add_argument("--quiet", action="store_true", help="no progress")
    given = parser.parse_args(arguments)
    set_up()
    from cabinet.contract.clock import SystemClock
    from cabinet.perimeter.rejection_export import export_rejections
    from cabinet.sender.credential import open_credential
    from cabinet.sender.machine import MachineClient

    line = ProgressLine(_so_far, quiet=given.quiet)
    try:
        client = MachineClient(open_credential(given.credential), SystemClock())
        try:
            job = _job(given, client)
            rows = export_rejections(client.stream, job, line.show, resume=given.resume)
        finally:
            line.end()
            client.close()
    except KnownError as error:
        return print_error(error)
    except KeyboardInterrupt:
        print_error(KnownError("EXPORT_INTERRUPTED"))
        return FAILED
    print(f"{'Записано відхилень' if ukrainian() else 'Rejections written'}: {rows}")
    return 0


def _job(given: argparse.Namespace, client: MachineClient) -> ExportJob:
    """Return what is asked; a folder of an unfinished export keeps the view that it was begun with.

    Raises:
        KnownError: ``FILTER_INVALID``, ``FILTER_TOO_LONG`` or ``FILTER_TOO_MANY``.
    """
    from cabinet.contract.filter import parse_filter
    from cabinet.contract.moment import kyiv_day, kyiv_words
    from cabinet.contract.states import Environment
    from cabinet.export.job import ExportForm, ExportJob, Heading

    now = datetime.now(UTC)
    language = "uk" if ukrainian() else "en"
    named = given.out.suffix.lower().removeprefix(".")
    credential = client.credential
    return ExportJob(
        form=ExportForm(given.format or (named if named in _FORMS else "csv")),
        out=str(given.out.absolute()),
        filter=parse_filter(given.filter, language).fixed(kyiv_day(now)).text(),
        bom=given.bom,
        language=language,
        heading=Heading(
            perimeter=credential.profile.name,
            test=credential.environment is Environment.TEST,
            operator=credential.operator,
            at=kyiv_words(now),
        ),
    )


def _so_far(progress: Progress) -> str:
    made = progress.made if progress.making else progress.rows
    return f"{made:>10} / {progress.of}  {progress.speed:>8.0f} /s"
