"""The rules' facts, answered from the ledger inside the transaction that is being written."""

from __future__ import annotations

from datetime import date, datetime

from cabinet.contour.business_day import due_by
from cabinet.contour.store import Row, Rows
from cabinet.contract.about import Limits
from cabinet.contract.moment import epoch_micros, from_micros
from cabinet.contract.states import LicenceState, Outcome, Vertical
from cabinet.rules.facts import AttemptFacts, DictionaryFacts, LicenceFacts, LimitFacts, PlaceFacts

__all__ = ["LedgerFacts", "entered_at", "limit_facts"]

_ATTEMPT = (
    "SELECT a.*, r.corrected_by AS corrected_by FROM attempts a LEFT JOIN rejections r ON r.attempt_id = a.attempt_id "
)


def limit_facts(limits: Limits) -> LimitFacts:
    """Return the rules' part of the limits."""
    return LimitFacts(
        limits.late_after_seconds,
        limits.max_amount_kop,
        limits.unusual_payout_times,
        limits.unusual_payout_kop,
        limits.future_tolerance_seconds,
    )


def entered_at(row: Row, now: datetime) -> datetime | None:
    """Return when a licence stood in the registry: as entered, or by the one-business-day rule at the latest."""
    if row["entered_at"] is not None:
        return from_micros(row["entered_at"])
    due = due_by(from_micros(row["fee_recorded_at"]))
    return due if due <= now else None


class LedgerFacts:
    """Facts for one source's batch; ``seen`` holds the ids the batch has named so far."""

    def __init__(self, rows: Rows, edrpou: str, source: str, now: datetime, limits: LimitFacts) -> None:
        self._rows = rows
        self._edrpou = edrpou
        self._limits = limits
        self._now = now
        self._source = source
        self.seen: dict[str, int] = {}
        self._licences = {
            row["number"]: row for row in rows.all("SELECT * FROM licences WHERE edrpou = :edrpou", edrpou=edrpou)
        }
        self._brands = {
            row["brand_id"] for row in rows.all("SELECT brand_id FROM brands WHERE edrpou = :edrpou", edrpou=edrpou)
        }
        self._sites = {
            row["site_id"]: row for row in rows.all("SELECT * FROM sites WHERE edrpou = :edrpou", edrpou=edrpou)
        }
        self._games = {
            (row["kind"], row["code"]): row
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
        row = self._licences.get(number)
        if row is None:
            return None
        state = LicenceState(row["state"])
        if state is LicenceState.ACTIVE and entered_at(row, self._now) is None:
            state = LicenceState.PENDING
        return LicenceFacts(
            number,
            row["kind"],
            Vertical(row["vertical"]),
            date.fromisoformat(row["issued"]),
            date.fromisoformat(row["expires"]),
            state,
        )

    def licence_numbers(self) -> list[str]:
        """Return all licence numbers."""
        return list(self._licences)

    def brand_known(self, brand_id: str) -> bool:
        """Tell whether the brand is this operator's."""
        return brand_id in self._brands

    def place(self, site_id: str) -> PlaceFacts | None:
        """Return a place of play."""
        row = self._sites.get(site_id)
        if row is None:
            return None
        entered = row["added"] <= epoch_micros(self._now)
        return PlaceFacts(site_id, row["kind"], row["brand_id"], row["licence_no"], entered)

    def dictionary(self, kind: str, code: str) -> DictionaryFacts | None:
        """Return a dictionary entry."""
        row = self._games.get((kind, code))
        if row is None:
            return None
        until = date.fromisoformat(row["valid_to"]) if row["valid_to"] else None
        return DictionaryFacts(kind, code, row["licence_no"], date.fromisoformat(row["valid_from"]), until)

    def latest(self, operator_tx_id: str) -> AttemptFacts | None:
        """Return how the transaction of that id stands: as accepted or held, else by its latest rejected attempt.

        A duplicate that was rejected does not undo the one that was accepted.
        """
        return _attempt(
            self._rows.one(
                _ATTEMPT + "WHERE a.edrpou = :edrpou AND a.operator_tx_id = :tx "
                "ORDER BY a.outcome = 'REJECTED', a.seq DESC LIMIT 1",
                edrpou=self._edrpou,
                tx=operator_tx_id,
            )
        )

    def attempt(self, attempt_id: str) -> AttemptFacts | None:
        """Return one of this operator's attempts."""
        return _attempt(
            self._rows.one(
                _ATTEMPT + "WHERE a.attempt_id = :attempt_id AND a.edrpou = :edrpou",
                attempt_id=attempt_id,
                edrpou=self._edrpou,
            )
        )

    def accepted(self, soms_tx_id: str) -> AttemptFacts | None:
        """Return an accepted transaction."""
        return _attempt(
            self._rows.one(
                _ATTEMPT + "WHERE a.edrpou = :edrpou AND a.soms_tx_id = :soms",
                edrpou=self._edrpou,
                soms=soms_tx_id,
            )
        )

    def refunded_kop(self, bet_tx_id: str) -> int:
        """Return what accepted refunds have given back of a bet."""
        row = self._bet(bet_tx_id)
        return int(row["refunded_kop"]) if row is not None else 0

    def payout_of(self, bet_tx_id: str) -> AttemptFacts | None:
        """Return the accepted payout of a bet."""
        row = self._bet(bet_tx_id)
        return self.attempt(row["payout_attempt"]) if row is not None and row["payout_attempt"] else None

    def seen_in_batch(self, operator_tx_id: str) -> int | None:
        """Return where the batch named that id before."""
        return self.seen.get(operator_tx_id)

    def _bet(self, tx: str) -> Row | None:
        return self._rows.one(
            "SELECT * FROM bets WHERE edrpou = :edrpou AND operator_tx_id = :tx", edrpou=self._edrpou, tx=tx
        )


def _attempt(row: Row | None) -> AttemptFacts | None:
    if row is None:
        return None
    return AttemptFacts(
        attempt_id=row["attempt_id"],
        operator_tx_id=row["operator_tx_id"],
        outcome=Outcome(row["outcome"]),
        payload_sha256=row["commitment"],
        received_at=from_micros(row["received_at"]),
        soms_tx_id=row["soms_tx_id"],
        type=row["type"],
        amount_kop=row["amount_kop"],
        occurred_at=from_micros(row["occurred_at"]) if row["occurred_at"] is not None else None,
        licence_no=row["licence_no"],
        player_ref=row["player_ref"],
        round_id=row["round_id"],
        related_tx_id=row["related_tx_id"],
        corrected_by=row["corrected_by"],
    )
