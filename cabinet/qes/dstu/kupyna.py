"""Kupyna, the hash of DSTU 7564:2014 (IACR ePrint 2015/885), for 256, 384 and 512 bits."""

from __future__ import annotations

import struct
from functools import cache
from typing import Final

from cabinet.qes.dstu.kupyna_boxes import BOXES

__all__ = ["kupyna"]

_CIRCULANT: Final = (1, 1, 5, 1, 8, 6, 7, 4)
_POLYNOMIAL: Final = 0x11D
_MASK: Final = (1 << 64) - 1
_LENGTH_BYTES: Final = 12


def kupyna(data: bytes, bits: int = 256) -> bytes:
    """Return the hash of whole bytes; ``bits`` is 256, 384 or 512."""
    columns, rounds = (8, 10) if bits == 256 else (16, 14)
    size = columns * 8
    padded = data + b"\x80" + bytes(-(len(data) + 1 + _LENGTH_BYTES) % size)
    padded += (len(data) * 8).to_bytes(_LENGTH_BYTES, "little")
    state: tuple[int, ...] = (size, *(0,) * (columns - 1))  # the first byte is the state's length in bytes
    words = struct.Struct(f"<{columns}Q")
    for block in words.iter_unpack(padded):
        mixed = _xor_rounds([h ^ m for h, m in zip(state, block, strict=True)], rounds)
        added = _sum_rounds(block, rounds)
        state = tuple(h ^ p ^ q for h, p, q in zip(state, mixed, added, strict=True))
    last = _xor_rounds(state, rounds)
    return words.pack(*(h ^ p for h, p in zip(state, last, strict=True)))[-bits // 8 :]


def _xor_rounds(state: tuple[int, ...] | list[int], rounds: int) -> list[int]:
    """T⊕: round numbers go in by exclusive or."""
    done = list(state)
    for number in range(rounds):
        done = _layers([word ^ (column << 4) ^ number for column, word in enumerate(done)])
    return done


def _sum_rounds(state: tuple[int, ...] | list[int], rounds: int) -> list[int]:
    """T+: round numbers go in by addition modulo 2^64."""
    done, last = list(state), len(state) - 1
    for number in range(rounds):
        done = _layers(
            [
                word + (0x00F0F0F0F0F0F0F3 | ((last - column) << 4 ^ number) << 56) & _MASK
                for column, word in enumerate(done)
            ]
        )
    return done


def _layers(state: list[int]) -> list[int]:
    """Substitute every byte, shift the rows, mix the columns: eight looked-up columns make one new one."""
    rows = struct.pack(f"<{len(state)}Q", *state)
    t0, t1, t2, t3, t4, t5, t6, t7 = _tables()
    return [
        t0[rows[a]] ^ t1[rows[b]] ^ t2[rows[c]] ^ t3[rows[d]] ^ t4[rows[e]] ^ t5[rows[f]] ^ t6[rows[g]] ^ t7[rows[h]]
        for a, b, c, d, e, f, g, h in _sources(len(state))
    ]


@cache
def _sources(columns: int) -> tuple[tuple[int, ...], ...]:
    """Say for every column where its eight bytes come from: row ``i`` shifts by ``i``, the last of sixteen by 11."""
    shifts = (*range(7), 7 if columns == 8 else 11)
    return tuple(
        tuple((column - shift) % columns * 8 + row for row, shift in enumerate(shifts)) for column in range(columns)
    )


@cache
def _tables() -> tuple[tuple[int, ...], ...]:
    """For each row and byte: the column that the substituted byte adds after the multiplication by the matrix."""
    return tuple(
        tuple(
            sum(_times(BOXES[row % 4][value], _CIRCULANT[(row - to) % 8]) << 8 * to for to in range(8))
            for value in range(256)
        )
        for row in range(8)
    )


def _times(value: int, factor: int) -> int:
    """Multiply two bytes as elements of GF(2^8)."""
    product = 0
    while factor:
        if factor & 1:
            product ^= value
        value <<= 1
        if value >> 8:
            value ^= _POLYNOMIAL
        factor >>= 1
    return product
