"""Refunds that wait for their bets, as people read them: listed by their own state alone, until their verdict."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from cabinet.contour.call import PersonHere
from cabinet.contour.rejections.cases import set_case, set_group_case, set_many_cases
from cabinet.contour.rejections.counts import counts
from cabinet.contour.rejections.export import export
from cabinet.contour.rejections.groups import groups
from cabinet.contour.rejections.lines import lines
from cabinet.contour.rejections.query import ask
from cabinet.contour.rejections.views import card, page
from cabinet.contour.sample.operator import SAMPLE_EDRPOU
from cabinet.contract.cases import CaseChange, ManyCasesChange
from cabinet.contract.filter import parse_filter
from cabinet.contract.limits import HOLD_SECONDS
from cabinet.contract.rejection_counts import CountsAsked
from cabinet.contract.rejection_lines import LinesAsked
from cabinet.contract.rejection_sort import SORTS
from cabinet.contract.rejections import GroupList, RejectionCard, RejectionPage
from cabinet.contract.rights import ROLE_RIGHTS, Role
from cabinet.contract.states import CaseState, Outcome, RejectionState, Trend
from tests.contour.grants import refused
from tests.perimeter_in_process import NOW, PerimeterInProcess, line

HOLD = timedelta(seconds=HOLD_SECONDS)
MICROSECOND = timedelta(microseconds=1)
OFFICER = PersonHere(SAMPLE_EDRPOU, "1", "Мельник Тарас Богданович", Role.COMPLIANCE, ROLE_RIGHTS[Role.COMPLIANCE], "s")
WORK = CaseChange(state=CaseState.IN_WORK)
NOT_ASKED = ("", "state:open", "state:new", "state:justified", "state:corrected,superseded", "tx:r", "code:RF-502")


class Book:
    def __init__(self, inside: PerimeterInProcess) -> None:
        self.inside, self.ledger, self.store = inside, inside.perimeter.ledger, inside.perimeter.store

    def hold(self, tx: str = "r", bet: str = "b", kop: int = 300) -> str:
        (item,) = self.inside.judge(line(tx, type="REFUND", relatedTxId=bet, roundId=f"R-{bet}", amountKop=kop))
        assert item.status is Outcome.PENDING
        return item.attempt_id

    def listed(self, text: str, **query: str) -> RejectionPage:
        with self.store.read() as rows:
            return page(rows, SAMPLE_EDRPOU, {"filter": text, **query} if text else query, None, NOW)

    def ids(self, text: str, **query: str) -> list[str | None]:
        return [row.operator_tx_id for row in self.listed(text, **query).items]

    def causes(self, text: str) -> GroupList:
        with self.store.read() as rows:
            return groups(rows, SAMPLE_EDRPOU, ask(rows, SAMPLE_EDRPOU, parse_filter(text), None, NOW), NOW)

    def card(self, attempt: str, hold_seconds: int = HOLD_SECONDS) -> RejectionCard:
        with self.store.read() as rows:
            return card(self.ledger.reader(rows, SAMPLE_EDRPOU), attempt, hold_seconds)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    inside = PerimeterInProcess(tmp_path / "p")
    yield Book(inside)
    inside.close()


def test_it_is_listed_where_it_is_asked_for_and_nowhere_else(book: Book) -> None:
    book.inside.judge(line("wrong", currency="EUR"))
    book.hold()
    assert book.ids("state:held") == ["r"]
    assert book.ids("state:held,open") == ["r", "wrong"]
    for narrower in ("type:refund", "sum:3", "code:RF-502", "field:relatedTxId", "source:core-1", "tx:r"):
        assert book.ids(f"state:held {narrower}") == ["r"], narrower
    for narrower in ("type:bet", "sum:>3", "code:AM-403", "source:other", "tx:wrong"):
        assert book.ids(f"state:held {narrower}") == [], narrower
    for text in NOT_ASKED:
        assert "r" not in book.ids(text), text


@pytest.mark.parametrize("sort", SORTS)
def test_it_is_listed_in_every_order(book: Book, sort: str) -> None:
    for number in range(3):
        book.hold(f"r{number}", kop=300 + number)
    found = book.ids("state:held", sort=sort)
    assert sorted(str(tx) for tx in found) == ["r0", "r1", "r2"]
    first = book.listed("state:held", sort=sort, limit="2")
    assert first.next is not None
    assert [row.operator_tx_id for row in first.items] + book.ids("state:held", sort=sort, cursor=first.next) == found


def test_it_tells_for_which_bet_it_waits_and_until_when(book: Book) -> None:
    attempt = book.hold()
    shown = book.card(attempt)
    assert (shown.row.state, shown.row.waits_until) == (RejectionState.HELD, NOW + HOLD)
    assert book.card(attempt, 1).row.waits_until == NOW + timedelta(seconds=1)
    root = shown.row.root
    assert root is not None
    assert (root.operator_tx_id, root.attempt_id, root.accepted) == ("b", None, False)
    assert (shown.correctable, shown.not_correctable_code, shown.suggestions) == (False, "RF-502", [])
    assert [f.code for f in shown.findings] == ["RF-502"]
    assert (shown.row.due_at, shown.row.ggr_kop) == (None, -300)
    (row,) = book.listed("state:held").items
    assert row == shown.row


def test_a_rejection_waits_for_nothing(book: Book) -> None:
    (bad,) = book.inside.judge(line("wrong", currency="EUR"))
    assert book.card(bad.attempt_id).row.waits_until is None


@pytest.mark.parametrize(("after", "waits"), [(HOLD - MICROSECOND, True), (HOLD, False), (HOLD + MICROSECOND, False)])
def test_it_is_held_until_its_time_is_over(book: Book, after: timedelta, *, waits: bool) -> None:
    attempt = book.hold()
    book.inside.perimeter.intake.settle_overdue(NOW + after)
    assert book.ids("state:held") == (["r"] if waits else [])
    assert book.ids("state:open code:RF-501") == ([] if waits else ["r"])
    assert book.card(attempt).row.state is (RejectionState.HELD if waits else RejectionState.OPEN)
    assert book.causes("state:held").count == waits


def test_its_bet_takes_it_out_of_the_list(book: Book) -> None:
    attempt = book.hold()
    book.inside.judge(line("b", amountKop=1_000))
    assert book.ids("state:held") == []
    assert refused(lambda: book.card(attempt)) == "REJECTION_NOT_FOUND"


def test_it_counts_in_no_cause_but_its_own(book: Book) -> None:
    book.inside.judge(line("wrong", currency="EUR"))
    book.hold("r1")
    book.hold("r2")
    for text in ("", "state:open"):
        found = book.causes(text)
        assert ([g.code for g in found.items], found.count) == (["AM-403"], 1), text
    (held,) = book.causes("state:held").items
    assert (held.code, held.count, held.closed, held.whole) == ("RF-502", 2, 2, 0)
    assert (held.trend, held.money.operations_kop) == (Trend.FIRST, 0)
    with book.store.read() as rows:
        asked = CountsAsked(filters=["state:held", "state:open", ""], cheap_only=False)
        assert counts(rows, SAMPLE_EDRPOU, asked, None, NOW).counts == [2, 1, 1]


def test_it_is_exported_and_told_whole_where_it_is_asked_for(book: Book) -> None:
    book.inside.judge(line("wrong", currency="EUR"))
    book.hold()

    def exported(text: str, form: str = "ndjson") -> list[bytes]:
        query = {"filter": text, "format": form} if text else {"format": form}
        return b"".join(export(book.ledger, SAMPLE_EDRPOU, query, None, NOW, 60).pieces).splitlines()

    first, end = map(json.loads, exported("state:held"))
    assert (first["row"]["operatorTxId"], first["row"]["state"], end["end"]["rows"]) == ("r", "held", 1)
    assert first["row"]["waitsUntil"].startswith("2026-11-24T10:01:00"), "as long as the limits say"
    assert [b",held,new," in row for row in exported("state:held", "csv")] == [False, True, False]
    assert not [row for row in exported("", "csv") if b",held," in row]
    with book.store.read() as rows:
        log = book.ledger.reader(rows, SAMPLE_EDRPOU)
        (told,) = lines(log, LinesAsked(filter="state:held"), None, NOW, 60).items
    assert told.row.waits_until == NOW + timedelta(seconds=60)


def test_nobody_decides_about_it(book: Book) -> None:
    attempt = book.hold()
    assert refused(lambda: set_case(book.ledger, OFFICER, attempt, WORK, 0, NOW)) == "CASE_CLOSED"
    (cause,) = book.causes("state:held").items
    assert refused(lambda: set_group_case(book.ledger, OFFICER, cause.group_id, WORK, 0, NOW)) == "GROUP_NOT_FOUND"
    many = ManyCasesChange(state=CaseState.IN_WORK, filter="state:held", as_of=10)
    assert set_many_cases(book.ledger, OFFICER, many, NOW).changed == 0


def test_it_stands_for_no_rejected_attempt_under_its_id(book: Book) -> None:
    """A second line under its id is judged by what it is, and what was rejected is found beside it."""
    book.hold()
    (second,) = book.inside.judge(line("r", type="REFUND", relatedTxId="b", roundId="R-b", amountKop=301))
    assert second.status is Outcome.REJECTED
    with book.store.read() as rows:
        reader = book.ledger.reader(rows, SAMPLE_EDRPOU)
        assert [reader.attempt(seq).attempt_id for seq in reader.rejected("r")] == [second.attempt_id]
    assert book.ids("state:held") == ["r"]
    assert book.ids("state:open") == ["r"]
