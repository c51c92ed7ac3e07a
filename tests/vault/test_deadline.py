"""A call is waited for only so long; one that hangs is left alone, and nobody waits behind it."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from cabinet.vault.deadline import Calls, NoAnswerError, _Call


@pytest.fixture
def gate() -> Iterator[threading.Event]:
    """What a hanging call waits for; opened at the end, so that no thread is left."""
    made = threading.Event()
    yield made
    made.set()


def test_answers_and_failures_come_back() -> None:
    calls = Calls("test")
    assert calls.run(lambda: 5, 60) == 5
    with pytest.raises(ZeroDivisionError):
        calls.run(lambda: 1 // 0, 60)
    assert calls.run(threading.current_thread, 60).daemon, "it never holds the process"


def test_a_hanging_call_is_left(gate: threading.Event) -> None:
    calls = Calls("test")
    with pytest.raises(NoAnswerError):
        calls.run(gate.wait, 0.05)
    with pytest.raises(NoAnswerError):
        calls.run(lambda: pytest.fail("begun behind a hanging one"), 600)
    assert calls.run(lambda: "asked", 60, anew=True) == "asked"


def test_calls_go_on_once_it_has_ended(gate: threading.Event) -> None:
    calls = Calls("test")
    begun = threading.Event()
    hanging: list[threading.Thread] = []

    def hang() -> None:
        hanging.append(threading.current_thread())
        begun.set()
        gate.wait()

    with pytest.raises(NoAnswerError):
        calls.run(hang, 0.05)
    assert begun.wait(60)
    gate.set()
    hanging[0].join(60)
    assert calls.run(lambda: 7, 60) == 7


def test_a_thread_that_is_about_to_end_holds_nobody_up(gate: threading.Event, monkeypatch: pytest.MonkeyPatch) -> None:
    run = _Call.run

    def lingering(self: _Call[object]) -> None:
        run(self)
        gate.wait()

    monkeypatch.setattr(_Call, "run", lingering)
    calls = Calls("test")
    assert [calls.run(lambda n=n: n, 60) for n in range(3)] == [0, 1, 2]


def test_whoever_waits_can_be_let_go(gate: threading.Event) -> None:
    calls = Calls("test")
    calls.give_up()
    begun = threading.Event()
    ended: list[bool] = []

    def hang() -> None:
        begun.set()
        gate.wait()

    def wait() -> None:
        with pytest.raises(NoAnswerError):
            calls.run(hang, 600)
        ended.append(True)

    waiting = threading.Thread(target=wait, daemon=True)
    waiting.start()
    assert begun.wait(60)
    calls.give_up()
    waiting.join(60)
    assert ended == [True]
