"""What a bench prints, and how two things are timed in turn."""

from __future__ import annotations

import platform
import statistics
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

__all__ = ["Result", "in_turn"]


@dataclass(frozen=True)
class Result:
    """A ratio beside its goal; ``detail`` holds raw figures, sizes and versions."""

    bench: str
    ratio: float
    goal: float
    better: Literal["lower", "higher"]
    detail: dict[str, Any] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        return self.ratio <= self.goal if self.better == "lower" else self.ratio >= self.goal

    def as_json(self) -> dict[str, Any]:
        return {
            "bench": self.bench, "ratio": round(self.ratio, 4), "goal": self.goal, "better": self.better, "ok": self.ok,
            "detail": {**self.detail, "python": platform.python_version(), "machine": platform.machine()},
        }  # fmt: skip


def in_turn(ours: Callable[[], float], floor: Callable[[], float], rounds: int) -> tuple[float, float, dict[str, Any]]:
    """Run both alternately after one warm-up of each; returns both medians and the raw figures."""
    ours()
    floor()
    mine, theirs = [], []
    for _ in range(rounds):
        mine.append(ours())
        theirs.append(floor())
    raw = {"ours": [round(v, 6) for v in mine], "floor": [round(v, 6) for v in theirs]}
    return statistics.median(mine), statistics.median(theirs), raw
