"""The chosen difference: field by field, what differs first; where it stands; what to do about it and the buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from cabinet.contract.errors import KnownError
from cabinet.contract.moment import from_micros, parse_moment
from cabinet.contract.transaction import OCCURRED_AT
from cabinet.ui.fonts import font
from cabinet.ui.language import tr
from cabinet.ui.numbers import count, moment, stamp
from cabinet.ui.pages.proofs.verify_seal import seal_button
from cabinet.ui.sizes import ROW_PART_LOW
from cabinet.ui.texts.reconciliation import kind_chip, what_next
from cabinet.ui.texts.transactions import field_name
from cabinet.ui.theme_switch import theme
from cabinet.ui.widgets.button import Button, Kind
from cabinet.ui.widgets.card import Card
from cabinet.ui.widgets.cell import Cell, Column
from cabinet.ui.widgets.chip import Chip
from cabinet.ui.widgets.notice import Notice
from cabinet.ui.widgets.plain_label import PlainLabel
from cabinet.ui.widgets.rows_model import RowsModel
from cabinet.ui.widgets.table_view import RowDelegate, TableView

if TYPE_CHECKING:
    from cabinet.reconcile.differences import Difference
    from cabinet.vault.justifications import Justification

__all__ = ["OneCard"]

_LINES: Final = 5
"""So many places in a file are named."""
_JUSTIFIED: Final = {"missing", "extra", "different", "duplicate"}
_LEAST_HIGH: Final = 180
"""Of the table: more fields than fit are scrolled."""


class _Fields(RowsModel):
    def __init__(self) -> None:
        super().__init__([
            Column(tr("Field"), 118), Column(tr("In the file"), 130, stretch=True, middle=True),
            Column(tr("In the perimeter"), 130, stretch=True, middle=True),
        ])  # fmt: skip
        self.differing = 0


class _FieldDelegate(RowDelegate):
    """Lights up the fields that differ; they stand first."""

    def __init__(self, table: TableView, fields: _Fields) -> None:
        super().__init__(table)
        self._fields = fields

    def ground(self, row: int) -> QColor | None:
        return theme().warning_s if row < self._fields.differing else None


class OneCard(Card):
    """One transaction.

    Signals:
        toasted(str): something was copied.
        rejection_asked(), reversal_asked(), reason_asked(), proof_asked(): a button was pressed.
    """

    toasted = Signal(str)
    rejection_asked = Signal()
    reversal_asked = Signal()
    reason_asked = Signal()
    proof_asked = Signal()

    def __init__(self) -> None:
        super().__init__(tr("Transaction"), padding=0)
        self.body.setContentsMargins(0, 0, 0, 12)
        self._one: Difference | None = None
        self.chip = Chip()
        self.add_right(self.chip)
        self.fields = _Fields()
        self.table = TableView(tr("Field by field"), self.fields, row=ROW_PART_LOW)
        self.table.setItemDelegate(_FieldDelegate(self.table, self.fields))
        self.table.copied.connect(self.toasted)
        self.table.setMinimumHeight(_LEAST_HIGH)
        self.where = PlainLabel("", font(12), "text2", wrap=True, selectable=True)
        self.next = PlainLabel("", font(), wrap=True)
        words = QVBoxLayout()
        words.setContentsMargins(15, 4, 15, 0)
        words.setSpacing(6)
        self.seal = seal_button()
        self.seal.clicked.connect(self.proof_asked)
        words.addWidget(self.where)
        words.addWidget(self.seal)
        words.addWidget(self.next)
        self.reason = Notice()
        words.addWidget(self.reason)
        self.rejection = Button(tr("Open in rejections"), icon="octagon-x")
        self.rejection.clicked.connect(self.rejection_asked)
        self.reverse = Button(tr("Reverse…"), icon="undo-2")
        self.reverse.clicked.connect(self.reversal_asked)
        self.justify = Button(tr("Justify…"), Kind.QUIET)
        self.justify.clicked.connect(self.reason_asked)
        self.copy = Button("", icon="copy")
        self.copy.setAccessibleName(tr("Copy the id"))
        self.copy.setToolTip(tr("Copy the id"))
        self.copy.clicked.connect(self._copy)
        row = QHBoxLayout()
        row.setContentsMargins(15, 4, 15, 0)
        row.setSpacing(8)
        for button in (self.rejection, self.reverse, self.justify):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.copy)
        self.body.addWidget(self.table, 1000)
        self.body.addLayout(words)
        self.body.addStretch(1)
        self.body.addLayout(row)

    def show_one(self, one: Difference, justified: Justification | None, *, proves: bool) -> None:
        """Show another difference, and why it is as it is; ``proves`` whether this person may see proofs."""
        self._one = one
        self.title.set_text(one.operator_tx_id)
        self.title.setToolTip(one.operator_tx_id)
        differing = sum(not pair.same for pair in one.fields)
        words, kind, icon = kind_chip(one.kind.value)
        if differing:
            words = tr("%n field(s) differ", differing)
        self.chip.set_text(words, kind, icon)
        self.fields.differing = differing
        self.fields.show([
            [
                Cell(field_name(pair.field), weight=400 if pair.same else 500), _value(pair.field, pair.ours),
                Cell(tr("the same"), role="text3") if pair.same else _value(pair.field, pair.theirs),
            ]
            for pair in one.fields
        ])  # fmt: skip
        self.table.setMaximumHeight(self.table.whole_height())
        self.table.setVisible(bool(one.fields))
        self.where.set_text(" · ".join(_places(one)))
        self.next.set_text(what_next(one.kind.value))
        self.rejection.setVisible(one.kind.value == "rejected")
        self.reverse.setVisible(self.reversible)
        self.justify.setVisible(self.justifiable)
        self.seal.setVisible(proves and one.attempt_id is not None)
        if justified is None:
            self.reason.hide()
        else:
            self.reason.show_notice("info", justified.reason, f"{justified.by}, {moment(justified.at)}")

    @property
    def reversible(self) -> bool:
        """Whether an accepted attempt stands behind it."""
        one = self._one
        return one is not None and one.kind.value in {"different", "extra"} and one.attempt_id is not None

    @property
    def justifiable(self) -> bool:
        """Whether it is a difference that is explained here; a rejected one is, where rejections are decided about."""
        return self._one is not None and self._one.kind.value in _JUSTIFIED

    @Slot()
    def _copy(self) -> None:
        if self._one is not None:
            QGuiApplication.clipboard().setText(self._one.operator_tx_id)
            self.toasted.emit(tr("Id copied"))


def _places(one: Difference) -> list[str]:
    lines = ", ".join(map(count, one.lines[:_LINES]))
    places = [tr("{file}, line {line}").format(file=one.file, line=lines)] if one.lines else []
    if one.source:
        places.append(tr("source {source}").format(source=one.source))
    if one.received_at is not None:
        places.append(tr("received {time}").format(time=stamp(from_micros(one.received_at))))
    return places


def _value(field: str, value: str | int | None) -> Cell:
    """Return a value as it stands, of a moment its Kyiv time to the millisecond; a copy of it is as it stands."""
    text = "—" if value is None else str(value)
    if field == OCCURRED_AT.name and isinstance(value, str):
        try:
            at = parse_moment(value)
        except KnownError:
            return Cell(text, mono=True)
        return Cell(f"{stamp(at)},{at.microsecond // 1000:03d}", mono=True, copied=text)
    return Cell(text, mono=True)
