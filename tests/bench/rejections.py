"""``rejections``: a page of 200 at depth one million ÷ the first page, both by API over TLS."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from cabinet.perimeter.rejections import RejectionsClient
from tests.bench.result import Result, in_turn
from tests.many import compliance, contour_with_rejections

_ROWS, _SMALL, _ROUNDS, _PAGE = 1_000_000, 4_000, 41, 200


def measure(*, small: bool) -> Result:
    """Measure both alternately, by ordinal as the window asks."""
    rows = _SMALL if small else _ROWS
    with tempfile.TemporaryDirectory() as folder, contour_with_rejections(Path(folder), rows) as contour:  # noqa: SIM117
        with compliance(contour, Path(folder)) as session:
            client = RejectionsClient(session)

            def page(ordinal: int) -> float:
                started = time.perf_counter()
                answer = client.page(ordinal=ordinal, limit=_PAGE)
                taken = time.perf_counter() - started
                assert len(answer.items) == _PAGE
                assert answer.first_ordinal == ordinal
                return taken

            deep, first, raw = in_turn(lambda: page(rows - _PAGE), lambda: page(0), 5 if small else _ROUNDS)
            return Result("rejections", deep / first, 1.1, "lower", {"rows": rows, "seconds": raw})
