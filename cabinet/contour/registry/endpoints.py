"""Endpoints of the registry."""

from __future__ import annotations

from datetime import datetime

from cabinet.contour.call import PersonCall, ReaderCall
from cabinet.contour.handling import handles
from cabinet.contour.ledger.store import LedgerStore
from cabinet.contour.registry.record import dictionary, operator_record
from cabinet.contract import registry
from cabinet.contract.endpoint import Nothing
from cabinet.contract.registry import Dictionary, OperatorRecord

__all__ = ["RegistryEndpoints"]


class RegistryEndpoints:
    """``/registry``. ``listening_since`` is when this perimeter began to listen to sources."""

    def __init__(self, store: LedgerStore, listening_since: datetime) -> None:
        self._store = store
        self._listening_since = listening_since

    @handles(registry.OPERATOR)
    def operator(self, call: PersonCall[Nothing]) -> OperatorRecord:
        """Show the operator's record."""
        with self._store.read() as rows:
            return operator_record(rows, call.person.edrpou, call.now, self._listening_since)

    @handles(registry.DICTIONARY)
    def dictionary(self, call: ReaderCall[Nothing]) -> Dictionary:
        """List games, terminals and points."""
        with self._store.read() as rows:
            return dictionary(rows, call.reader.edrpou, call.now)
