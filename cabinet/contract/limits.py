"""The numbers that ``GET /limits`` publishes: each stands here once, and whoever enforces it takes it from here."""

from __future__ import annotations

from typing import Final

__all__ = [
    "AHEAD_SECONDS",
    "BULK_SIGNED_ABOVE_ITEMS",
    "BULK_SIGNED_ABOVE_KOP",
    "BULK_WITHIN_SECONDS",
    "DUE_HOURS",
    "DUE_HOURS_HEAD",
    "DUE_HOURS_IT",
    "HOLD_SECONDS",
    "MAX_BATCH_BYTES",
    "MAX_BATCH_FINDINGS",
    "MAX_BATCH_ITEMS",
    "MAX_CHECKED_ITEMS",
    "MAX_HELD",
    "MAX_INFLATE_RATIO",
    "MAX_ITEM_BYTES",
    "MAX_SET_PARTS",
    "REQUESTS_PER_SECOND",
    "STALE_SECONDS",
    "TRANSACTIONS_PER_MINUTE",
]

MAX_BATCH_ITEMS: Final = 10_000
MAX_BATCH_BYTES: Final = 8 * 1024 * 1024
MAX_INFLATE_RATIO: Final = 32
MAX_ITEM_BYTES: Final = 16 * 1024
MAX_BATCH_FINDINGS: Final = 20_000
"""From then on a line keeps its worst finding, and LM-903 says how many more there were."""
MAX_CHECKED_ITEMS: Final = 500
"""Lines of one ``/transactions/check`` or ``/corrections``."""
MAX_SET_PARTS: Final = 200
"""Requests of one set of corrections that one signature covers."""
BULK_SIGNED_ABOVE_ITEMS: Final = 1_000
BULK_SIGNED_ABOVE_KOP: Final = 100_000_000
BULK_WITHIN_SECONDS: Final = 3_600
"""Corrections that one person sends unsigned within so long are one bulk, however they are cut (CONTRACT §2)."""
REQUESTS_PER_SECOND: Final = 200
TRANSACTIONS_PER_MINUTE: Final = 200_000
"""Of one source."""
STALE_SECONDS: Final = 60
AHEAD_SECONDS: Final = 10
"""How old a signed moment may be, and how far ahead of the perimeter's clock."""
HOLD_SECONDS: Final = 600
"""How long a refund waits for its bet."""
MAX_HELD: Final = 10_000
"""Refunds of one operator that wait at once; one more is rejected as if its time were over."""
DUE_HOURS: Final = 72
DUE_HOURS_IT: Final = 24
DUE_HOURS_HEAD: Final = 120
"""Within how many hours a rejection is to be dealt with, by who must act (:mod:`cabinet.contract.deadlines`)."""
