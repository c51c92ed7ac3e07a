"""Verifying a file of any kind that is recognised; without Qt, for ``cabinet verify`` and for the window's worker."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cabinet.contract.errors import KnownError
from cabinet.evidence.checked_file import CheckedFile, Standing
from cabinet.evidence.perimeters import KnownPerimeter, perimeter_of, verifiers_of
from cabinet.evidence.recognising import FileKind, kind_of
from cabinet.proof.log_entry import read_entry
from cabinet.proof.proof_files import MAX_PROOF, read_proof, verify_proof
from cabinet.proof.receipt_files import MAX_RECEIPT, read_receipt, verify_receipt

if TYPE_CHECKING:
    from cabinet.evidence.signature_file import Lists
    from cabinet.perimeter.caller import Caller

__all__ = ["Asked", "Stopped", "check_file", "standing_of"]

_STRANGE: Final = {"PROOF_OF_OTHER_LOG", "RECEIPT_OF_OTHER_PERIMETER"}
"""It may be true; whoever signed it is not known here."""
_FALSE: Final = {
    "PROOF_CHANGED", "PROOF_DOES_NOT_FIT", "PROOF_OF_OTHER_ENTRY", "RECEIPT_CHANGED", "RECEIPT_CONTRADICTORY",
    "RECEIPT_NOT_IN_LOG", "MEMBER_CHANGED", "MEMBER_ADDED", "MEMBER_ABSENT", "PACKAGE_CHANGED",
}  # fmt: skip


class Stopped(Exception):
    """A person has given a long check up; raised by :attr:`Asked.tell`, and handed on to whoever asked."""


@dataclass(frozen=True)
class Asked:
    """With what a file is verified.

    Attributes:
        perimeters: whose keys are believed.
        now: the present moment.
        lists: loads the trusted lists; asked for a signature only.
        at: the moment to judge a signature at, where a person names one.
        document: what a detached signature is over, where a person names it.
        online: whether services may be asked of a signature's certificates.
        caller: a session, where the log itself can be asked for a receipt's entries.
        tell: hears how far a long check is, done and of how much; what it raises ends the check.
    """

    perimeters: tuple[KnownPerimeter, ...]
    now: datetime
    lists: Callable[[], Lists]
    at: datetime | None = None
    document: Path | None = None
    online: bool = True
    caller: Caller | None = None
    tell: Callable[[int, int], None] | None = None


def check_file(path: Path, asked: Asked) -> CheckedFile:
    """Verify a file; whatever is wrong with it is in the answer."""
    kind = FileKind.SIGNATURE
    try:
        kind = kind_of(path)
        return _CHECKS[kind](path, asked)
    except KnownError as error:
        return CheckedFile(path, kind, standing_of(error), error)


def standing_of(problem: KnownError) -> Standing:
    """Return what a problem says of a file that is no signature."""
    if problem.code in _FALSE:
        return Standing.BAD
    return Standing.UNKNOWN if problem.code in _STRANGE else Standing.UNJUDGED


def _check_proof(path: Path, asked: Asked) -> CheckedFile:
    found = verify_proof(read_proof(_read(path, MAX_PROOF)), verifiers_of(asked.perimeters))
    entry = read_entry(found.entry)
    perimeter = perimeter_of(found.signer, asked.perimeters)
    return CheckedFile(path, FileKind.PROOF, Standing.GOOD, perimeter=perimeter, proof=found, entry=entry)


def _check_receipt(path: Path, asked: Asked) -> CheckedFile:
    verifiers = verifiers_of(asked.perimeters)
    receipt = verify_receipt(read_receipt(_read(path, MAX_RECEIPT)), verifiers)
    perimeter = perimeter_of(receipt.signer, asked.perimeters)
    in_log, problem = None, None
    if asked.caller is not None and perimeter is not None:
        from cabinet.evidence.in_log import find_in_log

        try:
            in_log = find_in_log(receipt, asked.caller, perimeter.verifiers, asked.tell)
        except KnownError as error:
            # A log that does not answer takes nothing from what is signed; one that lacks it does.
            problem = error
    standing = Standing.BAD if problem is not None and problem.code in _FALSE else Standing.GOOD
    return CheckedFile(path, FileKind.RECEIPT, standing, problem, perimeter=perimeter, receipt=receipt, in_log=in_log)


def _check_package(path: Path, asked: Asked) -> CheckedFile:
    from cabinet.evidence.package_check import check_package

    found = check_package(path, verifiers_of(asked.perimeters), asked.tell)
    perimeter = perimeter_of(found.proofs[0][0].signer, asked.perimeters) if found.proofs else None
    standing, problem = Standing.GOOD, None
    if found.faults:
        problems = [member.problem for member in found.faults if member.problem is not None]
        strange = all(one.code in _STRANGE for one in problems)
        standing = Standing.UNKNOWN if strange else Standing.BAD
        names = ", ".join(member.name for member in found.faults[:5]) + (" …" if len(found.faults) > 5 else "")
        problem = problems[0] if strange else KnownError("PACKAGE_CHANGED", names, members=names)
    return CheckedFile(path, FileKind.PACKAGE, standing, problem, perimeter=perimeter, package=found)


def _check_signature(path: Path, asked: Asked) -> CheckedFile:
    from cabinet.evidence.signature_file import explain_file, read_signature
    from cabinet.qes.explain.report import Verdict

    raw = read_signature(path)
    found = explain_file(
        path, raw, asked.document, asked.lists(), asked.now, at=asked.at, online=asked.online, tell=asked.tell
    )
    standing = {Verdict.INVALID: Standing.BAD, Verdict.UNKNOWN: Standing.UNKNOWN}.get(
        found.explanation.verdict, Standing.GOOD
    )
    return CheckedFile(path, FileKind.SIGNATURE, standing, signature=found)


def _check_day_file(path: Path, _asked: Asked) -> CheckedFile:
    return CheckedFile(path, FileKind.DAY_FILE, Standing.UNJUDGED, KnownError("FILE_IS_DAY_FILE"))


def _read(path: Path, most: int) -> bytes:
    """Read a byte more than may be read: whoever takes it apart tells that it is too large."""
    try:
        with path.open("rb") as file:
            return file.read(most + 1)
    except OSError as error:
        raise KnownError("FILE_UNREADABLE", error.strerror or "", path=str(path)) from error


_CHECKS: Final[dict[FileKind, Callable[[Path, Asked], CheckedFile]]] = {
    FileKind.PROOF: _check_proof,
    FileKind.RECEIPT: _check_receipt,
    FileKind.PACKAGE: _check_package,
    FileKind.SIGNATURE: _check_signature,
    FileKind.DAY_FILE: _check_day_file,
}
