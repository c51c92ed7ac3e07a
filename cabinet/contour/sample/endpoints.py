"""Endpoints of test data: operators, the clock, and the replay of play."""

from __future__ import annotations

from cabinet.contour.call import OpenCall
from cabinet.contour.handling import handles
from cabinet.contour.ledger.store import LedgerStore
from cabinet.contour.sample.replay import Replay
from cabinet.contour.sample.testdata import create_operator, set_time
from cabinet.contract import testdata
from cabinet.contract.clock import ShiftedClock
from cabinet.contract.endpoint import Nothing
from cabinet.contract.testdata import Done, Generate, Generated, NewOperator, SetTime, TimeAnswer

__all__ = ["SampleEndpoints"]


class SampleEndpoints:
    """``/testdata/operators``, ``/testdata/time`` and ``/testdata/generate``."""

    def __init__(self, store: LedgerStore, clock: ShiftedClock, replay: Replay) -> None:
        self._store = store
        self._clock = clock
        self._replay = replay

    @handles(testdata.CREATE_OPERATOR, create_operator)
    def create_operator(self, call: OpenCall[NewOperator]) -> Done:
        """Write a whole operator down."""
        return create_operator(self._store, call.request, call.now)

    @handles(testdata.SET_TIME)
    def set_time(self, call: OpenCall[SetTime]) -> TimeAnswer:
        """Move the contour's clock."""
        return set_time(self._clock, call.request)

    @handles(testdata.GENERATE, Replay.run)
    def generate(self, call: OpenCall[Generate]) -> Generated:
        """Replay play."""
        return self._replay.run(call.request, call.now)

    @handles(testdata.GENERATED)
    def generated(self, _: OpenCall[Nothing]) -> Generated:
        """Tell how far the replay is."""
        return self._replay.told

    @handles(testdata.STOP_GENERATING)
    def stop(self, _: OpenCall[Nothing]) -> Generated:
        """Stop the replay."""
        return self._replay.stop()
