"""Dates to come within thirty days: of what is due (:mod:`cabinet.contract.due_dates`), what a report tells."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from cabinet.contract.due import DueKind
from cabinet.contract.due_dates import due_dates
from cabinet.contract.moment import kyiv_day
from cabinet.report.content import DateKind, NextDate

if TYPE_CHECKING:
    from cabinet.report.answers import Answers

__all__ = ["DAYS", "next_dates"]

DAYS: Final = 30
_TOLD: Final = {kind.value for kind in DateKind}


def next_dates(answers: Answers) -> list[NextDate]:
    """Return them by date; a fee whose day has gone by stays until it is paid.

    Of causes it is told how many have their term on a day; what is overdue is said elsewhere.
    """
    now = answers.made
    today = kyiv_day(now)
    last = today + timedelta(days=DAYS)
    causes = answers.causes.items if answers.causes is not None else []
    found = [
        due
        for due in due_dates(
            now, licences=answers.licences, credentials=answers.credentials, members=answers.members, causes=causes
        )
        if due.kind.value in _TOLD and due.on <= last and (due.on >= today or due.kind is DueKind.LICENCE_FEE)
    ]
    days = Counter(due.on for due in found if due.kind is DueKind.REJECTIONS_DUE and not due.over(now))
    dates = [NextDate(on, DateKind.REJECTIONS_DUE, str(number)) for on, number in days.items()]
    dates += [
        NextDate(due.on, DateKind(due.kind.value), due.subject)
        for due in found
        if due.kind is not DueKind.REJECTIONS_DUE
    ]
    return sorted(dates)
