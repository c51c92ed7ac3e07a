"""What an act would send: in which order, what is left out, how much it is, and what of it a person is shown."""

from __future__ import annotations

import json

import pytest

from cabinet.contract.limits import MAX_CHECKED_ITEMS
from cabinet.contract.states import Outcome, ReasonCode
from cabinet.desks.bulk.changes import SetValue, TakeSuggestions
from cabinet.desks.bulk.plan import (
    CHUNK,
    SAMPLE,
    Figures,
    Item,
    Skip,
    State,
    chunks,
    linked,
    plan,
    sample,
    set_digest,
)
from cabinet.desks.correction_draft import Change
from tests.desks.bulk.some_lines import answer, rejected, suggestion

SITE = SetValue("siteId", "stavkohrai.ua")


def ids(items: list[Item]) -> list[str]:
    return [item.line.row.operator_tx_id or "" for item in items]


def test_each_is_followed_by_what_hangs_on_it() -> None:
    """However they were listed, and once each."""
    lines = [
        rejected("p1"), rejected("a"), rejected("p1", follows="a", type="PAYOUT"), rejected("b"),
        rejected("r1", follows="b", type="REFUND"), rejected("r1", follows="b", type="REFUND"),
    ]  # fmt: skip
    items = plan(lines, SITE)
    assert ids(items) == ["a", "p1", "b", "r1"]
    mended = Change("siteId", "stavkogray.ua", "stavkohrai.ua")
    assert [item.changes for item in items] == [[mended], [], [mended], []]


def test_what_cannot_be_sent_is_left_out_and_said() -> None:
    lines = [
        rejected("a", withheld=True), rejected("b", payload=b"{"), rejected("c", payload=b"[]"),
        rejected("d", siteId="stavkohrai.ua"), rejected("e", follows="d"), rejected("f"),
    ]  # fmt: skip
    items = plan(lines, SITE)
    assert [(item.skip, item.state) for item in items] == [
        (Skip.WITHHELD, State.SKIPPED), (Skip.UNREADABLE, State.SKIPPED), (Skip.UNREADABLE, State.SKIPPED),
        (Skip.NO_CHANGE, State.SKIPPED), (Skip.WAITS, State.SKIPPED), (None, State.UNCHECKED),
    ]  # fmt: skip
    assert [item.after is None for item in items] == [True] * 5 + [False]


def test_a_consequence_is_sent_again_as_it_is() -> None:
    (item,) = plan([rejected("p", root="a", type="PAYOUT")], TakeSuggestions())
    assert (item.skip, item.after, item.changes) == (None, item.before, [])
    (own,) = plan([rejected("p", type="PAYOUT")], TakeSuggestions())
    assert own.skip is Skip.NO_CHANGE


def test_without_a_rule_everything_is_sent_again() -> None:
    (item,) = plan([rejected("a")], None)
    assert (item.after, item.changes) == (item.before, [])


def test_a_correction_is_linked_and_numbers_of_the_platform_are_left_out() -> None:
    (item,) = plan([rejected("a", seqNo=7, correction={"kind": "x"})], SITE)
    assert json.loads(linked(item, ReasonCode.WRONG_LICENCE_OR_SITE, "  бо  ")) == {
        "operatorTxId": "a", "type": "BET", "amountKop": 1000, "siteId": "stavkohrai.ua",
        "correction": {
            "kind": "RESUBMIT_REJECTED", "attemptId": "attempt-a", "originalSha256": "ab" * 32, "reasonCode": "R4",
            "text": "бо",
        },
    }  # fmt: skip


def test_figures_are_of_what_would_be_sent() -> None:
    lines = [
        rejected("a", amountKop=26000, suggestions=[suggestion(1000, "/amountKop")]),
        rejected("p", type="PAYOUT", amountKop=300, root="a"), rejected("x", amountKop="2,50", root="a"),
    ]  # fmt: skip
    figures = Figures.of(plan(lines, TakeSuggestions()))
    assert (figures.count, figures.operations_kop, figures.ggr_kop) == (3, 1300, 700)
    assert figures.types == {"BET": 2, "PAYOUT": 1}


