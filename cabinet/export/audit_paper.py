"""What the protocol of an audit says, as plain values: whoever audits fills it, the paper prints it."""

from __future__ import annotations

import msgspec

from cabinet.export.job import Heading

__all__ = ["MOST_FAULTS", "AuditPaper", "PaperCheck", "PaperFault"]

MOST_FAULTS = 50
"""Faults that are printed one by one; all are counted."""


class PaperCheck(msgspec.Struct, frozen=True, kw_only=True):
    """One check: its key among the words of audits, how much of how much, faults; one left out is not ``made``."""

    key: str
    done: int
    of: int
    faults: int
    made: bool


class PaperFault(msgspec.Struct, frozen=True):
    """One fault: its code, what it is, what to do."""

    code: str
    sentence: str
    action: str


class AuditPaper(msgspec.Struct, frozen=True, kw_only=True):
    """One audit; ``verdict`` is its key among the words of audits, ``at`` and ``first_seen`` are in words.

    ``note`` is the signed checkpoint that was audited up to, ``untold`` how many contents were not told.
    """

    heading: Heading
    language: str
    verdict: str
    size: int
    at: str
    log: str
    root: str
    note: str
    first_seen: str
    untold: int
    total_faults: int
    checks: list[PaperCheck]
    faults: list[PaperFault]
