"""Told once a day and cause, never what was there before, never what people's own corrections brought."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from types import SimpleNamespace
from typing import Any, cast

import pytest
from PySide6.QtWidgets import QApplication

from cabinet.contract.moment import day_bounds, kyiv_day
from cabinet.contract.rejections import RejectedMoney, RejectionGroup
from cabinet.contract.rights import Right
from cabinet.contract.states import CaseState, Trend
from cabinet.desks.cause_notices import CauseNotices
from cabinet.desks.office import Office
from tests.perimeter_in_process import NOW, FixedClock


def cause(number: int, count: int = 1, *, late: int = 0, trend: Trend = Trend.FIRST, source: str = "core-1") -> Any:
    return RejectionGroup(
        group_id=f"{number:016x}", code="AM-403", pointer="/currency", source=source, first_seen=NOW,
        last_seen=NOW + timedelta(minutes=late), days=[0] * 7, trend=trend, folded=0, case_state=CaseState.NEW,
        assignee=None, case_version=0, count=count, closed=0, money=RejectedMoney(), consequences=0,
        consequences_money=RejectedMoney(), ready=0,
    )  # fmt: skip


class Told:
    def __init__(self) -> None:
        self.clock = FixedClock()
        self.office = Office(self.clock)
        self.wanted = True
        self.notices = CauseNotices(self.office, lambda: self.wanted)
        self.heard: list[tuple[str, int]] = []
        self.notices.appeared.connect(lambda of: self.heard.append(("appeared", int(of.group_id, 16))))
        self.notices.spiked.connect(lambda of: self.heard.append(("spiked", int(of.group_id, 16))))

    def look(self, *causes: RejectionGroup) -> list[tuple[str, int]]:
        self.heard.clear()
        self.notices.compare(list(causes))
        return list(self.heard)


@pytest.fixture
def told(qapp: QApplication) -> Iterator[Told]:
    made = Told()
    yield made
    made.office.stop()


def test_what_was_there_before_is_not_told(told: Told) -> None:
    assert told.look(cause(1), cause(2, trend=Trend.SPIKE)) == []
    assert told.look(cause(1, late=1), cause(2, late=1, trend=Trend.SPIKE)) == [], "a spike that goes on"
    assert told.look(cause(1), cause(2, trend=Trend.SPIKE)) == []
    assert told.look(cause(1), cause(2), cause(3)) == [("appeared", 3)]


def test_what_comes_again_after_it_had_gone_is_told(told: Told) -> None:
    told.look(cause(1, 0, trend=Trend.GONE), cause(2, 0, trend=Trend.GONE))
    assert told.look(cause(1, late=1), cause(2)) == [("appeared", 1)], "the other was opened by a person's decision"


def test_a_spike_is_told_when_it_begins(told: Told) -> None:
    told.look(cause(1, 5, trend=Trend.STEADY), cause(2, 5, trend=Trend.STEADY))
    assert told.look(cause(1, 50, late=1, trend=Trend.SPIKE), cause(2, 9, late=1, trend=Trend.RISING)) == [
        ("spiked", 1)
    ]
    assert told.look(cause(1, 90, late=2, trend=Trend.SPIKE), cause(2, 9, late=1)) == [], "it goes on"


def test_once_a_kyiv_day(told: Told) -> None:
    told.look()
    assert told.look(cause(1)) == [("appeared", 1)]
    told.look(cause(1, 0, late=1))
    assert told.look(cause(1, late=2)) == []
    told.look(cause(1, 0, late=2))
    told.clock.at = day_bounds(kyiv_day(NOW))[1] - timedelta(microseconds=1)
    assert told.look(cause(1, late=3)) == []
    told.look(cause(1, 0, late=3))
    told.clock.at += timedelta(microseconds=1)
    assert told.look(cause(1, late=4)) == [("appeared", 1)]


def test_peoples_own_corrections_are_not_told(told: Told) -> None:
    told.look()
    assert told.look(cause(1, source="cabinet"), cause(2)) == [("appeared", 2)]


def test_a_session_begins_and_ends_with_nothing(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    person = SimpleNamespace(rights=[Right.REJECTIONS_READ])

    def run(*given: object) -> SimpleNamespace:
        asked.append(given)
        return SimpleNamespace(cancel=lambda: None)

    monkeypatch.setattr(told.office.network, "run", run)
    told.notices.start()
    assert not asked, "nobody is logged in"
    told.office.open(cast(Any, SimpleNamespace(person=person, forget=lambda: None)))
    told.wanted = False
    told.notices.ask()
    assert not asked, "nobody wants to know"
    told.wanted = True
    told.notices.ask()
    told.notices.ask()
    assert len(asked) == 1, "one at a time"
    told.look(cause(1))
    told.office.end_session("SIGNED_OUT")
    assert not told.notices._timer.isActive()
    assert told.look(cause(2)) == [], "what another person sees first is what was there"
