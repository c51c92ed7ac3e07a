"""The last line of the list of causes, which is none: what was closed in seven days, and the way to it by cause."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QWidget

from cabinet.desks.closings import CLOSED_DAYS, closed_of
from cabinet.ui.fonts import font
from cabinet.ui.icons import draw_icon
from cabinet.ui.language import tr
from cabinet.ui.numbers import count
from cabinet.ui.sizes import ICON, ROW
from cabinet.ui.texts.failures import finding_title
from cabinet.ui.theme_switch import theme
from cabinet.ui.widgets.link import Link
from cabinet.ui.widgets.painted import Painted
from cabinet.ui.widgets.plain_label import PlainLabel, plain

if TYPE_CHECKING:
    from cabinet.contract.rejection_closings import ClosedCause
    from cabinet.desks.closings import ClosingsDesk

__all__ = ["CLOSED_LINE", "ClosedLine"]

CLOSED_LINE: Final = ROW
_ICON_AT: Final = 12
_MOST: Final = 20
"""Causes that the menu names."""


class ClosedLine(Painted):
    """As high as a row.

    Signals:
        asked(str): list what this filter's text makes.
    """

    asked = Signal(str)

    def __init__(self, desk: ClosingsDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setFixedHeight(CLOSED_LINE)
        row = QHBoxLayout(self)
        row.setContentsMargins(_ICON_AT + ICON + 8, 0, 16, 0)
        row.setSpacing(8)
        self.words = PlainLabel("", font(12), "text2")
        self.words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row.addWidget(self.words, 1)
        self.show_them = Link(tr("Show"), tr("Show what was closed"), font(12, 500))
        self.show_them.clicked.connect(self.open_menu)
        row.addWidget(self.show_them)
        self.show_closed()
        self.hide()

    @property
    def worth(self) -> bool:
        """Whether anything was closed."""
        return self._desk.operations > 0

    def show_closed(self) -> None:
        """Say how much of how many causes was closed."""
        causes = tr("%n cause(s)", len(self._desk.causes))
        operations = tr("%n operation(s)", self._desk.operations)
        said = tr("Closed in {days} days: {causes}, {operations}")
        self.words.set_text(said.format(days=CLOSED_DAYS, causes=causes, operations=operations))
        self.words.setToolTip("\n".join(closed_words(one) for one in self._desk.causes[:_MOST]))

    def paint(self, painter: QPainter) -> None:
        """Paint the icon."""
        draw_icon(painter, "circle-check", _ICON_AT, (self.height() - ICON) / 2, ICON, theme().success)

    @Slot()
    def open_menu(self) -> None:
        """Offer each cause's closed ones, most closed first."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setFont(font())
        self.fill(menu)
        menu.popup(self.show_them.mapToGlobal(QPoint(0, -menu.sizeHint().height() - 4)))

    def fill(self, menu: QMenu) -> None:
        """Put the causes into a menu."""
        for one in self._desk.causes[:_MOST]:
            action = menu.addAction(closed_words(one).replace("&", "&&"))
            action.triggered.connect(partial(self.asked.emit, closed_of(one.group_id).text()))


def closed_words(one: ClosedCause) -> str:
    """Return a cause, and how what was closed of it was."""
    parts = []
    if one.corrected:
        parts.append(tr("corrected: {number}").format(number=count(one.corrected)))
    if one.justified:
        parts.append(tr("justified: {number}").format(number=count(one.justified)))
    return f"{one.code} {finding_title(one.code)} · {plain(one.source)} · {', '.join(parts)}"
