"""The cabinet as a witness (CONTRACT §7): every checkpoint it saw, and an alarm when a log takes one back.

A log only grows. Once it has shown a size, a smaller one is a roll-back; a size has one root, so another is a fork.
Checkpoints of a key that the profile no longer names accuse nobody: a new log may live at an old address.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from cabinet.contract.errors import KnownError
from cabinet.contract.moment import epoch_micros, from_micros

if TYPE_CHECKING:
    from cabinet.vault.store import Store

__all__ = [
    "LEAST_REASON",
    "Alarm",
    "Kept",
    "Seen",
    "Sighting",
    "accuse",
    "alarms_of",
    "checkpoints_of",
    "close_alarm",
    "last_proved",
    "mark",
    "prove",
    "see",
    "witness_key",
]

LEAST_REASON: Final = 10
"""Characters of the reason for which an alarm is closed."""
_KEY_BYTES: Final = 32
_KEPT: Final = "id, size, root, note, signer, first_seen, last_seen, proved_at, cosigned"


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

    ``alarm`` stays once it was raised, until a person has closed it for a written reason; ``evidence`` are then the two
    signed notes that contradict each other.
    """

    count: int
    since: datetime
    alarm: KnownError | None = None
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True)
class Alarm:
    """An alarm with its evidence, closed or not: the two signed notes that contradict each other."""

    number: int
    error: KnownError
    raised_at: datetime
    evidence: tuple[str, str]
    closed_at: datetime | None
    closed_by: str
    reason: str


@dataclass(frozen=True)
class Kept:
    """A checkpoint that was seen: when first and last, whether it is proved to continue those before it.

    ``cosigned`` is its note with our own signature, empty where it has none.
    """

    number: int
    size: int
    root: bytes
    note: str
    signer: str
    first_seen: datetime
    last_seen: datetime
    proved: bool
    cosigned: str


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
    keys, values = _keys(trusted)
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
            f"WHERE h.origin = :origin AND h.signer IN ({keys}) AND o.signer IN ({keys}) AND a.closed_at IS NULL "
            "ORDER BY a.id LIMIT 1",
            **values,
        )
    if not alarm:
        return Sighting(int(count), from_micros(int(since)))
    code, had, size, *notes = alarm[0]
    return Sighting(int(count), from_micros(int(since)), _error(code, seen.origin, had, size), tuple(notes))


def _error(code: str, origin: str, had: int, offered: int) -> KnownError:
    more = {"size": str(had)} if code == "LOG_REWRITTEN" else {}
    return KnownError(code, origin=origin, had=str(had), offered=str(offered), **more)


def last_proved(store: Store, seen: Seen, trusted: Collection[str]) -> Kept | None:
    """Return the checkpoint that this one has to continue: the largest that is proved and no larger, maybe itself.

    Where none is proved yet, the largest other one that was seen.
    """
    keys, values = _keys(trusted)
    found = store.read(
        f"SELECT {_KEPT} FROM checkpoints WHERE origin = :origin AND signer IN ({keys}) AND size <= :size "
        "AND (proved_at IS NOT NULL OR root <> :root) ORDER BY proved_at IS NULL, size DESC, id DESC LIMIT 1",
        origin=seen.origin, size=seen.size, root=seen.root, **values,
    )  # fmt: skip
    return _kept(found[0]) if found else None


def prove(store: Store, seen: Seen, cosigned: str, now: datetime) -> None:
    """Keep that a checkpoint continues those before it, and the note with our cosignature."""
    with store.write() as rows:
        rows.run(
            "UPDATE checkpoints SET proved_at = :at, cosigned = :cosigned "
            "WHERE origin = :origin AND signer = :signer AND size = :size AND root = :root AND proved_at IS NULL",
            at=epoch_micros(now), cosigned=cosigned, origin=seen.origin, signer=seen.signer, size=seen.size,
            root=seen.root,
        )  # fmt: skip


