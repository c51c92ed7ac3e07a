"""What was found of one file: a coloured head with one sentence, the checks, the facts, what can be done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QGuiApplication, QPainter
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cabinet.evidence.checked_file import Standing
from cabinet.evidence.telling import tell
from cabinet.ui.fonts import font, mono
from cabinet.ui.icons import draw_icon
from cabinet.ui.language import language, tr
from cabinet.ui.numbers import count
from cabinet.ui.pages.proofs.verify_rows import Checks, Facts, Folded
from cabinet.ui.paint import frame, hline
from cabinet.ui.sizes import RADIUS_CARD
from cabinet.ui.texts.failures import failure_words
from cabinet.ui.theme_switch import theme
from cabinet.ui.widgets.button import Button, Kind
from cabinet.ui.widgets.card import Card, Line
from cabinet.ui.widgets.notice import Notice
from cabinet.ui.widgets.painted import Painted
from cabinet.ui.widgets.plain_label import PlainLabel
from cabinet.ui.widgets.usage_bar import UsageBar

if TYPE_CHECKING:
    from cabinet.desks.verification import VerifiedFile
    from cabinet.evidence.told import Told

__all__ = ["ResultCard", "ResultHead", "head_of", "told_text"]

_ICONS = {"success": "badge-check", "warning": "triangle-alert", "danger": "octagon-alert", "info": "hourglass"}
_ROLES = {Standing.GOOD: "success", Standing.BAD: "danger"}


def head_of(standing: Standing) -> str:
    """Return the role that a standing is shown in."""
    return _ROLES.get(standing, "warning")


def told_text(told: Told, name: str) -> str:
    """Return a finding as text to be copied."""
    marks = {True: "✓", False: "✗", None: "?"}
    lines = [f"{told.title}: {name}", *([told.sentence] if told.sentence else [])]
    lines += [f"{marks[check.passed]} {check.words}" for check in told.checks]
    lines += [f"{fact}: {value}" for fact, value in (*told.facts, *told.technical)]
    return "\n".join(lines)


class ResultHead(Painted):
    """Icon, sentence and the file's name on a state's surface; :attr:`close` at the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._role = "info"
        row = QHBoxLayout(self)
        row.setContentsMargins(46, 11, 12, 12)
        words = QVBoxLayout()
        words.setSpacing(0)
        self.title = PlainLabel("", font(14, 600), wrap=True)
        self.name = PlainLabel("", mono(), "text2", wrap=True)
        words.addWidget(self.title)
        words.addWidget(self.name)
        row.addLayout(words, 1)
        self.close_button = Button("", Kind.QUIET, "x", small=True)
        self.close_button.setAccessibleName(tr("Close the finding"))
        row.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignVCenter)

    def show_head(self, role: str, title: str, name: str) -> None:
        """Show another one."""
        self._role = role
        self.title.set_role(role)
        self.title.set_text(title)
        self.name.set_text(name)
        self.setAccessibleName(f"{title}: {name}")
        self.update()

    def paint(self, painter: QPainter) -> None:
        """Paint surface, icon and the line below."""
        surface, border, color = theme().state(self._role)
        painter.save()
        painter.setClipRect(self.rect())
        frame(painter, QRectF(self.rect()).adjusted(0, 0, 0, RADIUS_CARD), RADIUS_CARD - 1, surface, None)
        painter.restore()
        hline(painter, 0, self.width(), self.height() - 1, border)
        draw_icon(painter, _ICONS[self._role], 16, (self.height() - 18) / 2, 18, color)


