"""``restart``: start of a contour with ten million transactions to its ready line ÷ with ten thousand."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from cabinet.contour.process import ContourProcess
from tests.bench.result import Result, in_turn
from tests.filled import filled

_MANY, _FEW, _SMALL, _SMALLEST = 10_000_000, 10_000, 3_000, 1_000
_ROUNDS = 7


class _Starts:
    """Starts of a contour on one folder: seconds of each, and the memory it then had."""

    def __init__(self, data: Path, transactions: int) -> None:
        self._data = filled(data, transactions)
        self.kilobytes: list[int] = []

    def __call__(self) -> float:
        contour = ContourProcess(self._data)
        started = time.perf_counter()
        contour.start()
        taken = time.perf_counter() - started
        status = Path(f"/proc/{contour.pid}/status").read_text()
        self.kilobytes.append(int(status.split("VmRSS:")[1].split()[0]))
        contour.stop()
        return taken


def measure(*, small: bool) -> Result:
    """Measure both alternately."""
    sizes = (_SMALL, _SMALLEST) if small else (_MANY, _FEW)
    with tempfile.TemporaryDirectory() as name:
        many, few = (_Starts(Path(name) / str(size), size) for size in sizes)
        ours, floor, raw = in_turn(many, few, 2 if small else _ROUNDS)
    memory = _median(many.kilobytes) / _median(few.kilobytes)
    detail = {
        "transactions": sizes[0], "against": sizes[1], "seconds": raw, "memory": round(memory, 3), "memoryGoal": 1.3,
        "kilobytes": {"ours": many.kilobytes, "floor": few.kilobytes},
    }  # fmt: skip
    return Result("restart", ours / floor, 1.5, "lower", detail)


def _median(values: list[int]) -> int:
    return sorted(values)[len(values) // 2]