def accuse(store: Store, had: Kept, seen: Seen, now: datetime) -> None:
    """Raise the alarm ``LOG_REWRITTEN``: what was seen earlier is not the beginning of what is seen now."""
    with store.write() as rows:
        rows.run(
            "INSERT INTO alarms (code, had, offered, raised_at) SELECT 'LOG_REWRITTEN', :had, id, :at FROM checkpoints "
            "WHERE origin = :origin AND signer = :signer AND size = :size AND root = :root ON CONFLICT DO NOTHING",
            had=had.number, at=epoch_micros(now), origin=seen.origin, signer=seen.signer, size=seen.size,
            root=seen.root,
        )  # fmt: skip


def checkpoints_of(store: Store, origin: str, trusted: Collection[str]) -> list[Kept]:
    """Return the checkpoints of a log that were seen under trusted keys, the largest first."""
    keys, values = _keys(trusted)
    found = store.read(
        f"SELECT {_KEPT} FROM checkpoints WHERE origin = :origin AND signer IN ({keys}) ORDER BY size DESC, id DESC",
        origin=origin, **values,
    )  # fmt: skip
    return list(map(_kept, found))


def alarms_of(store: Store, origin: str, trusted: Collection[str]) -> list[Alarm]:
    """Return the alarms of a log, those that are closed too, oldest first."""
    keys, values = _keys(trusted)
    return [
        Alarm(
            number, _error(code, origin, had, offered), from_micros(raised), (one, other),
            from_micros(closed) if closed is not None else None, by or "", reason or "",
        )
        for number, code, had, offered, one, other, raised, closed, by, reason in store.read(
            "SELECT a.id, a.code, h.size, o.size, h.note, o.note, a.raised_at, a.closed_at, a.closed_by, a.reason "
            "FROM alarms a JOIN checkpoints h ON h.id = a.had JOIN checkpoints o ON o.id = a.offered "
            f"WHERE h.origin = :origin AND h.signer IN ({keys}) AND o.signer IN ({keys}) ORDER BY a.id",
            origin=origin, **values,
        )
    ]  # fmt: skip


def close_alarm(store: Store, number: int, by: str, reason: str, now: datetime) -> None:
    """Close an alarm that is open; its evidence stays.

    Raises:
        KnownError: ``ALARM_REASON_SHORT`` for a reason of less than :data:`LEAST_REASON` characters.
    """
    words = " ".join(reason.split())
    if len(words) < LEAST_REASON:
        raise KnownError("ALARM_REASON_SHORT", least=str(LEAST_REASON))
    with store.write() as rows:
        rows.run(
            "UPDATE alarms SET closed_at = :at, closed_by = :by, reason = :reason "
            "WHERE id = :number AND closed_at IS NULL",
            at=epoch_micros(now), by=by, reason=words, number=number,
        )  # fmt: skip


def witness_key(store: Store, fresh: bytes) -> bytes:
    """Return the private key (Ed25519, 32 bytes) that checkpoints are cosigned with: the one kept, else ``fresh``."""
    if len(fresh) != _KEY_BYTES:
        raise ValueError("a key of Ed25519 has 32 bytes")
    with store.write() as rows:
        rows.run("INSERT INTO witness_key (id, private) VALUES (1, :fresh) ON CONFLICT DO NOTHING", fresh=fresh)
        return bytes(rows.run("SELECT private FROM witness_key")[0][0])


def _kept(row: tuple[Any, ...]) -> Kept:
    number, size, root, note, signer, first, last, proved, cosigned = row
    seen = from_micros(first), from_micros(last)
    return Kept(number, size, root, note, signer, *seen, proved is not None, cosigned or "")


def _keys(trusted: Collection[str]) -> tuple[str, dict[str, object]]:
    names = ", ".join(f":key{n}" for n in range(len(trusted)))
    return names, {f"key{n}": key for n, key in enumerate(sorted(trusted))}