class ResultCard(Card):
    """Shows a file of the desk.

    Signals:
        closed(): nobody wants to see it any more.
        stop_asked(): give the check up.
        pdf_asked(): write the finding.
        compare_asked(): compare this day file with the perimeter.
        package_asked(): put a package of evidence together.
        transaction_asked(str, str): go to the transaction of this attempt, which has this verdict.
        copied(str): something was copied, in words.
    """

    closed = Signal()
    stop_asked = Signal()
    pdf_asked = Signal()
    compare_asked = Signal()
    package_asked = Signal()
    transaction_asked = Signal(str, str)
    copied = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(padding=1, parent=parent)
        self.body.setSpacing(0)
        self.head_strip = ResultHead()
        self.head_strip.close_button.clicked.connect(self.closed)
        self.body.addWidget(self.head_strip)
        self._inner = QVBoxLayout()
        self._inner.setContentsMargins(15, 12, 15, 12)
        self._inner.setSpacing(8)
        self.progress = UsageBar("", "", 0)
        self.sentence = PlainLabel("", wrap=True, selectable=True)
        self._inner.addWidget(self.progress)
        self._inner.addWidget(self.sentence)
        self._parts = QVBoxLayout()
        self._parts.setSpacing(8)
        self._inner.addLayout(self._parts)
        self.package = Button(tr("Package of evidence…"), Kind.QUIET, "folder", small=True)
        self.package.clicked.connect(self.package_asked)
        self.package.hide()
        self._inner.addWidget(self.package, 0, Qt.AlignmentFlag.AlignLeft)
        self.outcome = Notice()
        self._inner.addWidget(self.outcome)
        self.body.addLayout(self._inner)
        self.body.addStretch(1)
        self.body.addWidget(Line())
        self.body.addWidget(self._build_foot())
        self.checks: Checks | None = None
        self.facts: Facts | None = None
        self.folded: Folded | None = None
        self._shown: VerifiedFile | None = None
        self._told: Told | None = None
        self._attempt = ("", "")

    def _build_foot(self) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(15, 9, 15, 9)
        row.setSpacing(8)
        self.stop = Button(tr("Stop the check"), icon="x")
        self.stop.clicked.connect(self.stop_asked)
        self.copy = Button(tr("Copy the finding"), icon="copy")
        self.copy.clicked.connect(self._copy)
        self.pdf = Button(tr("PDF"), icon="file-text")
        self.pdf.setAccessibleName(tr("The finding as PDF…"))
        self.pdf.clicked.connect(self.pdf_asked)
        self.compare = Button(tr("Compare this file"), Kind.PRIMARY, "arrow-right")
        self.compare.clicked.connect(self.compare_asked)
        self.transaction = Button(tr("To the transaction"), Kind.QUIET, "chevron-right", trailing=True)
        self.transaction.clicked.connect(self._ask_transaction)
        # Each is shown where it can be used: all at once would be wider than any place for the card.
        for widget in (self.stop, self.copy, self.pdf, self.compare, self.transaction):
            widget.hide()
        for widget in (self.stop, self.copy, self.pdf):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self.compare)
        row.addWidget(self.transaction)
        return holder

    def show_file(self, file: VerifiedFile) -> None:
        """Show how far a file is, or what was found of it."""
        if file == self._shown:
            return
        fresh = self._shown is None or file.checked is not self._shown.checked or file.path != self._shown.path
        self._shown = file
        self.progress.setVisible(file.busy and file.of > 0)
        self.stop.setVisible(file.busy)
        for widget in (self.copy, self.pdf):
            widget.setVisible(file.checked is not None)
        if file.checked is not None:
            if fresh:
                self._show_told(tell(file.checked, language().value), file.path.name)
            self._show_ways(file)
            return
        self._clear()
        self.compare.hide()
        self.transaction.hide()
        if file.failure is not None:
            sentence, action = failure_words(file.failure)
            self.head_strip.show_head("danger", sentence, file.path.name)
            self.sentence.set_text(f"{action} {file.failure.code}")
        elif file.stopped:
            self.head_strip.show_head("warning", tr("The check was stopped"), file.path.name)
            self.sentence.set_text(tr("Nothing was found of this file."))
        else:
            self.head_strip.show_head("info", tr("Verifying…"), file.path.name)
            self.sentence.set_text("")
            if file.of:
                share = file.done / file.of
                self.progress.show_usage("", tr("{percent} % read").format(percent=count(int(share * 100))), share)
        self.sentence.setVisible(bool(self.sentence.text()))

    def show_outcome(self, kind: str, title: str, words: str = "") -> None:
        """Say what became of the last act; nothing without a title."""
        self.outcome.show_notice(kind, title, words)

    def _show_told(self, told: Told, name: str) -> None:
        self._clear()
        self._told = told
        self.head_strip.show_head(head_of(told.standing), told.title, name)
        self.sentence.set_text(told.sentence)
        self.sentence.setVisible(bool(told.sentence))
        if told.checks:
            self.checks = Checks(told.checks)
            self._parts.addWidget(self.checks)
        if told.facts:
            self.facts = Facts(told.facts)
            self._parts.addWidget(self.facts)
        if told.technical:
            self.folded = Folded(tr("Technical data"), told.technical)
            self._parts.addWidget(self.folded)

    def _show_ways(self, file: VerifiedFile) -> None:
        checked = file.checked
        if checked is None:
            return
        self.compare.setVisible(checked.kind.value == "day-file")
        self._attempt = ("", "")
        if checked.entry is not None:
            self._attempt = (checked.entry.attempt_id or "", checked.entry.verdict or "")
        elif checked.receipt is not None and len(checked.receipt.items) == 1:
            (item,) = checked.receipt.items
            self._attempt = (item.attempt_id, item.status)
        self.transaction.setVisible(bool(self._attempt[0]) and checked.standing is Standing.GOOD)

    def _clear(self) -> None:
        self._told = None
        self.checks, self.facts, self.folded = None, None, None
        while (item := self._parts.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def _copy(self) -> None:
        if self._told is not None and self._shown is not None:
            QGuiApplication.clipboard().setText(told_text(self._told, self._shown.path.name))
            self.copied.emit(tr("Finding copied"))

    def _ask_transaction(self) -> None:
        self.transaction_asked.emit(*self._attempt)
