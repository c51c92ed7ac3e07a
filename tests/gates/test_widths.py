"""Nothing is cut on any page, at any usual width, in either language; the figure that matters never hides."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from cabinet.app import Window
from cabinet.cli.demo.people import log_in
from cabinet.contract.catalogue import finding_cards
from cabinet.contract.clock import SystemClock
from cabinet.contract.rights import Role
from cabinet.desks.row_layout import RowColumn
from cabinet.profile.settings import Language, SettingsFile
from cabinet.ui.language import tr
from cabinet.ui.shell.page_specs import PAGES, spec_of
from tests.company import WAIT, Company, person
from tests.played import copy_of, play_into
from tests.ui.fit import elisions, lay_out, misfits

SIZES = [(2560, 1440), (1920, 1080), (1440, 900), (1366, 768), (1280, 720), (1024, 640), (1366, 768), (1920, 1080)]
"""Down and up again: a page must fold, and unfold."""
LONG = ("Довга назва " * 10).strip()[:120].ljust(120, "ж")


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return play_into(tmp_path_factory.mktemp("played"), 6000, 30)


@pytest.fixture
def company(played: Path, tmp_path: Path) -> Iterator[Company]:
    with copy_of(played, tmp_path) as made:
        yield made


@pytest.fixture
def window(company: Company, tmp_path: Path, qtbot: QtBot) -> Iterator[Window]:
    """A window in which the head is logged in, over a month of play."""
    session, transport = log_in(company.contour, tmp_path, person(Role.HEAD), SystemClock())
    made = Window(SettingsFile(tmp_path / "settings.json"))
    made.shell.show()
    made.desks.session.person = session.person
    made.office.open(session)
    made.desks.session.logged_in.emit(session.person)
    yield made
    made.close()
    transport.close()


def settled(window: Window, key: str) -> bool:
    state = getattr(window.desks.of_page(spec_of(key)), "state", None)
    return (state is None or (state.data is not None and not state.busy)) and not window.office.network.busy


def hidden_sums(page: Any) -> list[str]:
    shown = [page.table.columns()[i].title for i in page.table.order()]
    return [] if tr("Amount, UAH") in shown else [f"the sums hide: {shown}"]


def rows_alone(qtbot: QtBot, shell: QWidget, page: Any) -> list[str]:
    """Return what is wrong with the rows where causes and rows are shown one at a time."""
    page._panes.show_rows()
    lay_out(qtbot, shell)
    with elisions() as cut:
        shell.grab()
    found = [*misfits(page), *cut, *hidden_sums(page)]
    page._panes.show_causes()
    lay_out(qtbot, shell)
    return found


def expand(desk: Any, *, code: str = "") -> None:
    """Show what the causes consist of, as though they were of this code."""
    causes = desk.groups.data
    if code:
        items = [group.model_copy(update={"code": code}) for group in causes.items]
        desk.groups = desk.groups._replace(data=causes.model_copy(update={"items": items}))
        desk.groups_changed.emit()
    for group in causes.items:
        desk.causes.expand(group.group_id, expanded=True)


def longest_title(tongue: Language) -> str:
    """Return the code of the longest name that a cause has."""
    cards = finding_cards()
    return max(cards, key=lambda code: len(getattr(cards[code].title, tongue.value)))


def name_at_length(desk: Any) -> None:
    """Give everything on the page that has a name one of 120 letters."""
    rows = desk._pages[0]
    names = dict.fromkeys(("source", "site_id", "brand_id", "licence_no", "assignee", "operator_tx_id"), LONG)
    desk._pages[0] = [row.model_copy(update=names) for row in rows]
    causes = desk.groups.data
    items = [group.model_copy(update={"source": LONG, "assignee": LONG}) for group in causes.items]
    desk.groups = desk.groups._replace(data=causes.model_copy(update={"items": items}))
    card = desk.cards.state.data
    shown = card.model_copy(update={"row": card.row.model_copy(update=names)})
    desk.cards.state = desk.cards.state._replace(data=shown)
    desk.page_arrived.emit(0, len(rows) - 1)
    desk.groups_changed.emit()
    desk.cards.changed.emit()


@pytest.mark.parametrize("tongue", list(Language))
def test_rejections_stand_names_of_120_letters_in_every_column(qtbot: QtBot, window: Window, tongue: Language) -> None:
    window.desks.settings.set_language(tongue)
    shell, desk = window.shell, window.desks.rejections
    shell.open_page("rejections")
    qtbot.waitUntil(lambda: settled(window, "rejections") and desk.cards.state.data is not None, timeout=WAIT)
    page: Any = shell.pages["rejections"]
    for column in RowColumn:
        desk.layout.show_column(column, shown=True)
    name_at_length(desk)
    wrong: list[str] = []
    for size in SIZES:
        shell.resize(*size)
        lay_out(qtbot, shell)
        with elisions() as cut:
            shell.grab()
        found = [*misfits(page), *hidden_sums(page), *(what for what in cut if LONG not in what)]
        if page._panes.one_at_a_time:
            found += [what for what in rows_alone(qtbot, shell, page) if LONG not in what]
        if shell.router.stack.horizontalScrollBar().maximum():
            found.append(f"wider than the window: {page.width()}")
        wrong += [f"{size} {tongue}: {what}" for what in found]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("tongue", list(Language))
def test_causes_stand_the_longest_name_of_one(qtbot: QtBot, window: Window, tongue: Language) -> None:
    window.desks.settings.set_language(tongue)
    shell, desk = window.shell, window.desks.rejections
    shell.open_page("rejections")
    qtbot.waitUntil(lambda: settled(window, "rejections") and desk.cards.state.data is not None, timeout=WAIT)
    page: Any = shell.pages["rejections"]
    expand(desk, code=longest_title(tongue))
    wrong: list[str] = []
    for size in SIZES:
        shell.resize(*size)
        lay_out(qtbot, shell)
        if page._groups_card.isVisible():
            with elisions() as cut:
                page._groups_card.grab()
            wrong += [f"{size} {tongue}: {what}" for what in (*misfits(page._groups_card), *cut)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("tongue", list(Language))
def test_nothing_is_cut_at_any_width(qtbot: QtBot, window: Window, tongue: Language) -> None:
    window.desks.settings.set_language(tongue)
    shell = window.shell
    wrong: list[str] = []
    for key in PAGES:
        shell.open_page(key)
        qtbot.waitUntil(lambda key=key: settled(window, key), timeout=WAIT)
        page: Any = shell.pages[key]
        for size in SIZES:
            shell.resize(*size)
            qtbot.waitUntil(lambda key=key: settled(window, key), timeout=WAIT)
            lay_out(qtbot, shell)
            with elisions() as cut:
                shell.grab()
            found = [*misfits(page), *cut]
            if shell.router.stack.horizontalScrollBar().maximum():
                found.append(f"wider than the window: {page.width()}")
            if key == "statistics":
                shown = [c.title for i, c in enumerate(page.table.columns()) if not page.table.isColumnHidden(i)]
                found += [] if tr("GGR, UAH") in shown and tr("Total") in shown else [f"the sums hide: {shown}"]
            if key == "rejections":
                found += hidden_sums(page)
                if size == SIZES[0]:
                    expand(window.desks.rejections)
                if page._panes.one_at_a_time:
                    found += rows_alone(qtbot, shell, page)
            wrong += [f"{key} {size} {tongue}: {what}" for what in found]
    assert not wrong, "\n".join(wrong)
