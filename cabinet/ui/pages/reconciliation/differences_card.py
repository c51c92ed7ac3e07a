"""What differs of a day: tabs of kinds, rows, how much it is, and below them the protocol and what is done in bulk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout

from cabinet.contract.moment import from_micros
from cabinet.ui.fonts import font
from cabinet.ui.language import tr
from cabinet.ui.numbers import clock, money, stamp
from cabinet.ui.pages.reconciliation.kind_tabs import KindTab, KindTabs
from cabinet.ui.texts.reconciliation import (
    common_words,
    kind_chip,
    kind_short,
    kind_sum,
    what_exactly,
)
from cabinet.ui.texts.transactions import transaction_type
from cabinet.ui.widgets.button import Button, Kind
from cabinet.ui.widgets.card import Card, Line
from cabinet.ui.widgets.cell import Cell, Column
from cabinet.ui.widgets.empty_state import StateView
from cabinet.ui.widgets.notice import Notice
from cabinet.ui.widgets.plain_label import PlainLabel
from cabinet.ui.widgets.rows_model import RowsModel
from cabinet.ui.widgets.table_view import TableView

if TYPE_CHECKING:
    from collections.abc import Collection

    from cabinet.reconcile.differences import Difference, Report
    from cabinet.reconcile.differences import Kind as DifferenceKind

__all__ = ["ALL", "DifferencesCard"]

ALL: Final = "*"
"""The tab of everything that differs."""
_LEAST_HIGH: Final = 260


class _Rows(RowsModel):
    def __init__(self) -> None:
        super().__init__([
            Column(tr("Transaction"), 178, stretch=True), Column(tr("Operation"), 100, fold=1),
            Column(tr("Time"), 74, fold=3), Column(tr("Amount, UAH"), 100, right=True),
            Column(tr("What differs"), 158), Column(tr("What exactly"), 110, stretch=True, fold=2),
        ])  # fmt: skip
        self.found: list[Difference] = []

    def row_id(self, row: int) -> str:
        """Return the operator's id of the transaction."""
        return self.found[row].operator_tx_id if 0 <= row < len(self.found) else ""


