"""A Kyiv day's transactions, to be compared with a platform's own: totals with hashes, and what does not agree.

Both sides compute the hash of a transaction, so that a day is shown to agree without being sent. Of a transaction it is
SHA-256 over the canonical line, UTF-8: ``soms-reconciliation/v1``, a line feed, the names of the fields compared joined
by commas, and then, for each of them, a line feed and its value: texts as they are, ``amountKop`` in decimal digits,
``occurredAt`` in microseconds since 1970 UTC in decimal digits, nothing where there is none. Fields stand in the order
of :data:`COMPARED`, whichever of them are compared. A sum of hashes is modulo 2^256 of them as big-endian numbers: it
does not depend on an order, and a transaction that stands twice changes it.

Transactions lie in :data:`BUCKETS` buckets by CRC-32 of ``operatorTxId``; only buckets whose sums differ are listed.
"""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache
from hashlib import sha256
from operator import attrgetter
from typing import Annotated, Any, Final, NamedTuple
from zlib import crc32

import msgspec
from pydantic import Field

from cabinet.contract.endpoint import SEQ, Body, Nothing, QueryForm, ReaderEndpoint, Streamed
from cabinet.contract.errors import KnownError
from cabinet.contract.identifiers import EXTERNAL_ID
from cabinet.contract.model import Answer, Request
from cabinet.contract.moment import epoch_micros, parse_moment
from cabinet.contract.rights import Right, Scope
from cabinet.contract.states import CorrectionKind
from cabinet.contract.transaction import (
    AMOUNT_KOP,
    CORRECTION,
    OCCURRED_AT,
    OPERATOR_TX_ID,
    SEQ_NO,
    TRANSACTION_TABLE,
    TYPE,
)

__all__ = [
    "BUCKETS",
    "COMPARED",
    "MOST_STANDING",
    "NEEDED",
    "STANDING",
    "TOTALS",
    "TRANSACTIONS",
    "Canon",
    "DayTotals",
    "Listed",
    "ListedEnd",
    "ReconcileState",
    "Scanned",
    "Seen",
    "Standing",
    "StandingAsked",
    "Standings",
    "TotalsLine",
    "TypeTotal",
    "bucket_of",
    "buckets_wanted",
    "fields_asked",
    "hex_sum",
]

BUCKETS: Final = 4096
"""Some hundred differences among millions lie in few of so many, and their sums are a quarter of a megabyte."""
MOST_STANDING: Final = 500
"""Ids in one question."""
_ABOUT_SENDING: Final = {"schemaVersion", SEQ_NO.name, CORRECTION.name, "lateReason"}
COMPARED: Final = tuple(field.name for field in TRANSACTION_TABLE if field.name not in _ABOUT_SENDING)
"""Fields that are compared: what a line says of its sending, and not of the transaction, is none of them."""
NEEDED: Final = (OPERATOR_TX_ID.name, TYPE.name, AMOUNT_KOP.name, OCCURRED_AT.name)
"""Fields that are compared whatever else is."""
_VERSION: Final = "soms-reconciliation/v1"
_MODULUS: Final = 1 << 256
_HEX: Final = r"[0-9a-f]{64}"
_MILLISECONDS: Final = 29
"""Characters of ``2026-11-24T12:00:00.000+02:00``, which is what mostly comes."""


class ReconcileState(StrEnum):
    """How a transaction stands: a rejected one is the latest attempt, neither corrected nor superseded."""

    ACCEPTED = "ACCEPTED"
    REVERSAL = "REVERSAL"
    """Accepted, and takes another one back."""
    PENDING = "PENDING"
    REJECTED = "REJECTED"


class Seen(NamedTuple):
    """What is compared of a transaction; ``digest`` is the number of its hash, ``at`` microseconds since 1970 UTC.

    ``tx`` is empty and ``kop`` nought where the line has no such value, ``at`` None.
    """

    tx: str
    kind: str
    kop: int
    at: int | None
    reversal: bool
    digest: bytes


_Line: Any = msgspec.defstruct(
    "_Line", [(name, Any, "") for name in (*COMPARED, CORRECTION.name)], gc=False, module=__name__
)


