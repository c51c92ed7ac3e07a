"""Verdict, figures and list of the overview, over answers made by hand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import icalendar
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from cabinet.contract.due import Severity
from cabinet.contract.rights import Role
from cabinet.contract.states import OperatorStatus
from cabinet.contract.statistics import Figures
from cabinet.desks.office import Office
from cabinet.desks.overview import Overview, OverviewDesk
from cabinet.profile.settings import Language
from cabinet.ui.language import install
from cabinet.ui.pages.overview.page import OverviewPage, calendar_events
from cabinet.ui.pages.overview.tasks_card import SHOWN, TasksCard
from cabinet.ui.pages.overview.verdict_card import VerdictCard
from cabinet.ui.widgets.usage_bar import UsageBar
from tests.contract.due_kit import cause, credential, licence
from tests.perimeter_in_process import NOW, FixedClock
from tests.ui.pages.overview.kit import HEAD, TODAY, figures, overview, person, record

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _ukrainian(qapp: object) -> None:
    install(Language.UKRAINIAN)


class _Office(Office):
    @property
    def where(self) -> tuple[str, str]:
        return "https://soms", "90417318"


@pytest.fixture
def office() -> Iterator[Office]:
    made = _Office(FixedClock())
    yield made
    made.stop()


def page_of(qtbot: QtBot, office: Office, data: Overview, width: int = 1200) -> OverviewPage:
    desk = OverviewDesk(office)
    desk.state = desk.state.ready(data, NOW)
    page = OverviewPage(desk)
    qtbot.addWidget(page)
    page.resize(width, 900)
    page.show()
    return page


@pytest.fixture
def host(qtbot: QtBot) -> QWidget:
    """A window for one card: alone it is never shown."""
    made = QWidget()
    qtbot.addWidget(made)
    QVBoxLayout(made)
    made.resize(1200, 900)
    made.show()
    return made


def put(host: QWidget, card: QWidget) -> None:
    layout = host.layout()
    assert layout is not None
    layout.addWidget(card)
    card.show()


def card_of(host: QWidget, data: Overview) -> TasksCard:
    card = TasksCard()
    put(host, card)
    card.show_tasks(data)
    return card


def titles(card: TasksCard) -> list[str]:
    return [row.accessibleName().split(". ")[1] for row in card.rows]


# -- the verdict -----------------------------------------------------------------------------------------------------


def test_the_verdict_says_what_its_sign_and_line_show(host: QWidget) -> None:
    card = VerdictCard()
    put(host, card)
    card.show_verdict(overview())
    assert (card.verdict.text(), card.sign.severity, card.line.due) == ("Усе гаразд", Severity.CALM, ())
    data = overview(cause(NOW + 3 * DAY, 1), of=record(licence()))
    card.show_verdict(data)
    assert (card.verdict.text(), card.sign.severity) == ("2 справи, найближча 27.11.2026, 12:00", Severity.DANGER)
    assert list(card.line.due) == data.due
    assert not card.status.isVisible()
    card.show_verdict(overview(of=record(status=OperatorStatus.SUSPENDED)))
    assert card.status.isVisible()


def test_what_is_in_order_gives_way_first(qtbot: QtBot, host: QWidget) -> None:
    card = VerdictCard()
    put(host, card)
    card.show_verdict(overview(of=record(licence(paid=5))))
    assert "1 ліцензія" in card.facts[0].word
    for width, seen in ((900, True), (card.verdict.sizeHint().width() + 200, False), (900, True)):
        host.resize(width, 900)
        qtbot.waitUntil(lambda wanted=seen: card.facts[0].isVisible() is wanted)
        assert not card.facts[1].isVisible(), "nobody has compared the log here"


# -- the list --------------------------------------------------------------------------------------------------------


def test_what_asks_stands_first_and_what_is_to_be_known_below(host: QWidget) -> None:
    late_fee = licence(TODAY.replace(year=TODAY.year - 2) + timedelta(days=70))
    card = card_of(host, overview(cause(NOW + 3 * DAY, 1), cause(NOW + DAY, 2), of=record(late_fee)))
    assert [row.accessibleName().partition(",")[0] for row in card.rows] == ["завтра", "27.11.2026", "02.02.2027"]
    assert card.later.text() == "Згодом · 1"
    assert dict(card.which.choices) == {"all": "Усі · 2", "mine": "Мої · 0"}
    assert card.meta.text() == "2 без відповідального"
    card.show_tasks(overview())
    assert (card.rows, card.nothing.isVisible(), card.later.isVisible()) == ([], True, False)


def test_mine_are_those_in_ones_hands(host: QWidget) -> None:
    data = overview(
        cause(NOW + DAY, 1, assignee=HEAD), cause(NOW + DAY, 2, assignee="Мельник"), cause(NOW + DAY, 3),
        of=record(licence()),
    )  # fmt: skip
    card = card_of(host, data)
    assert len(card.rows) == 4
    card.which.choose("mine")
    assert dict(card.which.choices) == {"all": "Усі · 4", "mine": "Мої · 2"}
    assert [row._due.key for row in card.rows] == [f"cause/{1:016x}", "fee/OK-1/3"]
    card.show_tasks(overview(cause(NOW + DAY, 2, assignee="Мельник")))
    assert card.rows == []
    assert card.nothing.text() == "Ваших справ зараз немає."


def test_a_compliance_officer_has_other_ones(host: QWidget) -> None:
    officer = person(Role.COMPLIANCE, "Мельник")
    card = card_of(host, overview(cause(NOW + DAY, 2, assignee="Мельник"), of=record(licence()), who=officer))
    assert dict(card.which.choices)["mine"] == "Мої · 1"


@pytest.mark.parametrize(("count", "more"), [(SHOWN, False), (SHOWN + 1, True), (SHOWN + 4, True)])
def test_many_are_shown_when_they_are_asked_for(qtbot: QtBot, host: QWidget, count: int, more: bool) -> None:
    card = card_of(host, overview(*(cause(NOW + DAY, number) for number in range(count))))
    assert len(card.rows) == SHOWN
    assert card.more.isVisible() is more
    if more:
        assert card.more.text() == f"Показати ще {count - SHOWN}"
        qtbot.mouseClick(card.more, Qt.MouseButton.LeftButton)
        assert len(card.rows) == count
        assert not card.more.isVisible()


@pytest.mark.parametrize(("count", "shown"), [(4, 4), (5, 4), (9, 4)])
def test_of_what_is_to_be_known_four_are_shown(host: QWidget, count: int, shown: int) -> None:
    calm = [credential(NOW + 40 * DAY).model_copy(update={"credential_id": str(n)}) for n in range(count)]
    card = card_of(host, overview(credentials=tuple(calm)))
    assert len(card.rows) == shown
    assert card.later.text() == f"Згодом · {count}"
    assert card.more.isVisible() is (count > shown)


def test_rows_stay_the_same_widgets_and_open_their_places(qtbot: QtBot, host: QWidget) -> None:
    card = card_of(host, overview(cause(NOW + DAY, 1)))
    (row,) = card.rows
    card.show_tasks(overview(cause(NOW + DAY, 7)))
    assert card.rows == [row]
    with qtbot.waitSignal(card.asked) as asked:
        qtbot.mouseClick(row._button, Qt.MouseButton.LeftButton)
    assert asked.args == [f"rejections state:open group:{7:016x}"]
    with qtbot.waitSignal(card.asked) as asked:
        qtbot.mouseClick(card.rejections, Qt.MouseButton.LeftButton)
    assert asked.args == ["rejections state:open"]
    card.show_tasks(overview())
    assert not row.isVisible()


# -- figures ---------------------------------------------------------------------------------------------------------


def test_every_figure_has_yesterdays_of_the_same_hours_and_its_reason(qtbot: QtBot, office: Office) -> None:
    today = figures(
        TODAY, {9: Figures(accepted=30, late=12, pending=2, ggr_kop=500)},
        Figures(accepted=30, rejected=4, late=12, pending=2, ggr_kop=500, stuck_ggr_kop=-120),
    )  # fmt: skip
    before = figures(
        TODAY - DAY, {9: Figures(accepted=10, ggr_kop=300), 12: Figures(accepted=1), 13: Figures(accepted=900)},
        Figures(accepted=911, pending=3),
    )  # fmt: skip
    data = overview(cause(None, 1, count=3, days=(0, 3)), today=today, yesterday=before)
    kpis = page_of(qtbot, office, data).kpis
    assert {key: kpi.accessibleDescription() for key, kpi in kpis.items()} == {
        "accepted": "учора до 13:00 · 11. найбільше о 09:00: +20",
        "rejected": "учора до 13:00 · 0. 3 із них: Валюта не гривня",
        "pending": "з учора лишилося · 3. найдавніша з 09:00",
        "late": "учора до 13:00 · 0. найбільше о 09:00: +12",
        "ggr": "учора до 13:00 · 3,00. у відхилених: \u22121,20",
    }
    assert kpis["ggr"].accessibleName() == "GGR прийнятий: 5,00 грн"


def test_where_no_rule_fires_the_reason_stays_empty(qtbot: QtBot, office: Office) -> None:
    kpis = page_of(qtbot, office, overview()).kpis
    assert kpis["accepted"].accessibleDescription() == "учора до 13:00 · 0"
    assert kpis["ggr"].accessibleDescription() == "учора до 13:00 · —"


# -- the page --------------------------------------------------------------------------------------------------------


def test_bars_of_keys_are_what_is_left(qtbot: QtBot, office: Office) -> None:
    key = credential(NOW + 30 * DAY).model_copy(update={"created_at": NOW - 10 * DAY})
    page = page_of(qtbot, office, overview(credentials=(key,)))
    (bar,) = page._key_rows
    assert isinstance(bar, UsageBar)
    assert bar._filled == pytest.approx(0.75)


@pytest.mark.parametrize(("width", "beside"), [(1119, False), (1120, True), (1121, True)])
def test_the_side_goes_below_where_it_is_narrow(qtbot: QtBot, office: Office, width: int, beside: bool) -> None:
    page = page_of(qtbot, office, overview(), width)

    def top(widget: QWidget) -> int:
        return widget.mapTo(page, widget.rect().topLeft()).y()

    qtbot.waitUntil(lambda: (top(page._side) == top(page.tasks)) is beside)


def test_what_is_to_come_goes_into_the_calendar(
    qtbot: QtBot, office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = overview(cause(NOW - DAY, 1), cause(NOW + DAY, 2), of=record(licence()))
    assert [event.key for event in calendar_events(data)] == [f"cause/{2:016x}", "fee/OK-1/3"]
    page = page_of(qtbot, office, data)
    path = tmp_path / "soms.ics"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    with qtbot.waitSignal(page.toasted):
        qtbot.mouseClick(page.verdict.calendar, Qt.MouseButton.LeftButton)
    events = icalendar.Calendar.from_ical(path.read_bytes()).walk("VEVENT")
    assert [str(event["SUMMARY"]) for event in events] == ["Валюта не гривня", "Щорічний внесок за OK-1"]
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path / "no"), ""))
    page.verdict.calendar.click()
    qtbot.waitUntil(page.banner.isVisible)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    path.unlink()
    page.verdict.calendar.click()
    assert not path.exists()


@pytest.mark.parametrize("part", ["verdict", "tasks", "figures"])
def test_every_part_leads_to_its_place(qtbot: QtBot, office: Office, part: str) -> None:
    page = page_of(qtbot, office, overview())
    with qtbot.waitSignal(page.leave_to) as asked:
        getattr(page, part).asked.emit("registry OK-1")
    assert asked.args == ["registry OK-1"]
