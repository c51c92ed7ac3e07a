"""Judging a whole day file without sending it, by ``/transactions/check``, which stores nothing.

The perimeter judges so many lines at a time, and what refers to a bet must be judged together with it. So lines are
gathered by bet, and a bet with more lines than fit goes along with each further part of them. The reversal of a bet
names no bet: it is gathered with the reversals of what was paid out or refunded in its round.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import msgspec

from cabinet.contract.about import Limits
from cabinet.contract.errors import KnownError
from cabinet.contract.findings import Finding
from cabinet.contract.states import CorrectionKind, Outcome, Severity
from cabinet.dayfile.lines import BrokenLine, Line
from cabinet.dayfile.reading import DayFile
from cabinet.rules.correction_kind import line_kind
from cabinet.sender.machine import MachineClient

__all__ = ["CheckSummary", "check_file"]

_NOT_JUDGED = "IN-802"
"""Gaps in ``seqNo`` cannot be told of lines that are judged out of their order."""


@dataclass
class CheckSummary:
    """What the perimeter would say: lines by outcome, and by code the first finding and the lines in rising order."""

    judged: int = 0
    by_outcome: Counter[str] = field(default_factory=Counter)
    first_of: dict[str, Finding] = field(default_factory=dict)
    lines_of: dict[str, list[int]] = field(default_factory=dict)
    broken: list[BrokenLine] = field(default_factory=list)


class _Named(msgspec.Struct, rename="camel"):
    operator_tx_id: object = None
    related_tx_id: object = None
    round_id: object = None


def check_file(client: MachineClient, file: DayFile) -> CheckSummary:
    """Judge a file.

    Raises:
        KnownError: ``FILE_EMPTY``, and whatever the perimeter or the network says.
    """
    summary = CheckSummary()
    limit = Limits().max_checked_items
    groups: dict[str, list[Line]] = {}
    rounds: dict[str, str] = {}
    for line in file.lines():
        if isinstance(line, BrokenLine):
            summary.broken.append(line)
        else:
            groups.setdefault(_bet_of(line, rounds), []).append(line)
    for lines, context in _parts(groups.values(), limit):
        items = client.check([line.data for line in lines]).items
        for place, (line, item) in enumerate(zip(lines, items, strict=True)):
            if place < context:
                continue
            findings = [f for f in item.findings if f.code != _NOT_JUDGED]
            outcome = item.outcome
            if outcome is Outcome.ACCEPTED_WITH_WARNINGS and not findings and not item.replayed_status:
                outcome = Outcome.ACCEPTED
            summary.judged += 1
            summary.by_outcome[outcome.value] += 1
            for found in findings:
                if found.severity is not Severity.INFO:
                    summary.first_of.setdefault(found.code, found)
                    summary.lines_of.setdefault(found.code, []).append(line.number)
    for numbers in summary.lines_of.values():
        numbers.sort()
    if not summary.judged and not summary.broken:
        raise KnownError("FILE_EMPTY", path=str(file.path))
    return summary


def _bet_of(line: Line, rounds: dict[str, str]) -> str:
    """Return the bet that a line is or refers to; a line without a readable id stands by itself.

    ``rounds`` gathers the bets of which something is reversed, by their rounds.
    """
    try:
        named = msgspec.json.decode(line.data, type=_Named)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return f"\0{line.number}"
    refers = isinstance(named.related_tx_id, str)
    bet = named.related_tx_id if refers else named.operator_tx_id
    if not isinstance(bet, str):
        return f"\0{line.number}"
    if isinstance(named.round_id, str) and line_kind(line.data) is CorrectionKind.REVERSAL:
        return rounds.setdefault(named.round_id, bet) if refers else rounds.get(named.round_id, bet)
    return bet


def _parts(groups: Iterable[list[Line]], limit: int) -> Iterator[tuple[list[Line], int]]:
    """Yield lines to judge together, and how many of the first ones are there for the others' sake alone."""
    part: list[Line] = []
    for group in groups:
        if part and len(part) + len(group) > limit:
            yield part, 0
            part = []
        part = part + group[:limit]
        for start in range(limit, len(group), limit - 1):
            yield part, 0 if part[0] is group[0] and start == limit else 1
            part = [group[0], *group[start : start + limit - 1]]
        if len(group) > limit:
            yield part, 1
            part = []
    if part:
        yield part, 0
