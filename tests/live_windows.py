"""Windows over a running contour of their own, for benches: the demo's, and one of very many rejections."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtWidgets import QApplication

from cabinet.app import Window
from cabinet.cli.demo.command import prepare
from cabinet.contract.clock import SystemClock
from cabinet.desks.contour import use_note
from cabinet.profile.demo_note import DemoNote, read_note
from cabinet.profile.settings import SettingsFile
from tests.many import contour_with_rejections, officer

__all__ = ["demo_window", "rejections_window"]

_LONGEST_S = 30.0


@contextmanager
def demo_window(transactions: int) -> Iterator[tuple[Window, DemoNote, Path]]:
    """Return a window, not shown yet, before its log-in, with the demo's note and folder."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        contour = prepare(folder, lambda _: None, transactions=transactions)
        window = Window(SettingsFile(folder / "settings.json"), demo=folder)
        try:
            note = read_note(folder)
            assert note is not None
            use_note(note, window.desks.session)
            yield window, note, folder
        finally:
            window.close()
            contour.stop()


@contextmanager
def rejections_window(rows: int) -> Iterator[tuple[Window, Path]]:
    """Return a window, not shown yet, of the compliance officer, who has so many rejections; and a folder."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as place, contour_with_rejections(Path(place), rows) as contour:
        folder = Path(place)
        session, transport = officer(contour, folder)
        window = Window(SettingsFile(folder / "settings.json"), SystemClock(), demo=folder / "no-demo")
        try:
            use_note(DemoNote("", str(contour.data / "profile.json"), "", "", ""), window.desks.session)
            window.office.open(session)
            desk = window.desks.rejections
            desk.refresh()
            deadline = time.perf_counter() + _LONGEST_S
            while desk.state.data is None:
                QApplication.processEvents()
                assert time.perf_counter() < deadline
            yield window, folder
        finally:
            window.office.stop()
            window.close()
            transport.close()
