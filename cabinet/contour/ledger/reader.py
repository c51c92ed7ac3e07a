"""Reading one operator's log over a transaction: attempts, entries and tiles, from frames, blocks and tiles."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, Final, NamedTuple

import msgspec

from cabinet.contour.ledger.attempt import OUTCOMES, TAKEN, Attempt, amended_id, read_fields, read_kept
from cabinet.contour.ledger.attempt_ids import TICKS_A_LINE, id_at, ids_from, tick_of
from cabinet.contour.ledger.entries import EntryWriter, findings_digest
from cabinet.contour.ledger.frames import FRAME, PLAIN, Frame, Note, unpack, unpack_notes
from cabinet.contour.ledger.operator_log import PLACE_BITS, PLACES, OperatorLog
from cabinet.contour.ledger.roll_ups import Counted
from cabinet.contour.ledger.store import Rows
from cabinet.contour.ledger.taken import REJECTED
from cabinet.contract.errors import BugError, KnownError
from cabinet.contract.moment import from_micros, parse_moment, wire
from cabinet.contract.states import CorrectionKind, Outcome
from cabinet.contract.transaction import RELATED_TX_ID
from cabinet.proof.merkle import leaf_hash
from cabinet.proof.tiles import HASH, TILE, TileReader, tile_root
from cabinet.rules.correction_kind import amending_kind
from cabinet.rules.item import ItemFields

__all__ = ["Block", "LogReader", "frozen_at", "newest_entry", "tile_place"]

_LEVEL_SHIFT: Final = PLACE_BITS - 4
_BLOCK: Final = "SELECT first, n, tick, received_at, source, by_name FROM blocks WHERE "
_TOGETHER: Final = 1_000
_NUMBER: Final = (1 << PLACE_BITS) - 1
_HELD: Final = OUTCOMES.index(Outcome.PENDING)


class _Named(msgspec.Struct, rename="camel"):
    operator_tx_id: str | None = None


class _Received(msgspec.Struct, rename="camel"):
    received_at: str


_named = msgspec.json.Decoder(_Named).decode
_received = msgspec.json.Decoder(_Received).decode


def newest_entry(rows: Rows, edrpou: str) -> int:
    """Return the number of an operator's last entry, 0 where there is none."""
    row = rows.one("SELECT size FROM logs WHERE edrpou = :edrpou AND size > 0", edrpou=edrpou)
    return int(row["size"]) - 1 if row is not None else 0


def frozen_at(rows: Rows, edrpou: str, asked: int | None) -> int:
    """Return the entry at which a view stands still: the one that was asked for, if the log has come so far."""
    newest = newest_entry(rows, edrpou)
    return newest if asked is None else min(asked, newest)


def tile_place(log: OperatorLog, level: int, index: int) -> int:
    """Return the key of a tile."""
    return log.base | level << _LEVEL_SHIFT | index


class Block(NamedTuple):
    """Lines that came together: ``n`` entries from ``first`` on, of one source, at one moment."""

    first: int
    n: int
    tick: int
    received_at: int
    source: str
    by: str | None

    def tick_at(self, seq: int) -> int:
        """Return the tick of an attempt; its transaction's is the next."""
        return self.tick + TICKS_A_LINE * (seq - self.first)


