"""Counts and sums."""

from __future__ import annotations

from datetime import date

from cabinet.contract.states import Bucket, Slice
from cabinet.contract.statistics import StatisticsAnswer
from cabinet.perimeter.caller import Caller, ask

__all__ = ["StatisticsClient"]


class StatisticsClient:
    """``/statistics``."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def read(self, first: date, last: date, bucket: Bucket, by: Slice, *, previous: bool = False) -> StatisticsAnswer:
        """Return figures of Kyiv days ``first``…``last``, inclusive; with those of the period before if wanted."""
        query = {"from": first.isoformat(), "to": last.isoformat(), "bucket": bucket.value, "by": by.value}
        if previous:
            query["previous"] = "true"
        return ask(self._caller, "statistics", StatisticsAnswer, query=query)
