"""Batches that wait are committed together; what fails, fails alone."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from typing import Any

import pytest

from cabinet.contour.intake.commits import Commits
from cabinet.contour.ledger.append import Append
from cabinet.contour.sample.operator import SAMPLE_EDRPOU
from cabinet.contract.errors import KnownError
from tests.ledger_rows import ledger_rows
from tests.perimeter_in_process import NOW, PerimeterInProcess

LONGEST = 10.0
"""Seconds that nothing here takes: a queue that lets somebody wait for ever fails within them."""


class Turn:
    """A lock that is waited for no longer than that."""

    def __init__(self) -> None:
        self._lock = threading.Lock()

    def __enter__(self) -> None:
        assert self._lock.acquire(timeout=LONGEST), "the turn never came"

    def __exit__(self, *_: object) -> None:
        self._lock.release()


class Queue:
    """A queue whose first job waits, so that what comes meanwhile waits together."""

    def __init__(self, inside: PerimeterInProcess, monkeypatch: pytest.MonkeyPatch) -> None:
        self.ledger = inside.perimeter.ledger
        self.uses = inside.perimeter.key_uses
        self.commits = Commits(self.ledger, self.uses.flush)
        monkeypatch.setattr(self.commits, "_turn", Turn())
        self.transactions = 0
        self.noted = False
        self._here, self._go = threading.Event(), threading.Event()
        real = self.ledger.store.write

        @contextmanager
        def counted() -> Iterator[Any]:
            self.transactions += not self.ledger.store.writing
            with real() as rows:
                yield rows

        monkeypatch.setattr(self.ledger.store, "write", counted)

    def run(self, job: Callable[[Append], bytes | None]) -> bytes:
        return self.commits.run(SAMPLE_EDRPOU, NOW, job)

    def together(self, *jobs: Callable[[Append], bytes | None]) -> list[Future[bytes]]:
        """Run jobs that all wait for one that is under way."""

        def holding(append: Append) -> bytes:
            self._here.set()
            assert self._go.wait(LONGEST)
            return noted("first")(append)

        first = self._begin(holding)
        assert self._here.wait(LONGEST)
        found = []
        for job in jobs:
            found.append(self._begin(job))
            self._until_waiting(len(found))
        self.transactions = 0
        self._go.set()
        assert first.result(LONGEST) == b"first"
        return found

    def _begin(self, job: Callable[[Append], bytes | None]) -> Future[bytes]:
        """Run a job in a thread that holds nobody up, should it never end."""
        future: Future[bytes] = Future()

        def run() -> None:
            try:
                future.set_result(self.run(job))
            except BaseException as error:  # noqa: BLE001  it is raised where the result is asked for
                future.set_exception(error)

        threading.Thread(target=run, daemon=True).start()
        return future

    def _until_waiting(self, count: int) -> None:
        deadline = time.monotonic() + LONGEST
        while len(self.commits._queue) < count:
            assert time.monotonic() < deadline, "a job does not wait"
            threading.Event().wait(0.001)


def noted(name: str) -> Callable[[Append], bytes]:
    def job(append: Append) -> bytes:
        append.mandate({"act": name})
        return name.encode()

    return job


@pytest.fixture
def queue(perimeter: PerimeterInProcess, monkeypatch: pytest.MonkeyPatch) -> Queue:
    return Queue(perimeter, monkeypatch)


def acts(queue: Queue) -> list[str]:
    import json

    with ledger_rows(queue.ledger.store) as rows:  # type: ignore[arg-type]  # it is the SQLite store
        found = rows.execute("SELECT bytes FROM entries WHERE kind = 'mandate' ORDER BY seq").fetchall()
    return [json.loads(data)["act"] for (data,) in found]


def uses(queue: Queue) -> list[tuple[str, int]]:
    with ledger_rows(queue.ledger.store) as rows:  # type: ignore[arg-type]  # it is the SQLite store
        return rows.execute("SELECT key_id, n FROM key_usage WHERE key_id = 'a key'").fetchall()


@pytest.mark.parametrize(("count", "transactions"), [(1, 1), (2, 1), (32, 1), (33, 2)])
def test_what_waits_is_committed_together(queue: Queue, count: int, transactions: int) -> None:
    names = [f"n{n:02d}" for n in range(count)]
    answers = [future.result(LONGEST) for future in queue.together(*map(noted, names))]
    assert answers == [name.encode() for name in names]
    assert acts(queue) == ["first", *names]
    assert queue.transactions == transactions


def test_uses_of_keys_are_written_in_the_same_transaction(queue: Queue) -> None:
    queue.uses.note("a key", "127.0.0.1", "POST /transactions", NOW)
    (one,) = queue.together(noted("one"))
    assert one.result(LONGEST) == b"one"
    assert queue.transactions == 1
    assert uses(queue) == [("a key", 1)]


def test_uses_of_keys_are_written_once_however_often_the_transaction_is_begun(queue: Queue) -> None:
    def breaks(append: Append) -> bytes:
        append.mandate({"act": "broken"})
        raise ZeroDivisionError

    def notes(append: Append) -> bytes:
        if not queue.noted:
            queue.uses.note("a key", "127.0.0.1", "POST /transactions", NOW)
        queue.noted = True
        return noted("two")(append)

    two, bad = queue.together(notes, breaks)
    assert two.result(LONGEST) == b"two"
    with pytest.raises(ZeroDivisionError):
        bad.result(LONGEST)
    assert uses(queue) == [("a key", 1)]


def test_a_refusal_is_its_own(queue: Queue) -> None:
    def refused(_: Append) -> bytes:
        raise KnownError("BATCH_CONFLICT")

    one, bad, two = queue.together(noted("one"), refused, noted("two"))
    assert (one.result(LONGEST), two.result(LONGEST)) == (b"one", b"two")
    with pytest.raises(KnownError, match="BATCH_CONFLICT"):
        bad.result(LONGEST)
    assert acts(queue) == ["first", "one", "two"]
    assert queue.transactions == 1


@pytest.mark.parametrize("error", [ZeroDivisionError(), KnownError("INTERNAL")])
def test_a_job_that_fails_after_it_has_appended_takes_no_other_with_it(queue: Queue, error: Exception) -> None:
    def breaks(append: Append) -> bytes:
        append.mandate({"act": "broken"})
        raise error

    one, bad, two = queue.together(noted("one"), breaks, noted("two"))
    assert (one.result(LONGEST), two.result(LONGEST)) == (b"one", b"two")
    with pytest.raises(type(error)):
        bad.result(LONGEST)
    assert acts(queue) == ["first", "one", "two"]


def test_a_job_may_ask_to_run_again_once_the_others_are_durable(queue: Queue) -> None:
    sizes: list[int] = []

    def later(append: Append) -> bytes | None:
        sizes.append(append.reader.size)
        return b"done" if len(sizes) == 2 else None

    one, asked = queue.together(noted("one"), later)
    assert (one.result(LONGEST), asked.result(LONGEST)) == (b"one", b"done")
    assert sizes[1] == sizes[0] + 1


def test_a_full_disk_is_told_to_all(queue: Queue, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: Append) -> None:
        raise KnownError("STORAGE_FULL")

    def breaks(append: Append) -> bytes:
        monkeypatch.setattr(Append, "write", full)
        return noted("x")(append)

    for future in queue.together(noted("one"), breaks):
        with pytest.raises(KnownError, match="STORAGE_FULL"):
            future.result(LONGEST)
    monkeypatch.undo()
    assert acts(queue) == ["first"]
    assert queue.run(noted("after")) == b"after"


def test_within_a_transaction_of_ones_own_nobody_is_waited_for(queue: Queue) -> None:
    with queue.ledger.store.write(), queue.commits._turn:
        assert queue.run(noted("inside")) == b"inside"
        assert queue.run(noted("again")) == b"again"
    assert acts(queue) == ["inside", "again"]
