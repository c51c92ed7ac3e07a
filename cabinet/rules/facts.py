"""What the rules ask of the world: the registry, the ledger and the limits, behind one protocol.

The contour answers from its ledger, with the items of the batch under way laid over it; the cabinet answers from a
rejection's card when it checks a correction before sending.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from cabinet.contract.findings import Related
from cabinet.contract.limits import HOLD_SECONDS, MAX_HELD
from cabinet.contract.states import CorrectionKind, LicenceState, Outcome, Vertical
from cabinet.contract.transaction import OPERATOR_TX_ID
from cabinet.rules.correction_kind import amending_kind
from cabinet.rules.item import ItemFields

__all__ = ["AttemptFacts", "DictionaryFacts", "Facts", "LicenceFacts", "LimitFacts", "PlaceFacts"]


@dataclass(frozen=True, slots=True)
class LimitFacts:
    """Thresholds, from ``GET /limits``; sums in kopecks, times in seconds.

    With ``hold_seconds`` of nought nothing waits for its bet.
    """

    late_after_seconds: int = 300
    max_amount_kop: int = 10_000_000_000
    unusual_payout_times: int = 1000
    unusual_payout_kop: int = 100_000_000
    future_tolerance_seconds: int = 60
    hold_seconds: int = HOLD_SECONDS
    max_held: int = MAX_HELD


@dataclass(frozen=True, slots=True)
class LicenceFacts:
    """A licence of this operator. ``state`` is as entered; dates tell the rest."""

    number: str
    kind: int
    vertical: Vertical
    issued: date
    expires: date
    state: LicenceState


@dataclass(frozen=True, slots=True)
class PlaceFacts:
    """A site, application, hall or point of this operator."""

    site_id: str
    kind: str
    brand_id: str
    licence_no: str
    entered: bool


@dataclass(frozen=True, slots=True)
class DictionaryFacts:
    """A game, terminal or point of the dictionary."""

    kind: str
    code: str
    licence_no: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class AttemptFacts:
    """The latest attempt under one operatorTxId (or the attempt asked for), as it stands now.

    ``payload_sha256`` is the hex digest of its exact bytes (for withheld ones, the salted commitment). ``fields`` are
    those of an attempt's columns, but for the place; none of an attempt whose payload could not be read.
    ``corrected_by`` is the newer attempt that corrects it, if any: of an accepted transaction its reversal, of a
    reversal its replacement.
    """

    attempt_id: str
    outcome: Outcome
    payload_sha256: str
    received_at: datetime
    fields: ItemFields
    soms_tx_id: str | None = None
    corrected_by: str | None = None

    @property
    def operator_tx_id(self) -> str | None:
        """The operator's id of it, where it could be read."""
        return self.fields[OPERATOR_TX_ID]

    @property
    def reverses(self) -> bool:
        """Whether it is the reversal of another transaction."""
        return amending_kind(self.fields) is CorrectionKind.REVERSAL

    @property
    def related(self) -> Related:
        """What a finding says of it."""
        return Related(attempt_id=self.attempt_id, soms_tx_id=self.soms_tx_id, operator_tx_id=self.operator_tx_id)


class Facts(Protocol):
    """Everything a rule may ask. Ids are the operator's own unless said otherwise."""

    @property
    def limits(self) -> LimitFacts:
        """The thresholds in force."""
        ...

    @property
    def now(self) -> datetime:
        """When the perimeter received the item."""
        ...

    @property
    def source(self) -> str:
        """The source that sends (``cabinet`` for a person's correction)."""
        ...

    @property
    def late_excused(self) -> bool:
        """Whether an outage window is open, within which nothing is late."""
        ...

    def licence(self, number: str) -> LicenceFacts | None:
        """Return this operator's licence of that number."""
        ...

    def licence_numbers(self) -> list[str]:
        """Return all licence numbers of this operator, for the nearest-name hint."""
        ...

    def brand_known(self, brand_id: str) -> bool:
        """Tell whether the brand is this operator's."""
        ...

    def brand_ids(self) -> list[str]:
        """Return all brands of this operator."""
        ...

    def place(self, site_id: str) -> PlaceFacts | None:
        """Return a place of play."""
        ...

    def places(self) -> list[PlaceFacts]:
        """Return all places of play of this operator."""
        ...

    def dictionary(self, kind: str, code: str) -> DictionaryFacts | None:
        """Return an entry of the dictionary: kind ``game`` or ``terminal``."""
        ...

    def entries(self, kind: str) -> list[DictionaryFacts]:
        """Return all entries of a kind."""
        ...

    def latest(self, operator_tx_id: str) -> AttemptFacts | None:
        """Return the latest attempt under that id, whatever became of it."""
        ...

    def attempt(self, attempt_id: str) -> AttemptFacts | None:
        """Return one attempt by the server's id."""
        ...

    def accepted(self, soms_tx_id: str) -> AttemptFacts | None:
        """Return an accepted transaction by its SOMS id."""
        ...

    def first_kind(self, operator_tx_id: str) -> CorrectionKind | None:
        """Return what the first attempt under that id was: a reversal, a replacement, or neither of the two."""
        ...

    def standing_on(self, bet_tx_id: str) -> list[AttemptFacts]:
        """Return the accepted and held refunds and payouts of a bet that were not reversed, oldest first."""
        ...

    def refunded_kop(self, bet_tx_id: str) -> int:
        """Return how much of a bet its refunds have given back already: accepted ones not reversed, and held ones."""
        ...

    def payout_of(self, bet_tx_id: str) -> AttemptFacts | None:
        """Return the latest accepted payout that refers to the bet, whatever its round, and was not reversed."""
        ...

    def payout_in_round(self, bet_tx_id: str, round_id: str) -> AttemptFacts | None:
        """Return the accepted payout, not reversed, that refers to the bet for that round."""
        ...

    def waiting(self) -> int:
        """Return how many of this operator's refunds wait for their bets."""
        ...

    def seen_in_batch(self, operator_tx_id: str) -> int | None:
        """Return the index at which the batch under way already named that id."""
        ...
