"""The payload in a rejection's card: the lines round the wrong one, or all of them."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cabinet.contract.states import Severity
from cabinet.ui.fonts import font
from cabinet.ui.language import tr
from cabinet.ui.pages.rejections.json_view import JsonView, Mark
from cabinet.ui.texts.findings import expectation
from cabinet.ui.widgets.button import Button, Kind
from cabinet.ui.widgets.plain_label import PlainLabel

if TYPE_CHECKING:
    from typing import Any

    from cabinet.contract.rejections import RejectionCard

__all__ = ["PanelPayload"]

_LINES, _LINES_OPEN = 9, 400


class PanelPayload(QWidget):
    """Its head, and :attr:`json`.

    Signals:
        copied(str): it was copied, in words.
    """

    copied = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._payload, self._whole, self._tall = "", False, False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._head = self._build_head()
        column.addLayout(self._head)
        self.json = JsonView()
        self.json.setAccessibleName(tr("Payload as it was sent"))
        column.addWidget(self.json, 1)

    def _build_head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(16, 4, 8, 4)
        row.addWidget(PlainLabel(tr("Payload as it was sent"), font(12, 600)))
        self._rule = PlainLabel("", font(12), "text3")
        row.addSpacing(8)
        row.addWidget(self._rule, 1)
        self._unfold = Button("", Kind.QUIET, "unfold-vertical", small=True)
        self._unfold.clicked.connect(self._toggle)
        row.addWidget(self._unfold)
        copy = Button("", Kind.QUIET, "copy", small=True)
        copy.setAccessibleName(tr("Copy the payload"))
        copy.setToolTip(tr("Copy the payload"))
        copy.clicked.connect(self._copy)
        row.addWidget(copy)
        return row

    def show_card(self, card: RejectionCard, value: dict[str, Any] | None) -> None:
        """Show what was sent; ``value`` is None where it could not be read."""
        rules = " · ".join(
            tr("rule {rule}, version {version}").format(rule=f.rule_id, version=f.rule_version)
            for f in card.findings[:1]
        )
        self._rule.set_text(tr("personal data masked") if card.withheld else rules)
        self._payload = base64.b64decode(card.payload).decode("utf-8", "replace")
        if value is None:
            self.json.show_raw(self._payload)
        else:
            marks = [
                Mark(f.pointer, expectation(f, card.suggestions)) for f in card.findings if f.severity is Severity.ERROR
            ]
            self.json.show_object(value, marks)
        self._lay_out()

    def set_tall(self, *, tall: bool) -> None:
        """Let the payload take whatever height is free; else it shows the lines round the wrong one."""
        if tall is not self._tall:
            self._tall = tall
            self._lay_out()

    def _lay_out(self) -> None:
        """Show the lines round the wrong one, or all of them."""
        if self._tall and not self._whole:
            self.json.take_height(_LINES)
        else:
            self.json.show_lines(_LINES_OPEN if self._whole else _LINES)
        self.setMaximumHeight(self._head.sizeHint().height() + self.json.maximumHeight())
        self._unfold.setVisible(self.json.line_count() > _LINES)
        self._unfold.show_icon("fold-vertical" if self._whole else "unfold-vertical")
        name = tr("Show only the wrong lines") if self._whole else tr("Show the whole payload")
        self._unfold.setAccessibleName(name)
        self._unfold.setToolTip(name)

    @Slot()
    def _toggle(self) -> None:
        self._whole = not self._whole
        self._lay_out()

    @Slot()
    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._payload)
        self.copied.emit(tr("Payload copied"))
