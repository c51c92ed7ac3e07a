"""Rejected attempts as people read them: a keyset list, one card, and the feed of corrections."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from datetime import datetime

import msgspec

from cabinet.contour.ledger.packed import unpack
from cabinet.contour.ledger.store import Row, Rows
from cabinet.contour.rejections.cases import case_of
from cabinet.contour.rejections.places import Places
from cabinet.contour.rejections.query import Asked, ask
from cabinet.contract.errors import KnownError
from cabinet.contract.filter import parse_filter
from cabinet.contract.findings import Finding
from cabinet.contract.model import Total
from cabinet.contract.moment import epoch_micros, from_micros, parse_moment
from cabinet.contract.rejections import (
    AttemptView,
    CorrectionFeed,
    CorrectionNotice,
    RejectionCard,
    RejectionPage,
    RejectionRow,
    TreeNode,
)
from cabinet.contract.states import CaseState, Outcome, RejectionState

__all__ = ["card", "corrections", "page"]

_DEFAULT_LIMIT = 100
_CORRECTABLE = {RejectionState.OPEN, RejectionState.JUSTIFIED}


def page(rows: Rows, edrpou: str, query: Mapping[str, str], me: str | None, now: datetime) -> RejectionPage:
    """Return one page, newest first.

    ``cursor`` is the sequence number after which (downwards) the page begins; ``ordinal`` jumps to a row, ``anchor``
    to the newest row that had come by that moment.

    Raises:
        KnownError: ``CURSOR_INVALID``, ``FILTER_INVALID`` or ``MOMENT_INVALID``.
    """
    limit = int(query.get("limit", _DEFAULT_LIMIT))
    newest = rows.one("SELECT MAX(seq) AS seq FROM entries WHERE edrpou = :edrpou", edrpou=edrpou)
    top = int(newest["seq"]) if newest is not None and newest["seq"] is not None else 0
    as_of = min(int(query["asOf"]), top) if "asOf" in query else top
    asked = ask(rows, edrpou, parse_filter(query.get("filter", "")), me, now)
    places = Places(rows, edrpou, asked, as_of)
    first: int | None = None
    if "cursor" in query:
        reach = places.after(_cursor(query["cursor"]), limit + 1)
    else:
        first = _ordinal(rows, places, asked, as_of, query)
        reach = places.page(first, limit + 1)
    found = rows.all(
        f"SELECT * FROM rejections r WHERE {asked.where} AND r.seq >= :low AND r.seq <= :high "
        "ORDER BY r.seq DESC LIMIT :limit OFFSET :skip",
        **asked.values, low=reach.low, high=min(reach.high, as_of), limit=limit + 1, skip=reach.skip,
    )  # fmt: skip
    items = [_row(row) for row in found[:limit]]
    following = str(items[-1].seq) if len(found) > limit else None
    return RejectionPage(
        items=items, next=following, as_of=as_of, total=Total(value=places.total, exact=True), first_ordinal=first
    )


def _cursor(given: str) -> int:
    if not given.isascii() or not given.isdigit() or len(given) > 18:
        raise KnownError("CURSOR_INVALID")
    return int(given)


def _ordinal(rows: Rows, places: Places, asked: Asked, as_of: int, query: Mapping[str, str]) -> int:
    """Return the row that the page begins at."""
    last = max(places.total - 1, 0)
    if "anchor" not in query:
        return min(int(query.get("ordinal", 0)), last)
    moment = epoch_micros(parse_moment(query["anchor"].replace(" ", "+")))
    row = rows.one(
        f"SELECT r.seq AS seq FROM rejections r WHERE {asked.where} AND r.received_at <= :moment AND r.seq <= :as_of "
        "ORDER BY r.received_at DESC, r.seq DESC LIMIT 1",
        **asked.values, moment=moment, as_of=as_of,
    )  # fmt: skip
    return min(places.ordinal(int(row["seq"])), last) if row is not None else last


def card(rows: Rows, edrpou: str, attempt_id: str) -> RejectionCard:
    """Return one rejected attempt, whole.

    Raises:
        KnownError: ``REJECTION_NOT_FOUND``.
    """
    row = rows.one(
        "SELECT r.*, a.commitment AS commitment, a.related_tx_id AS related_tx_id FROM rejections r "
        "JOIN attempts a ON a.attempt_id = r.attempt_id WHERE r.attempt_id = :id AND r.edrpou = :edrpou",
        id=attempt_id, edrpou=edrpou,
    )  # fmt: skip
    if row is None:
        raise KnownError("REJECTION_NOT_FOUND")
    payload = rows.one("SELECT * FROM payloads WHERE attempt_id = :id", id=attempt_id)
    if payload is None:
        raise KnownError("REJECTION_NOT_FOUND")
    findings = msgspec.json.decode(unpack(payload["findings"]), type=list[Finding])
    state = RejectionState(row["state"])
    return RejectionCard(
        row=_row(row),
        payload=base64.b64encode(payload["bytes"]).decode(),
        payload_sha256=row["commitment"],
        withheld=bool(payload["withheld"]),
        findings=findings,
        attempts=_attempts(rows, edrpou, row),
        tree=_tree(rows, edrpou, row),
        case=case_of(rows, attempt_id, row, row["grp"]),
        correctable=state in _CORRECTABLE,
        not_correctable_code=None if state in _CORRECTABLE else "IN-805",
    )


def corrections(rows: Rows, edrpou: str, query: Mapping[str, str]) -> CorrectionFeed:
    """Return people's corrections after a sequence number, oldest first."""
    since, limit = int(query.get("since", 0)), int(query.get("limit", _DEFAULT_LIMIT))
    found = rows.all(
        "SELECT c.seq AS seq, c.attempt_id AS attempt_id, c.of_attempt_id AS of_attempt_id, c.by_name AS by_name, "
        "a.operator_tx_id AS operator_tx_id, a.outcome AS outcome, a.soms_tx_id AS soms_tx_id, "
        "a.received_at AS received_at, p.bytes AS bytes FROM corrections c "
        "JOIN attempts a ON a.attempt_id = c.attempt_id JOIN payloads p ON p.attempt_id = c.attempt_id "
        "WHERE c.edrpou = :edrpou AND c.seq > :since ORDER BY c.seq LIMIT :limit",
        edrpou=edrpou, since=since, limit=limit,
    )  # fmt: skip
    items = [
        CorrectionNotice(
            seq=row["seq"], attempt_id=row["attempt_id"], of_attempt_id=row["of_attempt_id"],
            operator_tx_id=row["operator_tx_id"] or "", status=Outcome(row["outcome"]),
            soms_tx_id=row["soms_tx_id"], received_at=from_micros(row["received_at"]), by=row["by_name"],
            payload=base64.b64encode(row["bytes"]).decode(),
        )
        for row in found
    ]  # fmt: skip
    return CorrectionFeed(items=items, next=items[-1].seq if items else since)


