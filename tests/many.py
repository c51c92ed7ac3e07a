"""A contour whose ledger already holds very many rejections, written through the ledger itself."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cabinet.cli.demo.people import log_in
from cabinet.contour.folder import DataFolder
from cabinet.contour.http.composition import Perimeter
from cabinet.contour.ledger.attempt import NewAttempt
from cabinet.contour.ledger.attempt_ids import TICKS_A_LINE
from cabinet.contour.process import ContourProcess
from cabinet.contour.sample.operator import PEOPLE, SAMPLE_EDRPOU, sample_operator
from cabinet.contour.sample.testdata import create_operator
from cabinet.contract.clock import SystemClock
from cabinet.contract.findings import Finding
from cabinet.contract.rights import Role
from cabinet.contract.states import Environment
from cabinet.contract.transaction import (
    AMOUNT_KOP,
    BRAND_ID,
    LICENCE_NO,
    OCCURRED_AT,
    OPERATOR_TX_ID,
    RELATED_TX_ID,
    SITE_ID,
    TYPE,
)
from cabinet.perimeter.login import PersonSession
from cabinet.rules.finding import finding
from cabinet.rules.item import Examined, ItemFields
from cabinet.wire.transport import Transport
from tests.forked import ForkedContour

__all__ = ["compliance", "contour_with_rejections", "officer"]

_BATCH, _APART = 5_000, 10_000
_SOURCES = ("core-1", "bet-1")


def _findings() -> list[Finding]:
    return [
        finding("AM-404", "/amountKop", 90_000, "≤ 50000", over=40_000, stake=50_000, left=50_000),
        finding("RF-503", "/relatedTxId", "x", "ACCEPTED"),
        finding("RG-604", "/siteId", "new.example.ua", "—"),
        finding("RG-606", "/gameId", "slot", "—"),
        finding("ST-203", "/settlementForm", None, "—"),
        finding("TM-702", "/occurredAt", "2026", "—"),
    ]


def _write(folder: Path, rows: int) -> None:
    """Fill a folder with rejections over the last thirty days."""
    perimeter = Perimeter(DataFolder(folder), "127.0.0.1", 1, Environment.TEST, 2)
    try:
        start = datetime.now(UTC) - timedelta(days=30)
        create_operator(perimeter.store, sample_operator(datetime.now(UTC)), start)
        causes = _findings()
        for first in range(0, rows, _BATCH):
            now = start + timedelta(days=30) * (first / rows)
            with perimeter.ledger.append(SAMPLE_EDRPOU, now) as append:
                numbers = range(first, min(rows, first + _BATCH))
                for source in range(len(_SOURCES)):
                    mine = numbers[source :: len(_SOURCES)]
                    ids = append.open_block(_SOURCES[source], len(mine))[::TICKS_A_LINE]
                    for number, attempt_id in zip(mine, ids, strict=True):
                        append.attempt(_rejected(number, attempt_id, now, causes))
    finally:
        perimeter.close()


def _rejected(number: int, attempt_id: str, now: datetime, causes: list[Finding]) -> NewAttempt:
    tx, amount = f"{number:09d}-R", 1_000 + number % 90_000
    raw = json.dumps({"operatorTxId": tx, "type": "REFUND", "amountKop": amount}).encode()
    fields = ItemFields({
        OPERATOR_TX_ID: tx, TYPE: "REFUND", LICENCE_NO: "OK-2024-017", BRAND_ID: "mlynok", SITE_ID: "mlynok.ua",
        AMOUNT_KOP: amount, OCCURRED_AT: now,
    })  # fmt: skip
    # The first cause is most of them, the last one rare.
    cause = causes[min(len(causes) - 1, (number * 7919 % 997).bit_length() // 2)]
    if cause.code == "RF-503":
        # On one of some other cause, of the same source, that came before.
        fields[RELATED_TX_ID] = f"{max(0, number - 2 * len(_SOURCES)):09d}-R"
    return NewAttempt(
        attempt_id, Examined(raw, None, (cause,), fields), raw, hashlib.sha256(raw).digest(), withheld=False
    )


@contextmanager
def contour_with_rejections(folder: Path, rows: int) -> Iterator[ContourProcess]:
    """Return a running contour with so many rejections of the sample company."""
    data = folder / "contour"
    if rows < _APART:
        _write(data, rows)
    else:
        # What writing takes of memory must not stay with whoever is measured; what others put on the path is not ours.
        command = [sys.executable, "-m", "tests.many", str(data), str(rows)]
        subprocess.run(command, check=True, env=os.environ | {"PYTHONPATH": ""})
    (data / "port").unlink(missing_ok=True)
    with ForkedContour(data) as contour:
        yield contour


@contextmanager
def compliance(contour: ContourProcess, folder: Path) -> Iterator[PersonSession]:
    """Return the compliance officer's session."""
    session, transport = officer(contour, folder)
    try:
        yield session
    finally:
        session.end()
        transport.close()


def officer(contour: ContourProcess, folder: Path) -> tuple[PersonSession, Transport]:
    """Log the compliance officer in; who asks ends the session and closes the transport."""
    person = next(p for p in PEOPLE if p.role is Role.COMPLIANCE)
    return log_in(contour, folder, person, SystemClock())


if __name__ == "__main__":
    _write(Path(sys.argv[1]), int(sys.argv[2]))
