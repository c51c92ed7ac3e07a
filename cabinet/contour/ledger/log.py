"""The ledger of one perimeter: a log of entries without gaps an operator, a tree over them, a signed checkpoint."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from typing import Final

from cabinet.contour.ledger.append import Append
from cabinet.contour.ledger.derived import DERIVED, derive_consequences_anew
from cabinet.contour.ledger.draft import Draft
from cabinet.contour.ledger.frames import FRAME, Frame
from cabinet.contour.ledger.kept_checkpoints import KeptCheckpoints
from cabinet.contour.ledger.operator_log import OperatorLog
from cabinet.contour.ledger.reader import LogReader
from cabinet.contour.ledger.store import LedgerStore, Row, Rows
from cabinet.contract.errors import KnownError
from cabinet.proof.checkpoints import Checkpoint, open_checkpoint, sign_checkpoint
from cabinet.proof.merkle import EMPTY_ROOT, root_of
from cabinet.proof.notes import NoteSigner
from cabinet.proof.tiles import HASH, TILE, Edge
from cabinet.rules.rates import RateTable, shipped_rates

__all__ = ["Ledger"]

_SECRET_BYTES: Final = 32
_log = logging.getLogger(__name__)


class Ledger:
    """All operators' logs of one perimeter and environment.

    Raises:
        KnownError: ``FOLDER_DAMAGED`` where a log does not lead to its last signed checkpoint.
    """

    def __init__(
        self,
        store: LedgerStore,
        signer: NoteSigner,
        origin: str,
        kept: KeptCheckpoints | None = None,
        *,
        indexed: bool = True,
        rates: RateTable | None = None,
    ) -> None:
        """Open the logs of a store.

        Args:
            store: where they are.
            signer: of their checkpoints.
            origin: what their names begin with.
            kept: checkpoints kept beside them, which they must not be behind.
            indexed: whether the index of ids is to be used; without it nothing can be appended.
            rates: by which taxes are told, the shipped ones by default.
        """  # fmt: skip
        self.store = store
        self.signer = signer
        self.rates = rates or shipped_rates()
        self._origin = origin
        self._logs: dict[str, OperatorLog] = {}
        self._open: dict[str, Append] = {}
        self._kept = kept
        with store.read() as rows:
            for row in rows.all("SELECT * FROM logs"):
                log = self._logs[row["edrpou"]] = self._opened(rows, row)
                if indexed:
                    reader = LogReader(rows, log)
                    log.taken.read_again(rows, reader.standing_since(row["indexed"]), reader.id_of)
            for edrpou, note in (kept.read() if kept is not None else {}).items():
                self._at_least(rows, edrpou, note)
        self._derive()

    @contextmanager
    def append(self, edrpou: str, now: datetime) -> Iterator[Append]:
        """Open a transaction of one operator's log, or a part of one that is open; commits with a signed checkpoint."""
        with self.store.write() as rows:
            append = self._open.get(edrpou)
            if append is None or append.rows is not rows:
                append = self._open[edrpou] = Append(rows, self._logs.get(edrpou) or self._new(rows, edrpou), now)
                rows.before_commit(partial(self._write, append))
            append.begin(now)
            yield append

    def _write(self, append: Append) -> None:
        edge = append.write()
        if edge is not None:
            append.rows.run(
                "UPDATE logs SET size = :size, tick = :tick, checkpoint = :note WHERE log = :log",
                size=edge.size, tick=append.tick, note=sign_checkpoint(self.head_with(append), self.signer),
                log=append.log.number,
            )  # fmt: skip
            append.rows.after_commit(self._keep)

    def head(self, edrpou: str) -> Checkpoint:
        """Return what the log commits to now."""
        edge = self._log(edrpou).edge
        return Checkpoint(self._origin_of(edrpou), edge.size, edge.root())

    def head_with(self, append: Append) -> Checkpoint:
        """Return what the log will commit to with what was appended so far."""
        return Checkpoint(self._origin_of(append.edrpou), append.edge.size, append.edge.root())

    def head_at(self, reader: LogReader, size: int) -> Checkpoint:
        """Return what the log committed to when it had so many entries."""
        return Checkpoint(self._origin_of(reader.log.edrpou), size, root_of(size, reader.node))

    def checkpoint(self, rows: Rows, edrpou: str) -> str:
        """Return the newest signed checkpoint (an empty log has one too)."""
        row = rows.one("SELECT checkpoint FROM logs WHERE edrpou = :edrpou AND size > 0", edrpou=edrpou)
        if row is not None:
            return str(row["checkpoint"])
        return sign_checkpoint(Checkpoint(self._origin_of(edrpou), 0, EMPTY_ROOT), self.signer)

    @property
    def operators(self) -> tuple[str, ...]:
        """Those that have a log, by their ЄДРПОУ."""
        return tuple(self._logs)

    def reader(self, rows: Rows, edrpou: str) -> LogReader:
        """Return the log of an operator as a transaction sees it; an empty one where there is none yet."""
        return LogReader(rows, self._log(edrpou))

    def draft(self, rows: Rows, edrpou: str, now: datetime) -> Draft:
        """Return a draft over a reader's snapshot, of which nothing is written."""
        return Draft(rows, self._log(edrpou), now)

    def _log(self, edrpou: str) -> OperatorLog:
        return self._logs.get(edrpou) or OperatorLog(0, edrpou, b"")

    def keep_checkpoints(self) -> None:
        """Keep the newest checkpoints beside the ledger."""
        if self._kept is not None:
            with self.store.read() as rows:
                self._kept.write({edrpou: self.checkpoint(rows, edrpou) for edrpou in self._logs})

    def erased(self, edrpou: str, index: int, frame: Frame) -> None:
        """Take note that a line of a frame was erased."""
        log = self._log(edrpou)
        log.frames.clear()
        if index == log.size // FRAME:
            log.tail = frame

    def _keep(self) -> None:
        """Keep them now and then; what was committed is so whether that works or not."""
        if self._kept is not None and self._kept.due:
            try:
                self.keep_checkpoints()
            except KnownError as error:
                _log.warning("checkpoints are not kept: %s", error)

    def _at_least(self, rows: Rows, edrpou: str, note: str) -> None:
        """Check that a log has all that a checkpoint kept beside it says.

        Raises:
            KnownError: ``FOLDER_DAMAGED``.
        """
        checkpoint = open_checkpoint(note, [self.signer.verifier])
        log = self.reader(rows, edrpou)
        if checkpoint.size > log.size or root_of(checkpoint.size, log.node) != checkpoint.root:
            raise KnownError("FOLDER_DAMAGED", f"{checkpoint.size} > {log.size}", path="ledger.sqlite")

    def _derive(self) -> None:
        """Derive anew what logs of an older version or of other rates have not, or otherwise; once for each log."""
        old = [row["edrpou"] for row in self._not_derived()]
        if not old:
            return
        with self.store.write() as rows:
            for edrpou in old:
                derive_consequences_anew(self.reader(rows, edrpou), rows)
                rows.run(
                    "UPDATE logs SET derived = :now, withholding = :rates WHERE edrpou = :edrpou",
                    now=DERIVED, rates=self.rates.withholding, edrpou=edrpou,
                )  # fmt: skip

    def _not_derived(self) -> list[Row]:
        with self.store.read() as rows:
            return rows.all(
                "SELECT edrpou FROM logs WHERE derived < :now OR withholding <> :rates",
                now=DERIVED, rates=self.rates.withholding,
            )  # fmt: skip

    def _origin_of(self, edrpou: str) -> str:
        return f"{self._origin}/{edrpou}"

    def _new(self, rows: Rows, edrpou: str) -> OperatorLog:
        newest = rows.one("SELECT COALESCE(MAX(log), 0) AS log FROM logs")
        number = 1 + int(newest["log"]) if newest is not None else 1
        log = OperatorLog(number, edrpou, secrets.token_bytes(_SECRET_BYTES), self.rates)
        rows.run(
            "INSERT INTO logs (log, edrpou, secret, size, tick, indexed, checkpoint, derived, withholding) "
            "VALUES (:log, :edrpou, :secret, 0, 0, 0, '', :derived, :rates)",
            log=number, edrpou=edrpou, secret=log.secret, derived=DERIVED, rates=self.rates.withholding,
        )  # fmt: skip
        rows.after_commit(lambda: self._logs.update({edrpou: log}))
        return log

    def _opened(self, rows: Rows, row: Row) -> OperatorLog:
        """Return a log as it was left: what is in memory of it is read from its end."""
        log = OperatorLog(row["log"], row["edrpou"], row["secret"], self.rates)
        log.size, log.tick = row["size"], row["tick"]
        reader = LogReader(rows, log)
        tiles: list[list[bytes]] = []
        width = log.size
        while True:
            tile = reader.tile(len(tiles), width // TILE)
            tiles.append([tile[n : n + HASH] for n in range(0, len(tile), HASH)])
            width //= TILE
            if not width:
                break
        log.edge = Edge.of(log.size, tiles)
        log.published = (log.size, tuple(map(tuple, log.edge.tiles)))
        if log.size % FRAME:
            last = reader.frame(log.size // FRAME)
            log.tail = Frame(last.lines, last.notes)
        if log.size:
            stored = open_checkpoint(row["checkpoint"], [self.signer.verifier])
            if stored != Checkpoint(self._origin_of(log.edrpou), log.size, log.edge.root()):
                raise KnownError("FOLDER_DAMAGED", "the last checkpoint", path="ledger.sqlite")
        return log
