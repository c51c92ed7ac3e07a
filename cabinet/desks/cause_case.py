"""What people have decided about the chosen cause as a whole: asked when it is chosen, and when its case moves."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot

from cabinet.desks.office import Loader
from cabinet.desks.states import Loadable

if TYPE_CHECKING:
    from cabinet.contract.cases import Case
    from cabinet.desks.rejections import RejectionsDesk

__all__ = ["CauseCase"]


class CauseCase(Loader["Case"]):
    """``state.data`` is the case of :attr:`group_id`, which is None while no cause is chosen."""

    def __init__(self, desk: RejectionsDesk) -> None:
        super().__init__(desk.office)
        self._desk = desk
        self.group_id: str | None = None
        desk.groups_changed.connect(self._counted)

    def select(self, group_id: str | None) -> None:
        """Ask for another cause's; what another one had is forgotten."""
        if group_id == self.group_id:
            return
        self.group_id, self.state = group_id, Loadable()
        if group_id is None:
            self.drop()
        else:
            self.refresh()

    def question(self) -> Callable[[], Case]:
        """Ask for the chosen cause's."""
        session, group_id = self.office.session, self.group_id
        if group_id is None:
            raise ValueError("no cause is chosen")

        def ask() -> Case:
            from cabinet.perimeter.rejections import RejectionsClient

            return RejectionsClient(session).group_case(group_id)

        return ask

    @Slot(str)
    def drop(self, code: str = "") -> None:
        """Forget the cause."""
        self.group_id = None
        super().drop(code)

    @Slot()
    def _counted(self) -> None:
        """Ask anew where somebody has decided about the cause since."""
        groups, known = self._desk.groups, self.state.data
        if groups.data is None or groups.busy or known is None:
            return
        now = next((one.case_version for one in groups.data.items if one.group_id == self.group_id), known.version)
        if now != known.version:
            self.renew()
