"""What ``cabinet verify`` shows, before it is text or JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cabinet.qes.explain.report import Explanation, SignerReport

if TYPE_CHECKING:
    from cabinet.perimeter.trusted_lists import Outcome
    from cabinet.qes.trusted_list.model import TrustedList

__all__ = ["Found", "Given", "is_proven"]


@dataclass(frozen=True)
class Given:
    """Where the document came from: ``attached``, ``given``, ``guessed`` or ``missing``; ``path`` of the middle two."""

    how: str
    path: str = ""


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
