"""Rejections: causes first, then rows that scroll like ten however many there are, then one card."""

# ruff: noqa: N802  Qt's own handlers keep Qt's names

from __future__ import annotations

from datetime import datetime
from functools import partial

from PySide6.QtCore import QModelIndex, Qt, Slot
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QWidget

from cabinet.contract.attendance import unattended
from cabinet.contract.filter import OPEN
from cabinet.contract.rights import Right
from cabinet.contract.states import CaseState
from cabinet.desks.rejections import RejectionsDesk
from cabinet.desks.states import Phase
from cabinet.ui.language import tr
from cabinet.ui.pages.page import Page
from cabinet.ui.pages.rejections.bulk_part import BulkPart
from cabinet.ui.pages.rejections.card_part import CardPart
from cabinet.ui.pages.rejections.causes_part import CausesPart
from cabinet.ui.pages.rejections.export_part import ExportPart
from cabinet.ui.pages.rejections.filter_bar import RejectionFilter
from cabinet.ui.pages.rejections.group_strip import GroupStrip
from cabinet.ui.pages.rejections.outbox_part import OutboxPart
from cabinet.ui.pages.rejections.panes import WIDE_FROM, Pane, Panes
from cabinet.ui.pages.rejections.row_columns import RejectionColumn
from cabinet.ui.pages.rejections.rows_card import RowsCard
from cabinet.ui.widgets.table_view import TableView

__all__ = ["RejectionsPage"]

_BOTH_FROM = 800
"""Height of a window from which causes and rows stand below each other."""
_FACETS_FROM = 1_000
"""Height of a window from which the facets have a row of their own."""


