"""The registry desk: the operator's record."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from cabinet.desks.office import Loader

if TYPE_CHECKING:
    from cabinet.contract.registry import OperatorRecord

__all__ = ["RegistryDesk"]


class RegistryDesk(Loader["OperatorRecord"]):
    """``state.data`` is an :class:`cabinet.contract.registry.OperatorRecord`."""

    def question(self) -> Callable[[], OperatorRecord]:
        """Ask for the record."""
        session = self.office.session

        def ask() -> OperatorRecord:
            from cabinet.perimeter.registry import RegistryClient

            return RegistryClient(session).operator()

        return ask
