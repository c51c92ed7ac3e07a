"""Long JSON in columns: packed from a length on, and read back whichever way it lies there."""

from __future__ import annotations

import json

import pytest

from cabinet.contour.ledger.packed import pack, unpack


@pytest.mark.parametrize("size", [2, 511, 512, 513, 100_000])
def test_what_is_packed_comes_back(size: int) -> None:
    text = json.dumps("x" * (size - 2)).encode()
    kept = pack(text)
    assert unpack(kept) == text
    assert (kept == text) is (size < 512)
    assert len(kept) <= len(text)


@pytest.mark.parametrize("text", [b"[]", b'{"a":1}', json.dumps(["y" * 600]).encode()])
def test_what_an_older_contour_wrote_is_read_as_it_is(text: bytes) -> None:
    assert unpack(text) == text
