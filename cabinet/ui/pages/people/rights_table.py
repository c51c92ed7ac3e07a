"""Who may do what: every right by every role, as the contract's table has it (§3); one's own role stands out."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from cabinet.contract.rights import GRANTABLE, ROLE_RIGHTS, Right, Role
from cabinet.ui.fonts import font
from cabinet.ui.language import tr
from cabinet.ui.paint import advance
from cabinet.ui.texts.people import right, role
from cabinet.ui.widgets.card import Card
from cabinet.ui.widgets.cell import Cell, Column
from cabinet.ui.widgets.rows_model import RowsModel
from cabinet.ui.widgets.table_view import TableView

__all__ = ["RightsTable"]

_SIGNED = {Right.CREDENTIALS_POWER, Right.PEOPLE_WRITE, Right.CORRECT_ACCEPTED}
"""Rights whose acts are signed one by one, where the perimeter asks for it."""
_ROLES = (Role.HEAD, Role.AUTHORISED, Role.COMPLIANCE, Role.IT, Role.AUDITOR)
_RIGHT, _PADDINGS, _LAST = 190, 17, 8


class RightsTable(Card):
    """A card with the whole matrix."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Rights by role"), padding=0, parent=parent)
        self.body.setContentsMargins(0, 0, 0, 6)
        columns = [Column(tr("Right"), _RIGHT, stretch=True), *(Column(_short(r), _room(r)) for r in _ROLES)]
        self._model = RowsModel(columns)
        self._table = TableView(tr("Rights by role"), self._model)
        self.body.addWidget(self._table)
        self.show_role(None)

    def show_role(self, own: Role | None) -> None:
        """Show the matrix; the role of whoever looks is in bold."""
        self.meta.set_text(tr("“signed”: each act is signed with the PIN") if own is not None else "")
        self._model.show([[Cell(right(r)), *(_cell(r, of, own) for of in _ROLES)] for r in Right])
        self._table.fit()


def _room(of: Role) -> int:
    """Return the room that a role's column needs: for its name, and for the longest of what stands below it."""
    said = (tr("signed"), tr("if granted"))
    widest = max(advance(_short(of), font(12, 500)), *(advance(words, font(13, 600)) for words in said))
    return round(widest) + _PADDINGS + (_LAST if of is _ROLES[-1] else 0)


def _short(of: Role) -> str:
    """Return a role's name as it fits over a column."""
    return tr("Authorised") if of is Role.AUTHORISED else role(of)


def _cell(of: Right, whose: Role, own: Role | None) -> Cell:
    weight = 600 if whose is own else 400
    if of in ROLE_RIGHTS[whose]:
        return Cell(tr("signed") if of in _SIGNED else tr("yes"), weight=weight)
    if of in GRANTABLE.get(whose, frozenset()):
        return Cell(tr("if granted"), role="text2", weight=weight)
    return Cell("—", role="text3", weight=weight)
