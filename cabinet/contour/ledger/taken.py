"""Which entry stands for an operator's transaction id: a narrow index that is written late, in sorted slices.

A key is 48 bits of a keyed hash of the id; whether an entry found is really of that id, its own line tells. The few
ids whose key another id holds are kept apart (``taken_twins``). Random keys written at once would each touch a page of
their own, so new ones wait in memory: those that still come, and a frozen generation that every commit writes a slice
of. Both can be read from the log again, from ``logs.indexed`` on: the index is derived.

An entry stands as ``seq << 2 | state``, the state being its outcome's number. One that was accepted stands for ever,
and one that is held until its verdict says otherwise; before that, the one that was rejected last does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from hashlib import blake2b
from typing import Final, Protocol

from cabinet.contour.ledger.store import Rows
from cabinet.contract.errors import KnownError

__all__ = ["GENERATION", "REJECTED", "STATE", "Taken", "TakenChanges"]

GENERATION: Final = 131_072
"""Keys that gather before they are written; at most two generations are in memory."""
STATE: Final = 3
"""The bits of a value that are the entry's state."""
REJECTED: Final = 3
_KEY_BITS: Final = 48
_SLICE: Final = 512
_SLICE_FOR_EACH: Final = 2
"""Keys that a commit writes at least, and for each of its own: a generation is always written before the next."""
_TOGETHER: Final = 1_000
_UPSERT: Final = "INSERT INTO taken (k, place) VALUES (:k, :place) ON CONFLICT (k) DO UPDATE SET place = excluded.place"

IdOf = Callable[[int], str | None]
"""Gives the operator's id that an entry has."""


class Entries(Protocol):
    """A log as far as the index asks of it."""

    size: int
    """How many entries are committed."""

    def id_of(self, seq: int) -> str | None:
        """Return the operator's id that an entry has."""
        ...

    def stood(self, operator_tx_id: str) -> int | None:
        """Return what stands for an id of which the index tells something of a later moment."""
        ...


