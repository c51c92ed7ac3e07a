"""No two buckets of a period have the same name, not even the hour that comes twice; programs read ISO."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication

from cabinet.contour.statistics.periods import Period
from cabinet.contract.moment import KYIV, from_micros
from cabinet.contract.states import Bucket
from cabinet.profile.settings import Language
from cabinet.ui.language import install
from cabinet.ui.pages.statistics.labels import axis_labels, data_names, titles

LONGEST = {Bucket.HOUR: 31, Bucket.DAY: 400, Bucket.WEEK: 1100, Bucket.MONTH: 1100}


def starts_of(first: date, last: date, bucket: Bucket) -> list[datetime]:
    moments = dict.fromkeys(Period(first, last, bucket).buckets().values())
    return [from_micros(micros).astimezone(KYIV) for micros in moments]


@pytest.fixture(autouse=True)
def ukrainian(qapp: QApplication) -> None:
    assert qapp is not None
    install(Language.UKRAINIAN)


@given(st.dates(date(2010, 1, 1), date(2060, 1, 1)), st.sampled_from(list(Bucket)), st.data())
def test_no_name_is_read_twice(first: date, bucket: Bucket, data: st.DataObject) -> None:
    last = first + timedelta(days=data.draw(st.integers(0, LONGEST[bucket] - 1)))
    starts = starts_of(first, last, bucket)
    for names in (
        axis_labels(starts, bucket, first, last), titles(starts, bucket, last), data_names(starts, bucket),
    ):  # fmt: skip
        assert len(names) == len(starts)
        assert len(set(names)) == len(names)
    for start, name in zip(starts, titles(starts, bucket, last), strict=True):
        assert str(start.year) in name or bucket is Bucket.WEEK
        assert str(first.year) in name or first.year != last.year or bucket is Bucket.WEEK


@pytest.mark.parametrize("ahead", [-1, 0, 1])
def test_the_hour_that_comes_twice_has_its_offset(ahead: int) -> None:
    """Clocks go back on 25 October 2026; only that day has 03:00 twice."""
    day = date(2026, 10, 25) + timedelta(days=ahead)
    labels = axis_labels(starts_of(day, day, Bucket.HOUR), Bucket.HOUR, day, day)
    twice = [label for label in labels if label.startswith("03:00")]
    assert twice == (["03:00 UTC+3", "03:00 UTC+2"] if ahead == 0 else ["03:00"])
    assert [label for label in labels if "UTC" in label] == (twice if ahead == 0 else [])
    assert len(labels) == (25 if ahead == 0 else 24)


def test_the_day_without_an_hour_has_none_of_it() -> None:
    day = date(2026, 3, 29)
    labels = axis_labels(starts_of(day, day, Bucket.HOUR), Bucket.HOUR, day, day)
    assert len(labels) == 23
    assert "03:00" not in labels
    assert not [label for label in labels if "UTC" in label]


def test_names_of_every_step() -> None:
    span = (date(2025, 12, 29), date(2026, 1, 6))
    week = starts_of(*span, Bucket.WEEK)
    assert axis_labels(week, Bucket.WEEK, *span) == ["29.12.2025", "05.01.2026"]
    assert titles(week, Bucket.WEEK, span[1]) == ["29.12.2025–04.01.2026", "05.01–06.01.2026"]
    one = (date(2026, 11, 27), date(2026, 11, 28))
    assert axis_labels(starts_of(*one, Bucket.DAY), Bucket.DAY, *one) == ["27.11 пт", "28.11 сб"]
    assert titles(starts_of(*one, Bucket.DAY), Bucket.DAY, one[1])[0] == "пт, 27.11.2026"
    assert axis_labels(starts_of(*one, Bucket.HOUR), Bucket.HOUR, *one)[1] == "27.11 01:00"
    assert titles(starts_of(*one, Bucket.HOUR), Bucket.HOUR, one[1])[1] == "пт, 27.11.2026, 01:00"
    assert data_names(starts_of(*one, Bucket.DAY), Bucket.DAY) == ["2026-11-27", "2026-11-28"]
    assert data_names(starts_of(*one, Bucket.MONTH), Bucket.MONTH) == ["2026-11"]
    autumn = starts_of(date(2026, 10, 25), date(2026, 10, 25), Bucket.HOUR)
    assert data_names(autumn, Bucket.HOUR)[3:5] == ["2026-10-25T03:00+03:00", "2026-10-25T03:00+02:00"]


@pytest.mark.parametrize(("days", "weekdays"), [(15, True), (16, True), (17, False)])
def test_weekdays_where_there_is_room(days: int, weekdays: bool) -> None:
    span = (date(2026, 11, 1), date(2026, 11, 1) + timedelta(days=days - 1))
    assert ("нд" in axis_labels(starts_of(*span, Bucket.DAY), Bucket.DAY, *span)[0]) is weekdays
