"""Frames give back what was put in, and nothing that was not: cut, grown, foreign or blown-up rows are noticed."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from cabinet.contour.ledger import frames
from cabinet.contour.ledger.frames import FRAME, LONG, NO_FINDINGS, PLAIN, Frame, Note, pack, unpack, zstd
from cabinet.contract.errors import KnownError

LINES = [b"{%d}" % n for n in range(FRAME)]
NOTES = {
    0: Note("credential"),
    5: Note(outcome=3, findings=b'[{"code":"ST-203"}]', late=True, corrects="a", fields={"seqNo": 2**63 - 1}),
    FRAME - 1: Note(commitment=b"\0" * 32, withheld=True, long=True),
}


@pytest.mark.parametrize("count", [1, 2, FRAME - 1, FRAME])
@pytest.mark.parametrize("notes", [{}, NOTES])
def test_a_frame_comes_back(count: int, notes: dict[int, Note]) -> None:
    notes = {place: note for place, note in notes.items() if place < count}
    lines, kept = pack(LINES[:count], notes)
    assert (kept is None) is not bool(notes)
    frame = unpack(lines, kept, count)
    assert (frame.lines, frame.notes) == (LINES[:count], notes)


@pytest.mark.parametrize("line", [b"", b" ", b"\r", b"\0", b"\xff", b"x" * LONG])
def test_any_bytes_but_a_line_feed_are_a_line(line: bytes) -> None:
    several = [line] * FRAME
    assert unpack(*pack(several, {}), FRAME).lines == several


def test_a_plain_line_has_no_note() -> None:
    assert Note() == PLAIN
    assert (PLAIN.findings, PLAIN.kind, PLAIN.outcome, PLAIN.fields) == (NO_FINDINGS, "transaction", 0, None)
    assert pack([b"{}"], {})[1] is None
    assert (Frame().lines, Frame().notes) == ([], {})
    assert Frame().notes is not Frame().notes


def packed(value: Any) -> bytes:
    return zstd.compress(msgspec.msgpack.encode(value))


GOOD, _ = pack(LINES[:4], {})
LIES: list[tuple[str, bytes, bytes | None, int]] = [
    ("one line too many", GOOD, None, 3),
    ("one line too few", GOOD, None, 5),
    ("none at all", b"", None, 4),
    ("cut", GOOD[:-1], None, 4),
    ("grown", GOOD + b"\0", None, 4),
    ("two frames", GOOD + GOOD, None, 4),
    ("no zstd", b"x" + GOOD[1:], None, 4),
    ("notes cut", GOOD, packed({0: PLAIN})[:-1], 4),
    ("notes of no zstd", GOOD, b"{}", 4),
    ("a note beyond the lines", GOOD, packed({4: PLAIN}), 4),
    ("a note before the lines", GOOD, packed({-1: PLAIN}), 4),
    ("notes by name", GOOD, packed({"a": PLAIN}), 4),
    ("notes in a list", GOOD, packed([PLAIN]), 4),
    ("a note of another form", GOOD, packed({0: ["transaction", "x"]}), 4),
]


@pytest.mark.parametrize(("lines", "notes", "count"), [lie[1:] for lie in LIES], ids=[lie[0] for lie in LIES])
def test_a_lie_is_noticed(lines: bytes, notes: bytes | None, count: int) -> None:
    with pytest.raises(KnownError, match="FOLDER_DAMAGED"):
        unpack(lines, notes, count)


@pytest.mark.parametrize(("size", "fits"), [(-1, True), (0, True), (1, False)])
def test_a_frame_is_opened_up_to_its_bound(size: int, fits: bool) -> None:
    """The bound is that of lines as long as a line may be: what is larger was never put in."""
    most = FRAME * (LONG + 1)
    lines = zstd.compress(b"x" * (most + size))
    if fits:
        assert len(unpack(lines, None, 1).lines[0]) == most + size
    else:
        with pytest.raises(KnownError, match="FOLDER_DAMAGED"):
            unpack(lines, None, 1)


def test_notes_are_opened_up_to_their_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    notes = packed({0: Note(findings=b"x" * 1_000)})
    opened = len(zstd.decompress(notes))
    monkeypatch.setattr(frames, "_MOST_NOTES", opened)
    assert unpack(GOOD, notes, 4).notes[0].findings == b"x" * 1_000
    monkeypatch.setattr(frames, "_MOST_NOTES", opened - 1)
    with pytest.raises(KnownError, match="FOLDER_DAMAGED"):
        unpack(GOOD, notes, 4)


def test_a_frame_is_read_without_another_library() -> None:
    """Two bytes of its beginning are the standard's (RFC 8878)."""
    assert GOOD.startswith(b"\x28\xb5\x2f\xfd")
