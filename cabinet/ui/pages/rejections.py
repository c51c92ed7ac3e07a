"""Rejections: rows that scroll like ten however many there are, one card beside them, and the correction."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from cabinet.contract.rights import Right
from cabinet.contract.states import RejectionState
from cabinet.desks.rejections import Filter, RejectionsDesk, read_payload
from cabinet.ui.language import tr
from cabinet.ui.models.rejections import RejectionsModel
from cabinet.ui.numbers import count
from cabinet.ui.pages.page import Page
from cabinet.ui.texts import failure_words, finding_title
from cabinet.ui.widgets.card import Card
from cabinet.ui.widgets.combo import Combo
from cabinet.ui.widgets.empty_state import LoadingBars, StateView
from cabinet.ui.widgets.plain_label import PlainLabel
from cabinet.ui.widgets.rejection_panel import RejectionPanel
from cabinet.ui.widgets.segmented import Segmented
from cabinet.ui.widgets.table_view import TableView

__all__ = ["RejectionsPage"]

_PANEL_SHARE, _ROWS_SHARE = 10, 13


class RejectionsPage(Page):
    """Rows at the left, the chosen one's card at the right."""

    def __init__(self, desk: RejectionsDesk, parent: QWidget | None = None) -> None:
        super().__init__(desk, scrolls=False, parent=parent)
        self._desk = desk
        self._row = -1
        controls = QHBoxLayout()
        controls.setSpacing(8)
        self.state = Segmented(tr("Listed"), [("open", tr("Open only")), ("all", tr("All"))])
        self.state.chosen.connect(self._filter)
        self.code = Combo(tr("Reason"), label=tr("Reason"))
        self.code.currentIndexChanged.connect(self._filter)
        self._fill_codes()
        controls.addWidget(self.state)
        controls.addWidget(self.code)
        controls.addStretch(1)
        self.content.addLayout(controls)
        pair = QHBoxLayout()
        pair.setSpacing(12)
        rows = Card(padding=1)
        self.model = RejectionsModel(desk, self)
        self.table = TableView(tr("Rejected transactions"), self.model, selects=True)
        self.table.row_chosen.connect(self._chosen)
        self.table.visible_rows.connect(self.model.show_rows)
        self._nothing = StateView()
        holder = QWidget()
        self._rows = QStackedLayout(holder)
        self._rows.addWidget(self.table)
        self._rows.addWidget(self._nothing)
        rows.body.addWidget(holder)
        pair.addWidget(rows, _ROWS_SHARE)
        pair.addWidget(self._build_panel(), _PANEL_SHARE)
        self.content.addLayout(pair, 1)
        desk.changed.connect(self._show)
        desk.page_arrived.connect(self._first_arrived)
        desk.card_changed.connect(self._show_card)
        enter = QShortcut(QKeySequence(Qt.Key.Key_Return), self.table)
        enter.setContext(Qt.ShortcutContext.WidgetShortcut)
        enter.activated.connect(self.open_correct)
        self._show()

    def title(self) -> str:
        """Return the page's name."""
        return tr("Rejections")

    def set_narrow(self, narrow: bool) -> None:
        """Drop columns when there is little room."""
        hidden = {0, 2} if narrow else set()
        for column in range(self.model.columnCount()):
            self.table.setColumnHidden(column, column in hidden)

    def _build_panel(self) -> QWidget:
        holder = QWidget()
        self._side = QStackedLayout(holder)
        self._card_hint = Card()
        inner = QVBoxLayout()
        words = tr("Choose a rejection: why it was rejected and what to do stand here.")
        label = PlainLabel(words, role="text2", wrap=True)
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        inner.addWidget(label)
        self._card_hint.body.addLayout(inner)
        self.panel = RejectionPanel()
        self.panel.correct_asked.connect(self.open_correct)
        self.panel.moved.connect(self._move)
        self.panel.copied.connect(self.toasted)
        self._card_bars = LoadingBars()
        self._card_wrong = StateView()
        self._card_wrong.retried.connect(self._card_again)
        for widget in (self._card_hint, self.panel, self._card_bars, self._card_wrong):
            self._side.addWidget(widget)
        return holder

    def _fill_codes(self) -> None:
        from cabinet.contract.catalogue import finding_cards
        from cabinet.contract.states import Severity

        codes = [code for code, card in finding_cards().items() if card.severity is Severity.ERROR]
        self.code.fill([("", tr("any")), *((code, f"{code}  {finding_title(code)}") for code in sorted(codes))])
        self.code.setFixedWidth(320)
        self.code.set_key(self._desk.filter.code or "")
        self.state.set_current("open" if self._desk.filter.only_open else "all")

    @Slot()
    def _filter(self) -> None:
        self._row = -1
        self._desk.choose(Filter(self.state.current == "open", self.code.key() or None))

    @Slot()
    def _show(self) -> None:
        state = self._desk.state
        shown = self.show_state(state)
        self.state.set_current("open" if self._desk.filter.only_open else "all")
        self.code.set_key(self._desk.filter.code or "")
        if not shown or state.data is None:
            self._row = -1
            return
        total = state.data.total
        self.meta = tr("%n open", total) if self._desk.filter.only_open else tr("%n in all", total)
        self.header_changed.emit()
        if total:
            self._rows.setCurrentWidget(self.table)
        else:
            if self._desk.filter.only_open and self._desk.filter.code is None:
                self._nothing.say("empty", tr("Nothing is rejected and open."), tr("All is well."), retry=False)
            else:
                self._nothing.say("empty", tr("Nothing by this filter."), tr("Widen it."), retry=False)
            self._rows.setCurrentWidget(self._nothing)
        self._show_card()

    @Slot(int, int)
    def _first_arrived(self, first: int, _last: int) -> None:
        """Open the first one by itself, so that the page never stands half empty."""
        if self._row < 0 and first == 0 and self._desk.row(0) is not None:
            self.table.selectRow(0)
            self._chosen(0)

    @Slot(int)
    def _chosen(self, number: int) -> None:
        row = self._desk.row(number)
        self._row = number
        if row is not None and row.attempt_id != self._desk.selected:
            self._desk.select(row.attempt_id)
        else:
            self._show_card()

    @Slot(int)
    def _move(self, step: int) -> None:
        last = self.model.rowCount() - 1
        if last >= 0:
            self.table.selectRow(max(0, min(last, self._row + step)))

    @Slot()
    def _show_card(self) -> None:
        state = self._desk.card
        view = self._desk.state.data
        if view is None or not view.total or self._row < 0:
            self._side.setCurrentWidget(self._card_hint)
            return
        if state.data is None:
            if state.failure is not None:
                sentence, action = failure_words(state.failure)
                self._card_wrong.say("error", sentence, action, state.failure.code)
                self._side.setCurrentWidget(self._card_wrong)
            else:
                self._side.setCurrentWidget(self._card_bars)
            return
        card = state.data
        place = tr("{number} of {total}").format(number=count(self._row + 1), total=count(view.total))
        self.panel.show_card(card, read_payload(card), place, self._refusal())
        self._side.setCurrentWidget(self.panel)

    def _refusal(self) -> str:
        card = self._desk.card.data
        office = self._desk.office
        rights = office.session.person.rights if office.logged_in else []
        if card is None or not card.correctable:
            corrected = card is not None and card.row.state is RejectionState.CORRECTED
            return tr("Already corrected.") if corrected else tr("A later attempt has taken its place.")
        if card.withheld:
            return tr("Personal data: only the platform can send it again, without them.")
        if read_payload(card) is None:
            return tr("Not readable as JSON: only the platform can send it again.")
        return "" if Right.CORRECT_REJECTED in rights else tr("Your role does not allow corrections.")

    @Slot()
    def _card_again(self) -> None:
        if self._desk.selected is not None:
            self._desk.select(self._desk.selected)

    @Slot()
    def open_correct(self) -> None:
        """Open the dialog that corrects the chosen rejection."""
        from cabinet.ui.dialogs.correct import CorrectDialog

        card = self._desk.card.data
        if card is None or self._refusal():
            return
        self.dialog = CorrectDialog(self.window(), self._desk, card)
        self.dialog.done.connect(self._corrected)
        self.dialog.open(self.dialog.first())

    @Slot()
    def _corrected(self) -> None:
        self.toasted.emit(tr("Correction accepted and told to the platform"))
