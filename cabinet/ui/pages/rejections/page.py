"""Rejections: causes first, then rows that scroll like ten however many there are, then one card."""

# ruff: noqa: N802  Qt's own handlers keep Qt's names

from __future__ import annotations

from datetime import datetime
from functools import partial

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QSizePolicy, QWidget

from cabinet.contract.attendance import unattended
from cabinet.contract.filter import OPEN
from cabinet.contract.rights import Right
from cabinet.contract.states import CaseState
from cabinet.desks.rejections import RejectionsDesk, View
from cabinet.desks.states import Phase
from cabinet.ui.language import tr
from cabinet.ui.pages.page import Page
from cabinet.ui.pages.rejections.bulk_part import BulkPart
from cabinet.ui.pages.rejections.card_part import CardPart
from cabinet.ui.pages.rejections.export_part import ExportPart
from cabinet.ui.pages.rejections.filter_bar import RejectionFilter
from cabinet.ui.pages.rejections.group_strip import GroupStrip
from cabinet.ui.pages.rejections.groups_model import GroupsModel
from cabinet.ui.pages.rejections.outbox_part import OutboxPart
from cabinet.ui.pages.rejections.panes import WIDE_FROM, Pane, Panes
from cabinet.ui.pages.rejections.rows_card import RowsCard
from cabinet.ui.sizes import CARD_HEAD, RADIUS_CARD, ROW_TWO, TABLE_HEAD
from cabinet.ui.texts.ggr import ggr_terms, rejected_money
from cabinet.ui.widgets.card import Card
from cabinet.ui.widgets.table_view import TableView

__all__ = ["RejectionsPage"]

_BELOW = RADIUS_CARD - 1
"""Below a table, so that it does not paint over its card's corners."""
_GROUPS_SHOWN, _GROUPS_SHOWN_LOW, _HIGH = 6, 4, 680
_SETTLES_MS = 150
"""A cause's rows are asked for when the choice has stood for so long: J and K go past many."""
_ANY_HEIGHT = 16_777_215
"""QWIDGETSIZE_MAX."""
_BOTH_FROM = 800
"""Height of a window from which causes and rows stand below each other."""
_FACETS_FROM = 760
"""Height of a window from which the facets have a row of their own."""


