"""The registry, as the person reads it."""

from __future__ import annotations

from cabinet.contract.registry import DICTIONARY, OPERATOR, Dictionary, OperatorRecord
from cabinet.perimeter.caller import Caller, answer_to
from cabinet.wire.ask import Ask

__all__ = ["RegistryClient"]


class RegistryClient:
    """``/registry``."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def operator(self) -> OperatorRecord:
        """Return the operator's record."""
        return answer_to(self._caller, Ask(OPERATOR))

    def dictionary(self) -> Dictionary:
        """Return games, terminals and points."""
        return answer_to(self._caller, Ask(DICTIONARY))