class LogReader:
    """What a transaction of the store sees of a log: its first ``size`` entries."""

    def __init__(self, rows: Rows, log: OperatorLog, size: int | None = None) -> None:
        """Read over a snapshot; ``size`` is given by the writer, whose own log this is."""
        self.rows = rows
        self.log = log
        self.writing = size is not None
        self.size = _committed(rows, log) if size is None else size
        self._block: Block | None = None
        self._last: tuple[int, Frame] | None = None
        self._tiles = TileReader(self.tile)
        self._referrers: dict[int, list[int]] = {}

    def frame(self, index: int) -> Frame:
        """Return a frame, its last line being at most the log's.

        Raises:
            KnownError: ``FOLDER_DAMAGED``.
        """
        count = min(FRAME, self.size - index * FRAME)
        if count < FRAME and self.writing:
            return self.log.tail
        if self._last is not None and self._last[0] == index:
            return self._last[1]
        frame = self.log.frames.get(index)
        if frame is None:
            kept = self.rows.one("SELECT lines, notes FROM frames WHERE place = :place", place=self.log.base | index)
            if kept is None:
                raise KnownError("FOLDER_DAMAGED", f"no frame {index}", path="ledger.sqlite")
            frame = unpack(kept["lines"], kept["notes"], count)
            if count == FRAME:
                self.log.frames.put(index, frame)
        self._last = (index, frame)
        return frame

    def line(self, seq: int) -> tuple[bytes, Note]:
        """Return an entry's line and note."""
        frame = self.frame(seq // FRAME)
        note = frame.notes.get(seq % FRAME, PLAIN)
        if note.long:
            ((line,),) = self.rows.tuples(
                "SELECT bytes FROM long_lines WHERE place = :place", place=self.log.base | seq
            )
            return line, note
        return frame.lines[seq % FRAME], note

    def findings(self, seqs: Iterable[int]) -> dict[int, bytes]:
        """Return what was found of each of these entries, as JSON, without opening any line.

        Raises:
            KnownError: ``FOLDER_DAMAGED``.
        """
        wanted: dict[int, list[int]] = {}
        for seq in seqs:
            wanted.setdefault(seq // FRAME, []).append(seq)
        found: dict[int, bytes] = {}
        indexes, base = list(wanted), self.log.base
        for start in range(0, len(indexes), _TOGETHER):
            some = ",".join(str(base | index) for index in indexes[start : start + _TOGETHER])
            for place, kept in self.rows.tuples(f"SELECT place, notes FROM frames WHERE place IN ({some})"):
                notes = unpack_notes(kept)
                for seq in wanted[place ^ base]:
                    note = notes.get(seq % FRAME, PLAIN)
                    found[seq] = (self._said_of(seq) or note).findings if note.outcome == _HELD else note.findings
        return found

    def id_of(self, seq: int) -> str | None:
        """Return the operator's id that an entry has."""
        line, note = self.line(seq)
        if note.fields is not None:
            return note.fields.get("operatorTxId")
        return _named(line).operator_tx_id if note.kind == "transaction" else None

    def block(self, seq: int) -> Block:
        """Return the block of a transaction's entry.

        Raises:
            KnownError: ``FOLDER_DAMAGED``.
        """
        block = self._block
        if block is None or not block.first <= seq < block.first + block.n:
            block = self._one_block("first <= :place ORDER BY first DESC LIMIT 1", place=self.log.base | seq)
            if block is None or not block.first <= seq < block.first + block.n:
                raise KnownError("FOLDER_DAMAGED", f"no block of {seq}", path="ledger.sqlite")
            self._block = block
        return block

    def attempt(self, seq: int) -> Attempt:
        """Return an attempt by the number of its entry: one that was held as its verdict says."""
        return self.as_told(seq, self.verdict_of(seq) if self.line(seq)[1].outcome == _HELD else None)

    def verdict_of(self, seq: int) -> int | None:
        """Return the entry that says what became of an attempt that was held."""
        found = self.rows.tuples("SELECT seq FROM verdicts WHERE place = :place", place=self.log.base | seq)
        return int(found[0][0]) if found and found[0][0] < self.size else None

    def verdict_at(self, seq: int) -> datetime:
        """Return when a verdict's entry came."""
        return parse_moment(_received(self.line(seq)[0]).received_at)

    def held_of(self, seq: int) -> int:
        """Return the attempt's entry that a verdict's speaks of.

        Raises:
            KnownError: ``FOLDER_DAMAGED``.
        """
        held = self.seq_of(self.line(seq)[1].corrects or "")
        if held is None:
            raise KnownError("FOLDER_DAMAGED", f"verdict {seq}", path="ledger.sqlite")
        return held

    def verdicts(self) -> Iterator[tuple[int, int]]:
        """Yield the entries of all attempts that were held, and those of their verdicts."""
        base = self.log.base
        for start in range(0, -(-self.size // FRAME), _TOGETHER):
            for place, kept in self.rows.tuples(
                "SELECT place, notes FROM frames WHERE place >= :low AND place < :high AND notes IS NOT NULL",
                low=base | start, high=base + start + _TOGETHER,
            ):  # fmt: skip
                index = place ^ base
                for at, note in unpack_notes(kept).items():
                    if note.kind == "verdict" and (seq := index * FRAME + at) < self.size:
                        yield self.held_of(seq), seq

    def judged_at(self, seq: int) -> int:
        """Return the entry at which an attempt became what it is."""
        verdict = self.verdict_of(seq) if self.line(seq)[1].outcome == _HELD else None
        return seq if verdict is None else verdict

    def _said_of(self, seq: int) -> Note | None:
        verdict = self.verdict_of(seq)
        return None if verdict is None else self.line(verdict)[1]

    def as_told(self, seq: int, verdict: int | None = None) -> Attempt:
        """Return an attempt as it was told when it came, or at the entry of its verdict."""
        line, note = self.line(seq)
        block = self.block(seq)
        said = note if verdict is None else self.line(verdict)[1]
        outcome = OUTCOMES[said.outcome]
        attempt_id, soms_tx_id = ids_from(self.log.secret, block.tick_at(seq), TICKS_A_LINE)
        return Attempt(
            seq=seq, attempt_id=attempt_id, soms_tx_id=soms_tx_id if outcome in TAKEN else None,
            received_at=block.received_at, source=block.source, by=block.by,
            outcome=outcome, line=line, commitment=(note.commitment or hashlib.sha256(line).digest()).hex(),
            withheld=note.withheld, encoded_findings=said.findings, late=said.late, corrects=note.corrects,
            fields=read_fields(line) if note.fields is None else read_kept(note.fields), verdict=verdict,
        )  # fmt: skip

    def by_attempt_id(self, attempt_id: str) -> Attempt | None:
        """Return an attempt by its id."""
        return self._by_id(attempt_id, 0)

    def counted(self, attempt_id: str) -> Counted:
        """Return what the roll-ups count of an attempt.

        Raises:
            BugError: there is no such attempt.
        """
        found = self.by_attempt_id(attempt_id)
        if found is None:
            raise BugError(f"attempt {attempt_id} is not there")
        return found.counted

    def by_soms_tx_id(self, soms_tx_id: str) -> Attempt | None:
        """Return the accepted attempt of a transaction's id."""
        found = self._by_id(soms_tx_id, 1)
        return found if found is not None and found.outcome in TAKEN else None

    def seq_of(self, attempt_id: str) -> int | None:
        """Return the entry of an attempt, by its id."""
        return self._seq(attempt_id, 0)

    def _by_id(self, identifier: str, place: int) -> Attempt | None:
        seq = self._seq(identifier, place)
        return None if seq is None else self.attempt(seq)

    def _seq(self, identifier: str, place: int) -> int | None:
        tick = tick_of(identifier)
        if tick is None or tick & 1 != place:
            return None
        seq = self.place_of_tick(tick)
        return None if seq is None or id_at(self.log.secret, tick) != identifier else seq

    def place_of_tick(self, tick: int) -> int | None:
        """Return the number of the entry that a tick belongs to."""
        block = self._one_block(
            "log = :log AND tick <= :tick ORDER BY tick DESC LIMIT 1", log=self.log.number, tick=tick
        )
        if block is None:
            return None
        number = (tick - block.tick) // TICKS_A_LINE
        return block.first + number if number < block.n and block.first + number < self.size else None

    def _one_block(self, where: str, **values: int) -> Block | None:
        found = self.rows.tuples(_BLOCK + where, **values)
        if not found or found[0][0] >> PLACE_BITS != self.log.number:
            return None
        first, *others = found[0]
        return Block(first & _NUMBER, *others)

    def standing(self, identifiers: Iterable[str]) -> dict[str, Attempt]:
        """Return how the transactions of these ids stand: as accepted or held, else by the latest rejected attempt."""
        asked = list(identifiers)
        found = self.log.taken.find(self.rows, asked, self.size, self.id_of)
        standing = {identifier: self.attempt(value >> 2) for identifier, value in found.items()}
        for identifier in asked:
            if identifier not in standing and (value := self.stood(identifier)) is not None:
                standing[identifier] = self.attempt(value >> 2)
        return standing

    def stood(self, operator_tx_id: str) -> int | None:
        """Return what stands for an id, where the index tells something of a later moment than this snapshot's.

        What waits and what was rejected still tell it; one that was accepted stands for ever.
        """
        waiting = self._waiting("operator_tx_id", operator_tx_id)
        if waiting:
            return waiting[0] << 2 | _HELD
        rejected = self.rejected(operator_tx_id)
        return max(rejected, key=self.judged_at) << 2 | REJECTED if rejected else None

    def rejected(self, operator_tx_id: str) -> list[int]:
        """Return the entries of all rejected attempts under an id, oldest first."""
        return [
            seq
            for (seq,) in self.rows.tuples(
                # By numbers, which an index holds; what waits is not among them.
                "SELECT seq FROM rejections WHERE edrpou = :edrpou AND seq IN "
                "(SELECT seq FROM rejections WHERE edrpou = :edrpou AND operator_tx_id = :tx) AND state <> 'held' "
                "ORDER BY seq",
                edrpou=self.log.edrpou, tx=operator_tx_id,
            )
        ]  # fmt: skip

    def _waiting(self, column: str, value: str) -> list[int]:
        """Return the entries that wait for their bets, by their own id or by the bet's."""
        base = self.log.base
        return [
            place ^ base
            for (place,) in self.rows.tuples(
                f"SELECT place FROM waiting WHERE place >= :low AND place < :high AND {column} = :value ORDER BY place",
                low=base, high=base + min(self.size, PLACES), value=value,
            )
        ]  # fmt: skip

    def standing_since(self, first: int) -> Iterator[tuple[str, int]]:
        """Yield the id of each attempt from an entry on, and its value in the index.

        One that was held is told with its verdict, and told again at it.
        """
        for index in range(first // FRAME, -(-self.size // FRAME)):
            frame, start = self.frame(index), max(first - index * FRAME, 0)
            notes, base = frame.notes, index * FRAME
            for place, line in enumerate(frame.lines[start : self.size - base], start):
                seq, note = base + place, notes.get(place)
                if note is not None and note.kind == "verdict":
                    seq = self.held_of(seq)
                elif note is not None and note.outcome == _HELD:
                    note = self._said_of(seq) or note
                identifier = _named(line).operator_tx_id if note is None else self.id_of(seq)
                if identifier is not None:
                    yield identifier, seq << 2 | (note.outcome if note is not None else 0)

    def attempts_of(self, operator_tx_id: str) -> list[Attempt]:
        """Return all attempts under an id, oldest first: the one that stands and the rejected ones."""
        seqs = set(self.rejected(operator_tx_id))
        seqs |= {attempt.seq for attempt in self.standing((operator_tx_id,)).values()}
        return [self.attempt(seq) for seq in sorted(seqs)]

    def referring(self, bet: int) -> list[Attempt]:
        """Return accepted refunds and payouts of a bet's entry that were not reversed, oldest first."""
        return [attempt for attempt in self.standing_on(bet) if attempt.outcome in TAKEN]

    def standing_on(self, bet: int) -> list[Attempt]:
        """Return accepted and held refunds and payouts of a bet's entry that were not reversed, oldest first."""
        found = [a for a in self.followers(bet) if a.amends is not CorrectionKind.REVERSAL]
        self.prepare(a.seq for a in found if a.seq not in self._referrers)
        return [a for a in found if self.amended_by(a.seq) is None]

    def amended(self, fields: ItemFields, outcome: Outcome) -> Attempt | None:
        """Return what an accepted or held reversal or replacement speaks of, None for all else."""
        soms_tx_id = amended_id(fields, outcome)
        return self.by_soms_tx_id(soms_tx_id) if soms_tx_id is not None else None

    def taken_back(self, fields: ItemFields, outcome: Outcome) -> Attempt | None:
        """Return the transaction that an accepted reversal takes back, None for all else."""
        if outcome not in TAKEN or amending_kind(fields) is not CorrectionKind.REVERSAL:
            return None
        return self.amended(fields, outcome)

    def amended_by(self, seq: int) -> Attempt | None:
        """Return the accepted reversal of a transaction's entry, or the accepted replacement of a reversal's."""
        for follower in self.followers(seq):
            if follower.outcome not in TAKEN or follower.amends is None:
                continue
            # A replacement that is a refund or payout refers to its bet, too.
            if follower.amends is CorrectionKind.REVERSAL or self.attempt(seq).amends is CorrectionKind.REVERSAL:
                return follower
        return None

    def followers(self, bet: int) -> list[Attempt]:
        """Return what was accepted or held and refers to an entry, oldest first.

        Of a bet its refunds and payouts, of each transaction its reversal, of a reversal its replacement.
        """
        if bet not in self._referrers:
            self.prepare((bet,))
        return [self.attempt(seq) for seq in self._referrers[bet]]

    def prepare(self, bets: Iterable[int]) -> None:
        """Look up together what refers to entries."""
        base, wanted = self.log.base, sorted(bets)
        self._referrers |= {bet: [] for bet in wanted}
        for start in range(0, len(wanted), _TOGETHER):
            some = ",".join(str(base | bet) for bet in wanted[start : start + _TOGETHER])
            for bet, seq in self.rows.tuples(f"SELECT bet, seq FROM referrers WHERE bet IN ({some}) ORDER BY bet, seq"):
                if seq < self.size:
                    self._referrers[bet ^ base].append(seq)

    def game(self, bet_tx_id: str, most: int) -> list[Attempt]:
        """Return a bet and all that refers to it, each transaction as it stands, by when it came.

        Of those rejected only by ``most`` attempts. Reversals that were accepted are none of it: what they took
        back is.
        """

        def of_game(attempt: Attempt) -> bool:
            reversal = attempt.amends is CorrectionKind.REVERSAL and attempt.outcome is not Outcome.REJECTED
            return attempt.fields[RELATED_TX_ID] == bet_tx_id and not reversal

        bet = self.standing((bet_tx_id,)).get(bet_tx_id)
        found = {} if bet is None else {bet.seq: bet} | {a.seq: a for a in self.followers(bet.seq) if of_game(a)}
        found |= {seq: self.attempt(seq) for seq in self._waiting("bet", bet_tx_id)}
        rejected = self.rows.tuples(
            # By their numbers and in no order: for an order's sake SQLite would walk all that was ever rejected.
            "SELECT operator_tx_id FROM rejections WHERE edrpou = :edrpou AND seq IN "
            "(SELECT seq FROM rejections WHERE edrpou = :edrpou AND related_tx_id = :bet) LIMIT :most",
            edrpou=self.log.edrpou, bet=bet_tx_id, most=most,
        )  # fmt: skip
        # Of a transaction that was rejected and then accepted, the accepted attempt is what stands.
        standing = self.standing({tx for (tx,) in rejected if tx is not None}).values()
        found |= {a.seq: a for a in standing if of_game(a)}
        return [found[seq] for seq in sorted(found)][:most]

    def entry(self, seq: int) -> bytes:
        """Return an entry's bytes."""
        return next(self.entries(seq, 1))

    def entries(self, first: int, count: int) -> Iterator[bytes]:
        """Yield the bytes of entries in their order."""
        seq, end = first, min(first + count, self.size)
        while seq < end:
            line, note = self.line(seq)
            if note.kind != "transaction":
                yield line
                seq += 1
                continue
            block = self.block(seq)
            stop = min(block.first + block.n, end)
            writer = EntryWriter(wire(from_micros(block.received_at)), block.source, block.by)
            ids = ids_from(self.log.secret, block.tick_at(seq), TICKS_A_LINE * (stop - seq))[::TICKS_A_LINE]
            first = seq
            while seq < stop:
                index, place = divmod(seq, FRAME)
                frame = self.frame(index)
                noted = min((at for at in frame.notes if at >= place), default=FRAME)
                here = min(stop, index * FRAME + noted)
                if here > seq:
                    yield from writer.plain(seq, ids[seq - first :], frame.lines[place : place + here - seq])
                    seq = here
                    continue
                attempt_id = ids[seq - first]
                line, note = self.line(seq)
                commitment = note.commitment or hashlib.sha256(line).digest()
                yield writer.entry(
                    seq, attempt_id, note.corrects, OUTCOMES[note.outcome].value, findings_digest(note.findings),
                    commitment.hex(),
                )  # fmt: skip
                seq += 1

    def tile(self, level: int, index: int) -> bytes:
        """Return the hashes of a tile joined, as far as the tree goes; empty where there is none.

        Raises:
            KnownError: ``FOLDER_DAMAGED``.
        """
        width = min(TILE, (self.size >> 8 * level) - index * TILE)
        if width <= 0:
            return b""
        if width == TILE:
            row = self.rows.tuples(
                "SELECT hashes FROM tiles WHERE place = :place", place=tile_place(self.log, level, index)
            )
            if not row or len(row[0][0]) != TILE * HASH:
                raise KnownError("FOLDER_DAMAGED", f"no tile {level}/{index}", path="ledger.sqlite")
            return bytes(row[0][0])
        size, edge = self.log.published
        if size == self.size:
            return b"".join(edge[level])
        if level == 0:
            return b"".join(map(leaf_hash, self.entries(index * TILE, width)))
        return b"".join(tile_root(self.tile(level - 1, index * TILE + n)) for n in range(width))

    def node(self, level: int, index: int) -> bytes:
        """Return the hash of a full subtree (:data:`cabinet.proof.merkle.Node`)."""
        return self._tiles.node(level, index)


def _committed(rows: Rows, log: OperatorLog) -> int:
    found: Mapping[str, Any] | None = rows.one("SELECT size FROM logs WHERE log = :log", log=log.number)
    return int(found["size"]) if found is not None else 0