def _row(row: Row) -> RejectionRow:
    return RejectionRow(
        attempt_id=row["attempt_id"], seq=row["seq"], received_at=from_micros(row["received_at"]),
        operator_tx_id=row["operator_tx_id"], type=row["type"], licence_no=row["licence_no"], site_id=row["site_id"],
        source=row["source"], amount_kop=row["amount_kop"],
        occurred_at=from_micros(row["occurred_at"]) if row["occurred_at"] is not None else None,
        codes=row["codes"].split(","), state=RejectionState(row["state"]), group_id=row["grp"],
        case_state=CaseState(row["case_state"]), assignee=row["assignee"],
    )  # fmt: skip


def _attempts(rows: Rows, edrpou: str, row: Row) -> list[AttemptView]:
    """Return the whole chain: attempts under the same id, or linked by corrections where the id was unreadable."""
    if row["operator_tx_id"] is not None:
        found = rows.all(
            "SELECT * FROM attempts WHERE edrpou = :edrpou AND operator_tx_id = :tx ORDER BY seq",
            edrpou=edrpou, tx=row["operator_tx_id"],
        )  # fmt: skip
    else:
        found = rows.all(
            "SELECT * FROM attempts WHERE attempt_id = :id OR attempt_id = :by ORDER BY seq",
            id=row["attempt_id"], by=row["corrected_by"],
        )  # fmt: skip
    return [
        AttemptView(
            attempt_id=a["attempt_id"], seq=a["seq"], received_at=from_micros(a["received_at"]),
            status=Outcome(a["outcome"]), codes=a["codes"].split(",") if a["codes"] else [],
            payload_sha256=a["commitment"], source=a["source"], by=a["by"],
        )
        for a in found
    ]  # fmt: skip


_TREE = (
    "SELECT * FROM (SELECT * FROM attempts WHERE edrpou = :edrpou AND operator_tx_id = :bet "
    "UNION SELECT * FROM attempts WHERE edrpou = :edrpou AND related_tx_id = :bet) a "
    "WHERE NOT EXISTS (SELECT 1 FROM attempts b WHERE b.edrpou = a.edrpou AND b.operator_tx_id = a.operator_tx_id "
    "AND ((a.outcome = 'REJECTED' AND b.outcome <> 'REJECTED') "
    "OR ((a.outcome = 'REJECTED') = (b.outcome = 'REJECTED') AND b.seq > a.seq))) ORDER BY a.seq LIMIT 50"
)
"""Two selects: with OR, only the operator's part of each index is used, and the whole log is walked."""


def _tree(rows: Rows, edrpou: str, row: Row) -> list[TreeNode]:
    """Return the bet and all that refers to it, each by its latest attempt."""
    bet = row["related_tx_id"] or row["operator_tx_id"]
    if bet is None:
        return []
    found = rows.all(_TREE, edrpou=edrpou, bet=bet)
    return [
        TreeNode(
            operator_tx_id=a["operator_tx_id"], attempt_id=a["attempt_id"], type=a["type"],
            amount_kop=a["amount_kop"],
            occurred_at=from_micros(a["occurred_at"]) if a["occurred_at"] is not None else None,
            status=Outcome(a["outcome"]), current=a["operator_tx_id"] == row["operator_tx_id"],
        )
        for a in sorted(found, key=lambda a: (a["type"] != "BET", a["seq"]))
        if a["type"] is not None and a["amount_kop"] is not None and a["operator_tx_id"] is not None
    ]  # fmt: skip
