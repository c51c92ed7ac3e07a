"""What a trial prints."""

from __future__ import annotations

import platform
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

__all__ = ["Result", "Tally"]

_SHOWN = 20


@dataclass(frozen=True)
class Result:
    """How many cases, how many of them went wrong; ``detail`` holds counts by kind, sizes and versions.

    ``allowed`` is how many may go wrong where the goal is a share.
    """

    trial: str
    cases: int
    failed: int
    goal: str
    detail: dict[str, Any] = field(default_factory=dict)
    allowed: int = 0

    @property
    def ok(self) -> bool:
        return self.cases > 0 and self.failed <= self.allowed

    def as_json(self) -> dict[str, Any]:
        return {
            "trial": self.trial, "cases": self.cases, "failed": self.failed, "goal": self.goal, "ok": self.ok,
            "detail": {**self.detail, "python": platform.python_version(), "machine": platform.machine()},
        }  # fmt: skip


class Tally:
    """Counts cases by kind and codes by name; keeps the first that went wrong."""

    def __init__(self) -> None:
        self.kinds: Counter[str] = Counter()
        self.codes: Counter[str] = Counter()
        self.wrong: list[str] = []

    def count(self, kind: str, name: str, code: str | None, expected: frozenset[str] | None = None) -> None:
        """Count a case that ended with this code, None where it was let through; any code does where none is said."""
        self.kinds[kind] += 1
        self.codes[code or "let through"] += 1
        if code is None or (expected is not None and code not in expected):
            self.wrong.append(f"{kind}, {name}: {code or 'let through'}")

    def result(self, trial: str, goal: str, **detail: Any) -> Result:
        told = {"kinds": dict(self.kinds), "codes": dict(self.codes), "wrong": self.wrong[:_SHOWN], **detail}
        return Result(trial, self.kinds.total(), len(self.wrong), goal, told)
