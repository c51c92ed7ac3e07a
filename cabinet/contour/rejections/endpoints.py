"""Endpoints of rejected transactions: lists, causes, cards, cases, and the feed of corrections."""

from __future__ import annotations

from cabinet.contour.call import MachineCall, PersonCall, ReaderCall
from cabinet.contour.handling import handles
from cabinet.contour.intake.facts import limit_facts
from cabinet.contour.ledger.log import Ledger
from cabinet.contour.rejections import views
from cabinet.contour.rejections.accepted import accepted_card
from cabinet.contour.rejections.assignees import assignees
from cabinet.contour.rejections.cases import group_case, set_case, set_group_case, set_many_cases
from cabinet.contour.rejections.closings import closings
from cabinet.contour.rejections.counts import counts
from cabinet.contour.rejections.export import export
from cabinet.contour.rejections.groups import groups
from cabinet.contour.rejections.id_lists import keep_list
from cabinet.contour.rejections.lines import lines
from cabinet.contour.rejections.proposals import proposals
from cabinet.contour.rejections.query import ask
from cabinet.contour.rejections.sorted_by_value import Milestones
from cabinet.contract import (
    accepted,
    cases,
    id_lists,
    rejection_closings,
    rejection_counts,
    rejection_export,
    rejection_lines,
    rejections,
)
from cabinet.contract.about import Limits
from cabinet.contract.accepted import AcceptedCard
from cabinet.contract.assignees import ASSIGNEES, Assignees
from cabinet.contract.cases import Case, CaseChange, CasesChanged, ManyCasesChange
from cabinet.contract.endpoint import Nothing, Streamed
from cabinet.contract.filter import parse_filter
from cabinet.contract.id_lists import IdList, IdListAsked
from cabinet.contract.moment import parse_moment
from cabinet.contract.rejection_closings import Closings
from cabinet.contract.rejection_counts import CountsAsked, RejectionCounts
from cabinet.contract.rejection_lines import LinesAsked, RejectionLines
from cabinet.contract.rejections import CorrectionFeed, GroupList, RejectionCard, RejectionPage

__all__ = ["RejectionEndpoints"]


class RejectionEndpoints:
    """``/rejections`` and what the platform is told of corrections."""

    def __init__(self, ledger: Ledger, limits: Limits) -> None:
        self._ledger, self._limits = ledger, limit_facts(limits)
        self._milestones = Milestones()

    @handles(rejections.CORRECTIONS)
    def corrections(self, call: MachineCall[Nothing]) -> CorrectionFeed:
        """Tell the platform of people's corrections."""
        with self._ledger.store.read() as rows:
            return views.corrections(self._ledger.reader(rows, call.machine.edrpou), call.query)

    @handles(rejections.REJECTIONS, views.page, parse_filter, parse_moment, ask)
    def page(self, call: ReaderCall[Nothing]) -> RejectionPage:
        """List rejected attempts."""
        with self._ledger.store.read() as rows:
            return views.page(
                rows, call.reader.edrpou, call.query, call.name, call.now, self._milestones, self._limits.hold_seconds
            )

    @handles(rejections.GROUPS, parse_filter, ask)
    def groups(self, call: ReaderCall[Nothing]) -> GroupList:
        """List causes."""
        wanted = parse_filter(call.query.get("filter", ""))
        with self._ledger.store.read() as rows:
            asked = ask(rows, call.reader.edrpou, wanted, call.name, call.now)
            return groups(rows, call.reader.edrpou, asked, call.now)

    @handles(rejection_closings.CLOSINGS, closings)
    def closings(self, call: ReaderCall[Nothing]) -> Closings:
        """Tell what was closed in a period."""
        with self._ledger.store.read() as rows:
            return closings(rows, call.reader.edrpou, call.query, call.now)

    @handles(rejection_counts.COUNTS, counts)
    def counts(self, call: ReaderCall[CountsAsked]) -> RejectionCounts:
        """Count what fits each of several filters."""
        with self._ledger.store.read() as rows:
            return counts(rows, call.reader.edrpou, call.request, call.name, call.now)

    @handles(id_lists.ID_LISTS, keep_list)
    def keep_list(self, call: ReaderCall[IdListAsked]) -> IdList:
        """Keep a list of ids."""
        with self._ledger.store.write() as rows:
            return keep_list(rows, call.reader, call.request, call.now)

    @handles(rejection_lines.LINES, lines)
    def lines(self, call: ReaderCall[LinesAsked]) -> RejectionLines:
        """List rejected attempts whole."""
        edrpou = call.reader.edrpou
        with self._ledger.store.read() as rows:
            found = lines(
                self._ledger.reader(rows, edrpou), call.request, call.name, call.now, self._limits.hold_seconds
            )
            if not call.request.suggestions:
                return found
            draft = self._ledger.draft(rows, edrpou, call.now)
            proposed = [
                one.model_copy(update={"suggestions": proposals(draft, one, self._limits)}) for one in found.items
            ]
            return found.model_copy(update={"items": proposed})

    @handles(rejection_export.EXPORT, export)
    def export(self, call: ReaderCall[Nothing]) -> Streamed:
        """Tell everything that fits."""
        return export(self._ledger, call.reader.edrpou, call.query, call.name, call.now, self._limits.hold_seconds)

    @handles(rejections.REJECTION, views.card)
    def rejection(self, call: ReaderCall[Nothing]) -> RejectionCard:
        """Show one rejected attempt, whole."""
        with self._ledger.store.read() as rows:
            reader = self._ledger.reader(rows, call.reader.edrpou)
            card = views.card(reader, call.path["attemptId"], self._limits.hold_seconds)
            draft = self._ledger.draft(rows, call.reader.edrpou, call.now)
            return card.model_copy(update={"suggestions": proposals(draft, card, self._limits)})

    @handles(ASSIGNEES)
    def assignees(self, call: PersonCall[Nothing]) -> Assignees:
        """List people who may work on cases."""
        with self._ledger.store.read() as rows:
            return assignees(rows, call.person.edrpou, call.now)

    @handles(accepted.ACCEPTED, accepted_card)
    def accepted(self, call: ReaderCall[Nothing]) -> AcceptedCard:
        """Show one accepted transaction, whole."""
        with self._ledger.store.read() as rows:
            return accepted_card(self._ledger.reader(rows, call.reader.edrpou), call.path["attemptId"])

    @handles(cases.GROUP_CASE_READ, group_case)
    def group_case_read(self, call: ReaderCall[Nothing]) -> Case:
        """Show what people have decided about a cause."""
        with self._ledger.store.read() as rows:
            return group_case(rows, call.reader.edrpou, call.path["groupId"])

    @handles(cases.GROUP_CASE, set_group_case)
    def group_case(self, call: PersonCall[CaseChange]) -> Case:
        """Decide about a cause and all that is open in it."""
        return set_group_case(self._ledger, call.person, call.path["groupId"], call.request, call.version, call.now)

    @handles(cases.MANY_CASES, set_many_cases)
    def many_cases(self, call: PersonCall[ManyCasesChange]) -> CasesChanged:
        """Decide about many rejections in one act."""
        return set_many_cases(self._ledger, call.person, call.request, call.now)

    @handles(cases.REJECTION_CASE, set_case)
    def rejection_case(self, call: PersonCall[CaseChange]) -> Case:
        """Decide about one rejection."""
        return set_case(self._ledger, call.person, call.path["attemptId"], call.request, call.version, call.now)
