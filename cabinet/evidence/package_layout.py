"""Where each thing lies in a package of evidence; whoever writes one and whoever verifies it look here."""

from __future__ import annotations

from typing import Final

import msgspec

__all__ = [
    "CHECKPOINTS", "CHECK_SCRIPT", "FORMAT", "HOW_TO", "KEYS", "MANIFEST", "MOST_BYTES", "MOST_MEMBERS", "PAPER",
    "PAYLOADS", "PROOFS", "RECEIPTS", "SEEN", "SUMS", "VERIFIER_KEYS", "Manifest",
]  # fmt: skip

FORMAT: Final = "soms-evidence/v1"
MANIFEST: Final = "soms-evidence.json"
SUMS: Final = "SHA256SUMS"
"""SHA-256 of every other member, as ``sha256sum -c`` reads it."""
PROOFS: Final = "proofs/"
RECEIPTS: Final = "receipts/"
PAYLOADS: Final = "payloads/"
"""Exact bytes of transactions, of which an entry holds the SHA-256."""
CHECKPOINTS: Final = "checkpoints/"
SEEN: Final = "checkpoints/seen.json"
KEYS: Final = "keys/"
VERIFIER_KEYS: Final = "keys/verifier-keys.txt"
CHECK_SCRIPT: Final = "check_proof.py"
HOW_TO: Final = {"uk": "HOW-TO-CHECK.uk.txt", "en": "HOW-TO-CHECK.en.txt"}
PAPER: Final = {"uk": "what-this-proves.uk.pdf", "en": "what-this-proves.en.pdf"}
MOST_MEMBERS: Final = 5_000
MOST_BYTES: Final = 512 * 1024 * 1024
"""Of all members together, unpacked."""


class Manifest(msgspec.Struct, rename="camel", frozen=True, kw_only=True):
    """What a package says of itself; nothing of it is signed."""

    format: str
    cabinet: str
    made_at: str
    perimeter: str
    test: bool
    operator: str
    attempts: list[str]
