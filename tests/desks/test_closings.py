"""What was closed of late: asked for seven Kyiv days, once an entry and a day; what only gave way is not summed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from cabinet.contract.errors import KnownError
from cabinet.contract.filter import parse_filter
from cabinet.contract.moment import day_bounds, kyiv_day
from cabinet.contract.rejection_closings import ClosedCause, Closings
from cabinet.desks.closings import closed_of
from cabinet.desks.office import Office
from cabinet.desks.rejections import RejectionsDesk
from cabinet.perimeter.rejections import RejectionsClient
from cabinet.vault.vault import Vault
from tests.desks.filtering.test_views import HandClock, session
from tests.desks.test_causes import listed, made
from tests.perimeter_in_process import NOW


def closed(number: int, corrected: int = 0, superseded: int = 0, justified: int = 0) -> ClosedCause:
    return ClosedCause(
        group_id=f"{number:016x}", code="AM-403", pointer="/currency", source="core-1", corrected=corrected,
        superseded=superseded, justified=justified, operations_kop=100,
    )  # fmt: skip


class Desk:
    """A desk whose questions are answered by hand."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.clock = HandClock()
        self.office = Office(self.clock, Vault)
        self.office.open(session())
        self.desk = RejectionsDesk(self.office)
        self.closings = self.desk.causes.closings
        self.asked: list[tuple[date, date]] = []
        self.answers: list[Callable[[Any], None]] = []
        self.failures: list[Callable[[Any], None]] = []

        def note(_self: Any, first: date, last: date) -> None:
            self.asked.append((first, last))

        def run(job: Callable[[], Any], done: Callable[[Any], None], failed: Callable[[Any], None]) -> Any:
            if "ClosingsDesk" in job.__qualname__:
                job()
                self.answers.append(done)
                self.failures.append(failed)
            return SimpleNamespace(cancelled=False, cancel=lambda: None)

        monkeypatch.setattr(RejectionsClient, "closings", note)
        monkeypatch.setattr(self.office.network, "run", run)

    def count(self, as_of: int) -> None:
        self.desk.groups = self.desk.groups.ready(listed(made(1), as_of=as_of), NOW)
        self.desk.groups_changed.emit()

    def answer(self, *causes: ClosedCause) -> None:
        self.answers.pop()(Closings(first=self.asked[-1][0], last=self.asked[-1][1], items=list(causes), as_of=1))


@pytest.fixture
def desk(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    found = Desk(monkeypatch)
    yield found
    found.office.stop()


def at_midnight(day: date) -> datetime:
    return day_bounds(day)[1]


def test_it_is_asked_once_an_entry_and_a_day(desk: Desk) -> None:
    desk.count(7)
    today = kyiv_day(desk.office.clock.now())
    assert desk.asked == [(today - timedelta(days=6), today)]
    desk.answer()
    desk.count(7)
    assert len(desk.asked) == 1
    desk.count(8)
    assert len(desk.asked) == 2
    desk.answer()
    desk.clock.at = at_midnight(today) - timedelta(microseconds=1)
    desk.count(8)
    assert len(desk.asked) == 2, "the day is not over"
    desk.clock.at = at_midnight(today)
    desk.count(8)
    assert desk.asked[2:] == [(today - timedelta(days=5), today + timedelta(days=1))]


def test_what_only_gave_way_is_not_closed(desk: Desk) -> None:
    desk.count(7)
    desk.answer(closed(1, corrected=3, superseded=5), closed(2, superseded=4), closed(3, justified=2))
    assert [one.group_id[-1] for one in desk.closings.causes] == ["1", "3"]
    assert desk.closings.operations == 5


def test_a_failure_leaves_what_was_known(desk: Desk) -> None:
    desk.count(7)
    desk.answer(closed(1, corrected=3))
    desk.count(8)
    desk.failures.pop()(KnownError("UNREACHABLE"))
    assert desk.closings.operations == 3
    desk.office.end_session("SESSION_ENDED")
    assert (desk.closings.operations, desk.closings.causes) == (0, [])


def test_a_causes_closed_ones_are_listed_by_its_group() -> None:
    assert closed_of("ab" * 8) == parse_filter(f"state:corrected,justified group:{'ab' * 8}")
