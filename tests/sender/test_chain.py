"""The chain beside the credential: what moves it, what does not, what a broken file makes of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cabinet.sender.chain import Chain

EARLIER, NOW, LATER = (f"2026-11-24T10:00:0{n}.000Z" for n in (0, 1, 2))


def test_a_batch_is_begun_and_taken(tmp_path: Path) -> None:
    chain = Chain.read(tmp_path)
    assert (chain.seq, chain.content_sha256, chain.pending) == (0, None, None)
    chain.begin("b1", "aa")
    again = Chain.read(tmp_path)
    assert (again.seq, again.content_sha256, again.pending) == (0, None, ("b1", "aa"))
    again.advance("aa", NOW)
    for found in (again, Chain.read(tmp_path)):
        assert (found.seq, found.content_sha256, found.received_at, found.pending) == (1, "aa", NOW, None)
    again.begin("b2", "bb")
    again.drop()
    found = Chain.read(tmp_path)
    assert (found.seq, found.content_sha256, found.received_at, found.pending) == (1, "aa", NOW, None)
    assert (tmp_path / "chain.json").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("seq", "received", "replayed", "at", "expected"),
    [
        (0, None, False, NOW, True),
        (0, None, True, NOW, True),
        (3, NOW, False, EARLIER, True),
        (3, NOW, True, EARLIER, False),
        (3, NOW, True, NOW, False),
        (3, NOW, True, LATER, True),
        (3, None, True, LATER, False),
    ],
)
def test_which_answer_moves_it(
    tmp_path: Path, seq: int, received: str | None, at: str, *, replayed: bool, expected: bool
) -> None:
    chain = Chain(tmp_path / "chain.json", seq, "aa", received)
    assert chain.is_next(at, replayed=replayed) is expected


@pytest.mark.parametrize("text", ["", "{", "[]", "5", "{}", '{"seq": "x", "contentSha256": null}', '{"seq": 1}'])
def test_a_broken_file_begins_anew(tmp_path: Path, text: str) -> None:
    (tmp_path / "chain.json").write_text(text)
    chain = Chain.read(tmp_path)
    assert (chain.seq, chain.content_sha256, chain.pending) == (0, None, None)
    chain.advance("aa")
    assert json.loads((tmp_path / "chain.json").read_text()) == {"seq": 1, "contentSha256": "aa"}
