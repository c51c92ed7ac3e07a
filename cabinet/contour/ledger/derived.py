"""What is derived from a log, made from it anew: roll-ups, indexes of rejections, ids and days, what waits."""

from __future__ import annotations

from typing import Final

from cabinet.contour.ledger.attempt import awaited_bet, referred_bet
from cabinet.contour.ledger.consequences import Consequences
from cabinet.contour.ledger.operator_log import PLACES
from cabinet.contour.ledger.reader import Block, LogReader
from cabinet.contour.ledger.store import Row, Rows
from cabinet.contour.ledger.waiting import WAITING, Held
from cabinet.contour.rejections.index import NOBODY
from cabinet.contract.moment import from_micros
from cabinet.contract.states import CaseState
from cabinet.contract.transaction import OPERATOR_TX_ID

__all__ = [
    "CONSEQUENCES",
    "DERIVED",
    "PLACED",
    "derive_consequences",
    "derive_consequences_anew",
    "derive_index",
    "derive_verdicts_anew",
]

CONSEQUENCES: Final = (
    "rejections", "rejection_groups", "rejection_days", "rejection_blocks", "rejection_roots", "rollups", "frame_days",
)  # fmt: skip
"""Tables that follow from attempts and from what people have decided about them."""
PLACED: Final = {"referrers": "bet", "waiting": "place", "verdicts": "place"}
"""Tables whose rows are found by an entry's place, and the column that it stands in."""
DERIVED: Final = 4
"""The version of what is derived: a log with an older one is derived anew when it is opened."""
_TOGETHER: Final = 20_000


def derive_verdicts_anew(log: LogReader, into: Rows) -> None:
    """Make anew what says what became of held attempts, for all that is derived follows from it."""
    _clear(log, into, "verdicts")
    _write_verdicts(log, into)


def derive_consequences_anew(log: LogReader, into: Rows) -> None:
    """Make all of an operator's consequences anew, by the index of ids that there is."""
    for table in CONSEQUENCES:
        into.run(f"DELETE FROM {table} WHERE edrpou = :edrpou", edrpou=log.log.edrpou)
    for table in PLACED:
        _clear(log, into, table)
    _write_verdicts(log, into)
    derive_consequences(log, into)


def derive_consequences(log: LogReader, into: Rows) -> None:
    """Write an operator's consequences into tables that have none of theirs, but for the index of verdicts.

    That one and the index of ids are whole by then.
    """
    consequences = Consequences(into, log.log.edrpou, log.counted, log.log.rates)
    decided = "SELECT * FROM case_events WHERE edrpou = :edrpou AND by_name <> :nobody ORDER BY number"
    events = iter(log.rows.all(decided, edrpou=log.log.edrpou, nobody=NOBODY))
    event = next(events, None)
    block: Block | None = None
    referring: list[tuple[str, int]] = []
    waiting: dict[int, Held] = {}
    for seq in range(log.size):
        kind = log.line(seq)[1].kind
        if kind not in {"transaction", "verdict"}:
            continue
        while event is not None and event["size"] <= seq:
            _decided(consequences, into, event)
            event = next(events, None)
        if kind == "verdict":
            held = log.held_of(seq)
            attempt = log.as_told(held, seq)
            waiting.pop(held, None)
            consequences.verdict(log.as_told(held).counted, attempt, log.verdict_at(seq))
        else:
            attempt = log.as_told(seq)
            if block is None or not block.first <= seq < block.first + block.n:
                block = log.block(seq)
                consequences.rejections.begin()
            consequences.attempt(
                seq, attempt.attempt_id, attempt.counted, attempt.fields, attempt.findings,
                from_micros(attempt.received_at), log.taken_back(attempt.fields, attempt.outcome),
            )  # fmt: skip
        awaited = awaited_bet(attempt.fields, attempt.outcome, attempt.findings)
        if awaited is not None:
            waiting[seq] = Held(seq, attempt.fields[OPERATOR_TX_ID] or "", awaited, attempt.received_at)
        elif (related := referred_bet(attempt.fields, attempt.outcome)) is not None:
            referring.append((related, attempt.seq))
        amended = log.amended(attempt.fields, attempt.outcome)
        if amended is not None:
            into.insert("referrers", ("bet", "seq"), [(log.log.base | amended.seq, attempt.seq)])
        if seq % _TOGETHER == 0:
            consequences.write()
            _write_referrers(log, into, referring)
            referring.clear()
    while event is not None:
        _decided(consequences, into, event)
        event = next(events, None)
    consequences.write()
    _write_referrers(log, into, referring)
    into.insert("waiting", WAITING, [(log.log.base | seq, *held[1:]) for seq, held in waiting.items()])


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


def _clear(log: LogReader, into: Rows, table: str) -> None:
    column, base = PLACED[table], log.log.base
    into.run(f"DELETE FROM {table} WHERE {column} >= :low AND {column} < :high", low=base, high=base + PLACES)


def _write_verdicts(log: LogReader, into: Rows) -> None:
    """Write which entries say what became of attempts that were held."""
    into.insert("verdicts", ("place", "seq"), ((log.log.base | held, seq) for held, seq in log.verdicts()))
