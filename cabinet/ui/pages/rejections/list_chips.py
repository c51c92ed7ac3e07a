"""Lists of ids inside the filter's line: a chip each, with how many of them were found; they can be taken out."""

# ruff: noqa: D102, N802  Qt's own handlers keep Qt's names

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QMenu, QSizePolicy, QWidget

from cabinet.ui.fonts import font
from cabinet.ui.icons import draw_icon
from cabinet.ui.language import tr
from cabinet.ui.numbers import count
from cabinet.ui.paint import advance, frame, text
from cabinet.ui.sizes import ICON_CHIP, RADIUS_CHIP
from cabinet.ui.theme_switch import theme, theme_switch
from cabinet.ui.widgets.child_widget import ChildWidget

if TYPE_CHECKING:
    from cabinet.contract.id_lists import IdList

__all__ = ["ListChip", "ListChips"]

_HIGH, _PADDING = 24, 8


class ListChip(ChildWidget, QAbstractButton):
    """One list; its menu says what was found. The cross, Delete or Backspace takes it out.

    Signals:
        removed(): it is to be taken out.
        copied(): ids that were not found are in the clipboard.
    """

    removed = Signal()
    copied = Signal()

    def __init__(self, kept: IdList | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kept = kept
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(self._words())
        self.setToolTip(self._found() or self._words())
        self.clicked.connect(self.open_menu)
        theme_switch().changed.connect(self._repaint)

    def sizeHint(self) -> QSize:
        return QSize(round(2 * _PADDING + advance(self._words(), font(12, 500)) + 6 + ICON_CHIP), _HIGH)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self.removed.emit()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.position().x() >= self.width() - _PADDING - ICON_CHIP - 3:
            self.setDown(False)
            self.removed.emit()
            return
        super().mouseReleaseEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        now = theme()
        with QPainter(self) as painter:
            rect = QRectF(self.rect())
            frame(painter, rect, RADIUS_CHIP, now.accent_surface, now.accent if self.hasFocus() else None)
            text(painter, rect.adjusted(_PADDING, 0, 0, 0), self._words(), font(12, 500), now.accent)
            draw_icon(painter, "x", rect.right() - _PADDING - ICON_CHIP, (_HIGH - ICON_CHIP) / 2, ICON_CHIP, now.accent)

    @Slot()
    def open_menu(self) -> None:
        """Say what was found, and offer what was not."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setFont(font())
        if self._found():
            menu.addAction(self._found()).setEnabled(False)
        missing = len(self._kept.missing) if self._kept is not None else 0
        if missing:
            menu.addAction(tr("Copy %n id(s) that were not found", missing)).triggered.connect(self.copy_missing)
        menu.addAction(tr("Take the list out")).triggered.connect(self.removed)
        menu.popup(self.mapToGlobal(QPoint(0, self.height() + 4)))

    @Slot()
    def copy_missing(self) -> None:
        """Copy the ids that were not found, one a line."""
        if self._kept is not None:
            QGuiApplication.clipboard().setText("\n".join(self._kept.missing))
            self.copied.emit()

    def _words(self) -> str:
        kept = self._kept
        if kept is None:
            return tr("a list of ids")
        if not kept.missing:
            return tr("ids: {given}").format(given=count(kept.given))
        return tr("ids: {found} of {given}").format(found=count(kept.found), given=count(kept.given))

    def _found(self) -> str:
        kept = self._kept
        if kept is None:
            return ""
        return tr("Found among rejections: {found} of {given}").format(found=count(kept.found), given=count(kept.given))

    @Slot()
    def _repaint(self) -> None:
        self.update()


class ListChips(QWidget):
    """The chips of one filter.

    Signals:
        removed(str): a list is to be taken out, by its id.
        copied(): ids that were not found are in the clipboard.
    """

    removed = Signal(str)
    copied = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chips: dict[str, ListChip] = {}
        self._shown: tuple[tuple[str, IdList | None], ...] = ()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(4)
        self.hide()

    def show_lists(self, lists: tuple[tuple[str, IdList | None], ...]) -> None:
        """Show these lists: the id of each, and what is known of it here."""
        if lists == self._shown:
            return
        self._shown = lists
        for chip in self.chips.values():
            chip.hide()
            chip.deleteLater()
        self.chips = {}
        for list_id, kept in lists:
            chip = self.chips[list_id] = ListChip(kept, self)
            chip.removed.connect(partial(self.removed.emit, list_id))
            chip.copied.connect(self.copied)
            self._row.addWidget(chip)
        self.setVisible(bool(lists))
