"""The table of causes: expanded and folded by its chevrons and by → and ←, acted on by the button in a row."""

# ruff: noqa: D102, N802  Qt's own handlers keep Qt's names

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QMenu, QWidget

from cabinet.contract.states import CaseState
from cabinet.ui.language import tr
from cabinet.ui.pages.rejections.cause_columns import INDENT, PADDING, CauseColumn, Shown, columns_of, fitting
from cabinet.ui.pages.rejections.cause_paint import CauseDelegate
from cabinet.ui.pages.rejections.cause_rows import CauseLine, Line, PartLine
from cabinet.ui.pages.rejections.groups_model import GroupsModel
from cabinet.ui.sizes import CONTROL_SMALL, ROW, ROW_CAUSE, ROW_CAUSE_LOW, ROW_PART_LOW, TABLE_HEAD
from cabinet.ui.widgets.cell import Column
from cabinet.ui.widgets.table_view import Index, TableView

__all__ = ["CausesTable"]


class CausesTable(TableView):
    """Rows are causes, and parts of those that are expanded; ``shown`` is what there is room for.

    Signals:
        act_asked(str): do what is to be done first with this cause.
        decision_asked(str, object): decide about this cause; a ``CaseState`` is proposed.
        turned(str, bool): this cause is to be expanded, or folded.
        rows_asked(): the rows of what is chosen are to be looked at.
    """

    act_asked = Signal(str)
    decision_asked = Signal(str, object)
    turned = Signal(str, bool)
    rows_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        self.causes_model = GroupsModel()
        self.shown, self.panes, self.decides = Shown(), False, False
        self._heights = (ROW_CAUSE, ROW)
        super().__init__(tr("Causes of rejections"), self.causes_model, row=ROW_CAUSE, selects=True, parent=parent)
        self.causes_model.setParent(self)
        self.verticalHeader().setMinimumSectionSize(ROW_PART_LOW)
        self.setItemDelegate(CauseDelegate(self))
        for signal in (self.causes_model.rowsInserted, self.causes_model.rowsRemoved):
            signal.connect(self._size_rows)

    def set_room(self, *, low: bool, panes: bool) -> None:
        """Take less height in a low window, and less width in one of three panes."""
        heights = (ROW_CAUSE_LOW, ROW_PART_LOW) if low else (ROW_CAUSE, ROW)
        if heights != self._heights:
            self._heights = heights
            self._size_rows()
        if panes is not self.panes:
            self.panes = panes
            self._share()

    def height_of(self, causes: int) -> int:
        """Return the height that shows so many causes, or as many rows as there are; with the header."""
        rows = (self._height(line) for line in self.causes_model.lines)
        return TABLE_HEAD + min(sum(rows), causes * self._heights[0])

    def _height(self, line: Line) -> int:
        return self._heights[isinstance(line, PartLine)]

    def show_branch(self, group_id: str) -> None:
        """Scroll until an expanded cause is seen, with as much as possible of what it consists of."""
        row = self.causes_model.row_of(group_id)
        parts = [at for at, line in enumerate(self.causes_model.lines) if line.group_id == group_id]
        for at in (parts[-1:] or [row]) + [row]:
            self.scrollTo(self.causes_model.index(at, 0))

    @Slot()
    def _size_rows(self) -> None:
        for row, line in enumerate(self.causes_model.lines):
            if self.rowHeight(row) != self._height(line):
                self.setRowHeight(row, self._height(line))

    def columns(self) -> list[Column]:
        return columns_of(self.causes_model.widths, self.shown)

    def inner(self, rect: QRectF, column: int) -> QRectF:
        return rect.adjusted(INDENT if column == CauseColumn.CAUSE else PADDING, 0, -PADDING, 0)

    def act_rect(self, rect: QRectF) -> QRectF:
        """Return where the act stands in its cell."""
        place = rect.adjusted(PADDING, 0, -PADDING - 4, -1)
        return QRectF(place.left(), round(place.center().y() - CONTROL_SMALL / 2), place.width(), CONTROL_SMALL)

    def _fitting(self, columns: list[Column]) -> list[int]:
        """Return the columns to show, as :func:`fitting` settles what gives way."""
        self.shown = fitting(self.causes_model.widths, self.viewport().width(), panes=self.panes)
        wide = self.causes_model.widths.of(self.shown)
        return [column for column in range(len(columns)) if wide[column]]

    def _widths(self, _columns: list[Column], _seen: list[int]) -> list[int]:
        """Return widths that never go beyond the view: the cause gives what is missing, field and source first."""
        wide = self.causes_model.widths.of(self.shown)
        over = max(0, sum(wide) - self.viewport().width())
        return [wide[0] - min(over, wide[0] - INDENT), *wide[1:]]

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = event.position().toPoint()
        hit = self._hit(place) if event.button() is Qt.MouseButton.LeftButton else None
        if hit is CauseColumn.CAUSE:
            line = self.causes_model.line(self.indexAt(place).row())
            if isinstance(line, CauseLine):
                self.turned.emit(line.group_id, not line.expanded)
            return
        super().mousePressEvent(event)
        line = self.causes_model.line(self.indexAt(place).row())
        if line is not None and hit is CauseColumn.ACT:
            self.act_asked.emit(line.group_id)
        elif hit is CauseColumn.DAYS:
            self.rows_asked.emit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        hand = self._hit(event.position().toPoint()) is not None
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.ArrowCursor)
        super().mouseMoveEvent(event)

    def _hit(self, place: QPoint) -> CauseColumn | None:
        """Return what is below the mouse: a chevron at CAUSE, an act at ACT, the link to rows at DAYS."""
        index = self.indexAt(place)
        line = self.causes_model.line(index.row())
        if isinstance(line, PartLine):
            return CauseColumn.DAYS if not line.follows and index.column() > CauseColumn.OPERATIONS else None
        if line is None:
            return None
        if index.column() == CauseColumn.CAUSE and line.expanded is not None and place.x() < INDENT:
            return CauseColumn.CAUSE
        if index.column() == CauseColumn.ACT and line.act is not None:
            rect = self.act_rect(QRectF(self.visualRect(index)))
            return CauseColumn.ACT if rect.contains(place) else None
        return None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Right, Qt.Key.Key_Left} and not event.modifiers() & ~_KEYPAD:
            self.ring = True
            self._branch(expanding=event.key() == Qt.Key.Key_Right)
            return
        super().keyPressEvent(event)

    def _branch(self, *, expanding: bool) -> None:
        """Expand a cause or step into it; step out of it, or fold it."""
        row = self.currentIndex().row()
        line = self.causes_model.line(row)
        if isinstance(line, PartLine):
            if not expanding:
                self.selectRow(self.causes_model.row_of(line.group_id))
        elif line is not None and line.expanded is not None:
            if line.expanded is not expanding:
                self.turned.emit(line.group_id, expanding)
            elif expanding:
                self.selectRow(row + 1)

    def menu_of(self, row: int) -> QMenu:
        menu, line = super().menu_of(row), self.causes_model.line(row)
        if not isinstance(line, CauseLine):
            return menu
        first = menu.actions()[0]
        acts = [(line.act_words, partial(self.act_asked.emit, line.group_id))] if line.act is not None else []
        if self.decides:
            acts += [
                (words, partial(self.decision_asked.emit, line.group_id, state))
                for words, state in (
                    (tr("Assign…"), CaseState.IN_WORK), (tr("Hand to IT…"), CaseState.WAITING_IT),
                    (tr("Justify…"), CaseState.JUSTIFIED),
                ) if words != line.act_words
            ]  # fmt: skip
        if line.expanded is not None:
            words = tr("Fold") if line.expanded else tr("Expand")
            acts.append((words, partial(self.turned.emit, line.group_id, not line.expanded)))
        for words, act in acts:
            action = menu.addAction(words, act)
            menu.removeAction(action)
            menu.insertAction(first, action)
        if acts:
            menu.insertSeparator(first)
        return menu

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.viewport().update()


_KEYPAD = Qt.KeyboardModifier.KeypadModifier
