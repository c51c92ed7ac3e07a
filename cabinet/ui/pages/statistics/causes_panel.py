"""Beside the chart: what the rejections of the chosen bars are due to, and the way to them."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Signal, Slot
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from cabinet.contract.rejections import GroupList, RejectionGroup
from cabinet.desks.bar_causes import BarCauses
from cabinet.ui.fonts import font, mono
from cabinet.ui.language import tr
from cabinet.ui.numbers import count, day
from cabinet.ui.paint import fill
from cabinet.ui.texts.failures import failure_words, finding_title
from cabinet.ui.theme_switch import theme
from cabinet.ui.widgets.button import Button, Kind
from cabinet.ui.widgets.card import Card, Line
from cabinet.ui.widgets.painted import Painted
from cabinet.ui.widgets.plain_label import PlainLabel, plain

__all__ = ["CausesPanel"]

_WIDTH, _MOST, _BAR = 308, 4, 4


class _ShareBar(Painted):
    """How much of all is due to one cause."""

    def __init__(self, share: float) -> None:
        super().__init__()
        self._share = share
        self.setFixedHeight(_BAR)

    def paint(self, painter: QPainter) -> None:
        """Paint it."""
        fill(painter, QRectF(0, 0, max(2.0, self.width() * self._share), _BAR), theme().s1)


class CausesPanel(Card):
    """Shown while bars are chosen.

    Signals:
        closed(): choose none.
        asked(str, str): show the list that this filter's text makes; the days of receipt that it is of, in words.
    """

    closed = Signal()
    asked = Signal(str, str)

    def __init__(self, desk: BarCauses, parent: QWidget | None = None) -> None:
        super().__init__(" ", line=False, parent=parent)
        self._desk = desk
        self._rejected = 0
        self._hours = False
        self.setFixedWidth(_WIDTH)
        self.body.setContentsMargins(15, 0, 15, 12)
        self.body.setSpacing(6)
        close = Button("", Kind.QUIET, "x", small=True)
        close.setAccessibleName(tr("Close"))
        close.clicked.connect(self.closed)
        self.add_right(close)
        self.lead = PlainLabel("", font(12), "text2", wrap=True)
        self.said = PlainLabel("", font(), "text2", wrap=True)
        self.basis = PlainLabel("", font(12), "text2", wrap=True)
        self.note = PlainLabel("", font(12), "text3", wrap=True)
        self.show_all = Button("", Kind.PRIMARY)
        self.show_all.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_all.clicked.connect(self._ask)
        self._list = QVBoxLayout()
        self._list.setSpacing(6)
        self._rows: list[QWidget] = []
        self._listed: list[tuple[str, str, int]] | None = None
        self.body.addWidget(self.lead)
        self.body.addWidget(self.said)
        self.body.addWidget(self.basis)
        self.body.addLayout(self._list)
        self.body.addStretch(1)
        self.body.addWidget(self.note)
        self.body.addWidget(self.show_all)
        desk.changed.connect(self._show)
        self.hide()

    def show_bars(self, title: str, lead: str, rejected: int, *, hours: bool) -> None:
        """Name the chosen bars; ``rejected`` is what they count, of hours only parts of days."""
        self.title.set_text(title)
        self.lead.set_text(lead)
        self._rejected, self._hours = rejected, hours
        self._show()

    @property
    def causes(self) -> list[str]:
        """Return the causes that are shown, in words."""
        return [f"{code} {source}: {number}" for code, source, number in self._listed or []]

    @Slot()
    def _show(self) -> None:
        state = self._desk.state
        groups = state.data if self._desk.wanted is not None else None
        if groups is None:
            self._fill([], 0)
            said = tr("Asking…") if state.failure is None else failure_words(state.failure)[0]
            self.said.set_text(said if self._desk.wanted is not None else tr("Your rights do not show rejections."))
        else:
            shown = sorted(groups.items, key=lambda group: -group.whole)[:_MOST]
            self._fill([group for group in shown if group.whole], groups.whole)
            self.said.set_text(tr("No open rejections came then."))
        self.said.setVisible(not self._rows)
        self.basis.set_text(tr("Received {days} and open:").format(days=self._days()))
        self.basis.setVisible(bool(self._rows))
        self.note.set_text(self._difference(groups))
        self.note.setVisible(bool(self.note.text()))
        self.show_all.setVisible(groups is not None and groups.whole > 0)
        if groups is not None:
            self.show_all.set_text(tr("Show these %n", groups.whole))

    def _days(self) -> str:
        """Return the days of receipt that the list is of."""
        period = self._desk.wanted.period if self._desk.wanted is not None else None
        if period is None or period.first is None:
            return ""
        return day(period.first) if period.first == period.last else f"{day(period.first)} – {day(period.last)}"

    def _difference(self, groups: GroupList | None) -> str:
        """Return why the list has another number than the bars."""
        if groups is None or groups.whole == self._rejected:
            return ""
        if self._hours:
            return tr("The list is of whole days.")
        return tr("The list goes by the day of receipt and has open ones; bars go by the day of the event.")

    def _fill(self, groups: list[RejectionGroup], whole: int) -> None:
        listed = [(group.code, group.source, group.whole) for group in groups]
        if listed == self._listed:
            return
        self._listed = listed
        for row in self._rows:
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = [_row(group, whole) for group in groups]
        for row in self._rows:
            self._list.addWidget(row)

    @Slot()
    def _ask(self) -> None:
        if self._desk.wanted is not None:
            self.asked.emit(self._desk.wanted.text(), self._days())


def _row(group: RejectionGroup, whole: int) -> QWidget:
    strip = QWidget()
    strip.setToolTip(plain(group.source))
    column = QVBoxLayout(strip)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(3)
    column.addWidget(Line())
    upper = QHBoxLayout()
    upper.addWidget(PlainLabel(finding_title(group.code), font(), wrap=True), 1)
    upper.addWidget(PlainLabel(count(group.whole), font(13, 600)))
    lower = QHBoxLayout()
    lower.setSpacing(8)
    lower.addWidget(PlainLabel(group.code, mono(12), "text3"))
    lower.addWidget(_ShareBar(group.whole / whole), 1)
    column.addLayout(upper)
    column.addLayout(lower)
    return strip
