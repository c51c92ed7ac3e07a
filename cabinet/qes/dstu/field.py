"""Arithmetic in GF(2^m), polynomial basis: an element is an integer whose bit ``i`` is the coefficient of ``x^i``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

__all__ = ["Field"]

_DIGITS: Final = bytes.maketrans(b"0123456789abcdef", bytes(range(16)))


@dataclass(frozen=True)
class Field:
    """GF(2^m) modulo ``x^m + Σ x^k + 1``, ``k`` from ``powers``; the degree is odd in all of DSTU 4145."""

    degree: int
    powers: tuple[int, ...]

    @property
    def size(self) -> int:
        """Bytes that an element takes."""
        return (self.degree + 7) // 8

    def reduce(self, value: int) -> int:
        """Bring a polynomial of any degree below ``m``."""
        mask = (1 << self.degree) - 1
        while high := value >> self.degree:
            value = value & mask ^ high
            for power in self.powers:
                value ^= high << power
        return value

    def multiply(self, left: int, right: int) -> int:
        """Multiply, four bits of ``right`` at a time."""
        two, four, eight = left << 1, left << 2, left << 3
        three, twelve = left ^ two, eight ^ four
        table = (
            0, left, two, three, four, four ^ left, four ^ two, four ^ three,
            eight, eight ^ left, eight ^ two, eight ^ three, twelve, twelve ^ left, twelve ^ two, twelve ^ three,
        )  # fmt: skip
        product = 0
        for digit in f"{right:x}".encode().translate(_DIGITS):
            product = product << 4 ^ table[digit]
        return self.reduce(product)

    def square(self, value: int) -> int:
        """Square: a zero goes between every two bits, which is the same digits read in base four."""
        return self.reduce(int(f"{value:b}", 4))

    def invert(self, value: int) -> int:
        """Return ``1/value`` by Euclid's algorithm.

        Raises:
            ZeroDivisionError: for zero.
        """
        if value == 0:
            raise ZeroDivisionError
        left, right = value, 1 << self.degree | sum(1 << power for power in self.powers) | 1
        mine, other = 1, 0
        while left != 1:
            shift = left.bit_length() - right.bit_length()
            if shift < 0:
                left, right, mine, other, shift = right, left, other, mine, -shift
            left ^= right << shift
            mine ^= other << shift
        return self.reduce(mine)

    def half_trace(self, value: int) -> int:
        """Return ``z`` with ``z² + z = value + trace(value)`` (for odd degrees)."""
        total = value
        for _ in range(self.degree // 2):
            total = self.square(self.square(total)) ^ value
        return total

    def trace(self, value: int) -> int:
        """Return the trace, 0 or 1."""
        half = self.half_trace(value)
        return self.square(half) ^ half ^ value

    def solve(self, value: int) -> int | None:
        """Return one ``z`` with ``z² + z = value`` (the other is ``z + 1``), None where the trace forbids it."""
        half = self.half_trace(value)
        return half if self.square(half) ^ half == value else None
