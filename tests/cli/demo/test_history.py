"""How far the demo's past is filled: what comes next at every limit, and what a damaged note means."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cabinet.cli.demo.history import FIRST_DAYS, TOP_UP_AFTER, History
from cabinet.cli.demo.play import Filling

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
DAYS = timedelta(days=FIRST_DAYS)
TICK = timedelta(microseconds=1)


def test_the_first_filling_is_of_all_the_days() -> None:
    filling = History().next(NOW, 900)
    assert filling is not None
    assert (filling.since, filling.until, filling.transactions) == (NOW - DAYS, NOW, 900)


@pytest.mark.parametrize(
    ("ago", "more"), [(TOP_UP_AFTER - TICK, False), (TOP_UP_AFTER, False), (TOP_UP_AFTER + TICK, True)]
)
def test_little_is_not_topped_up(ago: timedelta, more: bool) -> None:
    assert (History(NOW - ago).next(NOW, 900) is not None) is more


def test_a_top_up_keeps_the_pace_and_is_never_longer_than_the_first() -> None:
    one_day = History(NOW - timedelta(days=1)).next(NOW, 900)
    assert one_day is not None
    assert (one_day.since, one_day.transactions) == (NOW - timedelta(days=1), 10)
    long_ago = History(NOW - 2 * DAYS).next(NOW, 900)
    assert long_ago is not None
    assert (long_ago.since, long_ago.transactions) == (NOW - DAYS, 900)


def test_what_has_begun_comes_first_and_as_it_was(tmp_path: Path) -> None:
    begun = Filling(7, NOW - DAYS, NOW - timedelta(days=3, microseconds=1), 5)
    History(None, begun).write(tmp_path)
    kept = History.read(tmp_path)
    assert kept.next(NOW, 900) == begun
    assert kept == History(None, begun)
    assert (tmp_path / "filled.json").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"until": 5}', '{"until": null, "filling": {"seed": 1}}'])
def test_a_damaged_note_means_that_nothing_was_filled(tmp_path: Path, text: str) -> None:
    (tmp_path / "filled.json").write_text(text)
    assert History.read(tmp_path) == History()


def test_a_note_of_before_is_understood(tmp_path: Path) -> None:
    (tmp_path / "filled.json").write_text(f'{{"until": "{NOW.isoformat()}"}}')
    assert History.read(tmp_path) == History(NOW)
