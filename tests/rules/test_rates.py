"""A table of rates: days split where a rate changes, and every way in which a file can be wrong, each by its name."""

from __future__ import annotations

import json
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cabinet.contract.catalogue import fill, problem_card
from cabinet.contract.errors import KnownError
from cabinet.contract.states import Tax, Vertical
from cabinet.rules.rates import LONGEST_FILE, WITHHELD, read_rates, shipped_rates

DAYS = st.dates(date(2022, 1, 1), date(2027, 12, 31))
LEVY: dict[str, Any] = {
    "tax": "MILITARY_LEVY", "vertical": None, "percent": "1.5", "from": "2023-09-03", "until": "2024-11-30",
    "referenceUk": "Закон", "referenceEn": "Law", "verified": True, "source": "s", "readOn": "2026-11-28",
}  # fmt: skip
NEXT = {**LEVY, "percent": "5", "from": "2024-12-01", "until": None}


def written(*rows: dict[str, Any]) -> bytes:
    return json.dumps({"name": "own", "rates": rows}).encode()


def test_the_shipped_table_knows_the_change_of_the_levy() -> None:
    table = shipped_rates()
    assert not table.own
    assert table.withheld_on(date(2024, 11, 30)) == (180_000, 15_000)
    assert table.withheld_on(date(2024, 12, 1)) == (180_000, 50_000)
    assert table.withheld_on(date(2023, 9, 3)) == (180_000, 15_000)
    assert table.withheld_on(date(2023, 9, 2)) == (0, 0)
    gaming = {rate.vertical: (rate.percent, rate.verified) for rate in table.rates if rate.tax is Tax.GAMING_INCOME}
    assert gaming[Vertical.SLOT_HALL] == ("10", False)
    assert gaming[Vertical.ONLINE_CASINO] == gaming[Vertical.BETTING] == ("18", False)
    assert gaming[Vertical.LOTTERY] == ("30", False)
    assert Vertical.TOTALISER not in gaming
    assert all(rate.reference_uk and rate.reference_en and rate.source for rate in table.rates)
    assert all(rate.law_uk != rate.law_en and rate.url.startswith("https://zakon.rada.gov.ua/") for rate in table.rates)


@given(first=DAYS, days=st.integers(0, 1200), tax=st.sampled_from(WITHHELD))
def test_segments_are_every_day_once(first: date, days: int, tax: Tax) -> None:
    last = first + timedelta(days=days)
    found = list(shipped_rates().segments(tax, None, first, last))
    assert (found[0].first, found[-1].last) == (first, last)
    for one, other in pairwise(found):
        assert one.last + timedelta(days=1) == other.first
        assert one.rate != other.rate
    for segment in found:
        for day in (segment.first, segment.last):
            (alone,) = shipped_rates().segments(tax, None, day, day)
            assert alone.rate == segment.rate


@pytest.mark.parametrize(
    ("rows", "code", "said"),
    [
        ([{**LEVY, "tax": "VAT"}], "RATES_TAX", "№ 1"),
        ([LEVY, {**NEXT, "vertical": "BETTING"}], "RATES_VERTICAL", "№ 2"),
        ([{**LEVY, "tax": "GAMING_INCOME"}], "RATES_VERTICAL", "null"),
        ([{**LEVY, "tax": "GAMING_INCOME", "vertical": "BINGO"}], "RATES_VERTICAL", "BINGO"),
        ([{**LEVY, "percent": "100.0001"}], "RATES_PERCENT", "100.0001"),
        ([{**LEVY, "percent": "-1"}], "RATES_PERCENT", "-1"),
        ([{**LEVY, "percent": "1,5"}], "RATES_PERCENT", "1,5"),
        ([{**LEVY, "percent": "1.00001"}], "RATES_PERCENT", "1.00001"),
        ([{**LEVY, "from": "2023-02-30"}], "RATES_DAY", "2023-02-30"),
        ([{**LEVY, "from": "20230903"}], "RATES_DAY", "20230903"),
        ([{**LEVY, "until": "2023-09-02"}], "RATES_DAY", "2023-09-02"),
        ([{**LEVY, "readOn": "today"}], "RATES_DAY", "readOn"),
        ([LEVY, {**NEXT, "url": "http://zakon.rada.gov.ua"}], "RATES_UNREADABLE", "№ 2: url"),
        ([{**LEVY, "url": "javascript:1"}], "RATES_UNREADABLE", "№ 1: url"),
        ([LEVY, {**NEXT, "from": "2024-12-02"}], "RATES_GAP", "2024-11-30"),
        ([{**NEXT, "from": "2024-12-02"}, LEVY], "RATES_GAP", "2024-12-02"),
        ([LEVY, {**NEXT, "from": "2024-11-30"}], "RATES_OVERLAP", "2024-11-30"),
        ([{**LEVY, "until": None}, NEXT], "RATES_OVERLAP", "null"),
        ([{**LEVY, "readOn": None}], "RATES_UNREADABLE", "№ 1"),
        ([{**LEVY, "source": ""}], "RATES_UNREADABLE", "№ 1"),
        ([{**LEVY, "rate": 1}], "RATES_UNREADABLE", "rate"),
        ([{**LEVY, "percent": 1.5}], "RATES_UNREADABLE", "percent"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(rows: list[dict[str, Any]], code: str, said: str) -> None:
    with pytest.raises(KnownError) as refused:
        read_rates(written(*rows), own=True)
    assert refused.value.code == code
    card = problem_card(code)
    assert card is not None
    for sentence in (card.sentence.uk, card.sentence.en):
        assert said in fill(sentence, refused.value.facts)
        assert "…" not in fill(sentence, refused.value.facts)


@pytest.mark.parametrize("data", [b"", b"[]", b"\xff", b'{"name":1,"rates":[]}'])
def test_bytes_without_the_form_are_refused(data: bytes) -> None:
    with pytest.raises(KnownError, match="RATES_UNREADABLE"):
        read_rates(data, own=True)


def test_a_file_is_read_up_to_its_limit() -> None:
    whole = written(LEVY, NEXT)
    for size in (LONGEST_FILE - 1, LONGEST_FILE):
        assert len(read_rates(whole.ljust(size), own=True).rates) == 2
    with pytest.raises(KnownError, match="RATES_UNREADABLE"):
        read_rates(whole.ljust(LONGEST_FILE + 1), own=True)


def test_edges_of_a_rate() -> None:
    for percent, millionths in (("0", 0), ("0.0001", 1), ("100", 1_000_000), ("1.5", 15_000), ("99.9999", 999_999)):
        assert read_rates(written({**LEVY, "percent": percent}), own=True).rates[0].millionths == millionths


def test_the_name_of_what_is_withheld_follows_what_is_withheld() -> None:
    table = read_rates(written(LEVY, NEXT), own=True)
    assert table.withholding == read_rates(written(NEXT, {**LEVY, "referenceUk": "інше"}), own=False).withholding
    for other in ({**NEXT, "percent": "6"}, {**NEXT, "until": "2030-01-01"}, {**NEXT, "tax": "PERSONAL_INCOME"}):
        assert read_rates(written(LEVY, other), own=True).withholding != table.withholding
