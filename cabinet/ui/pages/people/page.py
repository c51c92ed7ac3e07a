"""Access: the head and mandates with a card beside, the rights of every role, one's own sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from cabinet.contract.rights import Right, Role
from cabinet.contract.states import MandateState
from cabinet.desks.people import PeopleDesk
from cabinet.ui.fonts import font
from cabinet.ui.language import tr
from cabinet.ui.numbers import day, moment
from cabinet.ui.pages.page import Page
from cabinet.ui.pages.people.member_card import MemberCard
from cabinet.ui.pages.people.rights_table import RightsTable
from cabinet.ui.pages.people.sessions_card import SessionsCard
from cabinet.ui.sizes import GAP, ROW_TWO
from cabinet.ui.texts.failures import failure_words
from cabinet.ui.texts.people import mandate_chip, right, role
from cabinet.ui.widgets.button import Button, Kind
from cabinet.ui.widgets.card import Card
from cabinet.ui.widgets.cell import Cell, Column
from cabinet.ui.widgets.facts_box import FactsBox
from cabinet.ui.widgets.plain_label import PlainLabel
from cabinet.ui.widgets.rows_model import RowsModel
from cabinet.ui.widgets.table_view import TableView

if TYPE_CHECKING:
    from cabinet.contract.login import Person
    from cabinet.contract.people import Member
    from cabinet.desks.people import Document, Staff
    from cabinet.lanes.lane import Failure

__all__ = ["PeoplePage"]

_SIDE = 400


class PeoplePage(Page):
    """A table and a card of 400; the card stands over the table where there is little room."""

    def __init__(self, desk: PeopleDesk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent=parent)
        self._desk = desk
        self.members: list[Member] = []
        self._chosen = ""
        self._appoint = Button(tr("Appoint…"), Kind.PRIMARY, "plus")
        self._appoint.clicked.connect(self.open_appoint)
        self._columns = QHBoxLayout()
        self._columns.setSpacing(GAP)
        left = QVBoxLayout()
        left.setSpacing(GAP)
        left.addWidget(self._build_table())
        left.addWidget(self._build_own())
        left.addStretch(1)
        self._side = QVBoxLayout()
        self._side.setSpacing(GAP)
        self.card = MemberCard()
        self.card.document_asked.connect(self._ask_document)
        self.card.end_asked.connect(self.open_end)
        self.sessions = SessionsCard()
        self.sessions.everywhere_asked.connect(self.open_everywhere)
        self.sessions.end_asked.connect(desk.end_session)
        self._side.addWidget(self.card, 0, Qt.AlignmentFlag.AlignTop)
        self._side.addWidget(self.sessions, 0, Qt.AlignmentFlag.AlignTop)
        self._side.addStretch(1)
        self._holder = QWidget()
        self._holder.setLayout(self._side)
        self._side.setContentsMargins(0, 0, 0, 0)
        self._holder.setFixedWidth(_SIDE)
        self._columns.addLayout(left, 1)
        self._columns.addWidget(self._holder)
        self.content.addLayout(self._columns)
        # Six columns want the whole width, beside nothing.
        self._rights = RightsTable()
        self.content.addWidget(self._rights)
        self.content.addStretch(1)
        desk.changed.connect(self._show)
        desk.appointed.connect(self._appointed)
        desk.ended.connect(self._ended)
        desk.document_arrived.connect(self._document)
        desk.refused.connect(self._refused)
        self._show()

    def header_actions(self) -> list[QWidget]:
        """Return the button that appoints."""
        return [self._appoint]

    def set_narrow(self, narrow: bool) -> None:
        """Put the card over the table, the sessions beside it."""
        ways = QBoxLayout.Direction
        self._columns.setDirection(ways.BottomToTop if narrow else ways.LeftToRight)
        self._side.setDirection(ways.LeftToRight if narrow else ways.TopToBottom)
        for place, wide in enumerate((0, 0, 1)):
            self._side.setStretch(place, 1 - wide if narrow else wide)
        self._holder.setMinimumWidth(0 if narrow else _SIDE)
        self._holder.setMaximumWidth(16_777_215 if narrow else _SIDE)

    def _build_table(self) -> QWidget:
        self._people = Card(tr("Head and mandates"), padding=0)
        self._people.body.setContentsMargins(0, 0, 0, 6)
        self.model = RowsModel(
            [
                Column(tr("Person"), 190, stretch=True),
                Column(tr("Role"), 150),
                Column(tr("Until"), 96),
                Column(tr("Granted by"), 180, fold=1),
                Column(tr("State"), 136, right=True),
            ]
        )
        self.table = TableView(tr("Head and mandates"), self.model, row=ROW_TWO, selects=True)
        self.table.row_chosen.connect(self._choose)
        self.table.copied.connect(self.toasted)
        self._people.body.addWidget(self.table)
        return self._people

    def _build_own(self) -> QWidget:
        """The own mandate, for a role that does not see others'."""
        self._own = Card(tr("Own mandate"))
        self._own_facts = FactsBox(framed=False)
        self._own.body.addWidget(self._own_facts)
        words = tr("Mandates of others are seen by the head and the auditor.")
        self._own.body.addWidget(PlainLabel(words, font(12), "text2", wrap=True))
        return self._own

    @Slot()
    def _show(self) -> None:
        state = self._desk.state
        shown = self.show_state(state)
        office = self._desk.office
        person = office.session.person if office.logged_in else None
        may_appoint = person is not None and Right.PEOPLE_WRITE in person.rights
        self._appoint.setEnabled(shown and may_appoint and self._desk.acting is None)
        self._appoint.setToolTip("" if may_appoint else tr("Only the head appoints people."))
        if not shown or state.data is None or person is None or state.busy:
            return  # while asking again, what is shown stays, and so does whoever is to be chosen next
        data: Staff = state.data
        self._rights.show_role(person.role)
        self.sessions.show_sessions(data.sessions)
        sees = data.people is not None
        self._people.setVisible(sees)
        self.card.setVisible(sees)
        self._own.setVisible(not sees)
        if data.people is None:
            self.meta = ""
            self._show_own(person)
        else:
            head = [data.people.head] if data.people.head is not None else []
            self.members = [*head, *data.people.items]
            live = sum(1 for m in data.people.items if m.state is MandateState.ACTIVE)
            self.meta = tr("%n mandate(s) in force", live)
            self._fill()
        self.header_changed.emit()
        self.look_for_subject()

    def find_subject(self, subject: str) -> bool:
        """Show a person's card."""
        self.choose(subject)
        return self._chosen == subject

    def _show_own(self, person: Person) -> None:
        self._own_facts.clear()
        self._own_facts.add(tr("Person"), person.name, font(13, 600))
        self._own_facts.add(tr("Role"), role(person.role))
        self._own_facts.add(tr("Until"), moment(person.mandate_until))
        self._own_facts.add(tr("Rights"), "\n".join(right(r) for r in person.rights))

    def _fill(self) -> None:
        self.model.show([_row(member) for member in self.members])
        self.table.fit()
        ids = [m.person_id for m in self.members]
        number = ids.index(self._chosen) if self._chosen in ids else 0
        if self.members:
            self.table.selectRow(number)
            self._choose(number)

    @Slot(int)
    def _choose(self, number: int) -> None:
        if 0 <= number < len(self.members):
            member = self.members[number]
            self._chosen = member.person_id
            rights = self._desk.office.session.person.rights if self._desk.office.logged_in else []
            self.card.show_member(member, may_end=Right.PEOPLE_WRITE in rights)

    def choose(self, person_id: str) -> None:
        """Show one person's card."""
        for number, member in enumerate(self.members):
            if member.person_id == person_id:
                self.table.selectRow(number)
                self._choose(number)

    def member(self) -> Member | None:
        """Return the person whose card is shown."""
        return next((m for m in self.members if m.person_id == self._chosen), None)

    @Slot()
    def open_appoint(self) -> None:
        """Open the dialog that appoints a person."""
        from cabinet.ui.pages.people.appoint import AppointDialog

        if self._appoint.isEnabled():
            self.dialog = AppointDialog(self.window(), self._desk)
            self.dialog.open(self.dialog.name.edit)

    @Slot()
    def open_end(self) -> None:
        """Open the dialog that ends the chosen person's mandate."""
        from cabinet.ui.pages.people.end_mandate import EndMandateDialog

        member = self.member()
        if member is not None:
            self.end_dialog = EndMandateDialog(self.window(), self._desk, member)
            self.end_dialog.open()

    @Slot()
    def open_everywhere(self) -> None:
        """Ask once more before every session ends."""
        from cabinet.ui.pages.people.sign_out import SignOutDialog

        count = len(self._desk.state.data.sessions) if self._desk.state.data is not None else 1
        self.out_dialog = SignOutDialog(self.window(), self._desk, count)
        self.out_dialog.open()

    @Slot()
    def _ask_document(self) -> None:
        member = self.member()
        if member is not None:
            self._desk.read_document(member.person_id)

    @Slot(object)
    def _document(self, document: Document) -> None:
        from cabinet.ui.pages.people.mandate import MandateDialog

        self.document_dialog = MandateDialog(self.window(), document)
        self.document_dialog.saved.connect(self.toasted)
        self.document_dialog.open(self.document_dialog.accept)

    @Slot(object)
    def _appointed(self, member: Member) -> None:
        self._chosen = member.person_id
        self.toasted.emit(tr("Appointed: {name}").format(name=member.name))

    @Slot(object)
    def _ended(self, member: Member) -> None:
        self.toasted.emit(tr("Mandate ended: {name}").format(name=member.name))

    @Slot(object)
    def _refused(self, failure: Failure) -> None:
        """Say it in the banner, unless a dialog that is open says it."""
        if any(sheet.isVisible() for sheet in self.window().findChildren(QWidget, "sheet")):
            return
        sentence, _ = failure_words(failure)
        self.banner.show_banner(f"{sentence} ({failure.code})", "warning", "triangle-alert", tr("Try again"))


def _row(member: Member) -> list[Cell]:
    head = member.role is Role.HEAD
    live = head or member.state is MandateState.ACTIVE
    faint = "text" if live else "text3"
    chip = (tr("By the registry"), "info", "landmark") if head else mandate_chip(member.state)
    more = tr("%n further right(s)", len(member.rights)) if member.rights else ""
    return [
        Cell(member.name, member.rnokpp_masked, role=faint, weight=500),
        Cell(role(member.role), more, role=faint),
        Cell("—" if head else day(member.until), role=faint),
        Cell("—" if head else member.granted_by or tr("the registry"), role="text2"),
        Cell(chip=chip),
    ]
