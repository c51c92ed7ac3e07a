"""One item under examination: its exact bytes, what could be read of it, and what was found."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, TypeVar

from cabinet.contract.fields import Field
from cabinet.contract.findings import Finding
from cabinet.contract.states import Outcome, Severity

__all__ = ["Examined", "Item", "ItemFields"]

T = TypeVar("T")


class ItemFields(dict[Field[Any], Any]):
    """What could be read of an item: the values of fields whose form is right, None for every other.

    A moment is a :class:`datetime.datetime`; a sum beyond all sense is left out.
    """

    __slots__ = ()

    if TYPE_CHECKING:
        # The way in is dict's own: one in Python would cost every transaction two microseconds.
        def __getitem__(self, field: Field[T], /) -> T | None: ...

    def __missing__(self, field: Field[Any], /) -> None:
        """Return None."""


@dataclass(slots=True)
class Item:
    """The rules' working paper for one transaction.

    ``value`` is the parsed object; ``good`` holds the names of fields whose form is right, so that later rules ask
    only of what can be read; ``occurred_at`` and its Kyiv ``day`` are set once its form is right.
    """

    raw: bytes
    value: dict[str, Any]
    good: set[str] = field(default_factory=set)
    occurred_at: datetime | None = None
    day: date | None = None
    late: bool = False
    findings: list[Finding] = field(default_factory=list)

    def text(self, name: str) -> str | None:
        """Return a field whose form is right, else None."""
        return self.value[name] if name in self.good else None

    def number(self, name: str) -> int | None:
        """Return a whole number whose form is right, else None."""
        return self.value[name] if name in self.good else None


@dataclass(frozen=True, slots=True)
class Examined:
    """Verdict of the rules on one item.

    ``personal`` means that bytes with personal data must be written nowhere; ``masked`` is the copy that may be.
    """

    raw: bytes
    value: dict[str, Any] | None
    findings: tuple[Finding, ...]
    fields: ItemFields
    late: bool = False
    personal: bool = False
    masked: bytes | None = None

    @property
    def outcome(self) -> Outcome:
        """Return rejected on any error, held on any hold, else accepted with or without warnings."""
        if not self.findings:
            return Outcome.ACCEPTED
        severities = {f.severity for f in self.findings}
        if Severity.ERROR in severities:
            return Outcome.REJECTED
        if Severity.HELD in severities:
            return Outcome.PENDING
        return Outcome.ACCEPTED_WITH_WARNINGS if Severity.WARNING in severities else Outcome.ACCEPTED
