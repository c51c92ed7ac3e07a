"""Columns of the table of causes, their widths, and what gives way where there is no room for all of them.

First the seven days go, then the act becomes an icon, then the owner goes, what is left of the term is its day, or an
icon where it is over, and at last the act is in the row's menu alone. Cause, count and sum always stay whole.
Beside rows and card, in three panes, the act is an icon from the start.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Final

from cabinet.ui.fonts import font, mono
from cabinet.ui.language import tr
from cabinet.ui.pages.rejections.cause_rows import CauseLine, Line
from cabinet.ui.paint import advance
from cabinet.ui.sizes import CONTROL_SMALL, ICON_CHIP
from cabinet.ui.texts.causes import CauseDue
from cabinet.ui.widgets.cell import Column

__all__ = ["INDENT", "PADDING", "PART_INDENT", "CauseColumn", "CauseWidths", "Shown", "fitting", "measured"]

PADDING: Final = 8
"""At either side of a column."""
INDENT: Final = 36
"""Before a cause's title: the edge and the chevron."""
PART_INDENT: Final = 58
"""Before the title of a part: the branch and its icon as well."""
_EDGE, _ACT_PADDING, _SPARK, _GAP = 16, 10, 64, 12
_LEAST_OPERATIONS, _MOST_OWNER, _SCROLL = 84, 96, 4


class CauseColumn(IntEnum):
    """What stands where."""

    CAUSE = 0
    OPERATIONS = 1
    DAYS = 2
    DUE = 3
    ACT = 4


@dataclass(frozen=True)
class Shown:
    """What there is room for: the seven days, words of acts, owners, words of terms; ``act`` whether one has any."""

    days: bool = True
    words: bool = True
    owner: bool = True
    term: bool = True
    act: bool = True


@dataclass(frozen=True)
class CauseWidths:
    """How wide columns are with their padding; ``due`` of terms, with owners below them and briefly."""

    cause: int = 0
    operations: int = 0
    days: int = 0
    due: int = 0
    due_owner: int = 0
    due_brief: int = 0
    act: int = 0
    """0 where no cause has an act."""

    def of(self, shown: Shown) -> list[int]:
        """Return the width of each column, 0 for one that is not shown."""
        act = self.act if shown.words else PADDING + CONTROL_SMALL + _EDGE - _SCROLL
        return [
            self.cause, self.operations, self.days if shown.days else 0,
            self.due_owner if shown.owner else self.due if shown.term else self.due_brief, act if shown.act else 0,
        ]  # fmt: skip


def fitting(widths: CauseWidths, room: int, *, panes: bool) -> Shown:
    """Return as much as fits, in the order in which columns give way; ``panes`` has no room for words of acts."""
    everything = Shown(act=widths.act > 0)
    if panes:
        bare = replace(everything, words=False)
        order = [bare, replace(bare, days=False)]
    else:
        few = replace(everything, days=False)
        order = [everything, few, replace(few, words=False)]
    order.append(replace(order[-1], owner=False))
    order.append(replace(order[-1], term=False))
    order.append(replace(order[-1], act=False))
    return next((one for one in order if sum(widths.of(one)) <= room), order[-1])


def columns_of(widths: CauseWidths, shown: Shown) -> list[Column]:
    """Return the columns for a view; one that is not shown has no width."""
    wide = widths.of(shown)
    titles = (
        tr("Cause"), tr("Operations, UAH"), tr("7 days"), tr("Due, owner") if shown.owner else tr("Due"), "",
    )  # fmt: skip
    return [
        Column(title, wide[at], right=at == CauseColumn.OPERATIONS, stretch=at == CauseColumn.CAUSE)
        for at, title in enumerate(titles)
    ]


def measured(lines: Sequence[Line]) -> CauseWidths:
    """Return the widths that lines need; long owners are cut, everything else is shown whole."""
    causes = [line for line in lines if isinstance(line, CauseLine)]
    parts = [line for line in lines if not isinstance(line, CauseLine)]
    head, small, bold = font(12, 500), font(12), font(13, 600)
    terms = [(_term(line.due, line.due.words), _term(line.due, line.due.brief)) for line in causes]
    due, brief = (max([*(term[at] for term in terms), advance(tr("Due"), head)]) for at in (0, 1))
    owners = [min(_MOST_OWNER, advance(line.owner, small)) for line in causes]
    acts = [advance(line.act_words, font(13, 500)) for line in causes if line.act is not None]
    words = [advance(line.trend[0], font(11)) + ICON_CHIP + 4 for line in causes]
    sums = [
        *(advance(line.count, bold) for line in causes), *(advance(line.sum, small) for line in causes),
        *(advance(line.count, bold) + _GAP + advance(line.sum, small) for line in parts),
    ]  # fmt: skip
    titles = [
        *(INDENT + advance(line.title, bold) for line in causes),
        *(INDENT + _second(line) for line in causes), *(PART_INDENT + advance(line.title, font()) for line in parts),
    ]  # fmt: skip
    both = 2 * PADDING + 1
    return CauseWidths(
        cause=round(max([*titles, INDENT + advance(tr("Cause"), head)])) + PADDING + 1,
        operations=round(max([_LEAST_OPERATIONS, *sums, advance(tr("Operations, UAH"), head)])) + both,
        days=round(max([_SPARK, *words, advance(tr("7 days"), head)])) + both,
        due=round(due) + both,
        due_brief=round(brief) + both,
        due_owner=round(max([due, *owners, advance(tr("Due, owner"), head)])) + both,
        act=round(max(acts)) + 2 * _ACT_PADDING + PADDING + _EDGE - _SCROLL + 1 if acts else 0,
    )


def _term(due: CauseDue, words: str) -> float:
    return advance(words, font(13, 500)) + (ICON_CHIP + 4 if due.icon else 0)


def _second(line: CauseLine) -> float:
    """Return the width of what a cause's second line always shows."""
    hang = f" + {line.hang} {line.hang_words}" if line.hang else ""
    return advance(line.code, mono(12)) + PADDING + advance(line.own, font(12, 600)) + advance(hang, font(12, 600))
