"""What became of an act: what was accepted, what was refused and why; read from what was kept of it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import msgspec

from cabinet.contract.findings import BatchAnswer
from cabinet.contract.states import Outcome
from cabinet.desks.bulk.plan import Figures

if TYPE_CHECKING:
    from cabinet.vault.acts import Chunk

__all__ = ["Report", "report_of"]

_answer = msgspec.json.Decoder(BatchAnswer).decode


@dataclass
class Report:
    """``refused`` is by the code of the worst error; ``unsent`` were never answered."""

    corrected: Figures = field(default_factory=Figures)
    followed: Figures = field(default_factory=Figures)
    refused: dict[str, Figures] = field(default_factory=dict)
    unsent: Figures = field(default_factory=Figures)

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
    report = Report()
    for chunk in chunks:
        if chunk.answer is None:
            for line in chunk.lines:
                report.unsent.add(json.loads(line))
            continue
        for item in _answer(chunk.answer).items:
            value = json.loads(chunk.lines[item.index])
            if item.outcome is not Outcome.REJECTED:
                (report.followed if item.index in chunk.follows else report.corrected).add(value)
                continue
            worst = next(iter(item.error_codes), "")
            report.refused.setdefault(worst, Figures()).add(value)
    return report
