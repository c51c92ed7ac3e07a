"""By which rule an act changes its lines: what is suggested, one value, other values, or another time."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from cabinet.contract.errors import KnownError
from cabinet.desks.bulk.changes import CHANGEABLE, Change, MapValues, SetValue, ShiftTime, TakeSuggestions, read_value
from cabinet.ui.fonts import font
from cabinet.ui.language import tr
from cabinet.ui.texts.failures import failure_words
from cabinet.ui.texts.transactions import field_name
from cabinet.ui.widgets.combo import Combo
from cabinet.ui.widgets.field import Field

__all__ = ["RuleChoice"]

_TYPED_MS, _MAP_HEIGHT = 300, 76


class RuleChoice(QWidget):
    """What a rule cannot be read from is said below it, and changes nothing.

    Signals:
        chosen(object): another rule, a ``Change``.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        rules = [
            ("certain", tr("Take what is certain")), ("likely", tr("Take what is certain or likely")),
            ("set", tr("Set a field")), ("map", tr("Replace values of a field")), ("shift", tr("Move the time")),
        ]  # fmt: skip
        self.rule = Combo(tr("What to change"), rules, form=True)
        self.rule.currentIndexChanged.connect(self._switched)
        column.addWidget(Field(tr("What to change"), control=self.rule))
        self.field = Combo(tr("Field"), [(f.name, field_name(f.name)) for f in CHANGEABLE], form=True)
        self._field = Field(tr("Field"), control=self.field)
        self.value = Field(tr("Value"), tr("Sums in hryvnias."))
        self.pairs = QPlainTextEdit()
        self.pairs.setFont(font())
        self.pairs.setFixedHeight(_MAP_HEIGHT)
        self.pairs.setTabChangesFocus(True)
        self._pairs = Field(tr("Old = new, one pair a line"), control=self.pairs)
        self.minutes = Field(tr("Minutes, with a minus for earlier"))
        for widget in (self._field, self.value, self._pairs, self.minutes):
            column.addWidget(widget)
        self._typed = QTimer(self)
        self._typed.setSingleShot(True)
        self._typed.setInterval(_TYPED_MS)
        self._typed.timeout.connect(self._read)
        self.field.currentIndexChanged.connect(self._typed.start)
        self.value.edit.textChanged.connect(self._typed.start)
        self.pairs.textChanged.connect(self._typed.start)
        self.minutes.edit.textChanged.connect(self._typed.start)
        self._arrange()

    def take_likely(self, *, nothing: bool) -> bool:
        """Where nothing is certain, take what is likely, for a person to look at; tells whether the rule is another."""
        if not nothing or self.isHidden() or self.rule.key() != "certain":
            return False
        self.rule.setCurrentIndex(self.rule.findData("likely"))
        return True

    def _arrange(self) -> None:
        key = self.rule.key()
        self._field.setVisible(key in {"set", "map"})
        self.value.setVisible(key == "set")
        self._pairs.setVisible(key == "map")
        self.minutes.setVisible(key == "shift")

    @Slot()
    def _switched(self) -> None:
        self._arrange()
        if self.rule.key() in {"certain", "likely"}:
            self.chosen.emit(TakeSuggestions(likely=self.rule.key() == "likely"))
        else:
            self._typed.start()

    @Slot()
    def _read(self) -> None:
        below = {"set": self.value, "map": self._pairs, "shift": self.minutes}.get(self.rule.key())
        if below is None:
            return
        typed = self.pairs.toPlainText() if below is self._pairs else below.text()
        below.show_error("")
        if not typed.strip():
            return
        try:
            change = self._change(typed)
        except KnownError as error:
            below.show_error(failure_words(error)[0])
            return
        self.chosen.emit(change)

    def _change(self, typed: str) -> Change:
        name = self.field.key()
        if self.rule.key() == "shift":
            return ShiftTime.read(typed)
        return MapValues.read(name, typed) if self.rule.key() == "map" else SetValue(name, read_value(name, typed))
