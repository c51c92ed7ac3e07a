"""A package of evidence for a dispute: proofs, receipts, keys, checkpoints that were seen, and how to check it all.

The same contents give the same bytes, so that two people who put it together can compare them.
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from cabinet import __version__
from cabinet.assets import resource
from cabinet.contract.errors import KnownError
from cabinet.contract.moment import wire
from cabinet.evidence import package_layout as layout
from cabinet.evidence.package_paper import package_paper
from cabinet.evidence.perimeters import KnownPerimeter, verifiers_of
from cabinet.profile.atomic import write_atomically
from cabinet.proof.log_entry import LogEntry, read_entry
from cabinet.proof.proof_files import ProvenEntry, read_proof, verify_proof
from cabinet.proof.receipt_files import VerifiedReceipt, read_receipt, verify_receipt

if TYPE_CHECKING:
    from cabinet.vault.seen_checkpoints import SeenCheckpoint

__all__ = ["MOST_ATTEMPTS", "Evidence", "check_number", "package_bytes", "write_package"]

_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
"""The earliest that a zip can say: when a member was written is nobody's evidence."""
MOST_ATTEMPTS: Final = 1_000
"""Of one package: each has a proof of its own, and a section of the paper."""
_PLAIN: Final = re.compile(r"[^A-Za-z0-9._-]+")


@dataclass(frozen=True)
class Evidence:
    """What is put together.

    Attributes:
        perimeter: whose log it is, and the keys.
        operator: the company's name, for people.
        made_at: when it was put together.
        proofs: a ``.tlog-proof`` by the attempt's id.
        receipts: a receipt's file by its name.
        payloads: exact bytes of transactions by the attempt's id, where they are at hand.
        seen: checkpoints that this computer saw.
    """

    perimeter: KnownPerimeter
    operator: str
    made_at: datetime
    proofs: Mapping[str, str]
    receipts: Mapping[str, bytes] = field(default_factory=dict)
    payloads: Mapping[str, bytes] = field(default_factory=dict)
    seen: Iterable[SeenCheckpoint] = ()


def write_package(evidence: Evidence, out: Path) -> None:
    """Write a package; the file appears whole or not at all.

    Raises:
        KnownError: as :func:`package_bytes`, or ``FOLDER_UNWRITABLE``.
    """
    write_atomically(out, package_bytes(evidence))


def package_bytes(evidence: Evidence) -> bytes:
    """Return a package; everything that it holds is verified first, since what does not verify is no evidence.

    Raises:
        KnownError: as :func:`check_number`, ``EVIDENCE_MISMATCH`` for bytes that are not those an entry
            commits to, and whatever verifying a proof or a receipt raises.
    """
    check_number(len(evidence.proofs))
    proven = {attempt: _proven(evidence, attempt) for attempt in sorted(evidence.proofs)}
    verifiers = verifiers_of([evidence.perimeter])
    read = {name: verify_receipt(read_receipt(data), verifiers) for name, data in sorted(evidence.receipts.items())}
    members = _members(evidence, proven, read)
    sums = "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in sorted(members.items()))
    members[layout.SUMS] = sums.encode()
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        for name, data in sorted(members.items()):
            member = zipfile.ZipInfo(name, _EPOCH)
            # Of Unix, whatever the package is made on, and readable for whoever unpacks it.
            member.create_system, member.external_attr = 3, 0o644 << 16
            archive.writestr(member, data)
    return made.getvalue()


def check_number(attempts: int) -> None:
    """Check how many attempts a package is of.

    Raises:
        KnownError: ``EVIDENCE_EMPTY`` or ``EVIDENCE_TOO_MANY``.
    """
    if not attempts:
        raise KnownError("EVIDENCE_EMPTY")
    if attempts > MOST_ATTEMPTS:
        raise KnownError("EVIDENCE_TOO_MANY", str(attempts), most=f"{MOST_ATTEMPTS:,}".replace(",", "\u00a0"))


