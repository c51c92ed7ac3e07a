"""The rates of a contour: the operator's own file in its data folder, or those that come with the product."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from cabinet.contour.folder import DataFolder
from cabinet.contract.errors import KnownError
from cabinet.rules.rates import LONGEST_FILE, RateTable, read_rates, shipped_rates

__all__ = ["SHIPPED", "keep_rates", "rates_of"]

SHIPPED: Final = "shipped"
"""Stands for the rates that come with the product, where a file could be named."""
_FILE: Final = "rates.json"


def rates_of(folder: DataFolder) -> RateTable:
    """Return the rates that are in force.

    Raises:
        KnownError: ``FILE_UNREADABLE``, or as :func:`~cabinet.rules.rates.read_rates` does.
    """
    path = folder.path / _FILE
    return read_rates(_bytes(path), own=True) if path.exists() else shipped_rates()


def keep_rates(folder: DataFolder, named: str) -> RateTable:
    """Check a file and put it in force, or the shipped rates again; logs are derived anew when they are opened.

    Raises:
        KnownError: ``FILE_UNREADABLE``, ``FOLDER_UNWRITABLE``, or as :func:`~cabinet.rules.rates.read_rates` does;
            what was in force still is.
    """
    if named == SHIPPED:
        (folder.path / _FILE).unlink(missing_ok=True)
        return shipped_rates()
    data = _bytes(Path(named))
    table = read_rates(data, own=True)
    folder.write(_FILE, data)
    return table


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(LONGEST_FILE + 1)
    except OSError as error:
        raise KnownError("FILE_UNREADABLE", str(error), path=str(path)) from error
