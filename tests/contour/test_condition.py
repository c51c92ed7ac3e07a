"""What the perimeter takes now: states that rest it, limits in force, each at its bound."""

from __future__ import annotations

import pytest

from cabinet.contour.call import OpenCall
from cabinet.contour.condition import Condition
from cabinet.contour.problem import Refused
from cabinet.contract.about import Limits
from cabinet.contract.states import PerimeterState
from cabinet.contract.testdata import SetLimits
from tests.perimeter_in_process import NOW, PerimeterInProcess


@pytest.fixture
def condition(perimeter: PerimeterInProcess) -> Condition:
    return Condition(perimeter.perimeter.store, Limits(requests_per_second=3, transactions_per_minute=10))


def refused(code: str, work: object, *given: object) -> Refused:
    assert callable(work)
    with pytest.raises(Refused) as refusal:
        work(*given)
    assert refusal.value.code == code
    return refusal.value


@pytest.mark.parametrize("state", list(PerimeterState))
def test_states_that_rest(condition: Condition, state: PerimeterState) -> None:
    condition._state = state
    assert condition.status(NOW).state is state
    if state in {PerimeterState.AVAILABLE, PerimeterState.DEGRADED}:
        condition.take_transactions("a", 1, NOW)
    else:
        assert refused("INTAKE_SUSPENDED", condition.take_transactions, "a", 1, NOW).retry_after == 60


def test_what_limits_say_is_what_holds(condition: Condition) -> None:
    for _ in range(condition.limits.requests_per_second):
        condition.take_request("a", NOW)
    assert refused("RATE_LIMITED", condition.take_request, "a", NOW).retry_after == 1
    condition.take_request("b", NOW)
    condition.take_transactions("a", 9, NOW)
    condition.take_transactions("a", 1, NOW)
    assert refused("RATE_LIMITED", condition.take_transactions, "a", 1, NOW).retry_after == 6


def test_a_full_disk_is_told_whatever_the_state(perimeter: PerimeterInProcess, condition: Condition) -> None:
    perimeter.perimeter.store.full = True
    assert (condition.status(NOW).state, condition.status(NOW).messages) == (PerimeterState.FAILURE, ["STORAGE_FULL"])


def test_limits_that_are_set_are_those_that_hold(condition: Condition) -> None:
    asked = OpenCall(
        now=NOW, address="127.0.0.1", request=SetLimits(requests_per_second=1, transactions_per_minute=2), path={},
        query={},
    )  # fmt: skip
    told = condition.set_limits(asked)
    assert (told.requests_per_second, told.transactions_per_minute) == (1, 2) == (
        condition.limits.requests_per_second, condition.limits.transactions_per_minute,
    )  # fmt: skip
    condition.take_request("a", NOW)
    refused("RATE_LIMITED", condition.take_request, "a", NOW)
    condition.take_transactions("a", 2, NOW)
    refused("RATE_LIMITED", condition.take_transactions, "a", 1, NOW)
