"""A key being replaced: the four steps, who already uses the new key, and the way back or on. It can be closed.

Everything shown follows from what the perimeter says of the two keys, so a restart of the window loses nothing.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from cabinet.contract.states import CredentialState
from cabinet.ui.clipboard import iso_second
from cabinet.ui.fonts import font
from cabinet.ui.language import tr
from cabinet.ui.numbers import count, moment, span, stamp
from cabinet.ui.pages.credentials.steps_strip import Step, StepsStrip
from cabinet.ui.widgets.button import Button, Kind
from cabinet.ui.widgets.cell import Cell, Column
from cabinet.ui.widgets.plain_label import PlainLabel
from cabinet.ui.widgets.rows_model import RowsModel
from cabinet.ui.widgets.table_view import TableView

if TYPE_CHECKING:
    from cabinet.contract.credentials import AddressUse, CredentialKey, KeyUsage

__all__ = ["RotationPanel"]

_QUIET_AFTER = timedelta(hours=24)
"""A sender not heard for so long holds nothing up."""


class RotationPanel(QWidget):
    """Below the timeline of the two keys.

    Signals:
        retire_asked(str): take a key out of use now: the old one, or the new one to go back.
        copied(str): something was copied, in words.
    """

    retire_asked = Signal(str)
    copied = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._old = self._new = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.strip = StepsStrip()
        column.addWidget(self.strip)
        middle = QHBoxLayout()
        middle.setContentsMargins(16, 12, 0, 12)
        middle.setSpacing(16)
        words = QVBoxLayout()
        words.setSpacing(4)
        self._title = PlainLabel("", font(16, 600), wrap=True)
        self._words = PlainLabel("", font(), "text2", wrap=True)
        self._watching = PlainLabel(tr("Watching live; the window may be closed."), font(12), "text3", wrap=True)
        for label in (self._title, self._words, self._watching):
            words.addWidget(label)
        words.addStretch(1)
        side = QFrame()
        side.setLayout(words)
        side.setFixedWidth(272)
        words.setContentsMargins(0, 0, 0, 0)
        middle.addWidget(side)
        columns = [
            Column(tr("Sender"), 92, stretch=True),
            Column(tr("Old key last"), 124),
            Column(tr("New key first"), 116),
            Column(tr("Calls"), 80, right=True),
            Column(tr("Errors"), 68, right=True),
            Column(tr("State"), 112),
        ]
        self.senders = RowsModel(columns, self)
        self._table = TableView(tr("Senders and the keys they use"), self.senders)
        self._table.copied.connect(self.copied)
        middle.addWidget(self._table, 1)
        column.addLayout(middle)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 10, 16, 4)
        foot.setSpacing(8)
        self._how = Button(tr("Copy how to install it"), icon="copy")
        self._how.clicked.connect(self._copy)
        self.back = Button(tr("Back to the old key"), Kind.QUIET, "undo-2")
        self.back.clicked.connect(self._go_back)
        self._why = PlainLabel("", font(12), "text2", wrap=True)
        self.retire = Button(tr("Take the old key out of use"), Kind.PRIMARY)
        self.retire.clicked.connect(self._go_on)
        foot.addWidget(self._how)
        foot.addWidget(self.back)
        foot.addWidget(self._why, 1)
        foot.addWidget(self.retire)
        column.addLayout(foot)

    def show_rotation(
        self, old: CredentialKey, new: CredentialKey, usage: list[KeyUsage], now: datetime, *, acts: bool
    ) -> None:
        """Show where the replacement stands."""
        self._old, self._new = old.key_id, new.key_id
        before = {a.address: a for u in usage if u.key_id == old.key_id for a in u.addresses}
        after = {a.address: a for u in usage if u.key_id == new.key_id for a in u.addresses}
        rows, waiting = [], []
        for address in sorted(before.keys() | after.keys()):
            was, has = before.get(address), after.get(address)
            moved = has is not None and (was is None or was.last_at <= has.last_at)
            gone = was is not None and now - was.last_at > _QUIET_AFTER and has is None
            if not moved and not gone:
                waiting.append(address)
            if moved:
                chip = (tr("Moved"), "success", "check")
            else:
                chip = (tr("Silent"), "neutral", "circle") if gone else (tr("Waiting"), "warning", "clock")
            rows.append(
                [
                    Cell(address, mono=True),
                    Cell(stamp(was.last_at), copied=iso_second(was.last_at)) if was is not None else Cell("—"),
                    Cell(stamp(has.first_at), copied=iso_second(has.first_at))
                    if has is not None
                    else Cell(tr("not yet"), role="text3"),
                    Cell(count(has.count if has is not None else 0)),
                    Cell(count(has.errors if has is not None else 0)),
                    Cell(chip=chip),
                ]
            )
        self.senders.show(rows)
        self._table.setFixedHeight(max(self._table.whole_height(), 96))
        used = bool(after)
        ready = used and not waiting
        self._say_steps(old, new, len(rows), len(rows) - len(waiting), ready=ready)
        self._say_words(waiting, before, now, used=used)
        self.retire.setVisible(acts)
        self.back.setVisible(acts)
        self.retire.setEnabled(ready)
        until = moment(old.retire_at) if old.retire_at is not None else "—"
        self._why.set_text(tr("The old key still works, until {moment} at the latest.").format(moment=until))

    def _say_steps(self, old: CredentialKey, new: CredentialKey, whole: int, moved: int, *, ready: bool) -> None:
        watched = tr("{done} of {total} senders").format(done=count(moved), total=count(whole)) if whole else ""
        by_itself = tr("by itself {moment}").format(moment=moment(old.retire_at)) if old.retire_at is not None else ""
        first = new.state is CredentialState.PENDING
        self.strip.show_steps(
            (
                Step(tr("Make the new key"), stamp(new.created_at), "done"),
                Step(tr("Hand it over once"), tr("files written"), "done"),
                Step(tr("Await its first use"), tr("not yet") if first else watched, "done" if ready else "current"),
                Step(tr("Retire the old key"), by_itself, "current" if ready else "coming"),
            )
        )

    def _say_words(self, waiting: list[str], before: dict[str, AddressUse], now: datetime, *, used: bool) -> None:
        if not used and not before:
            self._title.set_text(tr("Nobody has used either key yet"))
            self._words.set_text(tr("Install the new key on the platform and send a batch."))
        elif waiting:
            self._title.set_text(tr("%n sender(s) still use the old key", len(waiting)))
            ago = span(now - before[waiting[0]].last_at)
            said = tr("{address} used the old key {span} ago. Install the new one there; this will change by itself.")
            self._words.set_text(said.format(address=waiting[0], span=ago))
        else:
            self._title.set_text(tr("Everybody uses the new key"))
            self._words.set_text(tr("The old one can be taken out of use now."))

    @Slot()
    def _go_on(self) -> None:
        self.retire_asked.emit(self._old)

    @Slot()
    def _go_back(self) -> None:
        self.retire_asked.emit(self._new)

    @Slot()
    def _copy(self) -> None:
        lines = [
            tr("1. Copy the hand-over folder to the server; only the service may read it."),
            "   cabinet credentials install HANDOVER --credential DIR",
            tr("2. A running sender takes the new key by itself; nothing has to be restarted."),
            f"   {self._new}",
        ]
        QGuiApplication.clipboard().setText("\n".join(lines))
        self.copied.emit(tr("Instruction copied"))
