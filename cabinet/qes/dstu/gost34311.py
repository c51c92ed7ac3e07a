"""GOST 34.311-95 (the interstate text of GOST R 34.11-94; RFC 5831), with the substitution that Ukraine uses."""

from __future__ import annotations

import struct
from functools import lru_cache
from itertools import chain
from typing import Final, TypeAlias

__all__ = ["DKE_1", "gost34311"]

DKE_1: Final = bytes.fromhex(
    "a9d6eb45f13c708280c4967b231f5eadf658eba4c037291d38d96bf025ca4e17"
    "f8e9720dc615b43a28975f0bc1dea36438b564ea2c179fd0123e6db8fac57904"
)
"""Long-term key element (ДКЕ) No. 1 for GOST 28147, as certificates carry it: eight boxes, high half first."""

_Boxes: TypeAlias = tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...], tuple[int, ...]]
_MASK_32: Final = (1 << 32) - 1
_MASK_64: Final = (1 << 64) - 1
_MASK_256: Final = (1 << 256) - 1
_C3: Final = 0xFF00FFFF000000FFFF0000FF00FFFF0000FF00FF00FF00FFFF00FF00FF00FF00


def gost34311(data: bytes, dke: bytes = DKE_1) -> bytes:
    """Return the 32-byte hash, in the byte order of the standard's own examples.

    An empty message is hashed by the text of the standard (no block at all); Ukrainian libraries hash a block of
    zeros instead. Nothing of ours signs an empty message.
    """
    boxes = _boxes(dke)
    state = total = 0
    for start in range(0, len(data), 32):
        block = int.from_bytes(data[start : start + 32], "little")
        state = _step(state, block, boxes)
        total = total + block & _MASK_256
    state = _step(state, len(data) * 8, boxes)
    return _step(state, total, boxes).to_bytes(32, "little")


@lru_cache(maxsize=8)
def _boxes(dke: bytes) -> _Boxes:
    """Join neighbouring boxes into four tables of a byte each, the rotation by 11 included."""
    if len(dke) != 64:
        raise ValueError("a DKE has 64 bytes")
    halves = [half for byte in dke for half in (byte >> 4, byte & 15)]
    low, high, upper, top = (
        tuple(
            _rotated((halves[32 * pair + (byte & 15)] | halves[32 * pair + 16 + (byte >> 4)] << 4) << 8 * pair)
            for byte in range(256)
        )
        for pair in range(4)
    )
    return low, high, upper, top


def _rotated(word: int) -> int:
    return (word << 11 | word >> 21) & _MASK_32


def _step(state: int, block: int, boxes: _Boxes) -> int:
    """Mix a block in: four keys encrypt the state's four parts, then 12 + 1 + 61 turns of a shift register."""
    parts = struct.unpack("<4Q", state.to_bytes(32, "little"))
    encrypted = b"".join(_encrypt(part, key, boxes) for part, key in zip(parts, _keys(state, block), strict=True))
    turned = int.from_bytes(_turn(encrypted, 12), "little")
    turned = int.from_bytes(_turn((turned ^ block).to_bytes(32, "little"), 1), "little")
    return int.from_bytes(_turn((turned ^ state).to_bytes(32, "little"), 61), "little")


def _keys(state: int, block: int) -> list[tuple[int, ...]]:
    """Make four keys of eight words (RFC 5831 §5.1)."""
    keys, u, v = [], state, block
    for number in range(4):
        if number:
            u = _a(u) ^ (_C3 if number == 2 else 0)
            v = _a(_a(v))
        mixed = (u ^ v).to_bytes(32, "little")
        keys.append(struct.unpack("<8I", b"".join(mixed[column::8] for column in range(8))))
    return keys


def _a(value: int) -> int:
    return value >> 64 | ((value ^ value >> 64) & _MASK_64) << 192


def _encrypt(part: int, key: tuple[int, ...], boxes: _Boxes) -> bytes:
    """GOST 28147-89, simple substitution: 24 rounds with the key forward, 8 backward."""
    t0, t1, t2, t3 = boxes
    low, high = part & _MASK_32, part >> 32
    for word in chain(key, key, key, reversed(key)):
        mixed = low + word
        low, high = (
            high ^ t0[mixed & 255] ^ t1[mixed >> 8 & 255] ^ t2[mixed >> 16 & 255] ^ t3[mixed >> 24 & 255],
            low,
        )
    return struct.pack("<2I", high, low)


def _turn(value: bytes, turns: int) -> bytes:
    """ψ, so many times: sixteen words, each new one the sum of six of the last sixteen."""
    words = list(struct.unpack("<16H", value))
    for i in range(turns):
        words.append(words[i] ^ words[i + 1] ^ words[i + 2] ^ words[i + 3] ^ words[i + 12] ^ words[i + 15])
    return struct.pack("<16H", *words[turns:])
