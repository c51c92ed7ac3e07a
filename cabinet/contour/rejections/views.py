"""Rejected attempts as people read them: a keyset list, one card, and the feed of corrections."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from cabinet.contour.ledger.attempt import Attempt
from cabinet.contour.ledger.reader import LogReader, frozen_at
from cabinet.contour.ledger.store import Row, Rows
from cabinet.contour.rejections.cases import case_of
from cabinet.contour.rejections.due import due_of
from cabinet.contour.rejections.places import Places
from cabinet.contour.rejections.query import ask
from cabinet.contour.rejections.sorted import ReceivedOrder, order_of
from cabinet.contour.rejections.sorted_by_value import Milestones
from cabinet.contract.errors import KnownError
from cabinet.contract.filter import parse_filter
from cabinet.contract.limits import HOLD_SECONDS
from cabinet.contract.model import Total
from cabinet.contract.moment import epoch_micros, from_micros, parse_moment
from cabinet.contract.rejection_sort import NEWEST, SORTS
from cabinet.contract.rejections import (
    AttemptView,
    Closing,
    CorrectionFeed,
    CorrectionNotice,
    RejectionCard,
    RejectionPage,
    RejectionRoot,
    RejectionRow,
    TreeNode,
)
from cabinet.contract.states import CaseState, RejectionState, TransactionType
from cabinet.contract.transaction import AMOUNT_KOP, OCCURRED_AT, OPERATOR_TX_ID, TYPE

__all__ = ["CORRECTABLE", "card", "corrections", "nodes_of", "page", "read_cursor", "row_of"]

_DEFAULT_LIMIT = 100
_MOST_NODES = 50
CORRECTABLE = {RejectionState.OPEN, RejectionState.JUSTIFIED}
_WHY_NOT = {RejectionState.HELD: "RF-502"}


def page(
    rows: Rows,
    edrpou: str,
    query: Mapping[str, str],
    me: str | None,
    now: datetime,
    milestones: Milestones | None = None,
    hold_seconds: int = HOLD_SECONDS,
) -> RejectionPage:
    """Return one page, newest first where no other order is asked for.

    ``cursor`` is the sequence number of the row after which the page begins; ``ordinal`` jumps to a row, ``anchor``
    to the newest row that had come by that moment. ``milestones`` are what calls before have found of orders' places,
    ``hold_seconds`` how long a refund waits for its bet.

    Raises:
        KnownError: ``ANCHOR_UNSORTED``, ``CURSOR_INVALID``, ``FILTER_INVALID`` or ``MOMENT_INVALID``.
    """
    limit = int(query.get("limit", _DEFAULT_LIMIT))
    as_of = frozen_at(rows, edrpou, int(query["asOf"]) if "asOf" in query else None)
    asked = ask(rows, edrpou, parse_filter(query.get("filter", "")), me, now)
    places = Places(rows, edrpou, asked, as_of)
    sort = SORTS[query.get("sort", NEWEST.text())]
    order = order_of(sort, rows, edrpou, asked, places, as_of, milestones or Milestones())
    first: int | None = None
    if "cursor" in query:
        found = order.after(read_cursor(query["cursor"]), limit + 1)
    else:
        last = max(places.total - 1, 0)
        if "anchor" not in query:
            first = min(int(query.get("ordinal", 0)), last)
        else:
            moment = epoch_micros(parse_moment(query["anchor"].replace(" ", "+")))
            if not isinstance(order, ReceivedOrder):
                raise KnownError("ANCHOR_UNSORTED")
            first = order.anchor(moment)
        found = order.page(first, limit + 1)
    items = [row_of(row, hold_seconds) for row in found[:limit]]
    following = str(items[-1].seq) if len(found) > limit else None
    return RejectionPage(
        items=items, next=following, as_of=as_of, total=Total(value=places.total, exact=True), first_ordinal=first
    )


def read_cursor(given: str) -> int:
    """Return the entry that a cursor names.

    Raises:
        KnownError: ``CURSOR_INVALID``.
    """
    if not given.isascii() or not given.isdigit() or len(given) > 18:
        raise KnownError("CURSOR_INVALID")
    return int(given)


def card(log: LogReader, attempt_id: str, hold_seconds: int = HOLD_SECONDS) -> RejectionCard:
    """Return one attempt that is rejected or held, whole.

    Raises:
        KnownError: ``REJECTION_NOT_FOUND``.
    """
    row = log.rows.one(
        "SELECT * FROM rejections WHERE attempt_id = :id AND edrpou = :edrpou", id=attempt_id, edrpou=log.log.edrpou
    )
    if row is None:
        raise KnownError("REJECTION_NOT_FOUND")
    attempt = log.attempt(row["seq"])
    state = RejectionState(row["state"])
    return RejectionCard(
        row=row_of(row, hold_seconds),
        payload=attempt.payload,
        payload_sha256=attempt.commitment,
        withheld=attempt.withheld,
        findings=attempt.findings,
        attempts=_attempts(log, attempt, row["corrected_by"]),
        tree=_tree(log, row),
        case=case_of(log.rows, attempt_id, row, row["grp"]),
        correctable=state in CORRECTABLE,
        not_correctable_code=None if state in CORRECTABLE else _WHY_NOT.get(state, "IN-805"),
        closing=_closing(log, row["corrected_by"]) if row["corrected_by"] is not None else None,
    )


def corrections(log: LogReader, query: Mapping[str, str]) -> CorrectionFeed:
    """Return people's corrections after a sequence number, oldest first."""
    since, limit = int(query.get("since", 0)), int(query.get("limit", _DEFAULT_LIMIT))
    found = log.rows.all(
        "SELECT * FROM corrections WHERE edrpou = :edrpou AND seq > :since ORDER BY seq LIMIT :limit",
        edrpou=log.log.edrpou, since=since, limit=limit,
    )  # fmt: skip
    items = [_notice(log.attempt(row["seq"]), row) for row in found]
    return CorrectionFeed(items=items, next=items[-1].seq if items else since)


