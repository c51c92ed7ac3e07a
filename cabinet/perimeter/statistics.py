"""Counts and sums, GGR and taxes."""

from __future__ import annotations

from datetime import date

from cabinet.contract.states import Bucket, Compared, Slice
from cabinet.contract.statistics import STATISTICS, StatisticsAnswer
from cabinet.contract.taxes import GGR, TAX, GgrAnswer, TaxAnswer
from cabinet.perimeter.caller import Caller, answer_to
from cabinet.wire.ask import Ask

__all__ = ["StatisticsClient"]


class StatisticsClient:
    """``/statistics…``."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def read(
        self, first: date, last: date, bucket: Bucket, by: Slice, *, previous: Compared = Compared.NONE
    ) -> StatisticsAnswer:
        """Return figures of Kyiv days ``first``…``last``, inclusive; with those of an earlier period if wanted."""
        query = {"from": first.isoformat(), "to": last.isoformat(), "bucket": bucket.value, "by": by.value}
        if previous is not Compared.NONE:
            query["previous"] = previous.value
        return answer_to(self._caller, Ask(STATISTICS, query=query))

    def ggr(self, first: date, last: date, bucket: Bucket, by: Slice = Slice.NONE) -> GgrAnswer:
        """Return GGR, accepted and stuck, of Kyiv days ``first``…``last``, inclusive."""
        query = {"from": first.isoformat(), "to": last.isoformat(), "bucket": bucket.value, "by": by.value}
        return answer_to(self._caller, Ask(GGR, query=query))

    def taxes(self, first: date, last: date, bucket: Bucket) -> TaxAnswer:
        """Return the estimate of taxes of Kyiv days ``first``…``last``, inclusive; buckets are days or longer."""
        query = {"from": first.isoformat(), "to": last.isoformat(), "bucket": bucket.value}
        return answer_to(self._caller, Ask(TAX, query=query))
