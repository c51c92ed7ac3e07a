"""In which form a figure is told beside an earlier one: the window and the reports say it by the same rule.

Plain and light: the first paint needs it.
"""

from __future__ import annotations

from enum import Enum
from typing import Final

__all__ = ["FEW", "FEW_KOPECKS", "Beside", "beside"]

FEW: Final = 30
FEW_KOPECKS: Final = 3_000
"""Of fewer transactions, and of fewer kopecks, a share says little."""
_MANY_PERCENT: Final = 1_000
"""From which a share says less than how many times."""


class Beside(Enum):
    """How much more or less there is than before: as what it is told."""

    DIFFERENCE = "difference"
    TIMES = "times"
    SHARE = "share"


def beside(now: int, before: int, few: int = FEW) -> Beside:
    """Return the form: of few it is the difference, of more than ten times as many how many times, else a share.

    A share of nothing, or of what has gone below nought, is none.
    """
    if before < few or now < 0:
        return Beside.DIFFERENCE
    return Beside.TIMES if (now - before) * 100 >= _MANY_PERCENT * before else Beside.SHARE
