"""What ``cabinet send`` prints of refunds that wait, and the status that it ends with."""

from __future__ import annotations

import pytest

from cabinet.cli.send_report import HELD, REJECTED, print_sent
from cabinet.sender.send import Summary


@pytest.mark.parametrize(
    ("outcomes", "status", "told"),
    [
        ({"ACCEPTED": 1}, 0, False),
        ({"ACCEPTED": 1, "PENDING": 1}, HELD, True),
        ({"PENDING": 1, "REJECTED": 1}, REJECTED, True),
    ],
)
def test_what_waits_is_told(
    outcomes: dict[str, int],
    status: int,
    told: bool,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("cabinet.cli.send_report.ukrainian", lambda: False)
    summary = Summary(sent=sum(outcomes.values()))
    summary.by_outcome.update(outcomes)
    assert print_sent(summary) == status
    assert ("wait for their bets" in capsys.readouterr().out) is told
