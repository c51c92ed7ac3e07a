"""Endpoint of counts and sums."""

from __future__ import annotations

from cabinet.contour.call import Machine, ReaderCall
from cabinet.contour.handling import Written, handles
from cabinet.contour.ledger.store import LedgerStore
from cabinet.contour.statistics.query import statistics as figures
from cabinet.contract import statistics
from cabinet.contract.endpoint import Nothing
from cabinet.contract.rights import Right
from cabinet.contract.states import Environment

__all__ = ["StatisticsEndpoints"]


class StatisticsEndpoints:
    """``/statistics``."""

    def __init__(self, store: LedgerStore, environment: Environment) -> None:
        self._store = store
        self._environment = environment

    @handles(statistics.STATISTICS, figures)
    def read(self, call: ReaderCall[Nothing]) -> Written:
        """Count, and sum for machines and for people who may see money."""
        reader = call.reader
        money = isinstance(reader, Machine) or Right.STATISTICS_SUMS in reader.rights
        with self._store.read() as rows:
            return Written(figures(rows, reader.edrpou, call.query, call.now, self._environment, money=money))
