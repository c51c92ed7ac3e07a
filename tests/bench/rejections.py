"""``rejections``: a page of 200 at depth one million ÷ the first page, both by API over TLS, in the worst order."""

from __future__ import annotations

import tempfile
import time
from functools import partial
from pathlib import Path

from cabinet.contract.rejection_sort import SORTS, RejectionSort
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

            def page(ordinal: int, sort: RejectionSort) -> float:
                started = time.perf_counter()
                answer = client.page(ordinal=ordinal, limit=_PAGE, sort=sort)
                taken = time.perf_counter() - started
                assert len(answer.items) == _PAGE
                assert answer.first_ordinal == ordinal
                return taken

            ratios: dict[str, float] = {}
            raw: dict[str, object] = {}
            for name, sort in SORTS.items():
                opened = page(rows - _PAGE, sort)
                deep, first, seconds = in_turn(
                    partial(page, rows - _PAGE, sort), partial(page, 0, sort), 5 if small else _ROUNDS
                )
                ratios[name] = deep / first
                raw[name] = {"first jump": opened, "seconds": seconds}
            return Result(
                "rejections", max(ratios.values()), 1.1, "lower", {"rows": rows, "ratios": ratios, "raw": raw}
            )
