"""A field that is wrong: what was sent, an arrow, what will be; who proposes it and why, or what is still wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRectF, Signal, Slot
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from cabinet.contract.transaction import OCCURRED_AT
from cabinet.desks.correction_draft import OpenField, same
from cabinet.ui.fonts import font, mono
from cabinet.ui.icons import draw_icon
from cabinet.ui.language import tr
from cabinet.ui.pages.rejections.correct.field_edit import FieldEdit
from cabinet.ui.pages.rejections.correct.values import (
    as_text,
    choices,
    edited_text,
    is_list,
    is_sum,
    label_of,
    line_value,
    list_words,
    value_words,
)
from cabinet.ui.paint import frame, text
from cabinet.ui.sizes import CONTROL, ICON, RADIUS_CONTROL
from cabinet.ui.texts.findings import proposal_words, why
from cabinet.ui.theme_switch import theme
from cabinet.ui.widgets.button import Button, Kind
from cabinet.ui.widgets.chip import Chip
from cabinet.ui.widgets.combo import Combo
from cabinet.ui.widgets.painted import Painted
from cabinet.ui.widgets.plain_label import PlainLabel, plain

if TYPE_CHECKING:
    from cabinet.contract.registry import Dictionary, OperatorRecord
    from cabinet.contract.suggestions import Suggestion

__all__ = ["OpenFieldBlock"]

_WAS, _ARROW = 176, 40


class _Was(Painted):
    """What was sent, struck through; a field that was not there is told in words."""

    def __init__(self, words: str, *, there: bool) -> None:
        super().__init__()
        self._words, self._there = words, there
        self.setFixedSize(_WAS + _ARROW, CONTROL)
        self.setAccessibleName(f"{tr('was')}: {words}")
        self.setToolTip(words)

    def paint(self, painter: QPainter) -> None:
        now = theme()
        frame(painter, QRectF(0, 0, _WAS, CONTROL), RADIUS_CONTROL, now.danger_s, now.danger_b)
        used = text(painter, QRectF(12, 0, _WAS, CONTROL), tr("was"), font(12), now.danger)
        face = QFont(mono(12, 500))
        face.setStrikeOut(self._there)
        room = QRectF(12 + used + 8, 0, _WAS - used - 32, CONTROL)
        text(painter, room, self._words, face, now.danger, "r", elastic=True)
        draw_icon(painter, "arrow-right", _WAS + (_ARROW - ICON) / 2, (CONTROL - ICON) / 2, ICON, now.text2)


class OpenFieldBlock(QWidget):
    """One of :class:`OpenField`; :meth:`value` is what stands in it.

    Signals:
        edited(): the value is another one.
        entered(): Enter, and there was nothing to take: the keyboard goes on.
    """

    edited = Signal()
    entered = Signal()

    def __init__(self, field: OpenField, record: OperatorRecord | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self._record = record
        self._untouched = True
        name = label_of(field.name)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        head = QHBoxLayout()
        self.label = PlainLabel(name, font(13, 600))
        self.label.setToolTip(plain(field.name))
        self.chip = Chip()
        head.addWidget(self.label)
        head.addStretch(1)
        head.addWidget(self.chip)
        column.addLayout(head)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(_Was(self._before(), there=field.before is not None))
        self.control = self._build(name)
        self.label.setBuddy(self.control)
        row.addWidget(self.control, 1)
        column.addLayout(row)
        self._below = PlainLabel("", font(12), "text2", wrap=True)
        column.addWidget(self._below)
        self._offers = QHBoxLayout()
        self._offers.setSpacing(8)
        column.addLayout(self._offers)
        self.offers: list[Button] = []
        for one in self._beside():
            button = Button(tr("Put in {value}").format(value=proposal_words(one)), Kind.QUIET, small=True)
            button.clicked.connect(lambda _=False, taken=one: self.take(taken))
            self.offers.append(button)
            self._offers.addWidget(button)
        self._offers.addStretch(1)
        self.show_error("")

    def _before(self) -> str:
        """Return what was wrong: the name, if that was, else the value; a moment with its offset, as it was sent."""
        field = self.field
        if field.sent_as != field.name:
            return plain(field.sent_as)
        return as_text(field.before) if field.name == OCCURRED_AT.name else value_words(field.name, field.before)

    def _build(self, name: str) -> FieldEdit | Combo:
        field = self.field
        if is_list(field.name):
            words = list_words(field.name)
            known = any(value == field.now for value, _ in words)
            combo = Combo(name, words if known else [("", tr("choose")), *words], form=True)
            combo.set_key(str(field.now) if known else "")
            combo.currentIndexChanged.connect(self._changed)
            return combo
        edit = FieldEdit(name, unit=tr("UAH") if is_sum(field.name) else "")
        edit.setText(edited_text(field.name, field.now))
        self._shown = edit.text()
        edit.offer(choices(field.name, str(field.before or ""), field.proposed, self._record, None))
        edit.textEdited.connect(self._changed)
        edit.chosen.connect(self._changed)
        edit.entered.connect(self._entered)
        return edit

    def know_games(self, games: Dictionary) -> None:
        """Offer the dictionary's entries, once it is here."""
        if isinstance(self.control, FieldEdit):
            field = self.field
            self.control.offer(choices(field.name, str(field.before or ""), field.proposed, self._record, games))

    def value(self) -> Any:
        """Return the value as it should stand in the line; None for a field to be left out.

        What nobody has touched stays as it is, also where its text would be read otherwise.
        """
        if self._untouched:
            return self.field.now
        if isinstance(self.control, Combo):
            return self.control.key() or self.field.now
        return line_value(self.field.name, self.control.text())

    def set_value(self, value: Any) -> None:
        """Put a value in, as if it had been typed."""
        if isinstance(self.control, Combo):
            if self.control.findData(value) >= 0:
                self.control.set_key(str(value))
        else:
            self.control.setText(edited_text(self.field.name, value))
        self._changed()

    def take(self, one: Suggestion) -> None:
        """Take a proposal."""
        self.set_value(one.value)
        self.control.setFocus()

    def start(self) -> None:
        """Take the keyboard, with the text marked so that typing replaces it."""
        self.control.setFocus()
        if isinstance(self.control, QLineEdit):
            self.control.selectAll()

    def show_error(self, sentence: str) -> None:
        """Say what is wrong with the value now; else why it is proposed."""
        taken = next((s for s in self.field.proposed if same(s.value, self.value())), None)
        said = taken or next(iter(self.field.proposed), None) or self.field.renamed
        self._below.set_text(sentence or (_capital(why(said)) if said is not None else ""))
        self._below.set_role("danger" if sentence else "text2")
        self._below.setVisible(bool(self._below.text()))
        self.control.setAccessibleDescription(self._below.text())
        if bool(self.control.property("wrong")) != bool(sentence):
            self.control.setProperty("wrong", bool(sentence))
            self.control.style().unpolish(self.control)
            self.control.style().polish(self.control)
        self._show_chip(said, taken=said is not None and said in (taken, self.field.renamed))

    def _show_chip(self, said: Suggestion | None, *, taken: bool) -> None:
        self.chip.setVisible(said is not None)
        if said is None:
            return
        word = tr("certain proposal") if said.certain else tr("likely proposal")
        self.chip.set_text(word, "success" if said.certain else "info", "check" if taken else "info")

    def _beside(self) -> list[Suggestion]:
        """Return the proposals that are not in the field already."""
        return [s for s in self.field.proposed if not same(s.value, self.field.now)]

    @Slot()
    def _changed(self) -> None:
        self._untouched = False
        self.show_error("")
        self.edited.emit()

    @Slot()
    def _entered(self) -> None:
        first = next(iter(self.field.proposed), None)
        if self._untouched and first is not None and not same(first.value, self.value()):
            self.take(first)
        else:
            self.entered.emit()


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:] + ("" if words.endswith(".") else ".")
