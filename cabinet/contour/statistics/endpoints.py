"""Endpoints of counts and sums, GGR and taxes."""

from __future__ import annotations

from cabinet.contour.call import Machine, ReaderCall
from cabinet.contour.handling import Written, handles
from cabinet.contour.ledger.store import LedgerStore
from cabinet.contour.statistics.ggr import ggr
from cabinet.contour.statistics.query import statistics as figures
from cabinet.contour.statistics.taxes import taxes
from cabinet.contract import statistics
from cabinet.contract import taxes as tax_contract
from cabinet.contract.endpoint import Nothing
from cabinet.contract.rights import Right
from cabinet.contract.states import Environment
from cabinet.contract.taxes import GgrAnswer, TaxAnswer
from cabinet.rules.rates import RateTable

__all__ = ["StatisticsEndpoints"]


class StatisticsEndpoints:
    """``/statistics…``."""

    def __init__(self, store: LedgerStore, environment: Environment, rates: RateTable) -> None:
        self._store = store
        self._environment = environment
        self._rates = rates

    @handles(statistics.STATISTICS, figures)
    def read(self, call: ReaderCall[Nothing]) -> Written:
        """Count, and sum for machines and for people who may see money."""
        reader = call.reader
        money = isinstance(reader, Machine) or Right.STATISTICS_SUMS in reader.rights
        with self._store.read() as rows:
            return Written(figures(rows, reader.edrpou, call.query, call.now, self._environment, money=money))

    @handles(tax_contract.GGR, ggr)
    def ggr(self, call: ReaderCall[Nothing]) -> GgrAnswer:
        """Tell GGR."""
        with self._store.read() as rows:
            return ggr(rows, call.reader.edrpou, call.query, call.now, self._environment)

    @handles(tax_contract.TAX, taxes)
    def taxes(self, call: ReaderCall[Nothing]) -> TaxAnswer:
        """Tell taxes, by the rates in force."""
        with self._store.read() as rows:
            return taxes(rows, call.reader.edrpou, call.query, call.now, self._environment, self._rates)
