"""Ids of attempts and transactions that carry their place: UUIDv7 (RFC 9562) whose counter the log's blocks know.

An id's first 60 bits are its tick: 48 bits of milliseconds and 12 of a counter. A block reserves two ticks a line, the
attempt's and the accepted transaction's, so an id leads to its block and line without an index. The other bits are
derived from the log's secret; an id that differs in them names nothing.
"""

from __future__ import annotations

import hashlib
import time
from functools import lru_cache
from typing import Final

__all__ = ["TICKS_A_LINE", "id_at", "ids_from", "next_tick", "tick_of"]

TICKS_A_LINE: Final = 2
_CHUNK: Final = 128
_CHUNKS: Final = 256
"""Of which the tails are kept: whoever reads one attempt mostly reads its neighbours."""
_TAIL: Final = 8
_COUNTERS: Final = [f"7{counter:03x}" for counter in range(4096)]
_VARIANT: Final = bytes(0x80 | byte & 0x3F for byte in range(256))
_LENGTH: Final = 36


def next_tick(after: int) -> int:
    """Return a tick of now, later than ``after`` whatever the clock says."""
    return max(time.time_ns() // 1_000_000 << 12, after + 1)


def ids_from(secret: bytes, first: int, count: int) -> list[str]:
    """Return the ids of ``count`` ticks in their order."""
    made: list[str] = []
    while count > 0:
        chunk, place = divmod(first, _CHUNK)
        some = min(count, _CHUNK - place)
        digits = _tails(secret, chunk)
        milliseconds = f"{first >> 12:012x}"
        # A chunk lies within one millisecond.
        head = f"{milliseconds[:8]}-{milliseconds[8:]}-"
        at = first & 0xFFF
        made += [
            f"{head}{_COUNTERS[at + n]}-{digits[p : p + 4]}-{digits[p + 4 : p + 16]}"
            for n, p in enumerate(range(2 * _TAIL * place, 2 * _TAIL * (place + some), 2 * _TAIL))
        ]
        first += some
        count -= some
    return made


@lru_cache(maxsize=_CHUNKS)
def _tails(secret: bytes, chunk: int) -> str:
    """Return the last 64 bits of a chunk's ids, in hexadecimal digits."""
    noise = bytearray(hashlib.shake_128(secret + chunk.to_bytes(8, "big")).digest(_CHUNK * _TAIL))
    noise[::_TAIL] = noise[::_TAIL].translate(_VARIANT)
    return noise.hex()


def id_at(secret: bytes, tick: int) -> str:
    """Return the id of a tick."""
    return ids_from(secret, tick, 1)[0]


def tick_of(identifier: str) -> int | None:
    """Return the tick that an id names, None for what is no such id."""
    if len(identifier) != _LENGTH:
        return None
    try:
        return int(identifier[:8] + identifier[9:13] + identifier[15:18], 16)
    except ValueError:
        return None
