"""One bucket of both sides: of several rows of one id the one that stands counts, and people's own are not extra."""

from __future__ import annotations

import pytest

from cabinet.contract.reconciliation import Listed, ReconcileState
from cabinet.reconcile.comparing import Found, compare_bucket
from cabinet.reconcile.differences import Kind
from cabinet.reconcile.our_day import Row

SAME, OTHER = bytes(32), bytes([1] * 32)


def row(tx: str = "a", digest: bytes = SAME, place: int = 1, *, of_day: bool = True) -> Row:
    return Row(tx, "BET", 5, 1, digest, place, of_day)


def listed(tx: str = "a", state: ReconcileState = ReconcileState.ACCEPTED, **changes: object) -> Listed:
    values: dict[str, object] = {
        "seq": 1, "attempt_id": "x", "operator_tx_id": tx, "source": "core-1", "type": "BET", "state": state,
        "amount_kop": 5, "occurred_at": 1, "received_at": 1, "sha256": SAME.hex(),
    }  # fmt: skip
    return Listed(**{**values, **changes})  # type: ignore[arg-type]


def kinds(found: list[Found]) -> list[Kind]:
    return [one.kind for one in found]


@pytest.mark.parametrize("backwards", [False, True])
def test_what_was_accepted_counts_before_what_was_rejected_under_the_same_id(backwards: bool) -> None:
    theirs = [listed(), listed(state=ReconcileState.REJECTED), listed(state=ReconcileState.PENDING)]
    assert kinds(list(compare_bucket([row()], theirs[::-1] if backwards else theirs, whole=True))) == []


def test_what_people_have_sent_is_told_apart_and_what_was_rejected_is_not_told() -> None:
    theirs = [
        listed("a", source="cabinet"), listed("b", ReconcileState.REJECTED), listed("c"),
        listed("d", ReconcileState.PENDING), listed("e", ReconcileState.REVERSAL),
    ]  # fmt: skip
    found = list(compare_bucket([], theirs, whole=True))
    assert [(one.kind, one.theirs.operator_tx_id) for one in found if one.theirs is not None] == [
        (Kind.CABINET, "a"), (Kind.EXTRA, "c"), (Kind.EXTRA, "d"), (Kind.EXTRA, "e"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("whole", "of_day", "told"),
    [(True, True, [Kind.MISSING]), (True, False, []), (False, True, []), (False, False, [])],
)
def test_only_a_line_of_the_day_in_a_bucket_that_is_whole_is_missing(
    whole: bool, of_day: bool, told: list[Kind]
) -> None:
    assert kinds(list(compare_bucket([row(of_day=of_day)], [], whole=whole))) == told


def test_held_rejected_and_late_ones() -> None:
    for one, told in (
        (listed(state=ReconcileState.PENDING), [Kind.HELD]),
        (listed(state=ReconcileState.REJECTED), [Kind.REJECTED]),
        (listed(late=True), [Kind.LATE]),
        (listed(late=True, sha256=OTHER.hex()), [Kind.DIFFERENT]),
    ):
        assert kinds(list(compare_bucket([row()], [one], whole=True))) == told
    assert kinds(list(compare_bucket([row(of_day=False)], [listed(state=ReconcileState.REJECTED)], whole=True))) == []


def test_of_doubled_lines_one_that_agrees_is_enough_and_they_are_told() -> None:
    found = list(compare_bucket([row(digest=OTHER), row(place=2)], [listed()], whole=True))
    assert kinds(found) == [Kind.DUPLICATE]
    assert [one.place for one in found[0].ours] == [1, 2]
    assert kinds(list(compare_bucket([row(), row(), row()], [], whole=True))) == [Kind.MISSING, Kind.DUPLICATE]
