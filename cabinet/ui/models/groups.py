"""Causes of rejections as rows of a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from cabinet.ui.language import tr
from cabinet.ui.numbers import count, money
from cabinet.ui.texts import finding_title, trend_chip
from cabinet.ui.widgets.cell import Cell, Column
from cabinet.ui.widgets.plain_label import plain
from cabinet.ui.widgets.rows_model import RowsModel

if TYPE_CHECKING:
    from cabinet.contract.rejections import RejectionGroup

__all__ = ["GroupsModel"]


class GroupsModel(RowsModel):
    """Code, cause and field, how many, how much, the last seven days, how it behaves."""

    def __init__(self, parent: QObject | None = None) -> None:
        columns = [
            Column(tr("Code"), 78),
            Column(tr("Reason and field"), 190, stretch=True),
            Column(tr("Count"), 80, right=True),
            Column(tr("At stake, UAH"), 126, right=True),
            Column(tr("7 days"), 80),
            Column(tr("Trend"), 112),
        ]
        super().__init__(columns, parent)

    def show_groups(self, groups: list[RejectionGroup]) -> None:
        """Show these causes."""
        self.show(
            [
                [
                    Cell(g.code, mono=True, weight=500),
                    Cell(
                        finding_title(g.code), second=plain(f"{g.pointer.strip('/') or '—'} · {g.source}"), weight=500
                    ),
                    Cell(count(g.count), weight=600),
                    Cell(money(g.at_stake_kop)),
                    Cell(spark=tuple(g.days)),
                    Cell(chip=trend_chip(g.trend)),
                ]
                for g in groups
            ]
        )
