"""The operator's log as a number: enough to know whether anything has happened (CONTRACT §7)."""

from __future__ import annotations

from cabinet.contract.endpoint import Nothing, PersonEndpoint, ReaderEndpoint
from cabinet.contract.model import Answer
from cabinet.contract.rights import Right, Scope

__all__ = ["CHECKPOINT", "LOG_HEAD", "LogHead"]


class LogHead(Answer):
    """``GET /log/head``: how many entries are committed.

    What is shown was read at some size: at a larger one it may have changed, at the same it has not.
    """

    size: int


LOG_HEAD = PersonEndpoint(
    "log_head",
    "GET",
    "/log/head",
    Nothing,
    LogHead,
    "How many entries the log has: whether anything has happened",
    right=Right.PROOFS_READ,
)
CHECKPOINT = ReaderEndpoint(
    "checkpoint",
    "GET",
    "/log/checkpoint",
    Nothing,
    str,
    "The newest signed checkpoint",
    right=Right.PROOFS_READ,
    scope=Scope.PROOFS_READ,
)
