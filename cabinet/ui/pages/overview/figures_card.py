"""The figures of today in one card: each beside yesterday's of the same hours, with the reason where a rule has one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cabinet.contract.filter import Filter, Listed
from cabinet.contract.moment import KYIV
from cabinet.desks.overview_reasons import by_hour, hour_reason, oldest_hour, so_far, top_cause
from cabinet.ui.language import tr
from cabinet.ui.numbers import MINUS, count, money, signed_money
from cabinet.ui.pages.overview.kpi import Kpi
from cabinet.ui.texts.failures import finding_title
from cabinet.ui.widgets.card import Card

if TYPE_CHECKING:
    from collections.abc import Callable

    from cabinet.contract.statistics import Figures
    from cabinet.desks.overview import Overview

__all__ = ["FiguresCard"]

_LEADS: Final = {"rejected": "rejections", "pending": "rejections " + Filter(states=(Listed.HELD,)).text()}
"""Pages that figures lead to, by their keys; the others lead to statistics."""


class FiguresCard(Card):
    """Five cells in a row at any width.

    Signals:
        asked(str): open this page.
    """

    asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(padding=1, parent=parent)
        row = QHBoxLayout()
        row.setSpacing(0)
        self.kpis = {
            "accepted": Kpi(tr("Accepted"), "circle-check", "success"),
            "rejected": Kpi(tr("Rejected"), "octagon-x", "danger"),
            "pending": Kpi(tr("Pending"), "loader", "info"),
            "late": Kpi(tr("Late"), "timer", "warning"),
            "ggr": Kpi(tr("GGR accepted"), "coins", "neutral"),
        }
        for key, kpi in self.kpis.items():
            kpi.setObjectName(_LEADS.get(key, "statistics"))
            kpi.clicked.connect(self._leave)
            kpi.first = not row.count()
            row.addWidget(kpi, 1)
        self.body.addLayout(row)

    def set_low(self, low: bool) -> None:
        """Take less height."""
        for kpi in self.kpis.values():
            kpi.set_low(low)

    def show_figures(self, data: Overview) -> None:
        """Show today's figures beside as much of yesterday."""
        hour = data.today.as_of.astimezone(KYIV).hour
        total = data.today.total
        self._count("accepted", data, hour, lambda of: of.accepted, total.accepted)
        cause = top_cause(data.causes.items, total.rejected)
        why = ""
        if cause is not None:
            why = tr("{number} of them: {title}").format(number=count(cause.days[-1]), title=finding_title(cause.code))
        self._count("rejected", data, hour, lambda of: of.rejected, total.rejected, why)
        self._count("late", data, hour, lambda of: of.late, total.late)
        pending, left = by_hour(data.today, lambda of: of.pending), data.yesterday.total.pending
        first = oldest_hour(pending)
        self.kpis["pending"].show_figure(
            count(total.pending),
            (tr("left from yesterday · {number}").format(number=count(left)), _yesterday(None, count(left))),
            tr("the oldest since {hour}").format(hour=_clock(first)) if first is not None else "",
            pending[: hour + 1],
        )
        self._ggr(data, hour)

    def _count(
        self, key: str, data: Overview, hour: int, figure: Callable[[Figures], int], now: int, why: str = ""
    ) -> None:
        today, yesterday = by_hour(data.today, figure), by_hour(data.yesterday, figure)
        before = count(so_far(yesterday, hour))
        if not why:
            reason = hour_reason(today, yesterday, hour)
            if reason is not None:
                change = f"{'+' if reason.change > 0 else MINUS}{count(abs(reason.change))}"
                why = tr("mostly at {hour}: {change}").format(hour=_clock(reason.hour), change=change)
        seconds = (_yesterday(hour, before), _yesterday(None, before))
        self.kpis[key].show_figure(count(now), seconds, why, today[: hour + 1])

    def _ggr(self, data: Overview, hour: int) -> None:
        """Whoever may not see money sees a dash, and no reason."""
        total = data.today.total
        before = "—"
        if total.ggr_kop is not None:
            before = money(so_far(by_hour(data.yesterday, lambda of: of.ggr_kop or 0), hour))
        stuck = total.stuck_ggr_kop
        why = tr("in rejected ones: {sum}").format(sum=signed_money(stuck)) if stuck else ""
        seconds = (_yesterday(hour, before), _yesterday(None, before))
        self.kpis["ggr"].show_figure(money(total.ggr_kop), seconds, why, unit=tr("UAH"))

    @Slot()
    def _leave(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.asked.emit(sender.objectName())


def _clock(hour: int) -> str:
    return f"{hour:02d}:00"


def _yesterday(hour: int | None, number: str) -> str:
    """Return yesterday's figure, with the hour up to which it is taken where there is room for it."""
    if hour is None:
        return tr("yesterday · {number}").format(number=number)
    return tr("yesterday to {hour} · {number}").format(hour=_clock(hour + 1), number=number)
