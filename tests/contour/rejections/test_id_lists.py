"""Lists of ids: what of them was rejected, who may name them, how long, and how many of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from cabinet.contour.call import Machine, PersonHere
from cabinet.contour.rejections.cases import set_many_cases
from cabinet.contour.rejections.counts import counts
from cabinet.contour.rejections.groups import groups
from cabinet.contour.rejections.id_lists import keep_list
from cabinet.contour.rejections.lines import lines
from cabinet.contour.rejections.query import ask
from cabinet.contour.rejections.views import page
from cabinet.contour.sample.operator import SAMPLE_EDRPOU
from cabinet.contract.cases import ManyCasesChange
from cabinet.contract.filter import parse_filter
from cabinet.contract.id_lists import ID_LISTS, LIST_KEPT, MOST_LISTS, IdList, IdListAsked
from cabinet.contract.pasted_ids import MOST_IDS
from cabinet.contract.rejection_counts import MOST_COUNTED, CountsAsked
from cabinet.contract.rejection_lines import LinesAsked
from cabinet.contract.rights import ROLE_RIGHTS, Role
from cabinet.contract.states import CaseState
from tests.contour.grants import TWIN, Grounds, refused
from tests.perimeter_in_process import NOW, PerimeterInProcess, line

OFFICER = PersonHere(SAMPLE_EDRPOU, "1", "Мельник Тарас", Role.COMPLIANCE, ROLE_RIGHTS[Role.COMPLIANCE], "s")
HEAD = PersonHere(SAMPLE_EDRPOU, "2", "Шевченко Олена", Role.HEAD, ROLE_RIGHTS[Role.HEAD], "s")
STRANGER = PersonHere(TWIN, "1", "Мельник Тарас", Role.COMPLIANCE, ROLE_RIGHTS[Role.COMPLIANCE], "s")
MICROSECOND = timedelta(microseconds=1)


class Lists:
    """Lists posted into a perimeter with the same three rejected ids of each of two operators."""

    def __init__(self, grounds: Grounds) -> None:
        self.perimeter = grounds.perimeter
        lines = [line(tx, currency="EUR") for tx in ("a", "b", "c")]
        self.attempts = [item.attempt_id for item in grounds.issue("core-1").submit(*lines).items]
        self.theirs = [item.attempt_id for item in grounds.issue("core-1", TWIN).submit(*lines).items]

    def post(self, *ids: str, by: PersonHere | Machine = OFFICER, at: datetime = NOW) -> IdList:
        with self.perimeter.store.write() as rows:
            return keep_list(rows, by, IdListAsked(ids=list(ids)), at)

    def txs(self, text: str, by: PersonHere = OFFICER, at: datetime = NOW) -> list[str | None]:
        with self.perimeter.store.read() as rows:
            return [row.operator_tx_id for row in page(rows, by.edrpou, {"filter": text}, by.name, at).items]

    def kept(self) -> list[str]:
        with self.perimeter.store.read() as rows:
            (n,) = rows.tuples("SELECT COUNT(DISTINCT list_id) FROM listed_ids")[0]
            found = [str(row["list_id"]) for row in rows.all("SELECT list_id FROM id_lists ORDER BY posted_at")]
        assert n == len(found), "ids go with their list"
        return found


@pytest.fixture
def lists(tmp_path: Path) -> Iterator[Lists]:
    inside = PerimeterInProcess(tmp_path / "contour")
    yield Lists(Grounds(inside))
    inside.close()


def test_ids_of_both_kinds_are_found_and_the_others_told(lists: Lists) -> None:
    kept = lists.post("zz", "c", lists.attempts[0], "b", "yy", "b")
    assert (kept.given, kept.found, kept.missing, kept.expires_at) == (5, 3, ["zz", "yy"], NOW + LIST_KEPT)
    assert lists.txs(f"list:{kept.list_id}") == ["c", "b", "a"]
    assert lists.txs(f"list:{kept.list_id} tx:b") == ["b"]
    assert lists.txs(f"list:{lists.post('nobody').list_id}") == []
    both = f"list:{lists.post('a').list_id},{lists.post('b').list_id}"
    assert lists.txs(both) == ["b", "a"]


def test_everything_that_takes_a_filter_takes_a_list(lists: Lists) -> None:
    text = f"list:{lists.post('a', 'c').list_id}"
    with lists.perimeter.store.read() as rows:
        log = lists.perimeter.ledger.reader(rows, SAMPLE_EDRPOU)
        whole = lines(log, LinesAsked(filter=text), None, NOW)
        assert ([item.row.operator_tx_id for item in whole.items], whole.total.value) == (["a", "c"], 2)
        found = groups(rows, SAMPLE_EDRPOU, ask(rows, SAMPLE_EDRPOU, parse_filter(text), None, NOW), NOW)
        assert found.count == 2
    change = ManyCasesChange(state=CaseState.IN_WORK, filter=text, as_of=10)
    assert set_many_cases(lists.perimeter.ledger, OFFICER, change, NOW).changed == 2
    assert lists.txs("state:in-work") == ["c", "a"]


def test_each_id_is_looked_up_and_no_other_row_is_read(lists: Lists) -> None:
    wanted = parse_filter(f"state:open list:{lists.post('a', 'c').list_id}")
    with lists.perimeter.store.read() as rows:
        asked = ask(rows, SAMPLE_EDRPOU, wanted, None, NOW)
        plan = rows.all(
            f"EXPLAIN QUERY PLAN SELECT * FROM {asked.source} r WHERE {asked.where} AND r.seq >= 0 AND r.seq <= 9 "
            "ORDER BY r.seq DESC LIMIT 10",
            **asked.values,
        )
    steps = [str(step["detail"]) for step in plan]
    assert [step for step in steps if "(edrpou=?)" in step or "seq>?" in step] == []
    assert any("(edrpou=? AND operator_tx_id=?)" in step for step in steps)
    assert any("(attempt_id=?" in step for step in steps)


def test_a_list_is_the_companys(lists: Lists) -> None:
    kept = lists.post("a", lists.theirs[1])
    assert kept.missing == [lists.theirs[1]], "another company's attempt is nobody's"
    assert lists.txs(f"list:{kept.list_id}", HEAD) == ["a"], "a colleague opens the link"
    assert refused(lambda: lists.txs(f"list:{kept.list_id}", STRANGER)) == "ID_LIST_GONE"
    assert refused(lambda: lists.txs(f"list:{'0' * 32}")) == "ID_LIST_GONE"
    assert lists.post("a", lists.theirs[1], by=STRANGER).list_id != kept.list_id


def test_the_same_ids_are_the_same_list(lists: Lists) -> None:
    first = lists.post("a", "b")
    assert lists.post("b", "a", "b").list_id == first.list_id
    assert len(lists.kept()) == 1


@pytest.mark.parametrize(("late", "there"), [(-MICROSECOND, True), (timedelta(0), False), (MICROSECOND, False)])
def test_a_list_has_its_time(lists: Lists, late: timedelta, there: bool) -> None:
    text = f"list:{lists.post('a').list_id}"
    at = NOW + LIST_KEPT + late
    assert refused(lambda: lists.txs(text, at=at)) == ("OK" if there else "ID_LIST_GONE")
    lists.post("b", at=at)
    assert len(lists.kept()) == (2 if there else 1), "one whose time is over goes"


def test_posted_again_its_time_begins_anew(lists: Lists) -> None:
    text = f"list:{lists.post('a').list_id}"
    lists.post("a", at=NOW + LIST_KEPT - MICROSECOND)
    assert lists.txs(text, at=NOW + LIST_KEPT) == ["a"]
    gone = NOW + 3 * LIST_KEPT
    assert refused(lambda: lists.txs(text, at=gone)) == "ID_LIST_GONE"
    lists.post("a", at=gone)
    assert lists.txs(text, at=gone) == ["a"], "and after it was over"


def test_how_many_lists_somebody_has(lists: Lists) -> None:
    colleague = lists.post("a", by=HEAD).list_id
    posted = [lists.post("a", f"n{n}", at=NOW + timedelta(seconds=n)).list_id for n in range(1, MOST_LISTS + 1)]
    assert lists.kept() == [colleague, *posted]
    last = lists.post("b", at=NOW + timedelta(minutes=1)).list_id
    assert lists.kept() == [colleague, *posted[1:], last]


@pytest.mark.parametrize(
    ("ids", "taken"),
    [
        ([], False), (["a"], True), (["a" * 64], True), (["a" * 65], False), (["a b"], False), (["а"], False),
        (["a\n"], False), (["a"] * MOST_IDS, True), (["a"] * (MOST_IDS + 1), False),
    ],
)  # fmt: skip
def test_limits_of_what_is_posted(ids: list[str], taken: bool) -> None:
    if taken:
        IdListAsked(ids=ids)
        return
    with pytest.raises(ValidationError):
        IdListAsked(ids=ids)


def test_the_largest_list_has_room() -> None:
    assert ID_LISTS.longest is not None
    assert len(IdListAsked(ids=["x" * 64] * MOST_IDS).model_dump_json()) < ID_LISTS.longest


def test_counts_are_of_each_filter(lists: Lists) -> None:
    kept = lists.post("a", "b").list_id
    texts = ["state:open", f"list:{kept}", f"list:{'0' * 32}", "sum:<0", "tx:a", "state:open"]

    def count(**given: Any) -> list[int | None]:
        with lists.perimeter.store.read() as rows:
            found = counts(rows, SAMPLE_EDRPOU, CountsAsked(**given), None, NOW)
        assert found.as_of == 4
        return found.counts

    assert count(filters=texts) == [3, 2, None, 0, 1, 3]
    assert count(filters=texts, cheapOnly=True) == [3, 2, None, None, None, 3]
    assert refused(lambda: count(filters=["x:y"])) == "FILTER_INVALID"
    for number, taken in ((0, False), (1, True), (MOST_COUNTED, True), (MOST_COUNTED + 1, False)):
        if taken:
            assert len(count(filters=[""] * number)) == number
        else:
            with pytest.raises(ValidationError):
                CountsAsked(filters=[""] * number)
