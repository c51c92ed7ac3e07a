"""Causes in a person's order, expanded by hand, their consequences told by type only where that adds up."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from cabinet.contract.errors import KnownError
from cabinet.contract.filter import OPEN, Filter, Listed
from cabinet.contract.filter_words import NOTHING
from cabinet.contract.rejections import GroupList, RejectedMoney, RejectionGroup
from cabinet.contract.states import TransactionType
from cabinet.desks.causes import CauseOrder, Part, of_cause, open_own, own_of, parted
from cabinet.desks.office import Office
from cabinet.desks.rejections import RejectionsDesk
from cabinet.vault.vault import Vault
from tests.desks.filtering.test_views import HandClock, session
from tests.desks.test_cause_notices import cause
from tests.perimeter_in_process import NOW

PAYOUT, REFUND = TransactionType.PAYOUT, TransactionType.REFUND


def kop(number: int) -> RejectedMoney:
    return RejectedMoney.of(number, 0, 0, number)


def made(number: int, count: int = 1, hang: int = 0, **more: Any) -> RejectionGroup:
    update = {"money": kop(100 * count), "consequences": hang, "consequences_money": kop(10 * hang)} | more
    found: RejectionGroup = cause(number, count).model_copy(update=update)
    return found


def listed(*causes: RejectionGroup, as_of: int = 7) -> GroupList:
    return GroupList(
        items=list(causes), count=sum(g.count for g in causes), closed=0, money=RejectedMoney(),
        consequences=sum(g.consequences for g in causes), consequences_money=RejectedMoney(), ready=0, as_of=as_of,
    )  # fmt: skip


class Desk:
    """A desk whose questions about parts are answered by hand."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.office = Office(HandClock(), Vault)
        self.office.open(session())
        self.desk = RejectionsDesk(self.office)
        self.asked: list[tuple[Callable[[Any], None], Callable[[Any], None], SimpleNamespace]] = []

        def run(job: Any, done: Callable[[Any], None], failed: Callable[[Any], None]) -> Any:
            task = SimpleNamespace(cancelled=False)
            task.cancel = lambda: setattr(task, "cancelled", True)
            if "CausesDesk" in job.__qualname__:
                self.asked.append((done, failed, task))
            return task

        monkeypatch.setattr(self.office.network, "run", run)

    def show(self, *causes: RejectionGroup, as_of: int = 7) -> None:
        self.desk.groups = self.desk.groups.ready(listed(*causes, as_of=as_of), NOW)
        self.desk.groups_changed.emit()


