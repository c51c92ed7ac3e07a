"""A lane answers once, on the thread that asked; stopped, it starts nothing and answers nothing."""

from __future__ import annotations

import threading
import weakref

import pytest
from PySide6.QtCore import QObject, QThread
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from cabinet.contract.errors import KnownError
from cabinet.lanes.lane import Failure, Lane, Task
from tests.company import WAIT


def test_answers_come_back_on_the_asking_thread(qtbot: QtBot) -> None:
    parent = QObject()
    lane = Lane("network", 2, parent)
    told: list[object] = []

    def fails() -> None:
        raise KnownError("CONTOUR_DOWN")

    def note(value: object) -> None:
        told.append((value.code if isinstance(value, KnownError) else value, QThread.currentThread().isMainThread()))

    lane.run(lambda: threading.current_thread() is threading.main_thread(), note, note)
    lane.run(fails, note, note)
    qtbot.waitUntil(lambda: len(told) == 2, timeout=WAIT)
    assert sorted(told, key=str) == [("CONTOUR_DOWN", True), (False, True)]
    lane.stop()


def test_a_stopped_lane_starts_and_answers_nothing(qtbot: QtBot) -> None:
    parent = QObject()
    lane = Lane("token", 1, parent)
    ran: list[str] = []
    told: list[object] = []
    begun, holding = threading.Event(), threading.Event()

    def held() -> str:
        begun.set()
        holding.wait(WAIT / 1000)
        return "late"

    def tell(value: str | Failure) -> None:
        told.append(value)

    lane.run(held, tell, tell)
    assert begun.wait(WAIT / 1000)
    threading.Timer(0.05, holding.set).start()
    lane.stop()
    assert holding.is_set(), "it waits for what is under way"
    lane.run(lambda: ran.append("after"), tell, tell)
    assert not lane._pool.activeThreadCount()
    # Answers come in the order they were posted in: once the later one is here, the late one has been forgotten.
    other, later = Lane("network", 1, parent), list[str | Failure]()
    other.run(lambda: "later", later.append, later.append)
    qtbot.waitUntil(lambda: later == ["later"], timeout=WAIT)
    assert (ran, told) == ([], [])
    assert not lane.busy
    other.stop()


def test_a_task_that_is_over_holds_nothing(qapp: QApplication) -> None:
    """Qt destroys it as its lane's child: holding the lane then, it would be destroyed twice."""
    lane = Lane("network", 1)
    told: list[object] = []
    task = Task(lane, lambda: 1, told.append, told.append)
    task._deliver(1, None)
    assert told == [1]
    held = weakref.ref(lane)
    del lane
    assert held() is None
    assert not isValid(task)


def test_a_task_whose_answer_fails_holds_nothing_either(qapp: QApplication) -> None:
    lane = Lane("network", 1)

    def fails(_: object) -> None:
        raise ZeroDivisionError

    task = Task(lane, lambda: 1, fails, fails)
    with pytest.raises(ZeroDivisionError):
        task._deliver(1, None)
    held = weakref.ref(lane)
    del lane
    assert held() is None
