"""Ids that carry their place: UUIDv7 in rising order whatever the clock does; no other id leads anywhere."""

from __future__ import annotations

import uuid

import pytest

from cabinet.contour.ledger import attempt_ids
from cabinet.contour.ledger.attempt_ids import TICKS_A_LINE, id_at, ids_from, next_tick, tick_of

SECRET = bytes(range(32))
MILLISECOND = 4096
CHUNK = 128
FIRST = 0x019_0000_0000_0 << 12 | 0


@pytest.mark.parametrize("first", [FIRST, FIRST + 1, FIRST + CHUNK - 1, FIRST + MILLISECOND - 1, (1 << 60) - 600, 0])
@pytest.mark.parametrize("count", [0, 1, 2, CHUNK - 1, CHUNK, CHUNK + 1, 600])
def test_a_run_of_ids_is_its_ids_one_by_one(first: int, count: int) -> None:
    """Over the borders of chunks and milliseconds."""
    made = ids_from(SECRET, first, count)
    assert made == [id_at(SECRET, first + n) for n in range(count)]
    assert [tick_of(one) for one in made] == list(range(first, first + count))
    assert made == sorted(set(made))
    for one in made:
        read = uuid.UUID(one)
        assert (str(read), read.version, read.variant) == (one, 7, uuid.RFC_4122)


def test_the_first_48_bits_are_milliseconds() -> None:
    (one,) = ids_from(SECRET, 1_795_514_400_123 << 12 | 0xABC, 1)
    assert uuid.UUID(one).int >> 80 == 1_795_514_400_123
    assert one[14:18] == "7abc"


def test_every_secret_has_ids_of_its_own() -> None:
    others = [SECRET[::-1], SECRET[:-1] + b"x", b""]
    made = [id_at(secret, FIRST) for secret in (SECRET, *others)]
    assert len({one[19:] for one in made}) == len(made)
    assert {one[:18] for one in made} == {made[0][:18]}


def test_the_tails_of_one_chunk_are_not_those_of_another() -> None:
    tails = [one[19:] for one in ids_from(SECRET, FIRST, 4 * CHUNK)]
    assert len(set(tails)) == len(tails)


def test_the_format_stays() -> None:
    """Entries name these ids and are made anew from a log's secret: another way of deriving them breaks every log."""
    assert ids_from(SECRET, 1_795_514_400_000 << 12, 3) == [
        "01a20cff-7d00-7000-9490-40ba5113c00b",
        "01a20cff-7d00-7001-bec2-72f9a386c547",
        "01a20cff-7d00-7002-9775-c4cb870c7919",
    ]


@pytest.mark.parametrize(
    ("now", "after", "tick"),
    [
        (5, 0, 5 * MILLISECOND),
        (5, 5 * MILLISECOND - 2, 5 * MILLISECOND),
        (5, 5 * MILLISECOND - 1, 5 * MILLISECOND),
        (5, 5 * MILLISECOND, 5 * MILLISECOND + 1),
        (5, 9 * MILLISECOND, 9 * MILLISECOND + 1),
        (5, 9 * MILLISECOND + 4095, 10 * MILLISECOND),
    ],
)
def test_a_tick_is_of_now_and_later_than_the_last(
    monkeypatch: pytest.MonkeyPatch, now: int, after: int, tick: int
) -> None:
    """The clock may stand, or go back."""
    monkeypatch.setattr(attempt_ids.time, "time_ns", lambda: now * 1_000_000 + 999_999)
    assert next_tick(after) == tick


@pytest.mark.parametrize(
    "text",
    [
        "", "x", "0" * 35, "0" * 37, "0190000000007000800000000000000000000", "zzzzzzzz-0000-7000-8000-000000000000",
        "01900000-000z-7000-8000-000000000000", "01900000-0000-7zzz-8000-000000000000", "ї" * 36,
    ],
)  # fmt: skip
def test_what_is_no_id_has_no_tick(text: str) -> None:
    assert tick_of(text) is None


@pytest.mark.parametrize(
    "text",
    ["+1900000-0000-7000-8000-000000000000", "0190_000-0000-7000-8000-000000000000", " 1900000-0000-7000-8000-0"],
)
def test_what_looks_like_a_number_to_python_is_not_the_id_of_its_tick(text: str) -> None:
    tick = tick_of(text.ljust(36, "0"))
    assert tick is None or id_at(SECRET, tick) != text


def test_a_line_has_two() -> None:
    assert TICKS_A_LINE == 2
