"""A ledger looked through: every entry against the tree, the tree against its checkpoint, what is derived against it.

A line that was swapped gives another entry, a row that was cut out another tree, a figure that was edited another
roll-up. What the newest checkpoint kept beside the ledger says has to be in its log, so one that was emptied or put
back is noticed too.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec

from cabinet.contour.ledger.attempt_ids import TICKS_A_LINE
from cabinet.contour.ledger.derived import CONSEQUENCES, PLACED, derive_consequences, derive_verdicts_anew
from cabinet.contour.ledger.entries import findings_digest
from cabinet.contour.ledger.log import Ledger
from cabinet.contour.ledger.operator_log import PLACES
from cabinet.contour.ledger.reader import LogReader
from cabinet.contour.ledger.sqlite_store import SqliteStore
from cabinet.contour.ledger.store import Rows
from cabinet.contour.ledger.taken import REJECTED, STATE
from cabinet.contract.errors import BugError, KnownError
from cabinet.proof.checkpoints import open_checkpoint
from cabinet.proof.merkle import leaf_hash, root_of
from cabinet.proof.tiles import Edge

__all__ = ["Audited", "Fault", "audit", "compare_tree"]

_TOGETHER: Final = 4_096
_OF: Final = dict.fromkeys(CONSEQUENCES, "edrpou = :edrpou") | {
    table: f"{column} >= :low AND {column} < :high" for table, column in PLACED.items()
}
Told = Callable[[str, int], None]
"""Takes how far it has come: a log's ЄДРПОУ and how many entries of it are looked through."""


@dataclass(frozen=True)
class Fault:
    """Something that is not what the log says: of which operator, in which table or part, and where."""

    edrpou: str
    part: str
    where: str


@dataclass(frozen=True)
class Audited:
    """How many entries were looked through, and what was found."""

    entries: int
    faults: tuple[Fault, ...]


def audit(ledger: Ledger, kept: Mapping[str, str], told: Told = lambda _edrpou, _entries: None) -> Audited:
    """Look through a ledger that nobody writes to, opened without its index; ``kept`` are checkpoints by operator."""
    faults: list[Fault] = []
    entries = 0
    with ledger.store.read() as rows:
        for edrpou in sorted({*ledger.operators, *kept}):
            log = ledger.reader(rows, edrpou)
            faults += _log(ledger, log, kept.get(edrpou), told)
            entries += log.size
    return Audited(entries, tuple(faults))


def _log(ledger: Ledger, log: LogReader, kept: str | None, told: Told) -> Iterator[Fault]:
    edrpou = log.log.edrpou
    try:
        yield from compare_tree(ledger, log, told)
        yield from _blocks(log)
        if kept is not None:
            yield from _kept(ledger, log, kept)
        yield from _verdicts(log)
        yield from _index(log)
        yield from _derived(log)
    except (KnownError, BugError, LookupError, ValueError, TypeError) as error:
        yield Fault(edrpou, "log", str(error)[:200])


def compare_tree(ledger: Ledger, log: LogReader, told: Told = lambda _edrpou, _entries: None) -> Iterator[Fault]:
    """Compare every entry, made again from its line, with the tiles; and their root with the signed checkpoint."""
    edrpou, edge, seq = log.log.edrpou, Edge(), 0
    entries = log.entries(0, log.size)
    while some := [leaf_hash(entry) for entry in itertools.islice(entries, _TOGETHER)]:
        edge.extend(some)
        for tile in edge.full:
            if log.tile(tile.level, tile.number) != tile.hashes:
                yield Fault(edrpou, "tiles", f"{tile.level}/{tile.number}")
        edge.full.clear()
        seq += len(some)
        told(edrpou, seq)
    checkpoint = open_checkpoint(ledger.checkpoint(log.rows, edrpou), [ledger.signer.verifier])
    if (checkpoint.size, checkpoint.root) != (edge.size, edge.root()):
        yield Fault(edrpou, "checkpoint", f"{checkpoint.size} / {edge.size}")


