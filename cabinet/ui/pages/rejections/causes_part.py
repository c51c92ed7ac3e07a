"""The page's part that shows the causes: their card with its head, table and foot, and what is done with them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QSizePolicy, QWidget

from cabinet.contract.filter import OPEN
from cabinet.contract.rights import Right
from cabinet.contract.states import CaseState
from cabinet.desks.rejections import RejectionsDesk
from cabinet.ui.fonts import font
from cabinet.ui.language import tr
from cabinet.ui.pages.rejections.bulk_bar import BAR
from cabinet.ui.pages.rejections.cause_action import CauseAct, act_of
from cabinet.ui.pages.rejections.cause_rows import PartLine, Rights, lines_of
from cabinet.ui.pages.rejections.causes_foot import FOOT, CausesFoot
from cabinet.ui.pages.rejections.closed_line import CLOSED_LINE, ClosedLine
from cabinet.ui.pages.rejections.groups_table import CausesTable
from cabinet.ui.pages.rejections.order_button import OrderButton
from cabinet.ui.pages.rejections.rows_card import ROWS_LEAST
from cabinet.ui.paint import advance
from cabinet.ui.sizes import CARD_HEAD, GAP, RADIUS_CARD, ROW, ROW_CAUSE, ROW_CAUSE_LOW, TABLE_HEAD
from cabinet.ui.texts.ggr import ggr_terms, rejected_money, short_money
from cabinet.ui.widgets.card import Card
from cabinet.ui.widgets.plain_label import PlainLabel

if TYPE_CHECKING:
    from cabinet.contract.rejections import RejectionGroup
    from cabinet.ui.pages.rejections.bulk_part import BulkPart
    from cabinet.ui.pages.rejections.card_part import CardPart

__all__ = ["CausesPart"]

_BELOW: Final = RADIUS_CARD - 1
"""Below a table, so that it does not paint over its card's corners."""
_LEAST: Final = 4
"""Causes that are seen before there is a foot."""
_SEEN: Final = 5
"""Causes that are seen above the rows, with the foot, in a window of ordinary height."""
_ROWS_LEAST: Final = CARD_HEAD + TABLE_HEAD + BAR + ROWS_LEAST * ROW + 1
"""What is left to the rows for that: their head, header and bar, and as many as are seen in any window."""
_FEWEST, _SHARE = 3, 0.5
"""Above the rows causes take up to this share of the height, but so many are always seen."""
_SETTLES_MS: Final = 150
"""A cause's rows are asked for when the choice has stood for so long: J and K go past many."""
_ANY_HEIGHT: Final = 16_777_215
"""QWIDGETSIZE_MAX."""