class RejectionsPage(Page):
    """Causes and rows at the left, the chosen one's card at the right."""

    def __init__(self, desk: RejectionsDesk, parent: QWidget | None = None) -> None:
        super().__init__(desk, scrolls=False, parent=parent)
        self._desk, self._cards = desk, desk.cards
        self._narrow = False
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
        self._panes = Panes(
            Pane(self._build_groups(), self._groups_card.title, self._into_groups),
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
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(_SETTLES_MS)
        self._settling.timeout.connect(self._group_settled)
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
        rows, card, table = self.rows, self.card, self.table
        rows.all_asked.connect(self._no_group)
        rows.follow_asked.connect(self._follow)
        rows.resend_asked.connect(self.open_resend)
        table.row_chosen.connect(self._chosen)
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
        """Work on rows and go through causes by letters; what they act on has the keyboard."""
        for table, key, act in (
            (self.table, Qt.Key.Key_Return, self.card.take_keyboard),
            (self.table, Qt.Key.Key_Enter, self.card.take_keyboard),
            (self.table, Qt.Key.Key_E, partial(self.card.when_here, self.card.open_correct)),
            (self.table, Qt.Key.Key_A, partial(self._decide, CaseState.IN_WORK)),
            (self.table, Qt.Key.Key_J, partial(self._move, 1)), (self.table, Qt.Key.Key_K, partial(self._move, -1)),
            (self.group_table, Qt.Key.Key_J, partial(self._move_group, 1)),
            (self.group_table, Qt.Key.Key_K, partial(self._move_group, -1)),
            (self.group_table, Qt.Key.Key_Return, self._into_rows),
            (self.group_table, Qt.Key.Key_Enter, self._into_rows),
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

    # -- building ----------------------------------------------------------------------------------------------------

    def _build_groups(self) -> QWidget:
        self._groups_card = Card(tr("Causes"), padding=1, line=False)
        self.causes_meta = self._groups_card.meta
        self.groups = GroupsModel(self)
        self.group_table = TableView(tr("Causes of rejections"), self.groups, row=ROW_TWO, selects=True)
        self.group_table.row_chosen.connect(self._group_row)
        self.group_table.copied.connect(self.toasted)
        self._groups_card.body.setContentsMargins(0, 0, 0, _BELOW)
        self._groups_card.body.addWidget(self.group_table)
        self._groups_card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        return self._groups_card

    # -- causes --------------------------------------------------------------------------------------------------

    @Slot()
    def _show_groups(self) -> None:
        data = self._desk.groups.data
        groups = data.items if data is not None else []
        self.groups.show_groups(groups, self._desk.office.clock.now())
        self._fit_groups()
        if data is not None:
            standing = sum(1 for g in groups if g.whole)
            words = (tr("%n cause(s)", standing), *rejected_money(data.whole_money))
            self.causes_meta.set_text(" · ".join(words))
            self.causes_meta.setToolTip(ggr_terms(data.whole_money))
        self.strip.show_groups(groups, self._desk.group)
        self.filter.show_filter(self._desk.record)
        self._mark_group()
        self._show_rows_head()

    def _fit_groups(self) -> None:
        """Show as many causes as leave room for the rows below them."""
        if self._panes.wide or self._panes.one_at_a_time:
            self._groups_card.setMinimumHeight(0)
            self._groups_card.setMaximumHeight(_ANY_HEIGHT)
            return
        most = _GROUPS_SHOWN if self.height() >= _HIGH else _GROUPS_SHOWN_LOW
        shown = min(max(self.groups.rowCount(), 1), most)
        self._groups_card.setFixedHeight(CARD_HEAD + TABLE_HEAD + ROW_TWO * shown + 1 + _BELOW)

    def _fit_facets(self) -> None:
        """Let the facets give up their row in a low window; the page itself stays as high as what it holds."""
        self.filter.set_low(low=self.window().height() < _FACETS_FROM)

    def _fit_panes(self) -> None:
        """Put the parts side by side where the window is wide enough; the payload then takes the card's free height."""
        wide, low = self.window().width() >= WIDE_FROM, self.window().height() < _BOTH_FROM
        self._panes.fit(wide=wide, narrow=self._narrow, low=low)
        wide = wide or self._panes.one_at_a_time
        self._groups_card.setSizePolicy(
            QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding if wide else QSizePolicy.Policy.Fixed
        )
        self.panel.set_tall(tall=self._panes.wide)
        self._place_sums(below=self._panes.one_at_a_time)

    def _place_sums(self, *, below: bool) -> None:
        """Put the sums of all causes below them where the switch takes their place in the head: they are never cut."""
        card, meta = self._groups_card, self.causes_meta
        if below and card.head.indexOf(meta) >= 0:
            card.head.removeWidget(meta)
            meta.setContentsMargins(16, 8, 16, 8)
            card.body.addWidget(meta)
            card.head.setStretchFactor(card.title, 1)
        elif not below and card.head.indexOf(meta) < 0:
            card.body.removeWidget(meta)
            meta.setContentsMargins(0, 0, 0, 0)
            card.head.insertWidget(1, meta, 1)
            card.head.setStretchFactor(card.title, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the height anew."""
        super().resizeEvent(event)
        self._fit_facets()
        self._fit_panes()
        self._fit_groups()

    def _mark_group(self) -> None:
        """Select the chosen cause without choosing it again."""
        data = self._desk.groups.data
        groups = data.items if data is not None else []
        row = next((i for i, g in enumerate(groups) if g.group_id == self._desk.group), None)
        self.group_table.blockSignals(True)
        if row is None:
            self.group_table.clearSelection()
            self.group_table.setCurrentIndex(self.groups.index(-1, -1))
        else:
            self.group_table.selectRow(row)
        self.group_table.blockSignals(False)

    @Slot(int)
    def _group_row(self, _row: int) -> None:
        self._settling.start()

    @Slot()
    def _group_settled(self) -> None:
        data, row = self._desk.groups.data, self.group_table.currentIndex().row()
        if data is not None and 0 <= row < len(data.items) and data.items[row].group_id != self._desk.group:
            self._choose_group(data.items[row].group_id)

    @Slot(int)
    def _move_group(self, step: int) -> None:
        last = self.groups.rowCount() - 1
        if last >= 0:
            self.group_table.selectRow(max(0, min(last, self.group_table.currentIndex().row() + step)))

    @Slot()
    def _into_groups(self) -> None:
        self._panes.show_causes()
        (self.group_table if self.group_table.isVisible() else self.table).setFocus(Qt.FocusReason.TabFocusReason)

    @Slot()
    def _into_rows(self) -> None:
        self._panes.show_rows()
        self.table.setFocus(Qt.FocusReason.TabFocusReason)

    @Slot(str)
    def _choose_group(self, group_id: str) -> None:
        """List a cause's own rejections; where only consequences are left of it, those."""
        self._settling.stop()
        self.card.number = -1
        data = self._desk.groups.data
        found = next((g for g in data.items if g.group_id == group_id), None) if data is not None else None
        following = found is not None and not found.count and found.consequences > 0
        self._desk.choose_group(group_id or None, following=following)
        self.strip.show_groups(data.items if data is not None else [], self._desk.group)

    @Slot()
    def _no_group(self) -> None:
        self._choose_group("")
        self._mark_group()

    @Slot()
    def _follow(self) -> None:
        """Go from a cause's own rejections to those that hang on them, and back."""
        self.card.number = -1
        self._desk.choose_group(self._desk.group, following=not self._desk.following)

    # -- rows ----------------------------------------------------------------------------------------------------

    @Slot()
    def _show(self) -> None:
        state = self._desk.state
        if state.data is None and state.busy and self._desk.groups.data is not None:
            # Other rows of the same page: what stands around them stays, and the filter keeps the keyboard.
            self.card.number = -1
            self.banner.show_banner("")
            self._show_rows_head()
            return
        if state.phase is Phase.OFFLINE and state.data is None and self._desk.groups.data is not None:
            # One list was never opened before the perimeter went away; the others are one click off.
            self.card.number = -1
            self.show_state(state._replace(data=View(0, -1), at=self._desk.groups.at))
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
            self.table.selectRow(number)
            self._chosen(number)

    @Slot(int)
    def _chosen(self, number: int) -> None:
        if self._desk.outdated:
            return
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

    # -- the card ------------------------------------------------------------------------------------------------

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
        self.table.clearSelection()
        self._cards.select(attempt_id)

    @Slot()
    def open_resend(self) -> None:
        """Open the sheet that sends again what hung on transactions that are accepted by now."""
        self.bulk.open_resend(*self._desk.ready())
