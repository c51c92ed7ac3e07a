"""Write why a difference is as it is: kept on this computer under one's own name, and printed in the protocol."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from cabinet.ui.language import tr
from cabinet.ui.numbers import moment
from cabinet.ui.texts.reconciliation import kind_name
from cabinet.ui.widgets.button import Button, Kind
from cabinet.ui.widgets.dialog import Dialog
from cabinet.ui.widgets.facts_box import FactsBox
from cabinet.ui.widgets.field import Field
from cabinet.vault.justifications import LEAST_WORDS, MOST_WORDS

if TYPE_CHECKING:
    from cabinet.desks.reconciliation import ReconciliationDesk
    from cabinet.reconcile.differences import Difference

__all__ = ["JustifyDialog"]


class JustifyDialog(Dialog):
    """Names the difference and asks for the reason; one that is there already may be taken back."""

    def __init__(self, window: QWidget, desk: ReconciliationDesk, one: Difference) -> None:
        lead = tr("It stays a difference. The reason is kept on this computer and printed in the protocol.")
        super().__init__(window, tr("Justify the difference"), lead, tr("Save"))
        self._desk, self._one, self._day = desk, one, desk.day
        before = desk.justification_of(one)
        facts = FactsBox()
        facts.add(tr("Transaction"), one.operator_tx_id)
        facts.add(tr("What differs"), kind_name(one.kind.value))
        if before is not None:
            facts.add(tr("Written"), f"{before.by}, {moment(before.at)}")
        self.body.addWidget(facts)
        helping = tr("At least %n character(s); without players' data.", LEAST_WORDS)
        self.reason = Field(tr("Reason"), helping)
        self.reason.edit.setMaxLength(MOST_WORDS)
        self.reason.edit.setText(before.reason if before is not None else "")
        self.body.addWidget(self.reason)
        self.withdraw = Button(tr("Take back"), Kind.QUIET)
        self.withdraw.setVisible(before is not None)
        self.withdraw.clicked.connect(self._withdraw)
        self.foot.insertWidget(1, self.withdraw)
        desk.office.session_lost.connect(self.close_sheet)

    def first(self) -> QLineEdit:
        """Return where the keyboard begins."""
        return self.reason.edit

    def accepted(self) -> None:
        """Keep it, where it says something."""
        reason = " ".join(self.reason.text().split())
        long_enough = len(reason) >= LEAST_WORDS
        self.reason.show_error("" if long_enough else tr("The reason is too short."))
        if long_enough:
            self._desk.justify(self._day, self._one, reason)
            self.close_sheet()

    @Slot()
    def _withdraw(self) -> None:
        self._desk.justify(self._day, self._one, "")
        self.close_sheet()
