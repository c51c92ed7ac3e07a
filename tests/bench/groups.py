"""``groups``: the causes of a million rejections ÷ the first page of 200, both by API over TLS."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from cabinet.perimeter.rejections import RejectionsClient
from tests.bench.result import Result, in_turn
from tests.many import compliance, contour_with_rejections

_ROWS, _SMALL, _ROUNDS, _PAGE = 1_000_000, 4_000, 41, 200


def measure(*, small: bool) -> Result:
    """Measure both alternately."""
    rows = _SMALL if small else _ROWS
    with tempfile.TemporaryDirectory() as folder, contour_with_rejections(Path(folder), rows) as contour:  # noqa: SIM117
        with compliance(contour, Path(folder)) as session:
            client = RejectionsClient(session)

            def groups() -> float:
                started = time.perf_counter()
                answer = client.groups()
                taken = time.perf_counter() - started
                assert answer.whole == rows
                return taken

            def page() -> float:
                started = time.perf_counter()
                client.page(ordinal=0, limit=_PAGE)
                return time.perf_counter() - started

            ours, first, raw = in_turn(groups, page, 5 if small else _ROUNDS)
            return Result("groups", ours / first, 3, "lower", {"rows": rows, "seconds": raw})
