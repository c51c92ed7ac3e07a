"""Facts written down by hand: an operator with two live licences, each with places, games and a brand of its own.

``L-1`` is the one that lines are of unless they say otherwise; ``L-4`` is alive beside it, ``L-2`` is over.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from cabinet.contract.states import CorrectionKind, LicenceState, Outcome, Vertical
from cabinet.contract.transaction import ROUND_ID, TRANSACTION_TABLE
from cabinet.rules.facts import AttemptFacts, DictionaryFacts, LicenceFacts, LimitFacts, PlaceFacts
from cabinet.rules.item import ItemFields

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
BET_AT = NOW - timedelta(minutes=3)
PLAYER = "ab" * 16
_FIELD_OF = {re.sub("(?=[A-Z])", "_", field.name).lower(): field for field in TRANSACTION_TABLE}


def attempt(tx: str, outcome: Outcome = Outcome.ACCEPTED, **changes: Any) -> AttemptFacts:
    """Return an attempt; ``changes`` are of its fields, by their names in Python, or of the attempt itself."""
    known = {
        "operator_tx_id": tx, "type": "BET", "amount_kop": 100_000, "occurred_at": BET_AT, "licence_no": "L-1",
        "player_ref": PLAYER, "round_id": "R-1",
    }  # fmt: skip
    values: dict[str, Any] = {
        "attempt_id": f"01900000-0000-7000-8000-{tx.encode().hex():0>12}", "outcome": outcome,
        "payload_sha256": "aa" * 32, "received_at": NOW, "soms_tx_id": "s",
    }  # fmt: skip
    kept = known | {name: changes.pop(name) for name in list(changes) if name in _FIELD_OF}
    fields = ItemFields({_FIELD_OF[name]: value for name, value in kept.items()})
    return AttemptFacts(**values | changes, fields=fields)


def licence(number: str, **changes: Any) -> LicenceFacts:
    values: dict[str, Any] = {
        "kind": 2, "vertical": Vertical.ONLINE_CASINO, "issued": date(2024, 1, 1), "expires": date(2029, 1, 1),
        "state": LicenceState.ACTIVE,
    }  # fmt: skip
    return LicenceFacts(number, **{**values, **changes})


def game(code: str, **changes: Any) -> DictionaryFacts:
    values: dict[str, Any] = {"kind": "game", "licence_no": "L-1", "valid_from": date(2024, 1, 1), "valid_to": None}
    return DictionaryFacts(code=code, **{**values, **changes})


@dataclass
class KnownFacts:
    limits: LimitFacts = field(default_factory=LimitFacts)
    now: datetime = NOW
    source: str = "core-1"
    late_excused: bool = False
    attempts: dict[str, AttemptFacts] = field(default_factory=lambda: {"bet": attempt("bet")})
    refunded: dict[str, int] = field(default_factory=dict)
    payouts: dict[str, AttemptFacts] = field(default_factory=dict)
    standing: dict[str, list[AttemptFacts]] = field(default_factory=dict)
    first_kinds: dict[str, CorrectionKind] = field(default_factory=dict)
    seen: dict[str, int] = field(default_factory=dict)
    held: int = 0
    brands: tuple[str, ...] = ("b", "b4")
    licences: dict[str, LicenceFacts] = field(
        default_factory=lambda: {
            "L-1": licence("L-1"),
            "L-2": licence("L-2", kind=3, vertical=Vertical.BETTING, expires=date(2025, 1, 1)),
            "L-4": licence("L-4", kind=4, vertical=Vertical.BETTING),
        }
    )
    sites: dict[str, PlaceFacts] = field(
        default_factory=lambda: {
            "s.ua": PlaceFacts("s.ua", "site", "b", "L-1", entered=True),
            "soon.ua": PlaceFacts("soon.ua", "site", "b", "L-1", entered=False),
            "p4": PlaceFacts("p4", "point", "b4", "L-4", entered=True),
        }
    )
    games: dict[tuple[str, str], DictionaryFacts] = field(
        default_factory=lambda: {
            ("game", "g"): game("g"),
            ("game", "g4"): game("g4", licence_no="L-4"),
            ("terminal", "t"): game("t", kind="terminal", valid_to=date(2024, 2, 1)),
            ("terminal", "t4"): game("t4", kind="terminal", licence_no="L-4"),
        }
    )

    def licence(self, number: str) -> LicenceFacts | None:
        return self.licences.get(number)

    def licence_numbers(self) -> list[str]:
        return list(self.licences)

    def brand_known(self, brand_id: str) -> bool:
        return brand_id in self.brands

    def brand_ids(self) -> list[str]:
        return list(self.brands)

    def place(self, site_id: str) -> PlaceFacts | None:
        return self.sites.get(site_id)

    def places(self) -> list[PlaceFacts]:
        return list(self.sites.values())

    def entries(self, kind: str) -> list[DictionaryFacts]:
        return [entry for (of, _), entry in self.games.items() if of == kind]

    def dictionary(self, kind: str, code: str) -> DictionaryFacts | None:
        return self.games.get((kind, code))

    def latest(self, operator_tx_id: str) -> AttemptFacts | None:
        return self.attempts.get(operator_tx_id)

    def attempt(self, attempt_id: str) -> AttemptFacts | None:
        return next((a for a in self.attempts.values() if a.attempt_id == attempt_id), None)

    def accepted(self, soms_tx_id: str) -> AttemptFacts | None:
        return next((a for a in self.attempts.values() if a.soms_tx_id == soms_tx_id), None)

    def first_kind(self, operator_tx_id: str) -> CorrectionKind | None:
        return self.first_kinds.get(operator_tx_id)

    def standing_on(self, bet_tx_id: str) -> list[AttemptFacts]:
        return self.standing.get(bet_tx_id, [])

    def refunded_kop(self, bet_tx_id: str) -> int:
        return self.refunded.get(bet_tx_id, 0)

    def payout_of(self, bet_tx_id: str) -> AttemptFacts | None:
        return self.payouts.get(bet_tx_id)

    def payout_in_round(self, bet_tx_id: str, round_id: str) -> AttemptFacts | None:
        payout = self.payouts.get(bet_tx_id)
        return payout if payout is not None and payout.fields[ROUND_ID] == round_id else None

    def waiting(self) -> int:
        return self.held

    def seen_in_batch(self, operator_tx_id: str) -> int | None:
        return self.seen.get(operator_tx_id)


def bet(**changes: Any) -> dict[str, Any]:
    line = {
        "schemaVersion": "1", "operatorTxId": "new", "type": "BET", "licenceNo": "L-1",
        "vertical": "ONLINE_CASINO", "brandId": "b", "siteId": "s.ua", "gameId": "g", "roundId": "R-1",
        "playerRef": PLAYER, "amountKop": 1000, "currency": "UAH", "settlementForm": "NON_CASH",
        "occurredAt": "2026-11-24T11:58:00.000+02:00",
    }  # fmt: skip
    return {k: v for k, v in {**line, **changes}.items() if v is not None}


def refund(**changes: Any) -> dict[str, Any]:
    return bet(**{"type": "REFUND", "relatedTxId": "bet", **changes})


def payout(**changes: Any) -> dict[str, Any]:
    return bet(**{"type": "PAYOUT", "relatedTxId": "bet", **changes})


def raw(line: dict[str, Any]) -> bytes:
    return json.dumps(line, ensure_ascii=False).encode()
