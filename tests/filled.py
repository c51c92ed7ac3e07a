"""Folders of contours that hold very many transactions, for benches and trials."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from cabinet.contour.folder import DataFolder
from cabinet.contour.http.composition import Perimeter
from cabinet.contour.sample.bulk import Bulk, fill
from cabinet.contour.sample.operator import sample_operator
from cabinet.contour.sample.testdata import create_operator
from cabinet.contract.states import Environment

__all__ = ["filled"]

_DAYS = timedelta(days=90)


def filled(data: Path, transactions: int, *, rejected: float = 0.01, random_ids: bool = False) -> Path:
    """Fill a new folder; a contour that is started on it takes ports of its own."""
    perimeter = Perimeter(DataFolder(data), "127.0.0.1", 1, Environment.TEST, 2)
    try:
        now = datetime.now(UTC)
        create_operator(perimeter.store, sample_operator(now), now - _DAYS)
        wanted = Bulk(now - _DAYS, now, transactions, rejected, random_ids=random_ids)
        fill(perimeter.ledger, perimeter.intake, wanted)
    finally:
        perimeter.close()
    return data
