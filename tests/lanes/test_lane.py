"""A lane answers once, on the thread that asked; stopped, it starts nothing and answers nothing."""

from __future__ import annotations

import threading

from PySide6.QtCore import QObject, QThread
from pytestqt.qtbot import QtBot

from cabinet.contract.errors import KnownError
from cabinet.lanes.lane import Failure, Lane


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
    qtbot.waitUntil(lambda: len(told) == 2, timeout=5_000)
    assert sorted(told, key=str) == [("CONTOUR_DOWN", True), (False, True)]
    lane.stop()


def test_a_stopped_lane_starts_and_answers_nothing(qtbot: QtBot) -> None:
    parent = QObject()
    lane = Lane("token", 1, parent)
    ran: list[str] = []
    told: list[object] = []
    holding = threading.Event()

    def held() -> str:
        holding.wait(5)
        return "late"

    def tell(value: str | Failure) -> None:
        told.append(value)

    lane.run(held, tell, tell)
    threading.Timer(0.05, holding.set).start()
    lane.stop()
    lane.run(lambda: ran.append("after"), tell, tell)
    assert not lane._pool.activeThreadCount()
    qtbot.waitUntil(lambda: not ran, timeout=100)
    assert (ran, told) == ([], [])
