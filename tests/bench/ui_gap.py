"""``ui-gap``: the longest gap of the event loop while others work ÷ one frame of 16.7 ms.

Others are the live feed, with every page open for a while and refreshing, and an export of very many rejections in its
own process, with the page of rejections open.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from cabinet.app import Window
from cabinet.cli.demo.command import prepare
from cabinet.cli.demo.play import key_paths
from cabinet.cli.feed_process import FeedProcess
from cabinet.contract.clock import SystemClock
from cabinet.desks.contour import use_note
from cabinet.desks.export import ExportPhase, ExportWish
from cabinet.profile.demo_note import DemoNote, read_note
from cabinet.profile.settings import SettingsFile
from cabinet.ui.shell.page_specs import PAGES
from tests.bench.login import log_in, until
from tests.bench.result import Result
from tests.event_loop import FRAME, longest_gap
from tests.many import contour_with_rejections, officer

_TRANSACTIONS, _ROWS, _SMALL, _LOOK_MS, _SMALL_LOOK_MS, _LONGEST_MS = 20_000, 200_000, 2_000, 6_000, 300, 120_000


def measure(*, small: bool) -> Result:
    """Measure both."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    ingest = _ingest(_SMALL if small else _TRANSACTIONS, _SMALL_LOOK_MS if small else _LOOK_MS)
    export = _export(_SMALL if small else _ROWS)
    detail = {"ingest_seconds": {k: round(v, 4) for k, v in ingest.items()}, "export_seconds": round(export, 4)}
    return Result("ui-gap", max(*ingest.values(), export) / FRAME, 3, "lower", detail)


def _ingest(transactions: int, look_ms: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        contour = prepare(folder, lambda _: None, transactions=transactions)
        window = Window(SettingsFile(folder / "settings.json"), demo=folder)
        try:
            note = read_note(folder)
            assert note is not None
            use_note(note, window.desks.session)
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
        finally:
            window.close()
            contour.stop()


def _export(rows: int) -> float:
    with tempfile.TemporaryDirectory() as place, contour_with_rejections(Path(place), rows) as contour:
        folder = Path(place)
        session, transport = officer(contour, folder)
        window = Window(SettingsFile(folder / "settings.json"), SystemClock(), demo=folder / "no-demo")
        try:
            use_note(DemoNote("", str(contour.data / "profile.json"), "", "", ""), window.desks.session)
            window.office.open(session)
            window.show()
            window.shell.open_page("rejections")
            window.desks.rejections.refresh()
            until(lambda: window.desks.rejections.state.data is not None)
            longest_gap(_SMALL_LOOK_MS)
            exports = window.desks.rejections.exports
            exports.begin(ExportWish("csv", folder / "rejections.csv"))
            gap = longest_gap(_LONGEST_MS, lambda: exports.phase is not ExportPhase.RUNNING)
            assert exports.phase is ExportPhase.DONE
            return gap
        finally:
            window.office.stop()
            window.close()
            transport.close()
