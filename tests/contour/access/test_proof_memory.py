"""Ids of DPoP proofs: kept as long as they could be played back, and no more of them than were said."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cabinet.contour.access import sessions as module
from cabinet.contour.access.sessions import Sessions
from cabinet.contour.problem import Refused
from cabinet.contract.errors import KnownError
from tests.perimeter_in_process import NOW, FixedClock


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


def test_a_proof_counts_once_while_it_could_be_taken_again(clock: FixedClock) -> None:
    sessions = Sessions(clock)
    sessions.remember_proof("a")
    clock.at = NOW + timedelta(seconds=70) - timedelta(microseconds=1)
    with pytest.raises(KnownError, match="DPOP_REPLAYED"):
        sessions.remember_proof("a")
    clock.at = NOW + timedelta(seconds=70)
    sessions.remember_proof("a")


def test_as_many_as_may_be_and_one_more(clock: FixedClock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_PROOFS", 3)
    sessions = Sessions(clock)
    for name in ("a", "b", "c"):
        sessions.remember_proof(name)
    with pytest.raises(Refused, match="TOO_MANY_PROOFS") as refused:
        sessions.remember_proof("d")
    assert refused.value.retry_after == 60
    with pytest.raises(KnownError, match="DPOP_REPLAYED"):
        sessions.remember_proof("a")
    clock.at = NOW + timedelta(seconds=70)
    sessions.remember_proof("d")


def test_what_is_over_is_forgotten(clock: FixedClock) -> None:
    sessions = Sessions(clock)
    for second in range(300):
        clock.at = NOW + timedelta(seconds=second)
        sessions.remember_proof(str(second))
    assert len(sessions._proofs) == len(sessions._proofs_by_end) == 70
