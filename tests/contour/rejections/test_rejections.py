"""Lists, causes and cases of rejections against a plain count of the same rows by sqlite3."""

from __future__ import annotations

import json
import operator
import re
import sqlite3
from collections import Counter
from datetime import timedelta
from typing import Any, cast

import pytest

from cabinet.contour.call import PersonHere
from cabinet.contour.ledger.store import Row, Rows
from cabinet.contour.rejections.cases import set_case, set_group_case
from cabinet.contour.rejections.groups import groups, trend_of
from cabinet.contour.rejections.index import BLOCK, RejectionIndex
from cabinet.contour.rejections.lines import lines
from cabinet.contour.rejections.query import ask
from cabinet.contour.rejections.views import card, page
from cabinet.contour.sample.operator import SAMPLE_EDRPOU
from cabinet.contour.sample.play import play
from cabinet.contour.statistics.query import statistics
from cabinet.contract.cases import CaseChange
from cabinet.contract.errors import KnownError
from cabinet.contract.filter import parse_filter
from cabinet.contract.moment import wire
from cabinet.contract.money import hryvnias
from cabinet.contract.rejection_lines import LinesAsked
from cabinet.contract.rejections import GroupList, RejectionGroup, RejectionPage, RejectionRow
from cabinet.contract.rights import ROLE_RIGHTS, Role
from cabinet.contract.states import CaseState, Environment, RejectionState, Trend
from tests.contour.ledger.test_log import NOW, Book, book, invariants
from tests.ledger_rows import ledger_rows

__all__ = ["book"]

ME = PersonHere(SAMPLE_EDRPOU, "1", "Мельник Тарас Богданович", Role.COMPLIANCE, ROLE_RIGHTS[Role.COMPLIANCE], "s")
IT = PersonHere(SAMPLE_EDRPOU, "2", "Гнатюк Ірина Василівна", Role.IT, ROLE_RIGHTS[Role.IT], "s")


@pytest.fixture
def full(book: Book, monkeypatch: pytest.MonkeyPatch) -> Book:
    """A book of several hundred rejections, in blocks small enough that pages cross them."""
    for module in ("index", "places"):
        monkeypatch.setattr(f"cabinet.contour.rejections.{module}.BLOCK", 16)
    played = play(11, 500, NOW - timedelta(minutes=6), timedelta(hours=8), mistakes=0.4)
    for number, source in enumerate(("core-1", "bet-1")):
        lines = [p.data for i, p in enumerate(played) if i % 2 == number]
        for start in range(0, len(lines), 70):
            book.judge(lines[start : start + 70], source)
    invariants(book)
    return book


def listed(book: Book, text: str = "", **query: str) -> RejectionPage:
    with book.store.read() as rows:
        return page(rows, SAMPLE_EDRPOU, {"filter": text, **query} if text else query, ME.name, NOW)


def every(book: Book, text: str) -> list[RejectionRow]:
    """Walk the whole list by cursors."""
    answer = listed(book, text, limit="37")
    items = list(answer.items)
    while answer.next is not None:
        answer = listed(book, text, limit="37", cursor=answer.next, asOf=str(answer.as_of))
        items += answer.items
    assert len(items) == answer.total.value
    return items


def grouped(book: Book, text: str) -> GroupList:
    with book.store.read() as rows:
        return groups(rows, SAMPLE_EDRPOU, ask(rows, SAMPLE_EDRPOU, parse_filter(text), ME.name, NOW), NOW)


def causes(book: Book, text: str = "state:open") -> list[RejectionGroup]:
    return grouped(book, text).items


def oracle(book: Book, where: str) -> list[str]:
    listed_too = where if "held" in where else f"({where}) AND r.state <> 'held'"
    with ledger_rows(book.path) as rows:
        found = rows.execute(
            "SELECT r.attempt_id FROM rejections r JOIN attempts a ON a.attempt_id = r.attempt_id "
            f"WHERE {listed_too} ORDER BY r.seq DESC"
        ).fetchall()
    return [attempt for (attempt,) in found]