class Canon:
    """Reads what is compared of a line by some fields."""

    def __init__(self, fields: tuple[str, ...] = COMPARED) -> None:
        """``fields`` are in the order of :data:`COMPARED`, those of :data:`NEEDED` among them."""
        self.fields = fields
        self._head = f"{_VERSION}\n{','.join(fields)}\n"
        self._values = attrgetter(*fields)
        self._tx, self._type, self._amount, self._moment = (
            fields.index(field.name) for field in (OPERATOR_TX_ID, TYPE, AMOUNT_KOP, OCCURRED_AT)
        )
        self._decode = msgspec.json.Decoder(_Line).decode

    def of_line(self, line: bytes) -> Seen:
        """Return it of a line's exact bytes.

        Raises:
            ValueError: they are no JSON object.
        """
        return self._of(self._decode(line))

    def of_values(self, values: dict[str, Any]) -> Seen:
        """Return it of well-formed values by their names."""
        return self._of(msgspec.convert({k: v for k, v in values.items() if k in _KNOWN}, _Line))

    def of_texts(self, texts: list[str]) -> Seen:
        """Return it of the fields' texts in their order, ASCII, the sum a whole number; the list is changed."""
        amount, moment = self._amount, self._moment
        kop, at = int(texts[amount]), _micros(texts[moment])
        texts[amount] = str(kop) if kop else ""
        texts[moment] = "" if at is None else str(at)
        digest = sha256((self._head + "\n".join(texts)).encode()).digest()
        return Seen(texts[self._tx], texts[self._type], kop, at, False, digest)

    def _of(self, line: Any) -> Seen:
        values = list(self._values(line))
        kop, at = line.amountKop, _micros(line.occurredAt)
        amount = kop if type(kop) is int else 0
        values[self._amount] = str(amount) if amount else ""
        values[self._moment] = "" if at is None else str(at)
        try:
            text = "\n".join(values)
        except TypeError:
            text = "\n".join([value if isinstance(value, str) else "" for value in values])
        tx, kind = line.operatorTxId, line.type
        correction = line.correction
        return Seen(
            tx if isinstance(tx, str) else "", kind if isinstance(kind, str) else "", amount, at,
            isinstance(correction, dict) and correction.get("kind") == CorrectionKind.REVERSAL.value,
            sha256((self._head + text).encode("utf-8", "surrogatepass")).digest(),
        )  # fmt: skip


_KNOWN: Final = frozenset((*COMPARED, CORRECTION.name))


def bucket_of(tx: str) -> int:
    """Return the bucket that a transaction lies in by its id."""
    return crc32(tx.encode("utf-8", "surrogatepass")) % BUCKETS


def hex_sum(total: int) -> str:
    """Return a sum of hashes as the wire has it."""
    return f"{total % _MODULUS:064x}"


def fields_asked(names: str | None) -> tuple[str, ...]:
    """Return the fields that a query names, in their order; all where it names none.

    Raises:
        KnownError: ``RECONCILIATION_FIELDS`` for one that is not compared, or where a needed one is missing.
    """
    if names is None:
        return COMPARED
    asked = set(names.split(","))
    if not set(NEEDED) <= asked or not asked <= set(COMPARED):
        odd = sorted(asked - set(COMPARED)) or sorted(set(NEEDED) - asked)
        raise KnownError("RECONCILIATION_FIELDS", odd[0][:60], field=odd[0][:60], needed=", ".join(NEEDED))
    return tuple(name for name in COMPARED if name in asked)


def buckets_wanted(given: str | None) -> frozenset[int]:
    """Return the buckets that a query names as a mask of :data:`BUCKETS` bits in hexadecimal; all where it names none.

    The highest bit is bucket 0.
    """
    if given is None:
        return frozenset(range(BUCKETS))
    mask = int(given, 16)
    return frozenset(number for number in range(BUCKETS) if mask >> (BUCKETS - 1 - number) & 1)


@lru_cache(65_536)
def _second(second: str, offset: str) -> int:
    return epoch_micros(parse_moment(second + offset))


def _micros(text: object) -> int | None:
    if not isinstance(text, str):
        return None
    try:
        if len(text) == _MILLISECONDS and text[19] == "." and text[20:23].isdecimal() and text.isascii():
            return _second(text[:19], text[23:]) + 1000 * int(text[20:23])
        return epoch_micros(parse_moment(text))
    except KnownError:
        return None


class TypeTotal(msgspec.Struct, rename="camel", frozen=True, kw_only=True):
    """Of one source, type and state: how many, their sum in kopecks, the sum of their hashes, and how many were late.

    ``type`` is empty for attempts whose type cannot be read.
    """

    source: str
    type: str
    state: ReconcileState
    count: int
    sum_kop: int
    sha256_sum: Annotated[str, msgspec.Meta(pattern=f"^{_HEX}$")]
    late: int = 0


