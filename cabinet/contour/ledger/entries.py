"""An entry's bytes, as the tree commits to them. They are not stored: line, note and block give the same ones again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Final

from cabinet.contour.ledger.frames import NO_FINDINGS

__all__ = ["EntryWriter", "findings_digest"]

_NO_FINDINGS_SHA256: Final = hashlib.sha256(NO_FINDINGS).hexdigest()


def findings_digest(findings: bytes = NO_FINDINGS) -> str:
    """Return what an entry says of findings as they are kept: their SHA-256, hex."""
    return _NO_FINDINGS_SHA256 if findings == NO_FINDINGS else hashlib.sha256(findings).hexdigest()


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)


class EntryWriter:
    """Writes the entries of one block: JSON without blanks, names in the order of CONTRACT §7."""

    def __init__(self, received: str, source: str, by: str | None) -> None:
        """Take what a block's entries have in common; ``received`` is RFC 3339."""
        self._head = f',"receivedAt":"{received}","attemptId":"'
        self._source = f',"source":{_text(source)}' + (f',"by":{_text(by)}' if by else "")
        self._plain = (
            f'"{self._source},"verdict":"ACCEPTED","findingsSha256":"{_NO_FINDINGS_SHA256}","payloadCommitment":"'
        )

    def plain(self, first: int, attempt_ids: Iterable[str], lines: Iterable[bytes]) -> list[bytes]:
        """Return the entries of attempts that are accepted without a word, from a number on."""
        head, plain, sha256 = self._head, self._plain, hashlib.sha256
        return [
            f'{{"kind":"transaction","seq":{seq}{head}{attempt_id}{plain}{sha256(line).hexdigest()}"}}'.encode()
            for seq, (attempt_id, line) in enumerate(zip(attempt_ids, lines, strict=False), first)
        ]

    def entry(
        self, seq: int, attempt_id: str, corrects: str | None, verdict: str, findings_sha256: str, commitment: str
    ) -> bytes:
        """Return the entry of an attempt."""
        of = f',"ofAttemptId":"{corrects}"' if corrects else ""
        return (
            f'{{"kind":"transaction","seq":{seq}{self._head}{attempt_id}"{of}{self._source},"verdict":"{verdict}",'
            f'"findingsSha256":"{findings_sha256}","payloadCommitment":"{commitment}"}}'
        ).encode()
