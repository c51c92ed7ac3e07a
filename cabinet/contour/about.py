"""What anybody may ask of the contour: who answers, whether it takes transactions, its limits."""

from __future__ import annotations

from cabinet.contour.call import OpenCall
from cabinet.contour.handling import handles
from cabinet.contour.ledger.store import LedgerStore
from cabinet.contract import about
from cabinet.contract.about import CONTRACT_VERSION, About, Limits, Status
from cabinet.contract.endpoint import Nothing
from cabinet.contract.states import Environment, Implementation, PerimeterState

__all__ = ["AboutEndpoints"]


class AboutEndpoints:
    """``/about``, ``/status`` and ``/limits``."""

    def __init__(self, store: LedgerStore, environment: Environment, limits: Limits) -> None:
        self._store = store
        self._environment = environment
        self._limits = limits

    @handles(about.ABOUT)
    def answerer(self, call: OpenCall[Nothing]) -> About:
        """Say who answers."""
        return About(
            implementation=Implementation.TEST_CONTOUR,
            environment=self._environment,
            contract_version=CONTRACT_VERSION,
            server_time=call.now,
        )

    @handles(about.STATUS)
    def status(self, call: OpenCall[Nothing]) -> Status:
        """Say whether transactions are taken."""
        if self._store.full:
            return Status(state=PerimeterState.FAILURE, messages=["STORAGE_FULL"], checked_at=call.now)
        return Status(state=PerimeterState.AVAILABLE, messages=[], checked_at=call.now)

    @handles(about.LIMITS)
    def limits(self, _: OpenCall[Nothing]) -> Limits:
        """Say which thresholds are in force."""
        return self._limits
