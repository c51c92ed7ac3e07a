"""How each rung stands in each phase: nothing is failed that was not tried."""

from __future__ import annotations

import pytest

from cabinet.desks.login.ladder import LoginPhase, Rung, RungState, passed_in, standing

FAILED, PASSED, RUNNING, WAITING = RungState.FAILED, RungState.PASSED, RungState.RUNNING, RungState.WAITING
PERSON = RungState.PERSON


def states(phase: LoginPhase, failed: Rung | None = None, passed: Rung | None = None) -> list[RungState]:
    return [standing(phase, failed, rung, passed) for rung in Rung]


@pytest.mark.parametrize(
    ("phase", "passed", "running"),
    [
        (LoginPhase.READY, 4, None),
        (LoginPhase.ASKING, 4, Rung.SERVER),
        (LoginPhase.SIGNING, 6, Rung.SIGNATURE),
        (LoginPhase.CHECKING, 7, Rung.CHECKS),
        (LoginPhase.DONE, 8, None),
    ],
)
def test_phases_go_up_rung_by_rung(phase: LoginPhase, passed: int, running: Rung | None) -> None:
    found = states(phase)
    assert found[:passed] == [PASSED] * passed
    assert found[passed:] == [RUNNING if rung is running else WAITING for rung in list(Rung)[passed:]]


@pytest.mark.parametrize(
    ("phase", "rung"),
    [
        (LoginPhase.NO_READER, Rung.READER),
        (LoginPhase.NO_TOKEN, Rung.TOKEN),
        (LoginPhase.CHOOSE, Rung.CERTIFICATE),
        (LoginPhase.PIN, Rung.PIN),
    ],
)
def test_where_the_person_acts_nothing_runs(phase: LoginPhase, rung: Rung) -> None:
    found = dict(zip(Rung, states(phase), strict=True))
    assert found[rung] is PERSON
    assert RUNNING not in found.values()


@pytest.mark.parametrize("failed", list(Rung))
def test_what_follows_a_failure_was_not_tried(failed: Rung) -> None:
    at = list(Rung).index(failed)
    assert states(LoginPhase.REFUSED, failed) == [PASSED] * at + [FAILED] + [WAITING] * (len(Rung) - at - 1)


def test_a_link_lost_after_the_signature_leaves_it_passed() -> None:
    found = dict(zip(Rung, states(LoginPhase.REFUSED, Rung.SERVER, passed_in(LoginPhase.CHECKING)), strict=True))
    assert found[Rung.SERVER] is FAILED
    assert (found[Rung.PIN], found[Rung.SIGNATURE]) == (PASSED, PASSED)
    assert found[Rung.CHECKS] is WAITING
    assert passed_in(LoginPhase.REFUSED) is None