def _notice(attempt: Attempt, row: Row) -> CorrectionNotice:
    return CorrectionNotice(
        seq=attempt.seq, attempt_id=attempt.attempt_id, of_attempt_id=row["of_attempt_id"],
        operator_tx_id=attempt.fields[OPERATOR_TX_ID] or "", status=attempt.outcome, soms_tx_id=attempt.soms_tx_id,
        received_at=from_micros(attempt.received_at), by=row["by_name"], payload=attempt.payload,
    )  # fmt: skip


def row_of(row: Row, hold_seconds: int = HOLD_SECONDS) -> RejectionRow:
    """Return a row of the index as it is told; a held one hangs on its bet, which has not come."""
    held = row["state"] == RejectionState.HELD.value
    root_tx = row["related_tx_id"] if held else row["root_tx"]
    return RejectionRow(
        attempt_id=row["attempt_id"], seq=row["seq"], received_at=from_micros(row["received_at"]),
        operator_tx_id=row["operator_tx_id"], type=row["type"], licence_no=row["licence_no"], site_id=row["site_id"],
        brand_id=row["brand_id"], source=row["source"], amount_kop=row["amount_kop"],
        ggr_kop=row["ggr_kop"],
        occurred_at=from_micros(row["occurred_at"]) if row["occurred_at"] is not None else None,
        codes=row["codes"].split(","), state=RejectionState(row["state"]), group_id=row["grp"],
        case_state=CaseState(row["case_state"]), assignee=row["assignee"], due_at=due_of(row),
        waits_until=from_micros(row["received_at"]) + timedelta(seconds=hold_seconds) if held else None,
        root=None if root_tx is None else RejectionRoot(
            operator_tx_id=root_tx, attempt_id=row["root_attempt"], group_id=row["root_grp"],
            accepted=bool(row["root_accepted"]),
        ),
    )  # fmt: skip


def _closing(log: LogReader, attempt_id: str) -> Closing | None:
    found = log.by_attempt_id(attempt_id)
    return None if found is None else Closing(
        attempt_id=found.attempt_id, seq=found.seq, received_at=from_micros(found.received_at), status=found.outcome,
        source=found.source, by=found.by, soms_tx_id=found.soms_tx_id, payload=found.payload, withheld=found.withheld,
    )  # fmt: skip


def _attempts(log: LogReader, attempt: Attempt, corrected_by: str | None) -> list[AttemptView]:
    """Return the whole chain: attempts under the same id, or linked by corrections where the id was unreadable."""
    tx = attempt.fields[OPERATOR_TX_ID]
    if tx is not None:
        found = log.attempts_of(tx)
    else:
        later = log.by_attempt_id(corrected_by) if corrected_by is not None else None
        found = [attempt] if later is None else [attempt, later]
    return [
        AttemptView(
            attempt_id=a.attempt_id, seq=a.seq, received_at=from_micros(a.received_at), status=a.outcome,
            codes=a.codes, payload_sha256=a.commitment, source=a.source, by=a.by,
        )
        for a in found
    ]  # fmt: skip


def _tree(log: LogReader, row: Row) -> list[TreeNode]:
    """Return the bet and all that refers to it, each as it stands."""
    bet = row["related_tx_id"] or row["operator_tx_id"]
    if bet is None:
        return []
    found = sorted(log.game(bet, _MOST_NODES), key=lambda a: (a.fields[TYPE] != TransactionType.BET, a.seq))
    return nodes_of(log, found, row["operator_tx_id"])


def nodes_of(log: LogReader, found: list[Attempt], current: str | None = None) -> list[TreeNode]:
    """Return attempts of one bet as they are told; ``current`` is the operator's id of the one at hand."""
    return [
        TreeNode(
            operator_tx_id=tx, attempt_id=a.attempt_id, type=kind, amount_kop=amount,
            occurred_at=a.fields[OCCURRED_AT], status=a.outcome, current=tx == current,
            reversed_by=by.attempt_id if (by := log.amended_by(a.seq)) is not None else None,
        )
        for a in found
        if (kind := a.fields[TYPE]) is not None
        and (amount := a.fields[AMOUNT_KOP]) is not None
        and (tx := a.fields[OPERATOR_TX_ID]) is not None
    ]  # fmt: skip
