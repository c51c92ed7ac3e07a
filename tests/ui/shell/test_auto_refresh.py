"""Which page is renewed when the log has grown, and when none is: without a window, by the host's three answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from cabinet.contract.clock import SystemClock
from cabinet.desks.office import Office
from cabinet.desks.states import Loadable
from cabinet.ui.shell import auto_refresh
from cabinet.ui.shell.auto_refresh import AutoRefresh
from cabinet.ui.shell.page_specs import PageSpec, spec_of

READY: Loadable[Any] = Loadable().ready("data", datetime(2026, 11, 24, tzinfo=UTC))


class FakePage:
    """Counts how often it is renewed."""

    def __init__(self) -> None:
        self.desk = SimpleNamespace(state=READY)
        self.renewed = 0

    def renew(self) -> None:
        self.renewed += 1


@dataclass
class Host:
    spec: PageSpec
    page: FakePage
    open: bool = True
    dialog: bool = False

    def opened(self) -> Any:
        return (self.spec, self.page) if self.open else None

    def watched(self) -> bool:
        return True

    def dialog_open(self) -> bool:
        return self.dialog


@dataclass
class Case:
    host: Host
    refresh: AutoRefresh

    def grown(self, size: int) -> int:
        """Let the log have this size at the next look; returns how often the page has been renewed by then."""
        self.refresh.poller.size = size
        self.refresh.poller.ticked.emit()
        return self.host.page.renewed


@pytest.fixture
def case(qtbot: QtBot) -> Iterator[Case]:
    office, owner = Office(SystemClock()), QObject()
    host = Host(spec_of("overview"), FakePage())
    yield Case(host, AutoRefresh(host, office, owner))
    office.stop()


def test_a_page_is_renewed_when_the_log_has_grown_and_once_a_second_at_most(case: Case) -> None:
    assert case.grown(5) == 1, "its first data may be older than the first look"
    assert case.grown(5) == 1, "nothing has happened"
    assert case.grown(6) == 1, "too soon after the last renewal"
    case.refresh.start()
    assert case.grown(6) == 2, "a fresh session begins anew"
    assert case.refresh.up_to_date("overview")
    assert not case.refresh.up_to_date("registry")


def test_a_log_that_has_not_grown_renews_nothing(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(auto_refresh, "_CALM_MS", 0)
    assert case.grown(5) == 1
    assert case.grown(5) == 1
    assert case.grown(6) == 2


def test_a_page_that_does_not_follow_the_log_is_left_alone(case: Case) -> None:
    case.host.spec = case.host.spec._replace(refreshes=False)
    assert case.grown(5) == 0
    case.refresh.poller.alive_changed.emit(False)
    assert case.host.page.renewed == 0


def test_nothing_is_renewed_while_no_page_is_open(case: Case) -> None:
    case.host.open = False
    assert case.grown(5) == 0


@pytest.mark.parametrize("state", [READY.loading(), Loadable()])
def test_a_page_that_loads_is_not_asked_again(case: Case, state: Loadable[Any]) -> None:
    case.host.page.desk.state = state
    assert case.grown(5) == 0
    case.host.page.desk.state = READY
    assert case.grown(5) == 1


def test_what_a_dialog_speaks_of_does_not_change_under_it(case: Case) -> None:
    case.host.dialog = True
    assert case.grown(5) == 0
    case.host.dialog = False
    assert case.grown(5) == 1, "it catches up"


def test_a_perimeter_that_answers_again_renews_the_open_page(case: Case) -> None:
    seen: list[bool] = []
    case.refresh.alive_changed.connect(seen.append)
    assert case.grown(5) == 1
    case.refresh.poller.alive_changed.emit(True)
    assert seen == [True]
    assert case.host.page.renewed == 2
    assert not case.refresh.up_to_date("overview"), "what it showed is of before"
