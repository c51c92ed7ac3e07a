"""A dialog: a sheet of 480 over a scrim inside the window. Plain widgets, so no window manager may move it away."""

# ruff: noqa: D102, N802  Qt's own handlers keep Qt's names

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence, QPainter, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from cabinet.ui.fonts import font
from cabinet.ui.language import tr
from cabinet.ui.paint import frame, hline
from cabinet.ui.sizes import DIALOG_FOOT, DIALOG_WIDTH, RADIUS_DIALOG
from cabinet.ui.theme_switch import theme
from cabinet.ui.widgets.button import Button, Kind, destroys
from cabinet.ui.widgets.painted import Painted
from cabinet.ui.widgets.plain_label import PlainLabel

__all__ = ["Dialog"]

_DIM_LIGHT, _DIM_DARK = 0.45, 0.56


class _Sheet(Painted):
    def __init__(self, dialog: Dialog) -> None:
        super().__init__(dialog)
        self._dialog = dialog
        self.setAttribute(Qt.WidgetAttribute.WA_NoMousePropagation)

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._dialog.place()
        return done

    def paint(self, painter: QPainter) -> None:
        now = theme()
        frame(painter, QRectF(self.rect()), RADIUS_DIALOG, now.raised, now.border_mid)
        foot = QRectF(1, self.height() - DIALOG_FOOT, self.width() - 2, DIALOG_FOOT - 1)
        painter.save()
        painter.setClipRect(foot)
        frame(painter, foot.adjusted(0, -20, 0, 0), RADIUS_DIALOG - 1, now.sunken, None)
        painter.restore()
        hline(painter, 1, self.width() - 1, self.height() - DIALOG_FOOT, now.border)


class Dialog(Painted):
    """Fill :attr:`body`; :attr:`foot` holds the buttons. Escape and Cancel close it; Tab stays inside.

    Signals:
        closed(): it is gone, however it went.
    """

    closed = Signal()

    def __init__(
        self,
        window: QWidget,
        title: str,
        lead: str,
        accept: str,
        *,
        kind: Kind = Kind.PRIMARY,
        width: int = DIALOG_WIDTH,
    ) -> None:
        super().__init__(window)
        self.setObjectName("sheet")
        self._over = window
        self.setAccessibleName(title)
        self.sheet = _Sheet(self)
        self.sheet.setFixedWidth(width)
        column = self._column = QVBoxLayout(self.sheet)
        column.setContentsMargins(1, 0, 1, 1)
        column.setSpacing(0)
        inner = self._inner = QVBoxLayout()
        inner.setContentsMargins(23, 22, 23, 20)
        inner.setSpacing(12)
        self.title = PlainLabel(title, font(16, 600))
        self.lead = PlainLabel(lead, font(), "text2", wrap=True)
        self.lead.setVisible(bool(lead))
        inner.addWidget(self.title)
        inner.addWidget(self.lead)
        inner.setSpacing(4)
        inner.addSpacing(8)
        self.body = QVBoxLayout()
        self.body.setSpacing(12)
        inner.addLayout(self.body)
        column.addLayout(inner, 1)
        strip = QWidget()
        strip.setFixedHeight(DIALOG_FOOT)
        self.foot = QHBoxLayout(strip)
        self.foot.setContentsMargins(23, 0, 23, 0)
        self.foot.setSpacing(8)
        self.foot_note = PlainLabel("", font(12), "text2")
        self.foot.addWidget(self.foot_note, 1)
        self.cancel = Button(tr("Cancel"))
        self.accept = Button(accept, kind)
        self.foot.addWidget(self.cancel)
        self.foot.addWidget(self.accept)
        column.addWidget(strip)
        self.cancel.clicked.connect(self.close_sheet)
        self.accept.clicked.connect(self._accepted)
        self._escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        self._escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._escape.activated.connect(self.close_sheet)
        self._before = QApplication.focusWidget()
        self._watches = False
        window.installEventFilter(self)

    def open(self, focus: QWidget | None = None) -> None:
        """Show over the whole window and take the focus."""
        self.setGeometry(self._over.rect())
        self.show()
        self.raise_()
        self.place()
        app = QApplication.instance()
        if isinstance(app, QApplication) and not self._watches:
            self._watches = True
            app.focusChanged.connect(self._focus_moved)
        self._take_keyboard(focus)

    def _take_keyboard(self, first: QWidget | None = None) -> None:
        """Give the keyboard to what may have it, never to a button that destroys; else to the dialog itself."""
        for widget in (first, self.cancel, self.accept):
            if (
                widget is not None
                and widget.isVisible()
                and widget.isEnabled()
                and (widget is first or not destroys(widget))
            ):
                widget.setFocus(Qt.FocusReason.TabFocusReason)
                return
        self.setFocus()

    @Slot(QWidget, QWidget)
    def _focus_moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        """Take the keyboard back: a button that is disabled while it has it hands it on to anybody."""
        if not self.isVisible() or not self._on_top():
            return
        if new is not None:
            strays = new.window() is self.window() and new is not self and not self.isAncestorOf(new)
        else:
            strays = self.window().isActiveWindow() and QApplication.activePopupWidget() is None
        if strays:
            self._take_keyboard()

    def _on_top(self) -> bool:
        """Tell whether no other dialog stands over this one."""
        sheets = self._over.findChildren(Dialog, options=Qt.FindChildOption.FindDirectChildrenOnly)
        return next((sheet for sheet in reversed(sheets) if sheet.isVisible()), None) is self

    def accepted(self) -> None:
        """Do what the accept button says; override."""

    @Slot()
    def _accepted(self) -> None:
        if self.accept.isEnabled() and not self.accept.busy:
            self.accepted()

    @Slot()
    def close_sheet(self) -> None:
        """Go away."""
        if self.isVisible():
            self.hide()
            self._over.removeEventFilter(self)
            self.closed.emit()
            try:
                if self._before is not None and self._before.isVisible() and not destroys(self._before):
                    self._before.setFocus()
            except RuntimeError:  # the page was rebuilt meanwhile
                self._before = None
            self.deleteLater()

    def place(self) -> None:
        """Stand in the middle, never higher than the window."""
        self._column.activate()
        hint = self._column.totalHeightForWidth(self.sheet.width())
        height = min(max(hint, self._column.totalMinimumSize().height()), max(0, self.height() - 48))
        self.sheet.setFixedHeight(height)
        self.sheet.move((self.width() - self.sheet.width()) // 2, max(24, (self.height() - height) // 2))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._over and event.type() == QEvent.Type.Resize:
            self.setGeometry(self._over.rect())
            self.place()
        return False

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.place()
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.accept.kind is Kind.PRIMARY:
            self._accepted()
            return
        event.accept()

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002  Qt's own name
        if not self.isVisible():
            return super().focusNextPrevChild(next)
        for _ in range(300):
            if not super().focusNextPrevChild(next):
                return False
            focused = QApplication.focusWidget()
            if focused is not None and self.isAncestorOf(focused):
                return True
        return True

    def paint(self, painter: QPainter) -> None:
        dim = QColor(Qt.GlobalColor.black)
        dim.setAlphaF(_DIM_DARK if theme().dark else _DIM_LIGHT)
        painter.fillRect(self.rect(), dim)
