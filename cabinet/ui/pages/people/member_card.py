"""One person of the company: the mandate, what it adds to the role, who gave it, how it ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cabinet.contract.rights import Role
from cabinet.contract.states import MandateState
from cabinet.ui.fonts import font, mono
from cabinet.ui.language import tr
from cabinet.ui.numbers import moment
from cabinet.ui.texts.people import mandate_chip, right, role
from cabinet.ui.widgets.button import Button, Kind
from cabinet.ui.widgets.card import Card
from cabinet.ui.widgets.chip import Chip
from cabinet.ui.widgets.facts_box import FactsBox
from cabinet.ui.widgets.plain_label import PlainLabel

if TYPE_CHECKING:
    from cabinet.contract.people import Member

__all__ = ["MemberCard"]


class MemberCard(Card):
    """Shows one member.

    Signals:
        document_asked(): show the mandate's document.
        end_asked(): end the mandate.
    """

    document_asked = Signal()
    end_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Person"), parent=parent)
        self._chip = Chip()
        self.add_right(self._chip)
        self._name = PlainLabel("", font(16, 600), wrap=True, selectable=True)
        self.body.addWidget(self._name)
        self._facts = FactsBox(framed=False)
        self.body.addWidget(self._facts)
        buttons = QHBoxLayout()
        self.document = Button(tr("Mandate…"), icon="file-text")
        self.document.clicked.connect(self.document_asked)
        self.end = Button(tr("End the mandate…"), Kind.DANGER_OUTLINE)
        self.end.clicked.connect(self.end_asked)
        buttons.addWidget(self.document)
        buttons.addWidget(self.end)
        buttons.addStretch(1)
        self.body.addLayout(buttons)
        self._reason = PlainLabel("", font(12), "text2", wrap=True)
        self.body.addWidget(self._reason)

    def show_member(self, member: Member, *, may_end: bool) -> None:
        """Show this person; ``may_end`` tells whether whoever looks may end mandates."""
        head = member.role is Role.HEAD
        self._name.set_text(member.name)
        chip = (tr("By the registry"), "info", "landmark") if head else mandate_chip(member.state)
        self._chip.set_text(*chip)
        self._facts.clear()
        self._facts.add(tr("Role"), role(member.role))
        self._facts.add(tr("Tax number"), member.rnokpp_masked, mono())
        if member.rights:
            self._facts.add(tr("Further rights"), "\n".join(right(r) for r in member.rights))
        if not head:
            self._facts.add(tr("Until"), moment(member.until))
            self._facts.add(tr("Granted by"), member.granted_by or tr("entered in the registry"))
            self._facts.add(tr("Granted"), moment(member.granted_at))
        self._facts.add(tr("First log-in"), moment(member.first_login_at) if member.first_login_at else tr("not yet"))
        if member.last_login_at is not None and moment(member.last_login_at) != moment(member.first_login_at):
            self._facts.add(tr("Last log-in"), moment(member.last_login_at))
        if member.ended_at is not None:
            self._facts.add(tr("Ended"), f"{moment(member.ended_at)}, {member.ended_by or '—'}", role="danger")
            self._facts.add(tr("Reason"), member.end_reason or "—")
        live = member.state is MandateState.ACTIVE and not head
        self.document.setVisible(member.signed)
        self.end.setVisible(live)
        self.end.setEnabled(may_end)
        self._reason.set_text(_reason(member, head=head, live=live, may_end=may_end))
        self._reason.setVisible(bool(self._reason.text()))


def _reason(member: Member, *, head: bool, live: bool, may_end: bool) -> str:
    """Return why a button is not there, or cannot be pressed."""
    if head:
        return tr("The head acts by the registry and needs no mandate.")
    if live and not may_end:
        return tr("Only the head ends mandates.")
    return "" if member.signed else tr("No document: the registry itself names this person.")
