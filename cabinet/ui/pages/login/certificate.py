"""A certificate decoded: whose, what for, by whom; and why it cannot log in, where it cannot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from cabinet.contract.catalogue import words as named
from cabinet.desks.keys.candidates import Candidate
from cabinet.ui.fonts import font, mono
from cabinet.ui.language import tr
from cabinet.ui.texts.failures import problem_words, words
from cabinet.ui.widgets.button import Button, Kind
from cabinet.ui.widgets.dialog import Dialog
from cabinet.ui.widgets.facts_box import FactsBox
from cabinet.ui.widgets.notice import Notice

if TYPE_CHECKING:
    from cabinet.qes.certificate_view import Row

__all__ = ["CertificateDialog"]

_WIDTH, _HEIGHT, _LEAST, _AROUND, _HALF = 640, 400, 160, 290, 32
_EXACT = {"serial", "sha256", "ekus", "policies", "crl", "ocsp"}


class CertificateDialog(Dialog):
    """Read-only; what it shows can be copied."""

    def __init__(self, window: QWidget, candidate: Candidate, rows: tuple[Row, ...]) -> None:
        super().__init__(window, candidate.name, "", tr("Close"), width=_WIDTH)
        self.cancel.hide()
        if candidate.code:
            facts = {"until": candidate.not_after.date().isoformat(), "since": candidate.not_before.date().isoformat()}
            sentence, action = problem_words(candidate.code, facts)
            self.body.addWidget(Notice("warning", sentence, f"{action}\n{candidate.code}"))
        shown = [(_name(row), _values(row), row.name in _EXACT) for row in rows]
        self._text = "\n".join(f"{name}: {value.replace(chr(10), ' ')}" for name, value, _ in shown)
        box = FactsBox(framed=False)
        box.setObjectName("canvas")
        for name, value, exact in shown:
            box.add(name, value, mono() if exact else font())
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFixedHeight(max(_LEAST, min(_HEIGHT, window.height() - _AROUND)))
        area.setAccessibleName(tr("Certificate"))
        area.setWidget(box)
        self.body.addWidget(area)
        copy = Button(tr("Copy"), Kind.QUIET, "copy")
        copy.clicked.connect(self._copy)
        self.foot.insertWidget(0, copy)

    def accepted(self) -> None:
        """Close."""
        self.close_sheet()

    @Slot()
    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._text)


def _name(row: Row) -> str:
    return words(named("certificate")[row.name])


def _values(row: Row) -> str:
    known = named("certificate")
    if row.worded:
        return ", ".join(words(known[value]) for value in row.values)
    value = "\n".join(row.values)
    if row.name == "sha256":
        value = f"{value[:_HALF]}\n{value[_HALF:]}"
    return f"{value} · {words(known[row.note])}" if row.note else value
