"""Columns of rejected rows: their titles, what gives way first, and how wide what stands in them is."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Final

from cabinet.contract.rejection_sort import SortBy
from cabinet.desks.row_layout import RowColumn
from cabinet.ui.clipboard import iso_minute
from cabinet.ui.fonts import font, mono
from cabinet.ui.language import tr
from cabinet.ui.numbers import money, signed_money, stamp_minute
from cabinet.ui.paint import advance, chip_width
from cabinet.ui.texts.due import due_role
from cabinet.ui.texts.failures import finding_title
from cabinet.ui.texts.rejections import rejection_state_chip
from cabinet.ui.texts.transactions import transaction_type
from cabinet.ui.widgets.cell import Cell, Column
from cabinet.ui.widgets.plain_label import plain
from cabinet.ui.widgets.table_header import SORT_MARK

if TYPE_CHECKING:
    from datetime import datetime

    from cabinet.contract.rejections import RejectionRow

__all__ = ["COLUMN_OF", "SORT_OF", "WIDTHS_GROW", "RejectionColumn", "cell_of", "column_title", "columns", "width_of"]

_PADDING, _WIDEST, _REASON = 16, 240, 84


class RejectionColumn(IntEnum):
    """Columns of the model; ABOUT is the reason, or type and site where all rows are of one cause."""

    TICK = 0
    RECEIVED = 1
    TRANSACTION = 2
    ABOUT = 3
    AMOUNT = 4
    STATE = 5
    TYPE = 6
    GGR = 7
    OCCURRED = 8
    SITE = 9
    LICENCE = 10
    BRAND = 11
    SOURCE = 12
    ASSIGNEE = 13
    DUE = 14


COLUMN_OF: Final = {
    column: RejectionColumn.ABOUT if column is RowColumn.REASON else RejectionColumn[column.name]
    for column in RowColumn
}
"""Columns of the layout, as the model has them."""
SORT_OF: Final = {
    RejectionColumn.RECEIVED: SortBy.RECEIVED, RejectionColumn.OCCURRED: SortBy.OCCURRED,
    RejectionColumn.AMOUNT: SortBy.AMOUNT, RejectionColumn.ABOUT: SortBy.CODE,
}  # fmt: skip
"""What a click on a title sorts by."""
_FOLDS: Final = {
    RejectionColumn.BRAND: 11, RejectionColumn.LICENCE: 10, RejectionColumn.SOURCE: 9, RejectionColumn.OCCURRED: 8,
    RejectionColumn.GGR: 7, RejectionColumn.ASSIGNEE: 6, RejectionColumn.SITE: 5, RejectionColumn.TYPE: 4,
    RejectionColumn.DUE: 3, RejectionColumn.ABOUT: 2, RejectionColumn.RECEIVED: 1,
}  # fmt: skip
"""What gives way first; transaction, sum and state stay."""
WIDTHS_GROW: Final = (
    RejectionColumn.TYPE, RejectionColumn.SITE, RejectionColumn.LICENCE, RejectionColumn.BRAND, RejectionColumn.SOURCE,
    RejectionColumn.ASSIGNEE, RejectionColumn.STATE,
)  # fmt: skip
"""Columns as wide as the widest word met in them."""
_RIGHT: Final = {RejectionColumn.AMOUNT, RejectionColumn.GGR}


def column_title(column: RejectionColumn, *, one_cause: bool = False) -> str:
    """Return a column's name."""
    if column is RejectionColumn.ABOUT and one_cause:
        return tr("Type and site")
    return {
        RejectionColumn.TICK: tr("Ticked"),
        RejectionColumn.RECEIVED: tr("Received at"),
        RejectionColumn.TRANSACTION: tr("Transaction"),
        RejectionColumn.ABOUT: tr("Reason"),
        RejectionColumn.AMOUNT: tr("Amount, UAH"),
        RejectionColumn.STATE: tr("State"),
        RejectionColumn.TYPE: tr("Type"),
        RejectionColumn.GGR: tr("GGR, UAH"),
        RejectionColumn.OCCURRED: tr("Occurred at"),
        RejectionColumn.SITE: tr("Site"),
        RejectionColumn.LICENCE: tr("Licence"),
        RejectionColumn.BRAND: tr("Brand"),
        RejectionColumn.SOURCE: tr("Source"),
        RejectionColumn.ASSIGNEE: tr("Assignee"),
        RejectionColumn.DUE: tr("Due"),
    }[column]