@pytest.fixture
def desk(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    found = Desk(monkeypatch)
    yield found
    found.office.stop()


def order_of(desk: Desk) -> list[int]:
    return [int(g.group_id, 16) for g in desk.desk.causes.listed()]


def test_the_order_is_the_persons_and_gone_causes_come_last(desk: Desk) -> None:
    assert order_of(desk) == []
    late, soon = NOW + timedelta(days=2), NOW - timedelta(days=1)
    desk.show(
        made(1, 0, due_at=soon, money=kop(0)), made(2, 1, money=kop(900), due_at=late), made(3, 2, 3, money=kop(10)),
        made(4, 4, money=kop(10), due_at=soon),
    )  # fmt: skip
    causes, told = desk.desk.causes, []
    causes.changed.connect(lambda: told.append(causes.order))
    assert order_of(desk) == [2, 3, 4, 1]
    causes.sort(CauseOrder.COUNT)
    assert order_of(desk) == [3, 4, 2, 1], "with what hangs on them"
    causes.sort(CauseOrder.DUE)
    assert order_of(desk) == [4, 2, 3, 1]
    causes.sort(CauseOrder.DUE)
    assert told == [CauseOrder.COUNT, CauseOrder.DUE]
    desk.show(made(5), made(2, due_at=late))
    assert order_of(desk) == [2, 5], "kept through a refresh"
    desk.office.session_lost.emit("SESSION_ENDED")
    assert causes.order is CauseOrder.SUM


def test_parts_are_asked_once_a_count_and_told_where_they_add_up(desk: Desk) -> None:
    causes, one, bare = desk.desk.causes, made(1, 2, 5), made(2, 2)
    desk.show(one, bare)
    assert desk.asked == []
    for group in (one, bare):
        causes.expand(group.group_id, expanded=True)
    assert len(desk.asked) == 1, "nothing hangs on the other"
    assert causes.parts(one) == [Part(None, 5, 50)]
    assert causes.parts(bare) == []
    both = [Part(PAYOUT, 4, 30), Part(REFUND, 1, 20)]
    desk.asked[0][0](both)
    assert causes.parts(one) == both
    desk.show(one)
    causes.expand(one.group_id, expanded=True)
    assert len(desk.asked) == 1, "known of this very count"
    for other in (made(1, 2, 6, consequences_money=kop(50)), made(1, 2, 5, consequences_money=kop(51))):
        assert causes.parts(other) == [Part(None, other.consequences, other.consequences_money.operations_kop)]
    desk.show(made(1, 2, 5), as_of=8)
    assert len(desk.asked) == 2
    assert causes.parts(made(1, 2, 5)) == both, "the same figures stay until the answer"
    desk.show(made(1, 2, 5), as_of=9)
    assert desk.asked[1][2].cancelled
    desk.asked[2][1](KnownError("UNREACHABLE"))
    assert one.group_id in causes.expanded
    desk.show(made(1, 2, 5), as_of=9)
    assert len(desk.asked) == 4, "a refresh asks again"
    causes.expand(one.group_id, expanded=False)
    desk.show(made(1, 2, 5), as_of=10)
    assert len(desk.asked) == 4
    desk.office.session_lost.emit("SESSION_ENDED")
    assert (causes.expanded, causes.parts(one)) == (frozenset(), [Part(None, 5, 50)])
    assert desk.asked[3][2].cancelled


def test_nothing_is_asked_of_counts_of_another_filter(desk: Desk) -> None:
    desk.show(made(1, 2, 5))
    desk.desk.filter = Filter(codes=("RG-604",))
    desk.desk.causes.expand(made(1).group_id, expanded=True)
    assert desk.asked == []


def test_only_types_that_the_filter_leaves_are_asked_for() -> None:
    asked: list[Filter] = []

    def groups(wanted: Filter) -> GroupList:
        asked.append(wanted)
        return listed(made(1, 2, money=kop(30))).model_copy(update={"money": kop(30)})

    wanted = of_cause(OPEN, "ab", following=True)
    assert parted(Part(None, 5, 70), wanted, groups) == [Part(PAYOUT, 2, 30), Part(REFUND, 2, 30), Part(None, 1, 10)]
    assert [(of.types, of.follows, of.states) for of in asked] == [
        (("PAYOUT",), ("ab",), OPEN.states), (("REFUND",), ("ab",), OPEN.states),
    ]  # fmt: skip
    asked.clear()
    only = Filter(types=("REFUND",), follows=("ab",))
    assert parted(Part(None, 2, 30), only, groups) == [Part(REFUND, 2, 30)]
    assert [of.types for of in asked] == [("REFUND",)]


def test_filters_of_a_cause() -> None:
    plain, folded = made(1), made(1, folded=1)
    own = (plain.group_id,)
    assert own_of(OPEN, plain) == Filter(states=OPEN.states, groups=own)
    assert own_of(OPEN, folded) == Filter(states=OPEN.states, groups=own, follows=(NOTHING,))
    asked = Filter(follows=("cd",))
    assert own_of(asked, folded) == Filter(groups=own, follows=("cd",))
    assert open_own(Filter(), plain).states == OPEN.states
    assert open_own(Filter(states=(Listed.NEW, Listed.CORRECTED)), plain).states == (Listed.NEW,)
    for listed_of in Listed:
        over = listed_of in {Listed.JUSTIFIED, Listed.CORRECTED, Listed.SUPERSEDED, Listed.HELD}
        assert open_own(Filter(states=(listed_of,)), plain).states == (OPEN.states if over else (listed_of,))
