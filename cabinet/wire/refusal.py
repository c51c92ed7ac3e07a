"""A problem answered by the perimeter, as an exception with everything a person or support needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cabinet.contract.errors import KnownError

if TYPE_CHECKING:
    from cabinet.contract.problems import Problem

__all__ = ["Refusal"]


class Refusal(KnownError):
    """The perimeter said no; ``problem`` is its whole answer (RFC 9457)."""

    def __init__(self, problem: Problem, retry_after: float | None = None) -> None:
        facts = {f.pointer.removeprefix("/") or "value": f.value for f in problem.findings}
        if problem.findings:
            first = problem.findings[0]
            facts |= {
                "field": first.pointer.removeprefix("/"),
                "value": first.value,
                "expected": first.expected,
                "nearest": first.expected or "—",
                "present": first.value,
                "until": first.value,
                "since": first.value,
            }
        super().__init__(problem.code, problem.detail, **facts)
        self.problem = problem
        self.retry_after = retry_after
