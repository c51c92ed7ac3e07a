"""The log's last checkpoint, since when its checkpoints are kept here, and the alarm when one was taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cabinet.ui.fonts import font, mono
from cabinet.ui.language import tr
from cabinet.ui.numbers import count, day
from cabinet.ui.texts.failures import failure_words
from cabinet.ui.widgets.button import Button, Kind
from cabinet.ui.widgets.card import Card
from cabinet.ui.widgets.chip import Chip
from cabinet.ui.widgets.notice import Notice
from cabinet.ui.widgets.plain_label import PlainLabel

if TYPE_CHECKING:
    from cabinet.desks.witness import Witnessed

__all__ = ["CheckpointCard"]


class CheckpointCard(Card):
    """Shows what the witness knows.

    Signals:
        toasted(str): the report was copied.
    """

    toasted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Last checkpoint"), line=False, parent=parent)
        self.chip = Chip(tr("Verified"), "success", "shield-check")
        self.add_right(self.chip)
        self.proofs = Button(tr("All proofs"), Kind.QUIET, "chevron-right", small=True, trailing=True)
        self.proofs.setObjectName("proofs")
        self._report = ""
        self.values = {
            "size": PlainLabel("", font()),
            "root": PlainLabel("", mono(12)),
            "origin": PlainLabel("", font(), "text2"),
            "seen": PlainLabel("", font(), "text2"),
        }
        self.body.setContentsMargins(15, 0, 15, 12)
        names = (tr("Entries in the log"), tr("Root of the tree"), tr("Log"), tr("Seen here"))
        for name, label in zip(names, self.values.values(), strict=True):
            row = QHBoxLayout()
            row.addWidget(PlainLabel(name, font(), "text2"))
            row.addStretch(1)
            row.addWidget(label)
            self.body.addLayout(row)
        self.notice = Notice("danger")
        self.body.addWidget(self.notice)
        self.copy = Button(tr("Copy the report for support"), icon="copy")
        self.copy.clicked.connect(self._copy)
        self.body.addWidget(self.copy)
        self.copy.hide()
        self.body.addWidget(self.proofs)

    def show_log(self, log: Witnessed) -> None:
        """Show a checkpoint."""
        root = log.checkpoint.root.hex()
        self.values["size"].set_text(count(log.checkpoint.size))
        self.values["root"].set_text(f"{root[:4]} {root[4:8]} … {root[-8:-4]} {root[-4:]}")
        self.values["origin"].set_text(log.checkpoint.origin.removeprefix("https://"))
        sighting, alarm = log.sighting, log.sighting.alarm if log.sighting is not None else None
        self.values["seen"].set_text(
            tr("%n checkpoint(s) since {day}", sighting.count).format(day=day(sighting.since)) if sighting else "—"
        )
        self.chip.set_text(*((tr("Alarm"), "danger", "octagon-alert") if alarm else _verified()))
        if alarm is not None:
            sentence, action = failure_words(alarm)
            self.notice.show_notice("danger", sentence, f"{action} ({alarm.code})")
        elif log.failure is not None:
            sentence, action = failure_words(log.failure)
            self.notice.show_notice("warning", sentence, f"{action} ({log.failure.code})")
        elif not log.kept:
            self.notice.show_notice("info", tr("Not kept between runs"), tr("Settings say why, and what helps."))
        else:
            self.notice.show_notice("info", "")
        self.copy.setVisible(alarm is not None)
        lines = [f"{alarm.code} {alarm.facts}", *log.sighting.evidence] if alarm and log.sighting else []
        self._report = "\n\n".join(lines)

    @Slot()
    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._report)
        self.toasted.emit(tr("Report copied"))


def _verified() -> tuple[str, str, str]:
    return tr("Verified"), "success", "shield-check"