class Taken:
    """The index of one log as committed."""

    def __init__(self, log: int, secret: bytes, bits: int = _KEY_BITS, generation: int = GENERATION) -> None:
        self._base = log << _KEY_BITS
        # Of one block with the secret in its parameters: a key would be a block more.
        self._salt, self._person = secret[:16], secret[16:]
        self._shift = 64 - bits
        self._generation = generation
        self.fresh: dict[int, int] = {}
        self.frozen: dict[int, int] = {}
        self.waiting: list[int] = []
        """Keys of the frozen generation that are not written yet, the largest first."""
        self.frozen_until = 0
        self.twins: set[int] = set()
        """Keys that more than one id has."""

    @property
    def bounds(self) -> tuple[int, int]:
        """The least key of this log's, and the least above them."""
        return self._base, self._base + (1 << _KEY_BITS)

    def forget(self) -> None:
        """Hold nothing, as of an index with nothing in it."""
        self.fresh, self.frozen, self.waiting, self.twins = {}, {}, [], set()

    def key(self, identifier: str) -> int:
        """Return the key of an id."""
        digest = blake2b(identifier.encode(), digest_size=8, salt=self._salt, person=self._person).digest()
        return self._base | int.from_bytes(digest, "big") >> self._shift

    def values(self, rows: Rows, keys: Iterable[int]) -> dict[int, int]:
        """Return what stands under keys that have an owner."""
        wanted = set(keys)
        found: dict[int, int] = {}
        for generation in (self.fresh, self.frozen):
            here = {key: generation[key] for key in wanted if key in generation}
            found |= here
            wanted -= here.keys()
        asked = sorted(wanted)
        for start in range(0, len(asked), _TOGETHER):
            some = ",".join(map(str, asked[start : start + _TOGETHER]))
            found.update(rows.tuples(f"SELECT k, place FROM taken WHERE k IN ({some})"))
        return found

    def twins_of(self, rows: Rows, key: int) -> list[int]:
        """Return what stands under a key for other ids than its owner's."""
        if key not in self.twins:
            return []
        return [place for (place,) in rows.tuples("SELECT place FROM taken_twins WHERE k = :k", k=key)]

    def find(self, rows: Rows, identifiers: Iterable[str], size: int, id_of: IdOf) -> dict[str, int]:
        """Return what stands for each id, of the first ``size`` entries."""
        keys = {identifier: self.key(identifier) for identifier in identifiers}
        values = self.values(rows, keys.values())
        found: dict[str, int] = {}
        for identifier, key in keys.items():
            value = values.get(key)
            if value is None:
                continue
            one = self.of(rows, identifier, (key, value), size, id_of)
            if one is not None:
                found[identifier] = one
        return found

    def of(self, rows: Rows, identifier: str, kept: tuple[int, int], size: int, id_of: IdOf) -> int | None:
        """Return what of the first ``size`` entries stands for an id, of whose key an owner's value is kept."""
        key, value = kept
        for one in (value, *self.twins_of(rows, key)):
            if one >> 2 < size and id_of(one >> 2) == identifier:
                return one
        return None

    def drain(self, rows: Rows, new: int) -> int | None:
        """Write a slice; returns how many entries are indexed when it was the last one of its generation."""
        if not self.waiting:
            return None
        number = max(_SLICE, _SLICE_FOR_EACH * new)
        some, kept = self.waiting[-number:], self.waiting[:-number]
        frozen = self.frozen
        rows.many(_UPSERT, ({"k": key, "place": frozen[key]} for key in reversed(some)))
        rows.after_commit(lambda: self._drained(kept))
        return None if kept else self.frozen_until

    def _drained(self, kept: list[int]) -> None:
        # The generation stays until the next: a reader's snapshot may be older than its last slice.
        self.waiting = kept

    def freeze(self, size: int) -> None:
        """Begin a generation when this one is large and the one before is written; after a commit."""
        if len(self.fresh) >= self._generation and not self.waiting:
            self.frozen, self.fresh = self.fresh, {}
            self.waiting = sorted(self.frozen, reverse=True)
            self.frozen_until = size

    def read_again(self, rows: Rows, standing: Iterable[tuple[str, int]], id_of: IdOf) -> None:
        """Take what the log says since ``logs.indexed``, in its order: (id, value).

        Raises:
            KnownError: ``FOLDER_DAMAGED`` where two ids have one key and neither is kept apart.
        """
        low, high = self.bounds
        twins = rows.tuples("SELECT DISTINCT k FROM taken_twins WHERE k >= :low AND k < :high", low=low, high=high)
        self.twins = {key for (key,) in twins}
        for identifier, value in standing:
            key = self.key(identifier)
            if key in self.twins or value & STATE == REJECTED or key in self.fresh:
                # At once: a verdict's word and a later attempt's do not add up to one.
                self._settle(rows, identifier, value, id_of)
            else:
                self.fresh[key] = value

    def _settle(self, rows: Rows, identifier: str, value: int, id_of: IdOf) -> None:
        key = self.key(identifier)
        if any(id_of(twin >> 2) == identifier for twin in self.twins_of(rows, key)):
            return  # written with its entry
        known = self.values(rows, (key,)).get(key)
        if known is not None and id_of(known >> 2) != identifier:
            raise KnownError("FOLDER_DAMAGED", f"taken {known >> 2}", path="ledger.sqlite")
        self.fresh[key] = _stands(known, value)

    @staticmethod
    def keep(some: dict[str, int], identifier: str, value: int) -> None:
        """Let a value stand for an id among some."""
        some[identifier] = _stands(some.get(identifier), value)

    def write_through(self, rows: Rows, some: Mapping[str, int], id_of: IdOf) -> None:
        """Write what stands for ids at once, for an index that is built anew; nothing waits in memory."""
        keys = {identifier: self.key(identifier) for identifier in some}
        owners = self.values(rows, keys.values())
        owned: dict[int, str] = {}
        for identifier, value in some.items():
            key = keys[identifier]
            known = owners.get(key)
            if key not in owned:
                owner = id_of(known >> 2) if known is not None else identifier
                owned[key] = identifier if owner is None else owner
            if owned[key] == identifier:
                owners[key] = _stands(known, value)
                rows.run(_UPSERT, k=key, place=owners[key])
            else:
                self.write_twin(rows, identifier, (key, value), id_of)
                self.twins.add(key)

    def write_twin(self, rows: Rows, identifier: str, kept: tuple[int, int], id_of: IdOf) -> None:
        """Write a value for an id whose key is another's, in place of an earlier one where the new one stands."""
        key, value = kept
        for place in self.twins_of(rows, key):
            if id_of(place >> 2) == identifier:
                value = _stands(place, value)
                rows.run("DELETE FROM taken_twins WHERE k = :k AND place = :place", k=key, place=place)
        rows.run("INSERT INTO taken_twins (k, place) VALUES (:k, :place)", k=key, place=value)


