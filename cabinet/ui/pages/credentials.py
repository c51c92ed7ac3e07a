"""API keys: a card per source and grant with its keys on one timeline; issue and revoke."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cabinet.contract.rights import Right
from cabinet.contract.states import CredentialState, Environment, KeyPurpose
from cabinet.desks.credentials import CredentialsDesk
from cabinet.ui.fonts import font
from cabinet.ui.language import tr
from cabinet.ui.numbers import count, day, moment, span
from cabinet.ui.pages.page import Page
from cabinet.ui.texts import credential_chip, purpose, scope
from cabinet.ui.widgets.button import Button, Kind
from cabinet.ui.widgets.card import Card
from cabinet.ui.widgets.chip import Chip
from cabinet.ui.widgets.key_timeline import KeyBar, KeyTimeline
from cabinet.ui.widgets.plain_label import PlainLabel

if TYPE_CHECKING:
    from datetime import datetime

    from cabinet.contract.credentials import Credential, CredentialKey
    from cabinet.desks.credentials import Keys
    from cabinet.perimeter.login import PersonSession

__all__ = ["CredentialsPage"]

_LIVE = {CredentialState.ACTIVE, CredentialState.RETIRING, CredentialState.PENDING, CredentialState.SUSPENDED}


class _CredentialCard(Card):
    def __init__(self, credential: Credential, source: str, now: datetime, *, may_revoke: bool) -> None:
        meta = f"{source} · " + ", ".join(scope(s) for s in credential.scopes)
        super().__init__(credential.name, meta, padding=0)
        self.credential = credential
        self.add_right(Chip(*credential_chip(credential.state)))
        live = credential.state in _LIVE
        self.revoke = Button(tr("Revoke…"), Kind.DANGER_OUTLINE, small=True)
        self.revoke.setAccessibleName(tr("Revoke the key “{name}”").format(name=credential.name))
        self.revoke.setVisible(live and may_revoke)
        self.add_right(self.revoke)
        self.body.setContentsMargins(0, 6, 0, 10)
        timeline = KeyTimeline()
        timeline.say(tuple(_bar(key, live=live, now=now) for key in credential.keys), now)
        self.body.addWidget(timeline)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 0, 16, 0)
        issued = tr("Issued {moment} by {who}").format(moment=moment(credential.created_at), who=credential.created_by)
        foot.addWidget(PlainLabel(issued, font(12), "text3"))
        foot.addStretch(1)
        if credential.revoked_at is not None:
            said = tr("Revoked {moment}: {reason}")
            words = said.format(moment=moment(credential.revoked_at), reason=credential.revoke_reason or "—")
            foot.addWidget(PlainLabel(words, font(12), "danger"))
        else:
            words = tr("Grant until {day}").format(day=day(credential.until))
            if credential.addresses:
                words += " · " + ", ".join(credential.addresses)
            foot.addWidget(PlainLabel(words, font(12), "text2"))
        self.body.addLayout(foot)


def _bar(key: CredentialKey, *, live: bool, now: datetime) -> KeyBar:
    second = f"{purpose(key.purpose)} · {key.algorithm}"
    if key.last_use is not None:
        ago = tr("{span} ago").format(span=span(now - key.last_use.at))
        second = tr("{purpose} · calls: {count}, {ago}, {address}").format(
            purpose=purpose(key.purpose), count=count(key.last_use.count), ago=ago, address=key.last_use.address
        )
    alive = live and key.state in _LIVE
    series = 0 if key.purpose is KeyPurpose.SIGNING else 4
    return KeyBar(key.key_id, second, credential_chip(key.state), key.not_before, key.not_after, alive, series)


def _may_issue(session: PersonSession) -> bool:
    """Tell whether this person may issue and revoke here: on a production perimeter that is a right of its own."""
    production = session.profile.environment is Environment.PRODUCTION
    return (Right.CREDENTIALS_POWER if production else Right.CREDENTIALS_TEST) in session.person.rights


class CredentialsPage(Page):
    """Newest first; revoked ones stay as history."""

    def __init__(self, desk: CredentialsDesk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent=parent)
        self._desk = desk
        self._cards: list[QWidget] = []
        self._issue = Button(tr("Issue a key…"), Kind.PRIMARY, "plus")
        self._issue.clicked.connect(self.open_issue)
        self.content.addStretch(1)
        desk.changed.connect(self._show)
        desk.issued.connect(self._issued)
        desk.revoked.connect(self._revoked)
        self._show()

    def title(self) -> str:
        """Return the page's name."""
        return tr("API keys")

    def header_actions(self) -> list[QWidget]:
        """Return the issue button."""
        return [self._issue]

    @Slot()
    def _show(self) -> None:
        state = self._desk.state
        shown = self.show_state(state)
        may_issue = self._desk.office.logged_in and _may_issue(self._desk.office.session)
        self._issue.setEnabled(shown and may_issue)
        self._issue.setToolTip("" if may_issue else tr("Your role does not allow issuing keys."))
        if not shown or state.data is None:
            return
        data: Keys = state.data
        live = sum(1 for c in data.credentials if c.state in _LIVE)
        self.meta = tr("%n live key(s)", live)
        self.header_changed.emit()
        for card in self._cards:
            card.hide()
            card.deleteLater()
        self._cards = []
        if not data.credentials:
            self.show_empty(tr("No keys yet."), tr("Issue a key: the platform submits transactions with it."))
            return
        names = {s.source_id: s.name for s in data.record.sources}
        for index, credential in enumerate(sorted(data.credentials, key=lambda c: c.state not in _LIVE)):
            source = names.get(credential.source_id, "")
            named = f"{credential.source_id} «{source}»" if source else credential.source_id
            card = _CredentialCard(credential, named, data.record.server_time, may_revoke=may_issue)
            card.revoke.setObjectName(credential.credential_id)
            card.revoke.clicked.connect(self._ask_revoke)
            self.content.insertWidget(index, card)
            self._cards.append(card)

    @Slot()
    def open_issue(self) -> None:
        """Open the dialog that makes a key."""
        from cabinet.ui.dialogs.issue_key import IssueKeyDialog

        state = self._desk.state
        if state.data is None:
            return
        self.dialog = IssueKeyDialog(self.window(), self._desk, state.data.record.sources)
        self.dialog.open(self.dialog.name.edit)

    @Slot()
    def _ask_revoke(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.open_revoke(sender.objectName())

    def open_revoke(self, credential_id: str) -> None:
        """Open the dialog that revokes a key."""
        from cabinet.ui.dialogs.revoke_key import RevokeKeyDialog

        data = self._desk.state.data
        credentials = data.credentials if data is not None else []
        found = next((c for c in credentials if c.credential_id == credential_id), None)
        if found is not None:
            self.revoke_dialog = RevokeKeyDialog(self.window(), self._desk, found)
            self.revoke_dialog.open()

    @Slot(object)
    def _issued(self, _handover: object) -> None:
        self.toasted.emit(tr("Key issued"))

    @Slot(str)
    def _revoked(self, _credential_id: str) -> None:
        self.toasted.emit(tr("Key revoked"))
