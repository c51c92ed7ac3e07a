"""The rules' facts as the row engine answered them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime
from itertools import islice
from typing import TYPE_CHECKING

import msgspec

from cabinet.contour.intake.facts import entered_at
from cabinet.contour.ledger.store import Row
from cabinet.contract.moment import epoch_micros, from_micros
from cabinet.contract.states import CorrectionKind, LicenceState, Outcome, Vertical
from cabinet.contract.transaction import (
    AMOUNT_KOP,
    CORRECTION,
    OCCURRED_AT,
    OPERATOR_TX_ID,
    RELATED_TX_ID,
    ROUND_ID,
    TRANSACTION_TABLE,
    TYPE,
)
from cabinet.rules.correction_kind import line_kind
from cabinet.rules.facts import AttemptFacts, DictionaryFacts, LicenceFacts, LimitFacts, PlaceFacts
from cabinet.rules.item import ItemFields
from tests.row_engine.field_columns import fields_of
from tests.row_engine.log import TAKEN, WAITS, NewAttempt, links

if TYPE_CHECKING:
    from tests.row_engine.judging import Target

_ATTEMPT = (
    "SELECT a.*, r.corrected_by AS corrected_by FROM attempts a LEFT JOIN rejections r ON r.attempt_id = a.attempt_id "
)
_LATEST_FIRST = "ORDER BY a.outcome = 'REJECTED', a.judged DESC"
"""How a transaction stands: as accepted or held, else by the attempt that was rejected last."""
_TOGETHER = 500
"""Ids asked for at once; engines bound the number of parameters."""


class LedgerFacts:
    """Facts for one source's batch; ``seen`` holds the ids the batch has named so far."""

    def __init__(self, append: Target, source: str, limits: LimitFacts) -> None:
        self._append = append
        self._edrpou = edrpou = append.edrpou
        self._limits = limits
        self._now = append.now
        self._source = source
        self.seen: dict[str, int] = {}
        self._latest: dict[str, AttemptFacts | None] = {}
        self._written: dict[str, AttemptFacts] = {}
        self._by_soms: dict[str, AttemptFacts] = {}
        self._corrected: dict[str, str] = {}
        self._held: dict[str, tuple[str, int]] = {}
        rows = append.rows
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

    def prepare(self, transactions: Iterable[str], bets: Iterable[str]) -> None:
        """Look up how these transactions stand, and what has been taken of these bets."""
        wanted = set(bets)
        for some in _chunks({*transactions, *wanted}):
            self._latest |= dict.fromkeys(some.values())
            found = self._append.rows.all(
                f"{_ATTEMPT}WHERE a.edrpou = :edrpou AND a.operator_tx_id IN ({_places(some)}) {_LATEST_FIRST}",
                edrpou=self._edrpou, **some,
            )  # fmt: skip
            # The first one counts, so it is laid down last.
            self._latest |= {row["operator_tx_id"]: _attempt(row) for row in reversed(found)}

    def note(self, new: NewAttempt) -> None:
        """Lay over what the batch has just written."""
        fields, outcome = new.examined.fields, new.examined.outcome
        tx = fields[OPERATOR_TX_ID]
        written = AttemptFacts(new.attempt_id, outcome, new.commitment, self._now, fields, new.soms_tx_id)
        self._written[new.attempt_id] = written
        if outcome is Outcome.PENDING and any(f.code == "RF-502" for f in new.examined.findings):
            self._held[new.attempt_id] = (fields[RELATED_TX_ID] or "", fields[AMOUNT_KOP] or 0)
        if new.soms_tx_id is not None:
            self._by_soms[new.soms_tx_id] = written
        correction = fields[CORRECTION]
        if correction is not None and links(new.examined):
            self._corrected[str(correction.get("attemptId"))] = new.attempt_id
        if tx is not None:
            known = self._latest.get(tx)
            if known is None or known.outcome is Outcome.REJECTED or outcome is not Outcome.REJECTED:
                self._latest[tx] = written

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
        if operator_tx_id not in self._latest:
            self.prepare((operator_tx_id,), ())
        return self._whole(self._latest[operator_tx_id])

    def attempt(self, attempt_id: str) -> AttemptFacts | None:
        """Return one of this operator's attempts."""
        found = self._written.get(attempt_id) or _attempt(
            self._append.rows.one(
                _ATTEMPT + "WHERE a.attempt_id = :attempt_id AND a.edrpou = :edrpou",
                attempt_id=attempt_id,
                edrpou=self._edrpou,
            )
        )
        by = self._corrected.get(attempt_id)
        return self._whole(found if found is None or by is None else replace(found, corrected_by=by))

    def accepted(self, soms_tx_id: str) -> AttemptFacts | None:
        """Return an accepted transaction."""
        found = self._by_soms.get(soms_tx_id) or _attempt(
            self._append.rows.one(
                _ATTEMPT + "WHERE a.edrpou = :edrpou AND a.soms_tx_id = :soms",
                edrpou=self._edrpou,
                soms=soms_tx_id,
            )
        )
        return self._whole(found)

    def first_kind(self, operator_tx_id: str) -> CorrectionKind | None:
        """Return what the first attempt under an id was."""
        first = self._append.rows.one(
            "SELECT p.bytes AS bytes FROM attempts a JOIN payloads p ON p.attempt_id = a.attempt_id "
            "WHERE a.edrpou = :edrpou AND a.operator_tx_id = :tx AND a.outcome = 'REJECTED' ORDER BY a.seq LIMIT 1",
            edrpou=self._edrpou, tx=operator_tx_id,
        )  # fmt: skip
        return line_kind(first["bytes"]) if first is not None else None

    def standing_on(self, bet_tx_id: str) -> list[AttemptFacts]:
        """Return what of a bet's refunds and payouts was accepted or held and not reversed."""
        return [a for a in self._referring(bet_tx_id) if self._amended_by(a) is None]

    def refunded_kop(self, bet_tx_id: str) -> int:
        """Return what accepted refunds have given back of a bet."""
        held = sum(kop for bet, kop in self._waiting().values() if bet == bet_tx_id)
        return held + sum(a.fields[AMOUNT_KOP] or 0 for a in self._taken(bet_tx_id) if a.fields[TYPE] == "REFUND")

    def waiting(self) -> int:
        """Return how many refunds wait for their bets."""
        return len(self._waiting())

    def _waiting(self) -> dict[str, tuple[str, int]]:
        """Return the bet and the sum of each refund that waits."""
        rows = self._append.rows.all(
            f"SELECT * FROM attempts a WHERE a.edrpou = :edrpou AND {WAITS}", edrpou=self._edrpou
        )
        return {row["attempt_id"]: (row["related_tx_id"], row["amount_kop"]) for row in rows} | self._held

    def payout_of(self, bet_tx_id: str) -> AttemptFacts | None:
        """Return the latest accepted payout of a bet."""
        payouts = [a for a in self._taken(bet_tx_id) if a.fields[TYPE] == "PAYOUT"]
        return payouts[-1] if payouts else None

    def payout_in_round(self, bet_tx_id: str, round_id: str) -> AttemptFacts | None:
        """Return the accepted payout of a bet for one round."""
        payouts = [a for a in self._taken(bet_tx_id) if a.fields[TYPE] == "PAYOUT"]
        return next((a for a in payouts if a.fields[ROUND_ID] == round_id), None)

    def _taken(self, bet_tx_id: str) -> list[AttemptFacts]:
        return [a for a in self.standing_on(bet_tx_id) if a.outcome in TAKEN]

    def _referring(self, bet_tx_id: str) -> list[AttemptFacts]:
        """Return accepted and held refunds and payouts of a bet, oldest first, reversed ones too."""
        found = self._append.rows.all(
            f"{_ATTEMPT}WHERE a.edrpou = :edrpou AND a.related_tx_id = :bet AND a.type <> 'BET' "
            "AND a.outcome <> 'REJECTED' AND a.amends IS NOT 'REVERSAL' ORDER BY a.seq",
            edrpou=self._edrpou, bet=bet_tx_id,
        )  # fmt: skip
        known = {row["attempt_id"]: _read(row) for row in found}
        here = {
            a.attempt_id: a for a in self._written.values()
            if a.fields[RELATED_TX_ID] == bet_tx_id and a.fields[TYPE] != "BET" and a.outcome is not Outcome.REJECTED
            and not a.reverses
        }  # fmt: skip
        return list((known | here).values())

    def _whole(self, attempt: AttemptFacts | None) -> AttemptFacts | None:
        """Return an attempt with what has amended it, and all fields of one that was accepted or held."""
        if attempt is None or attempt.outcome is Outcome.REJECTED:
            return attempt
        fields = attempt.fields
        kept = self._append.rows.one("SELECT bytes FROM payloads WHERE attempt_id = :id", id=attempt.attempt_id)
        if attempt.attempt_id not in self._written and kept is not None:
            value = msgspec.json.decode(kept["bytes"])
            fields = ItemFields({field: value[field.name] for field in TRANSACTION_TABLE if field.name in value})
            fields[OCCURRED_AT] = attempt.fields[OCCURRED_AT]
        by = self._amended_by(attempt)
        return replace(attempt, fields=fields, corrected_by=by)

    def _amended_by(self, attempt: AttemptFacts) -> str | None:
        """Return the accepted reversal or replacement of what was accepted, whichever it has."""
        if attempt.soms_tx_id is None:
            return None
        for other in self._written.values():
            correction = other.fields[CORRECTION] or {}
            amends = correction.get("kind") != "RESUBMIT_REJECTED" and other.outcome in TAKEN
            if amends and correction.get("somsTxId") == attempt.soms_tx_id:
                return other.attempt_id
        row = self._append.rows.one(
            "SELECT attempt_id FROM attempts WHERE edrpou = :edrpou AND amended = :soms AND soms_tx_id IS NOT NULL",
            edrpou=self._edrpou, soms=attempt.soms_tx_id,
        )  # fmt: skip
        return row["attempt_id"] if row is not None else None

    def seen_in_batch(self, operator_tx_id: str) -> int | None:
        """Return where the batch named that id before."""
        return self.seen.get(operator_tx_id)


def _chunks(ids: set[str]) -> Iterator[dict[str, str]]:
    """Yield the ids as named parameters, so many at a time."""
    every = iter(sorted(ids))
    while some := list(islice(every, _TOGETHER)):
        yield {f"id{n}": value for n, value in enumerate(some)}


def _places(some: dict[str, str]) -> str:
    return ", ".join(f":{name}" for name in some)


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


def _attempt(row: Row | None) -> AttemptFacts | None:
    return None if row is None else _read(row)


def _read(row: Row) -> AttemptFacts:
    return AttemptFacts(
        attempt_id=row["attempt_id"],
        outcome=Outcome(row["outcome"]),
        payload_sha256=row["commitment"],
        received_at=from_micros(row["received_at"]),
        fields=fields_of(row),
        soms_tx_id=row["soms_tx_id"],
        corrected_by=row["corrected_by"],
    )
