"""``cabinet contour verify|rebuild|erase|fill|rates``: what is done while no contour runs on its folder."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cabinet.cli.messages import FAILED

if TYPE_CHECKING:
    from cabinet.contour.ledger.log import Ledger

__all__ = ["ACTS", "erase", "fill", "rates", "rebuild", "verify"]

ACTS: Final = ("verify", "rebuild", "erase", "fill", "rates")
_EVERY: Final = 1_000_000


def verify(data: Path) -> int:
    """Look through a ledger and print what is not as its log says; returns the exit status."""
    from cabinet.contour.ledger.audit import audit

    with _opened(data, indexed=False) as (ledger, kept):
        started = time.perf_counter()
        found = audit(ledger, kept, _progress)
        seconds = time.perf_counter() - started
    for fault in found.faults:
        print(f"{fault.edrpou}  {fault.part}  {fault.where}")
    print(f"{found.entries} entries of {len(ledger.operators)} logs looked through in {seconds:.1f} s: "
          f"{len(found.faults) or 'no'} faults")  # fmt: skip
    return FAILED if found.faults else 0


def rebuild(data: Path) -> int:
    """Make all that is derived from the logs anew; returns the exit status."""
    from cabinet.contour.ledger.rebuild import rebuild

    with _opened(data, indexed=False) as (ledger, _):
        rebuild(ledger)
        print(f"Derived anew from {len(ledger.operators)} logs.")
    return 0


def erase(data: Path, attempt_id: str) -> int:
    """Erase one payload; returns the exit status.

    Raises:
        KnownError: ``ATTEMPT_UNKNOWN``.
    """
    from cabinet.contour.ledger.erasure import erase_payload

    with _opened(data) as (ledger, _):
        erase_payload(ledger, attempt_id)
        print(f"The payload of {attempt_id} is erased. Its entry, the tree and every proof are as they were.")
    return 0


def fill(data: Path, transactions: int, rejected: float, days: int, seed: int) -> int:
    """Fill a new folder with the sample operator and very many transactions; returns the exit status.

    Raises:
        KnownError: ``FOLDER_OCCUPIED`` where there is a log already.
    """
    from datetime import UTC, datetime, timedelta

    from cabinet.contour.folder import LEDGER, DataFolder, only_for_the_owner
    from cabinet.contour.http.composition import Perimeter
    from cabinet.contour.sample.bulk import Bulk
    from cabinet.contour.sample.bulk import fill as fill_ledger
    from cabinet.contour.sample.operator import sample_operator
    from cabinet.contour.sample.testdata import create_operator
    from cabinet.contract.errors import KnownError
    from cabinet.contract.states import Environment

    only_for_the_owner()
    folder = DataFolder(data)
    if (data / LEDGER).exists():
        folder.close()
        raise KnownError("FOLDER_OCCUPIED", path=str(data))
    perimeter = Perimeter(folder, "127.0.0.1", 0, Environment.TEST, 0)
    try:
        now = datetime.now(UTC)
        since = now - timedelta(days=days)
        create_operator(perimeter.store, sample_operator(now), since)
        started = time.perf_counter()
        written = fill_ledger(
            perimeter.ledger, perimeter.intake, Bulk(since, now, transactions, rejected, seed),
            lambda n: _progress("", n),
        )  # fmt: skip
        print(f"{written} transactions in {time.perf_counter() - started:.1f} s.")
    finally:
        perimeter.close()
        (data / "server.pem").unlink(missing_ok=True)
    return 0


def rates(data: Path, named: str | None) -> int:
    """Put a file of tax rates in force if one is named, and print what is; returns the exit status.

    Raises:
        KnownError: as :func:`~cabinet.contour.statistics.own_rates.keep_rates` does.
    """
    from cabinet.contour.folder import DataFolder, only_for_the_owner
    from cabinet.contour.statistics.own_rates import keep_rates, rates_of

    only_for_the_owner()
    folder = DataFolder(data)
    try:
        table = rates_of(folder) if named is None else keep_rates(folder, named)
    finally:
        folder.close()
    print(f"{table.name}: {'own file' if table.own else 'shipped'}, {len(table.rates)} rates")
    for rate in table.rates:
        kind = f"{rate.tax.value} {rate.vertical.value if rate.vertical else ''}".strip()
        days = f"{rate.first}…{rate.last or ''}"
        print(
            f"{kind}  {rate.percent} %  {days}  {'verified' if rate.verified else 'not verified'}  {rate.reference_en}"
        )
    return 0


@contextmanager
def _opened(data: Path, *, indexed: bool = True) -> Iterator[tuple[Ledger, dict[str, str]]]:
    """Open a contour's ledger, which then no contour can have; and the checkpoints that are kept beside it."""
    from cabinet.contour.folder import DataFolder, only_for_the_owner
    from cabinet.contour.http.composition import open_ledger
    from cabinet.contour.ledger.kept_checkpoints import KeptCheckpoints
    from cabinet.contour.ledger.sqlite_store import SqliteStore

    only_for_the_owner()
    folder = DataFolder(data)
    try:
        kept = KeptCheckpoints(folder).read()
        store = SqliteStore(folder.ledger())
        try:
            yield open_ledger(folder, store, None, indexed=indexed), kept
        finally:
            store.close()
    finally:
        folder.close()


def _progress(edrpou: str, entries: int) -> None:
    if entries % _EVERY < _EVERY // 100 and sys.stderr.isatty():
        sys.stderr.write(f"\r{edrpou}: {entries}")
