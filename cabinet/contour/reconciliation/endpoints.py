"""Endpoints of reconciliation: a day's totals, its transactions, and how transactions stand."""

from __future__ import annotations

from cabinet.contour.call import ReaderCall
from cabinet.contour.handling import handles
from cabinet.contour.ledger.log import Ledger
from cabinet.contour.reconciliation.listing import listing
from cabinet.contour.reconciliation.standing import standings
from cabinet.contour.reconciliation.totals import totals
from cabinet.contract import reconciliation
from cabinet.contract.endpoint import Nothing, Streamed
from cabinet.contract.reconciliation import StandingAsked, Standings

__all__ = ["ReconciliationEndpoints"]


class ReconciliationEndpoints:
    """``/reconciliation`` and ``/transactions/standing``."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    @handles(reconciliation.TOTALS, totals)
    def totals(self, call: ReaderCall[Nothing]) -> Streamed:
        """Tell a day's totals and hashes."""
        return totals(self._ledger, call.reader.edrpou, call.path["day"], call.query)

    @handles(reconciliation.TRANSACTIONS, listing)
    def transactions(self, call: ReaderCall[Nothing]) -> Streamed:
        """Tell a day's transactions."""
        return listing(self._ledger, call.reader.edrpou, call.path["day"], call.query)

    @handles(reconciliation.STANDING, standings)
    def standing(self, call: ReaderCall[StandingAsked]) -> Standings:
        """Tell how transactions stand."""
        with self._ledger.store.read() as rows:
            return standings(self._ledger.reader(rows, call.reader.edrpou), call.request.operator_tx_ids)
