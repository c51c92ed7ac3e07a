"""An operator's log audited from its first entry to its newest checkpoint, in bounded memory.

Every entry is hashed into a tree of our own. Its root has to be the one that the newest checkpoint signs, and at the
size of each checkpoint that was ever seen here the one of that; so nothing was cut out, put in or rewritten since. On
the way tiles, contents, own receipts and figures are compared. Faults are gathered, not raised: what is raised is only
that it could not be audited, and then :meth:`Audit.state` says where to go on.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Final

import msgspec

from cabinet.audit.asking import Chunk, LogAsking, Signed
from cabinet.audit.entries import Content, Entry, Mark, read_entry
from cabinet.audit.own_receipts import OwnReceipt, Place, ReceiptCheck, digest_of, read_receipts
from cabinet.audit.recount import Recount
from cabinet.audit.report import MOST_FAULTS, Checked, CheckKind, CheckState, Fault, Progress, Report
from cabinet.audit.shown_figures import compare_figures
from cabinet.audit.state import AuditState, edge_of, read_state, tiles_of
from cabinet.contract.errors import KnownError
from cabinet.contract.moment import kyiv_day, wire
from cabinet.contract.states import Outcome
from cabinet.proof.checkpoints import Checkpoint
from cabinet.proof.merkle import EMPTY_ROOT, consistency_of, leaf_hash, verify_consistency
from cabinet.proof.tiles import HASH, TILE, Edge, TileReader

__all__ = ["Anchor", "Audit", "Paused", "Wanted"]

_TOLD_EVERY: Final = 16
"""Tiles between two words about how far it is."""
_MISSING_CODES: Final = frozenset({"TILE_UNKNOWN", "ANSWER_INVALID", "MOMENT_INVALID", "FOLDER_DAMAGED", "INTERNAL"})
"""What a perimeter says that cannot serve what its own checkpoint commits to."""
_UNREADABLE_CODES: Final = frozenset({"SCOPE_MISSING", "RIGHT_MISSING"})


class Paused(Exception):
    """It was told to stop; :meth:`Audit.state` says where to go on."""


@dataclass(frozen=True)
class Anchor:
    """A checkpoint that the log has to begin with: seen here earlier, or promised by an own receipt of that path."""

    size: int
    root: bytes
    receipt: str = ""


@dataclass(frozen=True)
class Wanted:
    """What is audited: against the checkpoints seen here, and own receipts of a folder where one is given.

    ``state`` is where an earlier audit stopped; ``first_seen`` is since when checkpoints are kept here.
    """

    seen: Sequence[Anchor] = ()
    receipts: Path | None = None
    state: bytes | None = None
    first_seen: datetime | None = None


def _idle(_: Progress) -> None:
    return


def _never() -> bool:
    return False


class Audit:
    """One audit. :meth:`run` blocks; ``told`` hears how far it is, ``stop`` is asked whether to pause."""

    def __init__(
        self,
        asking: LogAsking,
        wanted: Wanted,
        now: Callable[[], datetime],
        told: Callable[[Progress], None] = _idle,
        stop: Callable[[], bool] = _never,
    ) -> None:
        self.asking, self.wanted = asking, wanted
        self._now, self._told, self._stop = now, told, stop
        self._faults: list[Fault] = []
        self._checks = {kind: Checked() for kind in CheckKind}
        self._places: Sequence[Place] = ()
        self._edge, self.recount = Edge(), Recount()
        self._withheld = self._too_long = self._false_receipts = 0
        self._target: Signed | None = None
        self._anchors: list[Anchor] = []
        self._receipts: list[OwnReceipt] = []
        self._receipt_check = ReceiptCheck((), self.asking.verifiers)

    @property
    def size(self) -> int:
        """How many entries are looked through."""
        return self._edge.size

    def run(self) -> Report:
        """Audit, from where an earlier one stopped where that is known and fits.

        Raises:
            KnownError: the log could not be asked, or what it answers is under no trusted key.
            Paused: as it was told.
        """
        target = self._target = self.asking.checkpoint()
        self._read_receipts()
        self._anchors = sorted(
            [*self.wanted.seen, *(Anchor(o.checkpoint.size, o.checkpoint.root, str(o.path)) for o in self._receipts)],
            key=lambda anchor: anchor.size,
        )
        self._begin(target)
        whole = self._through(lambda: self._newest.size)
        if whole:
            self._compare_figures()
            whole = self._through(lambda: self._newest.size)
        self._end(whole=whole)
        return self._report()

    def state(self) -> bytes | None:
        """Return where it stands, None where it has not begun."""
        if self._target is None:
            return None
        checks = {kind.value: check for kind, check in self._checks.items()}
        return AuditState(
            origin=self._newest.origin, signer=self._target.signer, size=self._edge.size, tiles=tiles_of(self._edge),
            recount=self.recount.kept(), anchored=_digest(self._anchors, self._edge.size),
            receipts=digest_of(self._receipts, self._edge.size), places=self._receipt_check.places, checks=checks,
            faults=self._faults, withheld=self._withheld, too_long=self._too_long,
            false_receipts=self._false_receipts,
        ).encoded()  # fmt: skip

    # -- beginning ---------------------------------------------------------------------------------------------------

    @property
    def _newest(self) -> Checkpoint:
        assert self._target is not None  # noqa: S101  asked for at the beginning
        return self._target.checkpoint

    def _read_receipts(self) -> None:
        check = self._checks[CheckKind.RECEIPTS]
        if self.wanted.receipts is None:
            check.state = CheckState.SKIPPED
            return
        self._receipts, faults = read_receipts(self.wanted.receipts, self.asking.verifiers)
        self._false_receipts = len(faults)
        check.of = len(self._receipts) + len(faults)
        self._add(faults)

    def _begin(self, target: Signed) -> None:
        """Go on from where an earlier audit stopped, if that was this log's; else from its first entry."""
        try:
            if self.wanted.state is not None:
                self._resume(read_state(self.wanted.state), target)
        except KnownError as error:
            if error.code not in {"AUDIT_STATE_OTHER", *_MISSING_CODES}:
                raise
        for kind, of in ((CheckKind.ENTRIES, target.checkpoint.size), (CheckKind.CONTENTS, target.checkpoint.size)):
            self._checks[kind].state = CheckState.RUNNING
            self._checks[kind].of = of
        self._checks[CheckKind.CHECKPOINTS].of = len(self.wanted.seen)
        self._checks[CheckKind.CHECKPOINTS].state = CheckState.RUNNING
        if not self._edge.size:
            for anchor in (anchor for anchor in self._anchors if not anchor.size):
                self._anchored(anchor, "" if anchor.root == EMPTY_ROOT else "LOG_REWRITTEN")
        if self.wanted.receipts is not None:
            self._checks[CheckKind.RECEIPTS].state = CheckState.RUNNING
            self._receipt_check = ReceiptCheck(
                self._receipts, self.asking.verifiers, self._edge.size, self._places
            )  # fmt: skip
        self._tell()

    def _resume(self, state: AuditState, target: Signed) -> None:
        """Take a state over, once its tree is proved to be the beginning of the one that the newest checkpoint signs.

        Raises:
            KnownError: ``AUDIT_STATE_OTHER`` where it is of another log or key, or was compared with others.
        """
        newest, edge = target.checkpoint, edge_of(state)
        same = (state.origin, state.signer) == (newest.origin, target.signer) and edge.size <= newest.size
        if not same or state.anchored != _digest(self._anchors, edge.size):
            raise KnownError("AUDIT_STATE_OTHER", "log or checkpoints")
        if state.receipts != digest_of(self._receipts, edge.size):
            raise KnownError("AUDIT_STATE_OTHER", "receipts")
        reader = TileReader(self._tile_of(newest.size))
        path = consistency_of(edge.size, newest.size, reader.node)
        if not verify_consistency(edge.size, newest.size, path, edge.root(), newest.root):
            raise KnownError("AUDIT_STATE_OTHER", "root")
        try:
            recount = Recount.of(state.recount)
        except msgspec.MsgspecError as error:
            raise KnownError("AUDIT_STATE_OTHER", "figures") from error
        self._edge, self.recount, self._places = edge, recount, state.places
        receipts = self._checks[CheckKind.RECEIPTS]
        self._checks |= {CheckKind(kind): check for kind, check in state.checks.items()}
        # Which files are no receipts was found anew.
        kept = self._checks[CheckKind.RECEIPTS]
        kept.of, kept.faults = receipts.of, kept.faults - state.false_receipts + self._false_receipts
        self._checks[CheckKind.FIGURES] = Checked()
        self._faults += [
            fault for fault in state.faults if fault.check is not CheckKind.FIGURES and fault.code != "RECEIPT_FALSE"
        ]
        self._withheld, self._too_long = state.withheld, state.too_long

    def _tile_of(self, size: int) -> Callable[[int, int], bytes]:
        def tile(level: int, number: int) -> bytes:
            return self.asking.tile(level, number, min(TILE, (size >> 8 * level) - number * TILE))

        return tile

    # -- going through -----------------------------------------------------------------------------------------------

    def _through(self, upto: Callable[[], int]) -> bool:
        """Look through the entries up to a size; returns whether they could all be had."""
        size = upto()
        if self._edge.size >= size:
            return True
        try:
            for number, chunk in enumerate(self.asking.chunks(self._edge.size, size)):
                self._take(chunk)
                if number % _TOLD_EVERY == 0:
                    self._tell()
                if self._stop():
                    self._tell()
                    raise Paused
        except KnownError as error:
            if error.code not in _MISSING_CODES:
                raise
            facts = {"seq": str(self._edge.size), "size": str(size)}
            self._add([Fault(check=CheckKind.ENTRIES, code="LOG_ENTRY_MISSING", facts=facts)])
            return False
        self._tell()
        return True

    def _take(self, chunk: Chunk) -> None:
        skip = self._edge.size - chunk.number * TILE
        leaves = [leaf_hash(entry) for entry in chunk.entries]
        if chunk.hashes != b"".join(leaves):
            self._tile_differs(0, chunk.number)
        read = [read_entry(entry) for entry in chunk.entries[skip:]]
        for entry, content in zip(read, chunk.contents[skip:], strict=True):
            self._compare_content(entry, content)
            self.recount.take(entry, content)
        self.recount.flush()
        self._extend(leaves[skip:])
        self._add(self._receipt_check.take(read))
        self._checks[CheckKind.RECEIPTS].done = self._receipt_check.done
        self._checks[CheckKind.ENTRIES].done = self._checks[CheckKind.CONTENTS].done = self._edge.size

    def _extend(self, leaves: Sequence[bytes]) -> None:
        """Add leaves to the tree, and compare its root at the size of each anchor on the way."""
        first, end = self._edge.size, self._edge.size + len(leaves)
        for anchor in (anchor for anchor in self._anchors if first < anchor.size <= end):
            self._edge.extend(leaves[self._edge.size - first : anchor.size - first])
            forked = anchor.size == self._newest.size
            same = self._edge.root() == anchor.root
            self._anchored(anchor, "" if same else "CHECKPOINT_FORKED" if forked else "LOG_REWRITTEN")
        self._edge.extend(leaves[self._edge.size - first :])
        for tile in self._edge.full:
            if tile.level and self.asking.tile(tile.level, tile.number) != tile.hashes:
                self._tile_differs(tile.level, tile.number)
        self._edge.full.clear()

    def _anchored(self, anchor: Anchor, code: str) -> None:
        """Count one anchor as compared; with a code it is not of this log's beginning."""
        newest = self._newest
        if anchor.receipt:
            if code:
                facts = {"path": Path(anchor.receipt).name, "seq": str(anchor.size)}
                self._add([Fault(check=CheckKind.RECEIPTS, code="RECEIPT_ENTRY_DIFFERS", facts=facts)])
            return
        self._checks[CheckKind.CHECKPOINTS].done += 1
        if code:
            facts = {"origin": newest.origin, "size": str(anchor.size)}
            facts |= {"had": str(anchor.size), "offered": str(newest.size)}
            self._add([Fault(check=CheckKind.CHECKPOINTS, code=code, facts=facts)])

    def _compare_content(self, entry: Entry, content: Content) -> None:
        if entry.kind != "transaction":
            return
        if not isinstance(content, Mark):
            if sha256(content).hexdigest() != entry.payload_commitment:
                self._swapped(entry)
        elif content.too_long:
            self._too_long += 1
            # Only a rejected line may be longer than a transaction is.
            if entry.verdict != Outcome.REJECTED:
                self._swapped(entry)
        else:
            self._withheld += 1

    def _swapped(self, entry: Entry) -> None:
        facts = {"seq": str(entry.seq), "attempt": entry.attempt_id}
        self._add([Fault(check=CheckKind.CONTENTS, code="CONTENT_SWAPPED", facts=facts)])

    def _tile_differs(self, level: int, number: int) -> None:
        facts = {"tile": f"{level}/{number}"}
        self._add([Fault(check=CheckKind.ENTRIES, code="LOG_TILE_DIFFERS", facts=facts)])

    # -- figures and the end -----------------------------------------------------------------------------------------

    def _compare_figures(self) -> None:
        check = self._checks[CheckKind.FIGURES]
        check.state = CheckState.RUNNING
        self._tell()

        def days(done: int, of: int) -> None:
            check.done, check.of = done, of
            self._tell()

        try:
            today = kyiv_day(self._now())
            for fault in compare_figures(self.asking, self.recount, today, self._follow, days):
                self._add([fault])
        except KnownError as error:
            if error.code in _UNREADABLE_CODES:
                check.state, check.why = CheckState.SKIPPED, error.code
            elif error.code in _MISSING_CODES:
                facts = {"day": "—", "by": "", "key": "", "figure": error.code, "shown": "—", "counted": "—"}
                self._add([Fault(check=CheckKind.FIGURES, code="FIGURES_DIFFER", facts=facts)])
            else:
                raise

    def _follow(self, newest_entry: int) -> None:
        """Look entries through up to one that figures were read at, if the log has grown meanwhile."""
        if newest_entry < self._edge.size:
            if newest_entry < self._edge.size - 1:
                facts = {"origin": self._newest.origin, "had": str(self._edge.size), "offered": str(newest_entry + 1)}
                self._add([Fault(check=CheckKind.CHECKPOINTS, code="CHECKPOINT_ROLLED_BACK", facts=facts)])
            return
        if newest_entry >= self._newest.size:
            later = self.asking.checkpoint()
            if later.checkpoint.size <= newest_entry:
                # An empty log answers with the same number as one of a single entry.
                return
            self._target = later
            for kind in (CheckKind.ENTRIES, CheckKind.CONTENTS):
                self._checks[kind].of = later.checkpoint.size
        self._through(lambda: newest_entry + 1)

    def _end(self, *, whole: bool) -> None:
        """Compare the root with what the newest checkpoint signs, and tell what is left over."""
        newest = self._newest
        for anchor in self._anchors:
            if anchor.size > newest.size:
                self._anchored(anchor, "CHECKPOINT_ROLLED_BACK")
        if whole:
            if self._edge.root() != newest.root:
                facts = {"origin": newest.origin, "size": str(newest.size)}
                self._add([Fault(check=CheckKind.ENTRIES, code="LOG_REWRITTEN", facts=facts)])
            self._compare_last_tiles()
        if self.wanted.receipts is not None:
            self._add(self._receipt_check.end())
            self._checks[CheckKind.RECEIPTS].done = self._checks[CheckKind.RECEIPTS].of
        for kind, check in self._checks.items():
            if check.faults:
                check.state = CheckState.FAILED
            elif check.state is not CheckState.SKIPPED:
                check.state = CheckState.PASSED if whole or kind is CheckKind.RECEIPTS else CheckState.SKIPPED
        self._tell()

    def _compare_last_tiles(self) -> None:
        """Compare the tiles above the first level that are not full; those of the first came with their entries."""
        for level, hashes in enumerate(tiles_of(self._edge)):
            number = (self._edge.size >> 8 * level) // TILE
            if level and hashes and self.asking.tile(level, number, len(hashes) // HASH) != hashes:
                self._tile_differs(level, number)

    # -- telling -----------------------------------------------------------------------------------------------------

    def _add(self, faults: Iterable[Fault]) -> None:
        for fault in faults:
            self._checks[fault.check].faults += 1
            if len(self._faults) < MOST_FAULTS:
                self._faults.append(fault)

    def _tell(self) -> None:
        checks = {kind.value: msgspec.structs.replace(check) for kind, check in self._checks.items()}
        self._told(Progress(done=self._edge.size, of=self._newest.size, checks=checks))

    def _report(self) -> Report:
        assert self._target is not None  # noqa: S101  asked for at the beginning
        newest = self._newest
        return Report(
            origin=newest.origin, size=newest.size, root=newest.root.hex(), note=self._target.note,
            finished_at=wire(self._now()), checks={kind.value: check for kind, check in self._checks.items()},
            faults=self._faults, withheld=self._withheld, too_long=self._too_long,
            uncounted=sum(self.recount.unknown), false_receipts=self._false_receipts,
            first_seen=wire(self.wanted.first_seen) if self.wanted.first_seen is not None else "",
        )  # fmt: skip


def _digest(anchors: Iterable[Anchor], size: int) -> bytes:
    """Return what tells one set of checkpoints seen, of those up to a size, from another."""
    digest = hashlib.sha256()
    for anchor in sorted(anchors, key=lambda a: (a.size, a.root)):
        if anchor.size <= size and not anchor.receipt:
            digest.update(f"{anchor.size} ".encode() + anchor.root)
    return digest.digest()
