"""Rejections: causes first, then rows that scroll like ten however many there are, then one card."""

# ruff: noqa: N802  Qt's own handlers keep Qt's names

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedLayout, QVBoxLayout, QWidget

from cabinet.contract.attendance import unattended
from cabinet.contract.filter import OPEN, Filter, Listed
from cabinet.contract.rights import Right
from cabinet.contract.states import CaseState, RejectionState
from cabinet.desks.corrections import amends, read_payload
from cabinet.desks.rejections import RejectionsDesk
from cabinet.ui.language import tr
from cabinet.ui.numbers import count
from cabinet.ui.pages.page import Page
from cabinet.ui.pages.rejections.bulk_part import BulkPart
from cabinet.ui.pages.rejections.export_part import ExportPart
from cabinet.ui.pages.rejections.filter_bar import RejectionFilter
from cabinet.ui.pages.rejections.group_strip import GroupStrip
from cabinet.ui.pages.rejections.groups_model import GroupsModel
from cabinet.ui.pages.rejections.panel import RejectionPanel
from cabinet.ui.pages.rejections.reverse.part import ReversePart
from cabinet.ui.pages.rejections.rows_model import RejectionColumn, RejectionsModel
from cabinet.ui.sizes import CARD_HEAD, RADIUS_CARD, ROW_TWO, TABLE_HEAD
from cabinet.ui.texts.failures import failure_words, finding_title
from cabinet.ui.texts.ggr import ggr_terms, rejected_money
from cabinet.ui.widgets.button import Button, Kind
from cabinet.ui.widgets.card import Card
from cabinet.ui.widgets.empty_state import LoadingBars, StateView
from cabinet.ui.widgets.plain_label import PlainLabel
from cabinet.ui.widgets.table_view import TableView
from cabinet.ui.widgets.tick_table import TickTable

if TYPE_CHECKING:
    from cabinet.contract.rejections import RejectionCard

__all__ = ["RejectionsPage"]

_LIVE = {RejectionState.OPEN, RejectionState.JUSTIFIED}
_PANEL_SHARE, _ROWS_SHARE = 10, 14
_BELOW = RADIUS_CARD - 1
"""Below a table, so that it does not paint over its card's corners."""
_GROUPS_SHOWN, _GROUPS_SHOWN_LOW, _HIGH = 6, 4, 680
_FACETS_FROM = 760
"""Height of a window from which the facets have a row of their own."""


