"""The log of the row engine: a row for each entry, payload and attempt."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from operator import itemgetter

import msgspec

from cabinet.contour.ledger.gaps import Gaps
from cabinet.contour.ledger.store import LedgerStore, Row, Rows
from cabinet.contract.errors import BugError
from cabinet.contract.findings import Finding
from cabinet.contract.moment import epoch_micros, wire
from cabinet.contract.registry import GapKind
from cabinet.contract.states import CaseState, Outcome, RejectionState, Severity
from cabinet.contract.transaction import CORRECTION, OPERATOR_TX_ID
from cabinet.proof.merkle import leaf_hash
from cabinet.rules.correction_kind import line_kind
from cabinet.rules.item import Examined
from tests.row_engine.field_columns import FIELD_NAMES, column_values
from tests.row_engine.rejections import RejectionIndex
from tests.row_engine.roll_ups import SLICE_COLUMN, Counted, RollUps

_ENTRY = ("edrpou", "seq", "kind", "received_at", "attempt_id", "bytes", "leaf")
_PAYLOAD = ("attempt_id", "bytes", "withheld", "findings")
_ATTEMPT = (
    "attempt_id", "edrpou", "seq", "received_at", "source", "outcome", "soms_tx_id", "commitment", "codes",
    *FIELD_NAMES, "late", "corrects", "by", "batch_id", "amends", "amended", "unreversed", "judged",
)  # fmt: skip
_AMENDED = _ATTEMPT.index("amended")
_slices = itemgetter(*map(_ATTEMPT.index, SLICE_COLUMN.values()))
_figures = itemgetter(*map(_ATTEMPT.index, Counted._fields[1:]))
_NO_FINDINGS = (b"[]", hashlib.sha256(b"[]").hexdigest())
LINK_FAULTS = frozenset({"IN-803", "IN-804", "IN-805", "IN-813", "ID-304"})
"""What makes a correction's link count for nothing."""
WAITS = "a.outcome = 'PENDING' AND a.type = 'REFUND' AND ',' || a.codes || ',' LIKE '%,RF-502,%'"
"""Of a held refund that waits for its bet."""
OF_ITS_PLACE = frozenset({"AU-107", "IN-801", "IN-802"})
TAKEN = frozenset({Outcome.ACCEPTED, Outcome.ACCEPTED_WITH_WARNINGS})


@dataclass(frozen=True, slots=True)
class NewAttempt:
    """One attempt to write. ``stored`` and ``commitment`` differ from the exact bytes when data is withheld."""

    attempt_id: str
    examined: Examined
    source: str
    stored: bytes
    commitment: str
    withheld: bool
    soms_tx_id: str | None = None
    batch_id: str | None = None
    by: str | None = None


