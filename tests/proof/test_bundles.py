"""A bundle has so many entries, whole; anything else is no answer."""

from __future__ import annotations

import pytest

from cabinet.contract.errors import KnownError
from cabinet.proof.bundles import split_bundle


def test_entries_stand_behind_their_lengths() -> None:
    data = b"\x00\x02ab\x00\x00\x00\x01c"
    assert split_bundle(data, 3) == [b"ab", b"", b"c"]
    for lie, width in ((data, 2), (data, 4), (data[:-1], 3), (data + b"\x00", 3), (data + b"\x00\x09x", 4)):
        with pytest.raises(KnownError, match="ANSWER_INVALID"):
            split_bundle(lie, width)
