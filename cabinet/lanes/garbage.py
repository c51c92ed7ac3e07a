"""Collecting Python's garbage on the UI thread only.

A cycle with a Qt object in it may be found by whichever thread happens to allocate; destroying a window's parts from a
worker thread stops timers "from another thread" and crashes. So while lanes have threads, the collector runs by timer.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer, Slot

__all__ = ["GarbageKeeper"]

_EVERY_MS = 500
_keepers: list[GarbageKeeper] = []


class GarbageKeeper(QObject):
    """Turns the automatic collector off as long as any of them lives; :meth:`stop` lets it go."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        _keepers.append(self)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self.collect)
        self._timer.start()

    @Slot()
    def collect(self) -> None:
        """Collect the oldest generation whose threshold is passed."""
        counts, limits = gc.get_count(), gc.get_threshold()
        for generation in (2, 1, 0):
            if counts[generation] > limits[generation] > 0:
                gc.collect(generation)
                return

    def stop(self) -> None:
        """Give the collector back, once the threads have ended."""
        self._timer.stop()
        if self in _keepers:
            _keepers.remove(self)
        if not _keepers:
            gc.enable()
