"""For which company: asked of a person whose certificate names none."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from cabinet.contract.tax_ids import edrpou_valid
from cabinet.desks.session import SessionDesk
from cabinet.ui.language import tr
from cabinet.ui.widgets.dialog import Dialog
from cabinet.ui.widgets.facts_box import FactsBox
from cabinet.ui.widgets.field import Field

__all__ = ["CompanyDialog"]

_DIGITS = 8


class CompanyDialog(Dialog):
    """Takes a company's code with its check digit; the server knows whether the person heads that company."""

    def __init__(self, window: QWidget, desk: SessionDesk) -> None:
        lead = tr("This certificate is personal: it names no company. Only the head of a company may log in with it.")
        super().__init__(window, tr("For which company?"), lead, tr("Go on"))
        self._desk = desk
        candidate = desk.candidate()
        facts = FactsBox()
        facts.add(tr("Signs"), candidate.name if candidate is not None else "—")
        self.body.addWidget(facts)
        self.code = Field(tr("EDRPOU code of the company"), tr("Eight digits."))
        self.code.edit.setMaxLength(_DIGITS)
        self.code.edit.setText(desk.last_company())
        self.code.edit.textChanged.connect(self._update)
        self.body.addWidget(self.code)
        self._update()

    def accepted(self) -> None:
        """Go on with this company."""
        code = self.code.edit.text()
        self.close_sheet()
        self._desk.begin(code)

    @Slot()
    def _update(self) -> None:
        typed = self.code.edit.text()
        wrong = len(typed) == _DIGITS and not edrpou_valid(typed)
        self.code.show_error(tr("There is no such code: the check digit does not fit.") if wrong else "")
        self.accept.setEnabled(edrpou_valid(typed))
