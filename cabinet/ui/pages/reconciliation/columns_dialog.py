"""The dialog of columns: what each column of the platform's table is read into, found, shown, and chosen anew."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from cabinet.dayfile.columns import IGNORED, READ_INTO
from cabinet.desks.reconciliation import ReconciliationDesk
from cabinet.ui.language import tr
from cabinet.ui.texts.transactions import field_name
from cabinet.ui.widgets.combo import Combo
from cabinet.ui.widgets.dialog import Dialog
from cabinet.ui.widgets.field import Field

__all__ = ["ColumnsDialog"]

_WIDTH, _HIGH = 520, 360


class ColumnsDialog(Dialog):
    """A choice for each column; accepting compares anew, and they are remembered for the platform."""

    def __init__(self, window: QWidget, desk: ReconciliationDesk, columns: Mapping[str, str]) -> None:
        lead = tr("Each column of the table is read into a field. What is chosen is remembered for the platform.")
        super().__init__(window, tr("Columns"), lead, tr("Compare again"), width=_WIDTH)
        self._desk = desk
        self.choices: dict[str, Combo] = {}
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 12, 0)
        column.setSpacing(8)
        fields = [(IGNORED, tr("not read")), *((name, _said(name)) for name in READ_INTO)]
        for name, into in columns.items():
            combo = Combo(name, fields, form=True)
            combo.set_key(into)
            self.choices[name] = combo
            column.addWidget(Field(name, control=combo))
        column.addStretch(1)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setFixedHeight(_HIGH)
        area.setWidget(inner)
        self.body.addWidget(area)

    def accepted(self) -> None:
        """Compare anew with what is chosen."""
        self._desk.choose_columns({name: combo.key() for name, combo in self.choices.items()})
        self.close_sheet()


def _said(name: str) -> str:
    label = field_name(name)
    return name if label == name else f"{label} · {name}"
