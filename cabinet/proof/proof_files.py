"""Proofs that an entry is in a log, as files: C2SP tlog-proof, ``.tlog-proof``."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from typing import Final

__all__ = ["proof_file"]

_HEAD: Final = "c2sp.org/tlog-proof@v1"


def proof_file(index: int, path: Iterable[bytes], checkpoint: str, entry: bytes) -> str:
    """Return the file: an entry's place, its audit path, the signed checkpoint it leads to; extra, the entry itself."""
    hashes = [base64.b64encode(step).decode() for step in path]
    extra = base64.b64encode(entry).decode()
    return "\n".join([_HEAD, f"extra {extra}", f"index {index}", *hashes, "", checkpoint])
