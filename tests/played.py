"""A company's contour with some days of play: filled once, and copied for each test that changes it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cabinet.cli.demo.play import Filling, fill
from tests.company import Company
from tests.forked import ForkedContour


def play_into(folder: Path, transactions: int, days: int) -> Path:
    """Fill a new contour up to now; returns its folder."""
    data, now = folder / "contour", datetime.now(UTC)
    with ForkedContour(data) as contour:
        Company(contour).found()
        fill(contour, Filling(transactions, now - timedelta(days=days), now, 5), lambda _: None)
    return data


@contextmanager
def copy_of(played: Path, folder: Path) -> Iterator[Company]:
    """Run a copy of it."""
    with ForkedContour(Path(shutil.copytree(played, folder / "contour"))) as contour:
        yield Company(contour)
        contour.kill()  # nobody looks at its folder any more