def _blocks(log: LogReader) -> Iterator[Fault]:
    """Compare the blocks with one another: each is this log's, after the one before it, with ticks of its own."""
    base, end, tick = log.log.base, 0, -1
    for first, number, n, started in log.rows.tuples(
        "SELECT first, log, n, tick FROM blocks WHERE first >= :low AND first < :high ORDER BY first",
        low=base, high=base + PLACES,
    ):  # fmt: skip
        if number != log.log.number or first - base < end or started <= tick:
            yield Fault(log.log.edrpou, "blocks", str(first - base))
        end, tick = first - base + n, started + TICKS_A_LINE * n - 1


def _verdicts(log: LogReader) -> Iterator[Fault]:
    """Compare what is kept of each verdict with its entry, which the tree commits to."""
    for held, seq in log.verdicts():
        line, note = log.line(seq)
        entry = msgspec.json.decode(line)
        attempt = log.as_told(held, seq)
        said = {
            "ofAttemptId": attempt.attempt_id, "verdict": attempt.outcome.value,
            "findingsSha256": findings_digest(note.findings), "payloadCommitment": attempt.commitment,
        }  # fmt: skip
        if any(entry[name] != value for name, value in said.items()):
            yield Fault(log.log.edrpou, "verdicts", str(seq))


def _kept(ledger: Ledger, log: LogReader, note: str) -> Iterator[Fault]:
    """Compare with a checkpoint that was kept elsewhere: it is of a log that has only grown since."""
    checkpoint = open_checkpoint(note, [ledger.signer.verifier])
    if checkpoint.size > log.size:
        yield Fault(log.log.edrpou, "rolled back", f"{checkpoint.size} → {log.size}")
    elif root_of(checkpoint.size, log.node) != checkpoint.root:
        yield Fault(log.log.edrpou, "rewritten", str(checkpoint.size))


def _index(log: LogReader) -> Iterator[Fault]:
    """Ask the index of ids for every attempt's."""
    for (indexed,) in log.rows.tuples("SELECT indexed FROM logs WHERE log = :log", log=log.log.number):
        log.log.taken.read_again(log.rows, log.standing_since(indexed), log.id_of)
    standing = log.standing_since(0)
    while some := list(itertools.islice(standing, _TOGETHER)):
        found = log.log.taken.find(log.rows, {identifier for identifier, _ in some}, log.size, log.id_of)
        for identifier, value in some:
            stands = found.get(identifier)
            if stands != value and not _outlived(log, value, stands):
                yield Fault(log.log.edrpou, "taken", str(value >> 2))


def _outlived(log: LogReader, value: int, stands: int | None) -> bool:
    """Tell whether a rejected attempt may have given way to what stands: to one accepted, or one rejected later."""
    if value & STATE != REJECTED or stands is None:
        return False
    return stands & STATE != REJECTED or stands > value or log.judged_at(stands >> 2) > value >> 2


def _derived(log: LogReader) -> Iterator[Fault]:
    """Make what is derived anew, in memory, and compare it row by row."""
    anew = SqliteStore(Path(":memory:"))
    try:
        with anew.write() as rows:
            derive_verdicts_anew(log, rows)
            derive_consequences(log, rows)
            for table in _OF:
                yield from _compared(log, rows, table)
    finally:
        anew.close()


def _compared(log: LogReader, anew: Rows, table: str) -> Iterator[Fault]:
    base = log.log.base
    bounds: dict[str, object] = {"low": base, "high": base + PLACES} if table in PLACED else {"edrpou": log.log.edrpou}
    sql = f"SELECT * FROM {table} WHERE {_OF[table]}"
    # Rows of nought are of hours whose attempts were all taken out again; which of them there are is no figure.
    ours, theirs = (
        {repr(row) for row in rows.tuples(sql, **bounds) if table != "rollups" or any(row[5:])}
        for rows in (log.rows, anew)
    )
    for row in sorted(ours ^ theirs)[:10]:
        yield Fault(log.log.edrpou, table, row[:160])
