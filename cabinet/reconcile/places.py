"""A set of places in files, a bit for each line: ten million lines are little more than a megabyte."""

from __future__ import annotations

from cabinet.reconcile.our_day import FILE_SHIFT

__all__ = ["Places"]

_LINE = (1 << FILE_SHIFT) - 1


class Places:
    """Places as :data:`~cabinet.reconcile.our_day.FILE_SHIFT` says."""

    def __init__(self) -> None:
        self._bits: dict[int, bytearray] = {}
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def __contains__(self, place: int) -> bool:
        bits, line = self._bits.get(place >> FILE_SHIFT, b""), place & _LINE
        return line >> 3 < len(bits) and bool(bits[line >> 3] >> (line & 7) & 1)

    def add(self, place: int) -> None:
        """Take a place in."""
        if place in self:
            return
        bits, line = self._bits.setdefault(place >> FILE_SHIFT, bytearray()), place & _LINE
        if line >> 3 >= len(bits):
            bits.extend(bytes((line >> 3) + 1 - len(bits)))
        bits[line >> 3] |= 1 << (line & 7)
        self._count += 1

    def discard(self, place: int) -> None:
        """Take a place out, if it is in."""
        if place in self:
            line = place & _LINE
            self._bits[place >> FILE_SHIFT][line >> 3] &= ~(1 << (line & 7))
            self._count -= 1
