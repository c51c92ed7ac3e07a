"""Bundles of entries and tiles of contents: cut, too long, too short."""

from __future__ import annotations

import pytest

from cabinet.audit.entries import LONGER, WITHHELD, read_entry, split_contents
from cabinet.contract.errors import KnownError


def test_contents_stand_behind_their_lengths_or_a_mark_stands_for_them() -> None:
    data = b"\x00\x00\x00\x02ab\xff\xff\xff\xff\x00\x00\x00\x00\xff\xff\xff\xfe"
    assert split_contents(data, 4) == [b"ab", WITHHELD, b"", LONGER]
    for lie, width in ((data, 3), (data, 5), (data[:-1], 4), (data + b"\x00\x00", 4), (b"\xff\xff\xff\xfdx", 1)):
        with pytest.raises(KnownError, match="ANSWER_INVALID"):
            split_contents(lie, width)


def test_an_entry_is_read() -> None:
    found = read_entry('{"kind":"verdict","seq":7,"receivedAt":"x","ofAttemptId":"a","more":"ї"}'.encode())
    assert (found.kind, found.seq, found.of_attempt_id, found.verdict) == ("verdict", 7, "a", "")
    for lie in (b"", b"[]", b'{"kind":"x"}', b"\xff{}", b'{"kind":"x","seq":"1","receivedAt":""}'):
        with pytest.raises(KnownError, match="ANSWER_INVALID"):
            read_entry(lie)
