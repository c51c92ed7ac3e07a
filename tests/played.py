"""A company's contour with some days of play: filled once, and copied for each test that changes it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec

from cabinet.cli.demo.play import Filling, fill
from cabinet.contract.moment import KYIV, parse_moment
from cabinet.contract.transaction import CABINET_SOURCE
from tests.company import Company
from tests.forked import ForkedContour
from tests.ledger_rows import ledger_rows


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


def platform_day(played: Path, of: date) -> list[dict[str, Any]]:
    """Return what the platform has of a Kyiv day, as lines of a day file: what it sent and was accepted."""
    with ledger_rows(played) as rows:
        found = rows.execute(
            "SELECT p.bytes FROM payloads p JOIN attempts a ON a.attempt_id = p.attempt_id "
            "WHERE a.outcome LIKE 'ACCEPTED%' AND a.source <> ? AND a.corrects IS NULL ORDER BY a.seq",
            (CABINET_SOURCE,),
        ).fetchall()
    lines: list[dict[str, Any]] = [msgspec.json.decode(line) for (line,) in found if line]
    return [line for line in lines if parse_moment(line["occurredAt"]).astimezone(KYIV).date() == of]
