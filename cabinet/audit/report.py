"""What an audit came to: its checks with their counts, and each fault with its code and place."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

import msgspec

from cabinet.contract.errors import KnownError

__all__ = ["MOST_FAULTS", "CheckKind", "CheckState", "Checked", "Fault", "Progress", "Report"]

MOST_FAULTS: Final = 100
"""Faults that are told one by one; all are counted."""


class CheckKind(StrEnum):
    """What is checked."""

    ENTRIES = "entries"
    """Every entry leads to the root that the log has signed, and the tiles served are those of the entries."""
    CHECKPOINTS = "checkpoints"
    """Every checkpoint that was ever seen here is of this log's beginning."""
    CONTENTS = "contents"
    """The line of every transaction is the one that its entry commits to."""
    RECEIPTS = "receipts"
    """What each own receipt promises is in the log."""
    FIGURES = "figures"
    """Figures counted again from entries and contents are those that are shown."""


class CheckState(StrEnum):
    """How a check stands."""

    WAITING = "waiting"
    RUNNING = "running"
    PASSED = "passed"
    FAILED = "failed"
    SKIPPED = "skipped"
    """It could not be made: :attr:`Checked.why` says why not."""


class Checked(msgspec.Struct, kw_only=True):
    """One check: how much of how much is done (entries, checkpoints, lines, receipts, days), how many faults."""

    state: CheckState = CheckState.WAITING
    done: int = 0
    of: int = 0
    faults: int = 0
    why: str = ""


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is not what it has to be; ``facts`` fill the gaps of the code's card."""

    check: CheckKind
    code: str
    facts: dict[str, str] = {}

    def error(self) -> KnownError:
        """Return it as what cards are found by."""
        return KnownError(self.code, **self.facts)


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """How far it is: entries looked through of those that the log has, and how each check stands."""

    done: int
    of: int
    checks: dict[str, Checked]


class Report(msgspec.Struct, kw_only=True):
    """What it came to. ``size`` and ``root`` (hex) are what was audited up to, ``note`` the checkpoint that says so.

    ``withheld`` are contents that are not told (personal data, or erased), ``too_long`` lines that no transaction may
    be as long as; figures of such lines cannot be counted again, and ``uncounted`` says how many. ``false_receipts``
    are files that are no receipts: they accuse nobody.
    """

    origin: str
    size: int
    root: str
    note: str
    finished_at: str
    checks: dict[str, Checked]
    faults: list[Fault]
    withheld: int
    too_long: int
    uncounted: int
    false_receipts: int = 0
    first_seen: str = ""

    @property
    def whole(self) -> bool:
        """Whether nothing was found."""
        return not any(check.faults for check in self.checks.values())

    @property
    def changed(self) -> bool:
        """Whether something was found that speaks against the log, and not only against a file."""
        return self.total_faults > self.false_receipts

    @property
    def verdict(self) -> str:
        """What it comes to, as a key of the catalogue's words of audits."""
        return "changed" if self.changed else "whole" if self.whole else "only_files"

    @property
    def total_faults(self) -> int:
        """How many faults there are, those included that are not told one by one."""
        return sum(check.faults for check in self.checks.values())