class CausesPart(QObject):
    """:attr:`card` stands at the left of the page.

    Attributes:
        sums: what is at stake in all, in the head where there is no room for the foot.

    Signals:
        chosen(str, bool): this cause's rows are to be listed, its own or those that hang on them.
        rows_asked(): the keyboard is to go into the rows.
    """

    chosen = Signal(str, bool)
    rows_asked = Signal()

    def __init__(self, page: QWidget, desk: RejectionsDesk, bulk: BulkPart, about: CardPart) -> None:
        super().__init__(page)
        self._desk, self._bulk, self._about = desk, bulk, about
        self._fitted: tuple[int, bool, bool, bool] | None = None
        self.card = Card(tr("Causes"), padding=1, line=False)
        self.card.meta.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.card.head.setStretchFactor(self.card.meta, 0)
        self.order = OrderButton(desk.causes)
        self.sums = PlainLabel("", font(12), "text3")
        self.sums.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.card.head.addWidget(self.order)
        self.card.head.addWidget(self.sums, 1)
        self.card.head.addStretch(0)
        self.table = CausesTable()
        self.model = self.table.causes_model
        self.closed = ClosedLine(desk.causes.closings)
        self.foot = CausesFoot()
        self.foot.hide()
        self.card.body.setSpacing(0)
        self.card.body.setContentsMargins(0, 0, 0, _BELOW)
        self.card.body.addWidget(self.table, 1)
        self.card.body.addWidget(self.closed)
        self.card.body.addWidget(self.foot)
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(_SETTLES_MS)
        self._settling.timeout.connect(self._settled)
        table = self.table
        table.row_chosen.connect(self._row_chosen)
        table.turned.connect(self._turn)
        table.act_asked.connect(self.act)
        table.decision_asked.connect(self.decide)
        table.rows_asked.connect(self._show_rows)
        table.resized.connect(self._fit_sums)
        desk.causes.changed.connect(self.show)
        desk.causes.closings.changed.connect(self._show_closed)
        self.closed.asked.connect(desk.choose_text)
        self._add_keys()

    def _add_keys(self) -> None:
        acts: dict[Qt.Key, Callable[[], object]] = {
            Qt.Key.Key_J: partial(self.move, 1), Qt.Key.Key_K: partial(self.move, -1),
            Qt.Key.Key_Return: self._show_rows, Qt.Key.Key_Enter: self._show_rows,
            Qt.Key.Key_E: partial(self._with_current, self.act),
            Qt.Key.Key_A: partial(self._with_current, self.decide),
        }  # fmt: skip
        for key, act in acts.items():
            shortcut = QShortcut(QKeySequence(key), self.table)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(act)

    # -- what is shown -----------------------------------------------------------------------------------------------

    @Slot()
    def show(self) -> None:
        """Show the causes in their order, expanded ones with what they consist of."""
        desk, data = self._desk, self._desk.groups.data
        causes, rights = desk.causes.listed(), self._about.rights()
        expanded = {g.group_id: desk.causes.parts(g) for g in causes if g.group_id in desk.causes.expanded}
        may = Rights(Right.CORRECT_REJECTED in rights, Right.CASES_WRITE in rights)
        self.table.decides = may.decides
        with _Silent(self.table):
            self.model.show_lines(lines_of(causes, expanded, may, desk.office.clock.now()))
        self.order.show_order()
        if data is not None:
            self.card.meta.set_text(tr("%n cause(s)", sum(1 for cause in causes if cause.whole)))
            self.foot.show_sums(data)
        self.mark()
        self._fit_sums()

    def mark(self) -> None:
        """Select the line of what is listed, without choosing it again; a part of the right kind stays selected."""
        desk, now = self._desk, self.model.line(self.table.currentIndex().row())
        if self._settling.isActive():
            return
        row = self.model.row_of(desk.group)
        if isinstance(now, PartLine) and (now.group_id, now.follows) == (desk.group, desk.following):
            return
        if desk.following and isinstance(self.model.line(row + 1), PartLine):
            row = next(
                (at for at in range(row + 1, len(self.model.lines))
                 if isinstance(part := self.model.line(at), PartLine) and part.follows),
                row,
            )  # fmt: skip
        with _Silent(self.table):
            if row < 0:
                self.table.clearSelection()
                self.table.setCurrentIndex(self.model.index(-1, -1))
            elif row != self.table.currentIndex().row() or not self.table.selectedIndexes():
                self.table.selectRow(row)

    def fit(self, height: int, *, low: bool, panes: bool, alone: bool) -> None:
        """Share a height with the rows below, or take all of it.

        Above rows, five causes and the foot are seen wherever that leaves some rows; in less height the foot gives way
        before causes do. What was closed is told where there is room for it besides.
        """
        self._fitted = height, low, panes, alone
        self.table.set_room(low=low, panes=panes)
        row = ROW_CAUSE_LOW if low else ROW_CAUSE
        whole = panes or alone
        head = CARD_HEAD + TABLE_HEAD + 1
        most = height if whole else height - GAP - _ROWS_LEAST
        room = height - head if whole else round(height * _SHARE) - head
        if most >= head + _SEEN * row + FOOT:
            room = max(room, _SEEN * row + FOOT)
        foot = room - FOOT >= _LEAST * row
        told = self._tells_closed() and foot and most >= head + _SEEN * row + FOOT + CLOSED_LINE
        if told and not whole:
            room = max(room, _SEEN * row + FOOT + CLOSED_LINE)
        self.foot.setVisible(foot)
        self.closed.setVisible(told)
        self.card.body.setContentsMargins(0, 0, 0, 0 if foot else _BELOW)
        below = (FOOT if foot else _BELOW) + (CLOSED_LINE if told else 0)
        shown = max(_FEWEST, (room - below) // row)
        self.card.setSizePolicy(
            QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding if whole else QSizePolicy.Policy.Fixed
        )
        if whole:
            self.card.setMinimumHeight(0)
            self.card.setMaximumHeight(_ANY_HEIGHT)
        else:
            self.card.setFixedHeight(CARD_HEAD + max(self.table.height_of(shown), TABLE_HEAD + row) + below + 1)
        self._fit_sums()

    def _tells_closed(self) -> bool:
        """Whether anything was closed, and what is listed is all that is open: beside a narrower list it says less."""
        return self.closed.worth and self._desk.filter == OPEN

    @Slot()
    def _show_closed(self) -> None:
        self.closed.show_closed()
        if self._fitted is not None:
            height, low, panes, alone = self._fitted
            self.fit(height, low=low, panes=panes, alone=alone)

    @Slot()
    def _fit_sums(self) -> None:
        """Let the head tell the sums where the foot does not, in as few words as are not cut."""
        data = self._desk.groups.data
        if data is None:
            return
        room, whole = self.card.head_room(self.sums), data.whole_money
        for figures in (rejected_money(whole), short_money(whole)):
            words = " · ".join(figures)
            if advance(words, self.sums.font()) + 2 <= room:
                break
        self.sums.set_text(words)
        self.sums.setToolTip(ggr_terms(whole))
        self.sums.setVisible(self.foot.isHidden())

    # -- choosing ----------------------------------------------------------------------------------------------------

    def take_keyboard(self) -> None:
        """Have causes gone through by keys."""
        self.table.setFocus(Qt.FocusReason.TabFocusReason)

    @Slot(int)
    def _row_chosen(self, _row: int) -> None:
        self._settling.start()

    @Slot()
    def _settled(self) -> None:
        """List the rows of what is selected."""
        line = self.model.line(self.table.currentIndex().row())
        follows = isinstance(line, PartLine) and line.follows
        if line is None:
            return
        if line.group_id != self._desk.group or (isinstance(line, PartLine) and follows is not self._desk.following):
            self.chosen.emit(line.group_id, follows)

    def settle(self) -> None:
        """Ask no more for what was selected on the way."""
        self._settling.stop()

    @Slot()
    def _show_rows(self) -> None:
        """Go into the rows of what is selected, at once."""
        if self._settling.isActive():
            self._settling.stop()
            self._settled()
        self.rows_asked.emit()

    @Slot(int)
    def move(self, step: int) -> None:
        """Go to the next cause, or to the one before."""
        row = self.model.step(self.table.currentIndex().row(), step)
        if row >= 0:
            self.table.selectRow(row)

    @Slot(str, bool)
    def _turn(self, group_id: str, expanded: bool) -> None:
        """Expand or fold; the keyboard stays on a cause whose part it was on."""
        now = self.model.line(self.table.currentIndex().row())
        if not expanded and isinstance(now, PartLine) and now.group_id == group_id:
            self.table.selectRow(self.model.row_of(group_id))
        self._desk.causes.expand(group_id, expanded=expanded)
        if expanded:
            self.table.show_branch(group_id)

    # -- acts --------------------------------------------------------------------------------------------------------

    def _with_current(self, act: Callable[[str], None]) -> None:
        line = self.model.line(self.table.currentIndex().row())
        if line is not None:
            act(line.group_id)

    def _cause(self, group_id: str) -> RejectionGroup | None:
        """Return a cause as it is counted by the filter that is chosen."""
        causes = self._desk.causes.listed() if self._desk.counted else []
        return next((cause for cause in causes if cause.group_id == group_id), None)

    @Slot(str)
    def act(self, group_id: str) -> None:
        """Do what is to be done first with a whole cause."""
        cause, rights = self._cause(group_id), self._about.rights()
        if cause is None:
            return
        may = Right.CORRECT_REJECTED in rights, Right.CASES_WRITE in rights
        act = act_of(cause, corrects=may[0], decides=may[1])
        if act is CauseAct.CORRECT:
            self._bulk.open_cause(cause)
        elif act is CauseAct.RESEND:
            self._bulk.resend_cause(cause)
        elif act is not None:
            self._about.open_group(cause, CaseState.WAITING_IT if act is CauseAct.HAND_OVER else CaseState.IN_WORK)

    @Slot(str, object)
    def decide(self, group_id: str, proposed: CaseState = CaseState.IN_WORK) -> None:
        """Open the dialog that decides about a whole cause."""
        cause = self._cause(group_id)
        if cause is not None and Right.CASES_WRITE in self._about.rights():
            self._about.open_group(cause, proposed)


class _Silent:
    """While it is open, the table tells nobody that another row is current."""

    def __init__(self, table: CausesTable) -> None:
        self._table = table

    def __enter__(self) -> None:
        self._was = self._table.blockSignals(True)

    def __exit__(self, *_: object) -> None:
        self._table.blockSignals(self._was)
