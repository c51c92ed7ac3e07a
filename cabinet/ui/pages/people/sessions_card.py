"""One's own sessions: which is this one, where from, how long; end another, or sign out everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cabinet.contract.login import LentFor
from cabinet.ui.fonts import font, mono
from cabinet.ui.language import tr
from cabinet.ui.numbers import minute, stamp_minute
from cabinet.ui.widgets.button import Button, Kind
from cabinet.ui.widgets.card import Card, Line
from cabinet.ui.widgets.chip import Chip
from cabinet.ui.widgets.plain_label import PlainLabel

if TYPE_CHECKING:
    from cabinet.contract.login import Session

__all__ = ["SessionsCard", "lent_words"]


class SessionsCard(Card):
    """Rows grow with the sessions.

    Signals:
        everywhere_asked(): end them all.
        end_asked(str): end this one.
    """

    everywhere_asked = Signal()
    end_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Own sessions"), parent=parent)
        self.body.setContentsMargins(15, 4, 15, 14)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self.body.addLayout(self._rows)
        self.everywhere = Button(tr("Sign out everywhere"), icon="log-out")
        self.everywhere.clicked.connect(self.everywhere_asked)
        self.body.addWidget(self.everywhere)
        self._shown: list[QWidget] = []

    def show_sessions(self, sessions: list[Session]) -> None:
        """Show these sessions."""
        for row in self._shown:
            row.hide()
            row.deleteLater()
        self._shown = [self._row(session) for session in sessions]
        for row in self._shown:
            self._rows.addWidget(row)
        self.meta.set_text(tr("%n open session(s)", len(sessions)))

    def _row(self, session: Session) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 8, 0, 8)
        line.setSpacing(8)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(PlainLabel(session.address, mono(12)))
        if session.lent_for is not None:
            words.addWidget(PlainLabel(lent_words(session.lent_for), font(12, 500)))
        since = tr("since {start}, seen {last}, until {end}").format(
            start=stamp_minute(session.created_at), last=minute(session.last_seen_at), end=minute(session.expires_at)
        )
        words.addWidget(PlainLabel(since, font(12), "text2"))
        line.addLayout(words, 1)
        if session.current:
            line.addWidget(Chip(tr("This one"), "info", "circle-dot"))
        else:
            end = Button(tr("End"), Kind.SECONDARY, small=True)
            whose = tr("End the session from {address}").format(address=session.address)
            what = f"{whose}, {lent_words(session.lent_for)}" if session.lent_for is not None else whose
            end.setAccessibleName(what)
            end.setObjectName(session.session_id)
            end.clicked.connect(self._end)
            line.addWidget(end)
        outer = QWidget()
        column = QVBoxLayout(outer)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(row)
        column.addWidget(Line())
        return outer

    def ends(self) -> dict[str, Button]:
        """Return the buttons that end sessions, by what each says."""
        return {button.accessibleName(): button for row in self._shown for button in row.findChildren(Button)}

    @Slot()
    def _end(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.end_asked.emit(sender.objectName())


def lent_words(of: LentFor) -> str:
    """Return what a session was lent for."""
    return {
        LentFor.EXPORT: tr("lent to an export of rejections"), LentFor.RECONCILE: tr("lent to a reconciliation"),
        LentFor.AUDIT: tr("lent to an audit of the log"),
    }[of]  # fmt: skip
