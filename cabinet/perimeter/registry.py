"""The registry, as the person reads it."""

from __future__ import annotations

from cabinet.contract.registry import Dictionary, OperatorRecord
from cabinet.perimeter.caller import Caller, ask

__all__ = ["RegistryClient"]


class RegistryClient:
    """``/registry``."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def operator(self) -> OperatorRecord:
        """Return the operator's record."""
        return ask(self._caller, "operator", OperatorRecord)

    def dictionary(self) -> Dictionary:
        """Return games, terminals and points."""
        return ask(self._caller, "dictionary", Dictionary)
