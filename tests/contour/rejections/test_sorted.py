"""Orders of the list against a plain sort of the same rows: any page, any cursor, frozen, under any filter."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from cabinet.contour.rejections import sorted_by_value
from cabinet.contour.rejections.cases import set_group_case
from cabinet.contour.rejections.sorted_by_value import Milestones, _Key
from cabinet.contour.rejections.views import page
from cabinet.contour.sample.operator import SAMPLE_EDRPOU
from cabinet.contour.sample.play import play
from cabinet.contract.cases import CaseChange
from cabinet.contract.errors import KnownError
from cabinet.contract.moment import epoch_micros, wire
from cabinet.contract.rejection_sort import NEWEST, SORTS, RejectionSort, SortBy
from cabinet.contract.rejections import RejectionPage, RejectionRow
from cabinet.contract.states import CaseState
from tests.contour.ledger.test_log import NOW, Book, book
from tests.contour.rejections.test_rejections import ME, every, full
from tests.contour.rejections.test_views import listed as listed_in
from tests.perimeter_in_process import PerimeterInProcess, line

__all__ = ["book", "full"]

FILTERS = ("", "state:open", "state:open code:RF-503", "type:bet", "sum:>100 state:open", "state:corrected")
STONES = Milestones()


@pytest.fixture(params=[0, 20_000], ids=["by-index", "few"])
def sortable(full: Book, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Book:
    """The book of rejections with milestones so near that pages cross them, some of its rows without a value."""
    monkeypatch.setattr("cabinet.contour.rejections.sorted_by_code.BLOCK", 16)
    monkeypatch.setattr("cabinet.contour.rejections.sorted_by_value._APART", 16)
    monkeypatch.setattr("cabinet.contour.rejections.sorted_by_value._FEW", request.param)
    full.judge([b'{"operatorTxId":"no-%d","type":"BET","amountKop":"x"}' % n for n in range(45)])
    return full


def listed(book: Book, text: str, sort: RejectionSort, milestones: Milestones = STONES, **query: str) -> RejectionPage:
    given = {"sort": sort.text(), **query}
    with book.store.read() as rows:
        return page(rows, SAMPLE_EDRPOU, {"filter": text, **given} if text else given, ME.name, NOW, milestones)


def value_of(row: RejectionRow, by: SortBy) -> Any:
    if by is SortBy.AMOUNT:
        return row.amount_kop
    return None if row.occurred_at is None else epoch_micros(row.occurred_at)


def plainly(rows: list[RejectionRow], sort: RejectionSort) -> list[str]:
    """Return the ids in the order that the contract tells."""
    down = sort.descending
    if sort.by is SortBy.RECEIVED:
        rows = sorted(rows, key=lambda r: r.seq, reverse=down)
    elif sort.by is SortBy.CODE:
        rows = sorted(rows, key=lambda r: -r.seq)
        rows = sorted(rows, key=lambda r: r.codes[0], reverse=down)
    else:
        valued = [r for r in rows if value_of(r, sort.by) is not None]
        rest = [r for r in rows if value_of(r, sort.by) is None]
        rows = sorted(valued, key=lambda r: (value_of(r, sort.by), r.seq), reverse=down)
        rows += sorted(rest, key=lambda r: r.seq, reverse=down)
    return [r.attempt_id for r in rows]


@pytest.mark.parametrize("text", FILTERS)
@pytest.mark.parametrize("sort", SORTS.values(), ids=RejectionSort.text)
def test_any_place_of_any_order(sortable: Book, sort: RejectionSort, text: str) -> None:
    wanted = plainly(every(sortable, text), sort)
    for limit in (25, 16):
        for ordinal in {*range(0, len(wanted), 13), 15, 16, 17, len(wanted) - 1, len(wanted) - 45, len(wanted) - 46}:
            if 0 <= ordinal < len(wanted):
                answer = listed(sortable, text, sort, ordinal=str(ordinal), limit=str(limit))
                assert [r.attempt_id for r in answer.items] == wanted[ordinal : ordinal + limit], (ordinal, limit)
                assert (answer.first_ordinal, answer.total.value) == (ordinal, len(wanted))
                assert (answer.next is None) == (ordinal + limit >= len(wanted))


@pytest.mark.parametrize("text", FILTERS)
@pytest.mark.parametrize("sort", SORTS.values(), ids=RejectionSort.text)
def test_cursors_walk_every_order(sortable: Book, sort: RejectionSort, text: str) -> None:
    seen: list[str] = []
    query = {"limit": "37"}
    while True:
        answer = listed(sortable, text, sort, **query)
        seen += [r.attempt_id for r in answer.items]
        if answer.next is None:
            break
        query["cursor"], query["asOf"] = answer.next, str(answer.as_of)
    assert seen == plainly(every(sortable, text), sort)


def test_there_is_something_of_each_kind(sortable: Book) -> None:
    rows = every(sortable, "state:open")
    assert len(rows) > 100
    assert sum(r.amount_kop is None for r in rows) >= 45
    assert sum(r.occurred_at is None for r in rows) >= 45
    assert len({r.codes[0] for r in rows}) > 5
    sums = [r.amount_kop for r in rows if r.amount_kop is not None]
    assert len(set(sums)) < len(sums), "some are of the same sum"


@pytest.mark.parametrize("sort", SORTS.values(), ids=RejectionSort.text)
def test_a_frozen_order_shows_nothing_newer(sortable: Book, sort: RejectionSort) -> None:
    before = listed(sortable, "state:open", sort, limit="500")
    sortable.judge([p.data for p in play(99, 60, NOW - timedelta(minutes=6), timedelta(hours=1), mistakes=0.5)])
    for ordinal in (0, 40):
        again = listed(sortable, "state:open", sort, limit="500", asOf=str(before.as_of), ordinal=str(ordinal))
        known = {r.attempt_id for r in again.items}
        assert [r.attempt_id for r in before.items[ordinal:] if r.attempt_id in known] == [
            r.attempt_id for r in again.items
        ]
        assert all(r.seq <= before.as_of for r in again.items)


@pytest.mark.parametrize("sort", SORTS.values(), ids=RejectionSort.text)
def test_a_place_is_exact_after_a_decision(sortable: Book, sort: RejectionSort) -> None:
    """What is known of the list before must not lead astray, though not one entry came since."""
    listed(sortable, "state:open", sort, ordinal="100")
    grp = every(sortable, "state:open code:RF-503")[0].group_id
    change = CaseChange(state=CaseState.JUSTIFIED, assignee=None, note="Підтверджено актом")
    set_group_case(sortable.ledger, ME, grp, change, 0, NOW)
    wanted = plainly(every(sortable, "state:open"), sort)
    answer = listed(sortable, "state:open", sort, ordinal="100", limit="30")
    assert [r.attempt_id for r in answer.items] == wanted[100:130]


@pytest.mark.parametrize("sort", SORTS.values(), ids=RejectionSort.text)
def test_a_time_is_found_where_the_order_is_of_time(sortable: Book, sort: RejectionSort) -> None:
    def at(moment: timedelta) -> int | None:
        return listed(sortable, "state:open", sort, anchor=wire(NOW + moment)).first_ordinal

    if sort.by is not SortBy.RECEIVED:
        with pytest.raises(KnownError, match="ANCHOR_UNSORTED"):
            at(timedelta())
        return
    last = len(every(sortable, "state:open")) - 1
    assert at(timedelta(days=1)) == (0 if sort.descending else last)
    assert at(timedelta(days=-1)) == (last if sort.descending else 0)


@pytest.mark.parametrize("sort", ["amount:desc", "occurred:asc", "code:asc"])
def test_a_cursor_that_names_no_row(perimeter: PerimeterInProcess, sort: str) -> None:
    perimeter.judge(line("a", currency="EUR"), line("fine"))
    (row,) = listed_in(perimeter, sort=sort).items
    assert listed_in(perimeter, sort=sort, cursor=str(row.seq)).items == []
    with pytest.raises(KnownError, match="CURSOR_INVALID"):
        listed_in(perimeter, sort=sort, cursor=str(row.seq + 1))


def test_a_list_is_read_along_its_index(sortable: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    """The numbers of a page and its milestones come from the order's index alone, neither sorted nor looked up."""
    if sorted_by_value._FEW:
        return
    asked: list[tuple[str, dict[str, object]]] = []
    with sortable.store.read() as rows:
        real = rows.tuples

        def noted(sql: str, **values: object) -> list[tuple[Any, ...]]:
            asked.append((sql, values))
            return real(sql, **values)

        monkeypatch.setattr(rows, "tuples", noted)
        query = {"filter": "state:open", "sort": "amount:desc", "ordinal": "40", "limit": "5"}
        page(rows, SAMPLE_EDRPOU, query, None, NOW, Milestones())
        ((sql, values),) = asked
        plan = " ".join(str(row["detail"]) for row in rows.all("EXPLAIN QUERY PLAN " + sql, **values))
    assert "COVERING INDEX rejections_by_amount" in plan
    assert not re.search("TEMP B-TREE", plan)


def test_milestones_of_the_lists_used_last_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cabinet.contour.rejections.sorted_by_value._KEPT_LISTS", 2)
    stones, keys = Milestones(), (_Key(5, 1), _Key(4, 9))
    stones.keep(("a",), keys)
    stones.keep(("a",), keys[:1])
    assert stones.of(("a",)) == keys, "what is known is not forgotten for less"
    stones.keep(("b",), keys)
    assert stones.of(("a",)) == keys
    stones.keep(("c",), keys)
    assert (stones.of(("a",)), stones.of(("b",)), stones.of(("c",))) == (keys, (), keys)


def test_an_order_as_it_is_said() -> None:
    assert NEWEST.text() == "received:desc"
    assert list(SORTS) == [
        f"{by}:{way}" for by in ("received", "occurred", "amount", "code") for way in ("desc", "asc")
    ]