FILTERS = [
    ("", "1"),
    ("state:open", "r.state = 'open'"),
    ("state:held", "r.state = 'held'"),
    ("state:held type:refund", "r.state = 'held' AND a.type = 'REFUND'"),
    ("state:held code:RF-502 source:bet-1", "r.state = 'held' AND a.source = 'bet-1'"),
    ("state:held,open sum:>50", "r.state IN ('open', 'held') AND a.amount_kop > 5000"),
    ("state:open code:AM-404", "r.state = 'open' AND a.codes LIKE 'AM-404%'"),
    ("code:AM-404,RF-501 source:bet-1", "(a.codes LIKE 'AM-404%' OR a.codes LIKE 'RF-501%') AND a.source = 'bet-1'"),
    ("state:open field:amountKop", "r.state = 'open' AND r.pointer = '/amountKop'"),
    ("type:refund sum:>100", "a.type = 'REFUND' AND a.amount_kop > 10000"),
    ("type:refund sum:>=100", "a.type = 'REFUND' AND a.amount_kop >= 10000"),
    ("sum:<50", "a.amount_kop < 5000"),
    ("sum:<=50", "a.amount_kop <= 5000"),
    ("period:yesterday", "0"),
    ("period:this-month", "1"),
    ("sum:10..500 state:new", "a.amount_kop BETWEEN 1000 AND 50000 AND r.state = 'open'"),
    ("licence:OK-2024-017", "a.licence_no = 'OK-2024-017'"),
    ("period:today", "1"),
    ("period:2020-01-01", "0"),
    ("assignee:nobody", "1"),
    ("assignee:me", "0"),
    ("code:ZZ-999", "0"),
]


@pytest.mark.parametrize(("text", "where"), FILTERS)
def test_lists_hold_what_a_plain_query_holds(full: Book, text: str, where: str) -> None:
    wanted = oracle(full, where)
    assert [row.attempt_id for row in every(full, text)] == wanted
    assert sum(g.count + g.consequences for g in causes(full, text)) == len(wanted)


