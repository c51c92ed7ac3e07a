"""``cabinet doctor``: whether everything here is in order; for each problem, what helps. Changes nothing."""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from cabinet import __version__
from cabinet.cli.doctor.line import Line, State
from cabinet.cli.messages import FAILED, print_error, ukrainian
from cabinet.contract.clock import SystemClock
from cabinet.contract.errors import KnownError
from cabinet.contract.moment import wire
from cabinet.journal.trace import set_up
from cabinet.profile.demo_note import read_note

__all__ = ["look", "look_at_tokens", "run", "without_names"]

_HOMES = r"(?:/home|/Users|[A-Za-z]:\\Users)[/\\][^/\\\s\"']+"


def run(arguments: Sequence[str]) -> int:
    """Look and print; status 1 when something is broken. A warning is no reason to fail."""
    parser = argparse.ArgumentParser(
        prog="cabinet doctor",
        description="Looks at versions, token modules, keychain, store, folders, perimeter, clock and display.",
        epilog="exit status: 0 nothing is broken, 1 something is",
    )
    parser.add_argument("--token", action="store_true", help="only token modules and what they see, in depth")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--report", type=Path, metavar="FILE", help="write it down for support, without user names")
    given = parser.parse_args(arguments)
    set_up()
    lines: list[Line] = []
    for line in look_at_tokens() if given.token else look():
        lines.append(line)
        if not given.json:
            print(line.text(), flush=True)
    broken = any(line.state is State.BROKEN for line in lines)
    body = {"cabinet": __version__, "at": wire(SystemClock().now()), "ok": not broken}
    if given.json:
        print(json.dumps({**body, "checks": [line.to_json() for line in lines]}, ensure_ascii=False, indent=1))
    else:
        print(_summary(lines))
    if given.report is not None:
        report = "\n".join(
            [f"cabinet doctor, {body['at']}", *(line.impersonal().text() for line in lines), _summary(lines), ""]
        )
        try:
            given.report.write_text(without_names(report), encoding="utf-8")
        except OSError as error:
            return print_error(KnownError("FOLDER_UNWRITABLE", error.strerror or "", path=str(given.report.parent)))
    return FAILED if broken else 0


def look() -> Iterator[Line]:
    """Look at everything, one thing after another."""
    from cabinet.cli.doctor.machine import display, folders, secrets, versions
    from cabinet.cli.doctor.perimeter import perimeter
    from cabinet.cli.doctor.tokens import modules
    from cabinet.profile.settings import SettingsFile

    settings = SettingsFile().settings
    module, profile = settings.token_module, settings.profile
    if not profile and (note := read_note()) is not None:
        from cabinet.cli.doctor.demo import demo

        yield demo(note)
        module, profile = note.module or module, note.profile
    yield from versions()
    yield from modules(module)
    yield from secrets()
    yield from folders()
    yield from perimeter(profile, SystemClock())
    yield display()


def look_at_tokens() -> Iterator[Line]:
    """Look at token modules alone, and at all that they see."""
    from cabinet.cli.doctor.token_depth import in_depth
    from cabinet.profile.settings import SettingsFile

    yield from in_depth(SettingsFile().settings.token_module)


def without_names(text: str) -> str:
    """Return the text with every home folder as ``~``: a path must not tell support who sits here."""
    homes = f"{re.escape(str(Path.home()))}|{_HOMES}" if len(str(Path.home())) > 1 else _HOMES
    return re.sub(rf"(?<![\w~/\\.-])(?:{homes})(?=[/\\\s\"'.,;)]|$)", "~", text)


def _summary(lines: list[Line]) -> str:
    broken = sum(line.state is State.BROKEN for line in lines)
    warned = sum(line.state is State.WARNING for line in lines)
    if ukrainian():
        return f"Не працює: {broken}. Увага: {warned}."
    return f"Broken: {broken}. Warnings: {warned}."
