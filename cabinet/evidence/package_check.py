"""Verifying a package of evidence whole: each member by itself, and which were changed, taken away or put in."""

from __future__ import annotations

import hashlib
import zipfile
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec

from cabinet.contract.errors import KnownError
from cabinet.evidence import package_layout as layout
from cabinet.proof.checkpoints import open_checkpoint
from cabinet.proof.log_entry import LogEntry, read_entry
from cabinet.proof.notes import NoteVerifier, names_signer
from cabinet.proof.proof_files import ProvenEntry, read_proof, verify_proof
from cabinet.proof.receipt_files import VerifiedReceipt, read_receipt, verify_receipt

__all__ = ["CheckedPackage", "Member", "check_package"]

_BROKEN: Final = (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, RuntimeError, EOFError)
"""What the standard library raises of archives that were tampered with, are encrypted or break off."""


@dataclass(frozen=True)
class Member:
    """One member of a package: its name, and what is wrong with it."""

    name: str
    problem: KnownError | None = None


@dataclass(frozen=True)
class CheckedPackage:
    """What a package holds; ``proofs`` and ``receipts`` are those that verify."""

    manifest: layout.Manifest
    members: tuple[Member, ...]
    proofs: tuple[tuple[ProvenEntry, LogEntry], ...]
    receipts: tuple[VerifiedReceipt, ...]

    @property
    def faults(self) -> tuple[Member, ...]:
        """Members that something is wrong with."""
        return tuple(member for member in self.members if member.problem is not None)


def check_package(
    path: Path, verifiers: Iterable[NoteVerifier], tell: Callable[[int, int], None] | None = None
) -> CheckedPackage:
    """Verify every member.

    Raises:
        KnownError: ``PACKAGE_UNREADABLE`` for a file that is no package, ``PACKAGE_TOO_LARGE``; whatever is wrong with
            a member is in the report instead.
    """
    known = tuple(verifiers)
    try:
        with zipfile.ZipFile(path) as archive:
            infos = _members(archive)
            contents: dict[str, bytes] = {}
            broken: dict[str, KnownError] = {}
            for number, info in enumerate(infos, 1):
                try:
                    contents[info.filename] = archive.read(info)
                except _BROKEN as error:
                    broken[info.filename] = KnownError("MEMBER_CHANGED", str(error)[:200], name=info.filename)
                if tell is not None:
                    tell(number, len(infos))
    except _BROKEN as error:
        raise KnownError("PACKAGE_UNREADABLE", str(error)[:200]) from error
    return _Checking(contents, known, broken).report()


def _members(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    infos = archive.infolist()
    names = [info.filename for info in infos]
    if len(infos) > layout.MOST_MEMBERS or sum(info.file_size for info in infos) > layout.MOST_BYTES:
        most = str(layout.MOST_BYTES // 1024 // 1024)
        raise KnownError("PACKAGE_TOO_LARGE", f"{len(infos)} members", most=most, members=str(layout.MOST_MEMBERS))
    if len(set(names)) != len(names):
        # Two readers would take two different members of one name.
        raise KnownError("PACKAGE_UNREADABLE", "a name twice")
    return infos


class _Checking:
    def __init__(
        self, contents: dict[str, bytes], verifiers: tuple[NoteVerifier, ...], broken: dict[str, KnownError]
    ) -> None:
        self._contents = contents
        self._verifiers = verifiers
        self._problems = broken
        self._proofs: dict[str, tuple[ProvenEntry, LogEntry]] = {}
        self._receipts: list[VerifiedReceipt] = []

    def report(self) -> CheckedPackage:
        try:
            manifest = msgspec.json.decode(self._contents[layout.MANIFEST], type=layout.Manifest)
        except (KeyError, msgspec.MsgspecError, UnicodeDecodeError) as error:
            raise KnownError("PACKAGE_UNREADABLE", layout.MANIFEST) from error
        if manifest.format != layout.FORMAT:
            raise KnownError("PACKAGE_UNREADABLE", manifest.format[:80])
        self._check_sums(manifest)
        for name, data in sorted(self._contents.items()):
            try:
                self._check(name, data)
            except KnownError as error:
                # What a member says of itself tells more than that its sum is another.
                self._problems[name] = error
        names = sorted(self._contents.keys() | self._problems.keys())
        members = tuple(Member(name, self._problems.get(name)) for name in names)
        return CheckedPackage(manifest, members, tuple(self._proofs.values()), tuple(self._receipts))

    def _check_sums(self, manifest: layout.Manifest) -> None:
        lines = self._contents.get(layout.SUMS, b"").decode("utf-8", "replace").splitlines()
        told = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
        there = {name: data for name, data in self._contents.items() if name != layout.SUMS}
        wanted = {f"{layout.PROOFS}{attempt}.tlog-proof" for attempt in manifest.attempts}
        for name, data in there.items():
            if name not in told:
                self._problems[name] = KnownError("MEMBER_ADDED", name=name)
            elif hashlib.sha256(data).hexdigest() != told[name]:
                self._problems[name] = KnownError("MEMBER_CHANGED", name=name)
        for name in (told.keys() | wanted | {layout.SUMS}) - self._contents.keys() - self._problems.keys():
            self._problems[name] = KnownError("MEMBER_ABSENT", name=name)

    def _check(self, name: str, data: bytes) -> None:
        if name.startswith(layout.PROOFS):
            found = verify_proof(read_proof(data), self._verifiers)
            entry = read_entry(found.entry)
            if name != f"{layout.PROOFS}{entry.attempt_id}.tlog-proof":
                raise KnownError("MEMBER_CHANGED", f"the entry of {entry.attempt_id}", name=name)
            self._proofs[name] = (found, entry)
            self._check_payload(entry)
        elif name.startswith(layout.RECEIPTS):
            self._receipts.append(verify_receipt(read_receipt(data), self._verifiers))
        elif name.startswith(layout.CHECKPOINTS) and name != layout.SEEN:
            try:
                note = data.decode()
                named = names_signer(note, self._verifiers)
                if named:
                    open_checkpoint(note, self._verifiers)
            except (KnownError, UnicodeDecodeError) as error:
                raise KnownError("MEMBER_CHANGED", "not a signed checkpoint", name=name) from error
            if not named:
                raise KnownError("PROOF_OF_OTHER_LOG", note.partition("\n")[0][:200])

    def _check_payload(self, entry: LogEntry) -> None:
        name = f"{layout.PAYLOADS}{entry.attempt_id}.json"
        data = self._contents.get(name)
        if data is not None and hashlib.sha256(data).hexdigest() != entry.payload_commitment:
            self._problems[name] = KnownError("MEMBER_CHANGED", "not what the entry commits to", name=name)
