"""The name of whoever works on a case: typed, or taken of a list with the nearest first."""

# ruff: noqa: D102, N802  Qt's own handlers keep Qt's names

from __future__ import annotations

from PySide6.QtCore import QStringListModel, Qt, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView, QWidget

from cabinet.desks.assignees import AssigneesDesk, nearest
from cabinet.ui.fonts import font
from cabinet.ui.language import tr
from cabinet.ui.sizes import CONTROL
from cabinet.ui.texts.people import role

__all__ = ["AssigneeEdit"]

_LONGEST = 80
_ROLE = " · "
"""Between a name and its role, in the list alone."""


class AssigneeEdit(QLineEdit):
    """A line with a list below it. Names that nobody has are refused here where the people are known."""

    def __init__(self, desk: AssigneesDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setFont(font())
        self.setFixedHeight(CONTROL)
        self.setMaxLength(_LONGEST)
        self._names = QStringListModel(self)
        self._offer = QCompleter(self._names, self)
        self._offer.setWidget(self)
        self._offer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self.list = QListView()
        self.list.setObjectName("offer")
        self.list.setAccessibleName(tr("Who may work on it"))
        self.list.setFont(font())
        self._offer.setPopup(self.list)
        self._offer.activated.connect(self._take)
        self.textEdited.connect(self.offer)

    def offered(self) -> list[str]:
        """Return what the list would say for what is typed."""
        return [f"{of.name}{_ROLE}{role(of.role)}" for of in nearest(self._desk.people, self.text())]

    @Slot()
    def offer(self) -> None:
        """Show whom a case may be given to."""
        self._names.setStringList(self.offered())
        if self._names.rowCount():
            self._offer.complete()

    def name(self) -> str | None:
        """Return the name as the company writes it; None for nobody.

        Raises:
            ValueError: nobody who may work on cases is called so.
        """
        typed = " ".join(self.text().split())
        if not typed:
            return None
        known = {of.name.casefold(): of.name for of in self._desk.people}
        if known and typed.casefold() not in known:
            raise ValueError(typed)
        return known.get(typed.casefold(), typed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and not self.list.isVisible():
            self.offer()
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self.offer()

    @Slot(str)
    def _take(self, offered: str) -> None:
        self.setText(offered.rpartition(_ROLE)[0])
