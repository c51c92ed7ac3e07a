"""Words of causes: terms by the Kyiv day, owners by their surname, and what hangs on a cause."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtWidgets import QApplication

from cabinet.contract.states import TransactionType
from cabinet.desks.causes import CauseOrder
from cabinet.ui.texts.causes import cause_due, cause_place, consequences, operations, order_words, owner, part_title
from tests.desks.test_causes import made

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
"""14:00 in Kyiv."""
MIDNIGHT = datetime(2026, 11, 24, 22, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("due", "said"),
    [
        (None, ("—", "—", "text3", "")),
        (NOW - SECOND, ("прострочено", "", "danger", "triangle-alert")),
        (NOW, ("прострочено", "", "danger", "triangle-alert")),
        (NOW + SECOND, ("сьогодні\u00a014:00", "14:00", "warning", "")),
        (MIDNIGHT - SECOND, ("сьогодні\u00a023:59", "23:59", "warning", "")),
        (MIDNIGHT, ("25.11", "25.11", "text2", "")),
        (MIDNIGHT + SECOND, ("25.11", "25.11", "text2", "")),
    ],
)
def test_terms(qapp: QApplication, due: datetime | None, said: tuple[str, ...]) -> None:
    assert cause_due(due, NOW) == said


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (None, "не призначено"), ("Мельник", "Мельник"), ("Мельник Тарас", "Мельник\u00a0Т."),
        ("Гнатюк Ірина Василівна", "Гнатюк\u00a0І."), (" ", "—"),
    ],
)  # fmt: skip
def test_owners(qapp: QApplication, name: str | None, said: str) -> None:
    assert owner(name) == said


def test_what_hangs_on_a_cause(qapp: QApplication) -> None:
    assert consequences(made(1, 3)) == ("3", "", "")
    assert operations(made(1, 3)) == ""
    assert consequences(made(1, 1_000, 1_002)) == ("1\u00a0000", "1\u00a0002", "похідні")
    assert operations(made(1, 1, 5)) == "= 1 самостійна + 5 похідних"


def test_where_a_cause_stands(qapp: QApplication) -> None:
    assert cause_place(made(1)) == "currency · core-1"
    assert cause_place(made(1, pointer="", closed=1)) == "— · core-1 · закрито: 1"


def test_every_order_and_part_has_a_name(qapp: QApplication) -> None:
    assert len({order_words(order) for order in CauseOrder}) == len(CauseOrder)
    assert part_title(None) == part_title(TransactionType.BET) == "Похідні"
    assert len({part_title(kind) for kind in TransactionType}) == 3
