"""Over a live contour: ids are pasted by the hundred, what is listed becomes a link, and a link opens it again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cabinet.app import Window
from cabinet.cli.demo.play import Filling, fill
from cabinet.contract.filter import OPEN
from cabinet.contract.filter_words import FilterKey
from cabinet.contract.rights import Role
from cabinet.desks.filtering.views import BUILT_IN
from tests.company import WAIT, Company, staff_token
from tests.softhsm import TokenMaker
from tests.ui.shell.test_window import log_in, window
from tests.ui.type_letters import type_letters

__all__ = ["window"]

CTRL = Qt.KeyboardModifier.ControlModifier


def test_ids_views_and_links(qtbot: QtBot, company: Company, token_maker: TokenMaker, window: Window) -> None:
    now = datetime.now(UTC)
    fill(company.contour, Filling(2500, now - timedelta(days=3), now, 5), lambda _: None)
    staff_token(company, token_maker, Role.COMPLIANCE)
    shell, desk = window.shell, window.desks.rejections
    # A link that the window was started with waits for the log-in.
    shell.open_link("cabinet://rejections?filter=state:open&company=14360570&perimeter=soms.example")
    log_in(qtbot, window)
    qtbot.waitUntil(lambda: shell.page_key == "rejections", timeout=WAIT)
    page: Any = shell.pages["rejections"]

    def settled() -> bool:
        ready = desk.state.data is not None and not desk.state.busy
        return ready and not desk.groups.busy and desk.groups.data is not None and desk.counted

    qtbot.waitUntil(settled, timeout=WAIT)
    assert "soms.example" in page.filter._error.text(), "another perimeter's link is told in a sentence"
    assert desk.filter == OPEN

    rows = [desk.row(number) for number in range(5)]
    ids = [row.operator_tx_id for row in rows[:3] if row is not None]
    ids += [row.attempt_id for row in rows[3:5] if row is not None]
    QApplication.clipboard().setText("\n".join([*ids, "no-such-1", "no-such-2"]))
    edit = page.filter.line.edit
    page.filter.line.take_keyboard()
    edit.selectAll()
    qtbot.keyClick(edit, Qt.Key.Key_V, CTRL)
    qtbot.waitUntil(lambda: bool(desk.filter.lists) and settled(), timeout=WAIT)
    assert desk.state.data is not None
    assert desk.groups.data is not None
    assert desk.state.data.total == desk.groups.data.whole >= len(set(ids)) - 2
    (chip,) = page.filter.line.chips.chips.values()
    assert chip.accessibleName() == f"ід: {len(set(ids))} з {len(set(ids)) + 2}"
    assert edit.text() == "стан:відкрите"
    listed = desk.filter

    page.filter.views.link.click()
    link = QApplication.clipboard().text().splitlines()[-1]
    assert link.startswith(f"cabinet://rejections?filter=state:open%20list:{listed.lists[0]}&company=")
    desk.choose(OPEN)
    qtbot.waitUntil(settled, timeout=WAIT)
    qtbot.keyClick(edit, Qt.Key.Key_V, CTRL)
    assert desk.filter == listed, "a link that is pasted opens what it names"
    qtbot.waitUntil(settled, timeout=WAIT)
    qtbot.keyClick(edit, Qt.Key.Key_Z, CTRL)
    assert desk.filter == OPEN
    qtbot.waitUntil(settled, timeout=WAIT)

    def numbers() -> dict[str, int | None]:
        return {key: desk.views.counts.of(wanted.text()) for key, wanted in BUILT_IN.items()}

    qtbot.waitUntil(lambda: None not in numbers().values(), timeout=WAIT)
    assert numbers()["open"] == desk.groups.data.whole
    desk.views.save("Великі", desk.filter.with_values(FilterKey.SUM, (">=0",)))
    qtbot.waitUntil(lambda: desk.views.counts.of("state:open sum:>=0") is not None, timeout=WAIT)
    page.filter.views.open_number(len(BUILT_IN) + 1)
    qtbot.waitUntil(settled, timeout=WAIT)
    assert desk.groups.data.whole == desk.views.counts.of("state:open sum:>=0")
    assert page.filter.views.tabs.tabs["own:Великі"].active

    for high, folded in ((1_000, False), (999, True), (1_000, False)):
        shell.resize(1280, high)
        assert page.filter._row.isHidden() == folded

    desk.choose(OPEN)
    qtbot.waitUntil(settled, timeout=WAIT)
    edit.setFocus()
    edit.clear()
    type_letters(edit, "код:")
    worst = desk.groups.data.items[0].code
    qtbot.waitUntil(lambda: edit.words._numbers.numbers.get(worst, 0) > 0, timeout=WAIT)
    edit.words.list.hide()
