"""The open page in a scroll area: a page folds as far as it can, and only below that it scrolls."""

# ruff: noqa: N802  Qt's own handlers keep Qt's names

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Slot
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QStackedWidget, QWidget

from cabinet.ui.sizes import PAGE_LEAST

__all__ = ["PageStack"]


class _Stack(QStackedWidget):
    """Asks for the open page's height only, and for the width below which no page folds any more.

    A page's own least width is that of how it stands now: taken as a bound, it could never fold.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.currentChanged.connect(self._changed)

    def minimumSizeHint(self) -> QSize:
        page = self.currentWidget()
        return QSize(PAGE_LEAST, page.minimumSizeHint().height() if page is not None else 0)

    @Slot()
    def _changed(self) -> None:
        self.updateGeometry()


class PageStack(QScrollArea):
    """Holds pages; one is open. In a window smaller than the page nothing is out of reach."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._stack = _Stack()
        self.setWidget(self._stack)

    def add(self, page: QWidget) -> None:
        """Take a page."""
        self._stack.addWidget(page)

    def drop(self, page: QWidget) -> None:
        """Destroy a page now."""
        self._stack.removeWidget(page)
        page.hide()
        page.deleteLater()
        QApplication.sendPostedEvents(page, QEvent.Type.DeferredDelete.value)

    def open(self, page: QWidget) -> None:
        """Show a page, from its top."""
        self._stack.setCurrentWidget(page)
        self.verticalScrollBar().setValue(0)
        self.horizontalScrollBar().setValue(0)
