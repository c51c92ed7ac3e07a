"""The rules' facts, answered from the ledger: inside the transaction that is being written, or over a snapshot.

What the batch itself has brought so far answers like the rest of the log.
"""

from __future__ import annotations

from datetime import date, datetime

from cabinet.contour.ledger.attempt import Attempt
from cabinet.contour.ledger.draft import Draft
from cabinet.contour.ledger.store import Row
from cabinet.contour.registry.business_day import due_by
from cabinet.contract.about import Limits
from cabinet.contract.moment import epoch_micros, from_micros
from cabinet.contract.states import CorrectionKind, LicenceState, Vertical
from cabinet.contract.transaction import AMOUNT_KOP, ROUND_ID, TYPE
from cabinet.rules.correction_kind import line_kind
from cabinet.rules.facts import AttemptFacts, DictionaryFacts, LicenceFacts, LimitFacts, PlaceFacts

__all__ = ["LedgerFacts", "entered_at", "limit_facts"]


def limit_facts(limits: Limits) -> LimitFacts:
    """Return the rules' part of the limits."""
    return LimitFacts(
        limits.late_after_seconds,
        limits.max_amount_kop,
        limits.unusual_payout_times,
        limits.unusual_payout_kop,
        limits.future_tolerance_seconds,
        limits.hold_seconds,
        limits.max_held,
    )


def entered_at(row: Row, now: datetime) -> datetime | None:
    """Return when a licence stood in the registry: as entered, or by the one-business-day rule at the latest."""
    if row["entered_at"] is not None:
        return from_micros(row["entered_at"])
    due = due_by(from_micros(row["fee_recorded_at"]))
    return due if due <= now else None


