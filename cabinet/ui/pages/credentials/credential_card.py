"""One grant with its keys: a timeline for each purpose, the replacement under way, and what stops or changes it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from cabinet.contract.states import CredentialState, KeyPurpose
from cabinet.desks.credentials import LIVE
from cabinet.ui.fonts import font
from cabinet.ui.language import tr
from cabinet.ui.numbers import count, day, moment, span
from cabinet.ui.pages.credentials.key_timeline import KeyBar, KeyTimeline
from cabinet.ui.pages.credentials.rotation_panel import RotationPanel
from cabinet.ui.texts.credentials import credential_chip, purpose, scope
from cabinet.ui.widgets.button import Button, Kind
from cabinet.ui.widgets.card import Card, Line
from cabinet.ui.widgets.chip import Chip
from cabinet.ui.widgets.notice import Notice
from cabinet.ui.widgets.plain_label import PlainLabel

if TYPE_CHECKING:
    from cabinet.contract.credentials import Credential, CredentialKey, CredentialUsage

__all__ = ["CredentialCard", "Powers"]

_NEW, _OLD = 0, 4


@dataclass(frozen=True)
class Powers:
    """What this person may do here: change keys and stop them; revoke for good and resume."""

    change: bool
    power: bool


class _Section(QWidget):
    """One purpose."""

    def __init__(self, of: KeyPurpose, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        from PySide6.QtWidgets import QVBoxLayout

        self.purpose = of
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(16, 10, 16, 0)
        head.setSpacing(8)
        head.addWidget(PlainLabel(purpose(of), font(13, 600)))
        self.meta = PlainLabel("", font(12), "text3")
        head.addWidget(self.meta, 1)
        self.replacing = Chip(tr("Being replaced"), "info", "refresh-cw")
        head.addWidget(self.replacing)
        self.rotate = Button(tr("Replace…"), icon="refresh-cw", small=True)
        head.addWidget(self.rotate)
        column.addLayout(head)
        self.timeline = KeyTimeline()
        column.addWidget(self.timeline)
        self.panel = RotationPanel()
        self.panel.hide()
        column.addWidget(self.panel)


class CredentialCard(Card):
    """Shows a credential again and again; nothing is rebuilt, so focus and scrolling stay.

    Signals:
        acted(str, str): credential and what is asked: ``leak``, ``suspend``, ``resume`` or ``revoke``.
        rotate_asked(str, object): credential and ``KeyPurpose``.
        retire_asked(str, str): credential and key.
        copied(str): something was copied, in words.
    """

    acted = Signal(str, str)
    rotate_asked = Signal(str, object)
    retire_asked = Signal(str, str)
    copied = Signal(str)

    def __init__(self, credential: Credential, parent: QWidget | None = None) -> None:
        super().__init__(credential.name, "", padding=0, parent=parent)
        self.credential = credential
        self._chip = Chip()
        self.add_right(self._chip)
        self.resume = Button(tr("Resume…"), small=True)
        self.leak = Button(tr("The key has leaked…"), Kind.DANGER_OUTLINE, small=True)
        self.leak.setAccessibleName(tr("The key “{name}” has leaked").format(name=credential.name))
        self._more = Button("", Kind.QUIET, "ellipsis", small=True)
        self._more.setAccessibleName(tr("More about the key “{name}”").format(name=credential.name))
        self._menu = QMenu(self)
        self._menu.setFont(font())
        self._suspend = self._menu.addAction(tr("Suspend…"))
        self._revoke = self._menu.addAction(tr("Revoke for good…"))
        self._suspend.triggered.connect(self._ask_suspend)
        self._revoke.triggered.connect(self._ask_revoke)
        self._more.clicked.connect(self._open_more)
        self.resume.clicked.connect(self._ask_resume)
        self.leak.clicked.connect(self._ask_leak)
        for button in (self.resume, self.leak, self._more):
            self.add_right(button)
        self.body.setContentsMargins(0, 0, 0, 10)
        self.body.setSpacing(0)
        self._notice = Notice()
        self._warned = QWidget()
        holder = QHBoxLayout(self._warned)
        holder.setContentsMargins(16, 12, 16, 0)
        holder.addWidget(self._notice)
        self.body.addWidget(self._warned)
        self.sections: dict[KeyPurpose, _Section] = {}
        for of in (KeyPurpose.SIGNING, KeyPurpose.TRANSPORT):
            section = self.sections[of] = _Section(of)
            section.rotate.setAccessibleName(f"{tr('Replace')}: {purpose(of)}, {credential.name}")
            section.rotate.clicked.connect(self._ask_rotate)
            section.panel.retire_asked.connect(self._ask_retire)
            section.panel.copied.connect(self.copied)
            section.timeline.copied.connect(self.copied)
            if of is KeyPurpose.TRANSPORT:
                self.body.addWidget(Line())
            self.body.addWidget(section)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 6, 16, 0)
        issued = tr("Issued {moment} by {who}").format(moment=moment(credential.created_at), who=credential.created_by)
        foot.addWidget(PlainLabel(issued, font(12), "text3"))
        foot.addStretch(1)
        self._end = PlainLabel("", font(12), "text2")
        foot.addWidget(self._end)
        self.body.addLayout(foot)

    def show_credential(
        self, credential: Credential, usage: CredentialUsage | None, source: str, now: datetime, powers: Powers
    ) -> None:
        """Show how the grant and its keys stand."""
        self.credential = credential
        live = credential.state in LIVE
        self.meta.set_text(f"{source} · " + ", ".join(scope(s) for s in credential.scopes))
        self._chip.set_text(*credential_chip(credential.state))
        suspended = credential.state is CredentialState.SUSPENDED
        self.resume.setVisible(suspended and powers.power)
        self.leak.setVisible(live and powers.change)
        self._suspend.setVisible(not suspended and powers.change)
        self._revoke.setVisible(powers.power)
        self._more.setVisible(live and (powers.power or (powers.change and not suspended)))
        self._say_notice(credential)
        for section in self.sections.values():
            self._say_section(section, usage, now, acts=live and powers.change)
        if credential.revoked_at is not None:
            said = tr("Revoked {moment}: {reason}")
            words = said.format(moment=moment(credential.revoked_at), reason=credential.revoke_reason or "—")
        else:
            words = tr("Grant until {day}").format(day=day(credential.until))
            if credential.addresses:
                words += " · " + ", ".join(credential.addresses)
        self._end.set_text(words)
        self._end.set_role("danger" if credential.revoked_at is not None else "text2")

    def _say_notice(self, credential: Credential) -> None:
        self._warned.setVisible(credential.suspended_at is not None)
        incident = credential.incidents[0] if credential.incidents else None
        if credential.suspended_at is None:
            self._notice.show_notice("info", "")
        elif incident is not None and incident.at >= credential.suspended_at:
            title = (
                tr("Leak reported {moment} by {who}. Replace both keys, then resume.")
                if incident.kind == "leak"
                else tr("One certificate was renewed twice, {moment}: {who} suspended the key. Check who has its keys.")
            )
            self._notice.show_notice("danger", title.format(moment=moment(incident.at), who=incident.by), incident.note)
        else:
            title = tr("Suspended {moment} by {who}")
            said = title.format(moment=moment(credential.suspended_at), who=credential.suspended_by or "—")
            self._notice.show_notice("warning", said, credential.suspend_reason or "")

    def _say_section(self, section: _Section, usage: CredentialUsage | None, now: datetime, *, acts: bool) -> None:
        keys = [k for k in self.credential.keys if k.purpose is section.purpose]
        shown = [k for k in keys if k.state in LIVE] or keys[:1]
        rotating = len(shown) > 1
        ticks = {u.key_id: tuple((h.start, h.count) for h in u.hours) for u in usage.keys} if usage is not None else {}
        # The old key on top, as time goes.
        section.timeline.show_bars(
            tuple(_bar(k, rotating and k is shown[0], ticks.get(k.key_id, ()), now) for k in reversed(shown)), now
        )
        section.meta.set_text(shown[0].algorithm if shown else "")
        section.replacing.setVisible(rotating)
        section.rotate.setVisible(acts and not rotating)
        section.panel.setVisible(rotating)
        if rotating:
            section.panel.show_rotation(shown[1], shown[0], usage.keys if usage is not None else [], now, acts=acts)

    @Slot()
    def _ask_rotate(self) -> None:
        section = next(s for s in self.sections.values() if s.rotate is self.sender())
        self.rotate_asked.emit(self.credential.credential_id, section.purpose)

    @Slot(str)
    def _ask_retire(self, key_id: str) -> None:
        self.retire_asked.emit(self.credential.credential_id, key_id)

    @Slot()
    def _ask_leak(self) -> None:
        self.acted.emit(self.credential.credential_id, "leak")

    @Slot()
    def _ask_suspend(self) -> None:
        self.acted.emit(self.credential.credential_id, "suspend")

    @Slot()
    def _ask_resume(self) -> None:
        self.acted.emit(self.credential.credential_id, "resume")

    @Slot()
    def _ask_revoke(self) -> None:
        self.acted.emit(self.credential.credential_id, "revoke")

    @Slot()
    def _open_more(self) -> None:
        self._menu.popup(self._more.mapToGlobal(QPoint(0, self._more.height() + 4)))


def _bar(key: CredentialKey, new: bool, ticks: tuple[tuple[datetime, int], ...], now: datetime) -> KeyBar:
    second = tr("not used yet")
    if key.last_use is not None:
        ago = tr("{span} ago").format(span=span(now - key.last_use.at))
        second = tr("calls: {count}, {ago}, {address}").format(
            count=count(key.last_use.count), ago=ago, address=key.last_use.address
        )
    series = _NEW if new or key.state is not CredentialState.RETIRING else _OLD
    return KeyBar(
        key.key_id,
        second,
        credential_chip(key.state),
        key.not_before,
        key.not_after,
        key.state in LIVE,
        series,
        key.retire_at,
        ticks,
    )
