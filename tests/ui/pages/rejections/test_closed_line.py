"""What was closed of late, below the causes: in words, with a way to each cause's, where there is room for it."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from cabinet.contract.filter import OPEN
from cabinet.contract.states import RejectionState
from cabinet.desks.closings import closed_of
from cabinet.ui.pages.rejections.closed_line import ClosedLine, closed_words
from cabinet.ui.sizes import ROW_CAUSE
from tests.company import WAIT
from tests.desks.test_closings import closed
from tests.ui.pages.rejections.test_bulk import Rejections, rejections
from tests.ui.shell.test_window import window

__all__ = ["rejections", "window"]


def show(rejections: Rejections, *causes: object) -> None:
    """Say that this is what was closed."""
    desk = rejections.desk.causes.closings
    rejections.qtbot.waitUntil(lambda: desk.state.data is not None, timeout=WAIT)
    assert desk.state.data is not None
    told = desk.state.data.model_copy(update={"items": list(causes)})
    desk.state = desk.state.ready(told, rejections.desk.office.clock.now())
    desk.changed.emit()


def test_words_of_a_cause() -> None:
    assert closed_words(closed(1, corrected=2, superseded=9)).endswith("core-1 · виправлено: 2")
    assert closed_words(closed(1, corrected=2, justified=3)).endswith("виправлено: 2, обґрунтовано: 3")


def test_it_leads_to_what_was_closed(rejections: Rejections, qtbot: QtBot) -> None:
    desk, page, line = rejections.desk, rejections.page, rejections.page.causes.closed
    data = desk.causes.closings
    qtbot.waitUntil(lambda: data.state.data is not None, timeout=WAIT)
    page.window().resize(1_440, 900)
    show(rejections, closed(1, corrected=2), closed(2, superseded=1), closed(3, justified=1))
    assert line.words.text() == "За 7 днів закрито: 2 причини, 3 операції"
    assert len(line.words.toolTip().splitlines()) == 2
    qtbot.waitUntil(line.isVisible, timeout=WAIT)
    again = ClosedLine(data)
    qtbot.addWidget(again)
    assert again.words.text() == line.words.text(), "a page that is made anew tells what is known already"
    menu = QMenu()
    qtbot.addWidget(menu)
    line.fill(menu)
    assert [action.text()[:6] for action in menu.actions()] == ["AM-403"] * 2
    menu.actions()[1].trigger()
    assert desk.filter == closed_of(f"{3:016x}")
    rejections.wait()
    assert not line.isVisible(), "beside a narrower list it says less"
    desk.choose(OPEN)
    rejections.wait()
    qtbot.waitUntil(line.isVisible, timeout=WAIT)
    show(rejections, closed(2, superseded=1))
    qtbot.waitUntil(lambda: not line.isVisible(), timeout=WAIT)


def test_what_it_lists_is_closed(rejections: Rejections) -> None:
    desk = rejections.desk
    known = desk.causes.closings
    rejections.qtbot.waitUntil(lambda: known.state.data is not None, timeout=WAIT)
    for one in known.causes:
        desk.choose(closed_of(one.group_id))
        rejections.wait()
        assert rejections.total() >= one.corrected + one.justified
        row = desk.row(0)
        assert row is not None
        assert row.state in {RejectionState.CORRECTED, RejectionState.JUSTIFIED}


@pytest.mark.parametrize(
    ("high", "foot", "told"),
    [(845, False, False), (846, True, False), (877, True, False), (878, True, True), (900, True, True)],
)
def test_five_causes_and_the_foot_are_seen_above_three_rows(
    rejections: Rejections, qtbot: QtBot, high: int, *, foot: bool, told: bool
) -> None:
    page, shell = rejections.page, rejections.window.shell
    show(rejections, closed(1, corrected=2))
    shell.resize(1_440, high)
    qtbot.waitUntil(lambda: page.causes.foot.isVisible() is foot, timeout=WAIT)
    qtbot.waitUntil(lambda: page.causes.closed.isVisible() is told, timeout=WAIT)
    listed = min(5, page.groups.rowCount())
    if foot:
        qtbot.waitUntil(lambda: page.group_table.viewport().height() >= listed * ROW_CAUSE, timeout=WAIT)
    qtbot.waitUntil(lambda: page._unseen() == 0, timeout=WAIT)
    assert page.table.viewport().height() >= 3 * 32


def test_a_window_that_grows_lower_scrolls_nothing(rejections: Rejections, qtbot: QtBot) -> None:
    """Causes gave the page their height: it must not keep the page higher than what is seen of it."""
    page, shell = rejections.page, rejections.window.shell
    show(rejections, closed(1, corrected=2))
    for high in (900, 846, 820, 900):
        shell.resize(1_440, high)
        qtbot.waitUntil(lambda: page._unseen() == 0, timeout=WAIT)
