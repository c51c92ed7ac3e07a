"""An entry of a perimeter's log as whoever reads a proof understands it (CONTRACT §7)."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import msgspec

from cabinet.contract.errors import KnownError

__all__ = ["LogEntry", "read_entry"]


class LogEntry(msgspec.Struct, rename="camel", frozen=True, kw_only=True):
    """What an entry says; members that are not known here are passed over.

    ``payload_commitment`` is SHA-256 (hex) of the transaction's exact bytes, with a salt before them where those are
    withheld; ``findings_sha256`` of the findings as they are kept.
    """

    kind: str
    seq: int
    received_at: Annotated[datetime, msgspec.Meta(tz=True)]
    attempt_id: str | None = None
    of_attempt_id: str | None = None
    source: str | None = None
    by: str | None = None
    verdict: str | None = None
    findings_sha256: str | None = None
    payload_commitment: str | None = None


def read_entry(data: bytes) -> LogEntry:
    """Read an entry's bytes.

    Raises:
        KnownError: ``PROOF_UNREADABLE``: what is proven to be in the log is no entry of a perimeter.
    """
    try:
        return msgspec.json.decode(data, type=LogEntry)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise KnownError("PROOF_UNREADABLE", f"entry: {error}"[:200]) from error
