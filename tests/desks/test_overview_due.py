"""Whatever this person may see of what is due: their own certificate and mandate, and others' where they are shown."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import icalendar
import pytest
from pytestqt.qtbot import QtBot

from cabinet.contract.due import DueKind
from cabinet.contract.errors import KnownError
from cabinet.contract.rights import Role
from cabinet.desks.office import Office
from cabinet.desks.overview import OverviewDesk
from cabinet.export.calendar_file import CalendarEvent
from tests.contract.due_kit import credential, licence, member, source
from tests.perimeter_in_process import NOW, FixedClock
from tests.ui.pages.overview.kit import HEAD, TODAY, overview, person, record

SOON = NOW + timedelta(days=3)


def test_everything_of_the_answers_is_there() -> None:
    data = overview(
        of=record(licence(), sources=(source(NOW - timedelta(days=1), NOW - timedelta(hours=1)),)),
        credentials=(credential(SOON),), members=(member(SOON),), certificate_ends=SOON,
    )  # fmt: skip
    assert [due.kind for due in data.due] == [
        DueKind.SOURCE_SILENT, DueKind.CREDENTIAL_ENDS, DueKind.MANDATE_ENDS, DueKind.OWN_CERTIFICATE_ENDS,
        DueKind.LICENCE_FEE,
    ]  # fmt: skip
    assert {due.owner for due in data.due if due.kind in {DueKind.LICENCE_FEE, DueKind.MANDATE_ENDS}} == {HEAD}


def test_ones_own_mandate_where_others_are_not_shown() -> None:
    engineer = person(Role.IT, "Гнатюк", mandate_until=SOON)
    (own,) = overview(who=engineer, members=None).due
    assert (own.kind, own.subject, own.owner) == (DueKind.MANDATE_ENDS, "Гнатюк", HEAD)
    assert own.mine("Гнатюк", Role.IT)
    auditor = person(Role.AUDITOR, "Гнатюк", mandate_until=SOON)
    assert len(overview(who=auditor, members=(member(SOON),)).due) == 1, "it stands among the others"
    assert overview(who=person(), members=None).due == []


class TestOffice(Office):
    __test__ = False

    @property
    def where(self) -> tuple[str, str]:
        return "https://soms", "90417318"


def test_the_calendar_is_written_whole_or_not_at_all(qtbot: QtBot, tmp_path: Path) -> None:
    office = TestOffice(FixedClock())
    desk = OverviewDesk(office)
    events = [CalendarEvent("fee/1", TODAY, "Внесок", "ліцензія")]
    try:
        path = tmp_path / "due.ics"
        with qtbot.waitSignal(desk.calendar_saved) as saved:
            desk.save_calendar(path, events, "ДСОМ")
        assert saved.args == [str(path)]
        (event,) = icalendar.Calendar.from_ical(path.read_bytes()).walk("VEVENT")
        assert (event["SUMMARY"], event["DTSTART"].dt, event["DTSTAMP"].dt) == ("Внесок", TODAY, NOW)
        (tmp_path / "file").write_bytes(b"")
        with qtbot.waitSignal(desk.calendar_not_saved) as failed:
            desk.save_calendar(tmp_path / "file" / "due.ics", events, "ДСОМ")
        assert isinstance(failed.args[0], KnownError)
    finally:
        office.stop()


@pytest.mark.parametrize("ends", [None, SOON])
def test_the_office_knows_the_certificate_while_somebody_is_logged_in(qtbot: QtBot, ends: object) -> None:
    office = Office(FixedClock())
    office.open(_Session(), ends)  # type: ignore[arg-type]
    assert office.certificate_ends == ends
    office.end_session("SESSION_ENDED")
    assert office.certificate_ends is None
    office.stop()


class _Session:
    def forget(self) -> None:
        """Nothing to forget."""
