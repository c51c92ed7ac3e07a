"""What stands out is found by three rules, each with its limits; a cause is named only where the figures agree."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from cabinet.contract.rejections import GroupList, RejectedMoney, RejectionGroup
from cabinet.contract.states import Bucket, CaseState, Trend
from cabinet.desks.statistics_finding import Cause, Finding, Rule, find, with_cause
from cabinet.desks.statistics_metrics import Totals

SINCE = datetime(2026, 11, 26, 9, tzinfo=UTC)


def rejected(*numbers: int) -> list[Totals]:
    return [Totals(accepted=100, rejected=number) for number in numbers]


def late(*numbers: int) -> list[Totals]:
    return [Totals(accepted=100, late=number) for number in numbers]


def accepted(*numbers: int) -> list[Totals]:
    return [Totals(accepted=number) for number in numbers]


MORE, LATE, LESS = Rule.REJECTED_MORE, Rule.LATE_MORE, Rule.ACCEPTED_LESS


@pytest.mark.parametrize(
    ("totals", "closed", "found"),
    [
        # Three times the usual.
        (rejected(6, 6, 6, 6, 6, 17), 6, None),
        (rejected(6, 6, 6, 6, 6, 18), 6, (MORE, 5, 18, 6)),
        (rejected(6, 6, 6, 6, 6, 19), 6, (MORE, 5, 19, 6)),
        # At least ten.
        (rejected(0, 0, 0, 0, 0, 9), 6, None),
        (rejected(0, 0, 0, 0, 0, 10), 6, (MORE, 5, 10, 0)),
        (rejected(0, 0, 0, 0, 0, 11), 6, (MORE, 5, 11, 0)),
        # Five others that are over make a usual.
        (rejected(1, 1, 1, 1, 30), 5, None),
        (rejected(1, 1, 1, 1, 1, 30), 6, (MORE, 5, 30, 1)),
        (rejected(1, 1, 1, 1, 1, 30), 5, (MORE, 5, 30, 1)),
        (rejected(1, 1, 1, 1, 1, 30), 4, None),
        # The greatest, of equals the latest.
        (rejected(1, 30, 1, 40, 1, 1, 1), 7, (MORE, 3, 40, 1)),
        (rejected(1, 30, 1, 30, 1, 1, 1), 7, (MORE, 3, 30, 1)),
        # Late ones, where rejections are as usual.
        (late(2, 2, 2, 2, 2, 9), 6, None),
        (late(2, 2, 2, 2, 2, 10), 6, (LATE, 5, 10, 2)),
        # A third of the usual, which is at least thirty; never of a day that goes on.
        (accepted(30, 30, 30, 30, 30, 11), 6, None),
        (accepted(30, 30, 30, 30, 30, 10), 6, (LESS, 5, 10, 30)),
        (accepted(29, 29, 29, 29, 29, 0), 6, None),
        (accepted(30, 30, 30, 30, 30, 0), 6, (LESS, 5, 0, 30)),
        (accepted(30, 30, 30, 30, 30, 0), 5, None),
        ([], 0, None),
    ],
)
def test_rules(totals: Sequence[Totals], closed: int, found: tuple[Rule, int, int, int] | None) -> None:
    assert find(totals, closed, Bucket.DAY) == (Finding(*found) if found is not None else None)


def test_rejections_come_before_late_ones_and_those_before_fewer() -> None:
    usual = Totals(accepted=100, rejected=1, late=1)
    everything = [usual] * 5 + [Totals(10, 20, 0, 20)]
    found = find(everything, 6, Bucket.DAY)
    assert found is not None
    assert found.rule is MORE
    found = find([usual] * 5 + [Totals(10, 1, 0, 20)], 6, Bucket.DAY)
    assert found is not None
    assert found.rule is LATE


@pytest.mark.parametrize("bucket", [Bucket.HOUR, Bucket.WEEK, Bucket.MONTH])
def test_fewer_are_told_of_days_alone(bucket: Bucket) -> None:
    """Nights are quiet, and the first and last week of a period are short."""
    assert find(accepted(60, 60, 60, 60, 60, 0), 6, bucket) is None


@pytest.mark.parametrize(("value", "usual", "times"), [(19, 6, 3), (24, 6, 4), (10, 0, 0), (10, 30, 3), (0, 30, 0)])
def test_how_many_times(value: int, usual: int, times: int) -> None:
    assert Finding(MORE, 0, value, usual).times == times


def group(code: str, own: int, consequences: int = 0) -> RejectionGroup:
    return RejectionGroup(
        group_id="00112233aabbccdd", code=code, pointer="", source="core-1", first_seen=SINCE, last_seen=SINCE,
        days=[0] * 7, trend=Trend.FALLING, folded=0, case_state=CaseState.NEW, assignee=None, case_version=1,
        count=own, closed=0, money=RejectedMoney(), consequences=consequences, consequences_money=RejectedMoney(),
        ready=0,
    )  # fmt: skip


def causes(*groups: RejectionGroup) -> GroupList:
    return GroupList(
        items=list(groups), as_of=1, count=sum(one.count for one in groups), closed=0, money=RejectedMoney(),
        consequences=sum(one.consequences for one in groups), consequences_money=RejectedMoney(), ready=0,
    )  # fmt: skip


FOUND = Finding(MORE, 5, 20, 6)


@pytest.mark.parametrize(
    ("groups", "cause"),
    [
        ((group("RG-604", 9), group("AM-404", 11)), Cause("AM-404", "core-1", 11)),
        ((group("RG-604", 10), group("AM-404", 5), group("RF-503", 5)), Cause("RG-604", "core-1", 10)),
        ((group("RG-604", 4, 8), group("AM-404", 8)), Cause("RG-604", "core-1", 12)),
        ((group("RG-604", 9), group("AM-404", 6), group("RF-503", 5)), None),
        ((group("RG-604", 19),), None),
        ((group("RG-604", 21),), None),
        ((), None),
    ],
)
def test_a_cause_of_half_is_named_where_figures_agree(groups: tuple[RejectionGroup, ...], cause: Cause | None) -> None:
    assert with_cause(FOUND, causes(*groups)).cause == cause


def test_late_ones_have_no_cause() -> None:
    found = Finding(LATE, 5, 20, 6)
    assert with_cause(found, causes(group("RG-604", 20))) == found
