"""``cabinet demo --serve``: the demo's contour, its history and its live feed, told of in lines of JSON.

Lines out: ``{"ready": true, "testdata": URL}`` once a log-in can be made; ``{"percent": n}`` while history is being
filled, then ``{"filled": true}``, or ``false`` when it was stopped or refused (with ``code``);
``{"code", "detail", "facts"}`` when the demo cannot go on.

Lines in, with ``--end-with-stdin``: ``stop filling``, ``fill``; at the end of input it ends.
"""

from __future__ import annotations

import contextlib
import json
import queue
import signal
import threading
from pathlib import Path
from typing import Final

from cabinet.cli.demo.start import start_demo
from cabinet.cli.feed_process import FeedProcess
from cabinet.contour.process import ContourProcess
from cabinet.contract.errors import KnownError
from cabinet.journal.parent import stdin_lines

__all__ = ["FILL", "STOP_FILLING", "print_line", "serve"]

FILL: Final = "fill"
STOP_FILLING: Final = "stop filling"
_END, _FILLED, _DIED = "end", "filled", "died"


def serve(folder: Path, transactions: int, *, end_with_stdin: bool) -> int:
    """Serve until asked to end.

    Raises:
        KnownError: it cannot start, or ``CONTOUR_ENDED`` when its contour has.
    """
    words: queue.SimpleQueue[str] = queue.SimpleQueue()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: words.put(_END))
    if end_with_stdin:
        threading.Thread(target=_listen, args=(words,), daemon=True).start()
    contour = start_demo(folder)
    try:
        print_line(ready=True, testdata=contour.ready.testdata_url if contour.ready is not None else "")
        threading.Thread(target=_watch, args=(contour, words), daemon=True).start()
        _Serving(contour, folder, transactions, words).run()
    finally:
        contour.stop()
    return 0


def print_line(**facts: object) -> None:
    """Print a line; whoever wants none has closed the pipe."""
    with contextlib.suppress(BrokenPipeError):
        print(json.dumps(facts, ensure_ascii=False), flush=True)


class _Serving:
    """History while it is filled, the feed when it is not."""

    def __init__(self, contour: ContourProcess, folder: Path, transactions: int, words: queue.SimpleQueue[str]) -> None:
        self._contour = contour
        self._folder = folder
        self._transactions = transactions
        self._words = words
        self._filling: threading.Thread | None = None
        self._feed = contextlib.ExitStack()
        self._percent = -1

    def run(self) -> None:
        try:
            self._fill()
            while (word := self._words.get()) != _END:
                if word == FILL and self._filling is None:
                    self._fill()
                elif word == STOP_FILLING and self._filling is not None:
                    self._stop_filling()
                elif word == _FILLED and self._filling is not None:
                    self._filling.join()
                    self._filling = None
                    self._begin_feed()
                elif word == _DIED:
                    raise KnownError("CONTOUR_ENDED")
        finally:
            self._feed.close()
            if self._filling is not None:
                self._stop_filling()
                self._filling.join()

    def _fill(self) -> None:
        # Play of the past and of the present would cross in the sources' numbers.
        self._feed.close()
        self._percent = -1
        self._filling = threading.Thread(target=self._fill_all)
        self._filling.start()

    def _stop_filling(self) -> None:
        with contextlib.suppress(KnownError):  # a contour that is gone fills no more
            self._contour.testdata("testdata_generate_stop")

    def _fill_all(self) -> None:
        from cabinet.cli.demo.history import fill_history

        # Whatever happens, whoever follows is told: a mistake of ours must not look like a filling without end.
        answer: dict[str, object] = {"filled": False, "code": "INTERNAL"}
        try:
            answer = {"filled": fill_history(self._contour, self._folder, self._transactions, self._progress)}
        except KnownError as error:
            answer = {"filled": False, "code": error.code, "detail": error.detail}
        finally:
            # In this order: whoever is told may say "fill" at once, and that must not be read before this has ended.
            self._words.put(_FILLED)
            print_line(**answer)

    def _progress(self, share: float) -> None:
        percent = int(share * 100)
        if percent != self._percent:
            self._percent = percent
            print_line(percent=percent)

    def _begin_feed(self) -> None:
        from cabinet.cli.demo.play import key_paths

        keys = [path for path in key_paths(self._folder).values() if path.exists()]
        if keys:
            self._feed.enter_context(FeedProcess(keys))


def _listen(words: queue.SimpleQueue[str]) -> None:
    for line in stdin_lines():
        words.put(line)
    words.put(_END)


def _watch(contour: ContourProcess, words: queue.SimpleQueue[str]) -> None:
    contour.wait()
    words.put(_DIED)
