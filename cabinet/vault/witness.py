"""The cabinet as a witness (CONTRACT §7): every checkpoint it saw, and an alarm when a log takes one back.

A log only grows. Once it has shown a size, a smaller one is a roll-back; a size has one root, so another is a fork.
Checkpoints of a key that the profile no longer names accuse nobody: a new log may live at an old address.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from cabinet.contract.errors import KnownError
from cabinet.contract.moment import epoch_micros, from_micros

if TYPE_CHECKING:
    from cabinet.vault.store import Store

__all__ = ["Seen", "Sighting", "mark", "see"]


@dataclass(frozen=True)
class Seen:
    """A checkpoint as it came: the signed note, and whose key (``name+hash+key``) signed it."""

    origin: str
    size: int
    root: bytes
    note: str
    signer: str


@dataclass(frozen=True)
class Sighting:
    """What the witness knows of a log: how many checkpoints, the first when.

    ``alarm`` stays once it was raised; ``evidence`` are then the two signed notes that contradict each other.
    """

    count: int
    since: datetime
    alarm: KnownError | None = None
    evidence: tuple[str, ...] = ()


def mark(store: Store) -> int:
    """Return a mark to be taken before a checkpoint is asked for.

    Answers overtake one another. Only what had been seen before the question went out proves that a log went back.
    """
    return int(store.read("SELECT coalesce(max(id), 0) FROM checkpoints")[0][0])


def see(store: Store, seen: Seen, trusted: Collection[str], before: int, now: datetime) -> Sighting:
    """Keep a checkpoint and compare it with those of the same log under the keys that are trusted now.

    ``before`` is the :func:`mark` of the question. The alarm's code is ``CHECKPOINT_ROLLED_BACK`` or
    ``CHECKPOINT_FORKED``, its facts ``origin``, ``had`` and ``offered`` (sizes).
    """
    keys = ", ".join(f":key{n}" for n in range(len(trusted)))
    values: dict[str, object] = {f"key{n}": key for n, key in enumerate(sorted(trusted))}
    values |= {"origin": seen.origin, "size": seen.size, "root": seen.root, "before": before}
    mine = f"origin = :origin AND signer IN ({keys})"
    at = epoch_micros(now)
    with store.write() as rows:
        ((offered,),) = rows.run(
            "INSERT INTO checkpoints (origin, signer, size, root, note, first_seen, last_seen) "
            "VALUES (:origin, :signer, :size, :root, :note, :at, :at) "
            "ON CONFLICT DO UPDATE SET last_seen = :at RETURNING id",
            origin=seen.origin, signer=seen.signer, size=seen.size, root=seen.root, note=seen.note, at=at,
        )  # fmt: skip
        other = rows.run(
            f"SELECT id FROM checkpoints WHERE {mine} AND size = :size AND root <> :root LIMIT 1", **values
        )
        larger = rows.run(
            f"SELECT id FROM checkpoints WHERE {mine} AND size > :size AND id <= :before ORDER BY size DESC LIMIT 1",
            **values,
        )
        for code, found in (("CHECKPOINT_FORKED", other), ("CHECKPOINT_ROLLED_BACK", larger)):
            if found:
                rows.run(
                    "INSERT INTO alarms (code, had, offered, raised_at) VALUES (:code, :had, :offered, :at) "
                    "ON CONFLICT DO NOTHING",
                    code=code, had=found[0][0], offered=offered, at=at,
                )  # fmt: skip
        ((count, since),) = rows.run(f"SELECT count(*), min(first_seen) FROM checkpoints WHERE {mine}", **values)
        alarm = rows.run(
            "SELECT a.code, h.size, o.size, h.note, o.note FROM alarms a JOIN checkpoints h ON h.id = a.had "
            "JOIN checkpoints o ON o.id = a.offered "
            f"WHERE h.origin = :origin AND h.signer IN ({keys}) AND o.signer IN ({keys}) ORDER BY a.id LIMIT 1",
            **values,
        )
    if not alarm:
        return Sighting(int(count), from_micros(int(since)))
    code, had, size, *notes = alarm[0]
    raised = KnownError(code, origin=seen.origin, had=str(had), offered=str(size))
    return Sighting(int(count), from_micros(int(since)), raised, tuple(notes))