def _stands(known: int | None, value: int) -> int:
    """Return which of two values of one id stands."""
    if known is None or known >> 2 == value >> 2:
        return value
    return known if value & STATE == REJECTED and known & STATE != REJECTED else value


class TakenChanges:
    """The index as one transaction changes it, exact to the id."""

    def __init__(self, taken: Taken, rows: Rows, reader: Entries) -> None:
        self._taken = taken
        self._rows = rows
        self._size = reader.size
        self._id_of = reader.id_of
        self._stood = reader.stood
        self._keys: dict[str, int] = {}
        self._owners: dict[int, int] = {}
        self.known: dict[str, int | None] = {}
        """What stands for each id that was looked up, this transaction's own entries included."""
        self._changed: dict[str, int] = {}
        """Of them, what stands by this transaction."""

    def prepare(self, identifiers: Iterable[str]) -> list[int]:
        """Look many ids up together; returns what stands for those that have something."""
        known, taken = self.known, self._taken
        keys = {one: taken.key(one) for one in identifiers if one not in known}
        if not keys:
            return []
        self._keys |= keys
        known |= dict.fromkeys(keys)
        owners = taken.values(self._rows, keys.values())
        if not owners:
            return []
        self._owners |= owners
        for identifier, key in keys.items():
            value = owners.get(key)
            if value is None:
                continue
            one = known[identifier] = taken.of(self._rows, identifier, (key, value), self._size, self._id_of)
            if one is None and value >> 2 >= self._size:
                known[identifier] = self._stood(identifier)
        return [value for identifier in keys if (value := known[identifier]) is not None]

    def get(self, identifier: str) -> int | None:
        """Return what stands for an id, this transaction's own entries included."""
        if identifier not in self.known:
            self.prepare((identifier,))
        return self.known[identifier]

    def stand(self, identifier: str, seq: int, outcome: int) -> None:
        """Let an entry of this transaction stand for an id, unless one that was accepted does."""
        value = _stands(self.get(identifier), seq << 2 | outcome)
        if value >> 2 == seq:
            self.known[identifier] = self._changed[identifier] = value

    def settle(self, identifier: str, seq: int, outcome: int) -> None:
        """Let an entry that was held stand for its id as its verdict says."""
        self.prepare((identifier,))
        self.known[identifier] = self._changed[identifier] = seq << 2 | outcome

    def accepted(self, identifiers: Iterable[str], seq: int) -> None:
        """Let entries of this transaction, from one on, stand for ids that were looked up and found to be new."""
        values = {identifier: number << 2 for number, identifier in enumerate(identifiers, seq)}
        self.known |= values
        self._changed |= values

    def changed(self, identifier: str) -> bool:
        """Tell whether what stands for an id does so by this transaction."""
        return identifier in self._changed

    def write(self) -> int | None:
        """Write twins and a slice of what waits; what is new is in memory after the commit.

        Returns how many entries are indexed, where that has changed.
        """
        fresh: dict[int, int] = {}
        twins: set[int] = set()
        owners: dict[int, str | None] = {}
        for identifier, value in self._changed.items():
            key = self._keys[identifier]
            if key not in owners:
                known = self._owners.get(key)
                owners[key] = identifier if known is None else self._id_of(known >> 2)
            if owners[key] == identifier:
                fresh[key] = value
            else:
                self._taken.write_twin(self._rows, identifier, (key, value), self._id_of)
                twins.add(key)
        indexed = self._taken.drain(self._rows, len(fresh))
        self._rows.after_commit(lambda: self._commit(fresh, twins))
        return indexed

    def _commit(self, fresh: Mapping[int, int], twins: set[int]) -> None:
        self._taken.twins |= twins
        self._taken.fresh |= fresh
