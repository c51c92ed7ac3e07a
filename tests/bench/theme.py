"""``theme``: the longest gap of the event loop in a switch of the theme, every page visited ÷ one frame of 16.7 ms."""

from __future__ import annotations

import statistics

from PySide6.QtCore import QTimer

from cabinet.app import Window
from cabinet.profile.settings import ThemeChoice
from cabinet.ui.shell.page_specs import PAGES
from cabinet.ui.theme_switch import theme_switch
from tests.bench.login import log_in, until
from tests.bench.result import Result
from tests.event_loop import FRAME, longest_gap
from tests.live_windows import demo_window

_ROUNDS, _TRANSACTIONS, _SETTLED_MS = 5, 2_000, 300


def _switch(window: Window, choice: ThemeChoice) -> float:
    for page in PAGES:
        window.shell.open_page(page)
        longest_gap(50)
    QTimer.singleShot(20, lambda: theme_switch().choose(choice))
    return longest_gap(_SETTLED_MS)


def measure(*, small: bool) -> Result:
    """Measure switches to and fro."""
    with demo_window(_TRANSACTIONS) as (window, _, _):
        window.show()
        log_in(window)
        until(lambda: window.desks.overview.state.data is not None)
        choices = (ThemeChoice.DARK, ThemeChoice.LIGHT) * (1 if small else _ROUNDS)
        gaps = [_switch(window, choice) for choice in choices]
    raw = [round(gap, 6) for gap in gaps]
    return Result("theme", statistics.median(gaps) / FRAME, 9, "lower", {"pages": len(PAGES), "seconds": raw})