class Append:
    """An open transaction of one operator's log.

    Rows gather in memory and are written many at a time; :attr:`rows` writes them first, so that whoever reads
    through it sees everything appended so far.
    """

    def __init__(self, rows: Rows, edrpou: str, leaves: list[bytes], now: datetime) -> None:
        self.edrpou = edrpou
        self.now = now
        self.first_seq = len(leaves)
        self._rows = rows
        self._leaves = leaves
        self._received_at = epoch_micros(now)
        self._received = wire(now)
        self._rollups = RollUps(edrpou)
        self.rejections = RejectionIndex(rows, edrpou)
        self._waiting: dict[str, tuple[Sequence[str], list[tuple[object, ...]]]] = {
            "entries": (_ENTRY, []),
            "payloads": (_PAYLOAD, []),
            "attempts": (_ATTEMPT, []),
        }
        self._rejected: set[str] = set()

    @property
    def rows(self) -> Rows:
        """The transaction's rows, with all that was appended."""
        self._settle()
        return self._rows

    @property
    def count(self) -> int:
        """How many entries this transaction has appended so far."""
        return len(self._leaves) - self.first_seq

    def attempt(self, new: NewAttempt) -> int:
        """Append one attempt with all that follows from it; returns its sequence number."""
        examined, fields = new.examined, new.examined.fields
        outcome = examined.outcome
        findings, digest = _encoded(examined.findings)
        corrects = (fields[CORRECTION] or {}).get("attemptId") if links(examined) else None
        seq = self._entry(
            "transaction",
            new.attempt_id,
            {
                "attemptId": new.attempt_id,
                **({"ofAttemptId": corrects} if corrects else {}),
                "source": new.source,
                **({"by": new.by} if new.by else {}),
                "verdict": outcome.value,
                "findingsSha256": digest,
                "payloadCommitment": new.commitment,
            },
        )
        self._wait("payloads", (new.attempt_id, new.stored, new.withheld, findings))
        worst = worst_first(examined.findings) if examined.findings else []
        codes = list(dict.fromkeys(f.code for f in worst))
        row = (
            new.attempt_id, self.edrpou, seq, self._received_at, new.source, outcome.value, new.soms_tx_id,
            new.commitment, ",".join(codes), *column_values(fields), examined.late, corrects, new.by, new.batch_id,
            *amends(examined), examined.outcome is Outcome.REJECTED and line_kind(new.stored) == "REVERSAL", seq,
        )  # fmt: skip
        self._wait("attempts", row)
        counted = Counted(_slices(row), *_figures(row))
        if outcome in TAKEN and counted.amends == "REVERSAL":
            self._rollups.add(Counted.of(self._accepted(row[_AMENDED])), -1)
        else:
            self._rollups.add(counted, 1)
        if outcome is Outcome.REJECTED:
            tx = fields[OPERATOR_TX_ID]
            if corrects is None and tx is not None:
                self._supersede_unlinked(tx, new.attempt_id)
                self._rejected.add(tx)
            self.rejections.opened(dict(zip(_ATTEMPT, row, strict=True)), worst[0], self.now)
        if corrects is not None:
            self._supersede(str(corrects), new.attempt_id, outcome)
        return seq

    def verdict(self, held: Row, examined: Examined, soms_tx_id: str | None) -> None:
        """Append what became of an attempt that was held."""
        before = msgspec.json.decode(held["findings"], type=list[Finding])
        kept = [f for f in before if f.code in OF_ITS_PLACE and f.severity is not Severity.HELD]
        found = (*examined.findings, *kept)
        examined = replace(examined, findings=found)
        outcome = examined.outcome
        findings, digest = _encoded(found)
        seq = self._entry(
            "verdict", None,
            {
                "ofAttemptId": held["attempt_id"], "verdict": outcome.value, "findingsSha256": digest,
                "payloadCommitment": held["commitment"],
            },
        )  # fmt: skip
        worst = worst_first(found) if found else []
        self._rollups.add(Counted.of(held), -1)
        self.rows.run(
            "UPDATE attempts SET outcome = :outcome, soms_tx_id = :soms, codes = :codes, late = :late, judged = :seq "
            "WHERE attempt_id = :id",
            outcome=outcome.value, soms=soms_tx_id if outcome in TAKEN else None, late=examined.late, seq=seq,
            codes=",".join(dict.fromkeys(f.code for f in worst)), id=held["attempt_id"],
        )  # fmt: skip
        self.rows.run("UPDATE payloads SET findings = :f WHERE attempt_id = :id", f=findings, id=held["attempt_id"])
        now = self._attempt(held["attempt_id"])
        self._rollups.add(Counted.of(now), 1)
        if outcome is Outcome.REJECTED:
            self._supersede_unlinked(held["operator_tx_id"], held["attempt_id"])
            self._rejected.add(held["operator_tx_id"])
            self.rejections.opened(now, worst[0], self.now)

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
        return self._entry("credential", None, {**what, "payloadCommitment": hashlib.sha256(body).hexdigest()})

    def mandate(self, what: Mapping[str, object], document: bytes | None = None) -> int:
        """Append what became of a mandate; it commits to the signed document where there is one, and names nobody."""
        body = json.dumps(what, ensure_ascii=False, separators=(",", ":")).encode()
        commitment = hashlib.sha256(body if document is None else document).hexdigest()
        return self._entry("mandate", None, {**what, "payloadCommitment": commitment})

    def flush(self) -> None:
        """Write everything down, the differences of rejections and roll-ups last."""
        self._settle()
        self.rejections.flush()
        self._rollups.write(self._rows)

    def _entry(self, kind: str, attempt_id: str | None, body: Mapping[str, object]) -> int:
        seq = len(self._leaves)
        data = msgspec.json.encode({"kind": kind, "seq": seq, "receivedAt": self._received, **body})
        leaf = leaf_hash(data)
        self._wait("entries", (self.edrpou, seq, kind, self._received_at, attempt_id, data, leaf))
        self._leaves.append(leaf)
        return seq

    def _wait(self, table: str, row: tuple[object, ...]) -> None:
        self._waiting[table][1].append(row)

    def _settle(self) -> None:
        for table, (columns, waiting) in self._waiting.items():
            if waiting:
                self._rows.insert(table, columns, waiting)
                waiting.clear()

    def _supersede(self, attempt_id: str, by: str, outcome: Outcome) -> None:
        """The rejected attempt is no longer the latest: its state and its place in the figures move."""
        state = RejectionState.SUPERSEDED if outcome is Outcome.REJECTED else RejectionState.CORRECTED
        was = self.rejections.closed(attempt_id, state, by)
        justified = was["state"] == RejectionState.JUSTIFIED.value
        self._rollups.add(Counted.of(self._attempt(attempt_id)), -1, justified=justified)

    def set_case(self, row: Row, state: CaseState, assignee: str | None) -> None:
        """Set what people have decided about a rejection: a justified one is stuck no more."""
        was, now = row["state"] == RejectionState.JUSTIFIED.value, state is CaseState.JUSTIFIED
        self.rejections.set_case(row, state, assignee)
        if was != now and row["state"] in {RejectionState.OPEN.value, RejectionState.JUSTIFIED.value}:
            counted = Counted.of(self._attempt(row["attempt_id"]))
            self._rollups.add(counted, -1, justified=was)
            self._rollups.add(counted, 1, justified=now)

    def _attempt(self, attempt_id: str) -> Row:
        row = self.rows.one("SELECT * FROM attempts WHERE attempt_id = :attempt_id", attempt_id=attempt_id)
        if row is None:
            raise BugError(f"attempt {attempt_id} is not there")
        return row

    def _accepted(self, soms_tx_id: object) -> Row:
        row = self.rows.one(
            "SELECT * FROM attempts WHERE edrpou = :edrpou AND soms_tx_id = :id", edrpou=self.edrpou, id=soms_tx_id
        )
        if row is None:
            raise BugError(f"accepted {soms_tx_id} is not there")
        return row

    def _supersede_unlinked(self, tx: str, by: str) -> None:
        """A new rejected attempt without a link (IN-808) takes the place of the open one: one transaction, one row."""
        rows = self.rows if tx in self._rejected else self._rows
        old = rows.one(
            "SELECT r.attempt_id AS attempt_id FROM attempts a JOIN rejections r ON r.attempt_id = a.attempt_id "
            "WHERE a.edrpou = :edrpou AND a.operator_tx_id = :tx AND a.attempt_id <> :by "
            "AND r.state IN ('open', 'justified')",
            edrpou=self.edrpou, tx=tx, by=by,
        )  # fmt: skip
        if old is not None:
            self._supersede(old["attempt_id"], by, Outcome.REJECTED)


