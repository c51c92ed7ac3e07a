"""Collecting Python's garbage on the UI thread only.

A cycle with a Qt object in it may be found by whichever thread happens to allocate; destroying a window's parts from a
worker thread stops timers "from another thread" and crashes. So a program with windows collects by timer.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer, Slot

__all__ = ["GarbageKeeper"]

_EVERY_MS = 500


class GarbageKeeper(QObject):
    """Collects from time to time until :meth:`stop`.

    The automatic collector is off from the first of them to the end of the program: threads that are no lane's, such
    as the one that reads what a token's helper says, live longer than any keeper.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
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

    @staticmethod
    def leave_out() -> None:
        """Leave what is here now out of all that is collected later: by and large modules, four frames to look through.

        To be called once a program, with everything imported; a cycle that is garbage by then stays.
        """
        gc.freeze()

    def stop(self) -> None:
        """Collect no more."""
        self._timer.stop()
