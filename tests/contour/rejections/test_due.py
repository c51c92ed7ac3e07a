"""By when rejections are to be dealt with: by their code, to the microsecond, and only what is open."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from cabinet.contour.rejections.cases import set_case
from cabinet.contour.rejections.groups import groups
from cabinet.contour.rejections.query import ask
from cabinet.contour.rejections.views import page
from cabinet.contour.sample.operator import SAMPLE_EDRPOU
from cabinet.contract.about import Limits
from cabinet.contract.cases import CaseChange
from cabinet.contract.catalogue import finding_cards
from cabinet.contract.deadlines import due_at, hours_of
from cabinet.contract.filter import parse_filter
from cabinet.contract.moment import day_bounds, kyiv_day
from cabinet.contract.states import CaseState, FixBy
from tests.contour.ledger.test_log import NOW, Book, book
from tests.contour.rejections.test_rejections import ME
from tests.perimeter_in_process import encoded, line

__all__ = ["book"]

LIMITS = Limits()
HOURS = {FixBy.OPERATOR_IT: LIMITS.due_hours_it, FixBy.HEAD: LIMITS.due_hours_head}
INSTANT = timedelta(microseconds=1)


def listed(book: Book, text: str, now: datetime) -> list[str]:
    with book.store.read() as rows:
        return sorted(
            str(row.operator_tx_id) for row in page(rows, SAMPLE_EDRPOU, {"filter": text}, ME.name, now).items
        )


def causes(book: Book, text: str, now: datetime) -> dict[str, datetime | None]:
    with book.store.read() as rows:
        found = groups(rows, SAMPLE_EDRPOU, ask(rows, SAMPLE_EDRPOU, parse_filter(text), ME.name, now), now)
        return {cause.code: cause.due_at for cause in found.items}


@pytest.fixture
def three(book: Book) -> dict[str, datetime]:
    """One rejection for IT, one for compliance, one for the head; returns when each is due, by its transaction."""
    wrong: dict[str, Any] = {
        "it": {"currency": "EUR"}, "compliance": {"type": "REFUND", "relatedTxId": "bet", "amountKop": 10**9},
        "head": {"siteId": "nobody.ua"},
    }  # fmt: skip
    book.judge([encoded(line("bet")), *(encoded(line(tx, **changes)) for tx, changes in wrong.items())])
    with book.store.read() as rows:
        found = {str(row.operator_tx_id): row for row in page(rows, SAMPLE_EDRPOU, {}, ME.name, NOW).items}
    assert set(found) == set(wrong), {tx: row.codes for tx, row in found.items()}
    assert [finding_cards()[found[tx].codes[0]].fix_by for tx in wrong] == [
        FixBy.OPERATOR_IT, FixBy.COMPLIANCE, FixBy.HEAD,
    ]  # fmt: skip
    for row in found.values():
        assert row.due_at == due_at(row.codes[0], row.received_at)
    return {tx: row.due_at for tx, row in found.items() if row.due_at is not None}


def test_what_is_published_is_what_each_card_gives() -> None:
    assert (LIMITS.due_hours_it, LIMITS.due_hours, LIMITS.due_hours_head) == (24, 72, 120)
    for code, card in finding_cards().items():
        assert hours_of(code) == HOURS.get(card.fix_by, LIMITS.due_hours), code
    assert hours_of("XX-999") == LIMITS.due_hours, "a code of a newer server"


@pytest.mark.parametrize("of", ["it", "compliance", "head"])
def test_overdue_from_the_moment_on(book: Book, three: dict[str, datetime], of: str) -> None:
    due = three[of]
    for at, there in ((due - INSTANT, False), (due, False), (due + INSTANT, True)):
        for text in ("state:overdue", "стан:прострочене", "due:overdue", "строк:минув"):
            assert (of in listed(book, text, at)) is there, (text, at - due)
    earlier = {tx for tx, moment in three.items() if moment <= due}
    assert set(listed(book, "state:overdue", due + INSTANT)) == earlier


def test_by_kyiv_days(book: Book, three: dict[str, datetime]) -> None:
    for tx, due in three.items():
        first, end = day_bounds(kyiv_day(due))
        for at, word in (
            (first - timedelta(days=1) - INSTANT, "later"), (first - timedelta(days=1), "tomorrow"),
            (first - INSTANT, "tomorrow"), (first, "today"), (end - INSTANT, "today"),
        ):  # fmt: skip
            fit = {of for of in ("later", "tomorrow", "today") if tx in listed(book, f"due:{of}", at)}
            assert fit == {word}, (tx, word)
        assert tx in listed(book, "due:today,overdue", end), "of several any is enough"
        assert tx not in listed(book, "due:today", end)


def test_a_cause_is_due_with_its_oldest_open_one(book: Book, three: dict[str, datetime]) -> None:
    everything = ("", "state:open", "state:open sum:>0.01", "sum:>0.01")
    for text in everything:
        assert sorted(filter(None, causes(book, text, NOW).values())) == sorted(three.values()), text
    with book.ledger.append(SAMPLE_EDRPOU, NOW + timedelta(hours=1)) as append:
        from cabinet.contour.intake.judging import Judging
        from cabinet.rules.facts import LimitFacts

        Judging(append, "core-1", LimitFacts()).run([encoded(line("it2", currency="EUR"))])
    for text in everything:
        assert causes(book, text, NOW)["AM-403"] == three["it"], text
    with book.store.read() as rows:
        (first,) = (r for r in page(rows, SAMPLE_EDRPOU, {"filter": "tx:it"}, ME.name, NOW).items)
    change = CaseChange(state=CaseState.JUSTIFIED, note="так")
    set_case(book.ledger, ME, first.attempt_id, change, 0, NOW)
    for text in everything:
        assert causes(book, text, NOW)["AM-403"] == three["it"] + timedelta(hours=1), text
    assert "it" not in listed(book, "state:overdue", three["it"] + timedelta(days=9)), "what is not open has no term"
    with book.store.read() as rows:
        (row,) = page(rows, SAMPLE_EDRPOU, {"filter": "tx:it"}, ME.name, NOW).items
        assert row.due_at is None
