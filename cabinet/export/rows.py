"""The rows of a part in CSV, as the forms that are made of it read them."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from cabinet.contract.rejection_export import COLUMNS
from cabinet.export.safe_cells import BOM

__all__ = ["read_rows"]


def read_rows(part: Path) -> Iterator[dict[str, str]]:
    """Yield the rows, each by the names of its columns.

    Raises:
        OSError: the part cannot be read.
        ValueError: a row has not the columns of the contract.
    """
    with part.open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file)
        head = next(lines, [])
        if [name.removeprefix(BOM.decode()) for name in head] != list(COLUMNS):
            raise ValueError("another head")
        for row in lines:
            if len(row) != len(COLUMNS):
                raise ValueError(f"a row of {len(row)} cells")
            yield dict(zip(COLUMNS, row, strict=True))