@pytest.mark.parametrize(
    ("count", "sizes"), [(1, [1]), (CHUNK, [CHUNK]), (CHUNK + 1, [CHUNK, 1]), (2 * CHUNK + 1, [CHUNK, CHUNK, 1])]
)
def test_requests_are_cut(count: int, sizes: list[int]) -> None:
    items = plan([rejected(f"t{n}") for n in range(count)], SITE)
    assert [len(chunk) for chunk in chunks(items)] == sizes


@pytest.mark.parametrize(
    ("followers", "sizes"),
    [(MAX_CHECKED_ITEMS - 1, [MAX_CHECKED_ITEMS]), (MAX_CHECKED_ITEMS, [MAX_CHECKED_ITEMS, 1])],
)
def test_no_request_is_larger_than_the_perimeter_takes(followers: int, sizes: list[int]) -> None:
    lines = [rejected("b"), *(rejected(f"p{n}", follows="b") for n in range(followers))]
    assert [len(chunk) for chunk in chunks(plan(lines, SITE))] == sizes


def test_what_hangs_together_is_not_parted() -> None:
    lines = [line for n in range(3) for line in (rejected(f"b{n}"), rejected(f"p{n}", follows=f"b{n}"))]
    assert [ids(chunk) for chunk in chunks(plan(lines, SITE), 1)] == [["b0", "p0"], ["b1", "p1"], ["b2", "p2"]]
    assert [ids(chunk) for chunk in chunks(plan(lines, SITE), 3)] == [["b0", "p0", "b1", "p1"], ["b2", "p2"]]


@pytest.mark.parametrize(
    ("given", "state", "codes"),
    [
        (answer(0), State.WOULD_PASS, ()),
        (answer(0, "RG-604", "RG-604", "AM-401"), State.WOULD_FAIL, ("RG-604", "AM-401")),
        (answer(0, replayed=Outcome.ACCEPTED), State.WOULD_PASS, ()),
        (answer(0, "RG-604", replayed=Outcome.REJECTED), State.WOULD_FAIL, ("RG-604",)),
    ],
)
def test_verdicts(given: object, state: State, codes: tuple[str, ...]) -> None:
    (item,) = plan([rejected("a")], SITE)
    judged = item.judged(given, State.WOULD_PASS, State.WOULD_FAIL)  # type: ignore[arg-type]  # of the table
    assert (judged.state, judged.codes) == (state, codes)


def test_the_digest_is_of_the_bytes_that_are_sent() -> None:
    import hashlib

    assert set_digest([b"a", b"b"]) == hashlib.sha256(b"a\nb\n").hexdigest()


def test_the_sample_has_the_extremes_what_fails_and_some_more() -> None:
    items = plan([rejected(f"t{n:02d}", seq=n, amountKop=n + 1) for n in range(40)], SITE)
    failing = {f"attempt-t{n:02d}" for n in range(10, 17)}
    items = [
        item.judged(answer(0, "ID-303"), State.WOULD_PASS, State.WOULD_FAIL) if item.attempt_id in failing else item
        for item in items
    ]
    picked = sample(items)
    by_why = {why: [i.line.row.seq for i, w in picked if w == why] for _, why in picked}
    assert by_why["largest"] == [39, 38, 37]
    assert by_why["oldest"] == [0, 1]
    assert by_why["failing"] == [10, 11, 12, 13, 14]
    assert "newest" not in by_why, "they are the largest already"
    assert len(picked) == SAMPLE
    assert len({i.attempt_id for i, _ in picked}) == SAMPLE
    assert picked == sample(items), "it does not shuffle while one reads"


def test_a_small_act_is_its_own_sample() -> None:
    items = plan([rejected("a"), rejected("b", withheld=True)], SITE)
    assert [(i.line.row.operator_tx_id, why) for i, why in sample(items)] == [("a", "largest")]
    assert sample([]) == []
