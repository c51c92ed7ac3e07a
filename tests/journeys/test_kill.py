"""The contour killed in mid-send, twenty times: nothing lost, nothing doubled, roll-ups = rows = tree."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cabinet.cli.demo.play import key_folders
from cabinet.contour.sample.play import play
from cabinet.contract.clock import SystemClock
from cabinet.contract.errors import KnownError
from cabinet.dayfile.reading import open_day_file
from cabinet.sender.credential import open_credential
from cabinet.sender.machine import MachineClient
from cabinet.sender.send import Summary, send_file
from cabinet.wire import numbers
from tests.agreeing_rows import agreeing_rows
from tests.company import Company

KILLS = 20
LINES_A_BATCH = 20


def send(path: Path, key: Path, progress: Callable[[int], object] = lambda _: None) -> Summary:
    client = MachineClient(open_credential(key), SystemClock())
    try:
        return send_file(client, open_day_file(path), batch_size=LINES_A_BATCH, progress=progress)
    finally:
        client.close()


class Later(threading.Timer):
    """Begins once, however often it is asked to."""

    def begin(self) -> None:
        if self.ident is None:
            self.start()


def check(company: Company) -> int:
    """Return how many rows there are, once they agree with everything else."""
    rows, wrong = agreeing_rows(company.contour.data)
    assert not wrong
    return len(rows)


def test_twenty_kills_in_mid_send(company: Company, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(numbers, "TRIES", 1)
    luck = random.Random(20)  # noqa: S311  a test's own
    key = key_folders(company.contour, tmp_path)["core-1"]
    end = datetime.now(UTC)
    played = list(play(20, 2400, end, timedelta(minutes=4), mistakes=0.05))
    path = tmp_path / "day.ndjson"
    path.write_bytes(b"".join(p.data + b"\n" for p in played))
    killed = grown = furthest = 0
    while killed < KILLS:
        before = check(company)
        timer = Later(0, company.contour.kill)
        batches, last = luck.randrange(3), time.perf_counter()

        def watch(done: int, timer: Later = timer, share: float = luck.random()) -> None:
            # What was sent earlier goes quickly; the kill is for what is new: within a batch, or right after it.
            nonlocal furthest, last, batches
            now = time.perf_counter()
            if timer.ident is not None:
                timer.join()
            elif done > furthest and batches:
                batches -= 1
            elif done > furthest:
                timer.interval = share * (now - last)
                timer.begin()
            furthest = max(furthest, done)
            last = now

        # A kill may come after the last batch: then nothing is raised.
        with suppress(KnownError):
            send(path, key, watch)
        timer.begin()
        timer.join()
        killed += 1
        # It starts only if the tree over the entries is the one of its last checkpoint.
        company.contour.start()
        grown += check(company) > before
    assert grown > KILLS // 4, "most kills must hit while something is being written"
    summary = send(path, key)
    # A line with personal data is not sent twice; it waits where a kill took the receipt of its batch.
    assert all(line.personal for line in summary.waiting)
    assert summary.sent + len(summary.waiting) == len(played) == check(company)
