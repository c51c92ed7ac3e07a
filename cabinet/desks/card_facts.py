"""The rules on this computer: a correction judged from its card and the operator's record, before anything is sent.

What the card does not tell is never a fault here: the perimeter's own check has the last word on it.
"""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from cabinet.contract.states import CorrectionKind, LicenceState, Outcome, Severity
from cabinet.contract.transaction import AMOUNT_KOP, CABINET_SOURCE, OCCURRED_AT, OPERATOR_TX_ID, TYPE
from cabinet.rules.facts import AttemptFacts, DictionaryFacts, LicenceFacts, LimitFacts, PlaceFacts
from cabinet.rules.item import ItemFields

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cabinet.contract.findings import Finding
    from cabinet.contract.registry import OperatorRecord
    from cabinet.contract.rejections import RejectionCard, TreeNode

__all__ = ["CardFacts", "LocalVerdict", "local_verdict"]

_TAKEN = {Outcome.ACCEPTED, Outcome.ACCEPTED_WITH_WARNINGS}
_UNTOLD = frozenset({
    "AM-402", "AM-405", "ID-303", "ID-304", "IN-805", "IN-808", "IN-809", "IN-810", "RF-501", "RG-605", "RG-606",
})  # fmt: skip
"""What a card cannot tell: the perimeter's thresholds, other transactions, the dictionary."""
_REGISTRY = frozenset({"RG-601", "RG-602", "RG-603", "RG-604"})
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


class CardFacts:
    """Facts for one correction; without a ``record`` nothing of the registry is known."""

    limits = LimitFacts()
    source = CABINET_SOURCE
    late_excused = False

    def __init__(self, card: RejectionCard, record: OperatorRecord | None, now: datetime) -> None:
        self.now = now
        self._card, self._record = card, record
        self._nodes = {node.operator_tx_id: _attempt(node) for node in card.tree}
        self._licences = {
            of.number: LicenceFacts(
                of.number,
                of.kind,
                of.vertical,
                of.issued,
                of.expires,
                LicenceState.PENDING if of.state is LicenceState.ACTIVE and of.entered_at is None else of.state,
            )
            for of in (record.licences if record is not None else ())
        }
        self._places = {
            site.site_id: PlaceFacts(site.site_id, site.kind, site.brand_id, site.licence_no, site.added <= now)
            for site in (record.sites if record is not None else ())
        }

    def licence(self, number: str) -> LicenceFacts | None:
        """Return a licence of the record."""
        return self._licences.get(number)

    def licence_numbers(self) -> list[str]:
        """Return all licence numbers of the record."""
        return list(self._licences)

    def brand_known(self, brand_id: str) -> bool:
        """Tell whether the brand is in the record."""
        return brand_id in self.brand_ids()

    def brand_ids(self) -> list[str]:
        """Return all brands of the record."""
        return [brand.brand_id for brand in self._record.brands] if self._record is not None else []

    def place(self, site_id: str) -> PlaceFacts | None:
        """Return a place of the record."""
        return self._places.get(site_id)

    def places(self) -> list[PlaceFacts]:
        """Return all places of the record."""
        return list(self._places.values())

    def dictionary(self, kind: str, code: str) -> DictionaryFacts | None:
        """Return nothing: the dictionary is not here."""
        del kind, code
        return None

    def entries(self, kind: str) -> list[DictionaryFacts]:
        """Return nothing: the dictionary is not here."""
        del kind
        return []

    def latest(self, operator_tx_id: str) -> AttemptFacts | None:
        """Return a transaction of the card's tree, or the rejected attempt itself."""
        if operator_tx_id == self._card.row.operator_tx_id:
            return self._rejected()
        return self._nodes.get(operator_tx_id)

    def attempt(self, attempt_id: str) -> AttemptFacts | None:
        """Return the rejected attempt."""
        return self._rejected() if attempt_id == self._card.row.attempt_id else None

    def accepted(self, soms_tx_id: str) -> AttemptFacts | None:
        """Return nothing: a card tells no SOMS ids."""
        del soms_tx_id
        return None

    def first_kind(self, operator_tx_id: str) -> CorrectionKind | None:
        """Return what the rejected attempt was, of whose transaction the card knows no earlier one's line."""
        del operator_tx_id
        from cabinet.rules.correction_kind import line_kind

        return line_kind(base64.b64decode(self._card.payload))

    def standing_on(self, bet_tx_id: str) -> list[AttemptFacts]:
        """Return what of the tree refers to the card's bet and was not reversed."""
        referring = (n for n in self._standing() if n.type != "BET" and bet_tx_id in self._nodes)
        return [self._nodes[node.operator_tx_id] for node in referring]

    def refunded_kop(self, bet_tx_id: str) -> int:
        """Return what the tree's accepted refunds have given back of the card's bet."""
        taken = (node for node in self._standing() if node.type == "REFUND")
        return sum(node.amount_kop for node in taken) if bet_tx_id in self._nodes else 0

    def payout_of(self, bet_tx_id: str) -> AttemptFacts | None:
        """Return an accepted payout of the card's bet."""
        paid = (n for n in self._standing() if n.type == "PAYOUT" and bet_tx_id in self._nodes)
        return next((self._nodes[node.operator_tx_id] for node in paid), None)

    def payout_in_round(self, bet_tx_id: str, round_id: str) -> AttemptFacts | None:
        """Return nothing: a tree tells no rounds."""
        del bet_tx_id, round_id
        return None

    def waiting(self) -> int:
        """Return none: a correction does not wait, whatever does."""
        return 0

    def seen_in_batch(self, operator_tx_id: str) -> int | None:
        """Return nothing: a correction goes alone."""
        del operator_tx_id
        return None

    def _standing(self) -> Iterator[TreeNode]:
        return (node for node in self._card.tree if node.status in _TAKEN and node.reversed_by is None)

    def _rejected(self) -> AttemptFacts:
        card = self._card
        return AttemptFacts(
            card.row.attempt_id, Outcome.REJECTED, card.payload_sha256, card.row.received_at,
            ItemFields({OPERATOR_TX_ID: card.row.operator_tx_id}),
        )  # fmt: skip


class LocalVerdict(NamedTuple):
    """Errors of a line: those beyond doubt, and those by a record of the registry that may be of yesterday."""

    sure: list[Finding]
    doubtful: list[Finding]


def local_verdict(line: bytes, card: RejectionCard, record: OperatorRecord | None, now: datetime) -> LocalVerdict:
    """Judge a correction's line by the card and the record."""
    from cabinet.rules.check import examine

    untold = _UNTOLD if record is not None else _UNTOLD | _REGISTRY
    errors = [
        f for f in examine(line, CardFacts(card, record, now)).findings
        if f.severity is Severity.ERROR and f.code not in untold
    ]  # fmt: skip
    sure = [f for f in errors if f.code not in _REGISTRY]
    return LocalVerdict(sure, [f for f in errors if f.code in _REGISTRY])


def _attempt(node: TreeNode) -> AttemptFacts:
    fields = ItemFields({OPERATOR_TX_ID: node.operator_tx_id, TYPE: node.type, AMOUNT_KOP: node.amount_kop})
    if node.occurred_at is not None:
        fields[OCCURRED_AT] = node.occurred_at
    return AttemptFacts(
        node.attempt_id, node.status, "", node.occurred_at or _LONG_AGO, fields, corrected_by=node.reversed_by
    )
