"""A cause's own card: what it says of numbers, dates and people, and when it stands in the place of a row's."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cabinet.contract.cases import Case, CaseChange, CaseEvent
from cabinet.contract.errors import KnownError
from cabinet.contract.rejections import RejectedMoney, RejectionCard
from cabinet.contract.states import CaseState, TransactionType, Trend
from cabinet.desks.causes import Part
from cabinet.desks.corrections import read_payload
from cabinet.desks.states import Loadable
from cabinet.perimeter.rejections import RejectionsClient
from cabinet.profile.settings import Language
from cabinet.ui.language import install
from cabinet.ui.pages.rejections.cause_action import CauseAct
from cabinet.ui.pages.rejections.cause_panel import CausePanel
from cabinet.ui.pages.rejections.cause_rows import Rights
from cabinet.ui.texts.cause_card import cause_steps, remedy
from cabinet.ui.widgets.button import Kind
from tests.company import WAIT
from tests.desks.test_cause_notices import cause
from tests.perimeter_in_process import NOW, PerimeterInProcess
from tests.rejection_cards import card_of, spoilt
from tests.ui.fit import misfits
from tests.ui.pages.rejections.test_bulk import Rejections, rejections
from tests.ui.pages.rejections.test_causes import choose, filled, row_of
from tests.ui.shell.test_window import window

__all__ = ["rejections", "window"]

BOTH, READS = Rights(corrects=True, decides=True), Rights()
PARTS = [Part(TransactionType.PAYOUT, 2, 500), Part(TransactionType.REFUND, 1, 100)]


@pytest.fixture
def card(tmp_path: Path) -> Iterator[RejectionCard]:
    install(Language.UKRAINIAN)
    inside = PerimeterInProcess(tmp_path / "p")
    (bad,) = inside.judge(spoilt("RG-604"))
    yield card_of(inside, bad.attempt_id)
    inside.close()


def made(card: RejectionCard, **more: Any) -> Any:
    finding = card.findings[0]
    return cause(1, 3).model_copy(
        update={
            "group_id": card.row.group_id, "code": finding.code, "pointer": finding.pointer, "consequences": 3,
            "consequences_money": RejectedMoney.of(600, 0, 100, 500), "money": RejectedMoney.of(900, 900, 0, 0),
            "days": [0, 0, 1, 0, 0, 0, 2], "trend": Trend.RISING, "due_at": NOW + timedelta(hours=3),
            "assignee": "Мельник Тарас Богданович", "case_state": CaseState.IN_WORK, **more,
        }
    )  # fmt: skip


@pytest.fixture
def panel(qtbot: QtBot, card: RejectionCard) -> CausePanel:
    panel = CausePanel()
    qtbot.addWidget(panel)
    panel.resize(424, 900)
    panel.show_cause(made(card), PARTS, "1 з 2", BOTH, NOW)
    panel.show_example(made(card), card, read_payload(card))
    panel.show()
    return panel


def facts(panel: CausePanel) -> list[str]:
    return [label.accessibleName() for label in panel.facts.children() if hasattr(label, "accessibleName")]


def test_it_tells_what_is_wrong_how_much_and_whose_it_is(panel: CausePanel) -> None:
    assert (panel.code.accessibleName(), panel.state.accessibleName()) == ("RG-604", "У роботі")
    assert (panel.since.text(), panel.place.text()) == ("з 24.11 12:00", "1 з 2")
    assert panel.title.text() == "Сайту чи бренду немає в реєстрі"
    assert "stavkogray.ua" in panel.sentence.text()
    assert panel.cells.accessibleName().replace("\u00a0", " ") == (
        "Виконавець: Мельник Т.; Строк: сьогодні 15:00; Вплив на GGR: +3,00 грн"
    )
    assert panel.days.words == "за 7 днів: 3, сьогодні 2"
    said = facts(panel)
    assert {"Джерело: core-1", "Хто діє: Керівник", "Востаннє: 24.11 12:00"} <= set(said)
    assert any(one.startswith("Пропозиція: stavkogray.ua → stavkohrai.ua") for one in said)


def test_it_tells_what_will_happen_and_what_hangs_on_it(panel: CausePanel, card: RejectionCard) -> None:
    steps = [row.text() for row in panel.steps.rows]  # type: ignore[attr-defined]  # labels
    assert [said[:2] for said in steps] == ["1.", "2.", "3.", "4."]
    assert steps[0].endswith(card.findings[0].remedy_uk)
    assert [said[4:] for said in steps[1:]] == [
        "Виправимо й подамо знову 3 операції", "Слідом надішлемо 3 похідні без змін",
        "Повідомимо платформу джерела core-1",
    ]  # fmt: skip
    hangs = [row.text().replace("\u00a0", " ") for row in panel.hanging.rows]  # type: ignore[attr-defined]  # links
    assert hangs == ["Виплати за ними: 2 · 5,00 грн", "Повернення за ними: 1 · 1,00 грн"]
    panel.show_cause(made(card, consequences=0), [], "", BOTH, NOW)
    assert panel.hanging.isHidden()


@pytest.mark.parametrize(
    ("ready", "whole", "steps"),
    [(6, True, "Надішлемо знову без змін 6 операцій"), (5, False, "Виправимо й подамо знову 3 операції")],
)
def test_only_where_all_is_ready_it_is_sent_as_it_is(
    card: RejectionCard, ready: int, steps: str, *, whole: bool
) -> None:
    found = cause_steps(made(card, ready=ready))
    assert found[0] == steps
    assert len(found) == (2 if whole else 3), "consequences are among what is ready"
    assert cause_steps(made(card, code="ID-303", pointer="/operatorTxId")) == [], "a person must decide first"


def test_without_an_example_the_catalogue_speaks(panel: CausePanel, card: RejectionCard) -> None:
    panel.show_example(made(card), None, None)
    assert panel.sentence.isHidden()
    assert panel.payload.isHidden()
    assert panel.example.isHidden()
    assert remedy(made(card), None).startswith("Перевірте назву.")
    another = made(card, group_id="f" * 16)
    panel.show_example(another, card, read_payload(card))
    assert panel.sentence.isHidden(), "an example of another cause says nothing of this one"


@pytest.mark.parametrize(
    ("may", "more", "act", "to_it", "why"),
    [
        (BOTH, {}, "Виправити 3…", True, ""),
        (Rights(corrects=True), {}, "Виправити 3…", False, ""),
        (READS, {}, "", False, "Ваша роль лише читає."),
        (BOTH, {"count": 0, "consequences": 0}, "", False, "Відкритих у ній немає."),
    ],
)
def test_it_offers_what_the_person_may(
    panel: CausePanel, card: RejectionCard, may: Rights, more: dict[str, int], act: str, why: str, *, to_it: bool
) -> None:
    panel.show_cause(made(card, **more), PARTS, "", may, NOW)
    foot = panel.foot
    assert foot.act.isHidden() is not bool(act)
    assert not act or foot.act.text() == act
    assert foot.why_not.isHidden() is bool(act)
    assert not why or foot.why_not.text() == why
    assert foot.to_it.isHidden() is not to_it
    assert (foot.assign.isVisible(), foot.justify.isVisible()) == (to_it, to_it)


def test_it_asks_for_what_is_pressed(qtbot: QtBot, panel: CausePanel) -> None:
    foot = panel.foot
    with qtbot.waitSignal(panel.act_asked):
        foot.act.click()
    for press, state in (
        (foot.to_it.click, CaseState.WAITING_IT), (foot.assign.trigger, CaseState.IN_WORK),
        (foot.justify.trigger, CaseState.JUSTIFIED),
    ):  # fmt: skip
        with qtbot.waitSignal(panel.decision_asked) as asked:
            press()
        assert asked.args == [state]
    for rows, following in ((foot.menu.actions()[0].trigger, False), (panel.hanging.rows[0].click, True)):  # type: ignore[attr-defined]  # a link
        with qtbot.waitSignal(panel.rows_asked) as opened:
            rows()
        assert opened.args == [following]
    with qtbot.waitSignal(panel.example_asked):
        panel.example.click()
    foot.set_second(True)
    assert foot.act.kind is Kind.SECONDARY
    foot.set_second(False)
    assert foot.act.kind is Kind.PRIMARY


def test_decisions_newest_first_or_why_they_are_not_known(panel: CausePanel) -> None:
    history = [
        CaseEvent(at=NOW, by="Гнатюк Ірина", state=CaseState.IN_WORK, assignee="Мельник Тарас", note="дивлюсь"),
        CaseEvent(at=NOW, by="", state=CaseState.NEW, assignee=None, note="", came_again=True),
    ]
    case = Case(state=CaseState.NEW, assignee=None, version=2, history=history)
    panel.show_case(Loadable[Case]().loading().ready(case, NOW))
    assert panel.decisions.said() == [
        "24.11 12:00:00: Причина з’явилася знову: відкрито наново",
        "24.11 12:00:00 · Гнатюк Ірина: У роботі · Мельник Тарас",
    ]
    assert panel.wrong.isHidden()
    panel.show_case(Loadable[Case]().loading().failed(KnownError("UNREACHABLE")))
    assert panel.decisions.isHidden()
    assert not panel.wrong.isHidden()


def test_it_stands_while_a_cause_is_chosen_and_no_row(rejections: Rejections, qtbot: QtBot) -> None:
    page, desk = rejections.page, rejections.desk
    part, side = page.card, page.card._side
    assert side.currentWidget() is page.panel, "nothing but the first row is chosen"
    choose(rejections, row_of(page, CauseAct.CORRECT, hang=True))
    assert side.currentWidget() is part.cause
    chosen = desk.chosen
    assert chosen is not None
    assert part.cause.code.accessibleName() == chosen.code
    assert len(filled(page)) == 1
    assert part.cause.isAncestorOf(filled(page)[0])
    qtbot.waitUntil(lambda: not desk.causes.case.state.busy, timeout=WAIT)
    qtbot.waitUntil(lambda: len(part.cause.hanging.rows) == len(desk.causes.parts(chosen)), timeout=WAIT)
    qtbot.waitUntil(lambda: misfits(page) == [], timeout=WAIT)

    rejections.click_row(0, 2)
    assert side.currentWidget() is page.panel, "the row that was current already"
    page._choose_group(chosen.group_id)
    assert side.currentWidget() is part.cause
    page.table.selectRow(1)
    rejections.wait()
    assert side.currentWidget() is page.panel
    desk.refresh()
    rejections.wait()
    assert side.currentWidget() is page.panel, "a refresh turns nothing"
    page._choose_group(chosen.group_id)
    desk.refresh()
    rejections.wait()
    assert side.currentWidget() is part.cause
    part.cause.example.click()
    assert side.currentWidget() is page.panel
    page._choose_group(chosen.group_id)
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert side.currentWidget() is page.panel
    page._choose_group(chosen.group_id)
    part.cause.hanging.rows[0].click()
    rejections.wait()
    assert desk.following
    assert side.currentWidget() is page.panel


def test_its_decisions_come_and_move_with_its_case(rejections: Rejections, qtbot: QtBot) -> None:
    page, desk = rejections.page, rejections.desk
    choose(rejections, row_of(page, CauseAct.CORRECT, hang=True))
    chosen, case, panel = desk.chosen, desk.causes.case, page.card.cause
    assert chosen is not None
    qtbot.waitUntil(lambda: case.state.data is not None, timeout=WAIT)
    assert panel.decisions.isHidden()
    change = CaseChange(state=CaseState.IN_WORK, note="питаю платформу")
    RejectionsClient(desk.office.session).set_group_case(chosen.group_id, change, chosen.case_version)
    desk.refresh()
    qtbot.waitUntil(lambda: len(panel.decisions.said()) == 1, timeout=WAIT)
    assert panel.decisions.said()[0].endswith(": У роботі")
    first = desk.group
    with qtbot.waitSignal(page.causes.chosen, timeout=WAIT):
        panel.moved.emit(1)
    rejections.wait()
    assert desk.group != first
    assert page.card._side.currentWidget() is panel
    panel.left.emit()
    assert rejections.window.shell.focusWidget() is page.group_table
    desk.choose_group(None)
    assert case.group_id is None
    assert case.state.data is None
