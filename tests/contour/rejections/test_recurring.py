"""A cause that was decided about as a whole, and had gone, is open anew when it comes again; so it is when rebuilt."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from cabinet.contour.intake.judging import Judging
from cabinet.contour.ledger.derived import CONSEQUENCES
from cabinet.contour.ledger.rebuild import rebuild
from cabinet.contour.rejections.cases import set_case, set_group_case
from cabinet.contour.rejections.index import RejectionIndex
from cabinet.contour.rejections.views import card
from cabinet.contour.sample.operator import SAMPLE_EDRPOU
from cabinet.contract.cases import CaseChange, CaseEvent
from cabinet.contract.states import CaseState, RejectionState
from cabinet.rules.facts import LimitFacts
from tests.contour.ledger.test_log import NOW, Book, book
from tests.contour.rejections.test_rejections import IT, ME
from tests.perimeter_in_process import encoded, line

__all__ = ["book"]

LATER = NOW + timedelta(hours=1)


def came(book: Book, tx: str) -> str:
    with book.ledger.append(SAMPLE_EDRPOU, LATER) as append:
        (item,) = Judging(append, "core-1", LimitFacts()).run([encoded(line(tx, currency="EUR")).rstrip()])
    return item.attempt_id


def cause(book: Book) -> dict[str, Any]:
    with book.store.read() as rows:
        row = rows.one("SELECT * FROM rejection_groups WHERE code = 'AM-403'")
        assert row is not None
        return {name: row[name] for name in ("grp", "case_state", "case_version", "assignee", "open")}


def history(book: Book, attempt: str) -> list[CaseEvent]:
    with book.store.read() as rows:
        return card(book.ledger.reader(rows, SAMPLE_EDRPOU), attempt).case.history


def decide(book: Book, state: CaseState, version: int, assignee: str | None = None, at: datetime = NOW) -> None:
    change = CaseChange(state=state, assignee=assignee, note="так")
    set_group_case(book.ledger, ME, cause(book)["grp"], change, version, at)


def close(book: Book, attempt: str) -> None:
    with book.ledger.append(SAMPLE_EDRPOU, NOW) as append:
        index = RejectionIndex(append.rows, SAMPLE_EDRPOU)
        index.closed(attempt, RejectionState.CORRECTED, None, NOW)
        index.flush()


def kept(book: Book) -> dict[str, list[tuple[Any, ...]]]:
    with book.store.read() as rows:
        return {
            table: sorted(rows.tuples(f"SELECT * FROM {table}"), key=repr) for table in (*CONSEQUENCES, "case_events")
        }


def test_a_justified_cause_that_comes_again_is_open_anew(book: Book) -> None:
    first = came(book, "a")
    decide(book, CaseState.JUSTIFIED, 0, IT.name)
    assert (cause(book)["case_state"], cause(book)["open"]) == ("justified", 0)
    again = came(book, "b")
    assert cause(book) | {"grp": ""} == {
        "grp": "", "case_state": "new", "case_version": 2, "assignee": IT.name, "open": 1,
    }  # fmt: skip
    told = [(e.state, e.by, e.came_again, e.whole_group, e.at) for e in history(book, again)]
    assert told == [
        (CaseState.JUSTIFIED, ME.who, False, True, NOW), (CaseState.NEW, "", True, True, LATER),
    ]  # fmt: skip
    with book.store.read() as rows:
        reader = book.ledger.reader(rows, SAMPLE_EDRPOU)
        assert card(reader, first).row.state is RejectionState.JUSTIFIED, "what was justified stays so"
        assert card(reader, again).row.case_state is CaseState.NEW
    came(book, "c")
    assert len(history(book, again)) == 2, "once"
    decide(book, CaseState.JUSTIFIED, 2, at=LATER)
    came(book, "d")
    assert [e.came_again for e in history(book, again)] == [False, True, False, True]
    before = kept(book)
    rebuild(book.ledger)
    assert kept(book) == before


def test_what_waited_for_it_and_was_corrected_is_open_anew(book: Book) -> None:
    first = came(book, "a")
    decide(book, CaseState.WAITING_IT, 0)
    came(book, "b")
    assert cause(book)["case_state"] == "waiting-it", "it has not gone"
    with book.store.read() as rows:
        for (attempt,) in rows.tuples("SELECT attempt_id FROM rejections"):
            assert [e.came_again for e in history(book, attempt)] == [False]
        every = [attempt for (attempt,) in rows.tuples("SELECT attempt_id FROM rejections")]
    for attempt in every:
        close(book, attempt)
    came(book, "c")
    assert cause(book)["case_state"] == "new"
    assert [e.came_again for e in history(book, first)] == [False, True]


@pytest.mark.parametrize("state", [CaseState.NEW, CaseState.IN_WORK])
def test_what_was_open_all_along_stays_as_it_is(book: Book, state: CaseState) -> None:
    first = came(book, "a")
    decide(book, state, 0)
    close(book, first)
    came(book, "b")
    assert (cause(book)["case_state"], cause(book)["case_version"]) == (state.value, 1)
    assert [e.came_again for e in history(book, first)] == [False]


def test_one_that_was_justified_alone_says_nothing_of_its_cause(book: Book) -> None:
    first = came(book, "a")
    set_case(book.ledger, ME, first, CaseChange(state=CaseState.JUSTIFIED, note="так"), 0, NOW)
    came(book, "b")
    assert (cause(book)["case_state"], cause(book)["case_version"]) == ("new", 0)
    assert [e.came_again for e in history(book, first)] == [False]


def test_a_ledger_of_before_gets_it_when_it_is_derived_anew(book: Book) -> None:
    came(book, "a")
    decide(book, CaseState.JUSTIFIED, 0)
    again = came(book, "b")
    with book.store.write() as rows:
        rows.run("DELETE FROM case_events WHERE by_name = ''")
        rows.run("UPDATE rejection_groups SET case_state = 'justified', case_version = 1")
        rows.run("UPDATE logs SET derived = 1")
    book.reopen()
    assert (cause(book)["case_state"], cause(book)["case_version"]) == ("new", 2)
    assert [e.came_again for e in history(book, again)] == [False, True]
