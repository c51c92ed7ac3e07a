"""The filter of the rejections page: its text, facets that edit the same text, and what is wrong with it."""

# ruff: noqa: N802  Qt's own handlers keep Qt's names

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from cabinet.contract.errors import KnownError
from cabinet.contract.filter import OPEN, Filter, Listed, parse_filter, read_otherwise
from cabinet.contract.filter_bounds import period_text
from cabinet.contract.filter_words import KEY_WORDS, VALUE_WORDS, FilterKey
from cabinet.desks.rejections import RejectionsDesk
from cabinet.ui.fonts import font
from cabinet.ui.language import language, tr
from cabinet.ui.numbers import count
from cabinet.ui.pages.rejections.anchor_popup import AnchorPopup
from cabinet.ui.pages.rejections.facet import Facet
from cabinet.ui.pages.rejections.filter_line import FilterLine
from cabinet.ui.pages.rejections.folding_row import FoldingRow
from cabinet.ui.pages.rejections.views_row import ViewsRow
from cabinet.ui.texts.failures import failure_words
from cabinet.ui.texts.rejections import filter_name, rejection_chip
from cabinet.ui.texts.transactions import transaction_type
from cabinet.ui.widgets.button import Button, Kind
from cabinet.ui.widgets.plain_label import PlainLabel

if TYPE_CHECKING:
    from cabinet.contract.errors import BugError
    from cabinet.contract.registry import OperatorRecord

__all__ = ["RejectionFilter"]

_FACETS = (
    (FilterKey.STATE, False),
    (FilterKey.CODE, False),
    (FilterKey.SOURCE, False),
    (FilterKey.LICENCE, False),
    (FilterKey.SITE, False),
    (FilterKey.TYPE, False),
    (FilterKey.SUM, True),
    (FilterKey.PERIOD, True),
)
_SUMS = (">100", ">1000", ">10000", ">100000")
_PERIODS = ("today", "yesterday", "this-week", "last-week", "7d", "30d", "90d", "this-month", "last-month")
_ROOMY = 940
"""A bar that is less wide shows the icon of "To a time…" alone."""
_LESS_USED = {FilterKey.SITE, FilterKey.TYPE, FilterKey.LICENCE}


