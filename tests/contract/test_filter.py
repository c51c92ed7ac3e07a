"""The filter's grammar: both tongues say the same, what is written is read back, and mistakes name what could stand."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cabinet.contract.errors import KnownError
from cabinet.contract.filter import EVERYTHING, OPEN, Filter, Listed, Period, Span, parse_filter
from cabinet.contract.filter_words import KEY_WORDS, VALUE_WORDS, FilterKey

WRITTEN_BY_HAND: list[tuple[str, Filter]] = [
    ("", EVERYTHING),
    ("state:open", OPEN),
    ("стан:відкрите", OPEN),
    ("стан:нове,у-роботі код:am-404", Filter(states=(Listed.NEW, Listed.IN_WORK), codes=("AM-404",))),
    ("код:AM-404 код:RF-501", Filter(codes=("AM-404", "RF-501"))),
    ("4270-B", Filter(txs=("4270-B",))),
    ("sum:>50", Filter(span=Span(low=5_000))),
    ("сума:<10,5", Filter(span=Span(high=1_050))),
    ("sum:10.50..20", Filter(span=Span(1_050, 2_000))),
    ("період:сьогодні", Filter(period=Period(days=1))),
    ("period:7d", Filter(period=Period(days=7))),
    ("період:7д", Filter(period=Period(days=7))),
    ("period:2026-01-05", Filter(period=Period(date(2026, 1, 5), date(2026, 1, 5)))),
    ("type:bet,виплата", Filter(types=("BET", "PAYOUT"))),
    ('виконавець:"Мельник Тарас",я', Filter(assignees=("Мельник Тарас", "me"))),
    ("поле:amountKop джерело:core-1", Filter(fields=("amountKop",), sources=("core-1",))),
]


@pytest.mark.parametrize(("text", "meant"), WRITTEN_BY_HAND)
def test_texts_mean_what_they_say(text: str, meant: Filter) -> None:
    assert parse_filter(text) == meant
    assert parse_filter(meant.text()) == meant
    assert parse_filter(meant.text("uk")) == meant
    for key in FilterKey:
        assert meant.with_values(key, meant.values(key)) == meant
    assert bool(meant) == (text != "")


ids = st.lists(st.from_regex(r"[A-Za-z0-9._-]{1,12}", fullmatch=True), max_size=3, unique=True).map(tuple)
filters = st.builds(
    Filter,
    states=st.lists(st.sampled_from(Listed), max_size=3, unique=True).map(tuple),
    codes=st.lists(st.from_regex(r"[A-Z]{2}-[0-9]{3}", fullmatch=True), max_size=3, unique=True).map(tuple),
    sources=ids,
    licences=ids,
    sites=ids,
    txs=ids,
    types=st.lists(st.sampled_from(["BET", "REFUND", "PAYOUT"]), max_size=3, unique=True).map(tuple),
    span=st.none() | st.builds(Span, st.integers(0, 10**9), st.integers(10**9, 10**10)),
    period=st.none() | st.builds(Period, days=st.integers(1, 400)),
)


@given(filters)
def test_whatever_is_written_is_read_back(chosen: Filter) -> None:
    assert parse_filter(chosen.text()) == chosen
    assert parse_filter(chosen.text("uk")) == chosen


@given(st.text(max_size=200))
def test_no_text_breaks_the_reader(text: str) -> None:
    refused: KnownError | None = None
    try:
        parse_filter(text)
    except KnownError as error:
        refused = error
    assert refused is None or (refused.code == "FILTER_INVALID" and refused.facts["word"] and refused.facts["expected"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("стн:нове", "стан:"),
        ("state:opn", "open"),
        ("код:404", "code"),
        ("sum:багато", ">50, <100, 50..100"),
        ("period:9", "7d, today, 2026-01-31, 2026-01-01..2026-01-31"),
        ("period:2026-02-01..2026-01-01", "2026-01-01..2026-02-01"),
        ("code:", "1…50"),
        ("x" * 1_001, "≤ 1000"),
    ],
)
def test_mistakes_name_what_could_stand(text: str, expected: str) -> None:
    with pytest.raises(KnownError) as refused:
        parse_filter(text)
    assert refused.value.code == "FILTER_INVALID"
    assert refused.value.facts["expected"] == expected


def test_no_word_means_two_things() -> None:
    keys = [w.casefold() for spoken in KEY_WORDS.values() for w in set(spoken.values())]
    assert len(keys) == len(set(keys))
    for spoken in VALUE_WORDS.values():
        words = [w.casefold() for said in spoken.values() for w in set(said.values())]
        assert len(words) == len(set(words))
    assert set(KEY_WORDS) == set(FilterKey)
    assert set(VALUE_WORDS[FilterKey.STATE]) == {s.value for s in Listed}
