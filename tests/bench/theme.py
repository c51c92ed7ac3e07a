"""``theme``: the longest gap of the event loop in a switch of the theme, every page visited ÷ one frame of 16.7 ms."""

from __future__ import annotations

import os
import statistics
import tempfile
from pathlib import Path

from PySide6.QtCore import QTimer

from cabinet.app import Window
from cabinet.cli.demo.command import prepare
from cabinet.desks.contour import use_note
from cabinet.profile.demo_note import read_note
from cabinet.profile.settings import SettingsFile, ThemeChoice
from cabinet.ui.shell.page_specs import PAGES
from cabinet.ui.theme_switch import theme_switch
from tests.bench.login import log_in, until
from tests.bench.result import Result
from tests.event_loop import FRAME, longest_gap

_ROUNDS, _TRANSACTIONS, _SETTLED_MS = 5, 2_000, 300


def _switch(window: Window, choice: ThemeChoice) -> float:
    for page in PAGES:
        window.shell.open_page(page)
        longest_gap(50)
    QTimer.singleShot(20, lambda: theme_switch().choose(choice))
    return longest_gap(_SETTLED_MS)


def measure(*, small: bool) -> Result:
    """Measure switches to and fro."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        contour = prepare(folder, lambda _: None, transactions=_TRANSACTIONS)
        window = Window(SettingsFile(folder / "settings.json"), demo=folder)
        try:
            note = read_note(folder)
            assert note is not None
            use_note(note, window.desks.session)
            window.show()
            log_in(window)
            until(lambda: window.desks.overview.state.data is not None)
            choices = (ThemeChoice.DARK, ThemeChoice.LIGHT) * (1 if small else _ROUNDS)
            gaps = [_switch(window, choice) for choice in choices]
        finally:
            window.close()
            contour.stop()
    raw = [round(gap, 6) for gap in gaps]
    return Result("theme", statistics.median(gaps) / FRAME, 9, "lower", {"pages": len(PAGES), "seconds": raw})
