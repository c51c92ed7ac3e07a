"""The layout of rows through its desk: chosen, moved, sorted, kept for whose it is, and gone with the session."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cabinet.contract.errors import KnownError
from cabinet.contract.rejection_sort import NEWEST, RejectionSort, SortBy
from cabinet.desks.office import Office
from cabinet.desks.rejections import RejectionsDesk
from cabinet.desks.row_layout import ALWAYS, USUAL, RowColumn, RowLayoutDesk
from cabinet.vault.row_layouts import KeptLayout, keep_layout, layout_of
from cabinet.vault.vault import Vault
from tests.company import WAIT
from tests.desks.filtering.test_views import OWNER, HandClock, refused, session
from tests.held_store import held

LARGEST = RejectionSort(SortBy.AMOUNT)


@pytest.fixture
def office(qapp: QApplication) -> Iterator[Office]:  # timers want an application
    made = Office(HandClock(), Vault)
    yield made
    made.stop()


def opened(office: Office) -> RowLayoutDesk:
    office.open(session())
    return RowLayoutDesk(office)


def kept(office: Office) -> KeptLayout | None:
    return office.vault.use(lambda store: layout_of(store, OWNER))


def test_columns_come_before_the_state_and_go(office: Office) -> None:
    desk = opened(office)
    desk.show_column(RowColumn.SITE, shown=True)
    desk.show_column(RowColumn.SITE, shown=True)
    assert desk.columns == (*USUAL[:-2], RowColumn.SITE, RowColumn.STATE, RowColumn.DUE)
    desk.move(RowColumn.STATE, 0)
    desk.show_column(RowColumn.BRAND, shown=True)
    assert desk.columns == (RowColumn.STATE, *USUAL[:-2], RowColumn.SITE, RowColumn.BRAND, RowColumn.DUE)
    desk.show_column(RowColumn.SITE, shown=False)
    for column in ALWAYS:
        desk.show_column(column, shown=False)
    assert desk.columns == (RowColumn.STATE, *USUAL[:-2], RowColumn.BRAND, RowColumn.DUE)
    desk.reset()
    assert (desk.columns, desk.sort) == (USUAL, NEWEST)


@pytest.mark.parametrize(("place", "found"), [(-1, 0), (0, 0), (1, 1), (5, 5), (6, 5)])
def test_a_column_is_moved_no_further_than_the_ends(office: Office, place: int, found: int) -> None:
    desk = opened(office)
    desk.move(RowColumn.REASON, place)
    assert desk.columns.index(RowColumn.REASON) == found
    assert set(desk.columns) == set(USUAL)
    desk.move(RowColumn.BRAND, 0)
    assert set(desk.columns) == set(USUAL), "what is not shown is not moved"


def test_only_the_same_columns_are_arranged(office: Office) -> None:
    desk = opened(office)
    desk.arrange(USUAL[::-1])
    assert desk.columns == USUAL[::-1]
    desk.arrange(USUAL[1:])
    assert desk.columns == USUAL[::-1]


def test_it_is_kept_and_read_again(qtbot: QtBot, office: Office) -> None:
    desk = opened(office)
    desk.show_column(RowColumn.SITE, shown=True)
    desk.set_sort(LARGEST)
    wanted = KeptLayout(tuple(desk.columns), "amount:desc")
    qtbot.waitUntil(lambda: kept(office) == wanted, timeout=WAIT)
    again = RowLayoutDesk(office)
    qtbot.waitUntil(lambda: again.sort == LARGEST, timeout=WAIT)
    assert again.columns == desk.columns
    with qtbot.waitSignals([again.columns_changed, again.sort_changed], timeout=WAIT):
        office.end_session("SESSION_ENDED")
    assert (again.columns, again.sort) == (USUAL, NEWEST), "the next person has their own"
    assert kept(office) == wanted


CODES = RejectionSort(SortBy.CODE, descending=False)
THREE = ("state", "amount", "transaction")


def test_an_order_chosen_before_the_layout_is_read_stands(qtbot: QtBot, office: Office) -> None:
    office.vault.use(lambda store: keep_layout(store, OWNER, KeptLayout(THREE, CODES.text())))
    with held(office):
        desk = opened(office)
        desk.set_sort(LARGEST)
    qtbot.waitUntil(lambda: desk.columns == THREE, timeout=WAIT)
    assert desk.sort == LARGEST
    qtbot.waitUntil(lambda: kept(office) == KeptLayout(THREE, LARGEST.text()), timeout=WAIT)


def test_columns_chosen_before_the_layout_is_read_stand(qtbot: QtBot, office: Office) -> None:
    office.vault.use(lambda store: keep_layout(store, OWNER, KeptLayout(THREE, CODES.text())))
    with held(office):
        desk = opened(office)
        desk.show_column(RowColumn.SITE, shown=True)
        chosen = desk.columns
    qtbot.waitUntil(lambda: desk.sort == CODES, timeout=WAIT)
    assert desk.columns == chosen
    qtbot.waitUntil(lambda: kept(office) == KeptLayout(chosen, CODES.text()), timeout=WAIT)


def test_a_layout_that_could_not_be_read_is_not_written_over(
    qtbot: QtBot, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = KeptLayout(THREE, CODES.text())
    office.vault.use(lambda store: keep_layout(store, OWNER, before))
    with monkeypatch.context() as broken:
        broken.setattr(Vault, "use", refused)
        desk = opened(office)
        qtbot.waitUntil(lambda: not office.busy, timeout=WAIT)
    desk.set_sort(LARGEST)
    qtbot.waitUntil(lambda: not office.busy, timeout=WAIT)
    assert (desk.sort, kept(office)) == (LARGEST, before)


@pytest.mark.parametrize(
    ("columns", "sort", "found"),
    [
        (("site", "mood", "state", "site"), "amount:desc", ("site", "state", "transaction", "amount")),
        (("",), "amount:desc", ("transaction", "amount", "state")),
    ],
)
def test_what_another_version_kept_is_read_as_far_as_it_is_known(
    qtbot: QtBot, office: Office, columns: tuple[str, ...], sort: str, found: tuple[str, ...]
) -> None:
    office.vault.use(lambda store: keep_layout(store, OWNER, KeptLayout(columns, sort)))
    desk = opened(office)
    with qtbot.waitSignal(desk.columns_changed, timeout=WAIT):
        pass
    assert tuple(desk.columns) == found


def test_an_unknown_order_is_the_usual_one(qtbot: QtBot, office: Office) -> None:
    office.vault.use(lambda store: keep_layout(store, OWNER, KeptLayout(("site",), "mood:desc")))
    desk = opened(office)
    with qtbot.waitSignal(desk.columns_changed, timeout=WAIT):
        pass
    assert desk.sort == NEWEST


def test_an_order_that_goes_with_the_session_asks_for_nothing(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    monkeypatch.setattr(RejectionsDesk, "_ask", lambda _, number, __: asked.append(number))
    office.open(session())
    desk = RejectionsDesk(office)
    desk.layout.set_sort(LARGEST)
    assert asked == [], "nothing is listed yet"
    desk.state = desk.state.loading()
    desk.layout.set_sort(RejectionSort(SortBy.CODE))
    assert asked == [0]
    assert desk.outdated
    office.end_session("SESSION_ENDED")
    assert asked == [0]
    assert not desk.outdated
    with pytest.raises(KnownError):
        _ = office.session
