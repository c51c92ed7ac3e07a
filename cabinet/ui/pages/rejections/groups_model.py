"""Causes of rejections as rows of a table."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from cabinet.ui.fonts import font
from cabinet.ui.language import tr
from cabinet.ui.numbers import count, money
from cabinet.ui.paint import advance
from cabinet.ui.texts.due import due_role, due_short
from cabinet.ui.texts.failures import finding_title
from cabinet.ui.texts.rejections import folded, trend_chip
from cabinet.ui.widgets.cell import Cell, Column
from cabinet.ui.widgets.plain_label import plain
from cabinet.ui.widgets.rows_model import RowsModel

if TYPE_CHECKING:
    from cabinet.contract.rejections import RejectionGroup

__all__ = ["GroupsModel"]

_LEAST_REASON, _PADDING, _EDGE = 150, 8, 16


class GroupsModel(RowsModel):
    """Code, cause and field, how many and how much with what hangs on it, the last seven days, how it behaves."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(_columns(0), parent)

    def show_groups(self, groups: list[RejectionGroup], now: datetime) -> None:
        """Show these causes; the widest reason has its room before sparkline, trend and money have theirs."""
        widest = max((advance(finding_title(g.code), font(13, 500)) for g in groups), default=0.0)
        self.show(
            [
                [
                    Cell(g.code, mono=True, weight=500, role=due_role(g.due_at, now, "text") if g.due_at else "text"),
                    Cell(finding_title(g.code), second=_place(g, now), weight=500),
                    Cell(count(g.whole), second=folded(g), weight=600),
                    Cell(money(g.whole_money.operations_kop)),
                    Cell(spark=tuple(g.days)),
                    Cell(chip=trend_chip(g.trend)),
                ]
                for g in groups
            ],
            _columns(round(widest)),
        )


def _place(group: RejectionGroup, now: datetime) -> str:
    """Return field and source, by when, and how many are closed where those are listed too."""
    words = plain(f"{group.pointer.strip('/') or '—'} · {group.source}")
    if group.due_at is not None:
        words += f" · {due_short(group.due_at, now)}"
    return words if not group.closed else f"{words} · {tr('closed: {number}').format(number=count(group.closed))}"


def _columns(widest: int) -> list[Column]:
    # It may be the last one shown, at the edge of the card.
    at_stake = round(advance(tr("Sum of operations, UAH"), font(12, 500))) + _PADDING + _EDGE + 1
    return [
        Column(tr("Code"), 78),
        Column(tr("Reason and field"), max(_LEAST_REASON, widest + 2 * _PADDING + 1), stretch=True),
        Column(tr("Count"), 88, right=True),
        Column(tr("Sum of operations, UAH"), max(120, at_stake), right=True, fold=1),
        Column(tr("7 days"), 80, fold=3),
        Column(tr("Trend"), 112, fold=2),
    ]
