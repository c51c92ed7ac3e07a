"""What was seen, through its desk: each answer under its name, the last one, each person's own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cabinet.contract.log import LogHead
from cabinet.desks.office import Office
from cabinet.desks.seen import SeenDesk
from cabinet.vault.seen import SeenKind
from cabinet.vault.vault import Vault
from tests.company import WAIT
from tests.desks.filtering.test_views import OWNER, session
from tests.held_store import held
from tests.perimeter_in_process import NOW, FixedClock

Found = tuple[list[int], datetime]


@pytest.fixture
def office(qapp: QApplication) -> Iterator[Office]:
    made = Office(FixedClock(), Vault)
    made.open(session())
    yield made
    made.stop()


def recalled(qtbot: QtBot, desk: SeenDesk, names: Sequence[str], kind: SeenKind = SeenKind.CARD) -> Found | None:
    answers: list[Found | None] = []
    desk.recall(
        kind, names, LogHead,
        lambda data, at: answers.append(([one.size for one in data], at)), lambda: answers.append(None),
    )  # fmt: skip
    qtbot.waitUntil(lambda: bool(answers), timeout=WAIT)
    return answers[0]


def test_of_each_name_the_last_is_kept(qtbot: QtBot, office: Office) -> None:
    desk = SeenDesk(office)
    with held(office):
        for size in (1, 2):
            for number, name in enumerate(("a", "b")):
                desk.note(SeenKind.CARD, name, LogHead(size=10 * number + size))
        desk.note(SeenKind.ROWS, "a", LogHead(size=7))
    qtbot.waitUntil(lambda: not office.busy, timeout=WAIT)
    assert recalled(qtbot, desk, ["a", "b"]) == ([2, 12], NOW)
    assert recalled(qtbot, desk, ["a", "?", "b"]) == ([2], NOW), "up to the first that is not there"
    assert recalled(qtbot, desk, ["a"], SeenKind.ROWS) == ([7], NOW)
    assert recalled(qtbot, desk, ["?", "a"]) is None


def test_it_is_whose_it_was_when_it_came(qtbot: QtBot, office: Office) -> None:
    desk = SeenDesk(office)
    with held(office):
        for size in (0, 1):
            desk.note(SeenKind.CARD, "a", LogHead(size=size))
        office.end_session("SESSION_ENDED")
        office.open(session(OWNER._replace(person="Гнатюк Ірина")))
        desk.note(SeenKind.CARD, "a", LogHead(size=2))
    qtbot.waitUntil(lambda: not office.busy, timeout=WAIT)
    assert recalled(qtbot, desk, ["a"]) == ([2], NOW)
    office.end_session("SESSION_ENDED")
    office.open(session())
    assert recalled(qtbot, desk, ["a"]) == ([1], NOW)
