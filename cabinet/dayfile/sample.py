"""A sample day file: a bet, its payout, a bet and its refund, as the test contour's invented operator sends them."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Final

from cabinet.contract.moment import KYIV
from cabinet.contract.money import hryvnias
from cabinet.contract.transaction import SCHEMA_VERSION

__all__ = ["sample_csv", "sample_ndjson"]

_LATE: Final = "Зразок денного файлу"


def sample_ndjson(now: datetime) -> str:
    """Return four transactions of the last minutes, one a line."""
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in _lines(now))


def sample_csv(now: datetime) -> str:
    """Return the same as a table, sums in hryvnias."""
    lines = [
        {("amountUah" if name == "amountKop" else name): _cell(name, given) for name, given in line.items()}
        for line in _lines(now)
    ]
    columns = list(dict.fromkeys(name for line in lines for name in line))
    rows = [columns, *([line.get(name, "") for name in columns] for line in lines)]
    return "".join(";".join(row) + "\r\n" for row in rows)


def _cell(name: str, given: str | int) -> str:
    return hryvnias(given) if name == "amountKop" and isinstance(given, int) else str(given)


def _lines(now: datetime) -> list[dict[str, str | int]]:
    mark = f"sample-{now:%y%m%d%H%M%S}"
    return [
        _line(f"{mark}-1", "BET", 50_000, now - timedelta(minutes=4)),
        _line(f"{mark}-2", "PAYOUT", 125_050, now - timedelta(minutes=3), relatedTxId=f"{mark}-1"),
        _line(f"{mark}-3", "BET", 2_000, now - timedelta(minutes=2)),
        _line(f"{mark}-4", "REFUND", 2_000, now - timedelta(minutes=1), relatedTxId=f"{mark}-3"),
    ]


def _line(tx: str, kind: str, amount: int, at: datetime, **more: str) -> dict[str, str | int]:
    return {
        "schemaVersion": SCHEMA_VERSION, "operatorTxId": tx, "type": kind, "licenceNo": "OK-2024-017",
        "vertical": "ONLINE_CASINO", "brandId": "mlynok", "siteId": "mlynok.ua", "gameId": "roulette-eu",
        "roundId": "R-1", "playerRef": "5a" * 16, "amountKop": amount, "currency": "UAH",
        "settlementForm": "NON_CASH", "occurredAt": at.astimezone(KYIV).isoformat(timespec="milliseconds"),
        "lateReason": _LATE, **more,
    }  # fmt: skip
