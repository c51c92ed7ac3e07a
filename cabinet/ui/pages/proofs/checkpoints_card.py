"""Checkpoints that were seen here: since when, the newest of them, and, folded, what only a machine compares."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cabinet.ui.fonts import font
from cabinet.ui.language import tr
from cabinet.ui.numbers import count, day
from cabinet.ui.texts.proofs import when
from cabinet.ui.widgets.button import Button, Kind
from cabinet.ui.widgets.card import Card
from cabinet.ui.widgets.cell import Cell, Column
from cabinet.ui.widgets.facts_box import FactsBox
from cabinet.ui.widgets.plain_label import PlainLabel
from cabinet.ui.widgets.rows_model import RowsModel
from cabinet.ui.widgets.table_view import TableView

if TYPE_CHECKING:
    from datetime import datetime

    from cabinet.desks.proofs import Proofs
    from cabinet.vault.witness import Kept

__all__ = ["CheckpointsCard"]

_SHORT: Final = 6
_MOST: Final = 200
"""Checkpoints that are listed; all are kept and audited."""


class CheckpointsCard(Card):
    """Six of them, or many; the newest on top."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Checkpoints"), padding=0, parent=parent)
        self._data: Proofs | None = None
        self._now: datetime | None = None
        self._all = False
        self.more = Button(tr("All checkpoints"), Kind.QUIET, "chevron-right", small=True, trailing=True)
        self.more.clicked.connect(self._toggle_all)
        self.add_right(self.more)
        self.body.setSpacing(0)
        ends = QHBoxLayout()
        ends.setContentsMargins(15, 12, 15, 10)
        self.first = PlainLabel("", font(12), "text2")
        self.last = PlainLabel("", font(12), "text2")
        ends.addWidget(self.first)
        ends.addStretch(1)
        ends.addWidget(self.last)
        self.body.addLayout(ends)
        self.model = RowsModel([
            Column(tr("Last seen"), 132, stretch=True), Column(tr("Entries"), 110, right=True),
            Column(tr("First seen"), 132, fold=2), Column(tr("Compared by"), 110, fold=1), Column(tr("State"), 150),
        ])  # fmt: skip
        self.table = TableView(tr("Checkpoints"), self.model)
        self.body.addWidget(self.table)
        self.fold = Button(tr("Technical data: log, root, keys"), Kind.QUIET, "chevron-right", small=True)
        self.fold.clicked.connect(self._toggle_facts)
        foot = QHBoxLayout()
        foot.setContentsMargins(7, 6, 15, 8)
        foot.addWidget(self.fold)
        foot.addStretch(1)
        self.body.addLayout(foot)
        self.facts = FactsBox(framed=False)
        self.folded = QWidget()
        inset = QHBoxLayout(self.folded)
        inset.setContentsMargins(15, 0, 15, 14)
        inset.addWidget(self.facts)
        self.body.addWidget(self.folded)
        self.folded.hide()

    def show_checkpoints(self, data: Proofs, now: datetime) -> None:
        """Show what was seen."""
        self._data, self._now = data, now
        kept = data.checkpoints
        self.meta.set_text(tr("%n checkpoint(s) seen here", len(kept)))
        if kept:
            first = min(one.first_seen for one in kept)
            self.first.set_text(tr("first seen {day}").format(day=day(first)))
            self.last.set_text(tr("last seen {time}").format(time=when(max(one.last_seen for one in kept), now)))
        self.first.setVisible(bool(kept))
        self.last.setVisible(bool(kept))
        self.more.setVisible(len(kept) > _SHORT)
        self.more.set_text(tr("Only the newest") if self._all else tr("All checkpoints"))
        accused = {note for alarm in data.alarms if alarm.closed_at is None for note in alarm.evidence}
        rows = [_row(one, accused, now) for one in kept[: _MOST if self._all else _SHORT]]
        self.model.show(rows)
        self.table.fit()
        self.table.setVisible(bool(rows))
        if not self.folded.isHidden():
            self._fill_facts(data)

    @Slot()
    def _toggle_all(self) -> None:
        self._all = not self._all
        if self._data is not None and self._now is not None:
            self.show_checkpoints(self._data, self._now)

    @Slot()
    def _toggle_facts(self) -> None:
        self.folded.setVisible(self.folded.isHidden())
        if self._data is not None and not self.folded.isHidden():
            self._fill_facts(self._data)

    def _fill_facts(self, data: Proofs) -> None:
        self.facts.clear()
        newest = data.log.checkpoint
        self.facts.add_id(tr("Log"), newest.origin)
        self.facts.add_id(tr("Root of the tree"), newest.root.hex())
        signer = next((one.signer for one in data.checkpoints if one.root == newest.root), "")
        if signer:
            self.facts.add_id(tr("Key of the log"), signer)
        if data.witness:
            self.facts.add_id(tr("Key of this witness"), data.witness)


def _row(one: Kept, accused: set[str], now: datetime) -> list[Cell]:
    if one.note in accused:
        chip: tuple[str, str, str | None] = (tr("contradicts"), "danger", "octagon-alert")
    elif one.proved:
        chip = (tr("only appended"), "success", "check")
    else:
        chip = (tr("not proved yet"), "neutral", None)
    return [
        Cell(when(one.last_seen, now), weight=500), Cell(count(one.size)), Cell(when(one.first_seen, now)),
        Cell(tr("this computer") if one.proved else "—"), Cell(chip=chip),
    ]  # fmt: skip
