"""What a report is made of: the perimeter's answers, as they came."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cabinet.contract.credentials import Credential
    from cabinet.contract.people import Member
    from cabinet.contract.registry import Licence
    from cabinet.contract.rejection_closings import Closings
    from cabinet.contract.rejections import GroupList
    from cabinet.contract.statistics import StatisticsAnswer
    from cabinet.contract.taxes import TaxAnswer
    from cabinet.export.job import Heading
    from cabinet.report.content import Absence, Mark
    from cabinet.report.period import ReportPeriod

__all__ = ["Answers"]


@dataclass(kw_only=True)
class Answers:
    """None and empty lists stand for what was not asked or may not be seen; ``absent`` says which and why.

    ``statistics`` has the earlier period with it; ``taxes_before`` is of that one, and only of a period that is over:
    taxes of a part of it cannot be asked. ``causes`` are of what is open now.
    """

    period: ReportPeriod
    heading: Heading
    made: datetime
    statistics: StatisticsAnswer | None = None
    taxes: TaxAnswer | None = None
    taxes_before: TaxAnswer | None = None
    closings: Closings | None = None
    causes: GroupList | None = None
    licences: list[Licence] = field(default_factory=list)
    credentials: list[Credential] = field(default_factory=list)
    members: list[Member] = field(default_factory=list)
    mark: Mark | None = None
    absent: list[Absence] = field(default_factory=list)
