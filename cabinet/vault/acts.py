"""Acts over many rejections, kept from before the first line is sent until the last one is answered.

A chunk keeps its exact bytes and its Idempotency-Key: sent again after a crash of either side, it is answered as the
first time, and nothing is doubled.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from cabinet.contract.moment import epoch_micros, from_micros

if TYPE_CHECKING:
    from cabinet.vault.store import Store

__all__ = [
    "SIGNED_SET",
    "Chunk",
    "KeptAct",
    "answered",
    "chunks_of",
    "forget_act",
    "keep_act",
    "keep_signed_set",
    "next_chunk",
    "signed_set_of",
    "unfinished_act",
]

SIGNED_SET = "signedSet"
"""Among an act's facts: the id of the signed set under which its requests are sent, None where there is none."""


@dataclass(frozen=True)
class KeptAct:
    """An act of one person, by the perimeter's audience and the company's ЄДРПОУ; ``facts`` are the window's own."""

    number: int
    person: str
    started_at: datetime
    total: int
    sent: int
    facts: dict[str, object]


@dataclass(frozen=True)
class Chunk:
    """One request: ``follows`` are the places of lines that hang on one before; ``answer`` is None until it came."""

    act: int
    place: int
    key: str
    lines: tuple[bytes, ...]
    follows: frozenset[int]
    answer: bytes | None

    @property
    def body(self) -> bytes:
        """The bytes that are sent."""
        return b"".join(line + b"\n" for line in self.lines)


def keep_act(
    store: Store,
    where: tuple[str, str],
    person: str,
    chunks: Sequence[tuple[str, Sequence[bytes], frozenset[int]]],
    facts: dict[str, object],
    now: datetime,
) -> int:
    """Keep an act whole, before anything of it is sent; returns its number.

    ``where`` are audience and ЄДРПОУ; a chunk is its key, its lines, and the places of those that hang on another.
    """  # fmt: skip
    with store.write() as rows:
        ((number,),) = rows.run(
            "INSERT INTO acts (audience, edrpou, person, started_at, facts) "
            "VALUES (:audience, :edrpou, :person, :at, :facts) RETURNING number",
            audience=where[0], edrpou=where[1], person=person, at=epoch_micros(now), facts=json.dumps(facts),
        )  # fmt: skip
        for place, (key, lines, follows) in enumerate(chunks):
            rows.run(
                "INSERT INTO act_chunks (act, place, key, count, lines, follows) "
                "VALUES (:act, :place, :key, :count, :lines, :follows)",
                act=number, place=place, key=key, count=len(lines), lines=zlib.compress(b"\n".join(lines)),
                follows=json.dumps(sorted(follows)),
            )  # fmt: skip
    return int(number)


def unfinished_act(store: Store, where: tuple[str, str]) -> KeptAct | None:
    """Return the oldest act of this company that is not over, or None."""
    rows = store.read(
        "SELECT number, person, started_at, facts, (SELECT sum(count) FROM act_chunks WHERE act = number), "
        "(SELECT coalesce(sum(count), 0) FROM act_chunks WHERE act = number AND answer IS NOT NULL) FROM acts "
        "WHERE audience = :audience AND edrpou = :edrpou ORDER BY number LIMIT 1",
        audience=where[0], edrpou=where[1],
    )  # fmt: skip
    for number, person, at, facts, total, sent in rows:
        return KeptAct(number, person, from_micros(at), total, sent, json.loads(facts))
    return None


def next_chunk(store: Store, act: int) -> Chunk | None:
    """Return the first chunk that was not answered yet, or None."""
    return next((chunk for chunk in chunks_of(store, act) if chunk.answer is None), None)


def chunks_of(store: Store, act: int) -> list[Chunk]:
    """Return an act's chunks in the order they are sent."""
    rows = store.read(
        "SELECT place, key, lines, follows, answer FROM act_chunks WHERE act = :act ORDER BY place", act=act
    )
    return [
        Chunk(act, place, key, tuple(zlib.decompress(lines).split(b"\n")), frozenset(json.loads(follows)), answer)
        for place, key, lines, follows, answer in rows
    ]


def answered(store: Store, chunk: Chunk, answer: bytes) -> None:
    """Keep a chunk's answer."""
    with store.write() as rows:
        rows.run(
            "UPDATE act_chunks SET answer = :answer WHERE act = :act AND place = :place",
            answer=answer, act=chunk.act, place=chunk.place,
        )  # fmt: skip


def signed_set_of(store: Store, act: int) -> str | None:
    """Return the id of the set under which what is left of an act is sent, or None."""
    for (facts,) in store.read("SELECT facts FROM acts WHERE number = :act", act=act):
        found = json.loads(facts).get(SIGNED_SET)
        return found if isinstance(found, str) else None
    return None


def keep_signed_set(store: Store, act: int, set_id: str) -> None:
    """Keep the id of another set that was signed for what is left of an act."""
    with store.write() as rows:
        ((facts,),) = rows.run("SELECT facts FROM acts WHERE number = :act", act=act)
        rows.run(
            "UPDATE acts SET facts = :facts WHERE number = :act",
            facts=json.dumps(json.loads(facts) | {SIGNED_SET: set_id}), act=act,
        )  # fmt: skip


def forget_act(store: Store, act: int) -> None:
    """Drop an act; what of it was sent stays sent."""
    with store.write() as rows:
        rows.run("DELETE FROM acts WHERE number = :act", act=act)
