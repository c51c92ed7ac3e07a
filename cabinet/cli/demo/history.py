"""The demo's history: how far its operator's past has been filled, and the next piece of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from cabinet.cli.demo.play import Filling, fill, go_on_from, key_folders
from cabinet.contour.process import ContourProcess
from cabinet.profile.atomic import write_atomically

__all__ = ["FIRST_DAYS", "TOP_UP_AFTER", "History", "fill_history"]

FIRST_DAYS: Final = 90
TOP_UP_AFTER: Final = timedelta(minutes=20)
_SEED: Final = 427
_FILE: Final = "filled.json"


@dataclass(frozen=True)
class History:
    """Kept in the demo's folder: filled ``until`` then, and the ``filling`` that has begun and is not complete."""

    until: datetime | None = None
    filling: Filling | None = None

    @classmethod
    def read(cls, folder: Path) -> History:
        """Read it; without a readable file nothing has been filled."""
        try:
            value = json.loads((folder / _FILE).read_bytes())
            until, begun = value["until"], value.get("filling")
            filling = None
            if begun is not None:
                since, end = (datetime.fromisoformat(begun[name]) for name in ("since", "until"))
                filling = Filling(int(begun["transactions"]), since, end, int(begun["seed"]))
            return cls(datetime.fromisoformat(until) if until is not None else None, filling)
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            return cls()

    def write(self, folder: Path) -> History:
        """Keep it; returns itself."""
        begun = self.filling
        body = {
            "until": self.until.isoformat() if self.until is not None else None,
            "filling": {
                "transactions": begun.transactions,
                "since": begun.since.isoformat(),
                "until": begun.until.isoformat(),
                "seed": begun.seed,
            }
            if begun is not None
            else None,
        }
        write_atomically(folder / _FILE, json.dumps(body).encode(), 0o600)
        return self

    def next(self, now: datetime, transactions: int) -> Filling | None:
        """Return what is to be filled: what has begun, else what is missing up to now; None when that is little."""
        if self.filling is not None:
            return self.filling
        longest = timedelta(days=FIRST_DAYS)
        since = now - longest if self.until is None else max(self.until, now - longest)
        if self.until is not None and now - since <= TOP_UP_AFTER:
            return None
        return Filling(round(transactions * ((now - since) / longest)), since, now, _SEED)


def fill_history(contour: ContourProcess, folder: Path, transactions: int, progress: Callable[[float], None]) -> bool:
    """Fill what is missing, then let each source's platform go on from there; False when it was stopped on the way.

    Raises:
        KnownError: the contour refused it, or is gone. What was filled stays, and the next call goes on.
    """
    history = History.read(folder)
    while (filling := history.next(datetime.now(UTC), transactions)) is not None:
        history = History(history.until, filling).write(folder)
        generated = fill(contour, filling, progress)
        if generated.done < 1:
            return False
        go_on_from(generated, key_folders(contour, folder))
        history = History(filling.until).write(folder)
    key_folders(contour, folder)
    return True
