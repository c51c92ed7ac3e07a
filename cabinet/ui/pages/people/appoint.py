"""Appoint a person: whom, as what, with which further rights, until when. The head's signature follows."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cabinet.contract.moment import KYIV, kyiv_day, parse_day
from cabinet.contract.rights import GRANTABLE, Right, Role
from cabinet.desks.people import Appointment, PeopleDesk, check
from cabinet.ui.language import tr
from cabinet.ui.texts.failures import failure_words
from cabinet.ui.texts.people import right, role
from cabinet.ui.widgets.checkbox import CheckBox
from cabinet.ui.widgets.combo import Combo
from cabinet.ui.widgets.day_field import DayField
from cabinet.ui.widgets.dialog import Dialog
from cabinet.ui.widgets.field import Field
from cabinet.ui.widgets.notice import Notice
from cabinet.ui.widgets.plain_label import PlainLabel

if TYPE_CHECKING:
    from cabinet.contract.people import Member
    from cabinet.lanes.lane import Failure

__all__ = ["AppointDialog", "last_moment"]

_ROLES = (Role.AUTHORISED, Role.COMPLIANCE, Role.IT, Role.AUDITOR)
_YEAR = timedelta(days=365)


def last_moment(words: str) -> datetime | None:
    """Return the last second of a day of Kyiv written ``14.10.2027``, or None when it is no day."""
    try:
        return datetime.combine(parse_day(words), time(23, 59, 59), KYIV)
    except ValueError:
        return None


class AppointDialog(Dialog):
    """Checks what can be checked before the PIN is asked; stays open when the perimeter refuses."""

    def __init__(self, window: QWidget, desk: PeopleDesk) -> None:
        lead = tr("You will sign a mandate with your token. It is kept, and it can be ended at any moment.")
        super().__init__(window, tr("Appoint a person"), lead, tr("Go on to the signature"), width=560)
        self._desk = desk
        self.name = Field(tr("Full name"), tr("As in the person's certificate."))
        self.name.edit.setMaxLength(120)
        self.rnokpp = Field(tr("Tax number"), tr("Ten digits. The person logs in with a QES that carries it."))
        self.rnokpp.edit.setMaxLength(10)
        self.role = Combo(tr("Role"), [(r.value, role(r)) for r in _ROLES], form=True)
        self.role.set_key(Role.COMPLIANCE.value)
        self.role.currentIndexChanged.connect(self._show_rights)
        today = kyiv_day(desk.office.clock.now())
        helping = tr("Day.month.year, three years at most. Kyiv time, the day included.")
        self.until = DayField(tr("Until"), helping, lambda: kyiv_day(desk.office.clock.now()))
        self.until.set_day(today + _YEAR)
        for field in (self.name, self.rnokpp, Field(tr("Role"), control=self.role)):
            self.body.addWidget(field)
        self.ticks: dict[Right, CheckBox] = {}
        box = QVBoxLayout()
        box.setSpacing(0)
        self._none = PlainLabel("", role="text2", wrap=True)
        box.addWidget(self._none)
        for of in sorted(set().union(*GRANTABLE.values()), key=list(Right).index):
            self.ticks[of] = CheckBox(right(of))
            box.addWidget(self.ticks[of])
        self.body.addLayout(box)
        self.body.addWidget(self.until)
        self._notice = Notice()
        self.body.addWidget(self._notice)
        desk.appointed.connect(self._appointed)
        desk.refused.connect(self._refused)
        self._show_rights()

    @Slot()
    def _show_rights(self) -> None:
        grantable = GRANTABLE.get(Role(self.role.key()), frozenset())
        for of, tick in self.ticks.items():
            tick.setVisible(of in grantable)
            if of not in grantable:
                tick.setChecked(False)
        words = tr("Further rights:") if grantable else tr("This role has its rights, and none can be added.")
        self._none.set_text(words)
        self.place()

    def wish(self) -> Appointment | None:
        """Return what is asked for, or None after saying at the field what is wrong."""
        until = last_moment(self.until.text()) if self.until.day() is not None else None
        filled = bool(self.name.text().strip())
        self.name.show_error("" if filled else tr("Write the person's full name."))
        self.rnokpp.show_error("")
        if until is None or not filled:
            return None
        rights = tuple(of for of, tick in self.ticks.items() if tick.isChecked())
        wish = Appointment(self.name.text(), self.rnokpp.text(), Role(self.role.key()), rights, until)
        failure = check(wish, self._desk.office.clock.now())
        if failure is None:
            return wish
        sentence, _ = failure_words(failure)
        at = {"name": self.name, "rnokpp": self.rnokpp, "until": self.until}.get(failure.facts.get("field", ""))
        if at is not None:
            at.show_error(tr("Letters only: a name as people write it.") if at is self.name else sentence)
            at.edit.setFocus()
        else:
            self._notice.show_failure(failure)
        self.place()
        return None

    def accepted(self) -> None:
        """Go on to the signature."""
        self._notice.show_notice("info", "")
        wish = self.wish()
        if wish is not None:
            self.accept.set_text(tr("Waiting for the signature…"), busy=True)
            self._desk.appoint(wish)

    @Slot(object)
    def _appointed(self, _member: Member) -> None:
        self.close_sheet()

    @Slot(object)
    def _refused(self, failure: Failure) -> None:
        sentence, action = failure_words(failure)
        kind = "info" if failure.code == "ACT_CANCELLED" else "danger"
        self._notice.show_notice(kind, sentence, action if kind == "info" else f"{action}\n{failure.code}")
        self.accept.set_text(tr("Go on to the signature"))
        self.place()
