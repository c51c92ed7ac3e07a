"""Pasted lists through their desk: posted once, named by the filter, told when they are gone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from types import SimpleNamespace
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from cabinet.contract.errors import KnownError
from cabinet.contract.filter import OPEN, Filter, parse_filter
from cabinet.contract.id_lists import IdList
from cabinet.desks.office import Office
from cabinet.desks.rejections import RejectionsDesk
from cabinet.perimeter.rejections import RejectionsClient
from tests.company import WAIT
from tests.perimeter_in_process import NOW, FixedClock

KEPT = IdList(list_id="0a" * 16, given=2, found=1, missing=["b"], expires_at=NOW)


@pytest.fixture
def office() -> Iterator[Office]:
    made = Office(FixedClock())
    session: Any = SimpleNamespace(
        person=SimpleNamespace(edrpou="43210987", name="Мельник Тарас", rights=[]),
        profile=SimpleNamespace(audience="https://a"),
        forget=lambda: None,
    )
    made.open(session)
    yield made
    made.stop()


@pytest.fixture
def desk(office: Office, monkeypatch: pytest.MonkeyPatch) -> RejectionsDesk:
    """A desk whose perimeter keeps lists but knows none, and answers nothing else."""

    def answer(_: RejectionsClient, wanted: Filter = OPEN, **__: object) -> None:
        raise KnownError("ID_LIST_GONE" if wanted.lists else "PERIMETER_TIMEOUT")

    def keep(_: RejectionsClient, ids: Sequence[str]) -> IdList:
        if ids == ("bad",):
            raise KnownError("PERIMETER_TIMEOUT")
        return KEPT

    for name in ("page", "groups"):
        monkeypatch.setattr(RejectionsClient, name, answer)
    monkeypatch.setattr(RejectionsClient, "keep_list", keep)
    return RejectionsDesk(office)


def test_a_list_is_posted_and_named(qtbot: QtBot, desk: RejectionsDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RejectionsDesk, "refresh", lambda _: None)
    with qtbot.waitSignal(desk.lists.kept, timeout=WAIT):
        desk.lists.keep(("a", "b"))
        assert desk.lists.busy
    assert not desk.lists.busy
    assert desk.filter == parse_filter(f"state:open list:{KEPT.list_id}")
    assert desk.lists.known == {KEPT.list_id: KEPT}
    desk.lists.kept.emit(KEPT)
    assert desk.filter.lists == (KEPT.list_id,), "the same list once more is not one more"
    desk.enter("код:RG-604", "uk")
    assert desk.filter == parse_filter(f"code:RG-604 list:{KEPT.list_id}")
    desk.choose_text("code:RG-604")
    assert desk.filter == parse_filter("code:RG-604"), "what a program lists is exactly that"
    desk.office.end_session("SESSION_ENDED")
    assert desk.lists.known == {}
    assert desk.history.back(OPEN) is None


def test_one_that_cannot_be_posted_changes_nothing(qtbot: QtBot, desk: RejectionsDesk) -> None:
    with qtbot.waitSignal(desk.lists.failed, timeout=WAIT) as failed:
        desk.lists.keep(("bad",))
    assert failed.args[0].code == "PERIMETER_TIMEOUT"
    assert desk.filter == OPEN
    assert not desk.lists.busy


def test_the_rest_is_listed_where_a_list_is_gone(qtbot: QtBot, desk: RejectionsDesk) -> None:
    told: list[str] = []
    desk.lists.failed.connect(lambda failure: told.append(failure.code))
    desk.choose(parse_filter(f"state:new list:{KEPT.list_id}"))
    qtbot.waitUntil(lambda: desk.state.failure is not None and desk.groups.failure is not None, timeout=WAIT)
    assert desk.filter == parse_filter("state:new")
    assert told == ["ID_LIST_GONE"]
    assert desk.state.failure is not None
    assert desk.state.failure.code == "PERIMETER_TIMEOUT"
