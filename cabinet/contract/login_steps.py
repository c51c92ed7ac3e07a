"""The five checks of the server during a log-in (CONTRACT §2.4); plain enums, needed by the first paint."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["CheckState", "CheckStep"]


class CheckStep(StrEnum):
    """One check of the server, in the order they run."""

    SIGNATURE = "signature"
    CHAIN = "chain"
    REVOCATION = "revocation"
    IDENTITY = "identity"
    AUTHORITY = "authority"


class CheckState(StrEnum):
    """How far one check has come."""

    WAITING = "waiting"
    RUNNING = "running"
    PASSED = "passed"
    FAILED = "failed"
