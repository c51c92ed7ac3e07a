"""Whom a case may be given to, and that nobody else gets one."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from cabinet.contour.ledger.store import Rows
from cabinet.contour.rejections.assignees import assignees
from cabinet.contour.rejections.cases import set_case, set_group_case, set_many_cases
from cabinet.contour.sample.operator import PEOPLE, SAMPLE_EDRPOU
from cabinet.contract.cases import CaseChange, ManyCasesChange
from cabinet.contract.moment import epoch_micros
from cabinet.contract.rights import Role
from cabinet.contract.states import CaseState
from tests.contour.access.test_people import SOMEBODY, mandate
from tests.contour.access.test_people import rows as made
from tests.contour.grants import refused
from tests.perimeter_in_process import NOW, PerimeterInProcess, line

__all__ = ["made"]

HEAD, OFFICER, ENGINEER = (p.name for p in PEOPLE)


def names(reading: Rows, at: Any = NOW, edrpou: str = SAMPLE_EDRPOU) -> list[str]:
    return [of.name for of in assignees(reading, edrpou, at).items]


def test_the_head_first_then_by_name(made: Any) -> None:
    with made.read() as reading:
        found = assignees(reading, SAMPLE_EDRPOU, NOW).items
        assert [(of.name, of.role) for of in found] == [
            (HEAD, Role.HEAD), (ENGINEER, Role.IT), (OFFICER, Role.COMPLIANCE),
        ]  # fmt: skip
        assert not any(p.rnokpp in of.model_dump_json() for p in PEOPLE for of in found), "no tax numbers"
        assert names(reading, edrpou="00032129") == []


@pytest.mark.parametrize(
    ("role", "there"), [("authorised", True), ("compliance", True), ("it", True), ("auditor", False)]
)
def test_only_whose_role_works_on_cases(made: Any, role: str, there: bool) -> None:
    mandate(made, role=role)
    with made.read() as reading:
        assert ("Особа" in names(reading)) is there


@pytest.mark.parametrize(("after", "there"), [(-1, True), (0, False), (1, False)])
def test_only_as_long_as_the_mandate_is_in_force(made: Any, after: int, there: bool) -> None:
    until = NOW + timedelta(days=1)
    mandate(made, until=epoch_micros(until))
    with made.read() as reading:
        assert ("Особа" in names(reading, until + timedelta(seconds=after))) is there


def test_an_ended_mandate_gives_nothing_and_the_newer_one_counts(made: Any) -> None:
    mandate(made, person_id="old", role="compliance", granted_at=epoch_micros(NOW - timedelta(days=2)))
    mandate(made, person_id="new", role="auditor")
    mandate(made, person_id="gone", rnokpp=f"{SOMEBODY[:-1]}x", name="Хтось", ended_at=epoch_micros(NOW))
    with made.read() as reading:
        assert names(reading) == [HEAD, ENGINEER, OFFICER]


@pytest.mark.parametrize(("name", "code"), [(ENGINEER, "OK"), (None, "OK"), ("Хтось Інший", "ASSIGNEE_UNKNOWN")])
def test_nobody_else_is_given_a_case(tmp_path: Path, name: str | None, code: str) -> None:
    inside = PerimeterInProcess(tmp_path / "p")
    (item,) = inside.judge(line("a", currency="EUR"))
    ledger, officer = inside.perimeter.ledger, inside.person(Role.COMPLIANCE)
    with ledger.store.read() as rows:
        group = rows.tuples("SELECT grp FROM rejection_groups")[0][0]
    one = CaseChange(state=CaseState.IN_WORK, assignee=name)
    many = ManyCasesChange(state=CaseState.IN_WORK, assignee=name, as_of=1_000)
    assert refused(lambda: set_many_cases(ledger, officer, many, NOW)) == code
    version = 1 if code == "OK" else 0
    assert refused(lambda: set_case(ledger, officer, item.attempt_id, one, version, NOW)) == code
    assert refused(lambda: set_group_case(ledger, officer, group, one, 0, NOW)) == code
    with ledger.store.read() as rows:
        expected = [(name,)] if code == "OK" else [(None,)]
        assert rows.tuples("SELECT assignee FROM rejections") == expected
        assert rows.tuples("SELECT assignee FROM rejection_groups") == expected
    inside.close()
