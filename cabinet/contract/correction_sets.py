"""A set of corrections that one signature covers, in one request or many (CONTRACT §2, §3).

A person's reversals and replacements are always signed in production, and so are corrections above the limits
``bulkSignedAbove…`` of ``GET /limits``. What is signed is the set: for each request to come the SHA-256 of its exact
body, and how many corrections of which kind and sum are in it. The perimeter reckons each request anew as it comes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Annotated, Final

import msgspec
from pydantic import Field

from cabinet.contract.endpoint import PersonEndpoint
from cabinet.contract.limits import MAX_SET_PARTS
from cabinet.contract.model import Answer, Moment, Request
from cabinet.contract.money import COUNTED_KOP
from cabinet.contract.rights import Right
from cabinet.contract.states import CorrectionKind

__all__ = ["SIGN_CORRECTIONS", "CorrectionPart", "CorrectionSet", "Reckoned", "SignedSet", "part_of", "set_of"]

_Count = Annotated[int, Field(ge=0, le=10**6)]
_Sum = Annotated[int, Field(ge=0, le=10**18)]


class Reckoned(Request):
    """How many corrections, and the sum of their amounts in kopecks."""

    items: _Count = 0
    kop: _Sum = 0

    def plus(self, other: Reckoned) -> Reckoned:
        """Return both together."""
        return Reckoned(items=self.items + other.items, kop=self.kop + other.kop)


class CorrectionPart(Request):
    """One request of a set: its body's SHA-256, and what it corrects, reverses and replaces."""

    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    corrected: Reckoned = Reckoned()
    reversed: Reckoned = Reckoned()
    replaced: Reckoned = Reckoned()

    @property
    def whole(self) -> Reckoned:
        """All of it together."""
        return self.corrected.plus(self.reversed).plus(self.replaced)

    @property
    def amends(self) -> bool:
        """Whether it speaks of anything that was accepted."""
        return self.reversed.items + self.replaced.items > 0


class CorrectionSet(Request):
    """``POST /corrections/sets``: the requests to come, in their order."""

    parts: list[CorrectionPart] = Field(min_length=1, max_length=MAX_SET_PARTS)

    @property
    def sha256(self) -> str:
        """SHA-256 over the parts' digests in their order, hex: what the statement calls the set."""
        return hashlib.sha256(b"".join(bytes.fromhex(part.sha256) for part in self.parts)).hexdigest()

    @property
    def whole(self) -> CorrectionPart:
        """What all parts together do, under the digest of the set."""
        whole = CorrectionPart(sha256=self.sha256)
        for part in self.parts:
            whole = CorrectionPart(
                sha256=whole.sha256, corrected=whole.corrected.plus(part.corrected),
                reversed=whole.reversed.plus(part.reversed), replaced=whole.replaced.plus(part.replaced),
            )  # fmt: skip
        return whole


class SignedSet(Answer):
    """A set that was taken: ``POST /corrections?set=`` takes each of its parts once, until then."""

    set_id: str
    until: Moment


SIGN_CORRECTIONS: Final = PersonEndpoint(
    "sign_corrections",
    "POST",
    "/corrections/sets",
    CorrectionSet,
    SignedSet,
    "Sign a set of corrections, which are then sent in one request or many",
    right=Right.CORRECT_REJECTED,
    step_up=True,
    idempotent=True,
    status=201,
)


def part_of(body: bytes) -> CorrectionPart:
    """Return what a request's body does, whatever else of its lines is wrong: who signs and who takes it reckon alike.

    A line that cannot be read, and one that is no reversal or replacement, is among those corrected.
    """
    found = {kind: [0, 0] for kind in CorrectionKind}
    for line in body.split(b"\n"):
        if line.strip():
            kind, kop = _read(line)
            found[kind][0] += 1
            found[kind][1] += kop
    corrected, back, anew = (Reckoned(items=items, kop=kop) for items, kop in found.values())
    return CorrectionPart(sha256=hashlib.sha256(body).hexdigest(), corrected=corrected, reversed=back, replaced=anew)


def set_of(bodies: Iterable[bytes]) -> CorrectionSet:
    """Return the set of several requests' bodies."""
    return CorrectionSet(parts=[part_of(body) for body in bodies])


def _read(line: bytes) -> tuple[CorrectionKind, int]:
    try:
        value = msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        value = None
    if not isinstance(value, dict):
        return CorrectionKind.RESUBMIT_REJECTED, 0
    correction, kop = value.get("correction"), value.get("amountKop")
    kind = correction.get("kind") if isinstance(correction, dict) else None
    if not isinstance(kop, int) or isinstance(kop, bool) or not 0 < kop <= COUNTED_KOP:
        kop = 0
    return _KINDS.get(str(kind), CorrectionKind.RESUBMIT_REJECTED), kop


_KINDS: Final = {kind.value: kind for kind in CorrectionKind}
