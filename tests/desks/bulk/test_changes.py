"""Rules of an act: what each makes of a line, and what cannot be read as one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from cabinet.contract.money import MAX_KOP
from cabinet.desks.bulk.changes import MapValues, SetValue, ShiftTime, TakeSuggestions, read_value
from tests.contour.grants import refused
from tests.desks.bulk.some_lines import suggestion

LINE = {"operatorTxId": "a", "siteId": "x.ua", "amountKop": 1000, "occurredAt": "2026-11-24T12:00:00+02:00"}


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("siteId", " y.ua ", "y.ua"), ("amountKop", "10", 1000), ("amountKop", "1\u00a0234,5", 123450),
        ("amountKop", "0,01", 1), ("settlementForm", "NON_CASH", "NON_CASH"), ("currency", "UAH", "UAH"),
    ],
)  # fmt: skip
def test_values_as_people_type_them(name: str, text: str, value: Any) -> None:
    assert read_value(name, text) == value


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("amountKop", "0", "RULE_VALUE_INVALID"), ("amountKop", "-1", "RULE_VALUE_INVALID"),
        ("amountKop", "1,234", "RULE_VALUE_INVALID"), ("amountKop", "багато", "RULE_VALUE_INVALID"),
        ("amountKop", str(MAX_KOP), "RULE_VALUE_INVALID"), ("siteId", "", "RULE_VALUE_INVALID"),
        ("siteId", "з пробілом", "RULE_VALUE_INVALID"), ("settlementForm", "CARD", "RULE_VALUE_INVALID"),
        ("correction", "x", "RULE_FIELD_UNKNOWN"), ("seqNo", "1", "RULE_FIELD_UNKNOWN"),
        ("schemaVersion", "1", "RULE_FIELD_UNKNOWN"), ("nothing", "1", "RULE_FIELD_UNKNOWN"),
    ],
)  # fmt: skip
def test_values_that_fit_no_field(name: str, text: str, code: str) -> None:
    assert refused(lambda: read_value(name, text)) == code


def test_only_what_is_certain_or_also_what_is_likely() -> None:
    proposed = [suggestion("likely.ua", certain=False), suggestion(500, "/amountKop")]
    assert TakeSuggestions().fields(LINE, proposed) == LINE | {"amountKop": 500}
    assert TakeSuggestions(likely=True).fields(LINE, proposed) == LINE | {"amountKop": 500, "siteId": "likely.ua"}
    assert TakeSuggestions().fields(LINE, proposed[:1]) is None
    assert TakeSuggestions(likely=True).fields(LINE, []) is None
    assert TakeSuggestions().fields(LINE, [suggestion("x.ua")]) is None


def test_one_value_everywhere() -> None:
    assert SetValue("siteId", "y.ua").fields(LINE, []) == LINE | {"siteId": "y.ua"}
    assert SetValue("lateReason", "бо").fields(LINE, []) == LINE | {"lateReason": "бо"}
    assert SetValue("siteId", "x.ua").fields(LINE, []) is None


def test_values_are_mapped() -> None:
    rule = MapValues.read("siteId", "\n x.ua = y.ua \nz.ua=y.ua\n")
    assert rule.values == {"x.ua": "y.ua", "z.ua": "y.ua"}
    assert rule.fields(LINE, []) == LINE | {"siteId": "y.ua"}
    assert rule.fields({"siteId": "other.ua"}, []) is None
    assert rule.fields({}, []) is None
    assert MapValues("siteId", {"x.ua": "x.ua"}).fields(LINE, []) is None
    assert MapValues.read("amountKop", "1000 = 10,50").fields(LINE, []) == LINE | {"amountKop": 1050}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("x.ua", "RULE_MAP_INVALID"), ("= y.ua", "RULE_MAP_INVALID"), ("", "RULE_MAP_INVALID"),
        ("\n \n", "RULE_MAP_INVALID"), ("a=b\na=c", "RULE_MAP_INVALID"), ("a=b\na=b", "RULE_MAP_INVALID"),
        ("a=", "RULE_VALUE_INVALID"),
    ],
)  # fmt: skip
def test_maps_that_are_none(text: str, code: str) -> None:
    assert refused(lambda: MapValues.read("siteId", text)) == code


@pytest.mark.parametrize(
    ("minutes", "moment"),
    [
        ("60", "2026-11-24T13:00:00+02:00"), ("-720", "2026-11-24T00:00:00+02:00"),
        ("\u2212720", "2026-11-24T00:00:00+02:00"), ("+1", "2026-11-24T12:01:00+02:00"),
        ("-50000", "2026-10-20T19:40:00+03:00"),
    ],
)  # fmt: skip
def test_the_time_is_moved_on_kyiv_clocks(minutes: str, moment: str) -> None:
    assert ShiftTime.read(minutes).fields(LINE, []) == LINE | {"occurredAt": moment}


@pytest.mark.parametrize("text", ["", "0", "x", "1.5", "527041", "-527041", "1234567", "٣"])
def test_shifts_that_are_none(text: str) -> None:
    assert refused(lambda: ShiftTime.read(text)) == "RULE_VALUE_INVALID"
    assert ShiftTime.read("527040").by == timedelta(days=366)


@pytest.mark.parametrize("moment", [None, "x", 5, "2026-11-24T12:00:00", "9999-12-31T23:59:59+00:00"])
def test_a_moment_that_cannot_be_moved_stays(moment: object) -> None:
    assert ShiftTime(timedelta(days=400)).fields({"occurredAt": moment}, []) is None
    assert ShiftTime(timedelta(0)).fields(LINE, []) is None
