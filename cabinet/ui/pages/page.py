"""What every page is: what its header adds, four states, a banner, and content at most 1760 wide."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedLayout, QVBoxLayout, QWidget

from cabinet.contract.attendance import unattended
from cabinet.desks.states import Loadable, Phase
from cabinet.ui.language import tr
from cabinet.ui.numbers import minute, stamp_minute
from cabinet.ui.sizes import CONTENT_MAX, GAP, PAGE_PADDING
from cabinet.ui.texts.failures import failure_words
from cabinet.ui.widgets.banner import Banner
from cabinet.ui.widgets.empty_state import LoadingBars, StateView

__all__ = ["Page", "centred"]


def centred(inner: QWidget) -> QWidget:
    """Return a widget that keeps ``inner`` in the middle, at most 1760 wide."""
    outer = QWidget()
    outer.setObjectName("canvas")
    row = QHBoxLayout(outer)
    row.setContentsMargins(0, 0, 0, 0)
    inner.setMaximumWidth(CONTENT_MAX)
    row.addWidget(inner, 1)
    row.setAlignment(inner, Qt.AlignmentFlag(0))
    return outer


class Page(QWidget):
    """A page of the shell. Fill :attr:`content`; ``scrolls`` puts it into a scroll area.

    Signals:
        header_changed(): meta, age or actions are others.
        leave_to(str): another page is asked for.
        toasted(str): something went well.
    """

    header_changed = Signal()
    leave_to = Signal(str)
    toasted = Signal(str)

    def __init__(self, desk: Any, *, scrolls: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.meta = ""
        self.age = ""
        self._subject = ""
        outer = QVBoxLayout(self)
        outer.setContentsMargins(PAGE_PADDING, 16, PAGE_PADDING, 16)
        outer.setSpacing(GAP)
        self._outer = outer
        self.banner = Banner()
        self.banner.acted.connect(self.refresh)
        outer.addWidget(self.banner)
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        outer.addWidget(holder, 1)
        self._bars = LoadingBars()
        self._state = StateView()
        self._state.retried.connect(self.refresh)
        self._state.report_asked.connect(self._copy_report)
        inner = QWidget()
        self.content = QVBoxLayout(inner)
        self.content.setContentsMargins(0, 0, 0, 0)
        self.content.setSpacing(GAP)
        body = centred(inner)
        if scrolls:
            area = QScrollArea()
            area.setFrameShape(QFrame.Shape.NoFrame)
            area.setWidgetResizable(True)
            area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            area.setWidget(body)
            body = area
        self._body = body
        for widget in (self._bars, self._state, body):
            self._stack.addWidget(widget)
        self._report = ""

    def header_actions(self) -> list[QWidget]:
        """Return what stands at the right of the header; the same widgets every time."""
        return []

    def set_narrow(self, narrow: bool) -> None:
        """Take less room; override."""

    def show_subject(self, subject: str) -> None:
        """Bring one thing of the page before the eyes, now or when its answer has come."""
        self._subject = subject
        self.look_for_subject()

    def look_for_subject(self) -> None:
        """Look for what was asked for; pages that have subjects call it when they have been filled."""
        if self._subject and self.shows_content and self.find_subject(self._subject):
            self._subject = ""

    def find_subject(self, _subject: str) -> bool:
        """Show a thing by its name, and tell whether it is here; override."""
        return False

    def reveal(self, widget: QWidget) -> None:
        """Scroll until a widget is seen."""
        if isinstance(self._body, QScrollArea):
            self._body.ensureWidgetVisible(widget)

    @property
    def shows_content(self) -> bool:
        """Whether the content is shown, and not a state in its place."""
        return self._stack.currentWidget() is self._body

    @Slot()
    def refresh(self) -> None:
        """Ask the desk again."""
        self.desk.refresh()

    def renew(self) -> None:
        """Bring what is shown up to date, since something has happened; nobody asked, so nothing may jump."""
        with unattended():
            quietly = getattr(self.desk, "renew", None)
            (quietly or self.desk.refresh)()

    def entered(self) -> None:
        """Load at the first visit."""
        if self.desk.state.data is None and not self.desk.state.busy:
            self.desk.refresh()

    def show_state(self, state: Loadable[Any]) -> bool:
        """Show bars, a state view or the content with a banner; tell whether there is content to fill."""
        self.age = tr("updated {time}").format(time=minute(state.at)) if state.at else ""
        if state.busy and state.data is not None:
            self.age = tr("updating…")
        self._report = _report_of(state)
        if state.data is None:
            self.banner.show_banner("")
            if state.failure is None:
                self._stack.setCurrentWidget(self._bars)
            else:
                sentence, action = failure_words(state.failure)
                kind = "offline" if state.phase is Phase.OFFLINE else "error"
                self._state.show_state(kind, sentence, action, state.failure.code)
                self._stack.setCurrentWidget(self._state)
            self.header_changed.emit()
            return False
        if state.phase is Phase.OFFLINE:
            words = tr("No connection to the perimeter. Data of {time} are shown.").format(time=stamp_minute(state.at))
            self.banner.show_banner(words, "warning", "wifi-off", tr("Try again"))
        elif state.phase is Phase.ERROR and state.failure is not None:
            sentence, _ = failure_words(state.failure)
            self.banner.show_banner(f"{sentence} ({state.failure.code})", "danger", "octagon-alert", tr("Try again"))
        else:
            self.banner.show_banner("")
        self._stack.setCurrentWidget(self._body)
        self.header_changed.emit()
        return True

    def show_empty(self, sentence: str, action: str = "") -> None:
        """Show that there is nothing."""
        self._state.show_state("empty", sentence, action, retry=False)
        self._stack.setCurrentWidget(self._state)

    @Slot()
    def _copy_report(self) -> None:
        QGuiApplication.clipboard().setText(self._report)
        self.toasted.emit(tr("Report copied"))


def _report_of(state: Loadable[Any]) -> str:
    failure = state.failure
    if failure is None:
        return ""
    import platform

    lines = [
        f"code: {failure.code}",
        f"detail: {getattr(failure, 'detail', '') or failure}",
        f"python: {platform.python_version()}, {platform.platform()}",
    ]
    return "\n".join(lines)