def columns(*, one_cause: bool, widest: dict[RejectionColumn, float]) -> list[Column]:
    """Return every column; ``widest`` are the widths of the widest words met."""
    return [_column(column, one_cause=one_cause, word=widest.get(column, 0.0)) for column in RejectionColumn]


def _column(column: RejectionColumn, *, one_cause: bool, word: float) -> Column:
    title = column_title(column, one_cause=one_cause)
    if column is RejectionColumn.TICK:
        return Column(title, 40, ticks=True)
    # In one cause all rows have one code: there is nothing to sort by.
    sorts = column in SORT_OF and not (one_cause and column is RejectionColumn.ABOUT)
    head = advance(title, font(12, 600)) + (SORT_MARK if sorts else 0)
    width = round(max(head, word, _least(column)) + _PADDING + 1)
    return Column(
        title, min(width, max(_WIDEST, round(head) + _PADDING + 1)), right=column in _RIGHT,
        stretch=column is RejectionColumn.ABOUT, middle=column is RejectionColumn.TRANSACTION,
        fold=_FOLDS.get(column, 0), sorts=sorts,
    )  # fmt: skip


def _least(column: RejectionColumn) -> float:
    """Return how wide what usually stands in a column is."""
    if column in {RejectionColumn.RECEIVED, RejectionColumn.OCCURRED, RejectionColumn.DUE}:
        return advance("00.00 00:00", font(13))
    if column is RejectionColumn.TRANSACTION:
        return 80
    if column is RejectionColumn.ABOUT:
        return _REASON - _PADDING
    if column is RejectionColumn.AMOUNT:
        return advance(money(99_999_99), font(13))
    if column is RejectionColumn.GGR:
        return advance(signed_money(-99_999_99), font(13))
    return 0


def width_of(cell: Cell) -> float:
    """Return how wide a cell's words are."""
    if cell.chip is not None:
        return chip_width(cell.chip[0], cell.chip[2])
    return advance(cell.text, mono(12) if cell.mono else font(13, cell.weight))


def cell_of(row: RejectionRow, column: RejectionColumn, now: datetime, *, one_cause: bool, ticked: bool) -> Cell:
    """Return what a row says in a column."""
    if column is RejectionColumn.TICK:
        return Cell(tr("ticked") if ticked else "", ticked=ticked)
    if column is RejectionColumn.RECEIVED:
        return Cell(stamp_minute(row.received_at), copied=iso_minute(row.received_at))
    if column is RejectionColumn.OCCURRED:
        return Cell(stamp_minute(row.occurred_at), copied=iso_minute(row.occurred_at))
    if column is RejectionColumn.DUE:
        return _due(row.due_at, now) if row.waits_until is None else _waits(row.waits_until)
    if column is RejectionColumn.ABOUT and one_cause:
        return Cell(plain(transaction_type(row.type)), faint=plain(row.site_id or ""))
    if column is RejectionColumn.ABOUT:
        code = row.codes[0] if row.codes else "—"
        more = f" +{len(row.codes) - 1}" if len(row.codes) > 1 else ""
        return Cell(f"{code}{more}", faint=finding_title(code) if row.codes else "", weight=500)
    if column is RejectionColumn.AMOUNT:
        return Cell(money(row.amount_kop))
    if column is RejectionColumn.GGR:
        return Cell(signed_money(row.ggr_kop), copied=money(row.ggr_kop))
    if column is RejectionColumn.STATE:
        return Cell(chip=rejection_state_chip(row.state, row.case_state))
    if column is RejectionColumn.TRANSACTION:
        return Cell(plain(row.operator_tx_id or "—"), mono=True)
    said = {
        RejectionColumn.TYPE: transaction_type(row.type), RejectionColumn.SITE: row.site_id,
        RejectionColumn.LICENCE: row.licence_no, RejectionColumn.BRAND: row.brand_id,
        RejectionColumn.SOURCE: row.source, RejectionColumn.ASSIGNEE: row.assignee,
    }[column]  # fmt: skip
    return Cell(plain(said or "—"), copied=plain(said or " "))


def _waits(until: datetime) -> Cell:
    return Cell(stamp_minute(until), copied=iso_minute(until))


def _due(due: datetime | None, now: datetime) -> Cell:
    if due is None:
        return Cell("—", role="text3")
    return Cell(stamp_minute(due), role=due_role(due, now, "text"), copied=iso_minute(due))
