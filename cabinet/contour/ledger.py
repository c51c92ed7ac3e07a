"""The ledger of one perimeter: entries without gaps, a tree over them, a signed checkpoint with every commit.

Everything an attempt changes changes in one transaction: entry, payload, columns, indexes, roll-ups, tree,
checkpoint. Roll-ups and tree grow only from rows really inserted.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

import msgspec

from cabinet.contour.rejection_index import RejectionIndex
from cabinet.contour.schema import ROLLUP_COUNTS
from cabinet.contour.store import LedgerStore, Row, Rows
from cabinet.contract.errors import BugError
from cabinet.contract.findings import Finding
from cabinet.contract.moment import epoch_micros, from_micros, hour_start, wire
from cabinet.contract.states import CaseState, Outcome, RejectionState
from cabinet.proof.checkpoints import Checkpoint, open_checkpoint, sign_checkpoint
from cabinet.proof.merkle import Tree, leaf_hash
from cabinet.proof.notes import NoteSigner
from cabinet.rules.item import Examined

__all__ = ["Append", "Ledger", "NewAttempt"]

_INSERT_ENTRY = (
    "INSERT INTO entries (edrpou, seq, kind, received_at, attempt_id, bytes, leaf) "
    "VALUES (:edrpou, :seq, :kind, :received_at, :attempt_id, :bytes, :leaf)"
)
_INSERT_PAYLOAD = (
    "INSERT INTO payloads (attempt_id, bytes, withheld, findings) VALUES (:attempt_id, :bytes, :withheld, :findings)"
)
_ATTEMPT_COLUMNS = (
    "attempt_id", "edrpou", "seq", "received_at", "source", "outcome", "soms_tx_id", "commitment", "codes",
    "operator_tx_id", "type", "licence_no", "brand_id", "site_id", "amount_kop", "occurred_at", "related_tx_id",
    "player_ref", "round_id", "late", "corrects", "by", "batch_id",
)  # fmt: skip
_INSERT_ATTEMPT = (
    f"INSERT INTO attempts ({', '.join(c if c != 'by' else chr(34) + 'by' + chr(34) for c in _ATTEMPT_COLUMNS)}) "
    f"VALUES ({', '.join(':' + c for c in _ATTEMPT_COLUMNS)})"
)
_UPSERT_ROLLUP = (
    "INSERT INTO rollups (edrpou, hour, type, licence_no, brand_id, site_id, source, "
    + ", ".join(ROLLUP_COUNTS)
    + ") VALUES (:edrpou, :hour, :type, :licence_no, :brand_id, :site_id, :source, "
    + ", ".join(f":{c}" for c in ROLLUP_COUNTS)
    + ") ON CONFLICT (edrpou, hour, type, licence_no, brand_id, site_id, source) DO UPDATE SET "
    + ", ".join(f"{c} = rollups.{c} + excluded.{c}" for c in ROLLUP_COUNTS)
)
_GGR_SIGN = {"BET": 1, "REFUND": -1, "PAYOUT": -1}
_PLURAL = {
    "BET": ("bets", "bet_kop"),
    "REFUND": ("refunds", "refund_kop"),
    "PAYOUT": ("payouts", "payout_kop"),
}


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
    """An open transaction of one operator's log."""

    def __init__(self, rows: Rows, edrpou: str, tree: Tree, now: datetime) -> None:
        self.rows = rows
        self.edrpou = edrpou
        self.now = now
        self.first_seq = tree.size
        self._tree = tree
        self._rollups: dict[tuple[object, ...], list[int]] = {}
        self.rejections = RejectionIndex(rows, edrpou)

    @property
    def count(self) -> int:
        """How many entries this transaction has appended so far."""
        return self._tree.size - self.first_seq

    def attempt(self, new: NewAttempt) -> int:
        """Append one attempt with all that follows from it; returns its sequence number."""
        examined, fields = new.examined, new.examined.fields
        outcome = examined.outcome
        findings = msgspec.json.encode(examined.findings)
        corrects = (fields.correction or {}).get("attemptId") if links(examined) else None
        seq = self._entry(
            "transaction",
            new.attempt_id,
            {
                "attemptId": new.attempt_id,
                **({"ofAttemptId": corrects} if corrects else {}),
                "source": new.source,
                **({"by": new.by} if new.by else {}),
                "verdict": outcome.value,
                "findingsSha256": hashlib.sha256(findings).hexdigest(),
                "payloadCommitment": new.commitment,
            },
        )
        self.rows.run(
            _INSERT_PAYLOAD,
            attempt_id=new.attempt_id,
            bytes=new.stored,
            withheld=new.withheld,
            findings=findings,
        )
        worst = _worst_first(examined.findings)
        codes = list(dict.fromkeys(f.code for f in worst))
        occurred = epoch_micros(fields.occurred_at) if fields.occurred_at is not None else None
        row: dict[str, object] = {
            "attempt_id": new.attempt_id, "edrpou": self.edrpou, "seq": seq,
            "received_at": epoch_micros(self.now), "source": new.source, "outcome": outcome.value,
            "soms_tx_id": new.soms_tx_id, "commitment": new.commitment, "codes": ",".join(codes),
            "operator_tx_id": fields.operator_tx_id, "type": fields.type, "licence_no": fields.licence_no,
            "brand_id": fields.brand_id, "site_id": fields.site_id, "amount_kop": fields.amount_kop,
            "occurred_at": occurred, "related_tx_id": fields.related_tx_id, "player_ref": fields.player_ref,
            "round_id": fields.round_id, "late": fields.late, "corrects": corrects, "by": new.by,
            "batch_id": new.batch_id,
        }  # fmt: skip
        self.rows.run(_INSERT_ATTEMPT, **row)
        self._count(row, 1)
        if outcome is Outcome.REJECTED:
            self.rejections.opened(row, worst[0], self.now)
        elif outcome in {Outcome.ACCEPTED, Outcome.ACCEPTED_WITH_WARNINGS}:
            self._follow_bet(row)
        if corrects is not None:
            self._supersede(str(corrects), new.attempt_id, outcome)
        elif outcome is Outcome.REJECTED and fields.operator_tx_id is not None:
            self._supersede_unlinked(fields.operator_tx_id, seq, new.attempt_id)
        return seq

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
        """Write the differences of roll-ups and rejections."""
        self.rejections.flush()
        keys = ("edrpou", "hour", "type", "licence_no", "brand_id", "site_id", "source")
        self.rows.many(
            _UPSERT_ROLLUP,
            [
                {**dict(zip(keys, key, strict=True)), **dict(zip(ROLLUP_COUNTS, counts, strict=True))}
                for key, counts in self._rollups.items()
                if any(counts)
            ],
        )
        self._rollups.clear()

    def _entry(self, kind: str, attempt_id: str | None, body: Mapping[str, object]) -> int:
        seq = self._tree.size
        data = json.dumps(
            {"kind": kind, "seq": seq, "receivedAt": wire(self.now), **body},
            ensure_ascii=False,
            separators=(",", ":"),
        ).encode()
        leaf = leaf_hash(data)
        self.rows.run(
            _INSERT_ENTRY, edrpou=self.edrpou, seq=seq, kind=kind, received_at=epoch_micros(self.now),
            attempt_id=attempt_id, bytes=data, leaf=leaf,
        )  # fmt: skip
        self._tree.append(leaf)
        return seq

    def _count(self, row: Mapping[str, object], sign: int, *, justified: bool = False) -> None:
        """Add (or take back) one attempt in the hour it happened; an unreadable time counts when it came.

        A justified rejection is still rejected, but its sum is stuck no more.
        """
        moment = row["occurred_at"] if row["occurred_at"] is not None else row["received_at"]
        assert isinstance(moment, int)  # noqa: S101  both columns are numbers
        key = (
            self.edrpou, epoch_micros(hour_start(from_micros(moment))), row["type"] or "—", row["licence_no"] or "—",
            row["brand_id"] or "—", row["site_id"] or "—", row["source"],
        )  # fmt: skip
        counts = dict.fromkeys(ROLLUP_COUNTS, 0)
        kind, amount = str(row["type"] or ""), row["amount_kop"] or 0
        assert isinstance(amount, int)  # noqa: S101  the column is a number
        outcome = Outcome(str(row["outcome"]))
        if outcome is Outcome.REJECTED:
            counts["rejected"] = 1
            counts["stuck_kop"] = 0 if justified else _GGR_SIGN.get(kind, 0) * amount
        elif outcome is Outcome.PENDING:
            counts["pending"] = 1
        else:
            counts["accepted"] = 1
            counts["with_warnings"] = int(outcome is Outcome.ACCEPTED_WITH_WARNINGS)
            counts["late"] = int(bool(row["late"]))
            number, money = _PLURAL[kind]
            counts[number] = 1
            counts[money] = amount
        total = self._rollups.setdefault(key, [0] * len(ROLLUP_COUNTS))
        for place, name in enumerate(ROLLUP_COUNTS):
            total[place] += sign * counts[name]

    def _supersede(self, attempt_id: str, by: str, outcome: Outcome) -> None:
        """The rejected attempt is no longer the latest: its state and its place in the figures move."""
        state = RejectionState.SUPERSEDED if outcome is Outcome.REJECTED else RejectionState.CORRECTED
        was = self.rejections.closed(attempt_id, state, by)
        self._count(self._attempt(attempt_id), -1, justified=was["state"] == RejectionState.JUSTIFIED.value)

    def set_case(self, row: Row, state: CaseState, assignee: str | None) -> None:
        """Set what people have decided about a rejection: a justified one is stuck no more."""
        was, now = row["state"] == RejectionState.JUSTIFIED.value, state is CaseState.JUSTIFIED
        self.rejections.set_case(row, state, assignee)
        if was != now and row["state"] in {RejectionState.OPEN.value, RejectionState.JUSTIFIED.value}:
            attempt = self._attempt(row["attempt_id"])
            self._count(attempt, -1, justified=was)
            self._count(attempt, 1, justified=now)

    def _attempt(self, attempt_id: str) -> Row:
        row = self.rows.one("SELECT * FROM attempts WHERE attempt_id = :attempt_id", attempt_id=attempt_id)
        if row is None:
            raise BugError(f"attempt {attempt_id} is not there")
        return row

    def _supersede_unlinked(self, tx: str, seq: int, by: str) -> None:
        """A new rejected attempt without a link (IN-808) takes the place of the open one: one transaction, one row."""
        old = self.rows.one(
            "SELECT r.attempt_id AS attempt_id FROM attempts a JOIN rejections r ON r.attempt_id = a.attempt_id "
            "WHERE a.edrpou = :edrpou AND a.operator_tx_id = :tx AND a.seq < :seq AND r.state IN ('open', 'justified')",
            edrpou=self.edrpou, tx=tx, seq=seq,
        )  # fmt: skip
        if old is not None:
            self._supersede(old["attempt_id"], by, Outcome.REJECTED)

    def _follow_bet(self, row: Mapping[str, object]) -> None:
        if row["type"] == "BET" or row["related_tx_id"] is None:
            return
        refund = row["amount_kop"] if row["type"] == "REFUND" else 0
        payout = row["attempt_id"] if row["type"] == "PAYOUT" else None
        self.rows.run(
            "INSERT INTO bets (edrpou, operator_tx_id, refunded_kop, payout_attempt) "
            "VALUES (:edrpou, :tx, :refund, :payout) ON CONFLICT (edrpou, operator_tx_id) DO UPDATE SET "
            "refunded_kop = bets.refunded_kop + excluded.refunded_kop, "
            "payout_attempt = COALESCE(excluded.payout_attempt, bets.payout_attempt)",
            edrpou=self.edrpou, tx=row["related_tx_id"], refund=refund, payout=payout,
        )  # fmt: skip


