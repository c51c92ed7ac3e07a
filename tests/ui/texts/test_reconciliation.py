"""Words of a comparison: what exactly differs, how much a tab has, what is common to what is missing."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from PySide6.QtWidgets import QApplication

from cabinet.reconcile.differences import Difference, FieldPair, Kind
from cabinet.ui.texts.reconciliation import common_words, kind_short, kind_sum, kind_verdict, report_note, what_exactly
from tests.reconcile.test_differences import report

MINUTE = 60_000_000
NOON = 1_795_687_200_000_000
"""24.11.2026, 12:00 in Kyiv."""


@dataclass
class One:
    kind: Kind
    at: int | None = NOON
    extra: dict[str, object] = field(default_factory=dict)

    def made(self) -> Difference:
        values = {"operator_tx_id": "a", "type": "BET", "amount_kop": 1, "occurred_at": self.at, **self.extra}
        return Difference(kind=self.kind, **values)  # type: ignore[arg-type]  # by their names


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (One(Kind.MISSING, extra={"lines": (7,), "file": "d"}), "рядок 7"),
        (One(Kind.DUPLICATE, extra={"lines": (7, 9, 11), "file": "d"}), "рядок 7, 9"),
        (One(Kind.EXTRA, extra={"source": "bet-1"}), "джерело bet-1"),
        (One(Kind.EXTRA), ""),
        (One(Kind.LATE, extra={"received_at": NOON + 14 * MINUTE}), "на 14 хв"),
        (One(Kind.LATE, extra={"received_at": NOON + 59 * MINUTE + 59_999_999}), "на 59 хв"),
        (One(Kind.LATE, extra={"received_at": NOON + 60 * MINUTE}), "на 1 год 0 хв"),
        (One(Kind.LATE, extra={"received_at": NOON + 24 * 60 * MINUTE - 1}), "на 23 год 59 хв"),
        (One(Kind.LATE, extra={"received_at": NOON + 48 * 60 * MINUTE}), "на 2 дні"),
    ],
)
def test_what_exactly(qapp: QApplication, one: One, said: str) -> None:
    assert what_exactly(one.made()) == said


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["amountKop"], "Сума, копійки"),
        (["amountKop", "brandId"], "Сума, копійки, Бренд"),
        (["amountKop", "brandId", "siteId", "gameId"], "Сума, копійки, Бренд +2"),
    ],
)
def test_fields_are_named(qapp: QApplication, names: list[str], said: str) -> None:
    pairs = (*(FieldPair(name, 1, 2) for name in names), FieldPair("type", "BET", "BET", same=True))
    assert what_exactly(One(Kind.DIFFERENT, extra={"fields": pairs}).made()) == said


@pytest.mark.parametrize(
    ("moments", "said"),
    [
        ((0, 1), ""),
        ((0, 0, 0), "Усі 3, яких бракує, сталися о 12:00: перевірте, чи мала платформа тоді зв’язок."),
        ((0, 3, 15), "Усі 3, яких бракує, сталися о 12:00–12:15: перевірте, чи мала платформа тоді зв’язок."),
        (
            (0, 1, 100, 102),
            "Усі 4, яких бракує, сталися о 12:00–12:01 і 13:40–13:42: перевірте, чи мала платформа тоді зв’язок.",
        ),
        ((0, 1, None), ""),
    ],
)
def test_what_is_common(qapp: QApplication, moments: tuple[int | None, ...], said: str) -> None:
    found = [One(Kind.MISSING, None if at is None else NOON + at * MINUTE).made() for at in moments]
    assert common_words(found) == said


def test_sums_of_tabs(qapp: QApplication) -> None:
    assert kind_sum("missing", 3, 70_000, shown=3) == "3 транзакції, 700,00 грн"
    assert kind_sum("extra", 1_001, 100, shown=1_000) == "1\u00a0001 транзакція, 1,00 грн · показано перші 1\u00a0000"
    assert kind_sum("late", 1, 100, shown=1).endswith("запізнення — не відмінність")
    assert kind_sum("cabinet", 1, 100, shown=1).endswith("частина сум у периметрі, не відмінність")


def test_every_kind_has_its_words(qapp: QApplication) -> None:
    assert len({kind_short(kind.value) for kind in Kind}) == len(Kind)
    assert kind_verdict("extra", 1) == "1 зайва в периметрі"
    assert kind_verdict("extra", 22) == "22 зайві в периметрі"


def test_what_people_sent_is_said_with_its_sum(qapp: QApplication) -> None:
    words = "подано людьми в кабінеті, у файлі немає"
    assert f"{words}: 2, 0,20 грн" in report_note(report(Kind.CABINET, Kind.CABINET))
    assert words not in report_note(report(Kind.LATE))
