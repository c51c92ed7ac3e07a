"""The card of GGR and taxes: a figure with its formula and its law, each of which opens what stands behind it."""

# ruff: noqa: N802  Qt's own handlers keep Qt's names

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QObject, QSize, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cabinet.desks.taxes import TaxesDesk
from cabinet.ui.fonts import font
from cabinet.ui.language import tr
from cabinet.ui.numbers import money, signed_money
from cabinet.ui.pages.statistics.figure_rows import STUCK
from cabinet.ui.texts.taxes import FigureLine, figure_lines
from cabinet.ui.widgets.canvas import scrolled
from cabinet.ui.widgets.card import Card, Line
from cabinet.ui.widgets.chip import Chip
from cabinet.ui.widgets.link import Link
from cabinet.ui.widgets.notice import Notice
from cabinet.ui.widgets.plain_label import PlainLabel

__all__ = ["TaxesCard"]

_WIDTH, _LAW = 400, 190
"""Of the card; at most of the law in few words, which loses its middle then: the formula needs room too."""
_SIDE, _ABOVE, _BETWEEN = 15, 6, 2


class TaxesCard(Card):
    """:attr:`lines` are the figures shown, :attr:`values`, :attr:`links` and :attr:`behind` stand in their rows.

    Nothing is shown of another period than the page's.

    Signals:
        figure_asked(int): a figure, by its place, is to be opened.
        stuck_asked(): the rejections that hold GGR up are to be listed.
    """

    figure_asked = Signal(int)
    stuck_asked = Signal()

    def __init__(self, desk: TaxesDesk, parent: QWidget | None = None) -> None:
        super().__init__(tr("GGR and taxes"), tr("UAH"), padding=1, parent=parent)
        self.setFixedWidth(_WIDTH)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        self._desk = desk
        self.lines: list[FigureLine] = []
        self.values: list[PlainLabel] = []
        self.links: list[Link] = []
        self.behind: list[Link] = []
        self._reckoned: list[PlainLabel] = []
        self._strips: list[QWidget] = []
        self.watermark = Chip(tr("Test data"), "info", "info")
        self.watermark.hide()
        self.add_right(self.watermark)
        self.notice = Notice()
        self.body.addWidget(self.notice)
        self._canvas = QWidget()
        self._rows = QVBoxLayout(self._canvas)
        self._rows.setContentsMargins(_SIDE, 0, _SIDE, 0)
        self._rows.setSpacing(0)
        self._area = scrolled(self._canvas)
        self._area.installEventFilter(self)
        self._canvas.installEventFilter(self)
        self.body.addWidget(self._area, 1)
        self.body.addWidget(Line())
        foot = QHBoxLayout()
        foot.setContentsMargins(_SIDE, 6, _SIDE, 8)
        self.foot = PlainLabel(tr("An estimate, not a tax return."), font(12), "text3")
        foot.addWidget(self.foot)
        self.body.addLayout(foot)
        desk.changed.connect(self._show)
        self.hide()
        self._show()

    def sizeHint(self) -> QSize:
        """Return no more than it needs: figures that have no room are scrolled to, and the page stays as high."""
        return QSize(_WIDTH, self.minimumSizeHint().height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the last figure that is seen whole, once the rows have their places."""
        if event.type() in {QEvent.Type.Resize, QEvent.Type.LayoutRequest}:
            self._rows.activate()
            self._cut_between_rows()
        return super().eventFilter(watched, event)

    @Slot()
    def _show(self) -> None:
        data, state = self._desk.current, self._desk.state
        if data is None:
            self._fill([])
            if state.failure is not None:
                self.notice.show_failure(state.failure)
            else:
                self.notice.show_notice("info", tr("Asking…"))
        else:
            self.notice.hide()
            self.watermark.setVisible(data.taxes.test_data)
            self._fill(figure_lines(data))

    def _fill(self, lines: list[FigureLine]) -> None:
        self._area.setVisible(bool(lines))
        if lines == self.lines:
            return
        if [(line.short, line.verified, line.reference) for line in lines] != [
            (line.short, line.verified, line.reference) for line in self.lines
        ]:
            self._build(lines)
        self.lines = lines
        for line, value, reckoned in zip(lines, self.values, self._reckoned, strict=True):
            value.set_text(signed_money(line.kopecks) if line is lines[STUCK] else money(line.kopecks))
            value.setAccessibleName(f"{line.name}: {value.text()} {tr('UAH')}")
            reckoned.set_text(line.reckoned)

    def _build(self, lines: list[FigureLine]) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        self.values, self.links, self.behind = [], [], []
        self._reckoned = []
        self._strips = [self._row(place, line) for place, line in enumerate(lines)]
        for strip in self._strips:
            self._rows.addWidget(strip)
            strip.show()
        self._rows.addStretch(1)

    def _row(self, place: int, line: FigureLine) -> QWidget:
        strip = QWidget()
        column = QVBoxLayout(strip)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(_BETWEEN)
        if place:
            column.addWidget(Line())
        column.addSpacing(_ABOVE)
        link = Link(line.short, tr("What stands behind: {figure}").format(figure=line.name), font(13, 500))
        link.clicked.connect(partial(self.figure_asked.emit, place))
        value = PlainLabel("", font(13, 600), selectable=True)
        upper, lower = QHBoxLayout(), QHBoxLayout()
        upper.setSpacing(8)
        upper.addWidget(link)
        if not line.verified:
            upper.addWidget(Chip(tr("rate not verified"), "warning", "triangle-alert"))
        upper.addStretch(1)
        upper.addWidget(value)
        reckoned = PlainLabel("", font(12), "text3", wrap=True)
        behind = self._behind(place, line)
        lower.setSpacing(8)
        lower.addWidget(reckoned, 1)
        lower.addWidget(behind)
        column.addLayout(upper)
        column.addLayout(lower)
        column.addSpacing(_ABOVE)
        self.links.append(link)
        self.values.append(value)
        self.behind.append(behind)
        self._reckoned.append(reckoned)
        return strip

    def _behind(self, place: int, line: FigureLine) -> Link:
        """Return the way to the law or, where none sets the figure, to its rows."""
        if place == STUCK:
            found = Link(tr("rejections"), tr("Show the rejections that hold GGR up"), font(12))
            found.clicked.connect(self.stuck_asked)
            return found
        name = (tr("Law and rate: {figure}") if line.reference else tr("Rows: {figure}")).format(figure=line.name)
        found = Link(line.reference or tr("rows"), "; ".join(filter(None, (name, line.reference))), font(12))
        found.setMaximumWidth(_LAW)
        found.clicked.connect(partial(self.figure_asked.emit, place))
        return found

    def _cut_between_rows(self) -> None:
        """Let the area end below a whole row, unless all are seen."""
        room = self._area.height()
        ends = [strip.geometry().bottom() + 1 for strip in self._strips] if self.lines else [0]
        whole = max((end for end in ends if end <= room), default=0)
        self._area.setViewportMargins(0, 0, 0, room - whole if ends[-1] > room and whole else 0)
