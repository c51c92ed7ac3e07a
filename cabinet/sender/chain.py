"""The source's chain of batches: number and content of the last one sent, kept beside the credential."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from cabinet.profile.atomic import write_atomically

__all__ = ["Chain"]


@dataclass
class Chain:
    """``seq`` of the last new batch and its content digest (hex), or 0 and None before the first."""

    path: Path
    seq: int = 0
    content_sha256: str | None = None

    @classmethod
    def read(cls, folder: Path) -> Chain:
        """Read the chain; without a readable file it starts again, which the perimeter shows as a warning."""
        path = folder / "chain.json"
        try:
            value = json.loads(path.read_bytes())
            return cls(path, int(value["seq"]), str(value["contentSha256"]))
        except (OSError, ValueError, KeyError, TypeError):
            return cls(path)

    def advance(self, content_sha256: str) -> None:
        """Note a batch that the perimeter has taken for the first time."""
        self.seq += 1
        self.content_sha256 = content_sha256
        body = json.dumps({"seq": self.seq, "contentSha256": content_sha256})
        write_atomically(self.path, body.encode(), 0o600)
