"""What ``cabinet verify`` is asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from cabinet.contract.clock import Clock

if TYPE_CHECKING:
    from cabinet.contract.profile import PerimeterProfile

__all__ = ["Request"]


@dataclass(frozen=True)
class Request:
    """What was asked: the file and its bytes, the document beside it, the moment, and where trust comes from.

    ``list_file`` with ``signers`` (SHA-256, hex) stands in for the lists kept here; ``profile`` is a perimeter's,
    whose own list counts too.
    """

    path: Path
    raw: bytes
    content: Path | None
    at: datetime | None
    offline: bool
    as_json: bool
    list_file: Path | None
    signers: tuple[str, ...]
    profile: PerimeterProfile | None
    clock: Clock