@pytest.mark.parametrize("sign", [">", ">=", "<", "<="])
def test_a_bound_is_in_or_out_as_its_sign_says(full: Book, sign: str) -> None:
    """At a sum that stands in the list, whatever it is."""
    sums = sorted(row.amount_kop for row in every(full, "") if row.amount_kop is not None)
    middle = sums[len(sums) // 2]
    kept = [row.amount_kop for row in every(full, f"sum:{sign}{hryvnias(middle)}")]
    assert middle in sums
    assert (middle in kept) == (len(sign) == 2)
    fits = {">": operator.gt, ">=": operator.ge, "<": operator.lt, "<=": operator.le}[sign]
    assert len(kept) == sum(1 for kop in sums if fits(kop, middle))


@pytest.mark.parametrize("text", ["", "state:open", "state:open code:RF-503", "type:bet"])
def test_any_ordinal_leads_to_its_row(full: Book, text: str) -> None:
    wanted = [row.attempt_id for row in every(full, text)]
    assert len(wanted) > 20 or text == "state:open code:RF-503"
    for ordinal in range(0, len(wanted), 3):
        answer = listed(full, text, ordinal=str(ordinal), limit="25")
        assert [row.attempt_id for row in answer.items] == wanted[ordinal : ordinal + 25]
        assert answer.first_ordinal == ordinal


def test_a_frozen_view_stays_as_it_was(full: Book) -> None:
    before = listed(full, "", limit="500")
    full.judge([p.data for p in play(99, 60, NOW - timedelta(minutes=6), timedelta(hours=1), mistakes=0.5)])
    again = listed(full, "", limit="500", asOf=str(before.as_of))
    assert [r.attempt_id for r in again.items] == [r.attempt_id for r in before.items]
    assert again.total == before.total
    assert listed(full, "").total.value > before.total.value


def test_an_anchor_leads_to_the_newest_row_of_its_time(full: Book) -> None:
    rows = every(full, "state:open")
    assert listed(full, "state:open", anchor=wire(NOW + timedelta(days=1))).first_ordinal == 0
    assert listed(full, "state:open", anchor=wire(NOW)).first_ordinal == 0
    assert listed(full, "state:open", anchor=wire(NOW - timedelta(days=1))).first_ordinal == len(rows) - 1
    with pytest.raises(KnownError, match="MOMENT_INVALID"):
        listed(full, "state:open", anchor="yesterday")


def test_causes_add_up(full: Book) -> None:
    rows = every(full, "state:open")
    found = causes(full)
    own, own_kop, folded, folded_kop = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    for row in rows:
        root = row.root.group_id if row.root is not None else None
        (own if root is None else folded)[root or row.group_id] += 1
        (own_kop if root is None else folded_kop)[root or row.group_id] += row.amount_kop or 0
    assert sum(folded.values()) > 5, "payouts and refunds of rejected bets"
    assert own == {g.group_id: g.count for g in found}
    assert own_kop == {g.group_id: g.money.operations_kop for g in found}
    assert folded == {g.group_id: g.consequences for g in found if g.consequences}
    assert folded_kop == {g.group_id: g.consequences_money.operations_kop for g in found if g.consequences}
    of_cause = Counter(row.group_id for row in rows)
    assert all(sum(g.days) == of_cause[g.group_id] for g in found), "all of them came today"
    whole = [g.whole_money.operations_kop for g in found]
    assert whole == sorted(whole, reverse=True)
    searched = [g.model_copy(update={"trend": None}) for g in causes(full, "state:open period:7d")]
    assert searched == [g.model_copy(update={"trend": None}) for g in found]
    with full.store.read() as reading:
        told = groups(reading, SAMPLE_EDRPOU, ask(reading, SAMPLE_EDRPOU, parse_filter("state:open"), "", NOW), NOW)
    assert (told.count, told.consequences) == (sum(own.values()), sum(folded.values()))
    assert (told.money.operations_kop, told.consequences_money.operations_kop) == (
        sum(own_kop.values()),
        sum(folded_kop.values()),
    )
    assert told.count + told.consequences == len(rows)
    assert told.whole_money.operations_kop == sum(row.amount_kop or 0 for row in rows)


class Planned:
    """A transaction's rows that ask sqlite3 how it finds the rows of each query."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self.steps: list[str] = []

    def _plan(self, sql: str, values: dict[str, object]) -> None:
        self.steps += [step["detail"] for step in self._rows.all(f"EXPLAIN QUERY PLAN {sql}", **values)]

    def all(self, sql: str, **values: object) -> list[Row]:
        self._plan(sql, values)
        return self._rows.all(sql, **values)

    def tuples(self, sql: str, **values: object) -> list[tuple[Any, ...]]:
        self._plan(sql, values)
        return self._rows.tuples(sql, **values)

    def one(self, sql: str, **values: object) -> Row | None:
        self._plan(sql, values)
        return self._rows.one(sql, **values)

    def run(self, sql: str, **values: object) -> int:
        self._plan(sql, values)
        return self._rows.run(sql, **values)


def test_a_card_reads_what_belongs_to_one_bet_alone(full: Book) -> None:
    """Asked of sqlite3 itself: every table of a card's queries is entered by a key, none is walked."""
    (row, *_) = every(full, "type:refund,payout")
    with full.store.read() as rows:
        planned = Planned(rows)
        shown = card(full.ledger.reader(cast("Rows", planned), SAMPLE_EDRPOU), row.attempt_id)
    assert shown.tree
    entered = [step for step in planned.steps if " TEMP B-TREE " not in step]
    assert len(entered) > 5, planned.steps
    assert not [step for step in entered if not _narrow(step)], entered


@pytest.mark.parametrize("consequences", [False, True])
def test_lines_that_are_named_are_found_by_their_names(full: Book, *, consequences: bool) -> None:
    named = [row.attempt_id for row in every(full, "state:open")[:3]]
    asked = LinesAsked(filter="state:open", attempt_ids=named, consequences=consequences)
    with full.store.read() as rows:
        planned = Planned(rows)
        found = lines(full.ledger.reader(cast("Rows", planned), SAMPLE_EDRPOU), asked, ME.name, NOW)
    assert {line.row.attempt_id for line in found.items if line.follows is None} == set(named)
    assert len(planned.steps) > 5
    assert not [step for step in planned.steps if " rejections" in step and not _narrow(step)], planned.steps


def _narrow(step: str) -> bool:
    """Whether a step of a plan finds rows by more than whose they are."""
    if step.startswith("LIST SUBQUERY") or " TEMP B-TREE " in step:
        return True
    whole = re.search(r"\(edrpou=\?( AND \w+[<>]\?)*\)", step) or "rejections_by_state" in step
    return step.startswith("SEARCH ") and not whole and ("=?" in step or "rowid" in step)


def test_money_of_rejections_is_the_same_by_row_cause_and_statistics(full: Book) -> None:
    """Whatever was justified, corrected or cannot be read meanwhile: statistics over all days, causes and rows."""
    justified = every(full, "state:open")[::5]
    for row in justified:
        set_case(full.ledger, ME, row.attempt_id, CaseChange(state=CaseState.JUSTIFIED, note="так"), 0, NOW)
    rows = every(full, "state:open")
    with full.store.read() as reading:
        first, last = (NOW + timedelta(days=days) for days in (-300, 60))
        period = {"from": first.date().isoformat(), "to": last.date().isoformat()}
        figures = json.loads(statistics(reading, SAMPLE_EDRPOU, period, NOW, Environment.TEST, money=True))["total"]
    terms = {kind: sum(r.amount_kop or 0 for r in rows if r.type == kind) for kind in ("BET", "REFUND", "PAYOUT")}
    assert all(terms.values())
    whole = grouped(full, "state:open").whole_money
    assert (whole.bet_kop, whole.refund_kop, whole.payout_kop) == (terms["BET"], terms["REFUND"], terms["PAYOUT"])
    influence = terms["BET"] - terms["REFUND"] - terms["PAYOUT"]
    assert influence == whole.ggr_kop == figures["stuckGgrKop"] == sum(row.ggr_kop for row in rows)
    operations = sum(row.amount_kop or 0 for row in rows)
    assert operations == whole.operations_kop == figures["stuckOperationsKop"]
    assert grouped(full, "state:open sum:>0").whole_money == whole, "counted row by row"


def test_a_justified_rejection_is_stuck_no_more_and_can_come_back(full: Book) -> None:
    row = next(r for r in every(full, "state:open type:refund,payout,bet") if r.amount_kop and r.type)
    stuck = _stuck(full)
    change = CaseChange(state=CaseState.JUSTIFIED, assignee=ME.name, note="подвійне списання в еквайра")
    case = set_case(full.ledger, ME, row.attempt_id, change, 0, NOW)
    assert (case.state, case.version, case.history[-1].note) == (CaseState.JUSTIFIED, 1, change.note)
    sign = 1 if row.type == "BET" else -1
    assert _stuck(full) == stuck - sign * (row.amount_kop or 0)
    assert row.attempt_id not in {r.attempt_id for r in every(full, "state:open")}
    assert [r.attempt_id for r in every(full, "state:justified")] == [row.attempt_id]
    _figures_hold(full)
    back = set_case(full.ledger, ME, row.attempt_id, CaseChange(state=CaseState.NEW), 1, NOW)
    assert [e.state for e in back.history] == [CaseState.JUSTIFIED, CaseState.NEW]
    assert _stuck(full) == stuck
    invariants(full)


def test_a_cause_is_decided_about_as_a_whole(full: Book) -> None:
    worst = causes(full)[0]
    change = CaseChange(state=CaseState.WAITING_IT, assignee=None, note="шлюз шле старий словник")
    case = set_group_case(full.ledger, ME, worst.group_id, change, 0, NOW)
    assert case.version == 1
    rows = every(full, f"state:waiting-it group:{worst.group_id}")
    assert len(rows) == worst.count
    with full.store.read() as reading:
        shown = card(full.ledger.reader(reading, SAMPLE_EDRPOU), rows[0].attempt_id)
    assert [e.whole_group for e in shown.case.history] == [True]
    set_case(full.ledger, IT, rows[0].attempt_id, CaseChange(state=CaseState.IN_WORK, assignee=IT.name), 1, NOW)
    assert [r.assignee for r in every(full, "state:in-work")] == [IT.name]
    _figures_hold(full)


@pytest.mark.parametrize(
    ("who", "change", "version", "code"),
    [
        (ME, CaseChange(state=CaseState.IN_WORK), 7, "CASE_CHANGED"),
        (ME, CaseChange(state=CaseState.JUSTIFIED, note="  "), 0, "NOTE_MISSING"),
        (IT, CaseChange(state=CaseState.IN_WORK), 0, "RIGHT_MISSING"),
    ],
)
def test_refused_decisions_change_nothing(
    full: Book, who: PersonHere, change: CaseChange, version: int, code: str
) -> None:
    row = every(full, "state:open")[0]
    group = causes(full)[0].group_id
    for subject, decide in ((row.attempt_id, set_case), (group, set_group_case)):
        with pytest.raises(KnownError) as refused:
            decide(full.ledger, who, subject, change, version, NOW)
        assert refused.value.code == code
    assert all(r.case_state is CaseState.NEW for r in every(full, ""))


def test_a_corrected_rejection_has_no_case_any_more(book: Book) -> None:
    book.judge([b'{"schemaVersion":"1"}'])
    (row,) = every(book, "state:open")
    with book.ledger.append(SAMPLE_EDRPOU, NOW) as append:
        index = RejectionIndex(append.rows, SAMPLE_EDRPOU)
        index.closed(row.attempt_id, RejectionState.CORRECTED, "by", NOW)
        index.flush()
    with pytest.raises(KnownError, match="CASE_CLOSED"):
        set_case(book.ledger, ME, row.attempt_id, CaseChange(state=CaseState.IN_WORK), 0, NOW)
    with pytest.raises(KnownError, match="REJECTION_NOT_FOUND"):
        set_case(book.ledger, ME, "nobody", CaseChange(state=CaseState.IN_WORK), 0, NOW)
    with pytest.raises(KnownError, match="GROUP_NOT_FOUND"):
        set_group_case(book.ledger, ME, "nobody", CaseChange(state=CaseState.IN_WORK), 0, NOW)


@pytest.mark.parametrize(
    ("days", "still", "age_days", "recurred_days", "trend"),
    [
        ([0, 0, 0, 0, 0, 0, 0], 0, 30, None, Trend.GONE),
        ([0, 0, 0, 0, 0, 0, 5], 5, 0, None, Trend.FIRST),
        ([1, 1, 1, 1, 1, 1, 40], 9, 30, None, Trend.SPIKE),
        ([0, 0, 0, 0, 0, 12, 1], 9, 30, None, Trend.SPIKE),
        ([0, 0, 0, 0, 2, 2, 2], 6, 30, 2, Trend.RECURRING),
        ([1, 2, 2, 2, 4, 4, 4], 9, 30, 20, Trend.RISING),
        ([4, 4, 4, 4, 1, 1, 1], 9, 30, None, Trend.FALLING),
        ([3, 3, 3, 3, 3, 3, 3], 9, 30, None, Trend.STEADY),
    ],
)
def test_trends(days: list[int], still: int, age_days: int, recurred_days: int | None, trend: Trend) -> None:
    recurred = NOW - timedelta(days=recurred_days) if recurred_days is not None else None
    assert trend_of(days, still, NOW - timedelta(days=age_days, hours=1), recurred, NOW) is trend


def test_blocks_are_large_enough_to_keep_their_table_small() -> None:
    assert 10_000_000 // BLOCK < 3_000


def _stuck(book: Book) -> int:
    connection = sqlite3.connect(book.path)
    (value,) = connection.execute("SELECT SUM(stuck_kop) FROM rollups WHERE step = 'day' AND slice = 'none'").fetchone()
    connection.close()
    return int(value)


def _figures_hold(book: Book) -> None:
    """Blocks and causes count what the rows say."""
    connection = sqlite3.connect(book.path)
    try:
        one = connection.execute
        by_rows = one("SELECT SUM(state = 'open'), SUM(state <> 'held') FROM rejections").fetchone()
        assert one("SELECT SUM(open), SUM(total) FROM rejection_blocks WHERE grp = ''").fetchone() == by_rows
        assert one("SELECT SUM(open), SUM(total) FROM rejection_blocks WHERE grp <> ''").fetchone() == by_rows
        assert one("SELECT SUM(open), SUM(total) FROM rejection_groups").fetchone() == by_rows
        assert one("SELECT SUM(n) FROM rejection_days").fetchone() == by_rows[1:]
    finally:
        connection.close()
