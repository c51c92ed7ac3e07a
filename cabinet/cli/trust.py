"""``cabinet trust``: the trusted lists that signatures are held against: imported by a person, renewed, shown."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cabinet.cli.messages import FAILED, USAGE, phrases, print_error
from cabinet.cli.trust_text import list_lines, pin_lines
from cabinet.contract.clock import Clock, SystemClock
from cabinet.contract.errors import KnownError
from cabinet.journal.trace import set_up

if TYPE_CHECKING:
    from cabinet.contract.profile import PerimeterProfile
    from cabinet.profile.trusted_lists import ListFolder

__all__ = ["run"]


def run(arguments: Sequence[str], clock: Clock | None = None) -> int:
    """Do one of the three; status 1 when a list cannot be used or renewed."""
    parser = _parser()
    given = parser.parse_args(arguments)
    set_up()
    clock = clock or SystemClock()
    try:
        if given.word == "import":
            if given.ukraine is bool(given.signer):
                sys.stderr.write("cabinet trust import: give either --signer or --ukraine\n")
                return USAGE
            return _import(given.file, given.signer, given.url, clock, ukraine=given.ukraine)
        return _show(clock, _profile(given.profile), renew=given.word == "refresh")
    except KnownError as error:
        return print_error(error)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="cabinet trust", description="Trusted lists, which signatures are held against."
    )
    words = parser.add_subparsers(dest="word", required=True)
    show = words.add_parser("show", help="which lists there are, until when, and who signed them")
    refresh = words.add_parser("refresh", help="fetch every list that has an address; the last good one stays")
    for word in (show, refresh):
        word.add_argument("--profile", type=Path, metavar="FILE", help="perimeter's profile (default: the window's)")
    add = words.add_parser("import", help="verify a list and keep it; a list that is not verified is not kept")
    add.add_argument("file", type=Path, metavar="FILE", help="the list, XML as it was published")
    add.add_argument("--signer", action="append", default=[], metavar="SHA256", help="fingerprint of who signs it")
    add.add_argument("--ukraine", action="store_true", help="it is Ukraine's own: its signer is known here")
    add.add_argument("--url", default="", metavar="URL", help="where to renew it from, https")
    return parser


def _import(path: Path, signers: Sequence[str], url: str, clock: Clock, *, ukraine: bool) -> int:
    from cabinet.profile.trusted_lists import import_list
    from cabinet.qes.trusted_list.keeping import KeptList
    from cabinet.qes.trusted_list.pins import UKRAINIAN_LIST_SIGNER, UKRAINIAN_LIST_URL

    now = clock.now()
    if ukraine:
        print("\n".join(pin_lines(now)))
        if not url and path.name == UKRAINIAN_LIST_URL.rpartition("/")[2]:
            url = UKRAINIAN_LIST_URL

    def admit(kept: ListFolder, blob: bytes) -> None:
        KeptList(kept, kept.pins).refresh(blob, now)

    pins = [UKRAINIAN_LIST_SIGNER] if ukraine else signers
    kept = import_list(path, pins, admit=admit, url=url)
    from cabinet.perimeter.trusted_lists import Outcome

    print(phrases("trust")("imported"))
    print("\n".join(list_lines(Outcome(kept, KeptList(kept, kept.pins).current(now)), renewed=False)))
    return 0


def _show(clock: Clock, profile: PerimeterProfile | None, *, renew: bool) -> int:
    from cabinet.perimeter.trusted_lists import load_lists, refresh_lists

    now = clock.now()
    outcomes = refresh_lists(now, profile) if renew else iter(load_lists(now, profile, online=False).outcomes)
    shown = failed = 0
    for outcome in outcomes:
        if shown:
            print()
        print("\n".join(list_lines(outcome, renewed=renew)), flush=True)
        shown += 1
        failed += outcome.error is not None
    if not shown:
        print(phrases("trust")("none"))
    return FAILED if failed else 0


def _profile(given: Path | None) -> PerimeterProfile | None:
    from cabinet.profile.profiles import read_profile
    from cabinet.profile.settings import SettingsFile

    path = given or (Path(chosen) if (chosen := SettingsFile().settings.profile) else None)
    return read_profile(path) if path is not None else None
