"""The rows of a finding: checks with ticks, facts of 32 with a line between, and technical ones folded away."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cabinet.ui.fonts import font, mono
from cabinet.ui.icons import draw_icon
from cabinet.ui.language import tr
from cabinet.ui.sizes import ICON, ROW
from cabinet.ui.theme_switch import theme
from cabinet.ui.widgets.button import Button, Kind
from cabinet.ui.widgets.card import Line
from cabinet.ui.widgets.painted import Painted
from cabinet.ui.widgets.plain_label import PlainLabel

if TYPE_CHECKING:
    from cabinet.evidence.told import Check

__all__ = ["CheckRow", "Checks", "Facts", "Folded"]

_NAME = 112
_MONO_FROM = 32
"""So many characters without a blank are an id or a digest."""


class CheckRow(Painted):
    """One check: its icon says how it went, and so does its accessible name."""

    def __init__(self, check: Check, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._passed = check.passed
        row = QHBoxLayout(self)
        row.setContentsMargins(27, 2, 0, 3)
        self.label = PlainLabel(check.words, wrap=True, selectable=True)
        said = tr("passed") if check.passed else tr("not known") if check.passed is None else tr("failed")
        self.label.setAccessibleName(f"{check.words}: {said}")
        row.addWidget(self.label)

    def paint(self, painter: QPainter) -> None:
        """Paint the icon."""
        now = theme()
        name, color = {
            True: ("check", now.success), False: ("octagon-x", now.danger), None: ("circle-dashed", now.warning),
        }[self._passed]  # fmt: skip
        draw_icon(painter, name, 0, 4, ICON, color)


class Checks(QWidget):
    """Some checks, one below the other."""

    def __init__(self, checks: Iterable[Check], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.rows = [CheckRow(check) for check in checks]
        for row in self.rows:
            column.addWidget(row)


class Facts(QWidget):
    """Names and values; a value may be marked and copied."""

    def __init__(self, facts: Iterable[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.values: dict[str, PlainLabel] = {}
        for name, value in facts:
            column.addWidget(Line())
            row = QHBoxLayout()
            row.setContentsMargins(0, 5, 0, 5)
            row.setSpacing(12)
            digest = len(value) >= _MONO_FROM and " " not in value
            shown = _breakable(value) if digest else value
            title = PlainLabel(name, role="text2", wrap=True)
            title.setFixedWidth(_NAME)
            label = PlainLabel(shown, mono() if digest else font(), wrap=True, selectable=True)
            label.setAccessibleName(f"{name}: {value}")
            row.addWidget(title, 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(label, 1, Qt.AlignmentFlag.AlignTop)
            holder = QWidget()
            holder.setLayout(row)
            holder.setMinimumHeight(ROW - 1)
            column.addWidget(holder)
            self.values[name] = label


class Folded(QWidget):
    """Facts behind a button that unfolds them."""

    def __init__(self, words: str, facts: Iterable[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self.button = Button(words, Kind.QUIET, "chevron-right", small=True)
        self.button.clicked.connect(self._turn)
        self.facts = Facts(facts)
        self.facts.hide()
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.facts)

    @Slot()
    def _turn(self) -> None:
        shown = self.facts.isHidden()
        self.facts.setVisible(shown)
        self.button.show_icon("chevron-down" if shown else "chevron-right")


def _breakable(value: str) -> str:
    """Return a digest in lines that fit any card; a copy of it has blanks where the lines end."""
    return " ".join(value[at : at + _MONO_FROM] for at in range(0, len(value), _MONO_FROM))
