"""Who may decide about a rejection, in which version of its case, and that it is one's own operator's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from cabinet.contour.call import PersonHere
from cabinet.contour.ledger.reader import newest_entry
from cabinet.contour.rejections.cases import group_case, set_case, set_group_case, set_many_cases
from cabinet.contour.rejections.groups import groups
from cabinet.contour.rejections.index import RejectionIndex
from cabinet.contour.rejections.query import ask
from cabinet.contour.rejections.views import card, page
from cabinet.contour.sample.operator import SAMPLE_EDRPOU
from cabinet.contract.cases import MOST_NAMED, CaseChange, CasesChanged, ManyCasesChange
from cabinet.contract.filter import parse_filter
from cabinet.contract.rights import ROLE_RIGHTS, Role
from cabinet.contract.states import CaseState, RejectionState
from tests.contour.grants import TWIN, Grounds, refused
from tests.perimeter_in_process import NOW, PerimeterInProcess, line

OFFICER = PersonHere(SAMPLE_EDRPOU, "1", "Мельник Тарас Богданович", Role.COMPLIANCE, ROLE_RIGHTS[Role.COMPLIANCE], "s")
ENGINEER = PersonHere(SAMPLE_EDRPOU, "2", "Гнатюк Ірина Василівна", Role.IT, ROLE_RIGHTS[Role.IT], "s")
WORK = CaseChange(state=CaseState.IN_WORK, assignee=ENGINEER.name)
JUSTIFIED = CaseChange(state=CaseState.JUSTIFIED, note="так було домовлено")


class Case:
    """One rejected line of each of two operators, by the same cause."""

    def __init__(self, grounds: Grounds) -> None:
        self.grounds = grounds
        self.ledger = grounds.perimeter.ledger
        ours, theirs = grounds.issue("core-1"), grounds.issue("core-1", TWIN)
        self.ours, self.theirs = (
            grant.submit(line("a", currency="EUR")).items[0].attempt_id for grant in (ours, theirs)
        )
        self.grant, self.other = ours, theirs
        self.at = NOW

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        with self.grounds.perimeter.store.read() as rows:
            return rows.tuples(sql)

    @property
    def group(self) -> str:
        ((group,),) = self.rows("SELECT DISTINCT grp FROM rejection_groups")
        return str(group)

    def set(self, person: PersonHere, change: CaseChange, version: int = 0, attempt: str | None = None) -> str:
        at = self.later()
        return refused(lambda: set_case(self.ledger, person, attempt or self.ours, change, version, at))

    def set_group(self, person: PersonHere, change: CaseChange, version: int = 0) -> str:
        at = self.later()
        return refused(lambda: set_group_case(self.ledger, person, self.group, change, version, at))

    def later(self) -> datetime:
        """Return a moment after the last one."""
        self.at += timedelta(minutes=1)
        return self.at

    def states(self) -> dict[str, str]:
        return dict(self.rows("SELECT attempt_id, case_state FROM rejections"))


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    inside = PerimeterInProcess(tmp_path / "p")
    yield Case(Grounds(inside))
    inside.close()


def test_a_rejection_is_its_operators_own(case: Case) -> None:
    assert case.set(OFFICER, WORK, attempt=case.theirs) == "REJECTION_NOT_FOUND"
    with case.grounds.perimeter.store.read() as rows:
        assert refused(lambda: card(case.ledger.reader(rows, SAMPLE_EDRPOU), case.theirs)) == "REJECTION_NOT_FOUND"
        assert card(case.ledger.reader(rows, SAMPLE_EDRPOU), case.ours).row.attempt_id == case.ours
        for text in ("", "state:open", "source:core-1", "tx:a", f"group:{case.group}"):
            found = page(rows, SAMPLE_EDRPOU, {"filter": text} if text else {}, OFFICER.name, NOW)
            assert [row.attempt_id for row in found.items] == [case.ours], text


def test_a_cause_is_its_operators_own(case: Case) -> None:
    """Both have the same one, under the same name."""
    assert case.set_group(OFFICER, WORK) == "OK"
    assert case.states() == {case.ours: "in-work", case.theirs: "new"}
    found = dict(case.rows("SELECT edrpou, case_state FROM rejection_groups"))
    assert found == {SAMPLE_EDRPOU: "in-work", TWIN: "new"}
    with case.grounds.perimeter.store.read() as rows:
        asked = ask(rows, TWIN, parse_filter("source:core-1"), None, NOW)
        (cause,) = groups(rows, TWIN, asked, NOW).items
        assert (cause.count, cause.case_state) == (1, CaseState.NEW)
        assert card(case.ledger.reader(rows, TWIN), case.theirs).case.history == []
        mine, other = (group_case(rows, edrpou, case.group) for edrpou in (SAMPLE_EDRPOU, TWIN))
        assert [(e.by, e.state, e.whole_group) for e in mine.history] == [(OFFICER.who, CaseState.IN_WORK, False)]
        assert (mine.state, mine.version, other.state, other.history) == (CaseState.IN_WORK, 1, CaseState.NEW, [])
        assert refused(lambda: group_case(rows, "00032129", case.group)) == "GROUP_NOT_FOUND"
    stranger = replace(OFFICER, edrpou="00032129")
    assert case.set_group(stranger, WORK) == "GROUP_NOT_FOUND"


def test_a_cause_of_another_operator_alone_is_not_seen(case: Case) -> None:
    case.other.submit(line("b", gameId="?"))
    with case.grounds.perimeter.store.read() as rows:
        for text in ("source:core-1", "code:RG-606"):
            asked = ask(rows, SAMPLE_EDRPOU, parse_filter(text), None, NOW)
            found = [cause.code for cause in groups(rows, SAMPLE_EDRPOU, asked, NOW).items]
            assert found == (["AM-403"] if text == "source:core-1" else [])


def test_mine_is_whoevers_asks(case: Case) -> None:
    assert case.set(OFFICER, WORK) == "OK"
    with case.grounds.perimeter.store.read() as rows:
        for text, me, count in (
            ("assignee:me", ENGINEER.name, 1), ("assignee:me", OFFICER.name, 0), ("assignee:me", None, 0),
            ("assignee:nobody", OFFICER.name, 0),
        ):  # fmt: skip
            assert len(page(rows, SAMPLE_EDRPOU, {"filter": text}, me, NOW).items) == count, (text, me)


def test_nobody_overwrites_what_they_have_not_seen(case: Case) -> None:
    assert case.set(OFFICER, WORK) == "OK"
    waiting = CaseChange(state=CaseState.WAITING_IT)
    assert [case.set(OFFICER, waiting, version) for version in (0, 2, 1)] == ["CASE_CHANGED", "CASE_CHANGED", "OK"]
    assert case.set_group(OFFICER, WORK) == "OK"
    assert [case.set_group(OFFICER, waiting, version) for version in (0, 2, 1)] == [
        "CASE_CHANGED", "CASE_CHANGED", "OK",
    ]  # fmt: skip


@pytest.mark.parametrize("whole", [False, True])
def test_an_engineer_works_on_what_was_handed_over_and_closes_nothing(case: Case, whole: bool) -> None:
    act = case.set_group if whole else case.set
    assert act(ENGINEER, WORK) == "RIGHT_MISSING", "nobody has handed it over"
    assert act(OFFICER, CaseChange(state=CaseState.WAITING_IT)) == "OK"
    assert act(ENGINEER, JUSTIFIED, 1) == "RIGHT_MISSING"
    assert act(ENGINEER, WORK, 1) == "OK"
    assert act(ENGINEER, JUSTIFIED, 2) == "RIGHT_MISSING", "nor what is theirs by name"
    assert act(ENGINEER, CaseChange(state=CaseState.IN_WORK, assignee=OFFICER.name), 2) == "OK"
    assert act(ENGINEER, WORK, 3) == "RIGHT_MISSING", "it is another's now"
    assert act(OFFICER, CaseChange(state=CaseState.JUSTIFIED, note=" \t "), 3) == "NOTE_MISSING"
    assert act(OFFICER, JUSTIFIED, 3) == "OK"


@pytest.mark.parametrize("whole", [False, True])
def test_an_engineer_leaves_alone_what_waits_for_another(case: Case, whole: bool) -> None:
    act = case.set_group if whole else case.set
    assert act(OFFICER, CaseChange(state=CaseState.WAITING_IT, assignee=OFFICER.name)) == "OK"
    assert act(ENGINEER, WORK, 1) == "RIGHT_MISSING"
    assert act(OFFICER, CaseChange(state=CaseState.WAITING_IT, assignee=ENGINEER.name), 1) == "OK"
    assert act(ENGINEER, WORK, 2) == "OK"


def test_who_did_it_is_kept(case: Case) -> None:
    assert case.set(OFFICER, WORK) == "OK"
    assert case.set(ENGINEER, CaseChange(state=CaseState.WAITING_IT, note=" дивлюся "), 1) == "OK"
    assert case.set_group(OFFICER, WORK) == "OK"
    with case.grounds.perimeter.store.read() as rows:
        shown = card(case.ledger.reader(rows, SAMPLE_EDRPOU), case.ours).case
    assert [(e.by, e.state, e.note, e.whole_group) for e in shown.history] == [
        (OFFICER.who, CaseState.IN_WORK, "", False),
        (ENGINEER.who, CaseState.WAITING_IT, "дивлюся", False),
        (OFFICER.who, CaseState.IN_WORK, "", True),
    ]
    assert shown.version == 3


def test_what_is_closed_is_left_alone(case: Case) -> None:
    again = case.grant.submit(line("b", currency="EUR")).items[0].attempt_id
    with case.ledger.append(SAMPLE_EDRPOU, NOW) as append:
        index = RejectionIndex(append.rows, SAMPLE_EDRPOU)
        index.closed(case.ours, RejectionState.CORRECTED, again, NOW)
        index.flush()
    assert case.set(OFFICER, WORK) == "CASE_CLOSED"
    assert case.set_group(OFFICER, WORK) == "OK"
    assert case.states() == {case.ours: "new", again: "in-work", case.theirs: "new"}
    assert case.set(OFFICER, JUSTIFIED, 1, again) == "OK"
    assert case.set(OFFICER, WORK, 2, again) == "OK", "one that was justified may come back"


class Many:
    """Several rejected lines of one operator, and one of another."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.ids = [self.case.ours] + [
            self.case.grant.submit(line(tx, currency="EUR")).items[0].attempt_id for tx in ("b", "c")
        ]

    def set(self, person: PersonHere = OFFICER, state: CaseState = CaseState.IN_WORK, **given: Any) -> CasesChanged:
        given = {"filter": "state:open", "as_of": 10_000, "note": "так"} | given
        change = ManyCasesChange(state=state, **given)
        return set_many_cases(self.case.ledger, person, change, self.case.later())

    def states(self) -> list[str]:
        states = self.case.states()
        assert states[self.case.theirs] == "new", "another operator's case was touched"
        return [states[attempt_id] for attempt_id in self.ids]


