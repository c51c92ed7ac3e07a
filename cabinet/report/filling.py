"""A report out of answers: which figure stands beside which, what is open and whose, and what must be known first.

The sentence on top is made by rules, the first that holds:

1. ``NOTHING``: nothing was submitted in the period.
2. ``OVERDUE``: a cause of what is open is past its term; of those, the one with most at stake is named.
3. ``REJECTED_MORE``: at least :data:`NOTABLE` rejections, and a share :data:`TIMES` times that of the period before.
4. ``OPEN``: something is open; the cause with most at stake is named.
5. ``ALL_WELL``: nothing is open. Without figures and rejections nothing is said of either (``NO_FIGURES``).
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from cabinet.contract.deadlines import hours_of
from cabinet.contract.moment import kyiv_day
from cabinet.report.content import (
    Closed,
    Figure,
    FigureKey,
    Finding,
    FindingRule,
    Open,
    OpenTotal,
    Report,
    TaxLine,
    Unit,
)
from cabinet.report.dates import next_dates

if TYPE_CHECKING:
    from datetime import datetime

    from cabinet.contract.rejections import GroupList, RejectionGroup
    from cabinet.contract.statistics import Figures, StatisticsAnswer
    from cabinet.contract.taxes import TaxAnswer
    from cabinet.report.answers import Answers

__all__ = ["NOTABLE", "TIMES", "finding_of", "report_of"]

NOTABLE: Final = 10
TIMES: Final = 2
_HUNDREDTHS: Final = 10_000


def report_of(answers: Answers) -> Report:
    """Return the report of answers."""
    figures = _figures(answers.statistics) if answers.statistics is not None else []
    opened = _open(answers.causes, answers.made) if answers.causes is not None else []
    total = _total(answers.causes, opened) if answers.causes is not None else None
    return Report(
        period=answers.period, before=answers.period.before, over=answers.period.over(answers.made),
        heading=answers.heading, made=answers.made, finding=finding_of(figures, opened, total), figures=figures,
        taxes=_taxes(answers.taxes, answers.taxes_before, empty=_nothing_before(answers.statistics)),
        own_rates=answers.taxes is not None and answers.taxes.own_rates, closed=_closed(answers), open=opened,
        open_total=total, dates=next_dates(answers), mark=answers.mark, absent=answers.absent,
    )  # fmt: skip


def finding_of(figures: list[Figure], opened: list[Open], total: OpenTotal | None) -> Finding:
    """Return what the first rule that holds says."""
    of = {figure.key: figure for figure in figures}
    submitted = of[FigureKey.SUBMITTED].now if figures else None
    if submitted == 0:
        return Finding(rule=FindingRule.NOTHING)
    top = opened[0] if opened else None
    if total is not None and total.overdue:
        return Finding(rule=FindingRule.OVERDUE, count=total.count, causes=total.overdue, kop=total.kop, top=top)
    if figures:
        rejected, share = of[FigureKey.REJECTED].now, of[FigureKey.REJECTED_SHARE]
        grown = share.now is not None and share.before is not None and share.now >= TIMES * share.before
        if rejected is not None and rejected >= NOTABLE and grown:
            return Finding(
                rule=FindingRule.REJECTED_MORE, count=rejected, share=share.now, share_before=share.before, top=top
            )
    if total is not None and total.count:
        return Finding(rule=FindingRule.OPEN, count=total.count, causes=total.causes, kop=total.kop, top=top)
    if total is None and submitted is None:
        return Finding(rule=FindingRule.NO_FIGURES)
    return Finding(rule=FindingRule.ALL_WELL, count=of[FigureKey.ACCEPTED].now or 0 if figures else 0)


def _nothing_before(answer: StatisticsAnswer | None) -> bool:
    return answer is None or answer.previous is None or not _submitted(answer.previous.total)


def _submitted(of: Figures) -> int:
    return of.accepted + of.rejected + of.pending


def _share(of: Figures) -> int | None:
    whole = of.accepted + of.rejected
    return round(of.rejected * _HUNDREDTHS / whole) if whole else None


def _figures(answer: StatisticsAnswer) -> list[Figure]:
    now = answer.total
    before = None if answer.previous is None or _nothing_before(answer) else answer.previous.total

    def figure(
        key: FigureKey, unit: Unit, of: dict[FigureKey, int | None], earlier: dict[FigureKey, int | None]
    ) -> Figure:
        return Figure(key, unit, of[key], earlier.get(key))

    counts = (FigureKey.SUBMITTED, FigureKey.ACCEPTED, FigureKey.REJECTED)
    sums = (FigureKey.BETS, FigureKey.REFUNDS, FigureKey.PAYOUTS, FigureKey.GGR, FigureKey.STUCK_GGR)
    units = dict.fromkeys(counts, Unit.COUNT) | {FigureKey.REJECTED_SHARE: Unit.SHARE, FigureKey.LATE: Unit.COUNT}
    if now.ggr_kop is not None:
        units |= dict.fromkeys(sums, Unit.MONEY)
    here, there = _values(now), _values(before) if before is not None else {}
    return [figure(key, unit, here, there) for key, unit in units.items()]


def _values(of: Figures) -> dict[FigureKey, int | None]:
    return {
        FigureKey.SUBMITTED: _submitted(of), FigureKey.ACCEPTED: of.accepted, FigureKey.REJECTED: of.rejected,
        FigureKey.REJECTED_SHARE: _share(of), FigureKey.LATE: of.late, FigureKey.BETS: of.bet_kop,
        FigureKey.REFUNDS: of.refund_kop, FigureKey.PAYOUTS: of.payout_kop, FigureKey.GGR: of.ggr_kop,
        FigureKey.STUCK_GGR: of.stuck_ggr_kop,
    }  # fmt: skip


def _taxes(now: TaxAnswer | None, before: TaxAnswer | None, *, empty: bool) -> list[TaxLine]:
    if now is None:
        return []
    earlier = {(one.tax, one.vertical): one.tax_kop for one in before.figures} if before is not None else {}
    return [
        TaxLine(
            one.tax, one.vertical, one.tax_kop, None if empty else earlier.get((one.tax, one.vertical)), one.verified
        )
        for one in now.figures
    ]


def _closed(answers: Answers) -> list[Closed]:
    return [
        Closed(
            code=one.code, source=one.source, corrected=one.corrected, superseded=one.superseded,
            justified=one.justified, kop=one.operations_kop,
        )
        for one in (answers.closings.items if answers.closings is not None else ())
    ]  # fmt: skip


def _open(causes: GroupList, now: datetime) -> list[Open]:
    found = [_cause(one, now) for one in causes.items if one.whole]
    # The perimeter tells those with most at stake first; among the overdue and among the others they stay so.
    return sorted(found, key=lambda one: not one.overdue)


def _cause(one: RejectionGroup, now: datetime) -> Open:
    came = one.first_seen if one.due_at is None else one.due_at - timedelta(hours=hours_of(one.code))
    return Open(
        code=one.code, source=one.source, count=one.whole, kop=one.whole_money.operations_kop, since=kyiv_day(came),
        assignee=one.assignee, due_at=one.due_at, overdue=one.due_at is not None and one.due_at <= now,
    )  # fmt: skip


def _total(causes: GroupList, opened: list[Open]) -> OpenTotal:
    money = causes.whole_money
    return OpenTotal(
        count=causes.whole, kop=money.operations_kop, ggr_kop=money.ggr_kop, causes=len(opened),
        overdue=sum(one.overdue for one in opened),
    )  # fmt: skip
