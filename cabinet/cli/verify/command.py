"""``cabinet verify``: tells what each file is by its content, and verifies it: signature, receipt, proof, package."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cabinet.cli.messages import USAGE, print_error
from cabinet.cli.verify.request import Request
from cabinet.contract.clock import Clock, SystemClock
from cabinet.contract.errors import KnownError
from cabinet.journal.trace import set_up

if TYPE_CHECKING:
    from cabinet.contract.profile import PerimeterProfile
    from cabinet.evidence.perimeters import KnownPerimeter

__all__ = ["run"]


def run(arguments: Sequence[str], clock: Clock | None = None) -> int:
    """Verify files; see the epilog for the status."""
    given = _parser().parse_args(arguments)
    if (given.list is None) is not (not given.signer):
        sys.stderr.write("cabinet verify: --list and --signer go together\n")
        return USAGE
    if given.content is not None and len(given.files) > 1:
        sys.stderr.write("cabinet verify: --content is of one file\n")
        return USAGE
    set_up()
    try:
        request = Request(
            content=given.content,
            at=_moment(given.at) if given.at else None,
            offline=given.offline,
            list_file=given.list,
            signers=tuple(given.signer),
            profile=_profile(given.profile),
            perimeters=_perimeters(given.profile),
            clock=clock or SystemClock(),
        )
    except KnownError as error:
        print_error(error)
        if given.json:
            _print_json([_unjudged(path, error) for path in given.files])
        return USAGE
    return _verify(given.files, request, as_json=given.json)


def _verify(files: Sequence[Path], request: Request, *, as_json: bool) -> int:
    from cabinet.cli.verify.forms import STATUS, as_text, as_value, worst
    from cabinet.evidence.checked_file import Standing
    from cabinet.evidence.checking import check_file

    standings, values = [], []
    for number, path in enumerate(files):
        checked = check_file(path, request.asked())
        standings.append(checked.standing)
        if checked.standing is Standing.UNJUDGED and checked.problem is not None:
            # Nothing was judged, so no verdict may be read out of the status.
            print_error(checked.problem)
            values.append(_unjudged(path, checked.problem))
        elif as_json:
            values.append(as_value(checked))
        else:
            if number:
                print()
            print(as_text(checked))
    if as_json:
        _print_json(values)
    return STATUS[worst(standings)]


def _unjudged(path: Path, error: KnownError) -> dict[str, Any]:
    return {"file": str(path), "verdict": None, "code": error.code, "detail": error.detail}


def _print_json(values: list[dict[str, Any]]) -> None:
    print(json.dumps(values[0] if len(values) == 1 else values, ensure_ascii=False, indent=1))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="cabinet verify",
        description="Tells what each file is by its content and verifies it: an electronic signature (CMS, CAdES), a "
        "receipt of cabinet send, a proof (.tlog-proof), a package of evidence (.zip).",
        epilog="exit status: 0 valid, 1 not valid, 3 not known, 2 nothing could be judged; of several files the worst",
    )
    parser.add_argument(
        "files", type=Path, nargs="+", metavar="FILE",
        help="signature (.p7s, .p7m, .sig; DER, PEM or base64), receipt, proof or package",
    )  # fmt: skip
    parser.add_argument("--content", type=Path, metavar="FILE", help="document that was signed, where it lies apart")
    parser.add_argument("--at", metavar="TIME", help="judge at this moment: 2023-06-01 or 2023-06-01T12:00:00+03:00")
    parser.add_argument("--offline", action="store_true", help="ask nobody; say what could not be known")
    parser.add_argument("--json", action="store_true", help="print one JSON object, of several files an array of them")
    parser.add_argument("--list", type=Path, metavar="FILE", help="this trusted list, instead of those kept here")
    parser.add_argument(
        "--signer", action="append", default=[], metavar="SHA256", help="who must have signed that list"
    )
    parser.add_argument(
        "--profile", type=Path, metavar="FILE",
        help="perimeter whose keys are believed (default: all known here; for signatures, the window's)",
    )  # fmt: skip
    return parser


def _moment(text: str) -> datetime:
    """A day alone is its beginning in Kyiv."""
    from cabinet.contract.moment import day_bounds, parse_moment

    try:
        day = date.fromisoformat(text) if len(text) == len("2023-06-01") else None
    except ValueError as error:
        raise KnownError("MOMENT_INVALID", f"no such day: {text[:40]!r}") from error
    return day_bounds(day)[0] if day is not None else parse_moment(text)


def _profile(given: Path | None) -> PerimeterProfile | None:
    """Return the profile that was named, else the window's; one of the window's that is gone is told of, no more."""
    from cabinet.profile.profiles import read_profile
    from cabinet.profile.settings import SettingsFile

    if given is not None:
        return read_profile(given)
    chosen = SettingsFile().settings.profile
    try:
        return read_profile(Path(chosen)) if chosen else None
    except KnownError as error:
        print_error(error)
        return None


def _perimeters(given: Path | None) -> tuple[KnownPerimeter, ...]:
    from cabinet.evidence.perimeters import known_perimeters

    return known_perimeters(given)
