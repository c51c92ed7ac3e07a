"""Mistakes that operators really make, each with the code it must be rejected with."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final

__all__ = ["MISTAKES", "OVER_KOP", "fitting"]

OVER_KOP: Final = 25_000
"""By how much the mistake AM-404 goes beyond a doubled refund, so that it exceeds any stake."""
_CASINO_ONLY: Final = frozenset({"RG-603", "RG-606", "RG-607"})


def _amount_text(line: dict[str, Any]) -> None:
    line["amountKop"] = f"{line['amountKop'] / 100:.2f}"


def _typo(line: dict[str, Any]) -> None:
    line["settlmentForm"] = line.pop("settlementForm")


def _no_offset(line: dict[str, Any]) -> None:
    line["occurredAt"] = line["occurredAt"][:23]


def _future(line: dict[str, Any]) -> None:
    line["occurredAt"] = (datetime.fromisoformat(line["occurredAt"]) + timedelta(days=3)).isoformat(
        timespec="milliseconds"
    )


def _currency(line: dict[str, Any]) -> None:
    line["currency"] = "EUR"


def _licence(line: dict[str, Any]) -> None:
    line["licenceNo"] = line["licenceNo"].replace("017", "071").replace("009", "090")


def _vertical(line: dict[str, Any]) -> None:
    line["vertical"] = "ONLINE_POKER"


def _site(line: dict[str, Any]) -> None:
    line["siteId"] = "stavkogray.ua"


def _game(line: dict[str, Any]) -> None:
    line["gameId"] = "slot-fruit"


def _cash(line: dict[str, Any]) -> None:
    line["settlementForm"] = "CASH"


def _orphan(line: dict[str, Any]) -> None:
    line["relatedTxId"] = "9" + line["relatedTxId"][1:]


def _player(line: dict[str, Any]) -> None:
    line["playerRef"] = hashlib.sha256(line["playerRef"].encode()).hexdigest()[:32]


def _over(line: dict[str, Any]) -> None:
    line["amountKop"] = 2 * line["amountKop"] + OVER_KOP


def _mail(line: dict[str, Any]) -> None:
    line["lateReason"] = "Гравець просив: olena.k@example.ua"


MISTAKES: Final[dict[str, tuple[str, Callable[[dict[str, Any]], None]]]] = {
    "AM-401": ("BET", _amount_text),
    "AM-403": ("BET", _currency),
    "AM-404": ("REFUND", _over),
    "RF-501": ("PAYOUT", _orphan),
    "RF-505": ("PAYOUT", _player),
    "RG-601": ("BET", _licence),
    "RG-603": ("BET", _vertical),
    "RG-604": ("BET", _site),
    "RG-606": ("BET", _game),
    "RG-607": ("BET", _cash),
    "ST-203": ("BET", _typo),
    "ST-208": ("PAYOUT", _mail),
    "TM-701": ("BET", _future),
    "TM-702": ("PAYOUT", _no_offset),
}
"""Code → the type of transaction the mistake happens to, and the mistake."""


def fitting(line: dict[str, Any]) -> list[str]:
    """Return the codes of the mistakes that can happen to an honest line."""
    casino = line["vertical"] == "ONLINE_CASINO"
    return [
        code for code, (kind, _) in MISTAKES.items() if kind == line["type"] and (casino or code not in _CASINO_ONLY)
    ]
