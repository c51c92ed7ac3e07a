"""``cabinet feed``: an invented operator's play, live, sent with its own keys until it is told to stop."""

from __future__ import annotations

import argparse
import signal
import threading
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cabinet.cli.messages import print_error, ukrainian
from cabinet.contract.errors import KnownError
from cabinet.contract.states import Outcome
from cabinet.journal.parent import END_WITH_STDIN, wait_for_end
from cabinet.journal.trace import set_up

if TYPE_CHECKING:
    from cabinet.cli.feed_source import FeedSource

__all__ = ["RATE", "run"]

RATE: Final = 30.0
_PAUSE: Final = 1.0
_RETRY: Final = 2.0
_PASSING: Final = frozenset({"CONTOUR_DOWN", "PERIMETER_UNREACHABLE", "PERIMETER_TIMEOUT"})
_BUSY: Final = frozenset({429, 500, 502, 503, 504})
_MINUTE: Final = timedelta(minutes=1)


def run(arguments: Sequence[str]) -> int:
    """Send until SIGINT or SIGTERM, or until the perimeter refuses the key. Returns the exit status."""
    parser = argparse.ArgumentParser(
        prog="cabinet feed",
        description="Plays the sample operator of a test contour live: bets, then payouts and refunds, some mistakes.",
    )
    parser.add_argument(
        "--credential", type=Path, required=True, action="append", metavar="DIR", help="folder of a key; one a source"
    )
    parser.add_argument(
        "--rate", type=float, default=RATE, metavar="N", help="transactions a minute on average, all sources together"
    )
    parser.add_argument(END_WITH_STDIN, action="store_true", help="end when standard input ends; used by the demo")
    given = parser.parse_args(arguments)
    if not 0 < given.rate <= 60_000:
        parser.error("--rate must be above 0 and at most 60000")
    set_up()
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    if given.end_with_stdin:
        threading.Thread(target=_end_with_stdin, args=(ended,), daemon=True).start()
    from cabinet.cli.feed_source import FeedSource
    from cabinet.contract.clock import SystemClock

    clock = SystemClock()
    sources: list[FeedSource] = []
    tally = _Tally(clock.now())
    try:
        sources += [FeedSource(folder, given.rate, clock) for folder in given.credential]
        while not ended.wait(_PAUSE):
            for source in sources:
                _send_due(source, tally, ended)
            tally.print(clock.now())
    except KnownError as error:
        return print_error(error)
    finally:
        for source in sources:
            source.close()
        tally.print(clock.now(), last=True)
    return 0


def _end_with_stdin(ended: threading.Event) -> None:
    wait_for_end()
    ended.set()


def _send_due(source: FeedSource, tally: _Tally, ended: threading.Event) -> None:
    """Send all that is due; while nobody answers, wait and try the same batch again."""
    from cabinet.wire.refusal import Refusal

    while not ended.is_set():
        try:
            result = source.send()
        except KnownError as error:
            passing = error.problem.status in _BUSY if isinstance(error, Refusal) else error.code in _PASSING
            if not passing:
                raise
            tally.waited += 1
            ended.wait(_RETRY)
            continue
        if result is None:
            return
        tally.counts.update(i.outcome.value for i in result.items)


class _Tally:
    """Counts; prints a line a minute."""

    def __init__(self, now: datetime) -> None:
        self.counts: Counter[str] = Counter()
        self.waited = 0
        self._sum: Counter[str] = Counter()
        self._since = now

    def print(self, now: datetime, *, last: bool = False) -> None:
        if not last and now - self._since < _MINUTE:
            return
        self._sum.update(self.counts)
        sent, rejected = self.counts.total(), self.counts[Outcome.REJECTED.value]
        whole = self._sum.total()
        at = f"{now.astimezone():%H:%M}"
        if ukrainian():
            line = f"{at} надіслано {sent}, з них відхилено {rejected}; усього {whole}"
            line += f"; чекали на контур, спроб: {self.waited}" if self.waited else ""
        else:
            line = f"{at} sent {sent}, rejected {rejected} of them; {whole} in all"
            line += f"; waited for the contour, tries: {self.waited}" if self.waited else ""
        print(line, flush=True)
        self.counts.clear()
        self.waited, self._since = 0, now
