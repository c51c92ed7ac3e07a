"""Verifying one signature: what was signed, whom to trust, whom to ask."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cabinet.contract.errors import KnownError
from cabinet.qes.explain.armour import MAX_FILE
from cabinet.qes.explain.content import Content
from cabinet.qes.explain.explanation import explain, is_detached
from cabinet.qes.explain.report import Explanation, SignerReport

if TYPE_CHECKING:
    from cabinet.contract.profile import PerimeterProfile
    from cabinet.perimeter.trusted_lists import Outcome
    from cabinet.qes.trusted_list.model import TrustedList

__all__ = [
    "SUFFIXES", "Found", "Given", "Lists", "document_beside", "explain_file", "is_proven", "kept_lists",
    "read_signature",
]  # fmt: skip

SUFFIXES: Final = frozenset({".p7s", ".p7m", ".p7b", ".sig", ".p7"})


@dataclass(frozen=True)
class Given:
    """Where the document came from: ``attached``, ``given``, ``guessed`` or ``missing``; ``path`` of the middle two."""

    how: str
    path: str = ""


@dataclass(frozen=True)
class Lists:
    """Trusted lists that can be used; ``outcomes`` are of the kept ones, those among them that cannot be used, too."""

    usable: tuple[TrustedList, ...]
    outcomes: tuple[Outcome, ...] = ()


@dataclass(frozen=True)
class Found:
    """A file, its explanation, and the lists it stands on; ``outcomes`` are of the kept lists."""

    path: str
    given: Given
    explanation: Explanation
    lists: tuple[TrustedList, ...]
    outcomes: tuple[Outcome, ...]


_UNPROVEN = {"ISSUER_UNTRUSTED", "NOT_CADES", "CERT_REVOKED", "CERT_NOT_YET_VALID"}
"""A revoked key may have been anybody's."""


def is_proven(report: SignerReport) -> bool:
    """Tell whether the signature shows that the named person made it, as far as anything shows it."""
    codes = {problem.code for problem in report.problems}
    signed = bool(report.intact) or (report.intact is None and "CONTENT_MISSING" in codes)
    return signed and report.listing is not None and not codes & _UNPROVEN


def read_signature(path: Path) -> bytes:
    """Read a signature's file whole, which has a limit; the document beside it has none.

    Raises:
        KnownError: ``FILE_UNREADABLE``, ``SIGNATURE_FILE_TOO_LARGE``.
    """
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_FILE + 1)
    except OSError as error:
        raise KnownError("FILE_UNREADABLE", error.strerror or "", path=str(path)) from error
    if len(raw) > MAX_FILE:
        raise KnownError("SIGNATURE_FILE_TOO_LARGE", most=str(MAX_FILE // 1024 // 1024))
    return raw


def kept_lists(now: datetime, profile: PerimeterProfile | None, *, online: bool) -> Lists:
    """Load the lists kept on this computer, and the perimeter's own.

    Raises:
        KnownError: ``TRUSTED_LIST_STATE``.
    """
    from cabinet.perimeter.trusted_lists import load_lists

    outcomes = load_lists(now, profile, online=online).outcomes
    return Lists(tuple(each.found for each in outcomes if each.found is not None), outcomes)


def document_beside(path: Path) -> Path | None:
    """Return the document that lies beside a detached signature, under its name without the last suffix."""
    stem = path.with_suffix("")
    return stem if path.suffix.lower() in SUFFIXES and stem.is_file() else None


def explain_file(
    path: Path,
    raw: bytes,
    document: Path | None,
    lists: Lists,
    now: datetime,
    *,
    at: datetime | None = None,
    online: bool = True,
    tell: Callable[[int, int], None] | None = None,
) -> Found:
    """Explain a signature.

    Args:
        path: where ``raw``, the whole signature, was read from.
        raw: the signature.
        document: what was signed as the person says; None takes what the file holds, or what lies beside it.
        lists: whom to trust.
        now: the present moment.
        at: the moment to judge at, where the person names one.
        online: whether services may be asked.
        tell: is told how many bytes of the document were read, of how many; what it raises ends it.

    Raises:
        KnownError: whatever keeps a signature from being judged at all.
    """
    from cabinet.perimeter.trust_services import ListedServices
    from cabinet.qes.answers import Answers
    from cabinet.qes.trusted_list.trust import TrustedListTrust

    given, content = _content(path, raw, document, tell)
    services = ListedServices(lists.usable)
    try:
        answers = Answers(services) if online else None
        explanation = explain(raw, content, TrustedListTrust(*lists.usable), answers, now, at)
    finally:
        services.close()
    return Found(str(path), given, explanation, lists.usable, lists.outcomes)


def _content(
    path: Path, raw: bytes, document: Path | None, tell: Callable[[int, int], None] | None
) -> tuple[Given, Content | None]:
    """Return what was signed: what the person named, what the file holds, or what lies beside it under its name."""
    detached = is_detached(raw)
    if document is not None:
        return Given("given", str(document)), Content.at(document, tell)
    if not detached:
        return Given("attached"), None
    beside = document_beside(path)
    return (Given("guessed", str(beside)), Content.at(beside, tell)) if beside is not None else (Given("missing"), None)
