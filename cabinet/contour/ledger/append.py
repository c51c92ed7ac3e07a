"""An open transaction of one operator's log: lines in, and with them all that follows from them.

Everything an attempt changes changes in one transaction: frame, block, tree, index, roll-ups, checkpoint. Roll-ups
and tree grow only from lines really appended. What the process holds in memory changes after the commit.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec

from cabinet.contour.ledger.attempt import OUTCOMES, Attempt, NewAttempt
from cabinet.contour.ledger.attempt_ids import TICKS_A_LINE
from cabinet.contour.ledger.consequences import Consequences
from cabinet.contour.ledger.draft import Draft, PlainLine
from cabinet.contour.ledger.entries import EntryWriter, findings_digest
from cabinet.contour.ledger.frames import FRAME, LONG, NO_FINDINGS, Frame, Note, pack
from cabinet.contour.ledger.gaps import Gaps
from cabinet.contour.ledger.operator_log import OperatorLog
from cabinet.contour.ledger.reader import tile_place
from cabinet.contour.ledger.roll_ups import Counted
from cabinet.contour.ledger.store import Row, Rows
from cabinet.contract.moment import wire
from cabinet.contract.registry import GapKind
from cabinet.contract.states import CaseState
from cabinet.contract.transaction import OPERATOR_TX_ID
from cabinet.proof.merkle import leaf_hash
from cabinet.proof.tiles import Edge
from cabinet.rules.item import Examined

__all__ = ["Append"]


class Append(Draft):
    """An open transaction of one operator's log; one for each however many parts it is appended to in."""

    def __init__(self, rows: Rows, log: OperatorLog, now: datetime) -> None:
        super().__init__(rows, log, now, log.size)
        self._consequences = Consequences(rows, log.edrpou, self.reader.counted, log.rates)
        self.first_seq = log.size
        self._edge: Edge = log.edge.copy()
        self._leaves: list[bytes] = []
        self._writer = EntryWriter("", "", None)
        self._ids: list[str] = []

    def begin(self, now: datetime) -> None:
        """Begin a part of the transaction: what comes now came at that moment."""
        self.now = now
        self.first_seq = self.pending.end
        self.open = None
        self._consequences.rejections.begin()

    @property
    def count(self) -> int:
        """How many entries this part has appended so far."""
        return self.pending.end - self.first_seq

    @property
    def edge(self) -> Edge:
        """The tree's right edge with all that was appended."""
        self._edge.extend(self._leaves)
        self._leaves.clear()
        return self._edge

    def open_block(self, source: str, lines: int, by: str | None = None) -> list[str]:
        """Begin the lines of one batch; returns ids for at most so many: an attempt's, its transaction's, the next."""
        self._writer = EntryWriter(wire(self.now), source, by)
        self._ids = super().open_block(source, lines, by)
        return self._ids

    def attempt(self, new: NewAttempt) -> int:
        """Append one attempt with all that follows from it; returns its sequence number."""
        seq = super().attempt(new)
        note = self.pending.notes.get(seq)
        examined, block = new.examined, self.open
        assert block is not None  # noqa: S101  the draft has taken the line
        fields, outcome = examined.fields, examined.outcome
        corrects = note.corrects if note is not None else None
        entry = self._writer.entry(
            seq, new.attempt_id, corrects, outcome.value,
            findings_digest(note.findings) if note is not None else findings_digest(), new.commitment.hex(),
        )  # fmt: skip
        self._leaves.append(leaf_hash(entry))
        counted = Counted.of(fields, new.stored, outcome, block.source, block.received_at, corrects, late=examined.late)
        self._consequences.attempt(
            seq, new.attempt_id, counted, fields, examined.findings, self.now, self.reader.taken_back(fields, outcome)
        )
        return seq

    def plain(self, lines: Sequence[PlainLine]) -> None:
        """Append lines that are accepted without a word, in their order."""
        first, block = self.pending.end, self.open
        assert block is not None  # noqa: S101  whoever judges has opened one
        super().plain(lines)
        ids = self._ids[TICKS_A_LINE * (first - block.first) :: TICKS_A_LINE]
        raws = self.pending.lines[first - self.pending.start :]
        self._leaves += map(leaf_hash, self._writer.plain(first, ids, raws))
        self._consequences.rejections.roots.accepted(line[1] for line in lines)
        self._consequences.roll_ups.add_plain(
            ((keys, kop, at) for _, _, _, keys, kop, at in lines), block.source, block.received_at
        )
        self._consequences.frame_days.add_many(first, [line[5] for line in lines])

    def verdict(self, held: Attempt, examined: Examined) -> int:
        """Append what became of an attempt that was held, with all that follows; returns its sequence number."""
        fields, outcome = held.fields, examined.outcome
        findings = msgspec.json.encode(examined.findings) if examined.findings else NO_FINDINGS
        seq = self._record(
            "verdict",
            {
                "ofAttemptId": held.attempt_id, "verdict": outcome.value, "findingsSha256": findings_digest(findings),
                "payloadCommitment": held.commitment,
            },
            Note("verdict", OUTCOMES.index(outcome), findings, examined.late, held.attempt_id),
        )  # fmt: skip
        self.pending.verdicts[held.seq] = seq
        self.waiting.ended(held.seq)
        self.taken.settle(fields[OPERATOR_TX_ID] or "", held.seq, OUTCOMES.index(outcome))
        self._refers_to_bet(fields, outcome, held.seq)
        self._consequences.verdict(held.counted, self.reader.attempt(held.seq), self.now)
        return seq

    def numbered(self, source: str, last: int) -> None:
        """Keep where a source's ``seqNo`` stands."""
        self.rows.run(
            "INSERT INTO source_numbers (edrpou, source, seq_no) VALUES (:edrpou, :source, :n) "
            "ON CONFLICT (edrpou, source) DO UPDATE SET seq_no = excluded.seq_no",
            edrpou=self.edrpou, source=source, n=last,
        )  # fmt: skip

    def missed(self, source: str, kind: GapKind, first: int, last: int) -> None:
        """Keep what of a source has not come."""
        Gaps(self.rows, self.edrpou, source).missed(kind, first, last, self.now)

    def came(self, source: str, kind: GapKind, number: int) -> None:
        """Take what has come late out of what is missing."""
        Gaps(self.rows, self.edrpou, source).came(kind, number)

    def credential(self, what: Mapping[str, object]) -> int:
        """Append what became of a credential, so that none can be issued behind the operator's back."""
        body = json.dumps(what, ensure_ascii=False, separators=(",", ":")).encode()
        return self._record("credential", {**what, "payloadCommitment": hashlib.sha256(body).hexdigest()})

    def mandate(self, what: Mapping[str, object], document: bytes | None = None) -> int:
        """Append what became of a mandate; it commits to the signed document where there is one, and names nobody."""
        body = json.dumps(what, ensure_ascii=False, separators=(",", ":")).encode()
        commitment = hashlib.sha256(body if document is None else document).hexdigest()
        return self._record("mandate", {**what, "payloadCommitment": commitment})

    def set_group_case(self, group_id: str, state: CaseState, assignee: str | None) -> None:
        """Set what people have decided about a cause and everything open in it."""
        self._consequences.set_group_case(group_id, state, assignee)

    def set_case(self, row: Row, state: CaseState, assignee: str | None) -> None:
        """Set what people have decided about a rejection."""
        self._consequences.set_case(row, state, assignee)

    def write(self) -> Edge | None:
        """Write everything down; what the process holds of the log follows after the commit.

        Returns the tree's edge, None where no entry was appended.
        """
        self._consequences.write()
        pending, log = self.pending, self.log
        if not pending.lines:
            return None
        edge = self.edge
        tail, full = self._write_frames()
        self.rows.insert(
            "blocks",
            ("first", "log", "n", "tick", "received_at", "source", "by_name"),
            [
                (log.base | b.first, log.number, b.n, b.tick, b.received_at, b.source, b.by)
                for b in pending.blocks
                if b.n
            ],
        )
        self.rows.insert(
            "tiles", ("place", "hashes"), [(tile_place(log, t.level, t.number), t.hashes) for t in edge.full]
        )
        edge.full.clear()
        self.waiting.write()
        self.rows.insert(
            "verdicts", ("place", "seq"), [(log.base | held, seq) for held, seq in pending.verdicts.items()]
        )
        self.rows.insert("referrers", ("bet", "seq"), [(log.base | bet, seq) for bet, seq in pending.referrers])
        indexed = self.taken.write()
        if indexed is not None:
            self.rows.run("UPDATE logs SET indexed = :indexed WHERE log = :log", indexed=indexed, log=log.number)
        self.rows.after_commit(lambda: log.follow(edge, self.tick, tail, full))
        return edge

    def _record(self, kind: str, body: Mapping[str, object], note: Note | None = None) -> int:
        """Append an entry that is no transaction: its line is the entry itself."""
        self.open = None
        seq = self.pending.end
        entry = msgspec.json.encode({"kind": kind, "seq": seq, "receivedAt": wire(self.now), **body})
        self.pending.notes[seq] = note or Note(kind)
        self.pending.lines.append(entry)
        self._leaves.append(leaf_hash(entry))
        return seq

    def _write_frames(self) -> tuple[Frame, dict[int, Frame]]:
        """Write the frames that have grown; returns the last one while it is not full, and those that are."""
        index, filled = divmod(self.pending.start, FRAME)
        frames: dict[int, Frame] = {}
        if filled:
            frames[index] = Frame(self.log.tail.lines, dict(self.log.tail.notes))
        for seq, line in enumerate(self.pending.lines, self.pending.start):
            frames.setdefault(seq // FRAME, Frame()).lines.append(line)
        for seq, note in self.pending.notes.items():
            frames[seq // FRAME].notes[seq % FRAME] = note
            if len(line := self.pending.lines[seq - self.pending.start]) > LONG:
                self._write_long(seq, frames[seq // FRAME], line, note)
        self.rows.many(
            "INSERT INTO frames (place, lines, notes) VALUES (:place, :lines, :notes) "
            "ON CONFLICT (place) DO UPDATE SET lines = excluded.lines, notes = excluded.notes",
            [self._frame_row(index, frame) for index, frame in frames.items()],
        )
        last = max(frames)
        tail = frames.pop(last) if len(frames[last].lines) < FRAME else Frame()
        return tail, frames

    def _write_long(self, seq: int, frame: Frame, line: bytes, note: Note) -> None:
        """Write a line that is too long for its frame beside it."""
        self.rows.run(
            "INSERT INTO long_lines (place, bytes) VALUES (:place, :bytes)", place=self.log.base | seq, bytes=line
        )
        frame.lines[seq % FRAME] = b""
        frame.notes[seq % FRAME] = msgspec.structs.replace(note, long=True)

    def _frame_row(self, index: int, frame: Frame) -> dict[str, object]:
        lines, notes = pack(frame.lines, frame.notes)
        return {"place": self.log.base | index, "lines": lines, "notes": notes}