def links(examined: Examined) -> bool:
    """Tell whether a correction's link counts: a false link (IN-803…805) leaves the old attempt open."""
    return examined.fields[CORRECTION] is not None and not any(f.code in LINK_FAULTS for f in examined.findings)


def amends(examined: Examined) -> tuple[str | None, str | None]:
    """Return whether what was accepted or held is a reversal or a replacement, and of which transaction."""
    correction = examined.fields[CORRECTION] or {}
    if examined.outcome is Outcome.REJECTED or correction.get("kind") not in {"REVERSAL", "REPLACEMENT"}:
        return None, None
    return correction["kind"], correction["somsTxId"]


def _encoded(findings: tuple[Finding, ...]) -> tuple[bytes, str]:
    """Return findings as stored, and the digest of what they say."""
    if not findings:
        return _NO_FINDINGS
    data = msgspec.json.encode(findings)
    return data, hashlib.sha256(data).hexdigest()


def worst_first(findings: tuple[Finding, ...]) -> list[Finding]:
    """Return findings with what weighs most in front, else in the order they were found."""
    order = {"ERROR": 0, "HELD": 1, "WARNING": 2, "INFO": 3}
    return sorted(findings, key=lambda f: order[f.severity.value])


class Ledger:
    """All operators' logs."""

    def __init__(self, store: LedgerStore) -> None:
        self.store = store
        self.leaves: dict[str, list[bytes]] = {}

    @contextmanager
    def append(self, edrpou: str, now: datetime) -> Iterator[Append]:
        with self.store.write() as rows:
            leaves = self.leaves.setdefault(edrpou, [])
            size = len(leaves)

            def undo() -> None:
                del leaves[size:]

            rows.on_rollback(undo)
            append = Append(rows, edrpou, leaves, now)
            yield append
            append.flush()
