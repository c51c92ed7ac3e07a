"""One bit or one byte of a file turned over."""

from __future__ import annotations


def flipped_bit(blob: bytes, bit: int) -> bytes:
    changed = bytearray(blob)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


def flipped(data: bytes, position: int) -> bytes:
    """Turn the lowest bit of a byte over; positions count from the end where they are negative."""
    changed = bytearray(data)
    changed[position] ^= 1
    return bytes(changed)
