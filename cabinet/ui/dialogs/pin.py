"""The PIN: who signs, for whom, on which server, with which token; how many tries are left, as far as tokens tell."""

# ruff: noqa: D102, N802  Qt's own handlers keep Qt's names

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, QTimer, Slot
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QLineEdit, QWidget

from cabinet.desks.keys.candidates import Candidate
from cabinet.desks.login.ladder import LoginPhase
from cabinet.ui.fonts import font, mono
from cabinet.ui.icons import draw_icon
from cabinet.ui.language import tr
from cabinet.ui.paint import frame, text
from cabinet.ui.sizes import ICON
from cabinet.ui.texts.failures import failure_words
from cabinet.ui.texts.login import file_key_level, perimeter_kind
from cabinet.ui.texts.signing import Wording, login_wording
from cabinet.ui.theme_switch import theme
from cabinet.ui.widgets.button import Button, Kind
from cabinet.ui.widgets.checkbox import CheckBox
from cabinet.ui.widgets.dialog import Dialog
from cabinet.ui.widgets.facts_box import FactsBox
from cabinet.ui.widgets.field import Field
from cabinet.ui.widgets.notice import Notice
from cabinet.ui.widgets.painted import Painted

if TYPE_CHECKING:
    from cabinet.lanes.lane import Failure
    from cabinet.profile.profiles import ProfileGlance

__all__ = ["PinDialog", "Signing"]

_SECOND_MS = 1_000
_STEPS = ("plenty", "low", "final")


class Signing(Protocol):
    """A desk that wants a PIN: the log-in's, or the one that signs acts."""

    phase: LoginPhase
    pin_failure: Failure | None
    changed: Any

    @property
    def profile(self) -> ProfileGlance | None:
        """Return the perimeter that it is signed for."""
        ...

    def candidate(self) -> Candidate | None:
        """Return the certificate that signs."""
        ...

    def company(self) -> str:
        """Return the code of the company that it is signed for."""
        ...

    def seconds_left(self) -> int:
        """Return how long the server still waits."""
        ...

    def statement_text(self) -> str:
        """Return the exact text that is to be signed."""
        ...

    def give_pin(self, pin: str | None, *, last_try: bool = False) -> None:
        """Sign; ``last_try``: the person knows that it is the last."""
        ...

    def cancel(self) -> None:
        """Sign nothing."""
        ...


class _Tries(Painted):
    """Three steps of which one is lit: enough, few, last."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(30)
        self.step = "plenty"

    def show_step(self, step: str) -> None:
        self.step = step
        self.setAccessibleName(_step_words(step))
        self.update()

    def paint(self, painter: QPainter) -> None:
        now = theme()
        cell = (self.width() + 8) / 3
        tones = {"plenty": now.success, "low": now.warning, "final": now.danger}
        for index, step in enumerate(_STEPS):
            left, on = index * cell, step == self.step
            tone = tones[step]
            frame(painter, QRectF(left, 0, cell - 8, 6), 3, tone if on else None, None if on else now.border2)
            indent = 0.0
            if on and step != "plenty":
                draw_icon(painter, "triangle-alert", left, 13, 12, tone)
                indent = 16.0
            words = QRectF(left + indent, 10, cell - 8 - indent, 18)
            text(painter, words, _step_words(step), font(12, 500 if on else 400), tone if on else now.text3)


def _step_words(step: str) -> str:
    return {"low": tr("Few tries"), "final": tr("Last try")}.get(step, tr("Enough tries"))


class _Countdown(Painted):
    """How long the server's challenge still lives."""

    def __init__(self, desk: Signing) -> None:
        super().__init__()
        self._desk = desk
        self.setMinimumWidth(180)
        self.setFixedHeight(32)
        self._timer = QTimer(self)
        self._timer.setInterval(_SECOND_MS)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    @Slot()
    def _tick(self) -> None:
        self.update()

    def paint(self, painter: QPainter) -> None:
        minutes, seconds = divmod(self._desk.seconds_left(), 60)
        draw_icon(painter, "hourglass", 0, 8, ICON, theme().text2)
        words = tr("Request valid for {time}").format(time=f"{minutes}:{seconds:02d}")
        text(painter, QRectF(24, 0, self.width() - 24, 32), words, font(), theme().text2)


