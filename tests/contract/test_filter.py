"""The filter's grammar: both tongues say the same, what is written is read back, and mistakes name what could stand."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cabinet.contract.errors import KnownError
from cabinet.contract.filter import (
    EVERYTHING,
    LONGEST,
    MOST_VALUES,
    OPEN,
    Filter,
    Listed,
    parse_filter,
    read_otherwise,
    split_filter,
)
from cabinet.contract.filter_bounds import Period, Span
from cabinet.contract.filter_words import EXAMPLES, KEY_WORDS, NEAR_WORDS, VALUE_WORDS, Due, FilterKey, latin

WRITTEN_BY_HAND: list[tuple[str, Filter]] = [
    ("", EVERYTHING),
    ("state:open", OPEN),
    ("стан:відкрите", OPEN),
    ("стан:затримані", Filter(states=(Listed.HELD,))),
    ("state:held,open", Filter(states=(Listed.HELD, Listed.OPEN))),
    ("стан:нове,у-роботі код:am-404", Filter(states=(Listed.NEW, Listed.IN_WORK), codes=("AM-404",))),
    ("код:AM-404 код:RF-501", Filter(codes=("AM-404", "RF-501"))),
    ("4270-B", Filter(txs=("4270-B",))),
    ("sum:>50", Filter(span=Span(low=5_000, above=True))),
    ("sum:>=50", Filter(span=Span(low=5_000))),
    ("sum:≥50", Filter(span=Span(low=5_000))),
    ("сума:<10,5", Filter(span=Span(high=1_050, below=True))),
    ("сума:<=10,5", Filter(span=Span(high=1_050))),
    ("сума:>1 000", Filter(span=Span(low=100_000, above=True))),
    ("сума:>1\u00a0000", Filter(span=Span(low=100_000, above=True))),
    ("сума:>1\u202f000,50", Filter(span=Span(low=100_050, above=True))),
    ("сума: > 1 234 567,89", Filter(span=Span(low=123_456_789, above=True))),
    ("сума:1 000..2 000", Filter(span=Span(100_000, 200_000))),
    ("сума:1 000 – 2 000,5", Filter(span=Span(100_000, 200_050))),
    ("сума:5..5", Filter(span=Span(500, 500))),
    ("сума:>1 000 стан:відкрите", Filter(states=(Listed.OPEN,), span=Span(low=100_000, above=True))),
    ("сума:>1000 4270-B", Filter(txs=("4270-B",), span=Span(low=100_000, above=True))),
    ("сума:>1 000 2000", Filter(txs=("2000",), span=Span(low=100_000, above=True))),
    ("sum:10.50..20", Filter(span=Span(1_050, 2_000))),
    ("період:сьогодні", Filter(period=Period(days=1))),
    ("period:7d", Filter(period=Period(days=7))),
    ("період:7д", Filter(period=Period(days=7))),
    ("період:вчора", Filter(period=Period(days=1, ago=1))),
    ("period:this-month", Filter(period=Period(months=0))),
    ("період:минулий-місяць", Filter(period=Period(months=1))),
    ("період:27.11.2026", Filter(period=Period(date(2026, 11, 27), date(2026, 11, 27)))),
    ("період:1.10.2026..31.10.2026", Filter(period=Period(date(2026, 10, 1), date(2026, 10, 31)))),
    ("період:01.10.2026 – 31.10.2026", Filter(period=Period(date(2026, 10, 1), date(2026, 10, 31)))),
    ("код:АМ-401", Filter(codes=("AM-401",))),
    ("кoд:ам-401", Filter(codes=("AM-401",))),
    ("ліцензія:ОК-2024-017", Filter(licences=("OK-2024-017",))),
    ("2611270000-000309-В", Filter(txs=("2611270000-000309-B",))),
    ("стaн:нoве", Filter(states=(Listed.NEW,))),
    ('виконавець:"сума: >1', Filter(assignees=("сума: >1",))),
    ("period:2026-01-05", Filter(period=Period(date(2026, 1, 5), date(2026, 1, 5)))),
    ("type:bet,виплата", Filter(types=("BET", "PAYOUT"))),
    ('виконавець:"Мельник Тарас",я', Filter(assignees=("Мельник Тарас", "me"))),
    ("стан:можна-повторити", Filter(states=(Listed.READY,))),
    ("стан:прострочене строк:завтра", Filter(states=(Listed.OVERDUE,), dues=(Due.TOMORROW,))),
    ("due:overdue,today,пізніше", Filter(dues=(Due.OVERDUE, Due.TODAY, Due.LATER))),
    ("корінь:2611270000-000309-В,a", Filter(roots=("2611270000-000309-B", "a"))),
    ("похідні:00112233aabbccdd state:ready", Filter(states=(Listed.READY,), follows=("00112233aabbccdd",))),
    ("похідні:нічого,00112233aabbccdd", Filter(follows=("nothing", "00112233aabbccdd"))),
    ("поле:amountKop джерело:core-1", Filter(fields=("amountKop",), sources=("core-1",))),
    ("період:цього тижня", Filter(period=Period(weeks=0))),
    ("period:last week", Filter(period=Period(weeks=1))),
    ("період:минулого  місяця 4270-B", Filter(txs=("4270-B",), period=Period(months=1))),
    ("період: останні 7 днів стан:нове", Filter(states=(Listed.NEW,), period=Period(days=7))),
    ("період:27.11.2026-28.11.2026", Filter(period=Period(date(2026, 11, 27), date(2026, 11, 28)))),
    ("період:2026-11-27 - 2026-11-28", Filter(period=Period(date(2026, 11, 27), date(2026, 11, 28)))),
    ("сума:>1 234,50 грн", Filter(span=Span(low=123_450, above=True))),
    ("сума:100-200₴ 4270-B", Filter(txs=("4270-B",), span=Span(10_000, 20_000))),
    ("стан:у роботі, можна повторити", Filter(states=(Listed.IN_WORK, Listed.READY))),
    ("стан:чекає ІТ код:RG-604", Filter(states=(Listed.WAITING_IT,), codes=("RG-604",))),
    ("код:RG-604, AM-404 , RF-505", Filter(codes=("RG-604", "AM-404", "RF-505"))),
    ("код: RG-604 стан:нове", Filter(states=(Listed.NEW,), codes=("RG-604",))),
    ("код:RG-604, стан:нове", Filter(states=(Listed.NEW,), codes=("RG-604",))),
    ("код:RG\u2011604", Filter(codes=("RG-604",))),
    (f"список:{'0a' * 16}", Filter(lists=("0a" * 16,))),
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
    roots=ids,
    lists=st.lists(st.from_regex(r"[0-9a-f]{32}", fullmatch=True), max_size=2, unique=True).map(tuple),
    dues=st.lists(st.sampled_from(Due), max_size=3, unique=True).map(tuple),
    follows=st.lists(st.from_regex(r"[0-9a-f]{16}", fullmatch=True) | st.just("nothing"), max_size=3, unique=True).map(
        tuple
    ),
    types=st.lists(st.sampled_from(["BET", "REFUND", "PAYOUT"]), max_size=3, unique=True).map(tuple),
    span=st.none()
    | st.builds(Span, st.integers(0, 10**9), st.integers(10**9, 10**10))
    | st.builds(Span, low=st.integers(0, 10**9), above=st.booleans())
    | st.builds(Span, high=st.integers(0, 10**9), below=st.booleans()),
    period=st.none()
    | st.builds(Period, days=st.integers(1, 400))
    | st.dates().map(lambda day: Period(day, day))
    | st.builds(Period, months=st.integers(0, 1))
    | st.builds(Period, weeks=st.integers(0, 1)),
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
    words = split_filter(text)
    assert [text[a:b] for a, b in words if not text[a:b].strip()] == []
    assert all(end <= start for (_, end), (start, _) in pairwise(words))
    left = "".join(text[a:b] for a, b in pairwise([0, *(at for word in words for at in word), len(text)]))
    assert left == text


KEYS = {
    "uk": (
        "стан:, код:, поле:, джерело:, ліцензія:, бренд:, сайт:, тип:, сума:, період:, виконавець:, строк:, група:, "
        "похідні:, корінь:, транзакція:"
    ),
    "en": (
        "state:, code:, field:, source:, licence:, brand:, site:, type:, sum:, period:, assignee:, due:, group:, "
        "follows:, root:, tx:"
    ),
}
PERIODS_UK = "сьогодні, вчора, цей-тиждень, минулий-тиждень, цей-місяць, минулий-місяць"
SUMS = ">50, >=50, <100, 50..100"


@pytest.mark.parametrize(
    ("text", "uk", "en"),
    [
        ("стн:нове", "стан:", "state:"),
        ("amount:>5", "сума:", "sum:"),
        ("дата:вчора", "період:", "period:"),
        ("qqqqq:1", KEYS["uk"], KEYS["en"]),
        ("ставкогрей", KEYS["uk"], KEYS["en"]),
        ("state:opn", "відкрите", "open"),
        ("стан:чшщ",
         ("відкрите, нове, у-роботі, чекає-ІТ, можна-повторити, прострочене, обґрунтоване, виправлене, замінене, "
          "затримані"),
         "open, new, in-work, waiting-it, ready, overdue, justified, corrected, superseded, held"),
        ("код:404", "код:AM-404", "code:AM-404"),
        ("ліцензія:№1", "ліцензія:OK-2024-017", "licence:OK-2024-017"),
        ("sum:багато", SUMS, SUMS),
        ("sum:>", SUMS, SUMS),
        ("сума:10..5", "5..10", "5..10"),
        ("сума:2 000..1 000", "1000..2000", "1000..2000"),
        (
            "period:9",
            f"{PERIODS_UK}, 7д, 31.01.2026, 01.01.2026..31.01.2026",
            "today, yesterday, this-week, last-week, this-month, last-month, 7d, 2026-01-31, 2026-01-01..2026-01-31",
        ),
        ("period:2026-02-01..2026-01-01", "01.01.2026..01.02.2026", "2026-01-01..2026-02-01"),
        ("code:", "код:AM-404", "code:AM-404"),
        ("sum:", "сума:>50", "sum:>50"),
        ("state:", "стан:відкрите", "state:open"),
        ("period:", "період:7д", "period:7d"),
        ("follows:RF-503", "нічого", "nothing"),
        ("root:№1", "корінь:2611270000-000309-B", "root:2611270000-000309-B"),
    ],
)  # fmt: skip
def test_mistakes_name_what_could_stand_in_one_language(text: str, uk: str, en: str) -> None:
    for tongue, expected in (("uk", uk), ("en", en)):
        with pytest.raises(KnownError) as refused:
            parse_filter(text, tongue)
        assert refused.value.code == "FILTER_INVALID"
        assert refused.value.facts["word"]
        assert refused.value.facts["expected"] == expected


@pytest.mark.parametrize(
    "day", ["31.11.2026", "00.11.2026", "29.02.2026", "2026-13-01", "20261127", "0d", "1000d", "27.11"]
)
def test_a_day_that_is_none_is_never_bent(day: str) -> None:
    with pytest.raises(KnownError) as refused:
        parse_filter(f"period:{day}")
    assert refused.value.facts["word"] == day


def test_a_filter_has_limits_and_says_them() -> None:
    ids = [f"tx-{n}" for n in range(MOST_VALUES + 1)]
    assert len(parse_filter(" ".join(ids[:-1])).txs) == MOST_VALUES
    assert len(parse_filter(" ".join([*ids[:-1], ids[0]])).txs) == MOST_VALUES, "the same once more is not one more"
    for text in (" ".join(ids), "tx:" + ",".join(ids)):
        with pytest.raises(KnownError) as refused:
            parse_filter(text)
        assert refused.value.code == "FILTER_TOO_MANY"
        assert refused.value.facts == {"count": str(MOST_VALUES + 1), "limit": str(MOST_VALUES)}
    for length in (LONGEST - 1, LONGEST):
        assert parse_filter(" " * length) == EVERYTHING
    with pytest.raises(KnownError) as refused:
        parse_filter(" " * (LONGEST + 1))
    assert refused.value.code == "FILTER_TOO_LONG"
    assert refused.value.facts == {"count": str(LONGEST + 1), "limit": str(LONGEST)}


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("today", date(2026, 3, 1), date(2026, 3, 1)),
        ("yesterday", date(2026, 2, 28), date(2026, 2, 28)),
        ("7d", date(2026, 2, 23), date(2026, 3, 1)),
        ("this-week", date(2026, 2, 23), date(2026, 3, 1)),
        ("last-week", date(2026, 2, 16), date(2026, 2, 22)),
        ("this-month", date(2026, 3, 1), date(2026, 3, 1)),
        ("last-month", date(2026, 2, 1), date(2026, 2, 28)),
        ("31.10.2026", date(2026, 10, 31), date(2026, 10, 31)),
    ],
)
def test_periods_end_where_people_expect(text: str, first: date, last: date) -> None:
    period = parse_filter(f"period:{text}").period
    assert period is not None
    assert period.bounds(date(2026, 3, 1)) == (first, last)


def test_every_example_is_read() -> None:
    for key, example in EXAMPLES.items():
        assert parse_filter(f"{key.value}:{example}").values(key) == (example,)


def test_no_word_means_two_things() -> None:
    keys = [w.casefold() for spoken in KEY_WORDS.values() for w in set(spoken.values())]
    assert len(keys) == len(set(keys))
    for spoken in VALUE_WORDS.values():
        words = [w.casefold() for said in spoken.values() for w in set(said.values())]
        assert len(words) == len(set(words))
    assert set(KEY_WORDS) == set(FilterKey)
    folded = {latin(w.casefold()) for spoken in KEY_WORDS.values() for w in spoken.values()}
    assert len(folded) == len(set(keys)), "no two keys look alike"
    near = [latin(w.casefold()) for words in NEAR_WORDS.values() for w in words]
    assert len(near) == len(set(near))
    assert not folded & set(near) - {latin("transaction")}
    assert set(VALUE_WORDS[FilterKey.STATE]) == {s.value for s in Listed}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("код:АМ-401 стан:нове", (("АМ-401", "AM-401"),)),
        ("4270-В", (("4270-В", "4270-B"),)),
        ("код:RG\u2011604", (("RG\u2011604", "RG-604"),)),
        ("код:AM-401, ам-402", (("ам-402", "AM-402"),)),
        ("кoд:AM-401 виконавець:Мельник 4270-B", ()),
        ("код:Ж", ()),
    ],
)
def test_letters_of_the_other_alphabet_are_told(text: str, told: tuple[tuple[str, str], ...]) -> None:
    assert read_otherwise(text) == told
