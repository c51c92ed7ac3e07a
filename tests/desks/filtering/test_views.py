"""Views through their desk: kept for whoever saved them, in their order, counted seldom, and brought back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from cabinet.contract.errors import KnownError
from cabinet.contract.filter import OPEN, Filter, parse_filter
from cabinet.desks.filtering.counting import FilterCounts
from cabinet.desks.filtering.views import BUILT_IN, ViewsDesk
from cabinet.desks.office import Office
from cabinet.vault.filters import (
    MOST_RECENT,
    MOST_VIEWS,
    View,
    keep_views,
    note_filter,
    recent_filters,
    views_of,
)
from cabinet.vault.owner import Owner
from cabinet.vault.vault import Vault
from tests.company import WAIT
from tests.held_store import held
from tests.perimeter_in_process import NOW

OWNER = Owner("https://a", "43210987", "Мельник Тарас")
LARGE, NEW = parse_filter("sum:>1000"), parse_filter("state:new")


class HandClock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.at = NOW

    def now(self) -> datetime:
        return self.at


def session(owner: Owner = OWNER) -> Any:
    return SimpleNamespace(
        person=SimpleNamespace(edrpou=owner.edrpou, name=owner.person),
        profile=SimpleNamespace(audience=owner.audience),
        forget=lambda: None,
    )


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Counts that were asked for."""
    asked: list[list[str]] = []

    def ask(_: FilterCounts, filters: Sequence[Filter]) -> None:
        asked.append([wanted.text() for wanted in filters])

    monkeypatch.setattr(FilterCounts, "ask", ask)
    return asked


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def office(clock: HandClock, counted: list[list[str]]) -> Iterator[Office]:
    made = Office(clock, Vault)
    yield made
    made.stop()


def opened(qtbot: QtBot, office: Office, owner: Owner = OWNER) -> ViewsDesk:
    office.open(session(owner))
    desk = ViewsDesk(office)
    with qtbot.waitSignal(desk.changed, timeout=WAIT):
        pass
    return desk


def refused(_vault: Vault, _job: object) -> None:
    """Stand for a store that cannot be used."""
    raise KnownError("VAULT_KEY_WRONG")


def kept(office: Office, owner: Owner = OWNER) -> tuple[View, ...]:
    return office.vault.use(lambda store: views_of(store, owner))


def test_saved_replaced_renamed_moved_and_deleted(qtbot: QtBot, office: Office) -> None:
    desk = opened(qtbot, office)
    desk.save(" Великі  суми ", LARGE)
    desk.save("Нові", NEW)
    desk.save("Мої", OPEN)
    assert [view.name for view in desk.own] == ["Великі суми", "Нові", "Мої"]
    desk.save("великі СУМИ", NEW)
    assert desk.own[0] == View("Великі суми", "state:new"), "the same name, as it was written first"
    desk.rename("Нові", "Нові й важливі")
    assert desk.own[1] == View("Нові й важливі", "state:new")
    desk.rename("Мої", "великі суми")
    assert desk.own == (View("Нові й важливі", "state:new"), View("великі суми", "state:open"))
    desk.move("великі суми", -1)
    assert [view.name for view in desk.own] == ["великі суми", "Нові й важливі"]
    desk.move("великі суми", -1)
    desk.move("Нові й важливі", 1)
    desk.move("немає", 1)
    assert [view.name for view in desk.own] == ["великі суми", "Нові й важливі"], "no further than the ends"
    desk.remove("великі суми")
    assert [view.name for view in desk.own] == ["Нові й важливі"]
    assert desk.removed == View("великі суми", "state:open")
    desk.restore()
    assert [view.name for view in desk.own] == ["великі суми", "Нові й важливі"], "where it stood"
    assert desk.removed is None
    qtbot.waitUntil(lambda: kept(office) == desk.own, timeout=WAIT)


def test_another_act_ends_the_way_back(qtbot: QtBot, office: Office) -> None:
    desk = opened(qtbot, office)
    desk.save("А", NEW)
    desk.remove("А")
    desk.save("Б", NEW)
    assert desk.removed is None
    desk.restore()
    assert [view.name for view in desk.own] == ["Б"]


def test_refusals_change_nothing(qtbot: QtBot, office: Office) -> None:
    desk = opened(qtbot, office)
    for number in range(MOST_VIEWS):
        desk.save(f"{number}", NEW)
    before = desk.own
    for act in (lambda: desk.save("ще", NEW), lambda: desk.save(" ", NEW), lambda: desk.rename("1", "")):
        with pytest.raises(KnownError):
            act()
    assert desk.own == before
    desk.save("1", OPEN)
    assert desk.own[1] == View("1", "state:open"), "one that is there is replaced all the same"