class DayTotals(msgspec.Struct, rename="camel", frozen=True, kw_only=True):
    """The day of ``occurredAt`` in Kyiv, up to the entry ``as_of``; ``buckets`` are sums of hashes in every state.

    ``licences`` are the operator's own: a file that names none of them is another operator's.
    """

    day: str
    as_of: int
    fields: list[str]
    totals: list[TypeTotal]
    buckets: Annotated[list[str], msgspec.Meta(min_length=BUCKETS, max_length=BUCKETS)]
    licences: list[str]


class Scanned(msgspec.Struct, rename="camel", frozen=True, kw_only=True):
    """How far the perimeter has come: frames of the log, of how many."""

    frames: int
    of: int


class TotalsLine(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """One line of the answer: how far it is, or, as the last one, the totals. An answer without these is cut."""

    scanned: Scanned | None = None
    totals: DayTotals | None = None


class Listed(msgspec.Struct, rename="camel", frozen=True, kw_only=True, omit_defaults=True):
    """One transaction of the day as it stands; times in microseconds since 1970 UTC, ``sha256`` in hexadecimal."""

    seq: int
    attempt_id: str
    operator_tx_id: str
    source: str
    type: str
    state: ReconcileState
    amount_kop: int
    occurred_at: int | None
    received_at: int
    sha256: Annotated[str, msgspec.Meta(pattern=f"^{_HEX}$")]
    late: bool = False


class ListedEnd(msgspec.Struct, rename="camel", frozen=True, forbid_unknown_fields=True):
    """The last line of a whole list: ``{"end": ROWS, "asOf": ENTRY}``."""

    end: int
    as_of: int


class StandingAsked(Request):
    """``POST /transactions/standing``: how transactions stand, whenever they occurred."""

    operator_tx_ids: list[Annotated[str, Field(pattern=f"^{EXTERNAL_ID}$")]] = Field(
        min_length=1, max_length=MOST_STANDING
    )


class Standing(Answer):
    """One transaction as it stands; ``values`` are its fields as stored, without personal data that was withheld.

    ``state`` of a rejected attempt is REJECTED even where it was superseded by another that is. ``received_at`` is in
    microseconds since 1970 UTC.
    """

    operator_tx_id: str
    attempt_id: str
    source: str
    state: ReconcileState
    received_at: int
    values: dict[str, str | int]


class Standings(Answer):
    """Of the transactions asked for those that there are."""

    items: list[Standing]


_SOURCE: Final[QueryForm] = {"type": "string", "pattern": f"^{EXTERNAL_ID}$"}
_FIELDS: Final[QueryForm] = {"type": "string", "pattern": "^[A-Za-z,]+$", "maxLength": 400}
_MASK: Final[QueryForm] = {"type": "string", "pattern": f"^[0-9a-f]{{{BUCKETS // 4}}}$", "maxLength": BUCKETS // 4}

TOTALS = ReaderEndpoint(
    "reconciliation",
    "GET",
    "/reconciliation/{day}",
    Nothing,
    Streamed,
    "Totals and hashes of a Kyiv day by source, type and state",
    right=Right.RECONCILIATION_READ,
    scope=Scope.REJECTIONS_READ,
    query=(("source", _SOURCE), ("fields", _FIELDS)),
    streams=(Body.NDJSON,),
)
TRANSACTIONS = ReaderEndpoint(
    "reconciliation_transactions",
    "GET",
    "/reconciliation/{day}/transactions",
    Nothing,
    Streamed,
    "A Kyiv day's transactions of some buckets, and all that are late, held or rejected, as one stream",
    right=Right.RECONCILIATION_READ,
    scope=Scope.REJECTIONS_READ,
    query=(("source", _SOURCE), ("fields", _FIELDS), ("buckets", _MASK), ("cursor", SEQ), ("asOf", SEQ)),
    streams=(Body.NDJSON,),
)
STANDING = ReaderEndpoint(
    "standing",
    "POST",
    "/transactions/standing",
    StandingAsked,
    Standings,
    "How transactions stand, by the operator's ids",
    right=Right.RECONCILIATION_READ,
    scope=Scope.REJECTIONS_READ,
)
