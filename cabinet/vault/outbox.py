"""What a person has decided and the perimeter has not answered yet: kept from before it is sent until it is answered.

A crash of the window or of the perimeter at any moment loses nothing: what is here is sent again, in its order.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from cabinet.contract.errors import KnownError
from cabinet.contract.moment import epoch_micros, from_micros

if TYPE_CHECKING:
    from cabinet.vault.owner import Owner
    from cabinet.vault.store import Store

__all__ = ["MOST", "Act", "Pending", "PendingKind", "forget_pending", "keep_pending", "mark_pending", "pending_of"]

MOST: Final = 1_000
"""Acts of one person that wait at once."""


class PendingKind(StrEnum):
    """What is decided about."""

    CASE = "case"
    CAUSE = "cause"
    CASES = "cases"
    CORRECTION = "correction"


@dataclass(frozen=True)
class Act:
    """An act as it is sent.

    ``subject`` is the attempt or the cause, ``version`` the one that was read (If-Match), ``key`` the Idempotency-Key;
    ``body`` is the request's JSON, of a correction its line; ``words`` say what it is about.
    """

    kind: PendingKind
    subject: str
    version: int
    key: str
    body: bytes
    words: str

    def at(self, version: int) -> Act:
        """Return the same act about another version."""
        return replace(self, version=version)


@dataclass(frozen=True)
class Pending:
    """An act that waits; ``why`` is the code it was refused with, empty while it only waits for the perimeter.

    ``facts`` are the gaps of that refusal's sentence. ``theirs`` is what stood there when somebody else had been
    faster, JSON; empty otherwise.
    """

    number: int
    act: Act
    at: datetime
    why: str = ""
    facts: dict[str, str] = field(default_factory=dict)
    theirs: bytes = b""


def keep_pending(store: Store, owner: Owner, act: Act, now: datetime) -> int:
    """Keep an act before it is sent; returns its number.

    Raises:
        KnownError: ``OUTBOX_FULL``.
    """
    with store.write() as rows:
        ((waiting,),) = rows.run(
            "SELECT count(*) FROM pending WHERE audience = :audience AND edrpou = :edrpou AND person = :person",
            **owner._asdict(),
        )
        if waiting >= MOST:
            raise KnownError("OUTBOX_FULL", limit=str(MOST))
        ((number,),) = rows.run(
            "INSERT INTO pending (audience, edrpou, person, kind, subject, version, key, body, words, at) "
            "VALUES (:audience, :edrpou, :person, :kind, :subject, :version, :key, :body, :words, :at) "
            "RETURNING number",
            **owner._asdict(), kind=act.kind.value, subject=act.subject, version=act.version, key=act.key,
            body=act.body, words=act.words, at=epoch_micros(now),
        )  # fmt: skip
    return int(number)


def pending_of(store: Store, owner: Owner) -> tuple[Pending, ...]:
    """Return what of somebody's waits, in the order it was decided."""
    found = store.read(
        "SELECT number, kind, subject, version, key, body, words, at, why, facts, theirs FROM pending "
        "WHERE audience = :audience AND edrpou = :edrpou AND person = :person ORDER BY number",
        **owner._asdict(),
    )
    return tuple(
        Pending(
            number, Act(PendingKind(kind), subject, version, key, body, words), from_micros(at), why,
            json.loads(facts), theirs,
        )
        for number, kind, subject, version, key, body, words, at, why, facts, theirs in found
    )  # fmt: skip


def mark_pending(
    store: Store, number: int, *, version: int, why: str = "", facts: dict[str, str] | None = None, theirs: bytes = b""
) -> None:
    """Keep why an act was refused and what stood in its way; or have it wait again, under another version."""
    with store.write() as rows:
        rows.run(
            "UPDATE pending SET version = :version, why = :why, facts = :facts, theirs = :theirs "
            "WHERE number = :number",
            version=version, why=why, facts=json.dumps(facts or {}, ensure_ascii=False), theirs=theirs, number=number,
        )  # fmt: skip


def forget_pending(store: Store, number: int) -> None:
    """Drop an act: it was answered, or nobody wants it any more."""
    with store.write() as rows:
        rows.run("DELETE FROM pending WHERE number = :number", number=number)
