"""Garbage is collected on the UI thread only, by timer, and by nobody's chance once there is a window."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cabinet.lanes.garbage import GarbageKeeper
from tests.company import WAIT


@pytest.fixture
def automatic() -> Iterator[None]:
    """The collector as Python starts with it, with its own thresholds."""
    gc.collect()
    limits = gc.get_threshold()
    gc.set_threshold(700, 10, 10)
    gc.enable()
    yield
    gc.disable()
    gc.set_threshold(*limits)


class Cycle(QObject):
    """A part of a window that holds itself; tells which thread destroys it."""

    def __init__(self, told: list[bool]) -> None:
        super().__init__()
        self.me = self
        self.last = Last(told)


class Last:
    def __init__(self, told: list[bool]) -> None:
        self._told = told

    def __del__(self) -> None:
        self._told.append(threading.current_thread() is threading.main_thread())


def allocate_elsewhere() -> list[object]:
    """Let another thread allocate, and keep, more than makes the collector run through all generations."""
    kept: list[object] = []
    thread = threading.Thread(target=lambda: kept.extend([] for _ in range(160_000)))
    thread.start()
    thread.join()
    return kept


def test_without_a_keeper_any_thread_collects(automatic: None) -> None:
    """What the keeper is for; without it this module would prove nothing."""
    told: list[bool] = []
    Cycle(told)
    kept = allocate_elsewhere()
    assert kept
    assert told == [False]


def test_only_the_ui_thread_collects(automatic: None, qtbot: QtBot) -> None:
    keeper = GarbageKeeper()
    told: list[bool] = []
    Cycle(told)
    kept = allocate_elsewhere()
    assert kept
    assert told == []
    qtbot.waitUntil(lambda: bool(told), timeout=WAIT)
    assert told == [True]
    keeper.stop()


def test_nobody_collects_by_chance_after_the_last_keeper(automatic: None, qapp: QApplication) -> None:
    keeper = GarbageKeeper()
    keeper.stop()
    told: list[bool] = []
    Cycle(told)
    kept = allocate_elsewhere()
    assert kept
    assert told == []
    gc.collect()
    assert told == [True]


def test_what_is_left_out_is_not_looked_through_again(automatic: None, qapp: QApplication) -> None:
    keeper = GarbageKeeper()
    keeper.stop()
    here, before = [[] for _ in range(1_000)], gc.get_freeze_count()  # type: ignore[var-annotated]
    keeper.leave_out()
    assert gc.get_freeze_count() - before >= len(here)


def test_a_stopped_keeper_collects_no_more(qtbot: QtBot) -> None:
    keeper = GarbageKeeper()
    keeper.stop()
    assert not keeper._timer.isActive()


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ((700, 10, 10), []),
        ((701, 10, 10), [0]),
        ((700, 11, 10), [1]),
        ((701, 11, 10), [1]),
        ((700, 10, 11), [2]),
        ((701, 11, 11), [2]),
    ],
)
def test_oldest_generation_whose_threshold_is_passed(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch, counts: tuple[int, int, int], expected: list[int]
) -> None:
    keeper = GarbageKeeper()
    asked: list[int] = []
    monkeypatch.setattr(gc, "get_count", lambda: counts)
    monkeypatch.setattr(gc, "get_threshold", lambda: (700, 10, 10))
    monkeypatch.setattr(gc, "collect", asked.append)
    keeper.collect()
    assert asked == expected
    keeper.stop()


def test_a_generation_without_a_threshold_is_never_collected(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeper = GarbageKeeper()
    asked: list[int] = []
    monkeypatch.setattr(gc, "get_count", lambda: (5, 5, 5))
    monkeypatch.setattr(gc, "get_threshold", lambda: (0, 0, 0))
    monkeypatch.setattr(gc, "collect", asked.append)
    keeper.collect()
    assert asked == []
    keeper.stop()
