"""The ladder's arc: it turns while the computer works, and for nobody who only has to choose."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cabinet.ui.pages.login.ladder import Ladder, LadderRung


@pytest.mark.parametrize(
    ("state", "turns"), [("running", True), ("person", False), ("waiting", False), ("passed", False), ("failed", False)]
)
def test_the_arc_turns_only_while_the_computer_works(qapp: QApplication, qtbot: QtBot, state: str, turns: bool) -> None:
    ladder = Ladder()
    qtbot.addWidget(ladder)
    ladder.show_rungs((LadderRung("Driver", "SoftHSM2", "passed"), LadderRung("Certificate", "Whose", state)))
    assert ladder.turning is turns
    ladder.show_rungs((LadderRung("Driver", "SoftHSM2", "passed"),))
    assert not ladder.turning


def test_the_rung_of_the_person_is_spoken(qapp: QApplication, qtbot: QtBot) -> None:
    ladder = Ladder()
    qtbot.addWidget(ladder)
    ladder.show_rungs((LadderRung("Driver", "SoftHSM2", "passed"), LadderRung("Certificate", "Choose one", "person")))
    assert ladder.accessibleName() == "Certificate. Choose one"
