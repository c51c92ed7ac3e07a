"""Answers of the perimeter that a person has seen, kept in the encrypted store to be read while it does not answer.

Each of one person of one company on one perimeter: another one may have other rights. Bounded by kind: beyond
:data:`MOST` the oldest go, and an answer that is larger than :data:`LARGEST` is not kept.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from cabinet.contract.moment import epoch_micros, from_micros

if TYPE_CHECKING:
    from cabinet.vault.owner import Owner
    from cabinet.vault.store import Store

__all__ = ["LARGEST", "MOST", "Seen", "SeenKind", "keep_seen", "seen_of"]


class SeenKind(StrEnum):
    """What was seen."""

    CAUSES = "causes"
    ROWS = "rows"
    CARD = "card"


MOST: Final = {SeenKind.CAUSES: 20, SeenKind.ROWS: 60, SeenKind.CARD: 500}
LARGEST: Final = 2**20
"""Bytes before they are compressed."""


@dataclass(frozen=True)
class Seen:
    """An answer as it was written then, JSON, and when it came."""

    body: bytes
    at: datetime


def keep_seen(store: Store, owner: Owner, kind: SeenKind, name: str, seen: Seen) -> None:
    """Keep an answer in place of the one before; one that is too large only takes that one's place away."""
    whose = {**owner._asdict(), "kind": kind.value}
    with store.write() as rows:
        rows.run(
            "DELETE FROM seen WHERE audience = :audience AND edrpou = :edrpou AND person = :person AND kind = :kind "
            "AND name = :name",
            **whose, name=name,
        )  # fmt: skip
        if len(seen.body) > LARGEST:
            return
        rows.run(
            "INSERT INTO seen (audience, edrpou, person, kind, name, body, at) "
            "VALUES (:audience, :edrpou, :person, :kind, :name, :body, :at)",
            **whose, name=name, body=zlib.compress(seen.body), at=epoch_micros(seen.at),
        )  # fmt: skip
        rows.run(
            "DELETE FROM seen WHERE number IN (SELECT number FROM seen WHERE audience = :audience AND edrpou = :edrpou "
            "AND person = :person AND kind = :kind ORDER BY number DESC LIMIT -1 OFFSET :most)",
            **whose, most=MOST[kind],
        )  # fmt: skip


def seen_of(store: Store, owner: Owner, kind: SeenKind, name: str) -> Seen | None:
    """Return the answer of that name, or None."""
    found = store.read(
        "SELECT body, at FROM seen WHERE audience = :audience AND edrpou = :edrpou AND person = :person "
        "AND kind = :kind AND name = :name",
        **owner._asdict(), kind=kind.value, name=name,
    )  # fmt: skip
    return Seen(zlib.decompress(found[0][0]), from_micros(found[0][1])) if found else None
