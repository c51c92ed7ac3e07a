"""The operator's log: how long it is, its checkpoint, its tiles and entries, and the proof of one (CONTRACT §7)."""

from __future__ import annotations

from cabinet.contract.endpoint import Body, Nothing, PersonEndpoint, ReaderEndpoint
from cabinet.contract.model import Answer
from cabinet.contract.rights import Right, Scope

__all__ = [
    "CHECKPOINT",
    "ENTRY_BUNDLE",
    "LOG_CONTENTS",
    "LOG_HEAD",
    "LOG_PROOF",
    "LOG_TILE",
    "NO_CONTENT",
    "TILE_PATH",
    "TOO_LONG",
    "LogHead",
]

TILE_PATH = r"(?:x[0-9]{3}/){0,5}[0-9]{3}(?:\.p/[1-9][0-9]{0,2})?"
"""A tile's number and, of one that is not full, how many hashes are asked for (C2SP tlog-tiles)."""

NO_CONTENT = 0xFFFFFFFF
"""The length that stands for a content which is withheld or erased, and for an entry that has none."""
TOO_LONG = 0xFFFFFFFE
"""The length that stands for a line of more bytes than a transaction may have: it was rejected for that."""


class LogHead(Answer):
    """``GET /log/head``: how many entries are committed.

    What is shown was read at some size: at a larger one it may have changed, at the same it has not.
    """

    size: int


LOG_HEAD = PersonEndpoint(
    "log_head",
    "GET",
    "/log/head",
    Nothing,
    LogHead,
    "How many entries the log has: whether anything has happened",
    right=Right.PROOFS_READ,
)
CHECKPOINT = ReaderEndpoint(
    "checkpoint",
    "GET",
    "/log/checkpoint",
    Nothing,
    str,
    "The newest signed checkpoint",
    right=Right.PROOFS_READ,
    scope=Scope.PROOFS_READ,
)
LOG_TILE = ReaderEndpoint(
    "log_tile",
    "GET",
    "/log/tile/{level}/{tile}",
    Nothing,
    bytes,
    "256 hashes of the log's tree, or as many as there are (C2SP tlog-tiles)",
    right=Right.PROOFS_READ,
    scope=Scope.PROOFS_READ,
    answer_media=Body.OCTETS,
    rest=TILE_PATH,
)
ENTRY_BUNDLE = ReaderEndpoint(
    "entry_bundle",
    "GET",
    "/log/entries/{tile}",
    Nothing,
    bytes,
    "256 entries of the log, each behind its length in two bytes (C2SP tlog-tiles)",
    right=Right.PROOFS_READ,
    scope=Scope.PROOFS_READ,
    answer_media=Body.OCTETS,
    rest=TILE_PATH,
)
LOG_CONTENTS = ReaderEndpoint(
    "log_contents",
    "GET",
    "/log/contents/{tile}",
    Nothing,
    bytes,
    "The lines of a tile's transactions exactly as they were received, each behind its length in four bytes; "
    "SHA-256 of each is its entry's payloadCommitment. The length FFFFFFFF stands for what is withheld or erased and "
    "for entries that are no transactions, FFFFFFFE for a line that is longer than a transaction may be",
    right=Right.PROOFS_READ,
    scope=Scope.PROOFS_READ,
    answer_media=Body.OCTETS,
    rest=TILE_PATH,
)
LOG_PROOF = ReaderEndpoint(
    "log_proof",
    "GET",
    "/log/proof/{attemptId}",
    Nothing,
    str,
    "That an attempt's entry is in the log (C2SP tlog-proof); the entry itself is its extra data",
    right=Right.PROOFS_READ,
    scope=Scope.PROOFS_READ,
)
