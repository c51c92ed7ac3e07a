"""The desk of statistics: figures come first; the cause of what stands out, the record and the keys need not be new."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cabinet.contract.moment import day_bounds
from cabinet.contract.rights import Right
from cabinet.contract.states import Bucket, Slice
from cabinet.contract.statistics import Figures, StatisticsAnswer, StatisticsRow
from cabinet.desks.office import Office
from cabinet.desks.statistics import StatisticsDesk
from cabinet.perimeter import credentials, registry, rejections, statistics
from tests.company import WAIT
from tests.desks.filtering.test_views import NOW, HandClock
from tests.desks.test_statistics_finding import causes, group

FIRST = date(2026, 11, 16)
DAYS = [FIRST + timedelta(days=number) for number in range(8)]
RIGHTS = frozenset({Right.REJECTIONS_READ, Right.CREDENTIALS_READ})


class Perimeter:
    """What all the clients tell; ``asked`` is what they were asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.rejected = [1, 1, 1, 1, 19, 1, 1, 1]
        self.groups = causes(group("RG-604", 12), group("AM-404", 7))

    def read(self, first: date, last: date, bucket: Bucket, by: Slice, **_how: Any) -> StatisticsAnswer:
        self.asked.append("statistics")
        starts = [day_bounds(day)[0] for day in DAYS]
        rows = [
            StatisticsRow(start=start, key=None, figures=Figures(accepted=100, rejected=number))
            for start, number in zip(starts, self.rejected, strict=True)
        ]
        return StatisticsAnswer(
            first=first, last=last, bucket=bucket, by=by, time_zone="Europe/Kyiv", as_of=NOW, as_of_seq=1,
            buckets=starts, rows=rows, total=Figures(), test_data=True,
        )  # fmt: skip

    def tell(self, what: str, answer: Any) -> Any:
        self.asked.append(what)
        return answer


@pytest.fixture
def perimeter(monkeypatch: pytest.MonkeyPatch) -> Perimeter:
    made = Perimeter()
    for module, client, told in (
        (statistics, "StatisticsClient", SimpleNamespace(read=made.read)),
        (registry, "RegistryClient", SimpleNamespace(operator=lambda: made.tell("record", object()))),
        (credentials, "CredentialsClient",
         SimpleNamespace(list=lambda: made.tell("keys", SimpleNamespace(items=[object()])))),
        (rejections, "RejectionsClient",
         SimpleNamespace(groups=lambda wanted: made.tell(f"groups {wanted.text()}", made.groups))),
    ):  # fmt: skip
        monkeypatch.setattr(module, client, lambda _session, told=told: told)
    return made


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def office(qapp: QApplication, perimeter: Perimeter, clock: HandClock) -> Iterator[Office]:
    assert perimeter.asked == []
    made = Office(clock)
    made.open(SimpleNamespace(person=SimpleNamespace(rights=RIGHTS), forget=lambda: None))  # type: ignore[arg-type]
    yield made
    made.stop()


@pytest.fixture
def desk(office: Office) -> StatisticsDesk:
    return StatisticsDesk(office)


def shown(qtbot: QtBot, desk: StatisticsDesk) -> None:
    """Ask, and wait for the figures alone."""
    desk.choose_period(DAYS[0], DAYS[-1])
    qtbot.waitUntil(lambda: desk.state.data is not None and not desk.state.busy, timeout=WAIT)


def cause(desk: StatisticsDesk) -> tuple[str, int] | None:
    finding = desk.finding
    return (finding.cause.code, finding.cause.count) if finding is not None and finding.cause is not None else None


def test_the_cause_of_what_stands_out_comes_after_the_figures(
    qtbot: QtBot, desk: StatisticsDesk, perimeter: Perimeter
) -> None:
    told: list[tuple[str, int] | None] = []
    desk.changed.connect(lambda: told.append(cause(desk)))
    shown(qtbot, desk)
    assert desk.finding is not None
    assert desk.finding.value == 19
    assert told[-1] is None, "figures wait for nothing"
    qtbot.waitUntil(lambda: cause(desk) == ("RG-604", 12), timeout=WAIT)
    assert perimeter.asked[-1] == "groups state:open period:2026-11-20"
    shown(qtbot, desk)
    assert cause(desk) == ("RG-604", 12), "what is known of the same days stays"


def test_a_cause_of_other_days_is_nobodys(qtbot: QtBot, desk: StatisticsDesk, perimeter: Perimeter) -> None:
    shown(qtbot, desk)
    qtbot.waitUntil(lambda: cause(desk) is not None, timeout=WAIT)
    perimeter.rejected = [1, 1, 19, 1, 1, 1, 1, 1]
    perimeter.groups = causes()
    told: list[tuple[str, int] | None] = []
    desk.changed.connect(lambda: told.append(cause(desk)) if not desk.state.busy else None)
    shown(qtbot, desk)
    assert told == [None]


def test_where_nothing_stands_out_nothing_is_asked(qtbot: QtBot, desk: StatisticsDesk, perimeter: Perimeter) -> None:
    shown(qtbot, desk)
    qtbot.waitUntil(lambda: desk.found.wanted is not None, timeout=WAIT)
    perimeter.rejected = [1] * 8
    shown(qtbot, desk)
    qtbot.waitUntil(lambda: desk.found.wanted is None, timeout=WAIT)
    assert desk.finding is None


def test_whoever_may_not_see_rejections_is_told_no_cause(
    qtbot: QtBot, desk: StatisticsDesk, office: Office, perimeter: Perimeter
) -> None:
    office.session.person.rights = frozenset()  # type: ignore[misc]  # not a real one
    shown(qtbot, desk)
    desk._follow()
    assert desk.found.wanted is None
    assert desk.finding is not None
    assert perimeter.asked == ["statistics", "record"]


@pytest.mark.parametrize(("seconds", "again"), [(0, 0), (29, 0), (30, 1), (31, 1)])
def test_record_and_keys_are_asked_again_after_half_a_minute(
    qtbot: QtBot, desk: StatisticsDesk, perimeter: Perimeter, clock: HandClock, seconds: int, again: int
) -> None:
    shown(qtbot, desk)
    before = desk.state.data
    clock.at += timedelta(seconds=seconds)
    shown(qtbot, desk)
    assert [perimeter.asked.count(what) for what in ("statistics", "record", "keys")] == [2, 1 + again, 1 + again]
    assert before is not None
    assert desk.state.data is not None
    assert (desk.state.data.record is before.record) == (not again)


def test_who_asks_for_everything_again_gets_it(qtbot: QtBot, desk: StatisticsDesk, perimeter: Perimeter) -> None:
    shown(qtbot, desk)
    desk.refresh()
    qtbot.waitUntil(lambda: not desk.state.busy, timeout=WAIT)
    assert perimeter.asked.count("record") == 2
    desk.choose_slice(Slice.LICENCE)
    qtbot.waitUntil(lambda: not desk.state.busy, timeout=WAIT)
    assert perimeter.asked.count("record") == 2


def test_nothing_of_one_session_stands_in_the_next(
    qtbot: QtBot, desk: StatisticsDesk, office: Office, perimeter: Perimeter
) -> None:
    shown(qtbot, desk)
    office.end_session("SESSION_MISSING")
    office.open(SimpleNamespace(person=SimpleNamespace(rights=RIGHTS), forget=lambda: None))  # type: ignore[arg-type]
    shown(qtbot, desk)
    assert perimeter.asked.count("record") == 2
