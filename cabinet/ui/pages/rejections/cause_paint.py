"""Paints rows of the table of causes: a cause in two lines cell by cell, what it consists of in one line across."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QModelIndex, QRectF
from PySide6.QtGui import QColor, QPainter

from cabinet.ui.fonts import font, mono
from cabinet.ui.icons import draw_icon
from cabinet.ui.pages.rejections.cause_columns import INDENT, PADDING, PART_INDENT, CauseColumn
from cabinet.ui.pages.rejections.cause_rows import CauseLine, PartLine
from cabinet.ui.paint import advance, frame, hline, text, vline
from cabinet.ui.sizes import ICON, ICON_CHIP, RADIUS_CONTROL
from cabinet.ui.theme_switch import theme
from cabinet.ui.widgets.sparkline import draw_sparkline
from cabinet.ui.widgets.table_view import RowDelegate

if TYPE_CHECKING:
    from cabinet.ui.pages.rejections.groups_table import CausesTable

__all__ = ["CauseDelegate"]

_FIRST, _SECOND, _BETWEEN = 20, 16, 1
_SPARK: Final = (64, 20)
_BRANCH: Final = 20
"""Where the branch of an expanded cause stands."""
_GAP: Final = 12


class CauseDelegate(RowDelegate):
    """What stands in which column follows from :attr:`CausesTable.shown`."""

    def __init__(self, table: CausesTable) -> None:
        super().__init__(table)
        self._causes = table

    def ground(self, row: int) -> QColor | None:
        """Return the sunken colour for what an expanded cause consists of."""
        return theme().sunken if isinstance(self._causes.causes_model.line(row), PartLine) else None

    def paint_inside(self, painter: QPainter, rect: QRectF, row: int, column: int) -> None:
        """Paint a cell of a cause, or this cell's piece of a line that goes across."""
        line = self._causes.causes_model.line(row)
        if isinstance(line, PartLine):
            painter.save()
            painter.setClipRect(rect)
            whole = QRectF(0, rect.top(), self._causes.viewport().width(), rect.height())
            self._paint_part(painter, whole, line)
            painter.restore()
        elif line is not None:
            self._paint_cause(painter, rect, line, row, CauseColumn(column))

    def _paint_cause(self, painter: QPainter, rect: QRectF, line: CauseLine, row: int, column: CauseColumn) -> None:
        now = theme()
        place = self._causes.inner(rect, column)
        top = round(rect.top() + (rect.height() - 1 - _FIRST - _BETWEEN - _SECOND) / 2)
        first = QRectF(place.left(), top, place.width(), _FIRST)
        second = QRectF(place.left(), top + _FIRST + _BETWEEN, place.width(), _SECOND)
        if column == CauseColumn.CAUSE:
            chosen = self._causes.selectionModel().isRowSelected(row, QModelIndex())
            self._paint_chevron(painter, rect, line)
            text(painter, first, line.title, font(13, 600 if chosen else 500), now.text)
            self._paint_split(painter, second, line)
        elif column == CauseColumn.OPERATIONS:
            text(painter, first, line.count, font(13, 600), now.text, "r")
            text(painter, second, line.sum, font(12), now.text2, "r")
        elif column == CauseColumn.DAYS:
            wide, high = _SPARK
            draw_sparkline(painter, QRectF(first.left(), first.top() - 2, wide, high), list(line.days), now.accent)
            word, kind, icon = line.trend
            color = now.state(kind)[2]
            if icon is not None:
                draw_icon(painter, icon, second.left(), second.top() + 2, ICON_CHIP, color)
            text(painter, second.adjusted(ICON_CHIP + 4, 0, 0, 0), word, font(11), color)
        elif column == CauseColumn.DUE:
            self._paint_due(painter, first, second, line)
        elif line.act is not None:
            self._paint_act(painter, rect, line, row)

    def _paint_chevron(self, painter: QPainter, rect: QRectF, line: CauseLine) -> None:
        if line.expanded is not None:
            icon = "chevron-down" if line.expanded else "chevron-right"
            top = round(rect.center().y() - ICON / 2)
            draw_icon(painter, icon, rect.left() + _BRANCH - ICON / 2, top, ICON, theme().text2)
            if line.expanded:
                vline(painter, rect.left() + _BRANCH, top + ICON + 2, rect.bottom(), theme().border2)

    def _paint_split(self, painter: QPainter, place: QRectF, line: CauseLine) -> None:
        """Paint the code, how many are its own and how many hang on them, and field and source as far as they fit."""
        now, left = theme(), place.left()
        pieces = [(line.code, mono(12), now.text3, PADDING), (line.own, font(12, 600), now.text, 0)]
        if line.hang:
            pieces += [
                (" + ", font(12), now.text2, 0), (line.hang, font(12, 600), now.text, 0),
                (f" {line.hang_words}", font(12), now.text2, 0),
            ]  # fmt: skip
        for words, face, color, gap in pieces:
            left += text(painter, QRectF(left, place.top(), place.right() - left, place.height()), words, face, color)
            left += gap
        rest = QRectF(left + PADDING, place.top(), place.right() - left - PADDING, place.height())
        if rest.width() > _GAP:
            text(painter, rest, line.place, font(12), now.text3, elastic=True)

    def _paint_due(self, painter: QPainter, first: QRectF, second: QRectF, line: CauseLine) -> None:
        now = theme()
        color, owned = getattr(now, line.due.role), self._causes.shown.owner
        place = first if owned else first.united(second)
        if line.due.icon:
            top = round(place.center().y() - ICON_CHIP / 2)
            draw_icon(painter, line.due.icon, place.left(), top, ICON_CHIP, color)
            place = place.adjusted(ICON_CHIP + 4, 0, 0, 0)
        words = line.due.words if self._causes.shown.term else line.due.brief
        text(painter, place, words, font(13, 500), color)
        if owned:
            text(painter, second, line.owner, font(12), now.text2, elastic=True)

    def _paint_act(self, painter: QPainter, rect: QRectF, line: CauseLine, row: int) -> None:
        """Paint the act: framed as a button in the selected row and below the mouse, else quiet."""
        now, table = theme(), self._causes
        place = table.act_rect(rect)
        framed = row == table.hovered or table.selectionModel().isRowSelected(row, QModelIndex())
        if framed:
            frame(painter, place, RADIUS_CONTROL, now.raised, now.border_mid)
        color = now.text if framed else now.accent
        if table.shown.words:
            text(painter, place, line.act_words, font(13, 500), color, "c")
        else:
            left, top = place.center().x() - ICON / 2, place.center().y() - ICON / 2
            draw_icon(painter, line.act_icon, round(left), round(top), ICON, color)

    def _paint_part(self, painter: QPainter, whole: QRectF, line: PartLine) -> None:
        now, table = theme(), self._causes
        middle = round(whole.center().y())
        vline(painter, _BRANCH, whole.top(), middle if line.last else whole.bottom() + 1, now.border2)
        hline(painter, _BRANCH, INDENT - 2, middle, now.border2)
        icon, color = ("corner-down-right", now.text2) if line.follows else ("circle-x", now.danger)
        draw_icon(painter, icon, INDENT, round(middle - ICON / 2), ICON, color)
        axis = table.columnViewportPosition(CauseColumn.OPERATIONS) + table.columnWidth(CauseColumn.OPERATIONS)
        right = axis - PADDING
        number = QRectF(0, whole.top(), right, whole.height())
        used = text(painter, number, line.count, font(13, 600), now.text, "r")
        sums = number.adjusted(0, 0, -used - _GAP, 0)
        used += _GAP + text(painter, sums, line.sum, font(12), now.text2, "r")
        title = QRectF(PART_INDENT, whole.top(), right - used - _GAP - PART_INDENT, whole.height())
        text(painter, title, line.title, font(), now.text)
        note = QRectF(axis + PADDING, whole.top(), whole.right() - axis - 2 * PADDING, whole.height())
        face, color = (font(12), now.text2) if line.follows else (font(12, 500), now.accent)
        if advance(line.note, face) <= note.width():
            text(painter, note, line.note, face, color)
        elif not line.follows:
            draw_icon(painter, "arrow-right", note.left(), round(middle - ICON / 2), ICON, color)
