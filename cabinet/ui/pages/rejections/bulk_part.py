"""The page's part that acts on many rejections: ticks, the bar below the rows, the sheet, the report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from cabinet.contract.rights import Right
from cabinet.contract.states import CaseState
from cabinet.desks.bulk.changes import TakeSuggestions
from cabinet.desks.bulk.desk import BulkPhase, Selection
from cabinet.desks.causes import open_own
from cabinet.desks.rejections import RejectionsDesk
from cabinet.ui.language import tr
from cabinet.ui.pages.rejections.bulk_bar import BulkBar
from cabinet.ui.pages.rejections.unfinished_act import UnfinishedAct
from cabinet.ui.widgets.tick import Tick

if TYPE_CHECKING:
    from cabinet.contract.filter import Filter
    from cabinet.contract.rejections import RejectionGroup
    from cabinet.desks.bulk.changes import Change
    from cabinet.ui.pages.rejections.bulk_report import BulkReport
    from cabinet.ui.pages.rejections.bulk_sheet import BulkSheet
    from cabinet.ui.widgets.tick_table import TickTable

__all__ = ["BulkPart"]


class BulkPart(QObject):
    """:attr:`bar` stands below the rows, :attr:`unfinished` above the page; sheet and report open over the window.

    Signals:
        leads(bool): the bar has the page's one filled button now, or has it no more.
    """

    leads = Signal(bool)

    def __init__(self, page: QWidget, desk: RejectionsDesk, table: TickTable) -> None:
        super().__init__(page)
        self._page, self._desk, self._table = page, desk, table
        self.bar = BulkBar()
        self.unfinished = UnfinishedAct(desk.bulk)
        self.sheet: BulkSheet | None = None
        self.report: BulkReport | None = None
        self._cause: str | None = None
        """The cause that an act is over, where it is over a whole one."""
        self.bar.correct_asked.connect(self.open)
        self.bar.all_asked.connect(self._take_everything)
        self.bar.clear_asked.connect(desk.ticks.clear)
        self.bar.decision_asked.connect(self.decide)
        table.ticked.connect(self._tick)
        table.all_ticked.connect(self._tick_all)
        table.cleared.connect(desk.ticks.clear)
        desk.ticks.changed.connect(self.show)
        desk.bulk.changed.connect(self._act_changed)

    @Slot()
    def show(self) -> None:
        """Show what is ticked of what is listed."""
        ticks, view = self._desk.ticks, self._desk.state.data
        listed = view.total if view is not None else 0
        self.bar.setVisible(bool(listed))
        decides = Right.CASES_WRITE in self._rights()
        self.bar.show_ticks(ticks.count, listed, ticks.operations_kop, self._refusal(), decides=decides)
        self.leads.emit(ticks.count > 0)
        self._table.show_head_tick(Tick.ON if ticks.everything else Tick.PARTLY if ticks.count else Tick.OFF)

    @Slot()
    def open(self) -> None:
        """Open the sheet that corrects what is ticked, everything listed where nothing is."""
        if self._refusal():
            return
        if not self._desk.ticks.count:
            self._take_everything()
        selection = self._desk.ticks.selection()
        if selection is None:
            return
        self._open(selection, TakeSuggestions(), tr("Correct %n rejection(s)", self._desk.ticks.count))

    def open_cause(self, cause: RejectionGroup) -> None:
        """Open the sheet that corrects what is open of a cause's own, as it was counted last."""
        data = self._desk.groups.data
        if data is not None and not self._refusal():
            selection = Selection(open_own(self._desk.filter, cause), data.as_of)
            self._open(selection, TakeSuggestions(), tr("Correct %n rejection(s)", cause.own), cause.group_id)

    def resend_cause(self, cause: RejectionGroup) -> None:
        """Open the sheet that sends again, as it is, what can be of a cause."""
        data, (wanted, number) = self._desk.groups.data, self._desk.ready_of(cause)
        if data is not None and not self._refusal():
            title = tr("Send %n rejection(s) again", number)
            self._open(Selection(wanted, data.as_of), None, title, cause.group_id)

    def open_resend(self, wanted: Filter, number: int) -> None:
        """Open the sheet that sends again, as it is, what fits a filter."""
        view = self._desk.state.data
        if number and not self._desk.outdated and view is not None and not self._refusal():
            self._open(Selection(wanted, view.as_of), None, tr("Send %n rejection(s) again", number))

    def _open(self, selection: Selection, change: Change | None, title: str, cause: str | None = None) -> None:
        from cabinet.ui.pages.rejections.bulk_sheet import BulkSheet

        self._cause = cause
        signer = self._desk.office.session.person.name
        self.sheet = BulkSheet(self._page.window(), self._desk.bulk, title, signer)
        self.sheet.begin(selection, change)
        self.sheet.open(self.sheet.first())

    def _refusal(self) -> str:
        """Say why many cannot be corrected here now."""
        if Right.CORRECT_REJECTED not in self._rights():
            return tr("Your role does not allow corrections.")
        return tr("Another act is being sent.") if self._desk.bulk.phase is BulkPhase.SENDING else ""

    def _rights(self) -> list[Right]:
        office = self._desk.office
        return office.session.person.rights if office.logged_in else []

    @Slot(object)
    def decide(self, proposed: CaseState) -> None:
        """Open the dialog that decides about everything ticked."""
        from cabinet.ui.pages.rejections.case import CaseDialog, CaseSubject

        ticks, office = self._desk.ticks, self._desk.office
        selection = ticks.selection()
        if selection is None:
            return
        words = tr("%n rejection(s)", ticks.count)
        subject = CaseSubject("", False, words, proposed, None, 0, selection)
        self.decision = CaseDialog(self._page.window(), self._desk.cards, subject, proposed, office.session.person.name)
        self.decision.open(self.decision.note)

    @Slot(int, int)
    def _tick(self, first: int, last: int) -> None:
        row = self._desk.row(first)
        if self._desk.outdated:
            return
        if first != last:
            self._desk.ticks.reach(first, last)
        elif row is not None:
            self._desk.ticks.turn(row)

    @Slot()
    def _tick_all(self) -> None:
        if self._desk.ticks.everything:
            self._desk.ticks.clear()
        else:
            self._take_everything()

    @Slot()
    def _take_everything(self) -> None:
        """Tick the whole view; its sum is what the causes tell."""
        data, group = self._desk.groups.data, self._desk.group
        if self._desk.outdated:
            return
        listed = [g for g in data.items if group in {None, g.group_id}] if data is not None else []
        self._desk.ticks.take_everything(sum(g.money.operations_kop for g in listed))

    @Slot()
    def _act_changed(self) -> None:
        """Show how an act stands, and its report when it is over."""
        from cabinet.ui.pages.rejections.bulk_report import BulkReport

        bulk = self._desk.bulk
        self.show()
        self.unfinished.show_act(bulk)
        if bulk.phase is BulkPhase.DONE and bulk.report is not None:
            whole = self._desk.ticks.everything or (self._cause is not None and self._cause == self._desk.group)
            if whole and bulk.report.accepted == bulk.report.total:
                self._desk.choose_group(None)  # Nothing of this cause is left.
            self._desk.ticks.clear()
            self.report = BulkReport(self._page.window(), bulk, bulk.report)
            self.report.shown.connect(self._show_code)
            self.report.open(self.report.accept)
            bulk.close()

    @Slot(str)
    def _show_code(self, code: str) -> None:
        self._desk.choose_text(f"state:open code:{code}")
