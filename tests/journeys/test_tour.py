"""The tour goes through the real window over a live contour, reaches every page and dialog, and its numbers agree."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from cabinet.cli.demo.history import History
from cabinet.ui.shell.page_specs import PAGES
from tests.fillings import open_ones

FEWEST, MOST, REFUNDS = 6_000, 30_000, 2
PICTURES = 35
OFFSCREEN = "This plugin does not support propagateSizeHints()"


def open_refunds(transactions: int, now: datetime) -> int:
    """Count the refunds that are too large and not mended in the history that the demo would be filled with."""
    filling = History().next(now, transactions)
    assert filling is not None
    return open_ones(filling, "AM-404", now)


def enough() -> int:
    """Return how many transactions have some of those refunds: which lines are wrong is drawn, by the day."""
    now = datetime.now(UTC)
    return next(many for many in range(FEWEST, MOST, FEWEST // 2) if open_refunds(many, now) >= REFUNDS)


def test_the_tour_reaches_everything_and_shows_what_the_perimeter_says(tmp_path: Path) -> None:
    options = ["--language", "uk", "--theme", "dark", "--transactions", str(enough())]
    done = subprocess.run(
        [sys.executable, "-m", "cabinet", "tour", "--out", str(tmp_path), *options],
        env={**os.environ, "SOFTHSM2_CONF": ""}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert set(done.stderr.splitlines()) <= {OFFSCREEN}
    assert done.returncode == 0
    told = json.loads((tmp_path / "tour.json").read_text(encoding="utf-8"))
    names = sorted(name.removesuffix("-dark-uk.png") for name in told["pictures"])
    assert [int(name[:2]) for name in names] == list(range(PICTURES)), "each that cannot be reached ends the tour"
    assert {name[3:] for name in names} >= set(PAGES)
    assert sorted(path.name for path in tmp_path.glob("*.png")) == sorted(told["pictures"])
    (shown,), (of_perimeter,) = told["shown"].values(), told["perimeter"].values()
    assert shown == of_perimeter
    assert len({name.partition(".")[0] for name in shown}) == 6, "pages with numbers"
    assert told["different"] == []