class DifferencesCard(Card):
    """Rows of the chosen tab.

    Signals:
        toasted(str): something was copied.
        one_chosen(): :attr:`chosen` is another difference, or none.
        protocol_asked(), missing_asked(), rejected_asked(): a button was pressed.
    """

    toasted = Signal(str)
    one_chosen = Signal()
    protocol_asked = Signal()
    missing_asked = Signal()
    rejected_asked = Signal()

    def __init__(self) -> None:
        super().__init__(padding=0)
        self._report: Report | None = None
        self._justified: set[tuple[str, str]] = set()
        self.tabs = KindTabs(tr("Kind of difference"))
        self.tabs.chosen.connect(self._fill)
        self.body.setSpacing(0)
        self.body.addWidget(self.tabs)
        self.body.addWidget(Line())
        self.model = _Rows()
        self.table = TableView(tr("Differences"), self.model, selects=True)
        self.table.setMinimumHeight(_LEAST_HIGH)
        self.table.row_chosen.connect(self._row_chosen)
        self.table.copied.connect(self.toasted)
        self.tabs.left.connect(self.table.setFocus)
        self.equal = StateView()
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.equal, 1)
        self.common = Notice()
        common = QHBoxLayout()
        common.setContentsMargins(15, 0, 15, 12)
        common.addWidget(self.common)
        self.body.addLayout(common)
        self.body.addWidget(Line())
        foot = QHBoxLayout()
        foot.setContentsMargins(15, 8, 15, 8)
        foot.setSpacing(8)
        self.total = PlainLabel("", font(12), "text2", wrap=True)
        self.protocol = Button(tr("Protocol as PDF…"), icon="file-down")
        self.protocol.clicked.connect(self.protocol_asked)
        self.missing = Button("", Kind.PRIMARY, "send")
        self.missing.clicked.connect(self.missing_asked)
        self.rejected = Button("", Kind.PRIMARY, "octagon-x")
        self.rejected.clicked.connect(self.rejected_asked)
        foot.addWidget(self.total, 1)
        for button in (self.protocol, self.missing, self.rejected):
            foot.addWidget(button)
        self.body.addLayout(foot)

    def show_report(self, report: Report, justified: Collection[tuple[str, str]], *, writable: bool) -> None:
        """Show a report; the same one stays as it is, with what is chosen of it.

        ``justified`` are those that somebody has explained, by their kind and the operator's id.
        """
        for button in (self.protocol, self.missing):
            button.setEnabled(writable)
        explained = set(justified)
        if report is self._report:
            if explained != self._justified:
                self._justified = explained
                self.model.show([_row(one, justified=self._explained(one)) for one in self.model.found])
                self._show_total(report)
            return
        self._report, self._justified = report, explained
        found = {kind.value: total.count for kind, total in report.totals.items() if total.count}
        everything = report.differing - report.broken_lines
        tabs = [KindTab(ALL, tr("All"), everything, "warning" if everything else "neutral")]
        tabs += [KindTab(kind, kind_short(kind), number, kind_chip(kind)[1]) for kind, number in found.items()]
        self.tabs.show_tabs(tabs, ALL)
        self._fill()

    @property
    def chosen(self) -> Difference | None:
        """The difference that is chosen."""
        row = self.table.currentIndex().row()
        return self.model.found[row] if 0 <= row < len(self.model.found) else None

    @property
    def rejected_ids(self) -> list[str]:
        """Return the operator's ids of what is rejected, as far as they are kept one by one."""
        if self._report is None:
            return []
        return [one.operator_tx_id for one in self._report.differences if one.kind.value == "rejected"]

    @Slot()
    def _fill(self) -> None:
        report, tab = self._report, self.tabs.current
        if report is None:
            return
        kinds = self._kinds(report)
        self.model.found = [one for one in report.differences if one.kind in kinds]
        self.model.beginResetModel()
        self.model.rows = [_row(one, justified=self._explained(one)) for one in self.model.found]
        self.model.endResetModel()
        counted = self._show_total(report)
        self.common.hide()
        words = common_words(self.model.found) if tab == "missing" and len(self.model.found) == counted else ""
        if words:
            self.common.show_notice("info", words)
        self.table.setVisible(bool(counted))
        self.equal.setVisible(not counted)
        if not counted:
            self.equal.show_state(
                "done", tr("Nothing differs"), tr("The protocol can be signed and kept."), retry=False
            )
        self._show_bulk(report, tab)
        self.table.selectRow(0)
        self.one_chosen.emit()

    def _kinds(self, report: Report) -> Collection[DifferenceKind]:
        from cabinet.reconcile.differences import TOLD

        return TOLD if self.tabs.current == ALL else {kind for kind in report.totals if self.tabs.current == kind.value}

    def _explained(self, one: Difference) -> bool:
        return (one.kind.value, one.operator_tx_id) in self._justified

    def _show_total(self, report: Report) -> int:
        """Say how many the tab has, how much that is and how many are explained; returns how many."""
        totals = [report.totals[kind] for kind in self._kinds(report)]
        counted, kop = sum(total.count for total in totals), sum(total.sum_kop for total in totals)
        explained = sum(map(self._explained, self.model.found))
        said = kind_sum(self.tabs.current, counted, kop, shown=len(self.model.found), justified=explained)
        self.total.set_text(said if counted else "")
        return counted

    def _show_bulk(self, report: Report, tab: str) -> None:
        """Offer the bulk act of the tab; of all together, that of what is missing first."""
        of = {kind.value: total.count for kind, total in report.totals.items()}
        self.missing.set_text(tr("Write %n missing to be sent…", of["missing"]))
        self.missing.setVisible(bool(of["missing"]) and tab in {ALL, "missing"})
        self.rejected.set_text(tr("Open %n rejected", of["rejected"]))
        alone = tab == "rejected" or (tab == ALL and not of["missing"])
        self.rejected.setVisible(bool(of["rejected"]) and alone)

    @Slot(int)
    def _row_chosen(self, _row: int) -> None:
        self.one_chosen.emit()


def _row(one: Difference, *, justified: bool) -> list[Cell]:
    return [
        Cell(one.operator_tx_id, mono=True), Cell(transaction_type(one.type)),
        _at(one.occurred_at), Cell(money(one.amount_kop)), Cell(chip=kind_chip(one.kind.value)),
        Cell(faint=f"{tr('justified')} · {what_exactly(one)}" if justified else what_exactly(one)),
    ]  # fmt: skip


def _at(micros: int | None) -> Cell:
    """Return the time of a day that stands above; a copy of it has the day as well."""
    if micros is None:
        return Cell("—", role="text2")
    at = from_micros(micros)
    return Cell(clock(at), role="text2", copied=stamp(at))
