"""The causes of rejections that came on some days: what stands behind a bar of the chart."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from cabinet.contract.filter import Filter, Listed
from cabinet.contract.filter_bounds import Period
from cabinet.desks.office import Loader, Office
from cabinet.desks.states import Loadable

if TYPE_CHECKING:
    from cabinet.contract.rejections import GroupList

__all__ = ["BarCauses", "received_on"]


def received_on(first: date, last: date) -> Filter:
    """Return what lists the open rejections received on these Kyiv days."""
    return Filter(states=(Listed.OPEN,), period=Period(first, last))


class BarCauses(Loader["GroupList"]):
    """``state.data`` is the list of causes of :attr:`wanted`, which is None while no bar is chosen."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.wanted: Filter | None = None

    def choose(self, first: date, last: date) -> None:
        """Ask for the causes of some days; what other days had is forgotten."""
        wanted = received_on(first, last)
        if wanted != self.wanted:
            self.wanted, self.state = wanted, Loadable()
        self.refresh()

    def forget(self) -> None:
        """Choose nothing."""
        self.wanted = None
        self.drop()

    def question(self) -> Callable[[], GroupList]:
        """Ask for the causes of the chosen days."""
        session, wanted = self.office.session, self.wanted or Filter()

        def ask() -> GroupList:
            from cabinet.perimeter.rejections import RejectionsClient

            return RejectionsClient(session).groups(wanted)

        return ask
