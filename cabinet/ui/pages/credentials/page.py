"""API keys: a card per grant with its keys on timelines; issue, replace, suspend, report a leak, revoke."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QWidget

from cabinet.contract.rights import Right
from cabinet.contract.states import CredentialState, Environment, KeyPurpose
from cabinet.desks.credentials import LIVE, CredentialsDesk
from cabinet.ui.language import tr
from cabinet.ui.pages.credentials.credential_card import CredentialCard, Powers
from cabinet.ui.pages.page import Page
from cabinet.ui.widgets.button import Button, Kind
from cabinet.ui.widgets.plain_label import plain

if TYPE_CHECKING:
    from cabinet.contract.credentials import Credential
    from cabinet.desks.credentials import Handover, Keys
    from cabinet.lanes.lane import Failure
    from cabinet.perimeter.login import PersonSession

__all__ = ["CredentialsPage"]

_WATCH_MS, _AGE_MS = 2_000, 10_000
"""How often the page asks: while a key is being replaced, so that a first use shows by itself, and otherwise."""


def _powers(session: PersonSession | None) -> Powers:
    """Return what this person may do here: on a production perimeter each is a right of its own."""
    if session is None:
        return Powers(change=False, power=False)
    rights, production = session.person.rights, session.profile.environment is Environment.PRODUCTION
    return Powers(
        change=(Right.CREDENTIALS_PRODUCTION if production else Right.CREDENTIALS_TEST) in rights,
        power=(Right.CREDENTIALS_POWER if production else Right.CREDENTIALS_TEST) in rights,
    )


class CredentialsPage(Page):
    """Live ones first, newest first; revoked ones stay as history."""

    def __init__(self, desk: CredentialsDesk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent=parent)
        self._desk = desk
        self.cards: dict[str, CredentialCard] = {}
        self._issue = Button(tr("Issue a key…"), Kind.PRIMARY, "plus")
        self._issue.clicked.connect(self.open_issue)
        self.content.addStretch(1)
        self._watch = QTimer(self)
        self._watch.setInterval(_WATCH_MS)
        self._watch.timeout.connect(self._look_again)
        desk.changed.connect(self._show)
        desk.issued.connect(self._issued)
        desk.rotated.connect(self._rotated)
        desk.revoked.connect(self._revoked)
        desk.changed_state.connect(self._stated)
        desk.refused.connect(self._refused)
        self._show()

    def header_actions(self) -> list[QWidget]:
        """Return the issue button."""
        return [self._issue]

    @Slot()
    def _show(self) -> None:
        state, office = self._desk.state, self._desk.office
        shown = self.show_state(state)
        powers = _powers(office.session if office.logged_in else None)
        self._issue.setEnabled(shown and powers.power)
        self._issue.setToolTip("" if powers.power else tr("Your role does not allow issuing keys."))
        if not shown or state.data is None:
            self._watch.stop()
            return
        data: Keys = state.data
        live = sum(1 for c in data.credentials if c.state in LIVE)
        self.meta = tr("%n live key(s)", live)
        self.header_changed.emit()
        if not data.credentials:
            self.show_empty(tr("No keys yet."), tr("Issue a key: the platform submits transactions with it."))
            return
        self._lay(data, powers)
        pace = _WATCH_MS if any(_rotating(c) for c in data.credentials) else _AGE_MS
        if pace != self._watch.interval() or not self._watch.isActive():
            self._watch.start(pace)
        self.look_for_subject()

    def find_subject(self, subject: str) -> bool:
        """Show a credential's card."""
        card = self.cards.get(subject)
        if card is not None:
            self.reveal(card)
        return card is not None

    def _lay(self, data: Keys, powers: Powers) -> None:
        """Bring the cards up to date and into order; a card lives as long as its credential is listed."""
        listed = sorted(data.credentials, key=lambda c: c.state not in LIVE)
        for gone in self.cards.keys() - {c.credential_id for c in listed}:
            card = self.cards.pop(gone)
            card.hide()
            card.deleteLater()
        names = {s.source_id: s.name for s in data.record.sources}
        for index, credential in enumerate(listed):
            found = self.cards.get(credential.credential_id) or self._make(credential)
            if self.content.indexOf(found) != index:
                self.content.removeWidget(found)
                self.content.insertWidget(index, found)
            source = names.get(credential.source_id, "")
            named = f"{credential.source_id} «{source}»" if source else credential.source_id
            found.show_credential(
                credential, data.usage.get(credential.credential_id), named, data.record.server_time, powers
            )

    def _make(self, credential: Credential) -> CredentialCard:
        card = CredentialCard(credential)
        card.acted.connect(self._acted)
        card.rotate_asked.connect(self.open_rotate)
        card.retire_asked.connect(self.open_retire)
        card.copied.connect(self.toasted)
        self.cards[credential.credential_id] = card
        return card

    @Slot()
    def _look_again(self) -> None:
        if self.isVisible() and self._desk.acting is None and not self._desk.state.busy:
            self.renew()

    @Slot()
    def open_issue(self) -> None:
        """Open the dialog that makes a key."""
        from cabinet.ui.pages.credentials.issue_key import IssueKeyDialog

        state = self._desk.state
        if state.data is None:
            return
        self.dialog = IssueKeyDialog(self.window(), self._desk, state.data.record.sources)
        self.dialog.open(self.dialog.name.edit)

    @Slot(str, object)
    def open_rotate(self, credential_id: str, purpose: KeyPurpose) -> None:
        """Open the dialog that replaces a key."""
        from cabinet.ui.pages.credentials.rotate_key import RotateKeyDialog

        found = self._credential(credential_id)
        if found is not None:
            self.rotate_dialog = RotateKeyDialog(self.window(), self._desk, found, purpose)
            self.rotate_dialog.open(self.rotate_dialog.hand_over.folder.edit)

    @Slot(str, str)
    def open_retire(self, credential_id: str, key_id: str) -> None:
        """Open the dialog that takes one of two keys out of use."""
        from cabinet.ui.pages.credentials.retire_key import RetireKeyDialog

        found = self._credential(credential_id)
        key = next((k for k in found.keys if k.key_id == key_id), None) if found is not None else None
        if found is None or key is None:
            return
        newer = not any(k.created_at > key.created_at for k in found.keys if k.purpose is key.purpose)
        self.retire_dialog = RetireKeyDialog(self.window(), self._desk, found, key, newer=newer)
        self.retire_dialog.open()

    @Slot(str, str)
    def _acted(self, credential_id: str, act: str) -> None:
        if act == "revoke":
            self.open_revoke(credential_id)
        else:
            self.open_stop(credential_id, act)

    def open_stop(self, credential_id: str, act: str) -> None:
        """Open the dialog that suspends, resumes or reports a leak."""
        from cabinet.ui.pages.credentials.stop_key import StopKeyDialog, Stopping

        found = self._credential(credential_id)
        if found is not None:
            self.stop_dialog = StopKeyDialog(self.window(), self._desk, found, Stopping(act))
            self.stop_dialog.open(self.stop_dialog.reason.edit)

    def open_revoke(self, credential_id: str) -> None:
        """Open the dialog that revokes a key."""
        from cabinet.ui.pages.credentials.revoke_key import RevokeKeyDialog

        found = self._credential(credential_id)
        if found is not None:
            self.revoke_dialog = RevokeKeyDialog(self.window(), self._desk, found)
            self.revoke_dialog.open()

    def _credential(self, credential_id: str) -> Credential | None:
        data = self._desk.state.data
        credentials = data.credentials if data is not None else []
        return next((c for c in credentials if c.credential_id == credential_id), None)

    @Slot(object)
    def _issued(self, handover: Handover) -> None:
        self.toasted.emit(tr("Key issued: {name}").format(name=plain(handover.credential.name)))

    @Slot(object)
    def _rotated(self, handover: Handover) -> None:
        self.toasted.emit(tr("New key made: {name}").format(name=plain(handover.credential.name)))

    @Slot(str)
    def _revoked(self, credential_id: str) -> None:
        found = self._credential(credential_id)
        self.toasted.emit(tr("Key revoked: {name}").format(name=plain(found.name) if found is not None else "—"))

    @Slot(object)
    def _stated(self, credential: Credential) -> None:
        """Say what has become of a key, by how it stood before."""
        before = self._credential(credential.credential_id)
        suspended = credential.state is CredentialState.SUSPENDED
        if before is not None and len(credential.incidents) > len(before.incidents):
            words = tr("Leak reported, its keys ended: {name}")
        elif suspended:
            words = tr("Key suspended: {name}")
        elif before is not None and before.state is CredentialState.SUSPENDED:
            words = tr("Key works again: {name}")
        else:
            words = tr("One key taken out of use, the other stays: {name}")
        self.toasted.emit(words.format(name=plain(credential.name)))

    @Slot(object)
    def _refused(self, failure: Failure) -> None:
        """Say what a button of a card was refused; a dialog that stands open says it itself."""
        from cabinet.ui.texts.failures import failure_words
        from cabinet.ui.widgets.dialog import Dialog

        if not any(d.isVisible() for d in self.window().findChildren(Dialog)):
            sentence, action = failure_words(failure)
            self.banner.show_banner(f"{sentence} {action} ({failure.code})", "danger", "octagon-alert", tr("Try again"))


def _rotating(credential: Credential) -> bool:
    live = [k.purpose for k in credential.keys if k.state in LIVE]
    return len(live) > len(set(live))
