"""In which condition the perimeter is: whether it takes transactions now, and how many of whom."""

from __future__ import annotations

from datetime import datetime, timedelta

from cabinet.contour.call import OpenCall
from cabinet.contour.handling import handles
from cabinet.contour.ledger.store import LedgerStore
from cabinet.contour.problem import Refused
from cabinet.contour.rate_limit import RateLimit
from cabinet.contract import testdata
from cabinet.contract.about import Limits, Status
from cabinet.contract.states import PerimeterState
from cabinet.contract.testdata import Done, SetCondition, SetLimits

__all__ = ["Condition"]

_TAKING = {PerimeterState.AVAILABLE, PerimeterState.DEGRADED}
_COME_BACK_SECONDS = 60


class Condition:
    """State, limits in force, and the rate limiters that enforce them."""

    def __init__(self, store: LedgerStore, limits: Limits) -> None:
        self._store = store
        self._state, self._messages = PerimeterState.AVAILABLE, list[str]()
        self._set(limits)

    def status(self, now: datetime) -> Status:
        """Return what ``/status`` says; a disk without room is a failure, whatever else was said."""
        if self._store.full:
            return Status(state=PerimeterState.FAILURE, messages=["STORAGE_FULL"], checked_at=now)
        return Status(state=self._state, messages=self._messages, checked_at=now)

    def take_transactions(self, source: str, count: int, now: datetime) -> None:
        """Let so many transactions of a source in, or not.

        Raises:
            Refused: ``INTAKE_SUSPENDED`` while the perimeter rests, ``RATE_LIMITED``.
        """
        if self._state not in _TAKING:
            raise Refused("INTAKE_SUSPENDED", self._state.value, retry_after=_COME_BACK_SECONDS)
        self._transactions.take(source, now, count)

    def take_request(self, source: str, now: datetime) -> None:
        """Let one request of a source in, or not.

        Raises:
            Refused: ``RATE_LIMITED``.
        """
        self._requests.take(source, now)

    @handles(testdata.SET_CONDITION)
    def set_condition(self, call: OpenCall[SetCondition]) -> Done:
        """Put the perimeter into a state, as an outage or maintenance would."""
        self._state, self._messages = call.request.state, list(call.request.messages)
        return Done(what=self._state.value)

    @handles(testdata.SET_LIMITS)
    def set_limits(self, call: OpenCall[SetLimits]) -> Limits:
        """Change how much a source may send; what has been counted so far is forgotten."""
        changes = call.request.model_dump(exclude_none=True)
        self._set(self.limits.model_copy(update=changes))
        return self.limits

    def _set(self, limits: Limits) -> None:
        self.limits = limits
        self._requests = RateLimit("requests", limits.requests_per_second, timedelta(seconds=1))
        self._transactions = RateLimit("transactions", limits.transactions_per_minute, timedelta(minutes=1))
