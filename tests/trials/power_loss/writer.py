"""Writes batches into a ledger and says after each that it is acknowledged, as the contour does to a sender.

``python -m tests.trials.power_loss.writer FOLDER BATCHES SEED SYNCHRONOUS``; each acknowledgement is a line of
``FOLDER/acknowledged``: how many entries the log then has.
"""

from __future__ import annotations

import os
import random
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from cabinet.contour.intake.judging import Judging
from cabinet.contour.ledger.log import Ledger
from cabinet.contour.ledger.sqlite_store import SqliteStore
from cabinet.contour.sample.operator import SAMPLE_EDRPOU, sample_operator
from cabinet.contour.sample.play import play
from cabinet.contour.sample.testdata import create_operator
from cabinet.proof.notes import NoteSigner
from cabinet.rules.facts import LimitFacts

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
SIGNER = NoteSigner("power/log", Ed25519PrivateKey.from_private_bytes(bytes(range(32))))


def main(folder: Path, batches: int, seed: int, synchronous: str) -> None:
    """Write them."""
    luck = random.Random(seed)  # noqa: S311  a trial's own
    store = SqliteStore(folder / "ledger.sqlite")
    store._writer.execute(f"PRAGMA synchronous={synchronous}")
    store._writer.execute("PRAGMA wal_autocheckpoint=40")
    create_operator(store, sample_operator(NOW), NOW)
    ledger = Ledger(store, SIGNER, "power")
    lines = [p.data for p in play(seed, 20 * batches, NOW - timedelta(minutes=1), timedelta(minutes=3), mistakes=0.1)]
    told = os.open(folder / "acknowledged", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for _ in range(batches):
        size = luck.randrange(1, 30)
        with ledger.append(SAMPLE_EDRPOU, NOW) as append:
            Judging(append, "core-1", LimitFacts()).run(lines[:size])
        os.write(told, b"%d\n" % ledger.head(SAMPLE_EDRPOU).size)
        lines = lines[size:]
    os.close(told)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4])
