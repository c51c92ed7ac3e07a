"""What differs, kind by kind: a table, the chosen one field by field, what to do about it, and the button that does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from cabinet.contract.moment import from_micros
from cabinet.ui.fonts import font
from cabinet.ui.language import tr
from cabinet.ui.numbers import count, money, stamp
from cabinet.ui.texts.reconciliation import kind_chip, kind_name, what_next
from cabinet.ui.texts.transactions import field_name, transaction_type
from cabinet.ui.widgets.button import Button
from cabinet.ui.widgets.card import Card
from cabinet.ui.widgets.cell import Cell, Column
from cabinet.ui.widgets.combo import Combo
from cabinet.ui.widgets.plain_label import PlainLabel
from cabinet.ui.widgets.rows_model import RowsModel
from cabinet.ui.widgets.table_view import TableView

if TYPE_CHECKING:
    from cabinet.reconcile.differences import Difference, Report

__all__ = ["DifferencesCard"]

_ALL: Final = "*"
_LEAST_HIGH: Final = 260
_BELOW: Final = 7


class _Rows(RowsModel):
    def __init__(self) -> None:
        super().__init__([
            Column(tr("Transaction"), 200, stretch=True), Column(tr("Operation"), 110, fold=1),
            Column(tr("Time"), 120, fold=2), Column(tr("Amount, UAH"), 110, right=True),
            Column(tr("Difference"), 170),
        ])  # fmt: skip
        self.found: list[Difference] = []

    def row_id(self, row: int) -> str:
        """Return the operator's id of the transaction."""
        return self.found[row].operator_tx_id if 0 <= row < len(self.found) else ""


