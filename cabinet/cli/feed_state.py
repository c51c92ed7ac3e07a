"""What a live feed must not forget: which hour it plays, how far it has come, and the batch that is under way."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Final, Self

from cabinet.profile.atomic import write_atomically

__all__ = ["FeedState"]

_FILE: Final = "feed.json"


@dataclass(frozen=True)
class FeedState:
    """Kept beside the credential and written before a batch goes out and after it has come in.

    ``hour`` is the hour's first second since 1970 (0 before the first), ``bets`` how many bets the hour has,
    ``since`` the second before which nothing of it is sent, ``base`` the ``seqNo`` of its first line, ``done`` how
    many lines are in, ``under_way`` how many more are in the batch being sent.
    """

    hour: int = 0
    bets: int = 0
    since: int = 0
    base: int = 1
    done: int = 0
    under_way: int = 0

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Read it; without a readable file a feed begins with number 1."""
        try:
            return cls(**{str(name): int(value) for name, value in json.loads((folder / _FILE).read_bytes()).items()})
        except (OSError, ValueError, TypeError, AttributeError):
            return cls()

    @classmethod
    def start(cls, folder: Path, number: int) -> None:
        """Let a feed that has not begun yet begin with this ``seqNo``."""
        cls(base=number).write(folder)

    def write(self, folder: Path) -> None:
        """Keep it, whole or not at all."""
        write_atomically(folder / _FILE, json.dumps(asdict(self)).encode(), 0o600)

    def next_hour(self, hour: int, bets: int, since: int) -> FeedState:
        """Return the state at the beginning of another hour."""
        return FeedState(hour, bets, since, self.base + self.done)

    def sending(self, count: int) -> FeedState:
        """Return the state with a batch of so many lines under way."""
        return replace(self, under_way=count)

    def sent(self) -> FeedState:
        """Return the state once that batch is in."""
        return replace(self, done=self.done + self.under_way, under_way=0)
