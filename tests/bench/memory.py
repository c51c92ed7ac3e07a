"""``memory``: what the window holds after browsing a million rejections ÷ after browsing ten thousand.

Each browses as many steps in a process of its own; the contour's memory is not counted.
"""

from __future__ import annotations

import subprocess
import sys

from tests.bench.result import Result
from tests.browsing import STEPS

_MANY, _FEW, _SMALL, _SMALLEST = 1_000_000, 10_000, 4_000, 1_000
_ROUNDS, _FEW_STEPS = 3, 20


def measure(*, small: bool) -> Result:
    """Measure both alternately."""
    many, few = (_SMALL, _SMALLEST) if small else (_MANY, _FEW)
    kilobytes: dict[int, list[int]] = {many: [], few: []}
    for _ in range(1 if small else _ROUNDS):
        for rows, found in kilobytes.items():
            found.append(_browsed(rows, _FEW_STEPS if small else STEPS))
    ours, floor = (sorted(found)[len(found) // 2] for found in kilobytes.values())
    detail = {"rows": many, "against": few, "kilobytes": {"ours": kilobytes[many], "floor": kilobytes[few]}}
    return Result("memory", ours / floor, 1.15, "lower", detail)


def _browsed(rows: int, steps: int) -> int:
    command = [sys.executable, "-m", "tests.browsing", str(rows), str(steps)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return int(done.stdout)