def _proven(evidence: Evidence, attempt: str) -> tuple[ProvenEntry, LogEntry]:
    found = verify_proof(read_proof(evidence.proofs[attempt].encode()), verifiers_of([evidence.perimeter]))
    entry = read_entry(found.entry)
    if entry.attempt_id != attempt:
        raise KnownError("EVIDENCE_MISMATCH", f"{attempt}: the entry of {entry.attempt_id}", name=attempt)
    payload = evidence.payloads.get(attempt)
    if payload is not None and hashlib.sha256(payload).hexdigest() != entry.payload_commitment:
        raise KnownError("EVIDENCE_MISMATCH", f"{attempt}: other bytes", name=attempt)
    return found, entry


def _members(
    evidence: Evidence, proven: Mapping[str, tuple[ProvenEntry, LogEntry]], receipts: Mapping[str, VerifiedReceipt]
) -> dict[str, bytes]:
    seen = list(evidence.seen)
    manifest = layout.Manifest(
        format=layout.FORMAT, cabinet=__version__, made_at=wire(evidence.made_at), perimeter=evidence.perimeter.name,
        test=evidence.perimeter.test, operator=evidence.operator, attempts=list(proven),
    )  # fmt: skip
    members = {layout.MANIFEST: _json(manifest)}
    members |= {f"{layout.PROOFS}{attempt}.tlog-proof": evidence.proofs[attempt].encode() for attempt in proven}
    members |= {f"{layout.PAYLOADS}{attempt}.json": data for attempt, data in evidence.payloads.items()}
    stored = {}
    for number, name in enumerate(receipts, 1):
        stored[f"{layout.RECEIPTS}{number:03d}-{_PLAIN.sub('_', name)}"] = evidence.receipts[name]
    members |= stored
    members |= {f"{layout.CHECKPOINTS}{n:04d}-{one.size}.checkpoint": one.note.encode() for n, one in enumerate(seen)}
    members[layout.SEEN] = _json([
        {"file": f"{n:04d}-{one.size}.checkpoint", "size": one.size, "root": one.root.hex(),
         "firstSeen": wire(one.first_seen), "lastSeen": wire(one.last_seen)}
        for n, one in enumerate(seen)
    ])  # fmt: skip
    members |= _keys(evidence.perimeter)
    members[layout.CHECK_SCRIPT] = resource("evidence/check_proof.txt").read_bytes()
    for language in ("uk", "en"):
        how = _how_to(language, proven, sorted(stored), sorted(evidence.payloads))
        members[layout.HOW_TO[language]] = how.encode()
        members[layout.PAPER[language]] = package_paper(evidence, proven, receipts, seen, language)
    return members


def _keys(perimeter: KnownPerimeter) -> dict[str, bytes]:
    found = {layout.VERIFIER_KEYS: "".join(f"{one}\n" for one in perimeter.verifiers).encode()}
    for one in perimeter.verifiers:
        public = Ed25519PublicKey.from_public_bytes(one.public)
        found[key_file(one.name)] = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return found


def key_file(name: str) -> str:
    """Return where the key of a signer lies as openssl reads it."""
    return f"{layout.KEYS}{_PLAIN.sub('_', name)}.pem"


def _how_to(
    language: str,
    proven: Mapping[str, tuple[ProvenEntry, LogEntry]],
    receipts: list[str],
    payloads: list[str],
) -> str:
    check = f"    $ python3 {layout.CHECK_SCRIPT} {{}} {layout.VERIFIER_KEYS}"
    proofs = [f"{layout.PROOFS}{attempt}.tlog-proof" for attempt in proven]
    first = next(iter(proven.values()))[0]
    return (
        resource(f"evidence/how-to-check.{language}.txt")
        .read_text(encoding="utf-8")
        .format(
            proof_commands="\n".join(check.format(name) for name in proofs),
            first_proof=proofs[0],
            key=key_file(first.signer.name),
            payloads=_part(language, "payloads", [f"    $ sha256sum {layout.PAYLOADS}{one}.json" for one in payloads]),
            receipts=_part(language, "receipts", [check.format(name) for name in receipts]),
        )
    )


def _part(language: str, key: str, commands: list[str]) -> str:
    if not commands:
        return ""
    from cabinet.contract.catalogue import words

    both = words("checked")[f"how-to-{key}"]
    title = both.uk if language == "uk" else both.en
    return "\n" + title + "\n\n" + "\n".join(commands) + "\n"


def _json(value: Any) -> bytes:
    return msgspec.json.format(msgspec.json.encode(value), indent=1) + b"\n"