def links(examined: Examined) -> bool:
    """Tell whether a correction's link counts: a false link (IN-803…805) leaves the old attempt open."""
    return examined.fields.correction is not None and not any(
        f.code in {"IN-803", "IN-804", "IN-805", "ID-304"} for f in examined.findings
    )


def _worst_first(findings: tuple[Finding, ...]) -> list[Finding]:
    order = {"ERROR": 0, "HELD": 1, "WARNING": 2, "INFO": 3}
    return sorted(findings, key=lambda f: order[f.severity.value])


class Ledger:
    """All operators' logs of one perimeter and environment."""

    def __init__(self, store: LedgerStore, signer: NoteSigner, origin: str) -> None:
        self.store = store
        self.signer = signer
        self._origin = origin
        self._trees: dict[str, Tree] = {}
        self._load()

    @contextmanager
    def append(self, edrpou: str, now: datetime) -> Iterator[Append]:
        """Open a transaction of one operator's log; commits with a signed checkpoint, or leaves no trace."""
        with self.store.write() as rows:
            tree = self._trees.setdefault(edrpou, Tree())
            size = tree.size
            rows.on_rollback(lambda: tree.truncate(size))
            append = Append(rows, edrpou, tree, now)
            yield append
            append.flush()
            if tree.size > size:
                note = sign_checkpoint(self.head(edrpou), self.signer)
                rows.run(
                    "INSERT INTO checkpoints (edrpou, size, note) VALUES (:edrpou, :size, :note)",
                    edrpou=edrpou, size=tree.size, note=note,
                )  # fmt: skip

    def head(self, edrpou: str) -> Checkpoint:
        """Return what the log commits to now."""
        tree = self._trees.setdefault(edrpou, Tree())
        return Checkpoint(f"{self._origin}/{edrpou}", tree.size, tree.root())

    def checkpoint(self, rows: Rows, edrpou: str) -> str:
        """Return the newest signed checkpoint (an empty log has one too)."""
        row = rows.one("SELECT note FROM checkpoints WHERE edrpou = :edrpou ORDER BY size DESC LIMIT 1", edrpou=edrpou)
        return str(row["note"]) if row is not None else sign_checkpoint(self.head(edrpou), self.signer)

    def size(self, edrpou: str) -> int:
        """Return the number of entries."""
        return self._trees.setdefault(edrpou, Tree()).size

    def _load(self) -> None:
        """Build the trees from the entries' own bytes and compare them with the last signed checkpoints."""
        with self.store.read() as rows:
            for operator in rows.all("SELECT DISTINCT edrpou FROM entries"):
                edrpou = operator["edrpou"]
                entries: list[Row] = rows.all(
                    "SELECT bytes FROM entries WHERE edrpou = :edrpou ORDER BY seq", edrpou=edrpou
                )
                self._trees[edrpou] = Tree(leaf_hash(e["bytes"]) for e in entries)
                stored = open_checkpoint(self.checkpoint(rows, edrpou), [self.signer.verifier])
                if stored != self.head(edrpou):
                    raise BugError(f"the log of {edrpou} does not match its last checkpoint")
