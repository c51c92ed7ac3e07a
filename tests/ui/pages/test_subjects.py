"""What is due opens its page at the thing that is meant, on the pages that have more than one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from cabinet.app import Window
from cabinet.cli.demo.people import log_in
from cabinet.contract.clock import SystemClock
from cabinet.contract.rights import Role
from cabinet.profile.settings import SettingsFile
from tests.company import WAIT, Company, person
from tests.sender_kit import new_key
from tests.ui.shell.test_window import arrived


@pytest.fixture
def window(company: Company, tmp_path: Path, qtbot: QtBot) -> Iterator[Window]:
    session, transport = log_in(company.contour, tmp_path, person(Role.HEAD), SystemClock())
    made = Window(SettingsFile(tmp_path / "settings.json"))
    made.shell.show()
    made.desks.session.person = session.person
    made.office.open(session)
    made.desks.session.logged_in.emit(session.person)
    yield made
    made.close()
    transport.close()


def test_a_key_and_a_person_are_shown(qtbot: QtBot, window: Window, tmp_path: Path) -> None:
    for name, source in (("one", "core-1"), ("two", "core-1"), ("three", "bet-1"), ("four", "bet-1")):
        new_key(window.office.session, tmp_path / name, source)
    shell, desk = window.shell, window.desks.overview
    desk.refresh()
    arrived(qtbot, window, "overview")
    assert desk.state.data is not None
    last = desk.state.data.credentials[-1].credential_id
    shell.resize(1024, 640)
    shell.open_page(f"credentials {last}")
    arrived(qtbot, window, "credentials")
    page: Any = shell.pages["credentials"]
    card = page.cards[last]
    assert page.content.indexOf(card) == 3, "far below what is seen"
    qtbot.waitUntil(lambda: not card.visibleRegion().isEmpty(), timeout=WAIT)
    assert page._subject == ""
    shell.open_page("people")
    arrived(qtbot, window, "people")
    people: Any = shell.pages["people"]
    who = people.members[-1].person_id
    shell.open_page(f"people {who}")
    assert people.member().person_id == who
    shell.open_page("people nobody")
    assert people.member().person_id == who
