"""What became of an act: what was accepted, what was refused and why; read from what was kept of it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import msgspec

from cabinet.contract.findings import BatchAnswer
from cabinet.contract.states import Outcome
from cabinet.contract.transaction import CORRECTION
from cabinet.desks.bulk.act_list import ActLine, Result
from cabinet.desks.bulk.plan import Figures, set_digest

if TYPE_CHECKING:
    from cabinet.vault.acts import Chunk

__all__ = ["Report", "report_of"]

_answer = msgspec.json.Decoder(BatchAnswer).decode


@dataclass
class Report:
    """``refused`` is by the code of the worst error; ``unsent`` were never answered.

    ``lines`` are of each rejection by itself, in the order they were sent; ``digest`` is SHA-256 of the set.
    """

    corrected: Figures = field(default_factory=Figures)
    followed: Figures = field(default_factory=Figures)
    refused: dict[str, Figures] = field(default_factory=dict)
    unsent: Figures = field(default_factory=Figures)
    lines: list[ActLine] = field(default_factory=list)
    digest: str = ""

    @property
    def accepted(self) -> int:
        """How many were accepted."""
        return self.corrected.count + self.followed.count

    @property
    def total(self) -> int:
        """How many the act had."""
        return self.accepted + sum(part.count for part in self.refused.values()) + self.unsent.count

    @property
    def ggr_kop(self) -> int:
        """By how much GGR has moved."""
        return self.corrected.ggr_kop + self.followed.ggr_kop


def report_of(chunks: Sequence[Chunk]) -> Report:
    """Return the report of an act's chunks."""
    report = Report(digest=set_digest(line for chunk in chunks for line in chunk.lines))
    for chunk in chunks:
        if chunk.answer is None:
            for line in chunk.lines:
                value = json.loads(line)
                report.unsent.add(value)
                report.lines.append(ActLine(_of(value), value, Result.UNSENT))
            continue
        for item in _answer(chunk.answer).items:
            value = json.loads(chunk.lines[item.index])
            if item.outcome is not Outcome.REJECTED:
                follows = item.index in chunk.follows
                (report.followed if follows else report.corrected).add(value)
                result = Result.FOLLOWED if follows else Result.CORRECTED
                report.lines.append(ActLine(_of(value), value, result, item.attempt_id))
                continue
            worst = next(iter(item.error_codes), "")
            report.refused.setdefault(worst, Figures()).add(value)
            codes = tuple(item.error_codes)
            report.lines.append(ActLine(_of(value), value, Result.REFUSED, item.attempt_id, codes))
    return report


def _of(value: dict[str, Any]) -> str:
    """Return the rejected attempt that a line corrects."""
    correction = value.get(CORRECTION.name)
    return str(correction.get("attemptId", "")) if isinstance(correction, dict) else ""