class LedgerFacts:
    """Facts for one source's batch; ``seen`` holds the ids the batch has named so far."""

    def __init__(self, draft: Draft, source: str, limits: LimitFacts) -> None:
        self._draft = draft
        self._edrpou = edrpou = draft.edrpou
        self._limits = limits
        self._now = draft.now
        self._source = source
        self.seen: dict[str, int] = {}
        rows = draft.rows
        self._licences = {
            row["number"]: _licence(row, self._now)
            for row in rows.all("SELECT * FROM licences WHERE edrpou = :edrpou", edrpou=edrpou)
        }
        self._brands = {
            row["brand_id"] for row in rows.all("SELECT brand_id FROM brands WHERE edrpou = :edrpou", edrpou=edrpou)
        }
        self._sites = {
            row["site_id"]: _place(row, self._now)
            for row in rows.all("SELECT * FROM sites WHERE edrpou = :edrpou", edrpou=edrpou)
        }
        self._games = {
            (row["kind"], row["code"]): _game(row)
            for row in rows.all("SELECT * FROM games WHERE edrpou = :edrpou", edrpou=edrpou)
        }

    @property
    def limits(self) -> LimitFacts:
        """The thresholds in force."""
        return self._limits

    @property
    def now(self) -> datetime:
        """When the batch was received."""
        return self._now

    @property
    def source(self) -> str:
        """The source that sends."""
        return self._source

    @property
    def late_excused(self) -> bool:
        """No outage procedure is open in this contour."""
        return False

    def licence(self, number: str) -> LicenceFacts | None:
        """Return this operator's licence of that number."""
        return self._licences.get(number)

    def licence_numbers(self) -> list[str]:
        """Return all licence numbers."""
        return list(self._licences)

    def brand_known(self, brand_id: str) -> bool:
        """Tell whether the brand is this operator's."""
        return brand_id in self._brands

    def brand_ids(self) -> list[str]:
        """Return all brands."""
        return list(self._brands)

    def place(self, site_id: str) -> PlaceFacts | None:
        """Return a place of play."""
        return self._sites.get(site_id)

    def places(self) -> list[PlaceFacts]:
        """Return all places of play."""
        return list(self._sites.values())

    def dictionary(self, kind: str, code: str) -> DictionaryFacts | None:
        """Return a dictionary entry."""
        return self._games.get((kind, code))

    def entries(self, kind: str) -> list[DictionaryFacts]:
        """Return all dictionary entries of a kind."""
        return [entry for (of, _), entry in self._games.items() if of == kind]

    def latest(self, operator_tx_id: str) -> AttemptFacts | None:
        """Return how the transaction of that id stands: as accepted or held, else by its latest rejected attempt.

        A duplicate that was rejected does not undo the one that was accepted.
        """
        seq = self._draft.standing(operator_tx_id)
        return None if seq is None else self._facts(self._draft.reader.attempt(seq))

    def attempt(self, attempt_id: str) -> AttemptFacts | None:
        """Return one of this operator's attempts."""
        found = self._draft.reader.by_attempt_id(attempt_id)
        return None if found is None else self._facts(found)

    def accepted(self, soms_tx_id: str) -> AttemptFacts | None:
        """Return an accepted transaction."""
        found = self._draft.reader.by_soms_tx_id(soms_tx_id)
        return None if found is None else self._facts(found)

    def refunded_kop(self, bet_tx_id: str) -> int:
        """Return what accepted refunds have given back of a bet, and what those that wait for it will."""
        waiting = [self._draft.reader.attempt(held.seq) for held in self._draft.waiting.of(bet_tx_id)]
        found = (*self._referring(bet_tx_id), *waiting)
        return sum(a.fields[AMOUNT_KOP] or 0 for a in found if a.fields[TYPE] == "REFUND")

    def first_kind(self, operator_tx_id: str) -> CorrectionKind | None:
        """Return what the first attempt under an id was, whatever of it could be read."""
        rejected = self._draft.reader.rejected(operator_tx_id)
        return line_kind(self._draft.reader.line(rejected[0])[0]) if rejected else None

    def standing_on(self, bet_tx_id: str) -> list[AttemptFacts]:
        """Return what of a bet's refunds and payouts was accepted or held and not reversed."""
        bet = self._draft.standing(bet_tx_id)
        return [] if bet is None else [self._facts(a) for a in self._draft.reader.standing_on(bet)]

    def payout_of(self, bet_tx_id: str) -> AttemptFacts | None:
        """Return the latest accepted payout of a bet."""
        payouts = self._payouts(bet_tx_id)
        return self._facts(payouts[-1]) if payouts else None

    def payout_in_round(self, bet_tx_id: str, round_id: str) -> AttemptFacts | None:
        """Return the accepted payout of a bet for one round."""
        payouts = self._payouts(bet_tx_id)
        return next((self._facts(a) for a in payouts if a.fields[ROUND_ID] == round_id), None)

    def waiting(self) -> int:
        """Return how many refunds wait for their bets."""
        return len(self._draft.waiting)

    def seen_in_batch(self, operator_tx_id: str) -> int | None:
        """Return where the batch named that id before."""
        return self.seen.get(operator_tx_id)

    def _payouts(self, bet_tx_id: str) -> list[Attempt]:
        return [a for a in self._referring(bet_tx_id) if a.fields[TYPE] == "PAYOUT"]

    def _referring(self, bet_tx_id: str) -> list[Attempt]:
        bet = self._draft.standing(bet_tx_id)
        return [] if bet is None else self._draft.reader.referring(bet)

    def _facts(self, attempt: Attempt) -> AttemptFacts:
        return AttemptFacts(
            attempt_id=attempt.attempt_id,
            outcome=attempt.outcome,
            payload_sha256=attempt.commitment,
            received_at=from_micros(attempt.received_at),
            fields=attempt.fields,
            soms_tx_id=attempt.soms_tx_id,
            corrected_by=self._draft.corrected_by(attempt),
        )


def _licence(row: Row, now: datetime) -> LicenceFacts:
    state = LicenceState(row["state"])
    if state is LicenceState.ACTIVE and entered_at(row, now) is None:
        state = LicenceState.PENDING
    return LicenceFacts(
        row["number"],
        row["kind"],
        Vertical(row["vertical"]),
        date.fromisoformat(row["issued"]),
        date.fromisoformat(row["expires"]),
        state,
    )


def _place(row: Row, now: datetime) -> PlaceFacts:
    entered = row["added"] <= epoch_micros(now)
    return PlaceFacts(row["site_id"], row["kind"], row["brand_id"], row["licence_no"], entered)


def _game(row: Row) -> DictionaryFacts:
    until = date.fromisoformat(row["valid_to"]) if row["valid_to"] else None
    return DictionaryFacts(row["kind"], row["code"], row["licence_no"], date.fromisoformat(row["valid_from"]), until)
