"""How the keychain and the local store stand, as plain values: the window shows them, so no heavy imports here."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from cabinet.contract.errors import KnownError

__all__ = ["KeychainLook", "KeychainState", "VaultState"]


class KeychainState(Enum):
    """What a look at the keychain found; all but the first carry a failure with their own code."""

    AVAILABLE = "available"
    LOCKED = "locked"
    ABSENT = "absent"
    REFUSED = "refused"
    SILENT = "silent"
    FAILED = "failed"


@dataclass(frozen=True)
class KeychainLook:
    """``backend`` is its name for a person, empty when there is none; ``has_key`` is known only when available."""

    state: KeychainState
    backend: str = ""
    has_key: bool = False
    failure: KnownError | None = None


@dataclass(frozen=True)
class VaultState:
    """``kept`` tells whether anything outlives this run; ``failure`` why not, or what happened to an older file.

    ``holder`` names whoever keeps the key.
    """

    kept: bool
    holder: str = ""
    path: Path | None = None
    failure: KnownError | None = None
