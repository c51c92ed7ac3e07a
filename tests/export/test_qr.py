"""What a QR code says is what was put into it: read back by a reader that was written from the standard."""

from __future__ import annotations

import pytest

from cabinet.export.qr import MOST_BYTES, qr_rows
from tests.export.qr_reader import read


@pytest.mark.parametrize("length", [1, 14, 15, 100, 150, 213, 214, 257, 331, 415, MOST_BYTES])
def test_every_length_is_read_back(length: int) -> None:
    text = "".join(chr(33 + n * 7 % 90) for n in range(length))
    assert read(qr_rows(text)) == text.encode()


def test_letters_of_any_script_are_read_back() -> None:
    assert read(qr_rows("— журнал/log\n")).decode() == "— журнал/log\n"


def test_what_is_too_long_is_no_code() -> None:
    assert qr_rows("a" * (MOST_BYTES + 1)) == ()
    assert qr_rows("ї" * (MOST_BYTES // 2 + 1)) == ()


def test_one_square_the_other_way_is_seen() -> None:
    rows = [list(row) for row in qr_rows("checkpoint" * 5)]
    rows[20][20] = not rows[20][20]
    with pytest.raises(AssertionError, match="a syndrome"):
        read(rows)
