"""Asks the perimeter for everything a report is made of: with a person's session, or with a machine's key.

What a person has no right to, or a key no scope for, is left out and named; everything else that goes wrong is raised.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Final, TypeVar

from cabinet.contract.credentials import CREDENTIALS
from cabinet.contract.endpoint import AnyEndpoint
from cabinet.contract.log import CHECKPOINT
from cabinet.contract.people import PEOPLE
from cabinet.contract.registry import OPERATOR
from cabinet.contract.rejection_closings import CLOSINGS
from cabinet.contract.states import Slice
from cabinet.contract.statistics import STATISTICS
from cabinet.contract.taxes import TAX
from cabinet.perimeter.credentials import CredentialsClient
from cabinet.perimeter.log import LogClient
from cabinet.perimeter.people import PeopleClient
from cabinet.perimeter.registry import RegistryClient
from cabinet.perimeter.rejections import RejectionsClient
from cabinet.perimeter.statistics import StatisticsClient
from cabinet.report.answers import Answers
from cabinet.report.content import Absence, Mark, Part
from cabinet.wire.refusal import Refusal

if TYPE_CHECKING:
    from cabinet.contract.profile import PerimeterProfile
    from cabinet.export.job import Heading
    from cabinet.perimeter.caller import Caller
    from cabinet.report.period import ReportPeriod

__all__ = ["PEOPLE_ONLY", "ask_report"]

Found = TypeVar("Found")
_NOT_ALLOWED: Final = {"SCOPE_MISSING", "RIGHT_MISSING"}
PEOPLE_ONLY: Final = "REPORT_PEOPLE_ONLY"
"""Why a machine's report lacks a part: no scope shows it."""


def ask_report(
    caller: Caller, profile: PerimeterProfile, period: ReportPeriod, heading: Heading, now: datetime, *, person: bool
) -> Answers:
    """Ask for a period.

    Raises:
        KnownError: ``REPORT_FUTURE`` or ``PERIOD_INVALID``; where nothing at all may be seen the refusal's own code;
            and what the perimeter or the network says otherwise.
    """
    period.check(now)
    asking = _Asking(caller, Answers(period=period, heading=heading, made=now))
    asking.figures()
    asking.rejections()
    asking.mark(profile)
    if person:
        asking.people()
    else:
        for part in (Part.RECORD, Part.KEYS, Part.PEOPLE):
            asking.answers.absent.append(Absence(part, PEOPLE_ONLY, ""))
    if asking.seen == 0 and asking.refused is not None:
        raise asking.refused
    return asking.answers


class _Asking:
    """Asks part after part; ``seen`` counts what was answered, ``refused`` is the first refusal."""

    def __init__(self, caller: Caller, answers: Answers) -> None:
        self._caller = caller
        self.answers = answers
        self.seen = 0
        self.refused: Refusal | None = None

    def figures(self) -> None:
        """Ask for statistics, and for taxes of both periods."""
        client, answers = StatisticsClient(self._caller), self.answers
        of, before = answers.period, answers.period.before
        answers.statistics = self._ask(
            Part.FIGURES, STATISTICS,
            lambda: client.read(of.first, of.last, of.bucket, Slice.NONE, previous=of.compared),
        )  # fmt: skip
        if answers.statistics is None:
            return
        answers.taxes = self._ask(Part.MONEY, TAX, lambda: client.taxes(of.first, of.last, of.bucket))
        if answers.taxes is not None and of.over(answers.made):
            answers.taxes_before = client.taxes(before.first, before.last, of.bucket)

    def rejections(self) -> None:
        """Ask for what was closed in the period, and for what is open now."""
        client, answers = RejectionsClient(self._caller), self.answers
        of = answers.period
        answers.closings = self._ask(Part.REJECTIONS, CLOSINGS, lambda: client.closings(of.first, of.last))
        if answers.closings is not None:
            answers.causes = client.groups()

    def mark(self, profile: PerimeterProfile) -> None:
        """Ask for the newest checkpoint."""
        signed = self._ask(Part.CHECKPOINT, CHECKPOINT, lambda: LogClient(self._caller, profile).checkpoint())
        if signed is not None:
            found = signed.checkpoint
            self.answers.mark = Mark(found.origin, found.size, found.root.hex(), signed.note)

    def people(self) -> None:
        """Ask for what only people see: licences, keys, mandates."""
        caller, answers = self._caller, self.answers
        record = self._ask(Part.RECORD, OPERATOR, lambda: RegistryClient(caller).operator())
        keys = self._ask(Part.KEYS, CREDENTIALS, lambda: CredentialsClient(caller).list())
        people = self._ask(Part.PEOPLE, PEOPLE, lambda: PeopleClient(caller).list())
        answers.licences = record.licences if record is not None else []
        answers.credentials = keys.items if keys is not None else []
        answers.members = people.items if people is not None else []

    def _ask(self, part: Part, endpoint: AnyEndpoint, ask: Callable[[], Found]) -> Found | None:
        try:
            found = ask()
        except Refusal as refusal:
            if refusal.code not in _NOT_ALLOWED:
                raise
            self.refused = self.refused or refusal
            needs = endpoint.scope if refusal.code == "SCOPE_MISSING" else endpoint.right
            self.answers.absent.append(Absence(part, refusal.code, needs.value if needs is not None else ""))
            return None
        self.seen += 1
        return found
