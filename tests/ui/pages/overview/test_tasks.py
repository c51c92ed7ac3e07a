"""What needs somebody, on the first page: a source that has left numbers out is among it, and on its own page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cabinet.app import Window
from cabinet.contract.rights import Role
from cabinet.profile.profiles import read_profile
from cabinet.profile.settings import Language
from cabinet.ui.language import install
from cabinet.wire.transport import Transport
from tests.company import Company, person, staff_token
from tests.direct_login import direct_login
from tests.sender_kit import machine, new_batch, new_key
from tests.softhsm import TokenMaker
from tests.ui.shell.test_window import arrived, log_in, open_window


@pytest.fixture
def window(qapp: QApplication, company: Company, tmp_path: Path) -> Iterator[Window]:
    made = open_window(company, tmp_path)
    yield made
    made.close()


@pytest.fixture
def gap(company: Company, tmp_path: Path) -> None:
    """A source whose second batch of three never came."""
    assert company.contour.ready is not None
    transport = Transport(read_profile(company.contour.ready.profile))
    new_key(direct_login(company, transport, person(Role.IT), tmp_path), tmp_path / "key")
    transport.close()
    client = machine(tmp_path / "key")
    for seq in (1, 3):
        client.submit(new_batch(), seq, None)
    client.close()


def test_a_gap_is_a_task_and_stands_beside_its_source(
    gap: None, qtbot: QtBot, company: Company, token_maker: TokenMaker, window: Window
) -> None:
    staff_token(company, token_maker, Role.HEAD)
    window.desks.settings.set_language(Language.ENGLISH)
    log_in(qtbot, window)
    arrived(qtbot, window, "overview")
    overview: Any = window.shell.pages["overview"]
    task = next(row for row in overview.tasks.rows if "has gaps. no batches 2 · noticed " in row.accessibleName())
    with qtbot.waitSignal(overview.leave_to):
        qtbot.mouseClick(task._button, Qt.MouseButton.LeftButton)
    arrived(qtbot, window, "registry")
    registry: Any = window.shell.pages["registry"]
    model = registry._sources
    told = [model.index(row, 1).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(model.rowCount())]
    assert [words for words in told if "no batches 2" in words] == ["Ігрова платформа no batches 2"]
    install(Language.UKRAINIAN)
