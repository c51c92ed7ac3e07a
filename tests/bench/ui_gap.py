"""``ui-gap``: the longest gap of the event loop while others work ÷ one frame of 16.7 ms.

Others are the live feed, with every page open for a while and refreshing, and an export of very many rejections in its
own process, with the page of rejections open.
"""

from __future__ import annotations

from cabinet.cli.demo.play import key_paths
from cabinet.cli.feed_process import FeedProcess
from cabinet.desks.export import ExportPhase, ExportWish
from cabinet.ui.shell.page_specs import PAGES
from tests.bench.login import log_in
from tests.bench.result import Result
from tests.event_loop import FRAME, longest_gap
from tests.live_windows import demo_window, rejections_window

_TRANSACTIONS, _ROWS, _SMALL, _LOOK_MS, _SMALL_LOOK_MS, _LONGEST_MS = 20_000, 200_000, 2_000, 6_000, 300, 120_000


def measure(*, small: bool) -> Result:
    """Measure both."""
    ingest = _ingest(_SMALL if small else _TRANSACTIONS, _SMALL_LOOK_MS if small else _LOOK_MS)
    export = _export(_SMALL if small else _ROWS)
    detail = {"ingest_seconds": {k: round(v, 4) for k, v in ingest.items()}, "export_seconds": round(export, 4)}
    return Result("ui-gap", max(*ingest.values(), export) / FRAME, 3, "lower", detail)


def _ingest(transactions: int, look_ms: int) -> dict[str, float]:
    with demo_window(transactions) as (window, _, folder):
        window.show()
        log_in(window)
        for page in PAGES:  # what a page needs when it is first opened is another matter
            window.shell.open_page(page)
            longest_gap(_SMALL_LOOK_MS)
        gaps = {}
        with FeedProcess(key_paths(folder).values()):
            for page in PAGES:
                window.shell.open_page(page)
                longest_gap(_SMALL_LOOK_MS)
                gaps[page] = longest_gap(look_ms)
        return gaps


def _export(rows: int) -> float:
    with rejections_window(rows) as (window, folder):
        window.show()
        window.shell.open_page("rejections")
        longest_gap(_SMALL_LOOK_MS)
        exports = window.desks.rejections.exports
        exports.begin(ExportWish("csv", folder / "rejections.csv"))
        gap = longest_gap(_LONGEST_MS, lambda: exports.phase is not ExportPhase.RUNNING)
        assert exports.phase is ExportPhase.DONE
        return gap