class RejectionsPage(Page):
    """Causes and rows at the left, the chosen one's card at the right."""

    def __init__(self, desk: RejectionsDesk, parent: QWidget | None = None) -> None:
        super().__init__(desk, scrolls=False, parent=parent)
        self._desk, self._cards = desk, desk.cards
        self._narrow = self._arriving = False
        self.filter = RejectionFilter(desk)
        self.filter.anchored.connect(self._to_time)
        self.filter.toasted.connect(self.toasted)
        self.content.addWidget(self.filter)
        self.strip = GroupStrip()
        self.strip.chosen.connect(self._choose_group)
        self.strip.hide()
        self.content.addWidget(self.strip)
        self.rows = RowsCard(desk)
        self.table, self.model = self.rows.table, self.rows.table.rows_model
        self.bulk = BulkPart(self, desk, self.table)
        self.rows.body.addWidget(self.bulk.bar)
        self.card = CardPart(self, desk)
        self.panel = self.card.panel
        self.causes = CausesPart(self, desk, self.bulk, self.card)
        self._groups_card, self.causes_meta = self.causes.card, self.causes.sums
        self.group_table, self.groups = self.causes.table, self.causes.model
        self._panes = Panes(
            Pane(self._groups_card, self._groups_card.title, self._into_groups),
            Pane(self.rows, self.rows.title, self._into_rows),
            Pane(self.card.holder, None, self.card.take_keyboard),
            self,
        )
        self.content.insertWidget(0, self.bulk.unfinished)
        self.exports = ExportPart(self, desk, self.filter.export)
        self.content.insertWidget(0, self.exports.banner)
        self.outbox = OutboxPart(self, desk.cards.outbox)
        self.outbox.toasted.connect(self.toasted)
        self.content.insertWidget(0, self.outbox.banner)
        for card, switch in zip((self._groups_card, self.rows), self._panes.switches, strict=True):
            card.add_right(switch)
        self.content.addWidget(self._panes, 1)
        self._connect_parts()
        desk.changed.connect(self._show)
        desk.groups_changed.connect(self._show_groups)
        desk.page_arrived.connect(self._page_arrived)
        desk.jumped.connect(self._jumped)
        self._add_keys()
        self._add_filter_keys()
        self._show_groups()
        self._show()

    def _connect_parts(self) -> None:
        rows, card, table, causes = self.rows, self.card, self.table, self.causes
        self._panes.resized.connect(self._fit_causes)
        causes.chosen.connect(self._choose_group)
        causes.rows_asked.connect(self._into_rows)
        causes.table.copied.connect(self.toasted)
        self._desk.causes.changed.connect(self._causes_changed)
        self.bulk.leads.connect(self.panel.set_second)
        self.bulk.leads.connect(card.cause.set_second)
        card.cause.act_asked.connect(self._act_on_cause)
        card.cause.decision_asked.connect(self._decide_cause)
        card.cause.rows_asked.connect(self._rows_of_cause)
        card.cause.moved.connect(causes.move)
        card.cause.left.connect(self._into_groups)
        rows.all_asked.connect(self._no_group)
        rows.follow_asked.connect(self._follow)
        rows.resend_asked.connect(self.open_resend)
        table.row_chosen.connect(self._chosen)
        table.clicked.connect(self._row_clicked)
        table.copied.connect(self.toasted)
        table.correct_asked.connect(partial(card.when_here, card.open_correct))
        table.decision_asked.connect(self._decide)
        table.bet_asked.connect(partial(card.when_here, card.open_bet))
        card.attempt_asked.connect(self.open_attempt)
        card.resend_asked.connect(self.bulk.open_resend)
        card.toasted.connect(self.toasted)
        card.panel.moved.connect(self._move)
        card.panel.left.connect(self._into_rows)

    def _add_keys(self) -> None:
        """Work on rows by letters."""
        for table, key, act in (
            (self.table, Qt.Key.Key_Return, self._into_card),
            (self.table, Qt.Key.Key_Enter, self._into_card),
            (self.table, Qt.Key.Key_E, partial(self.card.when_here, self.card.open_correct)),
            (self.table, Qt.Key.Key_A, partial(self._decide, CaseState.IN_WORK)),
            (self.table, Qt.Key.Key_J, partial(self._move, 1)), (self.table, Qt.Key.Key_K, partial(self._move, -1)),
        ):  # fmt: skip
            shortcut = QShortcut(QKeySequence(key), table)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(act)

    def _add_filter_keys(self) -> None:
        """Lead from anywhere on the page to the filter by "/", and to a view by its number."""
        keys = {"/": self.filter.line.take_keyboard}
        keys |= {str(number): partial(self.filter.views.open_number, number) for number in range(1, 10)}
        for key, act in keys.items():
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    def renew(self) -> None:
        """Show what has come meanwhile; whoever has scrolled down keeps their rows, and only the counts move."""
        with unattended():
            if self.table.verticalScrollBar().value():
                self._desk.count_again()
            else:
                self._desk.refresh()

    def set_narrow(self, narrow: bool) -> None:
        """Put the causes into one line and drop a column when there is little room."""
        self._narrow = narrow
        self._fit_facets()
        self.strip.setVisible(narrow)
        self._fit_panes()
        self.rows.set_narrow(narrow=narrow)

    # -- causes --------------------------------------------------------------------------------------------------

    @Slot()
    def _show_groups(self) -> None:
        self.causes.show()
        self._fit_causes()
        self.strip.show_groups(self._desk.causes.listed(), self._desk.group)
        self.filter.show_filter(self._desk.record)
        self._show_rows_head()

    def _fit_facets(self) -> None:
        """Let the facets give up their row in a low window; the page itself stays as high as what it holds."""
        self.filter.set_low(low=self.window().height() < _FACETS_FROM)

    def _fit_panes(self) -> None:
        """Put the parts side by side where the window is wide enough; the payload then takes the card's free height."""
        wide, low = self.window().width() >= WIDE_FROM, self.window().height() < _BOTH_FROM
        self._panes.fit(wide=wide, narrow=self._narrow, low=low)
        self.panel.set_tall(tall=self._panes.wide)
        self.card.cause.set_tall(tall=self._panes.wide)

    @Slot()
    def _fit_causes(self) -> None:
        """Show as many causes as leave room for the rows below them."""
        panes, low = self._panes, self.window().height() < _BOTH_FROM
        self.causes.fit(panes.height() - self._unseen(), low=low, panes=panes.wide, alone=panes.one_at_a_time)

    def _unseen(self) -> int:
        """Return how much higher the page is than what is seen of it: causes that kept that height would keep it so."""
        stack = self.parentWidget()
        view = stack.parentWidget() if stack is not None else None
        return max(0, self.height() - view.height()) if view is not None else 0

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the height anew."""
        super().resizeEvent(event)
        self._fit_facets()
        self._fit_panes()

    @Slot()
    def _causes_changed(self) -> None:
        """Go through the causes in their other order; another cause's height may be shared otherwise."""
        self.strip.show_groups(self._desk.causes.listed(), self._desk.group)
        self._fit_causes()

    @Slot()
    def _into_groups(self) -> None:
        self._panes.show_causes()
        (self.causes.table if self.causes.table.isVisible() else self.table).setFocus(Qt.FocusReason.TabFocusReason)

    @Slot()
    def _into_rows(self) -> None:
        self._panes.show_rows()
        self.table.setFocus(Qt.FocusReason.TabFocusReason)

    @Slot(str)
    @Slot(str, bool)
    def _choose_group(self, group_id: str, follows: bool = False) -> None:
        """List a cause's own rejections, or those that hang on them; where only these are left of it, them."""
        self.causes.settle()
        self.card.number = -1
        found = next((g for g in self._desk.causes.listed() if g.group_id == group_id), None)
        following = found is not None and found.consequences > 0 and (follows or not found.count)
        self._desk.choose_group(group_id or None, following=following)
        self.card.about_cause = bool(group_id) and not following
        self.card.show()
        self.strip.show_groups(self._desk.causes.listed(), self._desk.group)

    @Slot()
    def _no_group(self) -> None:
        self._choose_group("")
        self.causes.mark()

    @Slot()
    def _follow(self) -> None:
        """Go from a cause's own rejections to those that hang on them, and back."""
        self.causes.settle()
        self.card.number = -1
        self.card.about_cause = False
        self._desk.choose_group(self._desk.group, following=not self._desk.following)
        self.causes.mark()

    # -- rows ----------------------------------------------------------------------------------------------------

    @Slot()
    def _show(self) -> None:
        state = self._desk.state
        if state.data is None and state.busy and self.shows_content:
            # Other rows of the same page: what stands around them stays, and the filter keeps the keyboard.
            self.card.number = -1
            self.banner.show_banner("")
            self._show_rows_head()
            return
        if state.data is None and state.phase is Phase.OFFLINE and self.shows_content:
            # This list was never opened before the perimeter went away; the others are one click off.
            self.card.number = -1
            self.banner.show_banner(tr("No connection to the perimeter."), "warning", "wifi-off", tr("Try again"))
            self._show_rows_head()
            self.rows.show_unseen()
            self.card.show()
            return
        if not self.show_state(state) or state.data is None:
            self.card.number = -1
            return
        self.filter.show_filter(self._desk.record)
        self._show_rows_head()
        self.bulk.show()
        self.table.may_correct = Right.CORRECT_REJECTED in self.card.rights()
        self.table.may_decide = Right.CASES_WRITE in self.card.rights()
        self.rows.show_rows(state.data.total)
        if self._desk.outdated:
            self.card.number = -1
        self.card.show()

    def _show_rows_head(self) -> None:
        self.rows.show_head(corrects=Right.CORRECT_REJECTED in self.card.rights())
        self.filter.set_anchors(anchors=self._desk.anchors)
        data = self._desk.groups.data
        if data is not None and self._desk.counted:
            opened = self._desk.filter == OPEN
            fit = data.count + data.consequences
            self.meta = tr("%n open", fit) if opened else tr("%n match(es)", fit)
            self.header_changed.emit()

    @Slot(int, int)
    def _page_arrived(self, first: int, _last: int) -> None:
        """Keep the chosen row chosen; else open the first one, so that the page never stands half empty."""
        selected = self._cards.selected
        number = self._desk.number_of(selected) if selected is not None else None
        if (
            number is None
            and selected is None
            and first == 0
            and self.card.number < 0
            and self._desk.row(0) is not None
        ):
            number = 0
        if number is not None and number != self.table.currentIndex().row():
            self._arriving = True
            self.table.selectRow(number)
            self._chosen(number)
            self._arriving = False

    @Slot(int)
    def _chosen(self, number: int) -> None:
        if self._desk.outdated:
            return
        if not self._arriving:
            self.card.about_cause = False
        row = self._desk.row(number)
        self.card.number = number
        if row is not None and row.attempt_id != self._cards.selected:
            self._cards.select(row.attempt_id)
        else:
            self.card.show()

    @Slot(int)
    def _move(self, step: int) -> None:
        last = self.model.rowCount() - 1
        if last >= 0:
            self.table.selectRow(max(0, min(last, self.card.number + step)))

    @Slot(object)
    def _to_time(self, moment: datetime) -> None:
        self._desk.jump(moment)

    @Slot(int)
    def _jumped(self, number: int) -> None:
        self._panes.show_rows()
        index = self.model.index(number, 0)
        self.table.scrollTo(index, TableView.ScrollHint.PositionAtTop)
        self.table.selectRow(number)

    @Slot(QModelIndex)
    def _row_clicked(self, index: QModelIndex) -> None:
        """Show the card of a row that was current already, while its cause's was shown."""
        if index.column() != RejectionColumn.TICK and self.card.about_cause:
            self.card.show_row()

    @Slot()
    def _into_card(self) -> None:
        self.card.show_row()
        self.card.take_keyboard()

    # -- the card ------------------------------------------------------------------------------------------------

    @Slot()
    def _act_on_cause(self) -> None:
        if self._desk.group is not None:
            self.causes.act(self._desk.group)

    @Slot(object)
    def _decide_cause(self, proposed: CaseState) -> None:
        if self._desk.group is not None:
            self.causes.decide(self._desk.group, proposed)

    @Slot(bool)
    def _rows_of_cause(self, following: bool) -> None:
        """Go into the rows of the chosen cause, or into what hangs on them."""
        if following:
            self._follow()
        self._into_rows()

    @Slot(object)
    def _decide(self, proposed: CaseState) -> None:
        self.card.when_here(partial(self.card.open_case, proposed))

    @Slot(str)
    def open_attempt(self, attempt_id: str) -> None:
        """Open another attempt's card; its row is chosen where it is listed and here."""
        number = self._desk.number_of(attempt_id)
        if number is not None:
            self._panes.show_rows()
            self.table.selectRow(number)
            self._chosen(number)
            return
        self.card.number = -1
        self.card.about_cause = False
        self.table.clearSelection()
        self._cards.select(attempt_id)

    @Slot()
    def open_resend(self) -> None:
        """Open the sheet that sends again what hung on transactions that are accepted by now."""
        self.bulk.open_resend(*self._desk.ready())
