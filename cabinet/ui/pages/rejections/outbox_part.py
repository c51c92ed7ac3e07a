"""The page's part that tells what waits for the perimeter: a line above the page, and a dialog with each decision."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from cabinet.desks.outbox import OutboxDesk
from cabinet.ui.language import tr
from cabinet.ui.pages.rejections.outbox_item import OutboxItem
from cabinet.ui.texts.outbox import waiting_words
from cabinet.ui.widgets.banner import Banner
from cabinet.ui.widgets.card import Line
from cabinet.ui.widgets.dialog import Dialog

__all__ = ["OutboxDialog", "OutboxPart"]

_HIGHEST = 360


class OutboxDialog(Dialog):
    """Shows the desk's acts anew whenever they change; closes itself when nothing is left."""

    def __init__(self, window: QWidget, desk: OutboxDesk) -> None:
        lead = tr("They are sent in this order as soon as the perimeter answers. Until then they stand only here.")
        super().__init__(window, tr("Decisions that were not sent"), lead, tr("Try again"))
        self.cancel.set_text(tr("Close"))
        self._desk = desk
        self.items: list[OutboxItem] = []
        self._area = QScrollArea()
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(self.focusPolicy())
        self.body.addWidget(self._area)
        desk.changed.connect(self._show)
        self._show()

    @Slot()
    def _show(self) -> None:
        if not self._desk.pending:
            self.close_sheet()
            return
        canvas = QWidget()
        canvas.setObjectName("canvas")
        column = QVBoxLayout(canvas)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(8)
        self.items = [OutboxItem(pending) for pending in self._desk.pending]
        for number, item in enumerate(self.items):
            if number:
                column.addWidget(Line())
            column.addWidget(item)
            item.mine_asked.connect(self._desk.send_mine)
            item.drop_asked.connect(self._desk.drop)
            item.setEnabled(not self._desk.busy)
        column.addStretch(1)
        self._area.setWidget(canvas)
        wide = self.sheet.width() - 64
        self._area.setFixedHeight(min(_HIGHEST, column.totalHeightForWidth(wide) + 2))
        self.accept.setEnabled(not self._desk.busy)
        self.place()

    def accepted(self) -> None:
        """Send what waits, now."""
        self._desk.flush()


class OutboxPart(QObject):
    """:attr:`banner` stands above the page.

    Signals:
        toasted(str): what had waited has arrived.
    """

    toasted = Signal(str)

    def __init__(self, page: QWidget, desk: OutboxDesk) -> None:
        super().__init__(page)
        self._page, self._desk = page, desk
        self.banner = Banner()
        self.banner.acted.connect(self.open)
        self.dialog: OutboxDialog | None = None
        desk.changed.connect(self.show)
        desk.delivered.connect(self._delivered)
        self.show()

    @Slot()
    def show(self) -> None:
        """Show how much waits."""
        words, refused = waiting_words(self._desk.pending)
        self.banner.show_banner(words, "danger" if refused else "info", "send", tr("Show"))

    @Slot()
    def open(self) -> None:
        """Show each of them."""
        self.dialog = OutboxDialog(self._page.window(), self._desk)
        self.dialog.open(self.dialog.cancel)

    @Slot(int)
    def _delivered(self, number: int) -> None:
        self.toasted.emit(tr("%n decision(s) sent", number))
