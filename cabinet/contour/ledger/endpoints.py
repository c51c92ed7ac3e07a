"""Endpoints of the operator's log."""

from __future__ import annotations

from cabinet.contour.call import PersonCall, ReaderCall
from cabinet.contour.handling import handles
from cabinet.contour.ledger.log import Ledger
from cabinet.contract import log
from cabinet.contract.endpoint import Nothing
from cabinet.contract.log import LogHead

__all__ = ["LogEndpoints"]


class LogEndpoints:
    """``/log``."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    @handles(log.LOG_HEAD)
    def head(self, call: PersonCall[Nothing]) -> LogHead:
        """Tell how many entries are committed."""
        with self._ledger.store.read() as rows:
            return LogHead(size=self._ledger.reader(rows, call.person.edrpou).size)

    @handles(log.CHECKPOINT)
    def checkpoint(self, call: ReaderCall[Nothing]) -> str:
        """Give the newest signed checkpoint."""
        with self._ledger.store.read() as rows:
            return self._ledger.checkpoint(rows, call.reader.edrpou)