class DifferencesCard(QWidget):
    """Rows at the left, the chosen one at the right.

    Signals:
        toasted(str): something was copied. rejection_asked(str): a rejected transaction, by the operator's id.
        accepted_asked(str): an accepted attempt.
    """

    toasted = Signal(str)
    rejection_asked = Signal(str)
    accepted_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._report: Report | None = None
        self._panes = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._panes.setContentsMargins(0, 0, 0, 0)
        self._panes.setSpacing(12)
        self._panes.addWidget(self._build_rows(), 3)
        self._panes.addWidget(self._build_one(), 2)

    def set_narrow(self, *, narrow: bool) -> None:
        """Put the chosen one below the rows."""
        way = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        self._panes.setDirection(way)

    def show_report(self, report: Report) -> None:
        """Show another report; the same one stays as it is, with what is chosen of it."""
        if report is self._report:
            return
        self._report = report
        kinds = [(kind.value, total.count) for kind, total in report.totals.items() if total.count]
        everything = sum(number for kind, number in kinds if kind != "late")
        choices = [(_ALL, f"{tr('All')} · {count(everything)}")]
        choices += [(kind, f"{kind_name(kind)} · {count(number)}") for kind, number in kinds]
        self.kinds.blockSignals(True)
        self.kinds.fill(choices)
        self.kinds.set_key(_ALL)
        self.kinds.blockSignals(False)
        self._fill()

    def _build_rows(self) -> QWidget:
        self._rows_card = Card(tr("Differences"), padding=0)
        self._rows_card.body.setContentsMargins(0, 0, 0, _BELOW)
        self.kinds = Combo(tr("Kind of difference"))
        self.kinds.currentIndexChanged.connect(self._fill)
        self._rows_card.add_right(self.kinds)
        self.model = _Rows()
        self.table = TableView(tr("Differences"), self.model, selects=True)
        self.table.setMinimumHeight(_LEAST_HIGH)
        self.table.row_chosen.connect(self._chosen)
        self.table.copied.connect(self.toasted)
        self._rows_card.body.addWidget(self.table)
        return self._rows_card

    def _build_one(self) -> QWidget:
        card = Card(tr("Transaction"), padding=0)
        card.body.setContentsMargins(0, 0, 0, 12)
        self.fields = RowsModel([
            Column(tr("Field"), 120, stretch=True), Column(tr("In the file"), 120, stretch=True),
            Column(tr("In the perimeter"), 120, stretch=True),
        ])  # fmt: skip
        self.fields_table = TableView(tr("Field by field"), self.fields)
        self.fields_table.copied.connect(self.toasted)
        words = QVBoxLayout()
        words.setContentsMargins(15, 8, 15, 0)
        words.setSpacing(6)
        self.where = PlainLabel("", font(12), "text2", wrap=True, selectable=True)
        self.next = PlainLabel("", font(), wrap=True)
        self.rejection = Button(tr("Open in rejections"), icon="octagon-x")
        self.rejection.clicked.connect(self._ask_rejection)
        self.accepted = Button(tr("Open the transaction…"), icon="undo-2")
        self.accepted.clicked.connect(self._ask_accepted)
        self.copy = Button(tr("Copy the id"), icon="copy")
        self.copy.clicked.connect(self._copy)
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in (self.rejection, self.accepted, self.copy):
            row.addWidget(button)
        row.addStretch(1)
        words.addWidget(self.where)
        words.addWidget(self.next)
        words.addLayout(row)
        card.body.addWidget(self.fields_table)
        card.body.addLayout(words)
        card.body.addStretch(1)
        return card

    @Slot()
    def _fill(self) -> None:
        report = self._report
        if report is None:
            return
        wanted = self.kinds.key()
        self.model.found = [one for one in report.differences if wanted in {_ALL, one.kind.value}]
        counted = sum(total.count for kind, total in report.totals.items() if wanted in {_ALL, kind.value})
        more = counted - len(self.model.found)
        shown = tr("the first {shown} of {all}").format(shown=count(len(self.model.found)), all=count(counted))
        self._rows_card.meta.set_text(shown if more > 0 else "")
        self.model.beginResetModel()
        self.model.rows = [_row(one) for one in self.model.found]
        self.model.endResetModel()
        self.table.selectRow(0)
        self._chosen(0)

    @Slot(int)
    def _chosen(self, row: int) -> None:
        one = self._one(row)
        self.setEnabled(one is not None)
        if one is None:
            return
        self.fields.show([
            [Cell(field_name(pair.field), weight=500), Cell(_value(pair.ours), mono=True),
             Cell(_value(pair.theirs), mono=True)]
            for pair in one.fields
        ])  # fmt: skip
        self.fields_table.fit()
        self.fields_table.setVisible(bool(one.fields))
        lines = ", ".join(map(count, one.lines[:5]))
        places = [tr("{file}, line {line}").format(file=one.file, line=lines)] if one.lines else []
        if one.source:
            places.append(tr("source {source}").format(source=one.source))
        if one.received_at is not None:
            places.append(tr("received {time}").format(time=stamp(from_micros(one.received_at))))
        self.where.set_text(" · ".join(places))
        self.next.set_text(what_next(one.kind.value))
        self.rejection.setVisible(one.kind.value == "rejected")
        self.accepted.setVisible(one.kind.value in {"different", "extra"} and one.attempt_id is not None)

    def _one(self, row: int) -> Difference | None:
        return self.model.found[row] if 0 <= row < len(self.model.found) else None

    @property
    def chosen(self) -> Difference | None:
        """The difference that is chosen."""
        return self._one(self.table.currentIndex().row())

    @Slot()
    def _ask_rejection(self) -> None:
        if self.chosen is not None:
            self.rejection_asked.emit(self.chosen.operator_tx_id)

    @Slot()
    def _ask_accepted(self) -> None:
        if self.chosen is not None and self.chosen.attempt_id is not None:
            self.accepted_asked.emit(self.chosen.attempt_id)

    @Slot()
    def _copy(self) -> None:
        if self.chosen is not None:
            QGuiApplication.clipboard().setText(self.chosen.operator_tx_id)
            self.toasted.emit(tr("Id copied"))


def _row(one: Difference) -> list[Cell]:
    return [
        Cell(one.operator_tx_id, mono=True), Cell(transaction_type(one.type)),
        Cell("—" if one.occurred_at is None else stamp(from_micros(one.occurred_at)), role="text2"),
        Cell(money(one.amount_kop)), Cell(chip=kind_chip(one.kind.value)),
    ]  # fmt: skip


def _value(value: str | int | None) -> str:
    return "—" if value is None else str(value)
