"""The proof behind a seal: that an attempt is in the log, asked of the perimeter and verified on this computer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from cabinet.desks.office import Loader, Office
from cabinet.desks.states import Loadable
from cabinet.lanes.lane import Failure

if TYPE_CHECKING:
    from cabinet.contract.profile import PerimeterProfile
    from cabinet.evidence.checked_file import CheckedFile
    from cabinet.perimeter.caller import Caller

__all__ = ["EntryProof", "EntryProofDesk"]


class EntryProof:
    """A proof as the perimeter gave it, and what this computer found of it."""

    def __init__(self, attempt_id: str, text: str, checked: CheckedFile) -> None:
        self.attempt_id, self.text, self.checked = attempt_id, text, checked


def fetch(caller: Caller, profile: PerimeterProfile, attempt_id: str) -> EntryProof:
    """Ask for a proof and verify it; what is wrong with it is in the finding.

    Raises:
        KnownError: whatever the call raises: ``ATTEMPT_UNKNOWN`` where the log has no such attempt.
    """
    from cabinet.contract.errors import KnownError
    from cabinet.evidence.checked_file import CheckedFile, Standing
    from cabinet.evidence.checking import standing_of
    from cabinet.evidence.perimeters import KnownPerimeter
    from cabinet.evidence.recognising import FileKind
    from cabinet.perimeter.log import LogClient
    from cabinet.proof.log_entry import read_entry
    from cabinet.proof.proof_files import read_proof, verify_proof

    text = LogClient(caller, profile).proof(attempt_id)
    path, perimeter = Path(f"{attempt_id}.tlog-proof"), KnownPerimeter.of(profile)
    try:
        proven = verify_proof(read_proof(text.encode()), perimeter.verifiers)
        entry = read_entry(proven.entry)
        if entry.attempt_id != attempt_id:
            raise KnownError("PROOF_OF_OTHER_ENTRY", str(entry.attempt_id)[:80])
    except KnownError as error:
        return EntryProof(attempt_id, text, CheckedFile(path, FileKind.PROOF, standing_of(error), error, fetched=True))
    good = CheckedFile(
        path, FileKind.PROOF, Standing.GOOD, perimeter=perimeter, proof=proven, entry=entry, fetched=True
    )
    return EntryProof(attempt_id, text, good)


class EntryProofDesk(Loader["EntryProof"]):
    """``state.data`` is the proof of :attr:`attempt_id`.

    Attributes:
        written: what was written last. write_failure: why the last was not. writing: a file is being written.

    Signals:
        wrote(): one of these is another.
    """

    wrote = Signal()

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.attempt_id = ""
        self.writing = False
        self.written: Path | None = None
        self.write_failure: Failure | None = None

    def select(self, attempt_id: str) -> None:
        """Ask for an attempt's proof."""
        self.attempt_id = attempt_id
        self.written = self.write_failure = None
        self.state = Loadable()
        self.refresh()

    def question(self) -> Callable[[], EntryProof]:
        """Ask for the proof."""
        session, attempt_id = self.office.session, self.attempt_id
        return lambda: fetch(session, session.profile, attempt_id)

    def save(self, out: Path) -> None:
        """Write the proof as it came."""
        proof = self.state.data
        if proof is None:
            return

        def job() -> Path:
            from cabinet.profile.atomic import write_atomically

            write_atomically(out, proof.text.encode())
            return out

        self._write(job)

    def write_package(
        self, out: Path, attempts: Sequence[str] = (), receipts: Sequence[Path] = (),
        payloads: Mapping[str, bytes] | None = None,
    ) -> None:  # fmt: skip
        """Write a package of evidence of some attempts, by default of the one that is shown.

        ``receipts`` are files of the sender's; ``payloads`` the exact bytes of transactions, where they are at hand.
        What this computer saw of the log's checkpoints goes in, too; a store that cannot be used hinders nothing.
        """
        office, session = self.office, self.office.session
        wanted = list(dict.fromkeys(attempts)) or [self.attempt_id]
        vault, now, given = office.vault, office.clock.now(), dict(payloads or {})

        def job() -> Path:
            from cabinet.contract.errors import KnownError
            from cabinet.evidence.package import Evidence, check_number, write_package
            from cabinet.evidence.perimeters import KnownPerimeter
            from cabinet.vault.seen_checkpoints import seen_checkpoints

            check_number(len(wanted))
            found = [fetch(session, session.profile, attempt) for attempt in wanted]
            for one in found:
                if one.checked.problem is not None:
                    raise one.checked.problem
            proven = [one.checked.proof for one in found if one.checked.proof is not None]
            try:
                seen = vault.use(lambda store: seen_checkpoints(store, proven[0].checkpoint.origin))
            except KnownError:
                seen = []
            evidence = Evidence(
                KnownPerimeter.of(session.profile), session.person.operator_name, now,
                {one.attempt_id: one.text for one in found}, _read(receipts), given, seen,
            )  # fmt: skip
            write_package(evidence, out)
            return out

        self._write(job)

    def _write(self, job: Callable[[], Path]) -> None:
        if not self.writing:
            self.writing, self.written, self.write_failure = True, None, None
            self.wrote.emit()
            self.office.network.run(job, self._wrote, self._not_written)

    def _wrote(self, out: Path) -> None:
        self.writing, self.written = False, out
        self.wrote.emit()

    def _not_written(self, failure: Failure) -> None:
        self.writing = False
        if not self.office.ended(failure):
            self.write_failure = failure
            self.wrote.emit()


def _read(paths: Sequence[Path]) -> dict[str, bytes]:
    from cabinet.contract.errors import KnownError

    found = {}
    for path in paths:
        try:
            found[path.name] = path.read_bytes()
        except OSError as error:
            raise KnownError("FILE_UNREADABLE", error.strerror or "", path=str(path)) from error
    return found
