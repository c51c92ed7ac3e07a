"""One attempt: as judged and about to be written, and as read again from the log."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import msgspec

from cabinet.contour.ledger.roll_ups import Counted
from cabinet.contract.fields import Field, Kopecks, Moment, Object, Text
from cabinet.contract.findings import Finding
from cabinet.contract.moment import parse_moment
from cabinet.contract.money import COUNTED_KOP
from cabinet.contract.states import CorrectionKind, Outcome
from cabinet.contract.transaction import CORRECTION, RELATED_TX_ID, TRANSACTION_TABLE, TYPE
from cabinet.rules.correction_kind import amending_kind
from cabinet.rules.item import Examined, ItemFields
from cabinet.rules.references import HELD

__all__ = [
    "LINK_FAULTS",
    "OUTCOMES",
    "TAKEN",
    "Attempt",
    "NewAttempt",
    "all_well_formed",
    "amended_id",
    "awaited_bet",
    "corrected_attempt",
    "kept_fields",
    "read_fields",
    "read_kept",
    "referred_bet",
    "worst_first",
]

LINK_FAULTS: Final = frozenset({"IN-803", "IN-804", "IN-805", "IN-813", "ID-304"})
"""What makes a correction's link count for nothing."""
TAKEN: Final = frozenset({Outcome.ACCEPTED, Outcome.ACCEPTED_WITH_WARNINGS})
OUTCOMES: Final = (Outcome.ACCEPTED, Outcome.ACCEPTED_WITH_WARNINGS, Outcome.PENDING, Outcome.REJECTED)
"""By the number under which the log keeps them."""
_BY_NAME: Final[dict[str, Field[Any]]] = {field.name: field for field in TRANSACTION_TABLE}
_SUMS: Final = tuple(field for field in TRANSACTION_TABLE if isinstance(field.form, Kopecks))
_MOMENTS: Final = tuple(field for field in TRANSACTION_TABLE if isinstance(field.form, Moment))
_WRITTEN_FREELY: Final = frozenset(field for field in TRANSACTION_TABLE if isinstance(field.form, Text | Object))
"""Fields in which personal data may stand even where their form is right."""
_WEIGHT: Final = {"ERROR": 0, "HELD": 1, "WARNING": 2, "INFO": 3}

_object = msgspec.json.Decoder(dict[str, Any]).decode
_findings = msgspec.json.Decoder(list[Finding]).decode


@dataclass(frozen=True, slots=True)
class NewAttempt:
    """One attempt to write. ``stored`` and ``commitment`` differ from the exact bytes' own when data is withheld."""

    attempt_id: str
    examined: Examined
    stored: bytes
    commitment: bytes
    withheld: bool


@dataclass(frozen=True)
class Attempt:
    """An attempt as the log tells it; times in microseconds since 1970 UTC.

    ``verdict`` is the entry by which one that was held is what it is now, None while it is as it came.
    """

    seq: int
    attempt_id: str
    soms_tx_id: str | None
    received_at: int
    source: str
    by: str | None
    outcome: Outcome
    line: bytes
    commitment: str
    withheld: bool
    encoded_findings: bytes
    late: bool
    corrects: str | None
    fields: ItemFields
    verdict: int | None = None

    @cached_property
    def findings(self) -> list[Finding]:
        """What was found."""
        return _findings(self.encoded_findings)

    @property
    def codes(self) -> list[str]:
        """Codes of what was found, each once, what weighs most in front."""
        return list(dict.fromkeys(f.code for f in worst_first(self.findings)))

    @property
    def amends(self) -> CorrectionKind | None:
        """Whether it reverses an accepted transaction, or replaces one that was reversed."""
        return amending_kind(self.fields)

    @property
    def counted(self) -> Counted:
        """What the roll-ups count of it."""
        return Counted.of(
            self.fields, self.line, self.outcome, self.source, self.received_at, self.corrects, late=self.late
        )

    @property
    def payload(self) -> str:
        """The stored bytes in base64."""
        return base64.b64encode(self.line).decode()


def worst_first(findings: tuple[Finding, ...] | list[Finding]) -> list[Finding]:
    """Return findings with what weighs most in front, else in the order they were found."""
    return sorted(findings, key=lambda f: _WEIGHT[f.severity.value])


def corrected_attempt(examined: Examined) -> str | None:
    """Return the rejected attempt that a correction takes the place of, None where it names none.

    A false link (IN-803…805) leaves the old attempt open.
    """
    correction = examined.fields[CORRECTION]
    if correction is None or any(f.code in LINK_FAULTS for f in examined.findings):
        return None
    attempt_id: str | None = correction.get("attemptId")
    return attempt_id


def referred_bet(fields: ItemFields, outcome: Outcome) -> str | None:
    """Return the operator's id of the bet that an accepted or held refund or payout refers to, None for all else.

    A reversal refers to what it reverses, not to the bet.
    """
    if outcome is Outcome.REJECTED or fields[TYPE] == "BET" or amending_kind(fields) is CorrectionKind.REVERSAL:
        return None
    return fields[RELATED_TX_ID]


def awaited_bet(fields: ItemFields, outcome: Outcome, findings: Iterable[Finding]) -> str | None:
    """Return the operator's id of the bet that a held refund waits for, None for all else."""
    if outcome is not Outcome.PENDING or all(f.code != HELD for f in findings):
        return None
    return fields[RELATED_TX_ID]


def amended_id(fields: ItemFields, outcome: Outcome) -> str | None:
    """Return the SOMS id of what an accepted or held reversal or replacement speaks of, None for all else."""
    if outcome is Outcome.REJECTED or amending_kind(fields) is None:
        return None
    soms_tx_id: str = (fields[CORRECTION] or {})["somsTxId"]
    return soms_tx_id


def all_well_formed(examined: Examined) -> bool:
    """Tell whether an item's fields are all that its line has, so that they can be read from it again."""
    return not examined.personal and examined.value is not None and len(examined.fields) == len(examined.value)


def read_fields(line: bytes) -> ItemFields:
    """Return the fields of a line of which all are well formed."""
    value = _object(line)
    fields = ItemFields(zip(map(_BY_NAME.__getitem__, value), value.values(), strict=True))
    for field in _SUMS:
        if fields.get(field, 0) > COUNTED_KOP:
            del fields[field]
    return _with_moments(fields)


def kept_fields(fields: ItemFields) -> dict[str, Any]:
    """Return fields as a note keeps them, but for what people write freely; moments as RFC 3339 with their offset."""
    return {
        field.name: value.isoformat() if field in _MOMENTS else value
        for field, value in fields.items()
        if field not in _WRITTEN_FREELY
    }


def read_kept(kept: dict[str, Any]) -> ItemFields:
    """Return the fields of a note."""
    return _with_moments(ItemFields((_BY_NAME[name], value) for name, value in kept.items()))


def _with_moments(fields: ItemFields) -> ItemFields:
    for field in _MOMENTS:
        text: Any = fields[field]
        if text is not None:
            fields[field] = parse_moment(text)
    return fields
