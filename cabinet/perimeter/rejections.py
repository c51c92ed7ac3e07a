"""Rejected attempts, their cards, and corrections by people."""

from __future__ import annotations

from cabinet.contract.intake import BatchResult
from cabinet.contract.rejections import RejectionCard, RejectionPage
from cabinet.perimeter.caller import Caller, ask

__all__ = ["RejectionsClient"]


class RejectionsClient:
    """``/rejections``, ``/corrections``, ``/transactions/check``."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def page(
        self,
        *,
        cursor: str | None = None,
        ordinal: int | None = None,
        as_of: int | None = None,
        limit: int = 200,
        state: str = "open",
        code: str | None = None,
    ) -> RejectionPage:
        """Return one page, newest first; ``as_of`` freezes the view, ``ordinal`` jumps."""
        query = {
            "cursor": cursor, "ordinal": ordinal, "asOf": as_of, "limit": limit, "state": state, "code": code,
        }  # fmt: skip
        return ask(self._caller, "rejections", RejectionPage, query=query)

    def card(self, attempt_id: str) -> RejectionCard:
        """Return one attempt, whole."""
        return ask(self._caller, "rejection", RejectionCard, path={"attemptId": attempt_id})

    def check(self, lines: bytes) -> BatchResult:
        """Ask the perimeter's rules; nothing is stored."""
        return ask(self._caller, "check", BatchResult, body=lines)

    def correct(self, lines: bytes, idempotency_key: str) -> BatchResult:
        """Send corrections, one a line."""
        return ask(self._caller, "correct", BatchResult, body=lines, idempotency_key=idempotency_key)
