"""Values of the contract: money, days, ids, check digits."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cabinet.contract.errors import KnownError
from cabinet.contract.identifiers import derived_batch_id, external_id_valid, uuid7, uuid7_block
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
from cabinet.contract.tax_ids import edrpou_valid, rnokpp_valid


@given(st.integers(-(10**15), 10**15))
def test_money_there_and_back(kopecks: int) -> None:
    assert parse_hryvnias(hryvnias(kopecks)) == kopecks


@pytest.mark.parametrize(
    ("text", "kopecks"), [("12,5", 1250), ("1 234\u00a0567,89", 123456789), ("-0.01", -1), ("7", 700)]
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


def test_check_digits() -> None:
    for code in ("00032129", "14360570", "43395033", "43220851", "21560766"):
        assert edrpou_valid(code)
        assert not edrpou_valid(code[:7] + str((int(code[7]) + 1) % 10))
    assert rnokpp_valid("3141592650") == (
        sum(int(d) * w for d, w in zip("314159265", (-1, 5, 7, 9, 4, 6, 10, 5, 7), strict=True)) % 11 % 10 == 0
    )
    for text in ("", "1234567", "1234567a", "١٢٣٤٥٦٧٨"):
        assert not edrpou_valid(text)


def test_external_ids() -> None:
    assert external_id_valid("A.b_c:1-2")
    for text in ("", "a" * 65, "a b", "ї", "a/b", "a\n"):
        assert not external_id_valid(text)


def test_key_ids_carry_their_environment() -> None:
    text = key_id(Environment.TEST, b"spki")
    assert key_id_environment(text) is Environment.TEST
    assert key_id_environment("test-short") is None
