"""What an act over many rejections would send: each line's new fields, the order, the figures, and the sample shown."""

from __future__ import annotations

import hashlib
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import TYPE_CHECKING, Any

from cabinet.contract.ggr import ggr_kop
from cabinet.contract.limits import MAX_CHECKED_ITEMS
from cabinet.contract.states import Outcome, ReasonCode
from cabinet.contract.transaction import AMOUNT_KOP, TYPE
from cabinet.desks.correction_draft import Change, changes_between
from cabinet.desks.corrections import compose_line, read_payload

if TYPE_CHECKING:
    from cabinet.contract.findings import ItemAnswer
    from cabinet.contract.rejection_lines import RejectionLine
    from cabinet.desks.bulk.changes import Change as Rule

__all__ = ["Figures", "Item", "Skip", "State", "chunks", "linked", "plan", "sample", "set_digest"]

CHUNK = 200
"""Lines of one request; more only where one rejection has more that hang on it."""
_LARGEST, _OLDEST, _NEWEST, _FAILING, SAMPLE = 3, 2, 2, 5, 20
_SHOWN = ("largest", "oldest", "newest", "failing", "random")


class State(Enum):
    """How far one line has come."""

    UNCHECKED = "unchecked"
    WOULD_PASS = "would-pass"  # noqa: S105  no password
    WOULD_FAIL = "would-fail"
    SENT = "sent"
    REFUSED = "refused"
    SKIPPED = "skipped"


class Skip(Enum):
    """Why a line is left out before anybody is asked."""

    NO_CHANGE = "no-change"
    WITHHELD = "withheld"
    UNREADABLE = "unreadable"
    WAITS = "waits"
    """For what it hangs on, which is left out itself."""


@dataclass(frozen=True)
class Item:
    """One rejection in the act.

    ``after`` is None where it is skipped, the same as ``before`` where it is sent again.
    """

    line: RejectionLine
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    skip: Skip | None = None
    state: State = State.UNCHECKED
    codes: tuple[str, ...] = ()
    """Codes of the errors that a check or the perimeter found."""

    @property
    def attempt_id(self) -> str:
        """The rejected attempt."""
        return self.line.row.attempt_id

    @property
    def changes(self) -> list[Change]:
        """Fields that change."""
        before = self.before or {}
        return changes_between(before, before if self.after is None else self.after)

    def judged(self, answer: ItemAnswer, passed: State, failed: State) -> Item:
        """Return the item with a verdict."""
        if answer.outcome is Outcome.REJECTED:
            return replace(self, state=failed, codes=tuple(answer.error_codes))
        return replace(self, state=passed, codes=())


@dataclass
class Figures:
    """What of an act: how many of which type, and their money."""

    count: int = 0
    operations_kop: int = 0
    ggr_kop: int = 0
    types: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, items: Iterable[Item]) -> Figures:
        """Add items up, with the sums and types they would have."""
        made = cls()
        for item in items:
            made.add(item.after if item.after is not None else item.before or {})
        return made

    def add(self, value: Mapping[str, Any]) -> None:
        """Count a line by its fields; a sum that is none counts as nothing."""
        kind, amount = value.get(TYPE.name), value.get(AMOUNT_KOP.name)
        kind = kind if isinstance(kind, str) else ""
        kop = amount if isinstance(amount, int) and AMOUNT_KOP.form.fits(amount) else 0
        self.count += 1
        self.operations_kop += kop
        self.ggr_kop += ggr_kop(kind, kop)
        self.types[kind] += 1


def plan(lines: Sequence[RejectionLine], change: Rule | None) -> list[Item]:
    """Return the items in the order they are sent: each rejection, then what hangs on it, unchanged.

    ``change`` None sends everything again as it is. A rejection that is listed by itself and as a consequence is one.
    """
    followers: dict[str, list[RejectionLine]] = {}
    placed: set[str] = set()
    for line in lines:
        if line.follows is not None and line.row.attempt_id not in placed:
            placed.add(line.row.attempt_id)
            followers.setdefault(line.follows, []).append(line)
    items: list[Item] = []
    for line in lines:
        if line.follows is None and line.row.attempt_id not in placed:
            root = _item(line, change)
            items += [root, *(_follower(one, root) for one in followers.get(line.row.attempt_id, []))]
    return items


def _item(line: RejectionLine, change: Rule | None) -> Item:
    before = read_payload(line)
    if line.withheld:
        return Item(line, before, None, Skip.WITHHELD, State.SKIPPED)
    if before is None:
        return Item(line, None, None, Skip.UNREADABLE, State.SKIPPED)
    after = before if change is None else change.fields(before, line.suggestions)
    if after is None and line.row.root is not None:
        after = before  # What it hangs on may be accepted; the check tells.
    if after is None:
        return Item(line, before, None, Skip.NO_CHANGE, State.SKIPPED)
    return Item(line, before, after)


def _follower(line: RejectionLine, root: Item) -> Item:
    item = _item(line, None)
    if item.skip is None and root.skip is not None:
        return replace(item, after=None, skip=Skip.WAITS, state=State.SKIPPED)
    return item


def linked(item: Item, reason: ReasonCode, text: str) -> bytes:
    """Return a correction's exact bytes: the new fields, linked to the rejected attempt by its hash."""
    return compose_line(item.line, item.after or {}, reason, text)


def chunks(items: Sequence[Item], least: int = CHUNK) -> Iterator[list[Item]]:
    """Cut items into requests; a rejection and what hangs on it are parted only where one request would not hold them.

    Those cut off are judged without what they hang on: they stay open, and can be sent again once that is accepted.
    """
    chunk: list[Item] = []
    for item in items:
        if (len(chunk) >= least and item.line.follows is None) or len(chunk) == MAX_CHECKED_ITEMS:
            yield chunk
            chunk = []
        chunk.append(item)
    if chunk:
        yield chunk


def set_digest(lines: Iterable[bytes]) -> str:
    """Return SHA-256 over all lines, each with its LF, in the order they are sent."""
    digest = hashlib.sha256()
    for line in lines:
        digest.update(line + b"\n")
    return digest.hexdigest()


def sample(items: Sequence[Item], seed: int = 0) -> list[tuple[Item, str]]:
    """Return at most twenty items, each with why: ``largest``, ``oldest``, ``newest``, ``failing`` or ``random``.

    The same items for the same seed, so that a check under way does not shuffle what a person reads.
    """
    sent = [i for i in items if i.after is not None]
    by_sum = sorted(sent, key=lambda i: -(i.line.row.amount_kop or 0))
    by_time = sorted(sent, key=lambda i: i.line.row.seq)
    failing = [i for i in sent if i.state in {State.WOULD_FAIL, State.REFUSED}]
    rest = list(sent)
    random.Random(seed).shuffle(rest)  # noqa: S311  a sample to read, no secret
    layers = (
        ("failing", failing[:_FAILING]), ("largest", by_sum[:_LARGEST]), ("oldest", by_time[:_OLDEST]),
        ("newest", by_time[::-1][:_NEWEST]), ("random", rest),
    )  # fmt: skip
    found: dict[str, tuple[Item, str]] = {}
    for why, layer in layers:
        for item in layer:
            if len(found) < SAMPLE:
                found.setdefault(item.attempt_id, (item, why))
    return sorted(found.values(), key=lambda pair: _SHOWN.index(pair[1]))