class PinDialog(Dialog):
    """Hands the PIN to the desk and forgets it; stays open while a wrong one may be tried again."""

    def __init__(self, window: QWidget, desk: Signing, demo_pin: str = "", wording: Wording | None = None) -> None:
        self._wording = wording or login_wording()
        super().__init__(window, self._wording.title, self._wording.lead, self._wording.accept)
        self._desk = self.asker = desk
        self._shown_failure: Failure | None = None
        self.candidate = desk.candidate()
        from_file = self.candidate is not None and self.candidate.from_file
        facts = FactsBox()
        if self._wording.act:
            facts.add(tr("Act"), self._wording.act, font(13, 600))
        if self.candidate is not None:
            facts.add(tr("Signs"), self.candidate.name, font(13, 400 if self._wording.act else 600))
            company = f"{tr('EDRPOU')} {desk.company()}"
            named = self.candidate.organisation
            facts.add(tr("For the company"), f"{named}, {company}" if named else company)
        if desk.profile is not None:
            address = desk.profile.audience.removeprefix("https://")
            facts.add(tr("On the server"), f"{address}, {perimeter_kind(desk.profile)}")
        if self.candidate is not None:
            serial = f", № {self.candidate.serial}" if self.candidate.serial else ""
            facts.add(tr("File") if from_file else tr("Token"), self.candidate.source + serial)
            if from_file:
                facts.add(tr("Signature"), file_key_level())
        self.body.addWidget(facts)
        self._notice = Notice()
        self.body.addWidget(self._notice)
        self._tries = _Tries()
        self._tries.setVisible(not from_file)
        self.body.addWidget(self._tries)
        self.pin = Field(tr("Password") if from_file else tr("PIN"))
        self.pin.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.pin.edit.setFont(mono(14))
        hints = Qt.InputMethodHint
        self.pin.edit.setInputMethodHints(hints.ImhSensitiveData | hints.ImhNoPredictiveText)
        self.pin.edit.installEventFilter(self)
        self.body.addWidget(self.pin)
        self._tick = CheckBox(tr("I know: after one more wrong PIN the token is locked"))
        self._tick.toggled.connect(self._update)
        self.body.addWidget(self._tick)
        if demo_pin:
            said = Notice("info", tr("Demo: the PIN of the test tokens is {pin}").format(pin=demo_pin))
            self.body.addWidget(said)
        self.foot.insertWidget(0, _Countdown(desk))
        self.whole = Button(tr("Whole text"), Kind.QUIET, "file-text", small=True)
        self.whole.clicked.connect(self._show_statement)
        self.whole.setVisible(bool(self._wording.act))
        self.body.addWidget(self.whole, 0, Qt.AlignmentFlag.AlignLeft)
        self._limits = (4, 32) if self.candidate is None else (self.candidate.min_pin, self.candidate.max_pin)
        if from_file:
            self._limits = (1, 64)
        self.pin.edit.setMaxLength(self._limits[1])
        self.pin.edit.textChanged.connect(self._update)
        desk.changed.connect(self._followed)
        self._show()

    def accepted(self) -> None:
        """Hand the PIN over."""
        typed = self.pin.edit.text()
        self.pin.edit.clear()
        self.accept.set_text(tr("Signing…"), busy=True)
        last = self._tries.step == "final" and self._tick.isChecked()
        pad = self.candidate is not None and self.candidate.pin_pad
        self._desk.give_pin(None if pad else typed, last_try=last)

    @Slot()
    def _show_statement(self) -> None:
        from cabinet.ui.dialogs.statement import StatementDialog

        self.statement = StatementDialog(self._over, self._desk.statement_text())
        self.statement.open(self.statement.accept)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.pin.edit and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            self._hint(event)
        return super().eventFilter(watched, event)

    def _hint(self, event: QKeyEvent) -> None:
        letter = event.text()
        if letter.isalpha():
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            foreign = not letter.isascii()
            if foreign:
                self.pin.below.set_text(tr("The keyboard layout is not Latin."))
            elif letter.isupper() != shift:
                self.pin.below.set_text(tr("Caps Lock is on."))

    @Slot()
    def _update(self) -> None:
        length = len(self.pin.edit.text())
        pad = self.candidate is not None and self.candidate.pin_pad
        ticked = self._tries.step != "final" or self._tick.isChecked()
        self.accept.setEnabled((pad or length >= self._limits[0]) and ticked)

    @Slot()
    def _followed(self) -> None:
        if self._desk.phase is LoginPhase.PIN:
            self._show()
        elif self._desk.phase not in {LoginPhase.SIGNING, LoginPhase.ASKING}:
            self.close_sheet()

    def _show(self) -> None:
        self.candidate = self._desk.candidate() or self.candidate
        state = self.candidate.pin_state if self.candidate is not None else "plenty"
        self._tries.show_step(state if state in _STEPS else "plenty")
        self._tick.setVisible(state == "final")
        pad = self.candidate is not None and self.candidate.pin_pad
        self.pin.setVisible(not pad)
        low, high = self._limits
        helping = tr("From {low} to {high} characters. It is not kept and does not leave this computer.")
        self.pin.below.set_text(helping.format(low=low, high=high))
        self.pin.below.setVisible(True)
        failure = self._desk.pin_failure
        if failure is not None:
            sentence, action = failure_words(failure)
            self._notice.show_notice("danger" if state == "final" else "warning", sentence, action)
        elif pad:
            self._notice.show_notice("info", tr("Enter the PIN on the reader."))
        elif state == "low":
            warning = tr("A wrong PIN has been entered before. When tries run out, only the issuer unlocks the token.")
            self._notice.show_notice("warning", tr("Few tries are left"), warning)
        elif state == "final":
            warning = tr("One more wrong PIN locks the token for good. If you are not sure, cancel.")
            self._notice.show_notice("danger", tr("The last try"), warning)
        self.accept.set_text(self._wording.accept)
        self._update()
        if failure is not self._shown_failure:
            # Only what is new calls the keyboard back to the field: tokens are looked at every second.
            self._shown_failure = failure
            self.pin.edit.setFocus()
        self.place()

    @Slot()
    def close_sheet(self) -> None:
        """Go away; a log-in that waits for the PIN is given up."""
        self.pin.edit.clear()
        if self._desk.phase in {LoginPhase.PIN, LoginPhase.SIGNING} and self.isVisible():
            self._desk.cancel()
        super().close_sheet()
