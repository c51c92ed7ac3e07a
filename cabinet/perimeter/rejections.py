"""Rejected attempts, their cards, and corrections by people."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from cabinet.contract import (
    accepted,
    cases,
    correction_sets,
    id_lists,
    intake,
    rejection_closings,
    rejection_counts,
    rejection_lines,
    rejections,
)
from cabinet.contract.accepted import AcceptedCard
from cabinet.contract.assignees import ASSIGNEES, Assignees
from cabinet.contract.cases import Case, CaseChange, CasesChanged, ManyCasesChange
from cabinet.contract.correction_sets import CorrectionSet, SignedSet
from cabinet.contract.filter import OPEN, Filter
from cabinet.contract.findings import BatchAnswer
from cabinet.contract.id_lists import IdList, IdListAsked
from cabinet.contract.rejection_closings import Closings
from cabinet.contract.rejection_counts import CountsAsked, RejectionCounts
from cabinet.contract.rejection_lines import LinesAsked, RejectionLines
from cabinet.contract.rejection_sort import NEWEST, RejectionSort
from cabinet.contract.rejections import GroupList, RejectionCard, RejectionPage
from cabinet.perimeter.caller import Caller, answer_to
from cabinet.wire.ask import Ask

__all__ = ["RejectionsClient"]


class RejectionsClient:
    """``/rejections``, ``/corrections``, ``/transactions/check``, ``/transactions/{attemptId}``."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def page(
        self,
        *,
        cursor: str | None = None,
        ordinal: int | None = None,
        as_of: int | None = None,
        anchor: str | None = None,
        limit: int = 200,
        wanted: Filter = OPEN,
        sort: RejectionSort = NEWEST,
    ) -> RejectionPage:
        """Return one page; ``as_of`` freezes the view, ``ordinal`` or ``anchor`` (RFC 3339) jumps."""
        query = {
            "cursor": cursor, "ordinal": ordinal, "asOf": as_of, "limit": limit, "anchor": anchor,
            "filter": wanted.text() or None, "sort": sort.text() if sort != NEWEST else None,
        }  # fmt: skip
        return answer_to(self._caller, Ask(rejections.REJECTIONS, query=query))

    def groups(self, wanted: Filter = OPEN) -> GroupList:
        """Return the causes, most at stake first."""
        return answer_to(self._caller, Ask(rejections.GROUPS, query={"filter": wanted.text() or None}))

    def closings(self, first: date, last: date) -> Closings:
        """Return what was closed on Kyiv days ``first``…``last``, inclusive, by cause."""
        query = {"from": first.isoformat(), "to": last.isoformat()}
        return answer_to(self._caller, Ask(rejection_closings.CLOSINGS, query=query))

    def counts(self, asked: CountsAsked) -> RejectionCounts:
        """Return how many fit each of several filters."""
        return answer_to(self._caller, Ask(rejection_counts.COUNTS, asked))

    def keep_list(self, ids: Sequence[str]) -> IdList:
        """Keep a list of ids that filters may name."""
        return answer_to(self._caller, Ask(id_lists.ID_LISTS, IdListAsked(ids=list(ids))))

    def lines(self, asked: LinesAsked) -> RejectionLines:
        """Return one page of attempts whole, oldest first."""
        return answer_to(self._caller, Ask(rejection_lines.LINES, asked))

    def assignees(self) -> Assignees:
        """Return people who may work on cases."""
        return answer_to(self._caller, Ask(ASSIGNEES))

    def set_case(self, attempt_id: str, change: CaseChange, version: int) -> Case:
        """Decide about one rejection; ``version`` is the one that was read."""
        return answer_to(
            self._caller, Ask(cases.REJECTION_CASE, change, path={"attemptId": attempt_id}, version=version)
        )

    def group_case(self, group_id: str) -> Case:
        """Return what people have decided about a cause as a whole."""
        return answer_to(self._caller, Ask(cases.GROUP_CASE_READ, path={"groupId": group_id}))

    def set_group_case(self, group_id: str, change: CaseChange, version: int) -> Case:
        """Decide about a cause and all that is open in it."""
        return answer_to(self._caller, Ask(cases.GROUP_CASE, change, path={"groupId": group_id}, version=version))

    def set_many_cases(self, change: ManyCasesChange, idempotency_key: str | None = None) -> CasesChanged:
        """Decide about many rejections in one act; asked again under the same key, it is answered as before."""
        return answer_to(self._caller, Ask(cases.MANY_CASES, change, idempotency_key=idempotency_key))

    def card(self, attempt_id: str) -> RejectionCard:
        """Return one attempt, whole."""
        return answer_to(self._caller, Ask(rejections.REJECTION, path={"attemptId": attempt_id}))

    def accepted(self, attempt_id: str) -> AcceptedCard:
        """Return one accepted transaction, whole."""
        return answer_to(self._caller, Ask(accepted.ACCEPTED, path={"attemptId": attempt_id}))

    def check(self, lines: bytes) -> BatchAnswer:
        """Ask the perimeter's rules; nothing is stored."""
        return answer_to(self._caller, Ask(intake.CHECK, lines))

    def sign_corrections(self, wanted: CorrectionSet, idempotency_key: str) -> SignedSet:
        """Have a set of requests to come taken, signed where the perimeter is a production one."""
        return answer_to(self._caller, Ask(correction_sets.SIGN_CORRECTIONS, wanted, idempotency_key=idempotency_key))

    def correct(self, lines: bytes, idempotency_key: str, set_id: str | None = None) -> BatchAnswer:
        """Send corrections, one a line; ``set_id`` names the signed set that they are a part of."""
        return answer_to(
            self._caller, Ask(intake.CORRECT, lines, query={"set": set_id}, idempotency_key=idempotency_key)
        )
