"""What was closed in the last seven Kyiv days: asked anew when the causes were counted at another entry of the log."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Slot

from cabinet.contract.filter import Filter, Listed
from cabinet.contract.moment import kyiv_day
from cabinet.desks.office import Loader

if TYPE_CHECKING:
    from cabinet.contract.rejection_closings import ClosedCause, Closings
    from cabinet.desks.rejections import RejectionsDesk

__all__ = ["CLOSED_DAYS", "ClosingsDesk", "closed_of"]

CLOSED_DAYS: Final = 7
_CLOSED: Final = (Listed.CORRECTED, Listed.JUSTIFIED)


def closed_of(group_id: str) -> Filter:
    """Return what lists the rejections of a cause that nobody has to deal with any more."""
    return Filter(states=_CLOSED, groups=(group_id,))


class ClosingsDesk(Loader["Closings"]):
    """``state.data`` is of the last seven Kyiv days, today's among them."""

    def __init__(self, desk: RejectionsDesk) -> None:
        super().__init__(desk.office)
        self._desk = desk
        self._of: tuple[int, str] | None = None
        """The entry and the day that were asked for last."""
        desk.groups_changed.connect(self._counted)

    @property
    def causes(self) -> list[ClosedCause]:
        """Causes of which something was corrected or justified; what only gave way to another rejection is not done."""
        data = self.state.data
        return [] if data is None else [one for one in data.items if one.corrected + one.justified]

    @property
    def operations(self) -> int:
        """How many were corrected or justified."""
        return sum(one.corrected + one.justified for one in self.causes)

    def question(self) -> Callable[[], Closings]:
        """Ask for seven days."""
        session, today = self.office.session, kyiv_day(self.office.clock.now())

        def ask() -> Closings:
            from cabinet.perimeter.rejections import RejectionsClient

            return RejectionsClient(session).closings(today - timedelta(days=CLOSED_DAYS - 1), today)

        return ask

    @Slot(str)
    def drop(self, code: str = "") -> None:
        """Forget what was asked."""
        self._of = None
        super().drop(code)

    @Slot()
    def _counted(self) -> None:
        groups = self._desk.groups
        if groups.data is None or groups.busy:
            return
        of = groups.data.as_of, kyiv_day(self.office.clock.now()).isoformat()
        if of != self._of:
            self._of = of
            self.renew()
