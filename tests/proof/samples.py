"""Small proofs and receipts of a log made here, with the keys that signed them."""

from __future__ import annotations

import json

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from cabinet.proof.checkpoints import Checkpoint, sign_checkpoint
from cabinet.proof.merkle import leaf_hash
from cabinet.proof.notes import NoteSigner
from cabinet.proof.proof_files import proof_file
from cabinet.proof.receipts import Receipt, sign_receipt, verdicts_digest
from tests.proof.tree import Tree

ORIGIN = "soms/test/90417318"
SIGNER = NoteSigner("soms/log", Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
STRANGER = NoteSigner("other/log", Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33))))
ITEMS = [("a0", "ACCEPTED"), ("a1", "REJECTED"), ("a2", "REPLAYED")]


def entry(number: int) -> bytes:
    return json.dumps({
        "kind": "transaction", "seq": number, "receivedAt": "2026-11-24T12:00:00.000+02:00", "attemptId": f"a{number}",
        "source": "core-1", "verdict": "REJECTED" if number == 1 else "ACCEPTED", "findingsSha256": "00" * 32,
        "payloadCommitment": "11" * 32,
    }, separators=(",", ":")).encode()  # fmt: skip


def log_of(size: int) -> Tree:
    return Tree(leaf_hash(entry(number)) for number in range(size))


def checkpoint(size: int, origin: str = ORIGIN) -> Checkpoint:
    return Checkpoint(origin, size, log_of(size).root())


def proof(index: int, size: int, origin: str = ORIGIN, signer: NoteSigner = SIGNER, **other: object) -> str:
    """Return a true proof, or one that lies in what ``other`` names: ``path``, ``entry``, ``place``."""
    values = {"place": index, "path": log_of(size).inclusion(index), "entry": entry(index)} | other
    note = sign_checkpoint(checkpoint(size, origin), signer)
    return proof_file(values["place"], values["path"], note, values["entry"])  # type: ignore[arg-type]


def receipt(signer: NoteSigner = SIGNER, signed: list[tuple[str, str]] | None = None, **changes: object) -> str:
    """Return a receipt's note over :data:`ITEMS`, of which two are entries, or one that lies in what is changed."""
    values: dict[str, object] = {
        "batch_id": "b" * 32, "content_sha256": "22" * 32, "first_seq": 0, "count": 2,
        "verdicts_sha256": verdicts_digest(ITEMS if signed is None else signed), "checkpoint": checkpoint(2).text(),
    }  # fmt: skip
    return sign_receipt(Receipt(**(values | changes)), signer)  # type: ignore[arg-type]


def receipt_file(note: str | None = None, items: list[tuple[str, str]] | None = None) -> bytes:
    """Return the file as the sender writes it."""
    shown = [
        {"line": number, "attemptId": attempt, "status": status, "somsTxId": None, "codes": []}
        for number, (attempt, status) in enumerate(ITEMS if items is None else items, 1)
    ]
    return json.dumps({"receipt": note or receipt(), "items": shown}, ensure_ascii=False, indent=1).encode()
