"""However a figure is divided, its rows sum to it to the kopeck; licences, brands and days have people's names."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cabinet.desks.taxes import Taxes
from cabinet.ui.pages.statistics.figure_rows import STUCK, FigureBy, figure_rows
from cabinet.ui.texts.taxes import figure_lines
from tests.contour.statistics.test_taxes import Shop
from tests.ui.pages.statistics.test_taxes_sheet import PERIOD, answers

DAYS = st.dates(date(2024, 11, 28), date(2024, 12, 3))
CASINO = "OK-2024-017"


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    made = Shop(tmp_path_factory.mktemp("rows") / "ledger.sqlite")
    made.send("b90", "BET", CASINO, "2024-12-01T12:00:00+02:00", 700, "", currency="EUR")
    made.send("p91", "PAYOUT", "BD-2024-009", "2024-12-02T12:00:00+02:00", 900, "b05", currency="EUR")
    yield made
    made.store.close()


@given(one=DAYS, other=DAYS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_rows_sum_to_the_figure_however_it_is_divided(shop: Shop, one: date, other: date) -> None:
    first, last = sorted((one, other))
    data = answers(shop, first.isoformat(), last.isoformat())
    for place, line in enumerate(figure_lines(data)):
        for by in FigureBy:
            table = figure_rows(data, place, by, {})
            assert table.figures[-1].total == line.kopecks
            assert all(sum(value or 0 for value in figure.values) == figure.total for figure in table.figures)
            assert line.base_kopecks is None or table.figures[0].total == line.base_kopecks
            assert len(table.names) == len(table.data_names) == len(table.figures[0].values)


def test_days_of_a_figure_are_days(shop: Shop) -> None:
    data = answers(shop, *PERIOD)
    table = figure_rows(data, 0, FigureBy.PERIOD, {})
    assert table.data_names == ["2024-11-29", "2024-11-30", "2024-12-01", "2024-12-02"]
    assert table.names[0] == ("29.11.2024", "пт")
    assert [figure.title for figure in table.figures] == ["Ставки, грн", "Повернення, грн", "Виплати, грн", "GGR, грн"]
    _, rows = table.data(table.order(0, descending=True))
    assert rows[-2] == ["2024-11-29", Decimal("1400.00"), Decimal("300.00"), Decimal("900.96"), Decimal("199.04")]
    assert rows[-1][-1] == Decimal("-4550.26")


def test_what_is_stuck_is_divided_too(shop: Shop) -> None:
    data = answers(shop, *PERIOD)
    table = figure_rows(data, STUCK, FigureBy.LICENCE, {CASINO: "Казино"})
    assert {name: figure for (name, _), figure in zip(table.names, table.figures[1].values, strict=True)} == {
        "Казино": 700, "BD-2024-009": -900,
    }  # fmt: skip
    assert table.figures[0].total == 1_600
    assert figure_rows(data, STUCK, FigureBy.PERIOD, {}).data_names == ["2024-12-01", "2024-12-02"]
    assert table.figures[1].total == figure_lines(data)[STUCK].kopecks == -200


def test_brands_and_licences_have_rows_of_their_own(shop: Shop) -> None:
    data = answers(shop, *PERIOD)
    for place in (0, 5):
        brands = figure_rows(data, place, FigureBy.BRAND, {"mlynok": "Млинок"})
        licences = figure_rows(data, place, FigureBy.LICENCE, {})
        assert set(brands.data_names) == {"Млинок", "mlynok-bet"}
        assert set(licences.data_names) == {CASINO, "BD-2024-009"}
        assert (brands.first, licences.first) == ("Бренд", "Ліцензія")
        for table in (brands, licences):
            shown = [table.figures[-1].values[at] for at in table.order(0, descending=True)]
            assert shown == sorted(shown, key=lambda value: -(value or 0)), "the largest first"


def test_long_periods_go_by_months(shop: Shop) -> None:
    ggr, brands = (shop.ggr("2023-12-01", "2025-05-31", "month", by) for by in ("licence", "brand"))
    data = Taxes(ggr, brands, shop.taxes("2023-12-01", "2025-05-31", "month"))
    table = figure_rows(data, 0, FigureBy.PERIOD, {})
    assert table.first == "Місяць"
    assert table.data_names == ["2024-11", "2024-12"]
    assert table.figures[-1].total == -455_026


def test_what_is_nobodys_is_said(shop: Shop) -> None:
    data = answers(shop, *PERIOD)
    shares = [share.model_copy(update={"key": None}) for share in data.taxes.shares]
    bare = Taxes(data.ggr, data.brands, data.taxes.model_copy(update={"shares": shares[:1]}))
    table = figure_rows(bare, 2 + shares[0].figure, FigureBy(shares[0].by.value), {})
    assert table.names == [("не зареєстровано", "")]


def test_nothing_is_an_empty_table(shop: Shop) -> None:
    data = answers(shop, "2024-06-01", "2024-06-02")
    table = figure_rows(data, 0, FigureBy.PERIOD, {})
    assert (table.names, table.figures[0].total) == ([], 0)
