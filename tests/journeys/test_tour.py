"""The tour goes through the real window over a live contour, reaches every page and dialog, and its numbers agree."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from cabinet.ui.shell.page_specs import PAGES

TRANSACTIONS = 6_000
PICTURES = 30
OFFSCREEN = "This plugin does not support propagateSizeHints()"


def test_the_tour_reaches_everything_and_shows_what_the_perimeter_says(tmp_path: Path) -> None:
    options = ["--language", "uk", "--theme", "dark", "--transactions", str(TRANSACTIONS)]
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
