"""What came of verifying a file: its kind, how it stands, and whatever was found in it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from cabinet.evidence.recognising import FileKind

if TYPE_CHECKING:
    from cabinet.contract.errors import KnownError
    from cabinet.evidence.in_log import InLog
    from cabinet.evidence.package_check import CheckedPackage
    from cabinet.evidence.perimeters import KnownPerimeter
    from cabinet.evidence.signature_file import Found
    from cabinet.proof.log_entry import LogEntry
    from cabinet.proof.proof_files import ProvenEntry
    from cabinet.proof.receipt_files import VerifiedReceipt

__all__ = ["CheckedFile", "Standing"]


class Standing(StrEnum):
    """How a file stands, the worst first."""

    BAD = "bad"
    UNJUDGED = "unjudged"
    """Nothing could be judged: it is not whole, or nothing that is verified."""
    UNKNOWN = "unknown"
    GOOD = "good"


@dataclass(frozen=True)
class CheckedFile:
    """One file. ``problem`` is why it is not good; of its kind's own findings at most one set is there.

    ``perimeter`` is whose key signed it. ``in_log``: the entries of a receipt were found in the log just now.
    ``fetched``: it is no file yet, the perimeter gave it just now.
    """

    path: Path
    kind: FileKind
    standing: Standing
    problem: KnownError | None = None
    perimeter: KnownPerimeter | None = None
    proof: ProvenEntry | None = None
    entry: LogEntry | None = None
    receipt: VerifiedReceipt | None = None
    in_log: InLog | None = None
    fetched: bool = False
    package: CheckedPackage | None = None
    signature: Found | None = None
