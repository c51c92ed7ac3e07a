"""One item under examination: its exact bytes, what could be read of it, and what was found."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from cabinet.contract.findings import Finding
from cabinet.contract.states import Outcome, Severity

__all__ = ["Examined", "Item", "ItemFields"]


@dataclass(frozen=True, slots=True)
class ItemFields:
    """What the ledger keeps of an item in columns; best effort for a rejected one (None where unreadable)."""

    operator_tx_id: str | None = None
    type: str | None = None
    licence_no: str | None = None
    brand_id: str | None = None
    site_id: str | None = None
    amount_kop: int | None = None
    occurred_at: datetime | None = None
    related_tx_id: str | None = None
    player_ref: str | None = None
    round_id: str | None = None
    seq_no: int | None = None
    late: bool = False
    correction: dict[str, Any] | None = None


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
