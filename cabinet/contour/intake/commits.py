"""Batches that wait for the log are appended together: one durable commit for all that came during the last one.

Whoever gets the turn runs every waiting job in one transaction; the others find theirs done. A job that fails once it
has appended anything takes the whole transaction back: then each is run by itself, and only that one fails. How keys
were used meanwhile is written with it: a commit of its own would cost a quarter of a submission.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from cabinet.contour.ledger.append import Append
from cabinet.contour.ledger.log import Ledger
from cabinet.contract.errors import KnownError

__all__ = ["Commits"]

_TOGETHER: Final = 32
"""Jobs of one transaction: the first of them waits for all the others."""

Job = Callable[[Append], bytes | None]


@dataclass(slots=True, eq=False)
class _Waiting:
    edrpou: str
    now: datetime
    job: Job
    answer: bytes | None = None
    error: BaseException | None = None

    @property
    def done(self) -> bool:
        return self.answer is not None or self.error is not None


class _FailedTogetherError(Exception):
    """One job of several has failed after it had appended."""


class Commits:
    """The queue before the log."""

    def __init__(self, ledger: Ledger, write_uses: Callable[[], None]) -> None:
        self._ledger = ledger
        self._write_uses = write_uses
        self._turn = threading.Lock()
        self._queue: deque[_Waiting] = deque()

    def run(self, edrpou: str, now: datetime, job: Job) -> bytes:
        """Run a job in a transaction of an operator's log, which is durable when its answer is returned.

        A job refuses before it writes anything; None asks to be run again once what others have appended is durable.

        Raises:
            KnownError: what the job refuses; ``STORAGE_FULL``.
        """
        mine = _Waiting(edrpou, now, job)
        if self._ledger.store.writing:
            # Part of a transaction of this thread's own: whoever has the turn may wait for it.
            self._run([mine])
        else:
            self._queue.append(mine)
            with self._turn:
                while not mine.done:
                    self._run(self._next(mine))
        if mine.error is not None:
            raise mine.error
        assert mine.answer is not None  # noqa: S101  it is done
        return mine.answer

    def _next(self, mine: _Waiting) -> list[_Waiting]:
        """Return what has waited longest; what is to be run again runs alone."""
        if mine not in self._queue:
            return [mine]
        return [self._queue.popleft() for _ in range(min(_TOGETHER, len(self._queue)))]

    def _run(self, several: list[_Waiting]) -> None:
        try:
            with self._ledger.store.write():
                for one in several:
                    self._part(one, alone=len(several) == 1)
                self._write_uses()
        except _FailedTogetherError:
            for one in several:
                one.answer = one.error = None
                self._run([one])
        except BaseException as error:  # noqa: BLE001  it is raised where each of them waits
            for one in several:
                one.answer, one.error = None, error

    def _part(self, one: _Waiting, *, alone: bool) -> None:
        with self._ledger.append(one.edrpou, one.now) as append:
            try:
                one.answer = one.job(append)
            except BaseException as error:
                if isinstance(error, KnownError) and not append.count:
                    one.error = error
                elif alone:
                    raise
                else:
                    raise _FailedTogetherError from error
