"""The newest checkpoints, kept in a file beside the ledger: a ledger that was emptied or put back is behind them.

Written at the start, at the end and now and then; a ledger may be ahead of them, never behind.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from typing import Final

from cabinet.contour.folder import DataFolder

__all__ = ["NAME", "KeptCheckpoints"]

NAME: Final = "checkpoints.json"
_EVERY_SECONDS: Final = 60.0


class KeptCheckpoints:
    """Signed checkpoints by operator."""

    def __init__(self, folder: DataFolder, clock: Callable[[], float] = time.monotonic) -> None:
        self._folder = folder
        self._clock = clock
        self._written = clock()

    def read(self) -> dict[str, str]:
        """Return what is kept.

        Raises:
            KnownError: ``FOLDER_DAMAGED``.
        """
        if not (self._folder.path / NAME).exists():
            return {}
        return self._folder.read(NAME, _notes)

    @property
    def due(self) -> bool:
        """Whether they are to be written again."""
        return self._clock() - self._written >= _EVERY_SECONDS

    def write(self, notes: Mapping[str, str]) -> None:
        """Keep the newest ones."""
        self._folder.write(NAME, json.dumps(dict(notes), ensure_ascii=False, indent=1).encode())
        self._written = self._clock()


def _notes(data: bytes) -> dict[str, str]:
    kept = json.loads(data)
    if not isinstance(kept, dict):
        raise ValueError("not by operator")  # noqa: TRY004  what a file says is no type of ours
    return {str(edrpou): str(note) for edrpou, note in kept.items()}