class RejectionFilter(QWidget):
    """Edits the desk's filter; saved views stand above it, facets below.

    Signals:
        anchored(object): show the row that had come by this moment, an aware ``datetime``.
        toasted(str): something went well.
    """

    anchored = Signal(object)
    toasted = Signal(str)

    def __init__(self, desk: RejectionsDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._shown: Filter | None = None
        self._counted: dict[str, str] = {}
        """Words that are offered, and the filter that each would make."""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.views = ViewsRow(desk)
        self.views.refused.connect(self.show_refusal)
        self.views.toasted.connect(self.toasted)
        column.addWidget(self.views)
        top = QHBoxLayout()
        top.setSpacing(8)
        self.line = FilterLine()
        self.line.entered.connect(self.enter)
        self.line.edited.connect(self._edited)
        self._connect_edit()
        self._anchor = Button(tr("To a time…"), icon="clock")
        self._anchor.setToolTip(tr("To a time…"))
        self._anchor.clicked.connect(self._open_anchor)
        self._all = Button("", icon="funnel")
        self._all.clicked.connect(self._open_all)
        self._all.hide()
        top.addWidget(self.line, 1)
        top.addWidget(self._all)
        top.addWidget(self._anchor)
        self.export = Button(tr("Export…"), icon="file-down")
        top.addWidget(self.export)
        column.addLayout(top)
        self._error = PlainLabel("", font(12), "danger", wrap=True)
        self._error.hide()
        column.addWidget(self._error)
        self.more = Button("", icon="funnel", small=True)
        self.more.clicked.connect(self._open_more)
        self._reset = Button(tr("Reset"), Kind.QUIET, "x", small=True)
        self._reset.clicked.connect(self._to_open)
        self._row = FoldingRow(self.more, self._reset)
        self._row.folded.connect(self._folded)
        self.facets: dict[FilterKey, Facet] = {}
        for key, single in _FACETS:
            facet = Facet(key, filter_name(key), single=single)
            facet.chosen.connect(self._ticked)
            self.facets[key] = facet
            self._row.add(facet, 0 if key in _LESS_USED else 1)
        column.addWidget(self._row)
        self.anchor = AnchorPopup(desk.office.clock, self)
        self.anchor.anchored.connect(self.anchored)
        self._add_shortcuts()
        desk.lists.failed.connect(self.show_refusal)
        desk.lists.changed.connect(self._list_busy)
        desk.value_counts.changed.connect(self._show_value_counts)
        desk.cards.assignees.changed.connect(self._show_people)

    def _connect_edit(self) -> None:
        edit, chips = self.line.edit, self.line.chips
        edit.ids_pasted.connect(self._take_ids)
        edit.link_pasted.connect(self.enter)
        edit.refused.connect(self.show_refusal)
        edit.stepped.connect(self._step)
        edit.emptied_further.connect(self._drop_last_list)
        edit.words.shown_for.connect(self._count_offered)
        chips.removed.connect(self._drop_list)
        chips.copied.connect(self._missing_copied)

    def _add_shortcuts(self) -> None:
        for keys, step in ((QKeySequence.StandardKey.Undo, -1), (QKeySequence.StandardKey.Redo, 1)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda by=step: self._step(by))

    def show_filter(self, record: OperatorRecord | None) -> None:
        """Show the desk's filter; ``record`` gives licences, sites and sources to choose from.

        The text follows the filter and not its answers: what is being typed stays, with what was said of it, until
        another filter is chosen.
        """
        chosen = self._desk.filter
        if chosen != self._shown:
            self._show_text(chosen)
        groups = self._desk.groups.data
        if groups is not None and self._desk.counted:
            self.line.say_count(tr("%n match(es)", groups.whole))
        self.views.show_views()
        self.line.chips.show_lists(tuple((of, self._desk.lists.known.get(of)) for of in chosen.lists))
        self._row.show_tail(wanted=chosen != OPEN)
        values = self._values(record)
        spoken = language().value
        recent = tuple(parse_filter(text).text(spoken) for text in self._desk.views.recent)
        self.line.offer({key: tuple(v for v, _ in pairs) for key, pairs in values.items()}, recent)
        for key, facet in self.facets.items():
            facet.show_choices(values.get(key, []), chosen.values(key))
        used = sum(bool(chosen.values(key)) for key in self.facets)
        self._all.set_text(tr("Filters {number}").format(number=count(used)))

    def set_anchors(self, *, anchors: bool) -> None:
        """Say why a time leads nowhere, where rows are not sorted by receipt."""
        self._anchor.setEnabled(anchors)
        reason = tr("A time leads to a row only where rows are sorted by receipt.")
        self._anchor.setToolTip(tr("To a time…") if anchors else reason)
        self._anchor.setAccessibleDescription("" if anchors else reason)

    def set_low(self, *, low: bool) -> None:
        """Put the facets behind one button where there is little height."""
        self._row.setVisible(not low)
        self._all.setVisible(low)

    @Slot(str)
    def enter(self, text: str) -> None:
        """List what a text says or a link opens, or say what is wrong with it."""
        try:
            self._desk.enter(text, language().value)
        except KnownError as error:
            self.show_refusal(error)
            return
        if text:
            self._show_text(self._desk.filter)
            self._tell_letters(text)

    @Slot(object)
    def show_refusal(self, error: KnownError | BugError) -> None:
        """Say below the line what cannot be done, and what can."""
        sentence, action = failure_words(error)
        self._error.set_role("danger")
        self._error.set_text(f"{sentence} {action}")
        self._error.show()
        self.line.show_wrong()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave a word out where there is no room."""
        super().resizeEvent(event)
        self._anchor.setText(tr("To a time…") if self.width() >= _ROOMY else "")
        self._anchor.updateGeometry()

    def _tell_letters(self, text: str) -> None:
        """Say which letters of the other alphabet were read as Latin ones."""
        read = read_otherwise(text)
        if read:
            words = ", ".join(tr("“{given}” as {read}").format(given=given, read=as_) for given, as_ in read[:3])
            self._error.set_role("text2")
            self._error.set_text(
                tr("Letters of the other alphabet were read as Latin ones: {words}").format(words=words)
            )
            self._error.show()

    def _show_text(self, chosen: Filter) -> None:
        self._shown = chosen
        self._error.hide()
        # Lists of ids stand beside the text.
        self.line.set_text(replace(chosen, lists=()).text(language().value))

    @Slot(object)
    def _take_ids(self, ids: tuple[str, ...]) -> None:
        self._error.hide()
        self._desk.lists.keep(ids)

    @Slot()
    def _list_busy(self) -> None:
        if self._desk.lists.busy:
            self.line.say_count(tr("Looking for the ids…"))

    @Slot(str)
    def _drop_list(self, list_id: str) -> None:
        chosen = self._desk.filter
        self._desk.choose(replace(chosen, lists=tuple(of for of in chosen.lists if of != list_id)))

    @Slot()
    def _drop_last_list(self) -> None:
        if self._desk.filter.lists:
            self._drop_list(self._desk.filter.lists[-1])

    @Slot()
    def _missing_copied(self) -> None:
        self.toasted.emit(tr("Ids that were not found are copied"))

    @Slot(int)
    def _step(self, by: int) -> None:
        if by < 0:
            self._desk.undo()
        else:
            self._desk.redo()

    @Slot(str, object)
    def _count_offered(self, name: str, words: tuple[str, ...]) -> None:
        """Ask how many each word that is offered for a key would leave, where that is cheap to tell."""
        spoken = language().value
        key = next((of for of, said in KEY_WORDS.items() if name and name.casefold() in said.values()), None)
        found: dict[str, tuple[str, ...]] = {}
        for word in words if key is not None else ():
            try:
                found[word] = parse_filter(f'{name}:"{word}"', spoken).values(key) if key is not None else ()
            except KnownError:
                continue
        if key is None:
            self.line.edit.words.show_numbers({})
            return
        chosen = self._desk.filter
        counted = {word: chosen.with_values(key, values).text() for word, values in found.items()}
        if counted != self._counted:
            self._counted = counted
            self.line.edit.words.show_numbers({})
            self._desk.count_values(key, tuple(value for values in found.values() for value in values))

    @Slot()
    def _show_value_counts(self) -> None:
        counts = self._desk.value_counts
        known = {word: counts.of(text) for word, text in self._counted.items()}
        self.line.edit.words.show_numbers({word: number for word, number in known.items() if number is not None})

    @Slot()
    def _edited(self) -> None:
        """What was said of a text does not hold for another one."""
        self._error.hide()

    @Slot()
    def _show_people(self) -> None:
        self.show_filter(self._desk.record)

    def _values(self, record: OperatorRecord | None) -> dict[FilterKey, list[tuple[str, str]]]:
        spoken = language().value
        found: dict[FilterKey, list[tuple[str, str]]] = {
            FilterKey.STATE: [(v, _state_words(Listed(v), w[spoken])) for v, w in VALUE_WORDS[FilterKey.STATE].items()],
            FilterKey.TYPE: [(v, transaction_type(v)) for v in VALUE_WORDS[FilterKey.TYPE]],
            FilterKey.SUM: [(v, tr("over {sum} UAH").format(sum=count(int(v[1:])))) for v in _SUMS],
            FilterKey.PERIOD: [(v, _period_words(v)) for v in _PERIODS],
            FilterKey.ASSIGNEE: [(of.name, of.name) for of in self._desk.cards.assignees.people],
        }
        period = self._desk.filter.period
        if period is not None and period_text(period, "en") not in _PERIODS:
            found[FilterKey.PERIOD].append((period_text(period, "en"), period_text(period, spoken)))
        groups = self._desk.groups.data
        if groups is not None:
            found[FilterKey.CODE] = [(c, c) for c in sorted({g.code for g in groups.items})]
            found[FilterKey.FIELD] = [(p, p) for p in sorted({g.pointer.strip("/") for g in groups.items} - {""})]
            found[FilterKey.SOURCE] = [(s, s) for s in sorted({g.source for g in groups.items})]
        if record is not None:
            found[FilterKey.LICENCE] = [(x.number, x.number) for x in record.licences]
            found[FilterKey.SITE] = [(s.site_id, s.name) for s in record.sites]
            found[FilterKey.BRAND] = [(b.brand_id, b.name) for b in record.brands]
            found[FilterKey.SOURCE] = [(s.source_id, s.source_id) for s in record.sources]
        return found

    @Slot(object, object)
    def _ticked(self, key: FilterKey, values: tuple[str, ...]) -> None:
        self._desk.choose(self._desk.filter.with_values(key, values))

    @Slot()
    def _folded(self) -> None:
        self.more.set_text(tr("%n filter(s) more", len(self._row.away())))

    @Slot()
    def _open_more(self) -> None:
        """Offer the facets that have no room."""
        away = self._row.away()
        self._open_facets(self.more, [facet for facet in self.facets.values() if facet in away])

    @Slot()
    def _open_all(self) -> None:
        """Offer all facets, and the way back to what is open."""
        menu = self._open_facets(self._all, list(self.facets.values()))
        if self._desk.filter != OPEN:
            menu.addSeparator()
            menu.addAction(tr("Reset")).triggered.connect(self._to_open)

    def _open_facets(self, button: Button, facets: list[Facet]) -> QMenu:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setFont(font())
        for facet in facets:
            facet.fill_menu(menu.addMenu(""))
        menu.popup(button.mapToGlobal(QPoint(0, button.height() + 4)))
        return menu

    @Slot()
    def _to_open(self) -> None:
        self._desk.choose(OPEN)

    @Slot()
    def _open_anchor(self) -> None:
        self.anchor.open_at(self._anchor)


def _state_words(state: Listed, word: str) -> str:
    from cabinet.contract.states import CaseState, RejectionState
    from cabinet.ui.texts.rejections import case_chip

    if state in {Listed.NEW, Listed.IN_WORK, Listed.WAITING_IT}:
        return case_chip(CaseState(state.value))[0]
    if state is Listed.READY:
        return tr("Can be sent again")
    if state is Listed.OVERDUE:
        return tr("Overdue")
    if state is Listed.OPEN:
        return tr("Open")
    return rejection_chip(RejectionState(state.value))[0] or word


def _period_words(value: str) -> str:
    named = {
        "today": tr("Today"),
        "yesterday": tr("Yesterday"),
        "this-week": tr("This week"),
        "last-week": tr("Last week"),
        "this-month": tr("This month"),
        "last-month": tr("Last month"),
    }
    return named.get(value) or tr("%n day(s)", int(value[:-1]))
