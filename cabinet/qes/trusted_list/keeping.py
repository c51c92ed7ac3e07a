"""Keeping the last good list: verified anew at each load, replaced only by a later one, never by an earlier."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from cabinet.contract.errors import KnownError
from cabinet.contract.moment import parse_moment
from cabinet.qes.trusted_list.acceptance import Predecessor, accept
from cabinet.qes.trusted_list.model import TrustedList

__all__ = ["KeptList", "ListKeeper", "Mark"]


class ListKeeper(Protocol):
    """A place for one list and the mark of the newest one; each is written whole or not at all."""

    def load_list(self) -> bytes | None:
        """Return the list as it was signed, None where there is none."""
        ...

    def save_list(self, blob: bytes) -> None:
        """Keep a list instead of the one before."""
        ...

    def load_mark(self) -> bytes | None:
        """Return the mark, None where there is none."""
        ...

    def save_mark(self, mark: bytes) -> None:
        """Keep a mark instead of the one before."""
        ...


@dataclass(frozen=True)
class Mark:
    """How far the list had come: an older one is refused even where the kept file was lost or put back."""

    sequence: int
    issued: datetime
    territory: str
    kind: str
    content_sha256: str

    @classmethod
    def of(cls, found: Predecessor) -> Mark:
        """Return the mark that a list leaves."""
        return cls(found.sequence, found.issued, found.territory, found.kind, found.content_sha256)

    def dump(self) -> bytes:
        """Return the mark as JSON."""
        return json.dumps({**self.__dict__, "issued": self.issued.isoformat()}, indent=1).encode()

    @classmethod
    def load(cls, raw: bytes) -> Mark:
        """Read a mark.

        Raises:
            KnownError: ``TRUSTED_LIST_STATE``.
        """
        try:
            value = json.loads(raw)
            texts = [value[name] for name in ("territory", "kind", "content_sha256")]
            if type(value["sequence"]) is not int or not all(isinstance(text, str) for text in texts):
                raise TypeError("another shape")
            return cls(value["sequence"], parse_moment(value["issued"]), *texts)
        except (KnownError, ValueError, KeyError, TypeError) as error:
            raise KnownError("TRUSTED_LIST_STATE", type(error).__name__) from error


class KeptList:
    """One list of one publisher. ``pins`` are SHA-256 of the signers' certificates, hex."""

    def __init__(self, keeper: ListKeeper, pins: Collection[str]) -> None:
        self._keeper = keeper
        self._pins = frozenset(pins)

    def current(self, now: datetime) -> TrustedList:
        """Return the kept list.

        Raises:
            KnownError: ``TRUSTED_LIST_ABSENT``, ``TRUSTED_LIST_STATE``, or what :func:`accept` raises: what lies on a
                disk is believed no more than what comes from a network.
        """
        blob = self._keeper.load_list()
        if blob is None:
            raise KnownError("TRUSTED_LIST_ABSENT")
        mark = self._mark()
        found = accept(blob, self._pins, now, mark)
        self._remember(found, mark)
        return found

    def refresh(self, blob: bytes, now: datetime) -> TrustedList:
        """Take a list in and return it; where it is refused, the kept one stays until its own next update.

        Raises:
            KnownError: ``TRUSTED_LIST_STATE`` or what :func:`accept` raises.
        """
        mark = self._mark()
        found = accept(blob, self._pins, now, mark)
        # The list first: after a crash in between, a newer list with an older mark is still right.
        self._keeper.save_list(blob)
        self._remember(found, mark)
        return found

    def _mark(self) -> Mark | None:
        raw = self._keeper.load_mark()
        return Mark.load(raw) if raw is not None else None

    def _remember(self, found: TrustedList, before: Mark | None) -> None:
        mark = Mark.of(found)
        if mark != before:
            self._keeper.save_mark(mark.dump())
