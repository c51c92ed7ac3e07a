"""What is derived from a log, made from it anew: roll-ups, indexes of rejections, ids and days, referrers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cabinet.contour.ledger.attempt import Attempt, referred_bet
from cabinet.contour.ledger.consequences import Consequences
from cabinet.contour.ledger.operator_log import PLACES
from cabinet.contour.ledger.reader import Block, LogReader
from cabinet.contour.ledger.store import Row, Rows
from cabinet.contour.rejections.index import NOBODY
from cabinet.contract.moment import from_micros
from cabinet.contract.states import CaseState

__all__ = ["CONSEQUENCES", "DERIVED", "derive_consequences", "derive_consequences_anew", "derive_index"]

CONSEQUENCES: Final = (
    "rejections", "rejection_groups", "rejection_days", "rejection_blocks", "rejection_roots", "rollups", "frame_days",
)  # fmt: skip
"""Tables that follow from attempts and from what people have decided about them."""
DERIVED: Final = 3
"""The version of what is derived: a log with an older one is derived anew when it is opened."""
_TOGETHER: Final = 20_000


def derive_consequences_anew(log: LogReader, into: Rows) -> None:
    """Make an operator's roll-ups, index of rejections and referrers anew, by the index of ids that there is."""
    for table in CONSEQUENCES:
        into.run(f"DELETE FROM {table} WHERE edrpou = :edrpou", edrpou=log.log.edrpou)
    base = log.log.base
    into.run("DELETE FROM referrers WHERE bet >= :low AND bet < :high", low=base, high=base + PLACES)
    derive_consequences(log, into)


def derive_consequences(log: LogReader, into: Rows) -> None:
    """Write an operator's roll-ups, index of rejections and referrers into tables that have none of theirs.

    The index of ids is whole by then.
    """
    consequences = Consequences(into, log.log.edrpou, log.counted)
    decided = "SELECT * FROM case_events WHERE edrpou = :edrpou AND by_name <> :nobody ORDER BY number"
    events = iter(log.rows.all(decided, edrpou=log.log.edrpou, nobody=NOBODY))
    event = next(events, None)
    block: Block | None = None
    referring: list[tuple[str, int]] = []
    for attempt in _attempts(log):
        while event is not None and event["size"] <= attempt.seq:
            _decided(consequences, into, event)
            event = next(events, None)
        if block is None or not block.first <= attempt.seq < block.first + block.n:
            block = log.block(attempt.seq)
            consequences.rejections.begin()
        consequences.attempt(
            attempt.seq, attempt.attempt_id, attempt.counted, attempt.fields, attempt.findings,
            from_micros(attempt.received_at), log.taken_back(attempt.fields, attempt.outcome),
        )  # fmt: skip
        related = referred_bet(attempt.fields, attempt.outcome)
        if related is not None:
            referring.append((related, attempt.seq))
        amended = log.amended(attempt.fields, attempt.outcome)
        if amended is not None:
            into.insert("referrers", ("bet", "seq"), [(log.log.base | amended.seq, attempt.seq)])
        if attempt.seq % _TOGETHER == 0:
            consequences.write()
            _write_referrers(log, into, referring)
            referring.clear()
    while event is not None:
        _decided(consequences, into, event)
        event = next(events, None)
    consequences.write()
    _write_referrers(log, into, referring)


def _decided(consequences: Consequences, rows: Rows, event: Row) -> None:
    state = CaseState(event["state"])
    rejection = rows.one("SELECT * FROM rejections WHERE attempt_id = :id", id=event["subject"])
    if rejection is not None:
        consequences.set_case(rejection, state, event["assignee"])
    else:
        consequences.set_group_case(event["subject"], state, event["assignee"])


def derive_index(log: LogReader, into: Rows) -> None:
    """Write an operator's index of ids into tables that have none of theirs."""
    taken = log.log.taken
    some: dict[str, int] = {}
    for identifier, value in log.standing_since(0):
        taken.keep(some, identifier, value)
        if len(some) >= _TOGETHER:
            taken.write_through(into, some, log.id_of)
            some.clear()
    taken.write_through(into, some, log.id_of)


def _write_referrers(log: LogReader, into: Rows, some: list[tuple[str, int]]) -> None:
    """Write which accepted and held refunds and payouts refer to which bets."""
    bets = log.log.taken.find(log.rows, {related for related, _ in some}, log.size, log.id_of)
    into.insert(
        "referrers", ("bet", "seq"),
        [(log.log.base | bets[related] >> 2, seq) for related, seq in some if related in bets],
    )  # fmt: skip


def _attempts(log: LogReader) -> Iterator[Attempt]:
    for seq in range(log.size):
        if log.line(seq)[1].kind == "transaction":
            yield log.attempt(seq)
