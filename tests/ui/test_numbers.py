"""Figures as people read them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from cabinet.profile.settings import Language
from cabinet.ui.language import install
from cabinet.ui.numbers import change, count, left, millions, money, percent, seconds, span, stamp_minute


@pytest.mark.parametrize(
    ("kopecks", "words"),
    [(0, "0,00"), (5, "0,05"), (123_456_789, "1\u00a0234\u00a0567,89"), (-150, "−1,50"), (None, "—")],
)
def test_money(kopecks: int | None, words: str) -> None:
    assert money(kopecks) == words


def test_counts_shares_and_axes() -> None:
    assert count(-1_284_907) == "−1\u00a0284\u00a0907"
    assert percent(9_987, 10_000) == "99,87\u00a0%"
    assert percent(1, 0) == "—"
    assert millions(1_500) == "1,5\u00a0тис."
    assert millions(-2_000_000) == "−2\u00a0млн"
    assert seconds(44) == "0,04\u00a0с"


def test_time_is_of_kyiv() -> None:
    assert stamp_minute(datetime(2026, 7, 1, 21, 30, tzinfo=UTC)) == "02.07 00:30"
    assert stamp_minute(None) == "—"


def test_lengths_of_time() -> None:
    assert span(timedelta(hours=3, minutes=28)) == "3 год 28 хв"
    assert left(timedelta(days=1, hours=2)) == "Лишився 1 день"
    assert left(timedelta(days=22)) == "Лишилося 22 дні"
    install(Language.ENGLISH)
    assert money(150) == "1.50"


@pytest.mark.parametrize(
    ("now", "before", "told"),
    [
        (5, 0, "—"), (12, 1, "+11"), (29, 29, "+0"), (0, 29, "−29"), (1_000, 29, "+971"), (31, 30, "+3,3 %"),
        (27, 30, "−10,0 %"), (329, 30, "+996,7 %"), (330, 30, "×11"), (12_345, 30, "×412"), (1_000_000, 30, "×33 333"),
    ],
)  # fmt: skip
def test_how_much_more_there_is(now: int, before: int, told: str) -> None:
    assert change(now, before) == told.replace(" ", "\u00a0")
