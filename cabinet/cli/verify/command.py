"""``cabinet verify``: explains an electronic signature (CMS, CAdES)."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cabinet.cli.messages import USAGE, print_error
from cabinet.cli.verify.request import Request
from cabinet.contract.clock import Clock, SystemClock
from cabinet.contract.errors import KnownError
from cabinet.journal.trace import set_up

if TYPE_CHECKING:
    from cabinet.contract.profile import PerimeterProfile

__all__ = ["run"]

_MOST: Final = 96 * 1024 * 1024


def run(arguments: Sequence[str], clock: Clock | None = None) -> int:
    """Explain one file; see the epilog for the status."""
    given = _parser().parse_args(arguments)
    if (given.list is None) is not (not given.signer):
        sys.stderr.write("cabinet verify: --list and --signer go together\n")
        return USAGE
    set_up()
    try:
        request = Request(
            path=given.file,
            raw=_read(given.file),
            content=given.content,
            at=_moment(given.at) if given.at else None,
            offline=given.offline,
            as_json=given.json,
            list_file=given.list,
            signers=tuple(given.signer),
            profile=_profile(given.profile),
            clock=clock or SystemClock(),
        )
        from cabinet.cli.verify.explain import verify

        return verify(request)
    except KnownError as error:
        # Nothing was judged, so no verdict may be read out of the status.
        print_error(error)
        if given.json:
            print(json.dumps({"file": str(given.file), "verdict": None, "code": error.code, "detail": error.detail}))
        return USAGE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="cabinet verify",
        description="Explains an electronic signature (CMS, CAdES): who signed, who vouches, when, what it is worth.",
        epilog="exit status: 0 valid, 1 not valid, 3 not known, 2 nothing could be judged",
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="signature: .p7s, .p7m, .sig; DER, PEM or base64")
    parser.add_argument("--content", type=Path, metavar="FILE", help="document that was signed, where it lies apart")
    parser.add_argument("--at", metavar="TIME", help="judge at this moment: 2023-06-01 or 2023-06-01T12:00:00+03:00")
    parser.add_argument("--offline", action="store_true", help="ask nobody; say what could not be known")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--list", type=Path, metavar="FILE", help="this trusted list, instead of those kept here")
    parser.add_argument(
        "--signer", action="append", default=[], metavar="SHA256", help="who must have signed that list"
    )
    parser.add_argument("--profile", type=Path, metavar="FILE", help="perimeter's profile (default: the window's)")
    return parser


def _read(path: Path) -> bytes:
    try:
        # Opening a pipe or a device would wait for whoever writes, for ever.
        if path.exists() and not path.is_file():
            raise KnownError("FILE_UNREADABLE", "not a regular file", path=str(path))
        with path.open("rb") as file:
            raw = file.read(_MOST + 1)
    except OSError as error:
        raise KnownError("FILE_UNREADABLE", error.strerror or "", path=str(path)) from error
    if len(raw) > _MOST:
        raise KnownError("SIGNATURE_FILE_TOO_LARGE", most=str(_MOST // 1024 // 1024))
    return raw


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
