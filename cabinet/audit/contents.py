"""What figures need of a transaction's line: its keys, its sum, when it occurred."""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

import msgspec

from cabinet.contract.errors import KnownError
from cabinet.contract.findings import Finding
from cabinet.contract.moment import epoch_micros, parse_moment
from cabinet.contract.states import CorrectionKind
from cabinet.contract.transaction import BRAND_ID, LICENCE_NO, OPERATOR_TX_ID, PLACES, TYPE
from cabinet.rules.item import Item
from cabinet.rules.structure import parse, structure

__all__ = ["HOUR", "UNREAD", "Keys", "Line", "read_accepted", "read_rejected"]

HOUR: Final = 3_600_000_000
"""Microseconds."""
_FIRST: Final = 978_307_200_000_000
_LAST: Final = 7_258_118_400_000_000
"""2001 and 2200: what says to have occurred outside them counts at the hour in which it came."""

Keys = tuple[str | None, str | None, str | None, str | None]
"""Type, licence, brand, place of play; None where the line does not tell it well-formed."""


class Line(NamedTuple):
    """``hour`` is the first moment of the UTC hour it occurred in, microseconds, None where that cannot be told.

    ``reverses`` tells whether it takes back what it repeats.
    """

    keys: Keys
    amount_kop: int
    hour: int | None
    operator_tx_id: str | None
    reverses: bool = False


UNREAD: Final = Line((None, None, None, None), 0, None, None)
"""What is known of a line that is no transaction at all."""


class _Correction(msgspec.Struct):
    kind: str = ""


class _Accepted(msgspec.Struct, rename="camel"):
    operator_tx_id: str
    type: str
    licence_no: str
    brand_id: str
    amount_kop: int
    occurred_at: str
    site_id: str | None = None
    point_id: str | None = None
    terminal_id: str | None = None
    correction: _Correction | None = None


_decode = msgspec.json.Decoder(_Accepted).decode


def read_accepted(line: bytes) -> Line | None:
    """Read a line that was accepted or is held: every field of it is well-formed; None where it is not."""
    try:
        found = _decode(line)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None
    place = found.site_id or found.point_id or found.terminal_id
    reverses = found.correction is not None and found.correction.kind == CorrectionKind.REVERSAL.value
    return Line(
        (found.type, found.licence_no, found.brand_id, place), found.amount_kop, _accepted_hour(found.occurred_at),
        found.operator_tx_id, reverses,
    )  # fmt: skip


def read_rejected(line: bytes) -> Line:
    """Read a line that was rejected: of its fields only those that are well-formed count."""
    parsed = parse(line)
    if isinstance(parsed, Finding):
        return UNREAD
    item = Item(line, parsed)
    structure(item)
    place = next((found for field in PLACES if (found := item.text(field.name)) is not None), None)
    keys = (item.text(TYPE.name), item.text(LICENCE_NO.name), item.text(BRAND_ID.name), place)
    given = parsed.get("occurredAt")
    hour = _hour(given) if isinstance(given, str) else None
    return Line(keys, 0, hour, item.text(OPERATOR_TX_ID.name))


def _accepted_hour(text: str) -> int | None:
    """Return :func:`_hour` of a moment that is one: where its offset has no minutes, they do not change the hour."""
    if text.endswith("Z"):
        return _whole_hour(text[:13], "Z")
    return _whole_hour(text[:13], text[-6:]) if text.endswith(":00") else _hour(text)


@lru_cache(maxsize=65_536)
def _whole_hour(hour: str, offset: str) -> int | None:
    return _hour(f"{hour}:00:00{offset}")


def _hour(text: str) -> int | None:
    """Return the first moment of the UTC hour of a moment, None where it is none or out of all bounds."""
    try:
        at = epoch_micros(parse_moment(text))
    except KnownError:
        return None
    return at - at % HOUR if _FIRST <= at < _LAST else None
