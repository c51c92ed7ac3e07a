"""A machine with a key of its own in a live contour: for tests of rotation and of what machines are refused."""

from __future__ import annotations

import hashlib
import json
import secrets
from datetime import UTC, datetime
from pathlib import Path

from cabinet.contract.clock import Clock, SystemClock
from cabinet.contract.identifiers import derived_batch_id
from cabinet.contract.moment import KYIV
from cabinet.dayfile.reading import Line
from cabinet.desks.credentials import Handover, Wish, issue_credential
from cabinet.perimeter.login import PersonSession
from cabinet.sender.batches import Batch
from cabinet.sender.credential import open_credential
from cabinet.sender.machine import MachineClient

__all__ = ["machine", "new_batch", "new_key"]


def new_key(session: PersonSession, folder: Path, source: str = "core-1") -> Handover:
    return issue_credential(session, Wish("Ядро", source, 30, folder))


def machine(folder: Path, clock: Clock | None = None) -> MachineClient:
    return MachineClient(open_credential(folder), clock or SystemClock())


def new_batch(lines: int = 3) -> Batch:
    """Return a batch of honest bets that nobody has sent before."""
    now = datetime.now(UTC).astimezone(KYIV).isoformat(timespec="milliseconds")
    made = [
        json.dumps(
            {
                "schemaVersion": "1", "operatorTxId": f"t-{secrets.token_hex(8)}", "type": "BET",
                "licenceNo": "OK-2024-017", "vertical": "ONLINE_CASINO", "brandId": "mlynok", "siteId": "mlynok.ua",
                "gameId": "roulette-eu", "roundId": "R-1", "playerRef": "ab" * 16, "amountKop": 500,
                "currency": "UAH", "settlementForm": "NON_CASH", "occurredAt": now,
            }
        ).encode()
        for _ in range(lines)
    ]  # fmt: skip
    plain = b"".join(line + b"\n" for line in made)
    digest = hashlib.sha256(plain).hexdigest()
    numbered = tuple(Line(number, data) for number, data in enumerate(made, 1))
    return Batch(derived_batch_id("core-1", digest, "test", 0), 0, numbered, plain)
