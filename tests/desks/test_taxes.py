"""The desk of taxes: one state of the log in all answers, days as far as days may be asked, and it follows the page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cabinet.contract.rights import Right
from cabinet.contract.states import Bucket, Slice
from cabinet.desks.office import Office
from cabinet.desks.taxes import TaxesDesk
from cabinet.perimeter import statistics
from tests.company import WAIT
from tests.desks.filtering.test_views import NOW, HandClock

TODAY = NOW.date()


class Perimeter:
    """Tells what it was asked for; the log goes on by as much as ``grows`` says before each answer."""

    asked: list[tuple[Any, ...]]
    grows: list[int]
    seq: int

    def __init__(self, _session: Any) -> None:
        """As the client is made."""

    def ggr(self, first: date, last: date, bucket: Bucket, by: Slice) -> Any:
        return self._told("ggr", first, last, bucket, by)

    def taxes(self, first: date, last: date, bucket: Bucket) -> Any:
        return self._told("taxes", first, last, bucket)

    def _told(self, *what: Any) -> Any:
        Perimeter.asked.append(what)
        Perimeter.seq += Perimeter.grows.pop(0) if Perimeter.grows else 0
        return SimpleNamespace(first=what[1], last=what[2], as_of_seq=Perimeter.seq)


@pytest.fixture
def office(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    monkeypatch.setattr(statistics, "StatisticsClient", Perimeter)
    Perimeter.asked, Perimeter.grows, Perimeter.seq = [], [], 1
    made = Office(HandClock())
    person = SimpleNamespace(rights={Right.STATISTICS_SUMS})
    made.open(SimpleNamespace(person=person, forget=lambda: None))  # type: ignore[arg-type]  # as much as is needed
    yield made
    made.stop()


class Page:
    """The period that is shown."""

    def __init__(self, first: date, last: date) -> None:
        self.days = first, last


def idle(qtbot: QtBot, office: Office) -> None:
    qtbot.waitUntil(lambda: not office.network.busy, timeout=WAIT)


@pytest.mark.parametrize(
    ("days", "bucket"), [(1, Bucket.DAY), (399, Bucket.DAY), (400, Bucket.DAY), (401, Bucket.MONTH)]
)
def test_days_as_far_as_they_may_be_asked(qtbot: QtBot, office: Office, days: int, bucket: Bucket) -> None:
    first = TODAY - timedelta(days=days - 1)
    desk = TaxesDesk(office, lambda: (first, TODAY))
    desk.refresh()
    idle(qtbot, office)
    assert Perimeter.asked == [
        ("ggr", first, TODAY, bucket, Slice.LICENCE), ("ggr", first, TODAY, Bucket.MONTH, Slice.BRAND),
        ("taxes", first, TODAY, bucket),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("grows", "times", "agree"),
    [
        ([], 1, True), ([0, 0, 1], 2, True), ([0, 1], 2, True), ([1] * 12, 5, True), ([1] * 13, 5, True),
        ([1] * 14, 5, False), ([1] * 30, 5, False),
    ],
)  # fmt: skip
def test_answers_are_of_one_state_of_the_log(
    qtbot: QtBot, office: Office, grows: list[int], times: int, agree: bool
) -> None:
    Perimeter.grows = grows
    desk = TaxesDesk(office, lambda: (TODAY, TODAY))
    desk.refresh()
    idle(qtbot, office)
    assert len(Perimeter.asked) == 3 * times
    assert desk.state.data is not None
    assert desk.state.data.agree is agree


def test_it_follows_the_page(qtbot: QtBot, office: Office) -> None:
    page = Page(TODAY, TODAY)
    desk = TaxesDesk(office, lambda: page.days)
    desk.follow()
    desk.follow()
    idle(qtbot, office)
    assert len(Perimeter.asked) == 3, "asked once, however often it was told to"
    assert desk.current is not None
    desk.follow()
    assert not desk.state.busy, "the same period is renewed without a word"
    idle(qtbot, office)
    assert len(Perimeter.asked) == 6
    page.days = TODAY - timedelta(days=1), TODAY
    assert desk.current is None
    desk.follow()
    assert desk.state.busy
    page.days = TODAY - timedelta(days=2), TODAY
    desk.follow()
    idle(qtbot, office)
    assert desk.current is not None
    assert desk.current.days == page.days


def test_whoever_may_not_see_sums_asks_nothing(office: Office) -> None:
    office.session.person.rights = frozenset()  # type: ignore[misc]  # not a real one
    desk = TaxesDesk(office, lambda: (TODAY, TODAY))
    assert not desk.allowed
    desk.follow()
    assert not office.network.busy
    office.end_session("SESSION_MISSING")
    assert not desk.allowed


def test_what_is_stuck_is_listed_from_the_first_day_on(office: Office) -> None:
    desk = TaxesDesk(office, lambda: (date(2026, 9, 1), date(2026, 9, 30)))
    assert desk.stuck_filter().text() == f"state:open period:2026-09-01..{TODAY}"
