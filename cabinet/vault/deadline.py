"""Calls into a service that may never answer: each on a thread of its own, waited for only so long.

A call that hangs cannot be ended, so its thread is left behind, a daemon that holds neither a lane nor the process;
until it ends by itself no other call is begun, save when a person asks again.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, Generic, TypeVar

__all__ = ["Calls", "NoAnswerError"]

Result = TypeVar("Result")


class NoAnswerError(Exception):
    """The service did not answer in time, or the caller was told to stop waiting."""


class _Call(Generic[Result]):
    def __init__(self, job: Callable[[], Result]) -> None:
        self._job = job
        self._result: Any = None
        self._failure: Exception | None = None
        self.answered = False
        self.over = threading.Event()
        """Set by an answer, and by whoever gives up waiting for one."""

    def run(self) -> None:
        try:
            self._result = self._job()
        except Exception as error:  # noqa: BLE001  raised anew on the caller's thread
            self._failure = error
        self.answered = True
        self.over.set()

    def result(self) -> Result:
        if not self.answered:
            raise NoAnswerError
        if self._failure is not None:
            raise self._failure
        found: Result = self._result
        return found


class Calls:
    """Runs calls one at a time; any thread may call."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._lock = threading.Lock()
        self._call: _Call[Any] | None = None

    def run(self, job: Callable[[], Result], seconds: float, *, anew: bool = False) -> Result:
        """Return the job's result or raise its failure; ``anew`` begins even while an older call still hangs.

        Raises:
            NoAnswerError: after ``seconds``, at once while an older call hangs, or by :meth:`give_up`.
        """
        call = _Call(job)
        with self._lock:
            # Not whether its thread lives: one that has answered may be about to end.
            if not anew and self._call is not None and not self._call.answered:
                raise NoAnswerError
            self._call = call
            threading.Thread(target=call.run, name=self._name, daemon=True).start()
        call.over.wait(seconds)
        return call.result()

    def give_up(self) -> None:
        """Let whoever waits go on at once, without an answer."""
        with self._lock:
            if self._call is not None:
                self._call.over.set()
