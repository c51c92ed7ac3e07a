"""Named periods: their days at the edges of weeks, months, quarters and years."""

from __future__ import annotations

from datetime import date

import pytest

from cabinet.desks.statistics_periods import PRESETS, preset_days

CASES = {
    date(2026, 11, 27): {
        "today": ("2026-11-27", "2026-11-27"),
        "yesterday": ("2026-11-26", "2026-11-26"),
        "week": ("2026-11-23", "2026-11-27"),
        "last-week": ("2026-11-16", "2026-11-22"),
        "month": ("2026-11-01", "2026-11-27"),
        "last-month": ("2026-10-01", "2026-10-31"),
        "quarter": ("2026-10-01", "2026-11-27"),
        "year": ("2026-01-01", "2026-11-27"),
    },
    date(2027, 1, 1): {
        "today": ("2027-01-01", "2027-01-01"),
        "yesterday": ("2026-12-31", "2026-12-31"),
        "week": ("2026-12-28", "2027-01-01"),
        "last-week": ("2026-12-21", "2026-12-27"),
        "month": ("2027-01-01", "2027-01-01"),
        "last-month": ("2026-12-01", "2026-12-31"),
        "quarter": ("2027-01-01", "2027-01-01"),
        "year": ("2027-01-01", "2027-01-01"),
    },
    date(2028, 3, 31): {
        "week": ("2028-03-27", "2028-03-31"),
        "last-month": ("2028-02-01", "2028-02-29"),
        "quarter": ("2028-01-01", "2028-03-31"),
    },
    date(2028, 4, 3): {
        "week": ("2028-04-03", "2028-04-03"),
        "last-week": ("2028-03-27", "2028-04-02"),
        "quarter": ("2028-04-01", "2028-04-03"),
    },
}


@pytest.mark.parametrize("today", CASES, ids=str)
def test_names_mean_days(today: date) -> None:
    for name, (first, last) in CASES[today].items():
        assert preset_days(name, today) == (date.fromisoformat(first), date.fromisoformat(last)), name


def test_every_name_has_days_and_buckets() -> None:
    assert set(CASES[date(2026, 11, 27)]) == set(PRESETS)
    with pytest.raises(KeyError):
        preset_days("fortnight", date(2026, 11, 27))
