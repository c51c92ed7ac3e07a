"""Endpoints of rejected transactions: lists, causes, cards, cases, and the feed of corrections."""

from __future__ import annotations

from cabinet.contour.call import MachineCall, PersonCall, ReaderCall
from cabinet.contour.handling import handles
from cabinet.contour.ledger.log import Ledger
from cabinet.contour.rejections import views
from cabinet.contour.rejections.cases import set_case, set_group_case
from cabinet.contour.rejections.groups import groups
from cabinet.contour.rejections.lines import lines
from cabinet.contour.rejections.query import ask
from cabinet.contract import cases, rejection_lines, rejections
from cabinet.contract.cases import Case, CaseChange
from cabinet.contract.endpoint import Nothing
from cabinet.contract.filter import parse_filter
from cabinet.contract.moment import parse_moment
from cabinet.contract.rejection_lines import LinesAsked, RejectionLines
from cabinet.contract.rejections import CorrectionFeed, GroupList, RejectionCard, RejectionPage

__all__ = ["RejectionEndpoints"]


class RejectionEndpoints:
    """``/rejections`` and what the platform is told of corrections."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    @handles(rejections.CORRECTIONS)
    def corrections(self, call: MachineCall[Nothing]) -> CorrectionFeed:
        """Tell the platform of people's corrections."""
        with self._ledger.store.read() as rows:
            return views.corrections(self._ledger.reader(rows, call.machine.edrpou), call.query)

    @handles(rejections.REJECTIONS, views.page, parse_filter, parse_moment)
    def page(self, call: ReaderCall[Nothing]) -> RejectionPage:
        """List rejected attempts."""
        with self._ledger.store.read() as rows:
            return views.page(rows, call.reader.edrpou, call.query, call.name, call.now)

    @handles(rejections.GROUPS, parse_filter)
    def groups(self, call: ReaderCall[Nothing]) -> GroupList:
        """List causes."""
        wanted = parse_filter(call.query.get("filter", ""))
        with self._ledger.store.read() as rows:
            asked = ask(rows, call.reader.edrpou, wanted, call.name, call.now)
            return groups(rows, call.reader.edrpou, asked, call.now)

    @handles(rejection_lines.LINES, lines)
    def lines(self, call: ReaderCall[LinesAsked]) -> RejectionLines:
        """List rejected attempts whole."""
        with self._ledger.store.read() as rows:
            return lines(self._ledger.reader(rows, call.reader.edrpou), call.request, call.name, call.now)

    @handles(rejections.REJECTION, views.card)
    def rejection(self, call: ReaderCall[Nothing]) -> RejectionCard:
        """Show one rejected attempt, whole."""
        with self._ledger.store.read() as rows:
            return views.card(self._ledger.reader(rows, call.reader.edrpou), call.path["attemptId"])

    @handles(cases.GROUP_CASE, set_group_case)
    def group_case(self, call: PersonCall[CaseChange]) -> Case:
        """Decide about a cause and all that is open in it."""
        return set_group_case(self._ledger, call.person, call.path["groupId"], call.request, call.version, call.now)

    @handles(cases.REJECTION_CASE, set_case)
    def rejection_case(self, call: PersonCall[CaseChange]) -> Case:
        """Decide about one rejection."""
        return set_case(self._ledger, call.person, call.path["attemptId"], call.request, call.version, call.now)