@pytest.fixture
def many(case: Case) -> Many:
    return Many(case)


def test_many_cases_are_changed_at_once(many: Many) -> None:
    assert many.set() == CasesChanged(changed=3, closed=0)
    assert many.states() == ["in-work"] * 3
    events = many.case.rows("SELECT subject, version, note FROM case_events ORDER BY number")
    assert events == [(attempt_id, 1, "так") for attempt_id in many.ids]
    many.set(state=CaseState.JUSTIFIED)
    assert many.case.rows("SELECT version FROM case_events ORDER BY number")[3:] == [(2,)] * 3


def test_only_those_named_and_none_of_those_left_out(many: Many) -> None:
    assert many.set(attempt_ids=[many.ids[1], many.case.theirs]).changed == 1
    assert many.states() == ["new", "in-work", "new"]
    assert many.set(state=CaseState.WAITING_IT, without=[many.ids[0]]).changed == 2
    assert many.states() == ["new", "waiting-it", "waiting-it"]
    assert many.set(attempt_ids=many.ids, filter="code:RG-604").changed == 0


def test_nothing_that_came_later_and_nothing_closed(many: Many) -> None:
    with many.case.grounds.perimeter.store.read() as rows:
        as_of = newest_entry(rows, SAMPLE_EDRPOU)
    later = many.case.grant.submit(line("d", currency="EUR")).items[0].attempt_id
    with many.case.ledger.append(SAMPLE_EDRPOU, NOW) as append:
        index = RejectionIndex(append.rows, SAMPLE_EDRPOU)
        index.closed(many.ids[0], RejectionState.CORRECTED, None, NOW)
        index.flush()
    assert many.set(as_of=as_of, filter="") == CasesChanged(changed=2, closed=1)
    assert many.case.states()[later] == "new"


def test_a_justification_of_many_needs_words(many: Many) -> None:
    assert refused(lambda: many.set(state=CaseState.JUSTIFIED, note=" ")) == "NOTE_MISSING"
    assert refused(lambda: many.set(filter="x:y")) == "FILTER_INVALID"
    assert many.states() == ["new"] * 3


@pytest.mark.parametrize(("most", "code"), [(3, "OK"), (2, "BATCH_TOO_LARGE")])
def test_as_many_as_one_act_bears(many: Many, monkeypatch: pytest.MonkeyPatch, most: int, code: str) -> None:
    monkeypatch.setattr("cabinet.contour.rejections.cases.MOST_CASES", most)
    assert refused(many.set) == code
    assert many.states() == (["in-work"] if code == "OK" else ["new"]) * 3


@pytest.mark.parametrize(("count", "taken"), [(0, False), (1, True), (MOST_NAMED, True), (MOST_NAMED + 1, False)])
def test_as_many_as_one_act_names(count: int, taken: bool) -> None:
    def ask() -> ManyCasesChange:
        return ManyCasesChange(state=CaseState.IN_WORK, as_of=0, attempt_ids=["a"] * count)

    if taken:
        ask()
    else:
        with pytest.raises(ValidationError):
            ask()
