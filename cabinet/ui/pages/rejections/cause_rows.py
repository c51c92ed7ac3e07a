"""What the table of causes shows, row by row: a cause, and below an expanded one what it consists of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from cabinet.ui.language import tr
from cabinet.ui.numbers import count, money
from cabinet.ui.pages.rejections.cause_action import CauseAct, act_icon, act_number, act_of, act_words
from cabinet.ui.texts.causes import CauseDue, cause_due, cause_place, consequences, owner, part_title
from cabinet.ui.texts.due import due_words
from cabinet.ui.texts.failures import finding_title
from cabinet.ui.texts.rejections import trend_chip
from cabinet.ui.widgets.plain_label import plain

if TYPE_CHECKING:
    from cabinet.contract.rejections import RejectionGroup
    from cabinet.desks.causes import Part
    from cabinet.ui.texts.chip_words import ChipWords

__all__ = ["CauseLine", "Line", "PartLine", "Rights", "cause_line", "lines_of", "part_lines"]


@dataclass(frozen=True)
class Rights:
    """What the person may do with causes."""

    corrects: bool = False
    decides: bool = False


@dataclass(frozen=True)
class CauseLine:
    """A cause in two lines; ``expanded`` is None where there is nothing to expand, ``said`` all of it in words."""

    group_id: str
    code: str
    title: str
    own: str
    hang: str
    hang_words: str
    place: str
    count: str
    sum: str
    days: tuple[int, ...]
    trend: ChipWords
    due: CauseDue
    owner: str
    act: CauseAct | None
    act_words: str
    act_icon: str
    expanded: bool | None
    said: str

    @property
    def key(self) -> tuple[str, str]:
        """What a refresh knows it by."""
        return self.group_id, ""


@dataclass(frozen=True)
class PartLine:
    """What of a cause is its own, or hangs on it: ``follows``; ``last`` closes the branch."""

    group_id: str
    part: str
    title: str
    count: str
    sum: str
    note: str
    follows: bool
    last: bool
    said: str

    @property
    def key(self) -> tuple[str, str]:
        """What a refresh knows it by."""
        return self.group_id, self.part


Line = CauseLine | PartLine


def lines_of(
    causes: Sequence[RejectionGroup], expanded: dict[str, list[Part]], rights: Rights, now: datetime
) -> list[Line]:
    """Return the lines of causes in their order; ``expanded`` are the consequences of those that are, by type."""
    lines: list[Line] = []
    for cause in causes:
        parts = expanded.get(cause.group_id) if cause.consequences else None
        lines.append(cause_line(cause, rights, now, expanded=parts is not None))
        if parts is not None:
            lines += part_lines(cause, parts)
    return lines


def cause_line(cause: RejectionGroup, rights: Rights, now: datetime, *, expanded: bool) -> CauseLine:
    """Return a cause as it is painted and spoken."""
    title, trend, sums = finding_title(cause.code), trend_chip(cause.trend), money(cause.whole_money.operations_kop)
    own, hang, hang_words = consequences(cause)
    act = act_of(cause, corrects=rights.corrects, decides=rights.decides)
    words = act_words(act, act_number(act, cause)) if act is not None else ""
    said = [
        title, f"{cause.code} {cause_place(cause)}", tr("%n operation(s)", cause.whole),
        f"{own} + {hang} {hang_words}" if hang else "", f"{sums} {tr('UAH')}",
        f"{trend[0]}, {tr('7 days')}: {' '.join(count(day) for day in cause.days)}",
        due_words(cause.due_at, now) if cause.due_at is not None else "",
        plain(cause.assignee) if cause.assignee else owner(None), words,
        (tr("expanded") if expanded else tr("folded")) if cause.consequences else "",
    ]  # fmt: skip
    return CauseLine(
        group_id=cause.group_id, code=cause.code, title=title, own=own, hang=hang, hang_words=hang_words,
        place=cause_place(cause), count=count(cause.whole), sum=sums, days=tuple(cause.days), trend=trend,
        due=cause_due(cause.due_at, now), owner=owner(cause.assignee), act=act, act_words=words,
        act_icon=act_icon(act) if act is not None else "", expanded=expanded if cause.consequences else None,
        said=", ".join(part for part in said if part),
    )  # fmt: skip


def part_lines(cause: RejectionGroup, parts: Sequence[Part]) -> list[PartLine]:
    """Return what a cause consists of: its own, then what hangs on those."""
    lines = []
    if cause.own:
        lines.append(
            _part(
                cause,
                "own",
                tr("Operations with this fault"),
                cause.own,
                cause.money.operations_kop,
                tr("Show rows"),
                follows=False,
                last=not parts,
            )
        )
    for part in parts:
        name = part.type.value if part.type is not None else "rest"
        lines.append(
            _part(
                cause,
                name,
                part_title(part.type),
                part.count,
                part.operations_kop,
                tr("will follow, unchanged"),
                follows=True,
                last=part is parts[-1],
            )
        )
    return lines


def _part(
    cause: RejectionGroup, part: str, title: str, number: int, kopecks: int, note: str, *, follows: bool, last: bool
) -> PartLine:
    said = f"{title}, {tr('%n operation(s)', number)}, {money(kopecks)} {tr('UAH')}, {note}"
    return PartLine(cause.group_id, part, title, count(number), money(kopecks), note, follows, last, said)