class RejectionsPage(Page):
    """Causes and rows at the left, the chosen one's card at the right."""

    def __init__(self, desk: RejectionsDesk, parent: QWidget | None = None) -> None:
        super().__init__(desk, scrolls=False, parent=parent)
        self._desk, self._cards = desk, desk.cards
        self._row, self._narrow = -1, False
        self.filter = RejectionFilter(desk)
        self.filter.anchored.connect(self._to_time)
        self.filter.toasted.connect(self.toasted)
        self.content.addWidget(self.filter)
        self.strip = GroupStrip()
        self.strip.chosen.connect(self._choose_group)
        self.strip.hide()
        self.content.addWidget(self.strip)
        pair = QHBoxLayout()
        pair.setSpacing(12)
        left = QVBoxLayout()
        left.setSpacing(12)
        left.addWidget(self._build_groups())
        left.addWidget(self._build_rows(), 1)
        pair.addLayout(left, _ROWS_SHARE)
        pair.addWidget(self._build_panel(), _PANEL_SHARE)
        self._pair = pair
        self.content.insertWidget(0, self.bulk.unfinished)
        self.exports = ExportPart(self, desk, self.filter.export)
        self.content.insertWidget(0, self.exports.banner)
        self.content.addLayout(pair, 1)
        desk.changed.connect(self._show)
        desk.groups_changed.connect(self._show_groups)
        desk.page_arrived.connect(self._page_arrived)
        desk.jumped.connect(self._jumped)
        self._cards.changed.connect(self._show_card)
        self._cards.decided.connect(self._decided)
        for key, act in (
            (Qt.Key.Key_Return, self.open_correct), (Qt.Key.Key_E, self.open_correct),
            (Qt.Key.Key_A, partial(self.open_case, CaseState.IN_WORK)),
            (Qt.Key.Key_J, partial(self._move, 1)), (Qt.Key.Key_K, partial(self._move, -1)),
        ):  # fmt: skip
            shortcut = QShortcut(QKeySequence(key), self.table)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(act)
        self._add_filter_keys()
        self._show_groups()
        self._show()

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
        self._groups_card.setVisible(not narrow)
        self.strip.setVisible(narrow)
        self._pair.setStretch(0, 11 if narrow else _ROWS_SHARE)
        self._pair.setStretch(1, 12 if narrow else _PANEL_SHARE)
        self.table.hide_columns({RejectionColumn.ABOUT.value} if narrow else set())

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

    def _build_rows(self) -> QWidget:
        card = self._rows_card = Card("—", padding=1, line=False)
        self._all = Button(tr("All causes"), Kind.QUIET, "x", small=True)
        self._all.clicked.connect(self._no_group)
        self._all.hide()
        self.follow = Button("", Kind.QUIET, "arrow-right", small=True)
        self.follow.clicked.connect(self._follow)
        self.resend = Button("", Kind.QUIET, "rotate-ccw", small=True)
        self.resend.clicked.connect(self.open_resend)
        for button in (self.resend, self.follow):
            button.hide()
            card.add_right(button)
        card.add_right(self._all)
        self.model = RejectionsModel(self._desk, self)
        self.table = TickTable(tr("Rejected transactions"), self.model)
        self.table.row_chosen.connect(self._chosen)
        self.table.copied.connect(self.toasted)
        self.table.visible_rows.connect(self.model.show_rows)
        self._nothing = StateView()
        holder = QWidget()
        self._rows = QStackedLayout(holder)
        self._rows.addWidget(self.table)
        self._rows.addWidget(self._nothing)
        self.bulk = BulkPart(self, self._desk, self.table)
        card.body.setContentsMargins(0, 0, 0, 0)
        card.body.setSpacing(0)
        card.body.addWidget(holder, 1)
        card.body.addWidget(self.bulk.bar)
        return card

    def _build_panel(self) -> QWidget:
        holder = QWidget()
        self._side = QStackedLayout(holder)
        self._card_hint = Card()
        words = tr("Choose a rejection: why it was rejected and what to do stand here.")
        label = PlainLabel(words, role="text2", wrap=True)
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._card_hint.body.addWidget(label)
        self.panel = RejectionPanel()
        self.panel.correct_asked.connect(self.open_correct)
        self.panel.decision_asked.connect(self.open_case)
        self.panel.cause_asked.connect(self.open_cause)
        self.panel.attempt_asked.connect(self.open_attempt)
        self.reversal = ReversePart(self, self._desk)
        self.reversal.toasted.connect(self.toasted)
        self.panel.accepted_asked.connect(self.reversal.open)
        self.panel.reverse_asked.connect(self.reversal.open_named)
        self.panel.resend_asked.connect(self.resend_one)
        self.panel.moved.connect(self._move)
        self.panel.copied.connect(self.toasted)
        self._card_bars = LoadingBars()
        self._card_wrong = StateView()
        self._card_wrong.retried.connect(self._card_again)
        for widget in (self._card_hint, self.panel, self._card_bars, self._card_wrong):
            self._side.addWidget(widget)
        return holder

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
        most = _GROUPS_SHOWN if self.height() >= _HIGH else _GROUPS_SHOWN_LOW
        shown = min(max(self.groups.rowCount(), 1), most)
        self._groups_card.setFixedHeight(CARD_HEAD + TABLE_HEAD + ROW_TWO * shown + 1 + _BELOW)

    def _fit_facets(self) -> None:
        """Let the facets give up their row in a low window; the page itself stays as high as what it holds."""
        self.filter.set_low(low=self.window().height() < _FACETS_FROM)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the height anew."""
        super().resizeEvent(event)
        self._fit_facets()
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
    def _group_row(self, row: int) -> None:
        data = self._desk.groups.data
        if data is not None and 0 <= row < len(data.items):
            self._choose_group(data.items[row].group_id)

    @Slot(str)
    def _choose_group(self, group_id: str) -> None:
        """List a cause's own rejections; where only consequences are left of it, those."""
        self._row = -1
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
        self._row = -1
        self._desk.choose_group(self._desk.group, following=not self._desk.following)

    # -- rows ----------------------------------------------------------------------------------------------------

    @Slot()
    def _show(self) -> None:
        state = self._desk.state
        if state.data is None and state.busy and self._desk.groups.data is not None:
            # Other rows of the same page: what stands around them stays, and the filter keeps the keyboard.
            self._row = -1
            self.banner.show_banner("")
            self._show_rows_head()
            return
        if not self.show_state(state) or state.data is None:
            self._row = -1
            return
        self.filter.show_filter(self._desk.record)
        self._show_rows_head()
        self.bulk.show()
        if state.data.total:
            self._rows.setCurrentWidget(self.table)
        else:
            self._say_nothing()
        self._show_card()

    def _show_rows_head(self) -> None:
        view, data, group = self._desk.state.data, self._desk.groups.data, self._desk.group
        found = self._desk.chosen
        self._rows_card.title.set_text(f"{found.code}  {finding_title(found.code)}" if found else tr("All rows"))
        self._rows_card.meta.set_text(tr("%n row(s)", view.total) if view is not None else "")
        self._all.setVisible(group is not None and not self._narrow)
        other = 0 if found is None else found.count if self._desk.following else found.consequences
        words = tr("Its own: {number}") if self._desk.following else tr("Consequences: {number}")
        self.follow.set_text(words.format(number=count(other)))
        self.follow.setVisible(other > 0)
        ready = self._desk.ready()[1] if Right.CORRECT_REJECTED in self._rights() else 0
        self.resend.set_text(tr("Send again: {number}").format(number=count(ready)))
        self.resend.setVisible(ready > 0)
        if data is not None and self._desk.counted:
            opened = self._desk.filter == OPEN
            fit = data.count + data.consequences
            self.meta = tr("%n open", fit) if opened else tr("%n match(es)", fit)
            self.header_changed.emit()

    def _say_nothing(self) -> None:
        if self._desk.filter == OPEN:
            self._nothing.show_state("empty", tr("Nothing is rejected and open."), tr("All is well."), retry=False)
        else:
            self._nothing.show_state("empty", tr("Nothing by this filter."), tr("Widen it."), retry=False)
        self._rows.setCurrentWidget(self._nothing)

    @Slot(int, int)
    def _page_arrived(self, first: int, _last: int) -> None:
        """Keep the chosen row chosen; else open the first one, so that the page never stands half empty."""
        selected = self._cards.selected
        number = self._desk.number_of(selected) if selected is not None else None
        if number is None and selected is None and first == 0 and self._row < 0 and self._desk.row(0) is not None:
            number = 0
        if number is not None and number != self.table.currentIndex().row():
            self.table.selectRow(number)
            self._chosen(number)

    @Slot(int)
    def _chosen(self, number: int) -> None:
        row = self._desk.row(number)
        self._row = number
        if row is not None and row.attempt_id != self._cards.selected:
            self._cards.select(row.attempt_id)
        else:
            self._show_card()

    @Slot(int)
    def _move(self, step: int) -> None:
        last = self.model.rowCount() - 1
        if last >= 0:
            self.table.selectRow(max(0, min(last, self._row + step)))

    @Slot(object)
    def _to_time(self, moment: datetime) -> None:
        self._desk.jump(moment)

    @Slot(int)
    def _jumped(self, number: int) -> None:
        index = self.model.index(number, 0)
        self.table.scrollTo(index, TableView.ScrollHint.PositionAtTop)
        self.table.selectRow(number)

    # -- the card ------------------------------------------------------------------------------------------------

    @Slot()
    def _show_card(self) -> None:
        state, view = self._cards.state, self._desk.state.data
        if view is None or not view.total or self._cards.selected is None:
            self._side.setCurrentWidget(self._card_hint)
            return
        if state.data is None:
            if state.failure is not None:
                sentence, action = failure_words(state.failure)
                self._card_wrong.show_state("error", sentence, action, state.failure.code)
                self._side.setCurrentWidget(self._card_wrong)
            else:
                self._side.setCurrentWidget(self._card_bars)
            return
        card = state.data
        place = tr("{number} of {total}").format(number=count(self._row + 1), total=count(view.total))
        decides = self._decides(card)
        self.panel.show_card(
            card, read_payload(card), place if self._row >= 0 else "", self._refusal(), decides=decides,
            reverses=self.reversal.offered(),
        )  # fmt: skip
        self.panel.due.show_due(card.row.due_at, self._desk.office.clock.now())
        self._side.setCurrentWidget(self.panel)

    def _decides(self, card: RejectionCard) -> bool:
        """Whether this person may change the card's case."""
        rights = self._rights()
        handed = card.case.state is CaseState.WAITING_IT and card.case.assignee is None
        assigned = Right.CASES_ASSIGNED in rights and (handed or card.case.assignee == self._me())
        return Right.CASES_WRITE in rights or assigned

    def _rights(self) -> list[Right]:
        office = self._desk.office
        return office.session.person.rights if office.logged_in else []

    def _refusal(self) -> str:
        card = self._cards.state.data
        if card is None or not card.correctable:
            corrected = card is not None and card.row.state is RejectionState.CORRECTED
            return tr("Already corrected.") if corrected else tr("A later attempt has taken its place.")
        if card.withheld:
            return tr("Personal data: only the platform can send it again, without them.")
        payload = read_payload(card)
        if payload is None:
            return tr("Not readable as JSON: only the platform can send it again.")
        if amends(payload) and Right.CORRECT_ACCEPTED not in self._rights():
            return tr("A reversal is corrected by the head, or whoever the head has granted it.")
        return "" if Right.CORRECT_REJECTED in self._rights() else tr("Your role does not allow corrections.")

    @Slot()
    def _card_again(self) -> None:
        if self._cards.selected is not None:
            self._cards.select(self._cards.selected)

    @Slot()
    def open_correct(self) -> None:
        """Open the dialog that corrects the chosen rejection."""
        from cabinet.ui.pages.rejections.correct.dialog import CorrectDialog

        card = self._cards.state.data
        if card is None or self._refusal():
            return
        self.dialog = CorrectDialog(self.window(), self._cards, card, self._desk.record)
        self.dialog.done.connect(self._corrected)
        self.dialog.open(self.dialog.first())

    @Slot(object)
    def open_case(self, proposed: CaseState) -> None:
        """Open the dialog that decides about the chosen rejection."""
        from cabinet.ui.pages.rejections.case import CaseDialog, CaseSubject

        card = self._cards.state.data
        if card is None or not self._decides(card) or card.row.state not in _LIVE:
            return
        words = f"{card.row.codes[0]} · {card.row.operator_tx_id or '—'}"
        case = card.case
        subject = CaseSubject(card.row.attempt_id, False, words, case.state, case.assignee, case.version)
        self.case_dialog = CaseDialog(self.window(), self._cards, subject, proposed, self._me())
        self.case_dialog.open(self.case_dialog.note)

    @Slot(str)
    def open_attempt(self, attempt_id: str) -> None:
        """Open another attempt's card; its row is chosen where it is listed and here."""
        number = self._desk.number_of(attempt_id)
        if number is not None:
            self.table.selectRow(number)
            self._chosen(number)
            return
        self._row = -1
        self.table.clearSelection()
        self._cards.select(attempt_id)

    @Slot()
    def open_resend(self) -> None:
        """Open the sheet that sends again what hung on transactions that are accepted by now."""
        self.bulk.open_resend(*self._desk.ready())

    @Slot()
    def resend_one(self) -> None:
        """Send the chosen rejection again as it is."""
        card = self._cards.state.data
        if card is not None and card.row.operator_tx_id is not None and not self._refusal():
            self.bulk.open_resend(Filter(states=(Listed.READY,), txs=(card.row.operator_tx_id,)), 1)

    @Slot()
    def open_cause(self) -> None:
        """Open the dialog that decides about the chosen rejection's whole cause."""
        from cabinet.ui.pages.rejections.case import CaseDialog, CaseSubject

        card, data = self._cards.state.data, self._desk.groups.data
        if card is None or data is None:
            return
        # The cause of a consequence is its root's, where that one is at work.
        wanted = (card.row.root.group_id if card.row.root is not None else None) or card.row.group_id
        group = next((g for g in data.items if g.group_id == wanted), None)
        if group is None:
            return
        words = f"{group.code} · {finding_title(group.code)} · {tr('%n rejection(s)', group.whole)}"
        subject = CaseSubject(group.group_id, True, words, group.case_state, group.assignee, group.case_version)
        self.case_dialog = CaseDialog(self.window(), self._cards, subject, CaseState.IN_WORK, self._me())
        self.case_dialog.open(self.case_dialog.note)

    def _me(self) -> str:
        office = self._desk.office
        return office.session.person.name if office.logged_in else ""

    @Slot()
    def _corrected(self) -> None:
        self.toasted.emit(tr("Correction accepted and told to the platform"))

    @Slot()
    def _decided(self) -> None:
        self.toasted.emit(tr("Decision kept"))
