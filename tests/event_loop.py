"""How long the event loop of a window did not come round."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEventLoop, QTimer

FRAME = 1 / 60


def longest_gap(work_ms: int, done: Callable[[], bool] | None = None) -> float:
    """Turn the event loop for a while, or until something is done, and return the longest time it stood still."""
    loop, ticks = QEventLoop(), QTimer()
    ticks.setInterval(1)
    gaps, last = [0.0], time.perf_counter()

    def tick() -> None:
        nonlocal last
        now = time.perf_counter()
        gaps.append(now - last)
        last = now
        if done is not None and done():
            loop.quit()

    ticks.timeout.connect(tick)
    ticks.start()
    QTimer.singleShot(work_ms, loop.quit)
    loop.exec()
    ticks.stop()
    return max(gaps)
