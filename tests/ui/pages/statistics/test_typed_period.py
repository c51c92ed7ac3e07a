"""A typed period is read in every usual way of writing it, or what is wrong with it is told."""

from __future__ import annotations

from datetime import date

import pytest

from cabinet.ui.pages.statistics.typed_period import TypedPeriodError, Wrong, read_period

TODAY = date(2026, 11, 27)
LONGEST = 400
WEEK = (date(2026, 11, 1), date(2026, 11, 7))


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("27.11.2026", TODAY, TODAY),
        ("27.11", TODAY, TODAY),
        ("2026-11-27", TODAY, TODAY),
        (" 1.2.2026 ", date(2026, 2, 1), date(2026, 2, 1)),
        ("01.11–07.11", *WEEK),
        ("01.11 — 07.11.2026", *WEEK),
        ("01.11..07.11", *WEEK),
        ("01.11-07.11", *WEEK),
        ("01.11.2026-07.11.2026", *WEEK),
        ("01.11.2026 - 07.11.2026", *WEEK),
        ("2026-11-01..2026-11-07", *WEEK),
        ("2026-11-01 – 2026-11-07", *WEEK),
        ("2026-11-01 - 2026-11-07", *WEEK),
        ("25.12.2025–05.01.2026", date(2025, 12, 25), date(2026, 1, 5)),
        ("01.11–07.11.2025", date(2025, 11, 1), date(2025, 11, 7)),
        ("29.02.2024", date(2024, 2, 29), date(2024, 2, 29)),
        ("24.10.2025–27.11.2026", date(2025, 10, 24), TODAY),
    ],
)
def test_periods_are_read(typed: str, first: date, last: date) -> None:
    assert read_period(typed, TODAY, LONGEST) == (first, last)


@pytest.mark.parametrize(
    ("typed", "wrong", "word"),
    [
        ("", Wrong.EMPTY, ""),
        ("  ", Wrong.EMPTY, ""),
        ("31.11", Wrong.NO_SUCH_DAY, "31.11"),
        ("31.11.2026", Wrong.NO_SUCH_DAY, "31.11.2026"),
        ("2026-13-01", Wrong.NO_SUCH_DAY, "2026-13-01"),
        ("29.02", Wrong.NO_SUCH_DAY, "29.02"),
        ("01.10–31.11", Wrong.NO_SUCH_DAY, "31.11"),
        ("учора", Wrong.NO_DAY, "учора"),
        ("27112026", Wrong.NO_DAY, "27112026"),
        ("01.11–", Wrong.NO_DAY, ""),
        ("01.11–07.11–09.11", Wrong.NO_DAY, "07.11–09.11"),
        ("07.11–01.11", Wrong.REVERSED, "07.11–01.11"),
        ("28.11", Wrong.FUTURE, "28.11"),
        ("01.11–28.11.2026", Wrong.FUTURE, "28.11.2026"),
        ("23.10.2025–27.11.2026", Wrong.LONG, "23.10.2025–27.11.2026"),
    ],
)
def test_what_is_wrong_is_told(typed: str, wrong: Wrong, word: str) -> None:
    with pytest.raises(TypedPeriodError) as told:
        read_period(typed, TODAY, LONGEST)
    assert (told.value.wrong, told.value.word) == (wrong, word)
