"""What a report says, as plain values: no words, no places. Sums are kopecks, shares hundredths of a per cent.

A report is made of answers (:mod:`cabinet.report.filling`); it is kept as JSON and printed as a page.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

import msgspec

from cabinet.contract.states import Tax, Vertical
from cabinet.export.job import Heading
from cabinet.report.period import ReportPeriod

__all__ = [
    "Absence",
    "Closed",
    "DateKind",
    "Figure",
    "FigureKey",
    "Finding",
    "FindingRule",
    "Mark",
    "NextDate",
    "Open",
    "OpenTotal",
    "Part",
    "Report",
    "TaxLine",
    "Unit",
]


class Unit(StrEnum):
    """What a figure counts in."""

    COUNT = "count"
    MONEY = "money"
    SHARE = "share"


class FigureKey(StrEnum):
    """The figures, in the order in which they stand; sums are left out of whoever may not see money."""

    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    REJECTED_SHARE = "rejected_share"
    LATE = "late"
    BETS = "bets"
    REFUNDS = "refunds"
    PAYOUTS = "payouts"
    GGR = "ggr"
    STUCK_GGR = "stuck_ggr"


class Figure(msgspec.Struct, rename="camel", frozen=True):
    """One figure and its counterpart; ``before`` is None where the earlier period has no data."""

    key: FigureKey
    unit: Unit
    now: int | None
    before: int | None


class TaxLine(msgspec.Struct, rename="camel", frozen=True):
    """One tax; ``kop`` is None where no day has a rate, ``before_kop`` also where nothing stands beside it."""

    tax: Tax
    vertical: Vertical | None
    kop: int | None
    before_kop: int | None
    verified: bool


class Closed(msgspec.Struct, rename="camel", frozen=True, kw_only=True):
    """One cause of which something was closed in the period."""

    code: str
    source: str
    corrected: int
    superseded: int
    justified: int
    kop: int

    @property
    def count(self) -> int:
        """How many were closed."""
        return self.corrected + self.superseded + self.justified


class Open(msgspec.Struct, rename="camel", frozen=True, kw_only=True):
    """One cause of what is open now, its consequences with it; ``since`` is when its first rejection came."""

    code: str
    source: str
    count: int
    kop: int
    since: date
    assignee: str | None
    due_at: datetime | None
    overdue: bool


class OpenTotal(msgspec.Struct, rename="camel", frozen=True, kw_only=True):
    """All that is open now: rejections, their sum and their influence on GGR; causes, and those past their term."""

    count: int
    kop: int
    ggr_kop: int
    causes: int
    overdue: int


class DateKind(StrEnum):
    """What falls due on a date."""

    LICENCE_FEE = "licence_fee"
    LICENCE_ENDS = "licence_ends"
    CREDENTIAL_ENDS = "credential_ends"
    SIGNING_KEY_ENDS = "signing_key_ends"
    CERTIFICATE_ENDS = "certificate_ends"
    MANDATE_ENDS = "mandate_ends"
    REJECTIONS_DUE = "rejections_due"


class NextDate(msgspec.Struct, rename="camel", frozen=True, order=True):
    """A date to come; ``subject`` is a licence, key or person by name, or how many causes."""

    on: date
    kind: DateKind
    subject: str


class Mark(msgspec.Struct, rename="camel", frozen=True):
    """The log's newest checkpoint when the report was made; ``note`` is the signed note itself."""

    origin: str
    size: int
    root: str
    note: str


class Part(StrEnum):
    """Parts that whoever asks may not be allowed to see."""

    FIGURES = "figures"
    MONEY = "money"
    REJECTIONS = "rejections"
    RECORD = "record"
    KEYS = "keys"
    PEOPLE = "people"
    CHECKPOINT = "checkpoint"


class Absence(msgspec.Struct, rename="camel", frozen=True):
    """A part that is left out, the code why, and the scope or the right that would show it."""

    part: Part
    code: str
    needs: str


class FindingRule(StrEnum):
    """The rules of the sentence on top, the first that holds (:func:`cabinet.report.filling.finding_of`)."""

    OVERDUE = "overdue"
    NOTHING = "nothing"
    REJECTED_MORE = "rejected_more"
    OPEN = "open"
    ALL_WELL = "all_well"
    NO_FIGURES = "no_figures"


class Finding(msgspec.Struct, rename="camel", frozen=True, kw_only=True):
    """What must be known first; ``top`` is the cause of what is open that weighs most."""

    rule: FindingRule
    count: int = 0
    causes: int = 0
    kop: int | None = None
    share: int | None = None
    share_before: int | None = None
    top: Open | None = None


class Report(msgspec.Struct, rename="camel", frozen=True, kw_only=True):
    """A day or a month. ``over`` is False while it goes on; ``made`` is when the answers came."""

    period: ReportPeriod
    before: ReportPeriod
    over: bool
    heading: Heading
    made: datetime
    finding: Finding
    figures: list[Figure]
    taxes: list[TaxLine]
    own_rates: bool
    closed: list[Closed]
    open: list[Open]
    open_total: OpenTotal | None
    dates: list[NextDate]
    mark: Mark | None
    absent: list[Absence]
