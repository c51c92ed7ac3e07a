"""Verifying one signature: what was signed, whom to trust, whom to ask; then the report, and a status for scripts."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cabinet.cli.verify.json_form import as_json
from cabinet.cli.verify.text_form import as_text
from cabinet.cli.verify.view import Found, Given
from cabinet.contract.errors import KnownError
from cabinet.qes.explain.content import Content
from cabinet.qes.explain.explanation import explain, is_detached
from cabinet.qes.explain.report import Verdict

if TYPE_CHECKING:
    from cabinet.cli.verify.request import Request
    from cabinet.perimeter.trusted_lists import Outcome
    from cabinet.qes.trusted_list.model import TrustedList

__all__ = ["STATUS", "verify"]

STATUS: Final = {Verdict.VALID: 0, Verdict.VALID_AT: 0, Verdict.INVALID: 1, Verdict.UNKNOWN: 3}
_SUFFIXES: Final = {".p7s", ".p7m", ".p7b", ".sig", ".p7"}


@dataclass(frozen=True)
class _Trust:
    """Lists that can be used, and those of the kept ones that cannot, or could not be renewed."""

    lists: tuple[TrustedList, ...]
    outcomes: tuple[Outcome, ...] = ()


def verify(request: Request) -> int:
    """Explain and print; returns the status.

    Raises:
        KnownError: whatever keeps a signature from being judged at all.
    """
    from cabinet.perimeter.trust_services import ListedServices
    from cabinet.qes.answers import Answers
    from cabinet.qes.trusted_list.trust import TrustedListTrust

    now = request.clock.now()
    given, content = _content(request)
    trust = _trust(request)
    services = ListedServices(trust.lists)
    try:
        answers = None if request.offline else Answers(services)
        found = explain(request.raw, content, TrustedListTrust(*trust.lists), answers, now, request.at)
    finally:
        services.close()
    shown = Found(str(request.path), given, found, trust.lists, trust.outcomes)
    print(json.dumps(as_json(shown), ensure_ascii=False, indent=1) if request.as_json else as_text(shown))
    return STATUS[found.verdict]


def _content(request: Request) -> tuple[Given, Content | None]:
    """Return what was signed: what the person named, what the file holds, or what lies beside it under its name."""
    detached = is_detached(request.raw)
    if request.content is not None:
        return Given("given", str(request.content)), Content.at(request.content)
    if not detached:
        return Given("attached"), None
    beside = _beside(request.path)
    return (Given("guessed", str(beside)), Content.at(beside)) if beside is not None else (Given("missing"), None)


def _beside(path: Path) -> Path | None:
    stem = path.with_suffix("")
    return stem if path.suffix.lower() in _SUFFIXES and stem.is_file() else None


def _trust(request: Request) -> _Trust:
    from cabinet.perimeter.trusted_lists import load_lists
    from cabinet.profile.trusted_lists import read_pin
    from cabinet.qes.trusted_list.acceptance import accept

    now = request.clock.now()
    if request.list_file is not None:
        try:
            blob = request.list_file.read_bytes()
        except OSError as error:
            raise KnownError("FILE_UNREADABLE", error.strerror or "", path=str(request.list_file)) from error
        return _Trust((accept(blob, {read_pin(pin) for pin in request.signers}, now),))
    outcomes = load_lists(now, request.profile, online=not request.offline).outcomes
    return _Trust(tuple(each.found for each in outcomes if each.found is not None), outcomes)
