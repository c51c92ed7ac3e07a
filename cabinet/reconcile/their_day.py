"""What the perimeter says of a day: its totals, and the list of what may not agree, gone on with after a cut."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeVar

import msgspec

from cabinet.contract.errors import KnownError
from cabinet.contract.reconciliation import (
    BUCKETS,
    TOTALS,
    TRANSACTIONS,
    DayTotals,
    Listed,
    ListedEnd,
    Scanned,
    Standing,
    TotalsLine,
    bucket_of,
)
from cabinet.reconcile.spill import Spill
from cabinet.wire.ask import AnyAsk, Ask
from cabinet.wire.transport import Stream

__all__ = ["Asking", "fetch_list", "fetch_totals"]

_TRIES: Final = 4
_FIRST_PAUSE: Final = 0.5
_PASSING: Final = {"CONTOUR_DOWN", "PERIMETER_UNREACHABLE", "PERIMETER_TIMEOUT", "RECONCILE_CUT"}
_LONGEST: Final = 1024 * 1024
_END: Final = b'{"end":'
_Query = dict[str, str | int | None]
_T = TypeVar("_T")


@dataclass(frozen=True)
class Asking:
    """How the perimeter is asked, as whoever compares: streams, and how transactions stand by their ids."""

    stream: Callable[[AnyAsk], AbstractContextManager[Stream]]
    standing: Callable[[Sequence[str]], Sequence[Standing]]
    pause: Callable[[float], None] = time.sleep


def fetch_totals(
    asking: Asking, day: date, fields: Sequence[str], source: str, told: Callable[[Scanned], None]
) -> DayTotals:
    """Return a day's totals; ``told`` hears how far the perimeter has come.

    Raises:
        KnownError: the perimeter's refusal or the network's fault, ``ANSWER_INVALID``, or ``RECONCILE_CUT``.
    """
    ask = Ask(TOTALS, path={"day": day.isoformat()}, query={"source": source or None, "fields": ",".join(fields)})

    def once() -> DayTotals:
        with asking.stream(ask) as stream:
            for line in _lines(stream.pieces):
                said = _read(line, TotalsLine)
                if said.totals is not None:
                    if said.totals.fields != list(fields) or len(said.totals.buckets) != BUCKETS:
                        raise KnownError("ANSWER_INVALID", "other fields")
                    return said.totals
                if said.scanned is not None:
                    told(said.scanned)
        raise KnownError("RECONCILE_CUT", "totals")

    return _tried(asking, once, lambda: 0)


def fetch_list(asking: Asking, totals: DayTotals, source: str, buckets: str, spill: Spill) -> int:
    """Spill the day's transactions of some buckets, and all late, held and rejected ones; returns how many came.

    Raises:
        KnownError: as :func:`fetch_totals`.
        OSError: the spill has no room.
    """
    came = 0
    cursor: int | None = None
    query: _Query = {
        "source": source or None, "fields": ",".join(totals.fields), "buckets": buckets, "asOf": totals.as_of,
    }  # fmt: skip

    def once() -> int:
        nonlocal came, cursor
        told = 0
        with asking.stream(Ask(TRANSACTIONS, path={"day": totals.day}, query=query | {"cursor": cursor})) as stream:
            for line in _lines(stream.pieces):
                if line.startswith(_END):
                    end = _read(line, ListedEnd)
                    if end.end != told or end.as_of != totals.as_of:
                        raise KnownError("ANSWER_INVALID", f"{told} rows came, {end.end} were said")
                    spill.flush()
                    return came
                one = _read(line, Listed)
                if cursor is not None and one.seq <= cursor:
                    raise KnownError("ANSWER_INVALID", f"row {one.seq} after {cursor}")
                spill.add(bucket_of(one.operator_tx_id), line)
                cursor, told, came = one.seq, told + 1, came + 1
        raise KnownError("RECONCILE_CUT", f"after {told} rows")

    return _tried(asking, once, lambda: came)


def _tried(asking: Asking, once: Callable[[], _T], progress: Callable[[], int]) -> _T:
    """Try until it is whole; breaks with nothing between them are told after a few."""
    breaks = 0
    while True:
        before = progress()
        try:
            return once()
        except KnownError as error:
            breaks = 1 if progress() > before else breaks + 1
            if error.code not in _PASSING or breaks >= _TRIES:
                raise
        asking.pause(_FIRST_PAUSE * 2 ** (breaks - 1))


def _lines(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Yield whole lines; what is cut off in the middle of one is left out."""
    rest = b""
    for piece in pieces:
        *whole, rest = (rest + piece).split(b"\n")
        yield from whole
        if len(rest) > _LONGEST:
            raise KnownError("ANSWER_INVALID", "a line without an end")


def _read(line: bytes, kind: type[_T]) -> _T:
    try:
        return msgspec.json.decode(line, type=kind)
    except msgspec.MsgspecError as error:
        raise KnownError("ANSWER_INVALID", kind.__name__) from error
