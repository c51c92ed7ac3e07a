"""An id to compare and to copy.

A digest stands in fixed groups of four on two lines; anything else on one line, whole or with its middle left out.
"""

# ruff: noqa: N802  Qt's own handlers keep Qt's names

from __future__ import annotations

import re

from PySide6.QtCore import QRectF, QSize, Qt, Slot
from PySide6.QtGui import QGuiApplication, QPainter
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from cabinet.ui.fonts import mono
from cabinet.ui.language import tr
from cabinet.ui.paint import advance, text
from cabinet.ui.theme_switch import theme
from cabinet.ui.widgets.button import Button, Kind
from cabinet.ui.widgets.painted import Painted
from cabinet.ui.widgets.plain_label import plain

__all__ = ["IdLabel", "id_lines"]

_DIGEST = re.compile(r"(?P<prefix>[a-z]+-)?(?P<digest>[0-9a-fA-F]{64})")
_GROUP, _ON_A_LINE, _LINE, _LEAST, _COPY = 4, 8, 18, 120, 24


def id_lines(words: str) -> tuple[str, ...]:
    """Return an id as the lines that are shown: two of a key's id or a SHA-256, else one."""
    found = _DIGEST.fullmatch(words.replace(" ", ""))
    if found is None:
        return (words,)
    digest, prefix = found["digest"], found["prefix"] or ""
    groups = [digest[at : at + _GROUP] for at in range(0, len(digest), _GROUP)]
    return (
        prefix + " ".join(groups[:_ON_A_LINE]),
        " " * len(prefix) + " ".join(groups[_ON_A_LINE:]),
    )


class _Lines(Painted):
    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines = id_lines(words)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        if len(self.lines) == 1:
            self.setToolTip(words)

    def sizeHint(self) -> QSize:
        wide = max(advance(line, mono()) for line in self.lines)
        return QSize(round(wide + 1), _LINE * len(self.lines))

    def minimumSizeHint(self) -> QSize:
        """Only a line of its own may be cut, in its middle; groups never are."""
        hint = self.sizeHint()
        return hint if len(self.lines) > 1 else QSize(min(hint.width(), _LEAST), hint.height())

    def paint(self, painter: QPainter) -> None:
        for index, line in enumerate(self.lines):
            place = QRectF(0, index * _LINE, self.width(), _LINE)
            text(painter, place, line, mono(), theme().text, mode=Qt.TextElideMode.ElideMiddle)


class _Copy(Button):
    """As high as the line it stands beside."""

    def sizeHint(self) -> QSize:
        return QSize(_COPY, _LINE)


class IdLabel(QWidget):
    """The id, and a button that copies it whole."""

    def __init__(self, words: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = plain(words)
        self.setAccessibleName(f"{name}: {self.words}")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        self.lines = _Lines(self.words)
        self.copy = _Copy("", Kind.QUIET, "copy", small=True)
        self.copy.setAccessibleName(tr("Copy {name}").format(name=name))
        self.copy.clicked.connect(self._copy)
        row.addWidget(self.lines)
        row.addWidget(self.copy, 0, Qt.AlignmentFlag.AlignTop)
        row.addStretch(1)

    @Slot()
    def _copy(self) -> None:
        whole = len(self.lines.lines) > 1
        QGuiApplication.clipboard().setText(self.words.replace(" ", "") if whole else self.words)
        self.copy.show_icon("check")
