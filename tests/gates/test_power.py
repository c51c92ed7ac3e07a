"""The trial of power cuts can fail: an engine that does not sync its commits loses what it has acknowledged."""

from __future__ import annotations

from tests.trials.power import states


def test_power_can_fail() -> None:
    wrong = states(0, 40, "NORMAL").wrong
    assert wrong
    assert {line.split(": ")[1].split()[0] for line in wrong} == {"LOST"}
