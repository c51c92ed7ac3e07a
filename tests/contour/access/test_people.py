"""Who has authority at a moment, with rows written by hand; and what an appointment may say."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from cabinet.contour.access.people import authority_of, mandate_state, newest_row, person_rights
from cabinet.contour.ledger.sqlite_store import SqliteStore
from cabinet.contour.sample.operator import SAMPLE_EDRPOU
from cabinet.contract.errors import KnownError
from cabinet.contract.moment import epoch_micros
from cabinet.contract.people import AppointRequest, check_appointment, latest_end
from cabinet.contract.rights import ROLE_RIGHTS, Right, Role
from cabinet.contract.states import MandateState
from tests.contour.access.signing_people import TWIN, rnokpp, store
from tests.qes_authority import NOW

INSTANT = timedelta(microseconds=1)
SOMEBODY = "1732050800"


@pytest.fixture
def rows(tmp_path: Path) -> Iterator[SqliteStore]:
    made = store(tmp_path)
    yield made
    made.close()


def mandate(made: SqliteStore, **changes: Any) -> None:
    values: dict[str, Any] = {
        "person_id": "m",
        "edrpou": SAMPLE_EDRPOU,
        "rnokpp": SOMEBODY,
        "name": "Особа",
        "role": "it",
        "rights": "[]",
        "until": epoch_micros(NOW + timedelta(days=1)),
        "granted_at": epoch_micros(NOW),
        **changes,
    }
    names = ", ".join(values)
    with made.write() as writing:
        writing.run(f"INSERT INTO people ({names}) VALUES ({', '.join(':' + n for n in values)})", **values)


def code(made: SqliteStore, who: str = SOMEBODY, now: datetime = NOW, edrpou: str = SAMPLE_EDRPOU) -> str:
    try:
        with made.read() as reading:
            authority_of(reading, edrpou, who, now)
    except KnownError as error:
        return error.code
    return "OK"


def test_a_mandate_ends_at_its_moment(rows: SqliteStore) -> None:
    until = NOW + timedelta(days=1)
    mandate(rows)
    assert [code(rows, now=at) for at in (until - INSTANT, until, until + INSTANT)] == [
        "OK",
        "MANDATE_ENDED",
        "MANDATE_ENDED",
    ]


def test_an_ended_mandate_has_no_authority(rows: SqliteStore) -> None:
    mandate(rows, ended_at=epoch_micros(NOW))
    assert code(rows) == "MANDATE_STOPPED"
    with rows.read() as reading:
        row = newest_row(reading, SAMPLE_EDRPOU, SOMEBODY)
        assert row is not None
        assert mandate_state(row, NOW) is MandateState.ENDED


def test_the_newest_mandate_counts(rows: SqliteStore) -> None:
    mandate(rows, granted_at=epoch_micros(NOW - timedelta(days=2)), ended_at=epoch_micros(NOW))
    assert code(rows) == "MANDATE_STOPPED"
    mandate(rows, person_id="n", role="auditor")
    assert code(rows) == "OK"
    with rows.read() as reading:
        assert authority_of(reading, SAMPLE_EDRPOU, SOMEBODY, NOW)[0].role is Role.AUDITOR


def test_a_mandate_is_of_one_operator(rows: SqliteStore) -> None:
    mandate(rows, edrpou=TWIN)
    assert code(rows, edrpou=TWIN) == "OK"
    assert code(rows) == "NOT_HEAD"
    assert code(rows, edrpou="14360571") == "OPERATOR_UNKNOWN"


def test_states_of_an_operator(rows: SqliteStore) -> None:
    head = rnokpp(Role.HEAD)
    for status, expected in (("suspended", "OK"), ("annulled", "OPERATOR_BLOCKED"), ("active", "OK")):
        with rows.write() as writing:
            writing.run("UPDATE operators SET status = :s WHERE edrpou = :e", s=status, e=SAMPLE_EDRPOU)
        assert code(rows, head) == expected


def test_a_record_stands_one_business_day_after_the_fee(rows: SqliteStore) -> None:
    """Paid on a Tuesday: due by the end of Wednesday."""
    head = rnokpp(Role.HEAD)
    paid = datetime(2026, 11, 24, 10, tzinfo=UTC)
    with rows.write() as writing:
        writing.run("UPDATE operators SET entered_at = NULL")
        writing.run("UPDATE licences SET fee_recorded_at = :at", at=epoch_micros(paid))
    with pytest.raises(KnownError) as pending, rows.read() as reading:
        authority_of(reading, SAMPLE_EDRPOU, head, paid)
    assert pending.value.code == "REGISTRY_PENDING"
    due = datetime.fromisoformat(pending.value.facts["expectedBy"])
    assert timedelta(hours=12) < due - paid < timedelta(days=2)
    later = due + timedelta(days=400)
    with rows.write() as writing:
        writing.run("UPDATE people SET until = NULL")
    assert [code(rows, head, now=at) for at in (due - INSTANT, due, later)] == ["REGISTRY_PENDING", "OK", "OK"]
    with rows.write() as writing:
        writing.run("UPDATE licences SET fee_recorded_at = NULL WHERE 0")
        writing.run("DELETE FROM licences")
    assert code(rows, head, now=later) == "REGISTRY_PENDING"


@pytest.mark.parametrize(
    ("role", "granted", "more"),
    [
        ("it", ["statistics.sums"], {Right.STATISTICS_SUMS}),
        ("it", ["credentials.power"], set()),
        ("authorised", ["credentials.power"], {Right.CREDENTIALS_POWER}),
        ("authorised", ["people.write"], set()),
        ("auditor", ["statistics.sums", "people.write"], set()),
        ("it", [], set()),
    ],
)
def test_rights_of_a_mandate(role: str, granted: list[str], more: set[Right]) -> None:
    assert person_rights({"role": role, "rights": json.dumps(granted)}) == ROLE_RIGHTS[Role(role)] | more
    assert not more & ROLE_RIGHTS[Role(role)]


LAST = latest_end(NOW)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, "OK"),
        ({"rnokpp": "1732050801"}, "RNOKPP_INVALID"),
        ({"role": "head"}, "ROLE_NOT_GRANTABLE"),
        ({"rights": ["people.write"]}, "RIGHT_NOT_GRANTABLE"),
        ({"rights": ["statistics.sums"]}, "OK"),
        ({"rights": ["statistics.sums"] * 2}, "RIGHT_NOT_GRANTABLE"),
        ({"role": "auditor", "rights": ["statistics.sums"]}, "RIGHT_NOT_GRANTABLE"),
        ({"until": NOW - INSTANT}, "MANDATE_TERM_INVALID"),
        ({"until": NOW}, "MANDATE_TERM_INVALID"),
        ({"until": NOW + INSTANT}, "OK"),
        ({"until": LAST}, "OK"),
        ({"until": LAST + INSTANT}, "MANDATE_TERM_INVALID"),
    ],
)
def test_appointments(changes: dict[str, Any], expected: str) -> None:
    values = {
        "name": "Руденко Софія",
        "rnokpp": SOMEBODY,
        "role": "it",
        "rights": [],
        "until": NOW + timedelta(days=30),
    }
    wanted = AppointRequest.model_validate({**values, **changes}, strict=False)
    found = "OK"
    try:
        check_appointment(wanted, NOW)
    except KnownError as error:
        found = error.code
    assert found == expected


def test_three_calendar_years() -> None:
    assert latest_end(datetime(2028, 2, 29, 10, tzinfo=UTC)).date().isoformat() == "2031-03-01"
    assert latest_end(datetime(2026, 11, 24, 10, tzinfo=UTC)).date().isoformat() == "2029-11-24"
