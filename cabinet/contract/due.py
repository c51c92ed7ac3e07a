"""What can hurt the operator and when: kinds of such things, when each begins to press, whose each is.

:mod:`cabinet.contract.due_dates` finds them in the perimeter's answers. No clock and no words here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

from cabinet.contract.moment import kyiv_day
from cabinet.contract.rights import Role

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cabinet.contract.credentials import Credential
    from cabinet.contract.people import Member
    from cabinet.contract.registry import Licence, Source
    from cabinet.contract.rejections import RejectionGroup

__all__ = [
    "AHEAD_DAYS",
    "TERMS",
    "DueDate",
    "DueKind",
    "Part",
    "Severity",
    "Term",
    "Verdict",
    "in_order",
    "verdict_of",
]

AHEAD_DAYS: Final = 90
"""So many days ahead are looked at, today not counted."""


class DueKind(StrEnum):
    """What is due. The last two are not waited for: they hurt since their moment."""

    LICENCE_FEE = "licence_fee"
    LICENCE_ENDS = "licence_ends"
    LICENCE_ENTRY = "licence_entry"
    CREDENTIAL_ENDS = "credential_ends"
    SIGNING_KEY_ENDS = "signing_key_ends"
    CERTIFICATE_RENEWS = "certificate_renews"
    CERTIFICATE_ENDS = "certificate_ends"
    OWN_CERTIFICATE_ENDS = "own_certificate_ends"
    MANDATE_ENDS = "mandate_ends"
    REJECTIONS_DUE = "rejections_due"
    SOURCE_SILENT = "source_silent"
    SOURCE_GAPS = "source_gaps"


class Severity(StrEnum):
    """How much it presses."""

    DANGER = "danger"
    WARNING = "warning"
    CALM = "calm"


class Part(StrEnum):
    """Whose part it is: somebody of the company must act, the perimeter must, or it comes by itself."""

    OURS = "ours"
    PERIMETER = "perimeter"
    ITSELF = "itself"


class Term(NamedTuple):
    """How long before its moment a kind is a danger, and a warning; None never. Below nought is after the moment."""

    danger: timedelta | None
    warning: timedelta | None
    part: Part = Part.OURS


_ALWAYS: Final = timedelta(days=36_500)

TERMS: Final[dict[DueKind, Term]] = {
    # A licence whose fee is not paid by its day may be annulled; the money is planned two months ahead.
    DueKind.LICENCE_FEE: Term(timedelta(days=14), timedelta(days=60)),
    DueKind.LICENCE_ENDS: Term(timedelta(days=30), timedelta(days=90)),
    # The registry has one business day; past it somebody must ask.
    DueKind.LICENCE_ENTRY: Term(timedelta(), timedelta(), Part.PERIMETER),
    DueKind.CREDENTIAL_ENDS: Term(timedelta(days=7), timedelta(days=30)),
    DueKind.SIGNING_KEY_ENDS: Term(timedelta(days=7), timedelta(days=30)),
    # The machine renews it by itself at two thirds of its life; what was not renewed is a kind of its own.
    DueKind.CERTIFICATE_RENEWS: Term(None, None, Part.ITSELF),
    DueKind.CERTIFICATE_ENDS: Term(timedelta(days=1), _ALWAYS),
    DueKind.OWN_CERTIFICATE_ENDS: Term(timedelta(days=7), timedelta(days=30)),
    DueKind.MANDATE_ENDS: Term(timedelta(days=7), timedelta(days=30)),
    DueKind.REJECTIONS_DUE: Term(timedelta(days=1), _ALWAYS),
    DueKind.SOURCE_SILENT: Term(timedelta(days=-1), timedelta()),
    DueKind.SOURCE_GAPS: Term(None, _ALWAYS),
}
"""When each kind begins to press. The guide page ``due.md`` has the same table for people."""
_SINCE: Final = {DueKind.SOURCE_SILENT, DueKind.SOURCE_GAPS}


@dataclass(frozen=True, kw_only=True)
class DueDate:
    """One thing.

    ``at`` is the moment from which it hurts, ``on`` the Kyiv day that people know it by; ``whole_day`` where that day
    itself is the term and not an hour of it. ``key`` names it for ever: the same thing found tomorrow has the same
    key. ``subject`` is a licence, key, person or source by name, or a cause's code. ``owner`` is who has it in hand,
    by name, empty where nobody has; then ``role`` tells whose kind of work it is, None for anybody's. ``concerns`` is
    a person whom it hurts though another must act. ``of`` is what it was found in. ``opens`` is a page of the window,
    after a blank what on it.
    """

    kind: DueKind
    at: datetime
    on: date
    key: str
    subject: str
    opens: str
    owner: str = ""
    role: Role | None = None
    concerns: str = ""
    whole_day: bool = False
    of: Licence | Credential | Member | Source | RejectionGroup | None = field(default=None, compare=False)

    @property
    def part(self) -> Part:
        """Whose part it is."""
        return TERMS[self.kind].part

    @property
    def since(self) -> bool:
        """Whether it hurts since its moment, and is not waited for."""
        return self.kind in _SINCE

    def left(self, now: datetime) -> timedelta:
        """Return how long there is; whole days are counted by the calendar, so that a term of days has no hour."""
        return timedelta(days=(self.on - kyiv_day(now)).days) if self.whole_day else self.at - now

    def over(self, now: datetime) -> bool:
        """Whether its moment has passed."""
        return self.at <= now

    def severity(self, now: datetime) -> Severity:
        """Return how much it presses now."""
        danger, warning, _ = TERMS[self.kind]
        left = self.left(now)
        if danger is not None and left <= danger:
            return Severity.DANGER
        return Severity.WARNING if warning is not None and left <= warning else Severity.CALM

    def asks(self, now: datetime) -> bool:
        """Whether somebody must act now; all else is to be known."""
        return self.severity(now) is not Severity.CALM

    def mine(self, name: str, role: Role) -> bool:
        """Whether it is this person's: in their hands, about them, or nobody's and the work of their role."""
        if name in {self.owner, self.concerns}:
            return True
        return not self.owner and self.role is role


@dataclass(frozen=True)
class Verdict:
    """How many things ask for somebody, how many of those are past their moment, and which of the others is nearest.

    Where nothing asks, ``nearest`` is the nearest thing at all.
    """

    count: int
    overdue: int
    nearest: DueDate | None
    severity: Severity


def in_order(found: Iterable[DueDate]) -> list[DueDate]:
    """Return them by when they hurt, the nearest first."""
    return sorted(found, key=lambda due: (due.at, due.kind, due.key))


def verdict_of(found: Iterable[DueDate], now: datetime) -> Verdict:
    """Return what one sentence says of them."""
    listed = in_order(found)
    asking = [due for due in listed if due.asks(now)]
    ahead = [due for due in asking or listed if not due.over(now)]
    nearest = ahead[0] if ahead else None
    if not asking:
        return Verdict(0, 0, nearest, Severity.CALM)
    worst = Severity.DANGER if any(due.severity(now) is Severity.DANGER for due in asking) else Severity.WARNING
    overdue = sum(1 for due in asking if due.over(now) and not due.since)
    return Verdict(len(asking), overdue, nearest, worst)
