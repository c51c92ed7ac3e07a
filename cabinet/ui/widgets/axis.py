"""The axis of a chart: from three to six steps of round numbers, and hardly more room than the values need."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

__all__ = ["Axis", "axis_of"]

_ROUND: Final = (1.0, 2.0, 2.5, 5.0, 4.0, 3.0, 1.5, 6.0, 8.0)
"""Steps within a power of ten, the ones that read best first."""
_FEWEST, _MOST = 3, 6
_ROOM: Final = 1.15
_OVER: Final = 1.05
"""How far beyond the values the axis goes: at most, and where its end is no step."""
_NEAR: Final = 1e-9


@dataclass(frozen=True)
class Axis:
    """From ``bottom`` to ``top``; ``ticks`` are the multiples of ``step`` between them, nought among them."""

    bottom: float
    top: float
    step: float

    @property
    def ticks(self) -> list[float]:
        """Return where lines stand, lowest first."""
        low, high = math.ceil(self.bottom / self.step - _NEAR), math.floor(self.top / self.step + _NEAR)
        return [number * self.step for number in range(low, high + 1)]

    def share(self, value: float) -> float:
        """Return how high a value stands: 0 at the bottom, 1 at the top."""
        return (value - self.bottom) / (self.top - self.bottom)


def axis_of(low: float, high: float, *, whole: bool) -> Axis:
    """Return the axis of values from ``low`` to ``high``, with nought on it; ``whole`` numbers have no part of one.

    Whole numbers up to two get three steps of one: fewer would not make an axis.
    """
    low, high = min(0.0, low), max(0.0, high)
    if low == high or (whole and low == 0 and high < _FEWEST):
        return Axis(0.0, float(_FEWEST), 1.0)
    if whole and high - low < _FEWEST:
        return Axis(low, max(high, low + _FEWEST), 1.0)
    steps = _steps(high - low, whole=whole)
    for step in steps:
        bottom = min(low, math.floor(low / step + _NEAR) * step)
        top = max(high, math.ceil(high / step - _NEAR) * step)
        if (
            _FEWEST <= math.floor((top - bottom) / step + _NEAR) <= _MOST
            and top <= _ROOM * high
            and bottom >= _ROOM * low
        ):
            return Axis(bottom, top, step)
    fitting = (Axis(low * _OVER, high * _OVER, step) for step in steps)
    return next(axis for axis in fitting if _FEWEST <= len(axis.ticks) - 1 <= _MOST)


def _steps(length: float, *, whole: bool) -> list[float]:
    """Return steps of which the length holds from one to ten, the ones that read best first."""
    power = 10.0 ** math.floor(math.log10(length))
    found = [factor * scale for factor in _ROUND for scale in (power / 10, power)]
    return [step for step in found if not whole or (step >= 1 and step == int(step))]
