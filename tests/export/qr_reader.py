"""Reads a QR code of level M, byte mode, versions 1 to 18, from ISO/IEC 18004 alone; every syndrome must be nought."""

from __future__ import annotations

from collections.abc import Sequence

Rows = Sequence[Sequence[bool]]
BLOCKS = {
    1: (10, (16,)), 2: (16, (28,)), 3: (26, (44,)), 4: (18, (32,) * 2), 5: (24, (43,) * 2), 6: (16, (27,) * 4),
    7: (18, (31,) * 4), 8: (22, (38, 38, 39, 39)), 9: (22, (36,) * 3 + (37,) * 2), 10: (26, (43,) * 4 + (44,)),
    11: (30, (50,) + (51,) * 4), 12: (22, (36,) * 6 + (37,) * 2), 13: (22, (37,) * 8 + (38,)),
    14: (24, (40,) * 4 + (41,) * 5), 15: (24, (41,) * 5 + (42,) * 5), 16: (28, (45,) * 7 + (46,) * 3),
    17: (28, (46,) * 10 + (47,)), 18: (26, (43,) * 9 + (44,) * 4),
}  # fmt: skip
"""Table 9, level M: codewords of correction of a block, and of data of each block."""
CENTRES = {
    1: (), 2: (6, 18), 3: (6, 22), 4: (6, 26), 5: (6, 30), 6: (6, 34), 7: (6, 22, 38), 8: (6, 24, 42), 9: (6, 26, 46),
    10: (6, 28, 50), 11: (6, 30, 54), 12: (6, 32, 58), 13: (6, 34, 62), 14: (6, 26, 46, 66), 15: (6, 26, 48, 70),
    16: (6, 26, 50, 74), 17: (6, 30, 54, 78), 18: (6, 30, 56, 82),
}  # fmt: skip
"""Annex E: centres of alignment patterns."""
MASKS = (
    lambda i, j: (i + j) % 2 == 0, lambda i, _: i % 2 == 0, lambda _, j: j % 3 == 0, lambda i, j: (i + j) % 3 == 0,
    lambda i, j: (i // 2 + j // 3) % 2 == 0, lambda i, j: i * j % 2 + i * j % 3 == 0,
    lambda i, j: (i * j % 2 + i * j % 3) % 2 == 0, lambda i, j: ((i + j) % 2 + i * j % 3) % 2 == 0,
)  # fmt: skip
FINDER = ("1111111", "1000001", "1011101", "1011101", "1011101", "1000001", "1111111")
LEVEL_M = 0


def multiply(a: int, b: int) -> int:
    """Multiply in GF(256) modulo x⁸ + x⁴ + x³ + x² + 1."""
    product = 0
    while b:
        product ^= a if b & 1 else 0
        a = a << 1 ^ (0x11D if a & 0x80 else 0)
        b >>= 1
    return product


def check_block(block: Sequence[int], correction: int) -> None:
    """The polynomial of a block has the first powers of 2 as its zeros."""
    root = 1
    for _ in range(correction):
        value = 0
        for word in block:
            value = multiply(value, root) ^ word
        assert value == 0, "a syndrome"
        root = multiply(root, 2)


def mask_of(rows: Rows) -> int:
    """Read the format beside the upper left finder: BCH(15, 5), level and mask."""
    places = [(8, c) for c in (0, 1, 2, 3, 4, 5, 7, 8)] + [(r, 8) for r in (7, 5, 4, 3, 2, 1, 0)]
    bits = 0
    for row, column in places:
        bits = bits << 1 | rows[row][column]
    bits ^= 0b101010000010010
    rest = bits
    for shift in range(4, -1, -1):
        rest ^= 0b10100110111 << shift if rest >> shift + 10 & 1 else 0
    assert rest == 0, "the format"
    assert bits >> 13 == LEVEL_M
    return bits >> 10 & 7


def functions(size: int, version: int) -> set[tuple[int, int]]:
    """Return the places that hold no data."""
    taken = {(r, c) for r in range(9) for c in range(9)}
    taken |= {(r, c) for r in range(9) for c in range(size - 8, size)}
    taken |= {(c, r) for r, c in taken if c >= size - 8}
    taken |= {(6, n) for n in range(size)} | {(n, 6) for n in range(size)}
    corners = {(6, 6), (6, size - 7), (size - 7, 6)}
    for row in CENTRES[version]:
        for column in CENTRES[version]:
            if (row, column) not in corners:
                taken |= {(row + r, column + c) for r in range(-2, 3) for c in range(-2, 3)}
    if version >= 7:
        there = {(r, c) for r in range(6) for c in range(size - 11, size - 8)}
        taken |= there | {(c, r) for r, c in there}
    return taken


def read(rows: Rows) -> bytes:
    """Return what a code says."""
    size = len(rows)
    version = (size - 17) // 4
    assert size == 17 + 4 * version
    assert all(len(row) == size for row in rows)
    for top, left in ((0, 0), (0, size - 7), (size - 7, 0)):
        assert all(rows[top + r][left + c] == (FINDER[r][c] == "1") for r in range(7) for c in range(7)), "a finder"
    mask, taken = MASKS[mask_of(rows)], functions(size, version)
    bits: list[bool] = []
    columns = [c for c in range(size - 1, 0, -2) if c > 6] + [5, 3, 1]
    for number, column in enumerate(columns):
        for row in range(size - 1, -1, -1) if number % 2 == 0 else range(size):
            free = (at for at in (column, column - 1) if (row, at) not in taken)
            bits += [rows[row][at] != mask(row, at) for at in free]
    words = [sum(bit << 7 - n for n, bit in enumerate(bits[at : at + 8])) for at in range(0, len(bits) - 7, 8)]
    correction, lengths = BLOCKS[version]
    blocks: list[list[int]] = [[] for _ in lengths]
    stream = iter(words)
    for place in range(max(lengths)):
        for block, length in zip(blocks, lengths, strict=True):
            if place < length:
                block.append(next(stream))
    for _ in range(correction):
        for block in blocks:
            block.append(next(stream))
    for block in blocks:
        check_block(block, correction)
    data = b"".join(bytes(block[:length]) for block, length in zip(blocks, lengths, strict=True))
    text = "".join(f"{word:08b}" for word in data)
    assert text[:4] == "0100", "byte mode"
    wide = 8 if version < 10 else 16
    length = int(text[4 : 4 + wide], 2)
    begin = 4 + wide
    return bytes(int(text[begin + 8 * n : begin + 8 * n + 8], 2) for n in range(length))
