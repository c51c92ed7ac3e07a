"""``GET /about``, ``/status`` and ``/limits``."""

from __future__ import annotations

from cabinet.contract import limits
from cabinet.contract.endpoint import Nothing, OpenEndpoint
from cabinet.contract.model import Answer, Moment
from cabinet.contract.states import Environment, Implementation, PerimeterState

__all__ = [
    "ABOUT",
    "CONTRACT_VERSION",
    "LIMITS",
    "STATUS",
    "About",
    "Limits",
    "Status",
]

CONTRACT_VERSION = "1.0"


class About(Answer):
    """Who answers; open to anyone."""

    implementation: Implementation
    environment: Environment
    contract_version: str
    server_time: Moment


class Status(Answer):
    """Whether the perimeter takes transactions now."""

    state: PerimeterState
    messages: list[str]
    checked_at: Moment


class Limits(Answer):
    """Every threshold the rules use (CONTRACT §5)."""

    late_after_seconds: int = 300
    max_amount_kop: int = 10_000_000_000
    unusual_payout_times: int = 1000
    unusual_payout_kop: int = 100_000_000
    max_batch_items: int = limits.MAX_BATCH_ITEMS
    max_checked_items: int = limits.MAX_CHECKED_ITEMS
    max_set_parts: int = limits.MAX_SET_PARTS
    bulk_signed_above_items: int = limits.BULK_SIGNED_ABOVE_ITEMS
    bulk_signed_above_kop: int = limits.BULK_SIGNED_ABOVE_KOP
    bulk_within_seconds: int = limits.BULK_WITHIN_SECONDS
    max_batch_bytes: int = limits.MAX_BATCH_BYTES
    max_inflate_ratio: int = limits.MAX_INFLATE_RATIO
    max_batch_findings: int = limits.MAX_BATCH_FINDINGS
    max_item_bytes: int = limits.MAX_ITEM_BYTES
    requests_per_second: int = limits.REQUESTS_PER_SECOND
    transactions_per_minute: int = limits.TRANSACTIONS_PER_MINUTE
    future_tolerance_seconds: int = 60
    stale_after_seconds: int = limits.STALE_SECONDS
    ahead_tolerance_seconds: int = limits.AHEAD_SECONDS
    hold_seconds: int = limits.HOLD_SECONDS
    max_held: int = limits.MAX_HELD
    due_hours: int = limits.DUE_HOURS
    due_hours_it: int = limits.DUE_HOURS_IT
    due_hours_head: int = limits.DUE_HOURS_HEAD


ABOUT = OpenEndpoint("about", "GET", "/about", Nothing, About, "Who answers")
STATUS = OpenEndpoint("status", "GET", "/status", Nothing, Status, "Whether the perimeter takes transactions")
LIMITS = OpenEndpoint("limits", "GET", "/limits", Nothing, Limits, "Every threshold the rules use")
