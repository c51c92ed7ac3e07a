"""Batches that wait are committed together; what fails, fails alone."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest

from cabinet.contour.intake.commits import Commits
from cabinet.contour.ledger.append import Append
from cabinet.contour.sample.operator import SAMPLE_EDRPOU
from cabinet.contract.errors import KnownError
from tests.ledger_rows import ledger_rows
from tests.perimeter_in_process import NOW, PerimeterInProcess


class Queue:
    """A queue whose first job waits, so that what comes meanwhile waits together."""

    def __init__(self, inside: PerimeterInProcess, monkeypatch: pytest.MonkeyPatch) -> None:
        self.ledger = inside.perimeter.ledger
        self.uses = inside.perimeter.key_uses
        self.commits = Commits(self.ledger, self.uses.flush)
        self.transactions = 0
        self.noted = False
        self._threads = ThreadPoolExecutor(40)
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
            assert self._go.wait(60)
            return noted("first")(append)

        first = self._threads.submit(self.run, holding)
        assert self._here.wait(60)
        found = []
        for job in jobs:
            found.append(self._threads.submit(self.run, job))
            while len(self.commits._queue) < len(found):
                threading.Event().wait(0.001)
        self.transactions = 0
        self._go.set()
        assert first.result(60) == b"first"
        return found

    def close(self) -> None:
        self._threads.shutdown()


def noted(name: str) -> Callable[[Append], bytes]:
    def job(append: Append) -> bytes:
        append.mandate({"act": name})
        return name.encode()

    return job


@pytest.fixture
def queue(perimeter: PerimeterInProcess, monkeypatch: pytest.MonkeyPatch) -> Iterator[Queue]:
    made = Queue(perimeter, monkeypatch)
    yield made
    made.close()


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
    answers = [future.result(60) for future in queue.together(*map(noted, names))]
    assert answers == [name.encode() for name in names]
    assert acts(queue) == ["first", *names]
    assert queue.transactions == transactions


def test_uses_of_keys_are_written_in_the_same_transaction(queue: Queue) -> None:
    queue.uses.note("a key", "127.0.0.1", "POST /transactions", NOW)
    (one,) = queue.together(noted("one"))
    assert one.result(60) == b"one"
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
    assert two.result(60) == b"two"
    with pytest.raises(ZeroDivisionError):
        bad.result(60)
    assert uses(queue) == [("a key", 1)]


def test_a_refusal_is_its_own(queue: Queue) -> None:
    def refused(_: Append) -> bytes:
        raise KnownError("BATCH_CONFLICT")

    one, bad, two = queue.together(noted("one"), refused, noted("two"))
    assert (one.result(60), two.result(60)) == (b"one", b"two")
    with pytest.raises(KnownError, match="BATCH_CONFLICT"):
        bad.result(60)
    assert acts(queue) == ["first", "one", "two"]
    assert queue.transactions == 1


@pytest.mark.parametrize("error", [ZeroDivisionError(), KnownError("INTERNAL")])
def test_a_job_that_fails_after_it_has_appended_takes_no_other_with_it(queue: Queue, error: Exception) -> None:
    def breaks(append: Append) -> bytes:
        append.mandate({"act": "broken"})
        raise error

    one, bad, two = queue.together(noted("one"), breaks, noted("two"))
    assert (one.result(60), two.result(60)) == (b"one", b"two")
    with pytest.raises(type(error)):
        bad.result(60)
    assert acts(queue) == ["first", "one", "two"]


def test_a_job_may_ask_to_run_again_once_the_others_are_durable(queue: Queue) -> None:
    sizes: list[int] = []

    def later(append: Append) -> bytes | None:
        sizes.append(append.reader.size)
        return b"done" if len(sizes) == 2 else None

    one, asked = queue.together(noted("one"), later)
    assert (one.result(60), asked.result(60)) == (b"one", b"done")
    assert sizes[1] == sizes[0] + 1


def test_a_full_disk_is_told_to_all(queue: Queue, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: Append) -> None:
        raise KnownError("STORAGE_FULL")

    def breaks(append: Append) -> bytes:
        monkeypatch.setattr(Append, "write", full)
        return noted("x")(append)

    for future in queue.together(noted("one"), breaks):
        with pytest.raises(KnownError, match="STORAGE_FULL"):
            future.result(60)
    monkeypatch.undo()
    assert acts(queue) == ["first"]
    assert queue.run(noted("after")) == b"after"


def test_within_a_transaction_of_ones_own_nobody_is_waited_for(queue: Queue) -> None:
    with queue.ledger.store.write(), queue.commits._turn:
        assert queue.run(noted("inside")) == b"inside"
        assert queue.run(noted("again")) == b"again"
    assert acts(queue) == ["inside", "again"]
