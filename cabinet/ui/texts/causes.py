"""Words of causes: their order, their terms, who works on them, what hangs on them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from cabinet.contract.moment import kyiv_day
from cabinet.contract.states import TransactionType
from cabinet.ui.language import tr
from cabinet.ui.numbers import NBSP, count, day_short, minute
from cabinet.ui.widgets.plain_label import plain

if TYPE_CHECKING:
    from cabinet.contract.rejections import Folded, RejectionGroup
    from cabinet.desks.causes import CauseOrder

__all__ = ["CauseDue", "cause_due", "cause_place", "consequences", "operations", "order_words", "owner", "part_title"]


def order_words(order: CauseOrder) -> str:
    """Return by what causes are sorted."""
    from cabinet.desks.causes import CauseOrder

    return {
        CauseOrder.SUM: tr("by sum"), CauseOrder.COUNT: tr("by count"), CauseOrder.DUE: tr("by due"),
    }[order]  # fmt: skip


def cause_place(cause: RejectionGroup) -> str:
    """Return its field and source, and how many are closed where those are listed too."""
    words = plain(f"{cause.pointer.strip('/') or '—'} · {cause.source}")
    return words if not cause.closed else f"{words} · {tr('closed: {number}').format(number=count(cause.closed))}"


class CauseDue(NamedTuple):
    """By when: in few words, in fewer where there is no room, the colour's role, and an icon where it is over."""

    words: str
    brief: str
    role: str
    icon: str = ""


def cause_due(due: datetime | None, now: datetime) -> CauseDue:
    """Return by when something is to be dealt with; on the day itself by its hour, and overdue briefly by the icon."""
    if due is None:
        return CauseDue("—", "—", "text3")
    if due <= now:
        return CauseDue(tr("overdue"), "", "danger", "triangle-alert")
    if kyiv_day(due) == kyiv_day(now):
        return CauseDue(f"{tr('today')}{NBSP}{minute(due)}", minute(due), "warning")
    return CauseDue(day_short(due), day_short(due), "text2")


def owner(name: str | None) -> str:
    """Return who works on it: the surname, and the first letter of the given name."""
    if name is None:
        return tr("not assigned")
    surname, *given = plain(name).split()[:2] or ["—"]
    return f"{surname}{NBSP}{given[0][0]}." if given else surname


def consequences(of: Folded) -> tuple[str, str, str]:
    """Return how many are its own, how many hang on those, and what those are called; two empty where none does."""
    if not of.consequences:
        return count(of.own), "", ""
    hang = count(of.consequences)
    return count(of.own), hang, tr("%n consequence(s)", of.consequences).removeprefix(hang).strip()


def operations(of: Folded) -> str:
    """Return how many there are in all and of what they are made up."""
    if not of.consequences:
        return ""
    own = tr("%n of their own", of.own)
    return f"= {own} + {tr('%n consequence(s)', of.consequences)}"


def part_title(of: TransactionType | None) -> str:
    """Return what consequences of a type are called; None for those of any other."""
    return {
        TransactionType.PAYOUT: tr("Payouts on them"), TransactionType.REFUND: tr("Refunds of them"),
    }.get(of, tr("Consequences")) if of is not None else tr("Consequences")  # fmt: skip
