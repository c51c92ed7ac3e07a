"""The operator's log as a number: enough to know whether anything has happened (CONTRACT §7)."""

from __future__ import annotations

from cabinet.contract.model import Answer

__all__ = ["LogHead"]


class LogHead(Answer):
    """``GET /log/head``: how many entries are committed.

    What is shown was read at some size: at a larger one it may have changed, at the same it has not.
    """

    size: int
