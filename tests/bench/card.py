"""``card``: the card of one rejection by API, in a log of a million attempts ÷ in one of ten thousand."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from cabinet.perimeter.rejections import RejectionsClient
from tests.bench.result import Result, in_turn
from tests.many import compliance, contour_with_rejections

_MANY, _FEW, _SMALL, _SMALLEST, _ROUNDS = 1_000_000, 10_000, 4_000, 1_000, 41


@contextmanager
def _cards(rows: int) -> Iterator[Callable[[], float]]:
    """Yield what times one card; each time another of 200 rejections in the middle of the log."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        contour = stack.enter_context(contour_with_rejections(folder, rows))
        client = RejectionsClient(stack.enter_context(compliance(contour, folder)))
        ids = [row.attempt_id for row in client.page(ordinal=rows // 2, limit=200).items]
        shown = 0

        def card() -> float:
            nonlocal shown
            shown += 1
            started = time.perf_counter()
            client.card(ids[shown % len(ids)])
            return time.perf_counter() - started

        yield card


def measure(*, small: bool) -> Result:
    """Measure both alternately."""
    many, few = (_SMALL, _SMALLEST) if small else (_MANY, _FEW)
    with _cards(many) as large, _cards(few) as little:
        ours, floor, raw = in_turn(large, little, 5 if small else _ROUNDS)
    return Result("card", ours / floor, 1.2, "lower", {"rows": many, "against": few, "seconds": raw})
