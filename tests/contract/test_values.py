"""Values of the contract: money, days, ids, check digits."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cabinet.contract.errors import KnownError
from cabinet.contract.identifiers import (
    content_batch_id,
    derived_batch_id,
    external_id_valid,
    meant_id,
    uuid7,
    uuid7_block,
)
from cabinet.contract.key_ids import key_id, key_id_environment
from cabinet.contract.moment import (
    day_bounds,
    day_hours,
    epoch_micros,
    from_micros,
    kyiv_day,
    parse_moment,
    wire,
)
from cabinet.contract.money import hryvnias, parse_hryvnias
from cabinet.contract.states import Environment
from cabinet.contract.tax_ids import edrpou_valid, rnokpp_check_digit, rnokpp_valid


@given(st.integers(-(10**15), 10**15))
def test_money_there_and_back(kopecks: int) -> None:
    assert parse_hryvnias(hryvnias(kopecks)) == kopecks


@pytest.mark.parametrize(
    ("text", "kopecks"),
    [("12,5", 1250), ("1 234\u00a0567,89", 123456789), ("-0.01", -1), ("7", 700), ("0,5", 50), ("0.05", 5)],
)
def test_money_as_people_write_it(text: str, kopecks: int) -> None:
    assert parse_hryvnias(text) == kopecks


@pytest.mark.parametrize("text", ["", "1e3", "12,345", "грн", "--1", "1.2.3"])
def test_money_that_is_none(text: str) -> None:
    with pytest.raises(KnownError, match="MONEY_INVALID"):
        parse_hryvnias(text)


def test_days_of_23_and_25_hours() -> None:
    assert day_hours(date(2026, 3, 29)) == 23
    assert day_hours(date(2026, 10, 25)) == 25
    assert day_hours(date(2026, 11, 24)) == 24
    start, end = day_bounds(date(2026, 10, 25))
    assert kyiv_day(start) == kyiv_day(end - timedelta(microseconds=1)) == date(2026, 10, 25)
    assert kyiv_day(end) == date(2026, 10, 26)


@pytest.mark.parametrize(
    "text", ["2026-11-24T10:00:00", "2026-11-24 10:00:00Z", "2026-13-01T00:00:00Z", "24.11.2026", "", "2026-11-24"]
)
def test_moments_without_offset_or_sense(text: str) -> None:
    with pytest.raises(KnownError, match="MOMENT_INVALID"):
        parse_moment(text)


def test_moments() -> None:
    winter = parse_moment("2026-11-24T10:00:00.123+02:00")
    assert wire(winter) == "2026-11-24T08:00:00.123Z"


@given(st.datetimes(datetime(1990, 1, 1), datetime(2150, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001  bounds
def test_micros_are_exact(moment: datetime) -> None:
    assert from_micros(epoch_micros(moment)) == moment


@pytest.mark.parametrize(("year", "fits"), [("0001", False), ("0002", True), ("9998", True), ("9999", False)])
def test_years_that_have_a_kyiv_day(year: str, *, fits: bool) -> None:
    text = f"{year}-06-01T00:00:00Z"
    if fits:
        assert wire(parse_moment(text)) == f"{year}-06-01T00:00:00.000Z"
    else:
        with pytest.raises(KnownError, match="MOMENT_INVALID"):
            parse_moment(text)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (" core-1\n", "core-1"),
        ("ОК-2024-017", "OK-2024-017"),
        ("СО1", None),
        ("СО12", "CO12"),
        ("Ковальчук", None),
        ("a b", None),
        ("a" * 65, None),
        ("", None),
    ],
)
def test_ids_that_are_plainly_meant(typed: str, meant: str | None) -> None:
    assert meant_id(typed) == meant


def test_a_batch_is_named_by_its_source_and_content() -> None:
    made = {content_batch_id(source, digest) for source in ("core-1", "core-2") for digest in ("ab" * 32, "cd" * 32)}
    assert len(made) == 4
    assert content_batch_id("core-1", "ab" * 32) in made


def test_uuid7_rises() -> None:
    ids = [uuid7() for _ in range(2000)] + uuid7_block(2000) + [uuid7()]
    assert ids == sorted(ids)
    assert len(set(ids)) == len(ids)
    assert {i[14] for i in ids} == {"7"}


def test_derived_ids_depend_on_everything() -> None:
    base = ("core-1", "ab" * 32, "ndjson/1", 0)
    assert derived_batch_id(*base) == derived_batch_id(*base)
    others = [("core-2", *base[1:]), (base[0], "cd" * 32, *base[2:]), (*base[:2], "csv/1", 0), (*base[:3], 1000)]
    assert len({derived_batch_id(*o) for o in [base, *others]}) == 5


# Published codes of known companies, 3 to 5 in front among them; of the last two the first sum is ten, so the second
# weights count.
CODES = ["00032129", "14360570", "43395033", "43220851", "21560766", "40075815", "30487219", "10000062", "35000016"]


@pytest.mark.parametrize("code", CODES)
def test_codes_of_companies(code: str) -> None:
    assert edrpou_valid(code)
    for digit in "0123456789":
        assert edrpou_valid(code[:7] + digit) is (digit == code[7])
    for text in (code + "0", code[:7], "0" + code):
        assert not edrpou_valid(text)


@pytest.mark.parametrize("text", ["", "1234567", "1234567a", "١٢٣٤٥٦٧٨"])
def test_codes_of_no_company(text: str) -> None:
    assert not edrpou_valid(text)


def test_check_digits_of_people() -> None:
    """Weights −1, 5, 7, 9, 4, 6, 10, 5, 7; modulo 11, then 10."""
    assert rnokpp_check_digit("314159265") == (-3 + 5 + 28 + 9 + 20 + 54 + 20 + 30 + 35) % 11 % 10
    tens = [n for n in range(100_000_000, 100_001_000) if _weighed(n) % 11 == 10]
    assert tens
    for number in tens:
        assert rnokpp_valid(f"{number}0")
    for digit in range(10):
        assert rnokpp_valid(f"314159265{digit}") is (digit == rnokpp_check_digit("314159265"))


def _weighed(number: int) -> int:
    return sum(int(d) * w for d, w in zip(str(number), (-1, 5, 7, 9, 4, 6, 10, 5, 7), strict=True))


def test_external_ids() -> None:
    assert external_id_valid("A.b_c:1-2")
    for text in ("", "a" * 65, "a b", "ї", "a/b", "a\n"):
        assert not external_id_valid(text)


def test_key_ids_carry_their_environment() -> None:
    text = key_id(Environment.TEST, b"spki")
    assert key_id_environment(text) is Environment.TEST
    assert key_id_environment("test-short") is None
