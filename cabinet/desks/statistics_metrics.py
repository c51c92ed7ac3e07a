"""What statistics are shown of: the metrics that people choose, and their values out of one bucket's figures."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cabinet.contract.statistics import Figures

__all__ = ["Kind", "Metric", "Totals"]

_HUNDREDTHS = 10_000


class Kind(StrEnum):
    """What a value is: transactions, kopecks, hundredths of a per cent, milliseconds."""

    COUNT = "count"
    MONEY = "money"
    SHARE = "share"
    LENGTH = "length"


@dataclass
class Totals:
    """Figures of one bucket, or of one slice of it. Sums are None without the right to see money.

    ``lag`` is the mean in milliseconds; figures of several slices have none together, since their weights are unknown.
    """

    accepted: int = 0
    rejected: int = 0
    pending: int = 0
    late: int = 0
    bets: int | None = None
    ggr: int | None = None
    lag: int | None = None

    @classmethod
    def of(cls, figures: Figures) -> Totals:
        """Return what is shown of figures."""
        return cls(
            figures.accepted, figures.rejected, figures.pending, figures.late, figures.bet_kop, figures.ggr_kop,
            figures.mean_lag_ms,
        )  # fmt: skip

    def add(self, figures: Figures) -> None:
        """Add figures of another slice of the bucket."""
        first = not (self.accepted or self.rejected or self.pending or self.late)
        self.lag = figures.mean_lag_ms if first else None
        self.accepted += figures.accepted
        self.rejected += figures.rejected
        self.pending += figures.pending
        self.late += figures.late
        if figures.ggr_kop is not None:
            self.ggr = (self.ggr or 0) + figures.ggr_kop
            self.bets = (self.bets or 0) + (figures.bet_kop or 0)

    @property
    def rejected_share(self) -> int | None:
        """Hundredths of a per cent of what came to an end that are rejected; None where nothing did."""
        whole = self.accepted + self.rejected
        return round(self.rejected * _HUNDREDTHS / whole) if whole else None


class Metric(StrEnum):
    """What the chart shows, in the order of the choice."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    REJECTED_SHARE = "rejected-share"
    BETS = "bets"
    GGR = "ggr"
    LATE = "late"
    LAG = "lag"

    @property
    def kind(self) -> Kind:
        """What its values are."""
        return {
            Metric.BETS: Kind.MONEY,
            Metric.GGR: Kind.MONEY,
            Metric.REJECTED_SHARE: Kind.SHARE,
            Metric.LAG: Kind.LENGTH,
        }.get(self, Kind.COUNT)

    @property
    def adds_up(self) -> bool:
        """Whether slices of a bucket make up the bucket: shares and means do not."""
        return self.kind in {Kind.COUNT, Kind.MONEY}

    def of(self, totals: Totals) -> int | None:
        """Return its value; None where there is none, or it may not be seen."""
        return {
            Metric.ACCEPTED: totals.accepted,
            Metric.REJECTED: totals.rejected,
            Metric.REJECTED_SHARE: totals.rejected_share,
            Metric.BETS: totals.bets,
            Metric.GGR: totals.ggr,
            Metric.LATE: totals.late,
            Metric.LAG: totals.lag,
        }[self]
