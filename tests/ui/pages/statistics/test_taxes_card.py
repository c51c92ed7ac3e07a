"""The card of GGR and taxes: each figure with formula, law and mark; nothing of another period; no row is cut."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from cabinet.contract.errors import KnownError
from cabinet.contract.states import Environment
from cabinet.desks.states import Loadable
from cabinet.desks.taxes import Taxes
from cabinet.profile.settings import Language
from cabinet.rules.rates import RateTable
from cabinet.ui.language import install
from cabinet.ui.numbers import money
from cabinet.ui.pages.statistics.figure_rows import STUCK
from cabinet.ui.pages.statistics.taxes_card import TaxesCard
from cabinet.ui.widgets.chip import Chip
from tests.contour.statistics.test_taxes import NOW, Shop
from tests.ui.fit import misfits
from tests.ui.pages.statistics.test_taxes_sheet import PERIOD, answers


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    made = Shop(tmp_path_factory.mktemp("card") / "ledger.sqlite")
    made.send("b90", "BET", "OK-2024-017", "2024-12-01T12:00:00+02:00", 700, "", currency="EUR")
    yield made
    made.store.close()


@pytest.fixture
def taxes(shop: Shop) -> Taxes:
    return answers(shop, *PERIOD)


class Desk(QObject):
    """As much of the desk as the card needs."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.current: Taxes | None = None
        self.state: Loadable[Taxes] = Loadable()

    def show(self, data: Taxes | None, failure: KnownError | None = None) -> None:
        self.current = data
        self.state = Loadable().failed(failure) if failure else self.state.ready(data, NOW) if data else Loadable()
        self.changed.emit()


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    return Desk()


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    made.resize(400, 600)
    qtbot.addWidget(made)
    return made


@pytest.fixture
def card(window: QWidget, desk: Desk) -> Any:
    made = TaxesCard(desk)  # type: ignore[arg-type]  # as much of one as is needed
    column = QVBoxLayout(window)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(made)
    made.show()
    window.show()
    return made


def chips(card: Any) -> list[str]:
    return [chip.word for chip in card.findChildren(Chip) if chip.isVisible()]


def test_figures_with_formula_and_law(desk: Desk, card: Any, taxes: Taxes) -> None:
    desk.show(taxes)
    assert [value.text() for value in card.values] == [
        "−4\u00a0550,26", "+7,00", money(0), "248,74", money(0), "2\u00a0592,69", "548,21",
    ]  # fmt: skip
    said = [line.reckoned for line in card.lines]
    assert said[0] == f"ставки {money(1_060_345)} − повернення {money(75_000)} − виплати {money(1_440_371)}"
    assert said[1] == "ще не враховано, операцій на 7,00"
    assert said[2] == f"Букмекерська діяльність: збиток {money(-593_213)}"
    assert said[3] == f"Онлайн-казино: 18 % × {money(138_187)}"
    assert said[4] == "Онлайн-покер: оподатковувати нічого"
    assert said[6] == f"1,5 % × {money(491_429)} + 5 % × {money(948_942)}, за кожною виплатою"
    assert [link.text() for link in card.behind] == [
        "рядки", "відхилення", "ПКУ, п. 136.4", "ПКУ, п. 136.4", "ПКУ, п. 136.4", "ПКУ, пп. 170.6.3",
        "Закон 4015-IX від 10.10.2024",
    ]  # fmt: skip
    assert chips(card) == ["Тестові дані", *["ставка не перевірена"] * 3]
    assert card.foot.text() == "Розрахунок, а не податкова звітність."
    assert card.values[3].accessibleName() == "Податок на дохід від ігор: Онлайн-казино: 248,74 грн"


def test_every_figure_opens_by_mouse_and_by_keyboard(qtbot: QtBot, desk: Desk, card: Any, taxes: Taxes) -> None:
    desk.show(taxes)
    for place, link in enumerate(card.links):
        with qtbot.waitSignal(card.figure_asked) as asked:
            qtbot.keyClick(link, Qt.Key.Key_Return)
        assert asked.args == [place]
        assert link.accessibleName().startswith("Що стоїть за")
    for place, link in enumerate(card.behind):
        with qtbot.waitSignal(card.stuck_asked if place == STUCK else card.figure_asked) as asked:
            link.click()
        assert place == STUCK or asked.args == [place]


def test_production_is_not_marked(desk: Desk, card: Any, shop: Shop) -> None:
    desk.show(answers(shop, *PERIOD, environment=Environment.PRODUCTION))
    assert "Тестові дані" not in chips(card)


def test_days_without_a_rate_say_so(desk: Desk, card: Any, shop: Shop) -> None:
    desk.show(answers(shop, *PERIOD, table=RateTable("x", (), own=True)))
    assert [line.reckoned for line in card.lines[-2:]] == ["у таблиці немає ставки"] * 2
    assert [value.text() for value in card.values[-2:]] == ["—", "—"]
    assert card.behind[-1].text() == "рядки"


@pytest.mark.parametrize("tongue", list(Language))
def test_a_long_law_leaves_the_formula_its_room(
    qtbot: QtBot, desk: Desk, card: Any, shop: Shop, tongue: Language
) -> None:
    install(tongue)
    desk.show(answers(shop, "2024-11-29", "2024-11-30"))
    qtbot.waitUntil(lambda: misfits(card) == [])
    law = card.behind[-1]
    assert law.sizeHint().width() > 190, "the law of the levy before its change has a long name"
    assert law.width() <= 190
    assert card._reckoned[-1].width() >= 150
    assert law.toolTip().endswith(card.lines[-1].reference)
    install(Language.UKRAINIAN)


def test_nothing_is_shown_while_the_period_is_another(desk: Desk, card: Any, taxes: Taxes) -> None:
    assert card.notice.accessibleName() == "Запитуємо…"
    desk.show(taxes)
    assert not card.notice.isVisible()
    first = card.values[0]
    desk.show(taxes)
    assert card.values[0] is first, "the same figures stand where they stood"
    desk.show(None)
    assert card.lines == []
    assert not first.isVisible()
    assert card.notice.accessibleName() == "Запитуємо…"
    desk.show(None, KnownError("RIGHT_MISSING"))
    assert card.notice.isVisible()
    assert card.notice.accessibleName() != "Запитуємо…"


@pytest.mark.parametrize("tongue", list(Language))
@pytest.mark.parametrize("height", [150, 220, 300, 301, 339, 460, 700])
def test_no_row_is_cut(qtbot: QtBot, desk: Desk, card: Any, taxes: Taxes, height: int, tongue: Language) -> None:
    install(tongue)
    desk.show(taxes)
    card.window().resize(400, height)
    qtbot.waitUntil(lambda: card.height() == height)

    def whole() -> bool:
        ends = [strip.geometry().bottom() + 1 for strip in card._strips]
        seen: int = card._area.viewport().height()
        return seen in ends or seen >= ends[-1] or seen < ends[0]

    qtbot.waitUntil(whole)
    assert misfits(card) == []
    install(Language.UKRAINIAN)
