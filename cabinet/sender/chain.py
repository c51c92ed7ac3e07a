"""The source's chain of batches: number and content of the last one sent, kept beside the credential.

The batch under way is written down before it is sent. So a run that ended in between knows at its next start what to
ask the perimeter for, and neither forks the chain nor leaves a gap.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from cabinet.profile.atomic import write_atomically

__all__ = ["Chain"]


@dataclass
class Chain:
    """``seq`` of the last new batch and its content digest (hex), or 0 and None before the first.

    ``received_at`` is when the perimeter took it (RFC 3339), where that is known; ``pending`` is the id and the
    content digest of a batch that was about to be sent.
    """

    path: Path
    seq: int = 0
    content_sha256: str | None = None
    received_at: str | None = None
    pending: tuple[str, str] | None = None

    @classmethod
    def read(cls, folder: Path) -> Chain:
        """Read the chain; without a readable file it starts again, which the perimeter shows as a warning."""
        path = folder / "chain.json"
        try:
            value = json.loads(path.read_bytes())
            content, pending = value["contentSha256"], value.get("pending")
            return cls(
                path,
                int(value["seq"]),
                None if content is None else str(content),
                value.get("receivedAt"),
                None if pending is None else (str(pending["batchId"]), str(pending["contentSha256"])),
            )
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return cls(path)

    def begin(self, batch_id: str, content_sha256: str) -> None:
        """Note the batch that is about to be sent.

        Raises:
            KnownError: the folder cannot be written; nothing was sent yet.
        """
        self.pending = (batch_id, content_sha256)
        self._write()

    def advance(self, content_sha256: str, received_at: str | None = None) -> None:
        """Note a batch that the perimeter has taken for the first time."""
        self.seq += 1
        self.content_sha256 = content_sha256
        self.received_at = received_at
        self.pending = None
        self._write()

    def drop(self) -> None:
        """Forget the batch under way: the perimeter has not taken it, or had it long before."""
        self.pending = None
        self._write()

    def is_next(self, received_at: str, *, replayed: bool) -> bool:
        """Tell whether a batch that the perimeter took at that moment comes after the last one of the chain."""
        if not replayed or self.seq == 0:
            return True
        # A first answer may be lost on the way: then the second one says "had before" of a batch that is new to us.
        return self.received_at is not None and received_at > self.received_at

    def _write(self) -> None:
        body: dict[str, object] = {"seq": self.seq, "contentSha256": self.content_sha256}
        if self.received_at is not None:
            body["receivedAt"] = self.received_at
        if self.pending is not None:
            body["pending"] = {"batchId": self.pending[0], "contentSha256": self.pending[1]}
        write_atomically(self.path, json.dumps(body).encode(), 0o600)
