"""The one road off the UI thread: a pure function goes out, its result or failure comes back on the UI thread.

A lane is a named thread pool. Synchronous HTTP cannot be interrupted, so cancelling means forgetting: a cancelled
task's answer is dropped when it arrives.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextvars import copy_context
from functools import partial
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, Signal, Slot

from cabinet.contract.errors import BugError, KnownError

__all__ = ["NETWORK_THREADS", "Failure", "Lane", "Task"]

_log = logging.getLogger(__name__)
Result = TypeVar("Result")
Failure = KnownError | BugError
NETWORK_THREADS = 4
_WAIT_MS = 7_000


class Task(QObject, Generic[Result]):
    """One job under way.

    Signals:
        _finished(object, object): result and failure, emitted on the worker's thread.
    """

    _finished = Signal(object, object)

    def __init__(
        self,
        lane: Lane,
        job: Callable[[], Result],
        done: Callable[[Result], None],
        failed: Callable[[Failure], None],
    ) -> None:
        super().__init__(lane)
        self._lane = lane
        # A job belongs to whoever started it: whether a person asked goes with it to the other thread.
        self.job: Callable[[], Result] = partial(copy_context().run, job)
        self._done = done
        self._failed = failed
        self.cancelled = False
        self._finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def cancel(self) -> None:
        """Forget the answer, whenever it comes."""
        self.cancelled = True

    def work(self) -> None:
        """Run the job; called on the worker's thread."""
        try:
            result: Any = self.job()
        except (KnownError, BugError) as error:
            self._finished.emit(None, error)
        except Exception as error:  # noqa: BLE001  whatever a job did not foresee is our mistake, shown as one
            _log.exception("unforeseen failure of a job")
            self._finished.emit(None, BugError(f"{type(error).__name__}: {error}"))
        else:
            self._finished.emit(result, None)

    @Slot(object, object)
    def _deliver(self, result: Any, failure: Failure | None) -> None:
        self._lane.forget(self)
        try:
            if not self.cancelled:
                if failure is not None:
                    self._failed(failure)
                else:
                    self._done(result)
        finally:
            self.deleteLater()
            # Qt destroys it as the lane's child, and with it what it holds: were that the last hold on the lane, the
            # lane would destroy its child a second time, from within.
            del self._lane, self.job, self._done, self._failed


class _Runner(QRunnable):
    def __init__(self, task: Task[Any]) -> None:
        super().__init__()
        self._task = task

    def run(self) -> None:
        self._task.work()


class Lane(QObject):
    """A named pool of threads for one kind of work: ``network`` has four, ``token`` one."""

    def __init__(self, name: str, threads: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(threads)
        self._tasks: set[Task[Any]] = set()
        self._stopped = False

    def run(
        self,
        job: Callable[[], Result],
        done: Callable[[Result], None],
        failed: Callable[[Failure], None],
    ) -> Task[Result]:
        """Start a job; exactly one of ``done`` and ``failed`` is called later on this object's thread.

        A lane that was stopped starts nothing more: whoever still asks, a timer perhaps, is never answered.
        """
        task = Task(self, job, done, failed)
        if self._stopped:
            task.cancel()
            return task
        self._tasks.add(task)
        self._pool.start(_Runner(task))
        return task

    def forget(self, task: Task[Any]) -> None:
        """Drop a delivered task."""
        self._tasks.discard(task)

    @property
    def busy(self) -> bool:
        """Whether any job is under way."""
        return bool(self._tasks)

    def stop(self) -> None:
        """Forget all answers, wait for the threads, and start nothing from now on."""
        self._stopped = True
        for task in self._tasks:
            task.cancel()
        self._pool.clear()
        self._pool.waitForDone(_WAIT_MS)