def test_each_person_of_each_company_has_their_own(qtbot: QtBot, office: Office) -> None:
    other = OWNER._replace(person="Гнатюк Ірина")
    office.vault.use(lambda store: keep_views(store, OWNER, (View("А", "state:new"), View("старе", "qqq:1"))))
    office.vault.use(lambda store: note_filter(store, OWNER, "tx:a", NOW))
    desk = opened(qtbot, office)
    assert desk.own == (View("А", "state:new"),), "what is not read any more is left out"
    assert desk.recent == ("tx:a",)
    office.end_session("SESSION_ENDED")
    assert (desk.own, desk.recent) == ((), ())
    office.open(session(other))
    with qtbot.waitSignal(desk.changed, timeout=WAIT):
        pass
    assert (desk.own, desk.recent) == ((), ())
    assert kept(office)[0] == View("А", "state:new")


def test_what_is_saved_before_views_are_read_comes_after_them(qtbot: QtBot, office: Office) -> None:
    office.vault.use(lambda store: keep_views(store, OWNER, (View("А", "state:new"), View("Б", "state:new"))))
    office.vault.use(lambda store: note_filter(store, OWNER, "tx:a", NOW))
    with held(office):
        office.open(session())
        desk = ViewsDesk(office)
        desk.save("В", LARGE)
        desk.save("а", LARGE)
        desk.note(parse_filter("tx:b"))
    wanted = (View("Б", "state:new"), View("В", "sum:>1000"), View("а", "sum:>1000"))
    qtbot.waitUntil(lambda: desk.own == wanted, timeout=WAIT)
    assert desk.recent == ("tx:b", "tx:a")
    qtbot.waitUntil(lambda: kept(office) == wanted, timeout=WAIT)


def test_views_that_could_not_be_read_are_not_written_over(
    qtbot: QtBot, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (View("А", "state:new"),)
    office.vault.use(lambda store: keep_views(store, OWNER, before))
    with monkeypatch.context() as broken:
        broken.setattr(Vault, "use", refused)
        office.open(session())
        desk = ViewsDesk(office)
        qtbot.waitUntil(lambda: not office.busy, timeout=WAIT)
    desk.save("Б", NEW)
    qtbot.waitUntil(lambda: not office.busy, timeout=WAIT)
    assert (desk.own, kept(office)) == ((View("Б", "state:new"),), before)


def test_counts_are_asked_seldom(qtbot: QtBot, office: Office, clock: HandClock, counted: list[list[str]]) -> None:
    desk = opened(qtbot, office)
    built_in = [wanted.text() for wanted in BUILT_IN.values()]
    assert counted == [built_in]
    for seconds, asked in ((0, 1), (29, 1), (30, 2), (31, 2)):
        clock.at = NOW + timedelta(seconds=seconds)
        desk.count()
        assert len(counted) == asked
    desk.save("А", LARGE)
    assert counted[-1] == [*built_in, "sum:>1000"]


def test_filters_used_last(qtbot: QtBot, office: Office) -> None:
    desk = opened(qtbot, office)
    for chosen in (OPEN, Filter(), Filter(lists=("0" * 32,))):
        desk.note(chosen)
    assert desk.recent == ()
    for number in range(MOST_RECENT + 1):
        desk.note(parse_filter(f"tx:{number}"))
    desk.note(parse_filter("tx:5"))
    assert desk.recent == ("tx:5", *(f"tx:{n}" for n in range(MOST_RECENT, 0, -1) if n != 5))

    def written() -> bool:
        return set(office.vault.use(lambda store: recent_filters(store, OWNER))) >= set(desk.recent[:3])

    qtbot.waitUntil(written, timeout=WAIT)


def test_a_view_survives_the_run(qtbot: QtBot, clock: HandClock, counted: list[list[str]], tmp_path: Path) -> None:
    class Holder:
        name = "a test"

        def key(self, *, make: bool, ask: bool) -> bytes | None:
            return b"k" * 32

        def give_up(self) -> None:
            """Nobody waits."""

    for expected in ((), (View("А", "state:new"),)):
        office = Office(clock, lambda: Vault(tmp_path, Holder))
        desk = opened(qtbot, office)
        assert desk.own == expected
        desk.save("А", NEW)
        qtbot.waitUntil(lambda: kept(office) == (View("А", "state:new"),), timeout=WAIT)  # noqa: B023  of this turn
        office.stop()
